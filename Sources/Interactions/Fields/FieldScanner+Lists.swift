extension FieldScanner {
  /// The parts of a field between bytes of that kind, without empty ones.
  func parts(of field: Field, between separator: UInt8) -> [Field] {
    bytes[field.content].split(separator: separator).map { part in
      Field(content: part.indices)
    }
  }

  /// The whole numbers of a list as Python writes it: `[3, 17]`.
  func list(in field: Field, of meaning: String) throws(Fault) -> [Field] {
    let content = bytes[field.content]
    func fault(_ part: ArraySlice<UInt8>) -> Fault {
      Fault(
        offset: part.startIndex, expected: "\(meaning), a list of whole numbers such as [3, 17]",
        found: part.isEmpty ? "an empty field" : quoted(part))
    }
    guard content.count >= 2, content.first == ASCII.openingBracket,
      content.last == ASCII.closingBracket
    else { throw fault(content) }
    let inside = content.dropFirst().dropLast()
    if inside.allSatisfy({ $0 == ASCII.space }) { return [] }
    var numbers: [Field] = []
    for part in inside.split(separator: ASCII.comma, omittingEmptySubsequences: false) {
      let spaces = part.prefix { $0 == ASCII.space }.count
      let digits = part.dropFirst(spaces).prefix { $0 &- ASCII.zero < 10 }
      let rest = part[digits.endIndex...]
      guard !digits.isEmpty, rest.allSatisfy({ $0 == ASCII.space }) else {
        throw fault(part.isEmpty ? content : part)
      }
      numbers.append(Field(content: digits.indices))
    }
    return numbers
  }

  /// Whether a flag is set.
  func flag(in field: Field) throws(Fault) -> Bool {
    let content = bytes[field.content]
    guard content.count == 1, let flag = content.first, flag &- ASCII.zero < 2 else {
      throw Fault(
        offset: field.offset, expected: "a flag, 0 or 1",
        found: content.isEmpty ? "an empty field" : quoted(content))
    }
    return flag != ASCII.zero
  }
}
