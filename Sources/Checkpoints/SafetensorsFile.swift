/// A file of named tensors in the safetensors format, read and checked.
///
/// ```swift
/// let file = try SafetensorsFile(contentsOf: "weights.safetensors")
/// let weight: Tensor<Float> = try file.tensor("encoder.weight")
/// ```
///
/// Whatever the bytes are, reading gives a sound value or a `CheckpointError`. A header's claims are
/// checked against the file's length before anything is allocated for them; while a file is read it
/// is held once, and each tensor adds its own elements.
public struct SafetensorsFile: Sendable {
  /// What the header says of one tensor.
  public struct Entry: Hashable, Sendable {
    /// The name, unique in the file.
    public let name: String
    /// How an element is stored.
    public let type: ElementType
    /// The extents, outermost first; empty for a scalar.
    public let shape: [Int]
    /// Where the elements lie, counted from the first byte after the header.
    public let bytes: Range<Int>
  }

  /// How an element is stored; the raw value is the format's own name for it.
  public enum ElementType: String, CaseIterable, Sendable {
    /// IEEE 754 binary64.
    case f64 = "F64"
    /// IEEE 754 binary32.
    case f32 = "F32"
    /// IEEE 754 binary16.
    case f16 = "F16"
    /// The upper half of a binary32.
    case bf16 = "BF16"
    /// An 8-bit float with 4 bits of exponent.
    case f8E4M3 = "F8_E4M3"
    /// An 8-bit float with 5 bits of exponent.
    case f8E5M2 = "F8_E5M2"
    /// A signed 64-bit integer.
    case i64 = "I64"
    /// A signed 32-bit integer.
    case i32 = "I32"
    /// A signed 16-bit integer.
    case i16 = "I16"
    /// A signed 8-bit integer.
    case i8 = "I8"
    /// An unsigned 64-bit integer.
    case u64 = "U64"
    /// An unsigned 32-bit integer.
    case u32 = "U32"
    /// An unsigned 16-bit integer.
    case u16 = "U16"
    /// An unsigned 8-bit integer.
    case u8 = "U8"
    /// A truth value in a byte.
    case bool = "BOOL"

    /// The bytes of one element.
    public var size: Int {
      switch self {
      case .f64, .i64, .u64: 8
      case .f32, .i32, .u32: 4
      case .f16, .bf16, .i16, .u16: 2
      case .f8E4M3, .f8E5M2, .i8, .u8, .bool: 1
      }
    }
  }

  /// The tensors, by ascending name (its UTF-8 bytes).
  public let entries: [Entry]
  /// The header's free-form texts.
  public let metadata: [String: String]

  let name: String
  let bytes: [UInt8]
  let dataStart: Int
  private let index: [String: Int]

  /// Reads a file. O(its length).
  ///
  /// - Parameter limit: the most bytes that the file may have.
  /// - Throws: `.unreadable` if there is no such regular file or it may not be read; `.tooLarge` if it is longer than
  ///   `limit`; `.damaged` if it fails one of the format's checks, which is decided before its data is read.
  public init(contentsOf path: String, atMost limit: Int = .max) throws(CheckpointError) {
    let input = try InputFile(path)
    guard input.length <= limit else {
      throw CheckpointError(
        .tooLarge, file: path, expected: "at most \(limit) bytes", found: "\(input.length)")
    }
    var bytes: [UInt8] = []
    try input.append(min(8, input.length), to: &bytes)
    let headerLength = try SafetensorsHeader.length(
      prefix: bytes, fileLength: input.length, file: path)
    try input.append(headerLength, to: &bytes)
    let header = try SafetensorsHeader(
      of: bytes, length: headerLength, fileLength: input.length, file: path)
    try input.append(input.length - bytes.count, to: &bytes)
    self.init(header, bytes: bytes, dataStart: 8 + headerLength, name: path)
  }

  /// Reads bytes in memory. O(their header).
  ///
  /// - Parameter name: what errors call them.
  /// - Throws: `.damaged` if they fail one of the format's checks.
  public init(bytes: [UInt8], name: String) throws(CheckpointError) {
    let headerLength = try SafetensorsHeader.length(
      prefix: bytes, fileLength: bytes.count, file: name)
    let header = try SafetensorsHeader(
      of: bytes, length: headerLength, fileLength: bytes.count, file: name)
    self.init(header, bytes: bytes, dataStart: 8 + headerLength, name: name)
  }

  private init(_ header: SafetensorsHeader, bytes: [UInt8], dataStart: Int, name: String) {
    entries = header.entries
    metadata = header.metadata
    self.name = name
    self.bytes = bytes
    self.dataStart = dataStart
    var index = [String: Int](minimumCapacity: entries.count)
    for (position, entry) in entries.enumerated() { index[entry.name] = position }
    self.index = index
  }

  /// The entry of that name, if there is one. O(1).
  public subscript(name: String) -> Entry? {
    index[name].map { entries[$0] }
  }
}
