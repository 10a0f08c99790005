/// A column's name in a header of RecBole's, such as `user_id:token`.
struct TypedName {
  /// What a field of the column holds.
  enum Kind: String, CaseIterable {
    /// One text.
    case token
    /// Texts between spaces.
    case tokens = "token_seq"
    /// One number.
    case number = "float"
    /// Numbers between spaces.
    case numbers = "float_seq"
  }

  let name: String
  let kind: Kind

  /// Whether it is a name and a type, known or not.
  static func isOne(_ field: ArraySlice<UInt8>) -> Bool {
    let parts = field.split(separator: ASCII.colon, omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
  }
}

extension FieldScanner {
  /// That a column's name is no longer than names are: it is compared with others, in a time that may grow with the
  /// square of its length.
  func checkLength(ofName field: Field) throws(Fault) {
    let limit = 1024
    guard field.content.count <= limit else {
      throw Fault(
        offset: field.offset, expected: "a column's name of at most \(limit) bytes",
        found: "\(field.content.count)")
    }
  }

  /// The name and type in a field of a header.
  func typedName(in field: Field) throws(Fault) -> TypedName {
    try checkLength(ofName: field)
    let content = content(of: field)
    guard TypedName.isOne(content) else {
      throw Fault(
        offset: field.offset, expected: "a column's name and type, such as user_id:token",
        found: field.content.isEmpty ? "an empty field" : quoted(content))
    }
    let parts = content.split(separator: ASCII.colon)
    guard let kind = TypedName.Kind(rawValue: String(decoding: parts[1], as: UTF8.self)) else {
      throw Fault(
        offset: field.offset + parts[0].count + 1,
        expected:
          "one of the types \(TypedName.Kind.allCases.map(\.rawValue).joined(separator: ", "))",
        found: quoted(content.drop { $0 != ASCII.colon }.dropFirst()))
    }
    return TypedName(name: String(decoding: parts[0], as: UTF8.self), kind: kind)
  }
}
