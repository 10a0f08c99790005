extension JSON {
  /// Reads a text that is one JSON value, strictly by RFC 8259; a key may not come twice in an object.
  ///
  /// - Throws: ``JSONError`` with the place of the first thing that does not belong there.
  package init(parsing text: [UInt8]) throws(JSONError) {
    var reader = JSONReader(text)
    self = try reader.value(depth: 0)
    try reader.expectEnd()
  }

  /// The value of a key, where this is an object that has it.
  package subscript(key: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  /// The text, where this is one.
  package var string: String? {
    if case .string(let text) = self { text } else { nil }
  }
}

/// What is not JSON, and where: line and column counted from 1, the column in bytes.
package struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
  let line: Int
  let column: Int
  let expected: String
  let found: String

  /// `2:5: expected a value, found "x"`
  package var description: String { "\(line):\(column): expected \(expected), found \(found)" }
}

private struct JSONReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Nothing that is read nests this deep, and no input may exhaust the stack.
  private static var deepest: Int { 64 }

  mutating func value(depth: Int) throws(JSONError) -> JSON {
    skipWhitespace()
    guard depth < Self.deepest else { throw fault("values nested less than \(Self.deepest) deep") }
    switch next {
    case UInt8(ascii: "{"): return try object(depth)
    case UInt8(ascii: "["): return try array(depth)
    case UInt8(ascii: "\""): return .string(try string())
    default:
      for word in ["true", "false", "null"] where take(word) { return .literal(word) }
      return try number()
    }
  }

  mutating func expectEnd() throws(JSONError) {
    skipWhitespace()
    guard position == bytes.count else { throw fault("the end of the text") }
  }

  private mutating func object(_ depth: Int) throws(JSONError) -> JSON {
    var members: [(key: String, value: JSON)] = []
    var keys: Set<String> = []
    try expect("{")
    guard !takeToken("}") else { return .object([]) }
    repeat {
      skipWhitespace()
      let start = position
      let key = try string()
      guard keys.insert(key).inserted else {
        position = start
        throw fault("keys that differ", found: "a second \"\(key.prefix(80))\"")
      }
      try expect(":")
      members.append((key, try value(depth: depth + 1)))
    } while takeToken(",")
    try expect("}")
    return .object(members)
  }

  private mutating func array(_ depth: Int) throws(JSONError) -> JSON {
    var values: [JSON] = []
    try expect("[")
    guard !takeToken("]") else { return .array([]) }
    repeat { values.append(try value(depth: depth + 1)) } while takeToken(",")
    try expect("]")
    return .array(values)
  }

  private mutating func number() throws(JSONError) -> JSON {
    let start = position
    _ = take("-")
    if !take("0") { try digits("a value") }
    if take(".") { try digits("a digit") }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      try digits("a digit")
    }
    return .literal(String(decoding: bytes[start..<position], as: UTF8.self))
  }

  private mutating func digits(_ expected: String) throws(JSONError) {
    let start = position
    while let byte = next, UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte { position += 1 }
    guard position > start else { throw fault(expected) }
  }

  private mutating func string() throws(JSONError) -> String {
    guard take("\"") else { throw fault("a text in quotes") }
    var text: [UInt8] = []
    while let byte = next, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else { throw fault("no control character in a text") }
      if byte == UInt8(ascii: "\\") {
        position += 1
        text += Array(String(try escaped()).utf8)
      } else {
        text.append(byte)
        position += 1
      }
    }
    guard take("\"") else { throw fault("a quote at the end of a text") }
    guard let text = String(validating: text, as: UTF8.self) else {
      throw fault("a text in UTF-8", found: "other bytes")
    }
    return text
  }

  private mutating func escaped() throws(JSONError) -> Unicode.Scalar {
    for (letter, meaning) in Self.escapes where take(letter) { return meaning }
    guard take("u") else { throw fault("one of \"\\/bfnrtu after a backslash") }
    let first = try codeUnit()
    guard UTF16.isLeadSurrogate(first) || UTF16.isTrailSurrogate(first) else {
      return Unicode.Scalar(first) ?? "\u{FFFD}"
    }
    guard UTF16.isLeadSurrogate(first), take("\\u") else { throw fault("a pair of surrogates") }
    let second = try codeUnit()
    guard UTF16.isTrailSurrogate(second) else { throw fault("a pair of surrogates") }
    let (high, low) = (UInt32(first - 0xD800), UInt32(second - 0xDC00))
    return Unicode.Scalar(0x10000 + high << 10 + low) ?? "\u{FFFD}"
  }

  private static let escapes: [(String, Unicode.Scalar)] = [
    ("\"", "\""), ("\\", "\\"), ("/", "/"), ("b", "\u{8}"), ("f", "\u{C}"), ("n", "\n"),
    ("r", "\r"), ("t", "\t"),
  ]

  private mutating func codeUnit() throws(JSONError) -> UInt16 {
    let digits = bytes[position..<min(position + 4, bytes.count)]
    guard digits.count == 4, !digits.contains(UInt8(ascii: "+")),
      !digits.contains(UInt8(ascii: "-")),
      let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw fault("four hexadecimal digits") }
    position += 4
    return unit
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipWhitespace() {
    while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
  }

  /// Takes these letters, if they come next.
  private mutating func take(_ letters: String) -> Bool {
    guard bytes[position...].starts(with: letters.utf8) else { return false }
    position += letters.utf8.count
    return true
  }

  private mutating func takeToken(_ token: String) -> Bool {
    skipWhitespace()
    return take(token)
  }

  private mutating func expect(_ token: String) throws(JSONError) {
    guard takeToken(token) else { throw fault("\"\(token)\"") }
  }

  private func fault(_ expected: String, found: String? = nil) -> JSONError {
    let before = bytes[..<position]
    let line = before.count { $0 == 0x0A } + 1
    let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let rest = String(decoding: bytes[position...].prefix(20).prefix { $0 >= 0x20 }, as: UTF8.self)
    let there = next == nil ? "the end" : "\"\(rest)\""
    return JSONError(
      line: line, column: position - start + 1, expected: expected, found: found ?? there)
  }
}
