/// A value of JSON with its place in the file.
struct JSONNode {
  let position: Int
  let value: Value

  enum Value {
    case null
    case bool(Bool)
    /// As it is written.
    case number(String)
    case string(String)
    case array([JSONNode])
    case object([(key: String, node: JSONNode)])
  }

  /// As errors name it.
  var words: String {
    switch value {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .number(let text): text
    case .string(let text): text.count > 80 ? "a text" : text.quoted
    case .array: "an array"
    case .object: "an object"
    }
  }
}

extension JSONScanner {
  /// Reads any value in which arrays and objects are nested no deeper than `depth`.
  mutating func node(_ what: String, depth: Int = 8) throws(CheckpointError) -> JSONNode {
    skipWhitespace()
    let start = position
    guard depth > 0 else {
      throw fault(at: start, "no deeper nesting of \(what)", found: nextInWords)
    }
    let value: JSONNode.Value
    switch next {
    case UInt8(ascii: "{"):
      var members: [(key: String, node: JSONNode)] = []
      try object(what) { (scanner, key) throws(CheckpointError) in
        members.append((key, try scanner.node(key.quoted, depth: depth - 1)))
      }
      value = .object(members)
    case UInt8(ascii: "["):
      var elements: [JSONNode] = []
      try array(what) { (scanner) throws(CheckpointError) in
        elements.append(try scanner.node("an element of \(what)", depth: depth - 1))
      }
      value = .array(elements)
    case UInt8(ascii: "\""): value = .string(try comparable(what))
    case UInt8(ascii: "t"): value = try word("true", .bool(true), what)
    case UInt8(ascii: "f"): value = try word("false", .bool(false), what)
    case UInt8(ascii: "n"): value = try word("null", .null, what)
    default: value = .number(try number(what))
    }
    return JSONNode(position: start, value: value)
  }

  private mutating func word(
    _ word: String, _ value: JSONNode.Value, _ what: String
  ) throws(CheckpointError) -> JSONNode.Value {
    for byte in word.utf8 {
      guard next == byte else {
        throw fault(at: position, "\(word) of \(what)", found: nextInWords)
      }
      advance()
    }
    return value
  }

  /// Reads `-12.5e+3`, whose parts after the first digit may be absent.
  private mutating func number(_ what: String) throws(CheckpointError) -> String {
    let start = position
    if next == UInt8(ascii: "-") { advance() }
    let whole = position
    let startsWithZero = next == UInt8(ascii: "0")
    try digits(what)
    guard !startsWithZero || position == whole + 1 else {
      throw fault(at: start, what, found: "a number with a leading zero")
    }
    if next == UInt8(ascii: ".") {
      advance()
      try digits(what)
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      advance()
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { advance() }
      try digits(what)
    }
    return String(decoding: slice(from: start), as: UTF8.self)
  }

  /// Takes one digit or more.
  private mutating func digits(_ what: String) throws(CheckpointError) {
    let start = position
    while let byte = next, byte >= 0x30, byte <= 0x39 { advance() }
    guard position > start else { throw fault(at: start, what, found: nextInWords) }
  }
}
