/// A JSON value whose objects keep the order of their keys.
package indirect enum JSON: Sendable {
  /// A number, `true`, `false` or `null`, as it is written.
  case literal(String)
  case string(String)
  case array([JSON])
  case object([(key: String, value: JSON)])

  static let null = JSON.literal("null")

  static func bool(_ value: Bool) -> JSON { .literal(value ? "true" : "false") }
  static func integer(_ value: some BinaryInteger) -> JSON { .literal("\(value)") }

  /// The shortest digits that give the same number again; `null` where JSON has none.
  package static func number<N: BinaryFloatingPoint & CustomStringConvertible>(_ value: N) -> JSON {
    value.isFinite ? .literal("\(value)") : .null
  }

  /// The value on one line.
  package var text: String {
    switch self {
    case .literal(let text): text
    case .string(let string): Self.quoted(string)
    case .array(let values): "[" + values.map(\.text).joined(separator: ", ") + "]"
    case .object(let members):
      "{" + members.map { "\(Self.quoted($0.key)): \($0.value.text)" }.joined(separator: ", ") + "}"
    }
  }

  /// A string as it is; everything else as in ``text``.
  var plainText: String {
    if case .string(let string) = self { string } else { text }
  }

  private static func quoted(_ string: String) -> String {
    var result = "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case ..<" ":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

extension JSON: ExpressibleByDictionaryLiteral, ExpressibleByStringLiteral {
  package init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(elements.map { (key: $0.0, value: $0.1) })
  }

  package init(stringLiteral value: String) {
    self = .string(value)
  }
}
