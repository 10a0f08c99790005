/// What a value that was read is, where it is that.
extension JSON {
  var number: Double? {
    if case .literal(let text) = self { Double(text) } else { nil }
  }

  var elements: [JSON]? {
    if case .array(let values) = self { values } else { nil }
  }

  var members: [(key: String, value: JSON)]? {
    if case .object(let members) = self { members } else { nil }
  }

  /// The value at the end of a path of keys.
  subscript(path: [String]) -> JSON? {
    path.reduce(self as JSON?) { $0?[$1] }
  }
}
