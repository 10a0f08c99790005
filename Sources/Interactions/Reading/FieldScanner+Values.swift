extension FieldScanner {
  /// What a field says, without its quotes.
  func content(of field: Field) -> ArraySlice<UInt8> {
    field.quotes == .aroundAndInside ? ArraySlice(unescaped(field)) : bytes[field.content]
  }

  /// A line as it is written.
  func text(of line: [Field]) -> ArraySlice<UInt8> {
    bytes[line[0].offset..<line[line.count - 1].end]
  }

  /// What a field says, as text.
  func text(in field: Field, of meaning: String) throws(Fault) -> String {
    let content = content(of: field)
    guard let text = String(validating: content, as: UTF8.self) else {
      throw Fault(
        offset: field.offset, expected: "\(meaning) in UTF-8", found: quoted(content),
        hint: "convert the file to UTF-8")
    }
    return text
  }

  func isNumber(_ field: Field) -> Bool {
    if case .malformed = Number(bytes.span, field.content) { false } else { true }
  }

  /// The number of the id in a field, which is entered if it is new.
  func id(
    in field: Field, of meaning: String, _ table: inout IDTable
  ) throws(Fault) -> Int32 {
    let known = table.count
    let number =
      field.quotes == .aroundAndInside
      ? table.intern(unescaped(field)) : table.intern(bytes.span, field.content)
    if table.count > known { try checkNew(number, field, meaning, table) }
    return number
  }

  /// What every id must fulfil is checked when it first comes.
  private func checkNew(
    _ number: Int32, _ field: Field, _ meaning: String, _ table: IDTable
  ) throws(Fault) {
    guard !field.content.isEmpty else {
      throw Fault(offset: field.offset, expected: meaning, found: "an empty field")
    }
    guard table.isUTF8(number) else {
      throw Fault(
        offset: field.offset, expected: "\(meaning) in UTF-8", found: quoted(content(of: field)),
        hint: "convert the file to UTF-8")
    }
  }

  /// The number in a field.
  func value(in field: Field, of meaning: String) throws(Fault) -> Double {
    switch Number(bytes.span, field.content) {
    case .value(let value): return value
    case .beyond64Bits: throw fault(field, expected: "\(meaning) within 64 bits")
    case .malformed: throw fault(field, expected: meaning)
    }
  }

  private func fault(_ field: Field, expected: String) -> Fault {
    Fault(
      offset: field.offset, expected: expected,
      found: field.content.isEmpty ? "an empty field" : quoted(content(of: field)))
  }
}

/// Bytes as they are shown in a message: short, on one line, in quotes.
func quoted(_ bytes: ArraySlice<UInt8>) -> String {
  let limit = 40
  let scalars = String(decoding: bytes.prefix(4 * limit), as: UTF8.self).unicodeScalars
  let text = scalars.prefix(limit).map { scalar in
    scalar.value < 0x20 || scalar.value == 0x7F ? scalar.escaped(asASCII: true) : "\(scalar)"
  }
  return "\"\(text.joined())\"" + (scalars.count > limit ? "..." : "")
}

/// A number of things, in words.
func counted(_ count: Int, _ thing: String) -> String {
  "\(count) \(thing)\(count == 1 ? "" : "s")"
}
