import SeqRec

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The folder that `train` leaves: a checkpoint, and the state of a training on the way to it.
struct TrainingFolder {
  let path: String

  var manifest: String { path + "/manifest.json" }
  var state: String { path + "/training.safetensors" }

  /// Looks at the folder, or at the place for one, and changes nothing.
  ///
  /// - Parameters:
  ///   - weights: those that the training begins with.
  ///   - inputs: what is read otherwise.
  /// - Throws: `ToolError` with status 73 where it cannot be written; 66 where it should hold a state and
  ///   does not; 64 where it holds one that nobody asked for, one of its files is an input, or
  ///   the weights are in it.
  init(
    _ path: String, weights: String?, inputs: [String], resumes: Bool
  ) throws(ToolError) {
    self.path = path
    var status = stat()
    guard stat(path, &status) == 0 else {
      guard !resumes else { throw Self.nothingToResume(path) }
      // A folder can be made where a file could.
      _ = try OutputFile(path, .replacing)
      return
    }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw ToolError(.noOutput, "\(path): expected a folder or nothing, found a file")
    }
    // A new checkpoint takes the files of the old one away.
    if let weights, FileIdentity(of: FileIdentity.folder(of: weights)) == FileIdentity(of: path) {
      throw ToolError(
        .usage, "\(weights) is in the folder \(path), whose checkpoint will be replaced",
        hint: "another --output keeps both")
    }
    for file in [manifest, state] {
      _ = try OutputFile(replacing: file, inputs: inputs)
    }
    let isThere = stat(state, &status) == 0
    guard isThere || !resumes else { throw Self.nothingToResume(path) }
    guard !isThere || resumes else {
      throw ToolError(
        .usage, "\(state): a training has left its state there",
        hint: "--resume goes on with it; delete it or name another folder to begin anew")
    }
  }

  /// Makes the folder if it is not there.
  func make() throws(ToolError) {
    if mkdir(path, 0o777) != 0, errno != EEXIST {
      throw ToolError(
        .noOutput, "\(path): expected a folder that can be made, found: \(systemReason())")
    }
  }

  /// The paths of a checkpoint's files.
  static func files(of manifest: CheckpointManifest, in folder: String) -> [String] {
    ["\(folder)/manifest.json"] + manifest.files.map { "\(folder)/\($0.name)" }
  }

  private static func nothingToResume(_ path: String) -> ToolError {
    ToolError(
      .noInput,
      "\(path)/training.safetensors: expected the state of a training, found no such file",
      hint: "--checkpoint-every writes one")
  }
}
