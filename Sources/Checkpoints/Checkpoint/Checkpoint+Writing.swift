public import Gradients
public import Tensors

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension Checkpoint {
  /// Writes a checkpoint to a folder, which is made if it is not there, in the place of the one that it
  /// may hold. O(bytes).
  ///
  /// Files that are named by their content come first, the manifest replaces the old one in a single step,
  /// and the files that only the old one names go. Whoever reads the folder meanwhile, or after this has
  /// been ended at any moment, finds the old checkpoint or the new one. Other files in the folder stay. Several
  /// writers take turns, each with all of this.
  ///
  /// - Parameters:
  ///   - items: the items' ids by index, no two with the same bytes.
  ///   - weights: the model's parameters, if it has some.
  ///   - metadata: texts in the header of the weights' file, for who reads it alone.
  /// - Returns: the manifest with its files.
  /// - Throws: `.unwritable` with the system's reason, or where another writer is at work for a minute.
  @discardableResult
  public static func write(
    _ manifest: CheckpointManifest, items: [String], weights: Weights<Float>? = nil,
    metadata: [String: String] = [:], to folder: String
  ) throws(CheckpointError) -> CheckpointManifest {
    if mkdir(folder, 0o777) != 0, errno != EEXIST {
      throw CheckpointError(
        .unwritable, file: folder, expected: "a folder that can be made", found: systemError())
    }
    let lock = try FolderLock(folder)
    defer { withExtendedLifetime(lock) {} }
    var manifest = manifest
    manifest.data.items = items.count
    manifest.files = []
    let path = "\(folder)/\(CheckpointManifest.fileName)"
    guard manifest.text.isStreamSafe else {
      throw CheckpointError(
        .unwritable, file: path,
        expected: "texts with at most \(String.mostMarks) combining marks in a row",
        found: "more of them")
    }
    func write(_ part: CheckpointFile.Part, _ bytes: [UInt8]) throws(CheckpointError) {
      let file = CheckpointFile(part, holding: bytes)
      try AtomicFile.write(bytes, to: "\(folder)/\(file.name)")
      manifest.files.append(file)
    }
    let list = "[\(items.map(\.quoted).joined(separator: ",\n"))]\n"
    try write(.items, Array(list.utf8))
    if let weights {
      try write(.weights, SafetensorsFile.serialized(weights.named, metadata: metadata))
    }
    let text = manifest.text
    precondition(
      text.utf8.count <= CheckpointManifest.maximumLength,
      "a manifest of \(text.utf8.count) bytes")
    try AtomicFile.write(Array(text.utf8), to: path)
    removeFiles(of: folder, notIn: manifest)
    return manifest
  }

  /// Whatever stays behind is in nobody's way, so that failing is no error.
  private static func removeFiles(of folder: String, notIn manifest: CheckpointManifest) {
    guard let stream = opendir(folder) else { return }
    defer { closedir(stream) }
    let kept = Set(manifest.files.map(\.name))
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if CheckpointFile.isName(name), !kept.contains(name) { unlink("\(folder)/\(name)") }
    }
  }
}
