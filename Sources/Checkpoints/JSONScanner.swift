/// Reads the JSON of headers, manifests and vocabularies, strictly by RFC 8259: objects without duplicate
/// keys, arrays, strings, unsigned integers; see also ``node(_:depth:)``.
///
/// The caller asks for what must come next, so nesting is as deep as the caller's own calls and no
/// input can make it deeper. What the caller calls it is only put into words for an error.
struct JSONScanner {
  /// Where the next byte is read, counted from the start of the file.
  private(set) var position: Int
  private let bytes: [UInt8]
  private let end: Int
  private let file: String
  private let part: String

  /// A scanner of `bytes[range]`, which is that part of a file.
  init(_ bytes: [UInt8], in range: Range<Int>, file: String, part: String) {
    self.bytes = bytes
    self.file = file
    self.part = part
    position = range.lowerBound
    end = range.upperBound
  }

  /// Reads `{ "key": value, ... }` and calls `member` at each value.
  ///
  /// Keys that Swift holds equal are duplicates, also if they differ in Unicode normalisation.
  mutating func object(
    _ what: @autoclosure () -> String,
    _ member: (inout JSONScanner, _ key: String) throws(CheckpointError) -> Void
  ) throws(CheckpointError) {
    var keys: Set<String> = []
    try expect("{", of: what())
    guard !take("}") else { return }
    repeat {
      skipWhitespace()
      let start = position
      let key = try comparable("a key in \(what())")
      guard keys.insert(key).inserted else {
        throw fault(at: start, "distinct keys in \(what())", found: "a second \(key.quoted)")
      }
      try expect(":", of: what())
      try member(&self, key)
    } while take(",")
    try expect("}", of: what())
  }

  /// Reads `[ value, ... ]` and calls `element` at each value.
  mutating func array(
    _ what: @autoclosure () -> String,
    _ element: (inout JSONScanner) throws(CheckpointError) -> Void
  ) throws(CheckpointError) {
    try expect("[", of: what())
    guard !take("]") else { return }
    repeat { try element(&self) } while take(",")
    try expect("]", of: what())
  }

  /// Reads digits without sign, fraction, exponent or leading zero.
  mutating func unsignedInteger(_ what: @autoclosure () -> String) throws(CheckpointError) -> Int {
    skipWhitespace()
    let start = position
    var value = 0
    while let byte = next, byte >= 0x30, byte <= 0x39 {
      let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = tens.addingReportingOverflow(Int(byte - 0x30))
      guard !overflow, !carry else {
        throw fault(at: start, "\(what()) of at most \(Int.max)", found: "a larger number")
      }
      guard position == start || bytes[start] != 0x30 else {
        throw fault(at: start, what(), found: "a number with a leading zero")
      }
      value = sum
      position += 1
    }
    guard position > start else { throw fault(at: start, what(), found: nextInWords) }
    if let byte = next, [0x2E, 0x45, 0x65].contains(byte) {
      throw fault(at: start, what(), found: "a number with a fraction or an exponent")
    }
    return value
  }

  /// Reads what may follow the value: nothing, or spaces.
  mutating func padding() throws(CheckpointError) {
    while next == 0x20 { position += 1 }
    guard position == end else {
      throw fault(at: position, "nothing but spaces after the header's '}'", found: nextInWords)
    }
  }

  /// That nothing but white space follows.
  mutating func requireEnd() throws(CheckpointError) {
    skipWhitespace()
    guard position == end else {
      throw fault(at: position, "the end of \(part)", found: nextInWords)
    }
  }

  // MARK: Bytes, for the strings too

  /// The next byte, or `nil` at the end.
  var next: UInt8? { position < end ? bytes[position] : nil }

  /// The next byte as errors name it.
  var nextInWords: String {
    guard let next else { return "the end of \(part)" }
    let isPrintable = next > 0x20 && next < 0x7F
    return isPrintable ? "'\(Unicode.Scalar(next))'" : "the byte 0x\(String(next, radix: 16))"
  }

  mutating func advance(by count: Int = 1) {
    position += count
  }

  /// The bytes between `start` and here.
  func slice(from start: Int) -> ArraySlice<UInt8> { bytes[start..<position] }

  func fault(at byte: Int, _ expected: String, found: String) -> CheckpointError {
    CheckpointError(.damaged, file: file, byte: byte, expected: expected, found: found)
  }

  /// Takes that character, after white space, if it comes next.
  mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipWhitespace()
    guard let next, UInt32(next) == character.value else { return false }
    position += 1
    return true
  }

  /// Takes that character, after white space.
  mutating func expect(
    _ character: Unicode.Scalar, of what: @autoclosure () -> String
  ) throws(CheckpointError) {
    guard take(character) else {
      throw fault(at: position, "'\(character)' of \(what())", found: nextInWords)
    }
  }

  mutating func skipWhitespace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      position += 1
    }
  }
}
