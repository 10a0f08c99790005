import Tensors

/// A file of a checkpoint, named by its content: `weights-61c8864680b583eb.safetensors`. Other bytes are
/// another file, so that a new checkpoint takes nothing from an old one before its manifest is there.
public struct CheckpointFile: Hashable, Sendable {
  /// What a file holds.
  public enum Part: String, CaseIterable, Sendable {
    /// The items' ids, a JSON array of texts by index.
    case items
    /// The model's parameters as safetensors.
    case weights
  }

  /// What it holds.
  public let part: Part
  /// How many bytes it has.
  public let length: Int
  /// Sixteen hexadecimal digits that tell its bytes from others: SplitMix64's finaliser over its 64-bit
  /// words. Not cryptographic.
  public let digest: String

  /// Its name in the folder.
  public var name: String { "\(part.rawValue)-\(digest).\(part.fileExtension)" }

  init(_ part: Part, length: Int, digest: String) {
    self.part = part
    self.length = length
    self.digest = digest
  }

  /// The file of these bytes.
  init(_ part: Part, holding bytes: [UInt8]) {
    self.init(part, length: bytes.count, digest: Self.digest(of: bytes))
  }

  /// Whether a name in a folder is that of some file of a checkpoint.
  static func isName(_ name: String) -> Bool {
    Part.allCases.contains { part in
      let (prefix, suffix) = ("\(part.rawValue)-", ".\(part.fileExtension)")
      guard name.hasPrefix(prefix), name.hasSuffix(suffix) else { return false }
      return isDigest(String(name.dropFirst(prefix.count).dropLast(suffix.count)))
    }
  }

  static func isDigest(_ text: String) -> Bool {
    text.utf8.count == 16
      && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }

  /// The bytes of the file in `folder`.
  ///
  /// - Throws: `.unreadable` where it is not there; `.damaged` where it has another length or digest.
  func bytes(in folder: String) throws(CheckpointError) -> [UInt8] {
    let path = "\(folder)/\(name)"
    func damaged(_ expected: String, found: String) -> CheckpointError {
      CheckpointError(
        .damaged, file: path, expected: "\(expected), as the manifest says", found: found,
        hint: "the file was changed or cut off")
    }
    let input = try InputFile(path)
    guard input.length == length else {
      throw damaged("\(length) bytes", found: "\(input.length)")
    }
    var bytes: [UInt8] = []
    try input.append(length, to: &bytes)
    let found = Self.digest(of: bytes)
    guard found == digest else { throw damaged("the digest \(digest)", found: found) }
    return bytes
  }

  private static func digest(of bytes: [UInt8]) -> String {
    var hash = Seed(0)
    let data = bytes.span.bytes
    let whole = bytes.count & ~7
    for offset in stride(from: 0, to: whole, by: 8) {
      let word = data.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
      hash = hash.child(Int(truncatingIfNeeded: UInt64(littleEndian: word)))
    }
    let rest = bytes[whole...].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return hash.child(Int(truncatingIfNeeded: rest)).child(bytes.count).hexadecimal
  }
}

extension CheckpointFile.Part {
  fileprivate var fileExtension: String {
    switch self {
    case .items: "json"
    case .weights: "safetensors"
    }
  }
}
