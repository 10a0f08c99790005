#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A trained model in a folder: `manifest.json`, the ids of the items and, where the model has some, its
/// weights.
///
/// ```swift
/// let checkpoint = try Checkpoint(contentsOf: "trained")
/// ```
///
/// Reading gives one whole checkpoint, also while another program replaces it.
public struct Checkpoint: Sendable {
  /// What was trained, how and on what.
  public let manifest: CheckpointManifest
  /// The items' ids by index, no two with the same bytes.
  public let items: [String]
  /// The model's parameters by their paths; nil for a model that has none.
  public let weights: SafetensorsFile?

  /// Reads a folder. O(its files).
  ///
  /// - Parameter limit: the most bytes that items and weights may have together.
  /// - Throws: `.unreadable` where there is no such folder or manifest, or a file may not be read; `.damaged`
  ///   where one of them is not what it should be, or not there although the manifest names it;
  ///   `.wrongContent` where the manifest is of a newer version; `.tooLarge` where the files are longer than `limit`.
  public init(contentsOf folder: String, atMost limit: Int = .max) throws(CheckpointError) {
    var status = stat()
    guard stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      let isThere = stat(folder, &status) == 0
      throw CheckpointError(
        .unreadable, file: folder, expected: "a folder with a checkpoint",
        found: isThere ? "a file" : "no such folder")
    }
    let path = "\(folder)/\(CheckpointManifest.fileName)"
    func manifestBytes() throws(CheckpointError) -> [UInt8] {
      try InputFile.bytes(of: path, atMost: CheckpointManifest.maximumLength)
    }
    var bytes = try manifestBytes()
    while true {
      do throws(CheckpointError) {
        let manifest = try CheckpointManifest(bytes: bytes, name: path)
        try manifest.check(atMost: limit, file: path)
        try self.init(manifest, in: folder)
        return
      } catch {
        // Files go when the manifest that names others is in place: a reader may have been between.
        let newer = error.kind == .unreadable ? try manifestBytes() : bytes
        guard newer != bytes else {
          guard error.kind == .unreadable, access(error.file, F_OK) != 0 else { throw error }
          throw CheckpointError(
            .damaged, file: error.file, expected: "a file, as the manifest says",
            found: "no such file", hint: "it was moved or deleted")
        }
        bytes = newer
      }
    }
  }

  private init(_ manifest: CheckpointManifest, in folder: String) throws(CheckpointError) {
    self.manifest = manifest
    guard let file = manifest.file(of: .items) else {
      preconditionFailure("a manifest without items")
    }
    let path = "\(folder)/\(file.name)"
    items = try Self.ids(file.bytes(in: folder), file: path)
    guard items.count == manifest.data.items else {
      throw CheckpointError(
        .damaged, file: path, expected: "\(manifest.data.items) items, as the manifest says",
        found: "\(items.count)")
    }
    weights = try manifest.file(of: .weights).map { file throws(CheckpointError) in
      try SafetensorsFile(bytes: file.bytes(in: folder), name: "\(folder)/\(file.name)")
    }
  }

  private static func ids(_ bytes: [UInt8], file: String) throws(CheckpointError) -> [String] {
    var scanner = JSONScanner(bytes, in: 0..<bytes.count, file: file, part: "the items")
    var ids: [String] = []
    var known: Set<[UInt8]> = []
    try scanner.array("the items") { (scanner) throws(CheckpointError) in
      scanner.skipWhitespace()
      let start = scanner.position
      let id = try scanner.string("an item's id")
      guard known.insert(Array(id.utf8)).inserted else {
        throw scanner.fault(at: start, "distinct ids", found: "a second \(id.quoted)")
      }
      ids.append(id)
    }
    try scanner.requireEnd()
    return ids
  }
}
