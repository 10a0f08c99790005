import Tensors

/// A header that has passed every check of the format against the length of its file.
///
/// The numbers in the comments are those of the list in `docs/checkpoints.md`.
struct SafetensorsHeader {
  /// By ascending name.
  private(set) var entries: [SafetensorsFile.Entry] = []
  private(set) var metadata: [String: String] = [:]
  private let file: String

  /// The most that the format allows a header.
  static let maximumLength = 100_000_000
  /// The most axes of a tensor, as NumPy and PyTorch have it: two bytes of a shape take eight of memory.
  static let mostAxes = 64
  /// The key that is no tensor.
  static let metadataKey = "__metadata__"

  /// The length of the header that a file's first bytes announce (check 1).
  static func length(
    prefix: [UInt8], fileLength: Int, file: String
  ) throws(CheckpointError) -> Int {
    guard fileLength >= 8, prefix.count >= 8 else {
      throw CheckpointError(
        .damaged, file: file, expected: "at least the 8 bytes of the header's length",
        found: "\(fileLength) bytes")
    }
    let length = prefix.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= maximumLength else {
      throw CheckpointError(
        .damaged, file: file, byte: 0, expected: "a header of at most \(maximumLength) bytes",
        found: "a length of \(length)", hint: hint(forPrefix: prefix))
    }
    guard length <= fileLength - 8 else {
      throw CheckpointError(
        .damaged, file: file, byte: 0,
        expected: "a header within the file's \(fileLength) bytes", found: "a length of \(length)",
        hint: "the file may be cut off")
    }
    return Int(length)
  }

  /// What a file that is none of ours may be.
  private static func hint(forPrefix prefix: [UInt8]) -> String? {
    if prefix.starts(with: Array("PK\u{3}\u{4}".utf8)) {
      return "this is a zip archive, perhaps of torch.save; use safetensors.torch.save_file"
    }
    if prefix.starts(with: Array("version ".utf8)) {
      return "this may be a Git LFS pointer; fetch the file itself"
    }
    return prefix.starts(with: [0x1F, 0x8B]) ? "this is a gzip file; decompress it" : nil
  }

  /// Reads and checks the header of that length in `bytes`, which may end before the file's data does.
  init(
    of bytes: [UInt8], length: Int, fileLength: Int, file: String
  ) throws(CheckpointError) {
    self.file = file
    var scanner = JSONScanner(bytes, in: 8..<8 + length, file: file, part: "the header")
    guard scanner.next == 0x7B else {  // Check 2.
      throw scanner.fault(at: 8, "'{' as the header's first byte", found: scanner.nextInWords)
    }
    // Checks 3 and 4 are the scanner's.
    try scanner.object("the header") { (scanner, name) throws(CheckpointError) in
      if name == Self.metadataKey {
        metadata = try Self.metadata(&scanner)
      } else {
        entries.append(try entry(named: name, &scanner))
      }
    }
    try scanner.padding()
    try checkOffsets(dataLength: fileLength - 8 - length)
    entries.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  private static func metadata(
    _ scanner: inout JSONScanner
  ) throws(CheckpointError) -> [String: String] {
    var metadata: [String: String] = [:]
    try scanner.object(metadataKey) { (scanner, key) throws(CheckpointError) in
      metadata[key] = try scanner.comparable("the text of \(key.quoted) in \(metadataKey)")
    }
    return metadata
  }

  private func entry(
    named name: String, _ scanner: inout JSONScanner
  ) throws(CheckpointError) -> SafetensorsFile.Entry {
    var what: String { "tensor \(name.quoted)" }
    let start = scanner.position
    var type: SafetensorsFile.ElementType?
    var shape: [Int]?
    var offsets: [Int]?
    try scanner.object(what) { (scanner, key) throws(CheckpointError) in
      let place = scanner.position
      switch key {
      case "dtype":
        let text = try scanner.comparable("the dtype of \(what)")
        type = SafetensorsFile.ElementType(rawValue: text)
        guard type != nil else {  // Check 5.
          throw scanner.fault(at: place, "a known dtype of \(what)", found: text.quoted)
        }
      case "shape":
        shape = try Self.integers("the shape of \(what)", atMost: Self.mostAxes, &scanner)
      case "data_offsets":
        offsets = try Self.integers("the data_offsets of \(what)", atMost: 2, &scanner)
      default:
        throw scanner.fault(
          at: place, "dtype, shape and data_offsets of \(what)", found: "the key \(key.quoted)")
      }
    }
    guard let type, let shape, let offsets else {
      let missing = type == nil ? "dtype" : shape == nil ? "shape" : "data_offsets"
      throw scanner.fault(
        at: start, "dtype, shape and data_offsets of \(what)", found: "no \(missing)")
    }
    guard offsets.count == 2, offsets[0] <= offsets[1] else {
      throw scanner.fault(
        at: start, "data_offsets of \(what) that are a begin and an end after it",
        found: "\(offsets)")
    }
    // Check 6. Extents beside a zero must not overflow either: nothing later has to ask.
    guard let count = Shape.elementCount(of: shape),
      case (let size, false) = count.multipliedReportingOverflow(by: type.size)
    else {
      throw scanner.fault(
        at: start, "a shape of \(what) whose size in bytes is at most \(Int.max)",
        found: "\(shape), which overflows")
    }
    guard offsets[1] - offsets[0] == size else {  // Check 7.
      throw scanner.fault(
        at: start, "\(size) bytes of \(what), as \(type.rawValue) \(shape) takes",
        found: "\(offsets[1] - offsets[0]) between its data_offsets")
    }
    return SafetensorsFile.Entry(
      name: name, type: type, shape: shape, bytes: offsets[0]..<offsets[1])
  }

  private static func integers(
    _ what: @autoclosure () -> String, atMost limit: Int, _ scanner: inout JSONScanner
  ) throws(CheckpointError) -> [Int] {
    var integers: [Int] = []
    try scanner.array(what()) { (scanner) throws(CheckpointError) in
      guard integers.count < limit else {
        throw scanner.fault(
          at: scanner.position, "at most \(limit) numbers in \(what())", found: "more")
      }
      integers.append(try scanner.unsignedInteger("a whole number in \(what())"))
    }
    return integers
  }

  /// Tensors must fill the data without hole or overlap (check 8) to its end (check 9).
  ///
  /// A tensor without elements owns no byte, but must lie where another ends or begins.
  private func checkOffsets(dataLength: Int) throws(CheckpointError) {
    let order = entries.sorted {
      ($0.bytes.lowerBound, $0.bytes.upperBound) < ($1.bytes.lowerBound, $1.bytes.upperBound)
    }
    var end = 0
    for entry in order {
      guard entry.bytes.lowerBound == end else {
        let fault = entry.bytes.lowerBound > end ? "a hole before it" : "an overlap"
        throw CheckpointError(
          .damaged, file: file, expected: "tensor \(entry.name.quoted) to begin at offset \(end)",
          found: "\(entry.bytes.lowerBound): \(fault)")
      }
      end = entry.bytes.upperBound
    }
    guard end == dataLength else {
      throw CheckpointError(
        .damaged, file: file, expected: "\(end) bytes of data, where the last tensor ends",
        found: "\(dataLength)", hint: end > dataLength ? "the file may be cut off" : nil)
    }
  }
}
