/// Where a field stands in the bytes of a file.
struct Field {
  /// Where it begins, the opening quote included.
  var offset: Int
  /// What is in it, without quotes.
  var content: Range<Int>
  /// Whether it holds doubled quotes.
  var isEscaped = false
}

/// Cuts the bytes of a file into lines and fields, in one pass and without copying.
///
/// Lines end in LF, CR LF or CR; those that hold nothing but spaces are passed over. Spaces around a
/// field that is not quoted do not belong to it.
struct FieldScanner {
  let bytes: [UInt8]
  let separator: UInt8
  private(set) var position: Int

  init(_ bytes: [UInt8], separator: UInt8, from start: Int) {
    self.bytes = bytes
    self.separator = separator
    position = start
  }

  /// The fields of the next line; false at the end of the file.
  mutating func nextLine(into fields: inout [Field]) throws(Fault) -> Bool {
    while position < bytes.count {
      fields.removeAll(keepingCapacity: true)
      repeat {
        fields.append(try nextField())
      } while passSeparator()
      passLineEnd()
      let isBlank = fields.count == 1 && fields[0].content.isEmpty && !isQuoted(fields[0])
      if !isBlank { return true }
    }
    return false
  }

  /// The bytes of a field whose doubled quotes are single again.
  func unescaped(_ field: Field) -> [UInt8] {
    var result: [UInt8] = []
    var index = field.content.lowerBound
    while index < field.content.upperBound {
      result.append(bytes[index])
      index += bytes[index] == ASCII.quote ? 2 : 1
    }
    return result
  }

  /// Where a field ends, the closing quote included.
  func end(of field: Field) -> Int { field.content.upperBound + (isQuoted(field) ? 1 : 0) }

  private func isQuoted(_ field: Field) -> Bool { field.offset < field.content.lowerBound }

  private mutating func nextField() throws(Fault) -> Field {
    while position < bytes.count, bytes[position] == ASCII.space { position += 1 }
    if separator == ASCII.comma, position < bytes.count, bytes[position] == ASCII.quote {
      return try nextQuotedField()
    }
    let start = position
    while position < bytes.count, !endsField(bytes[position]) { position += 1 }
    var end = position
    while end > start, bytes[end - 1] == ASCII.space { end -= 1 }
    return Field(offset: start, content: start..<end)
  }

  private mutating func nextQuotedField() throws(Fault) -> Field {
    let offset = position
    position += 1
    var field = Field(offset: offset, content: position..<position)
    while position < bytes.count {
      guard bytes[position] == ASCII.quote else {
        position += 1
        continue
      }
      if position + 1 < bytes.count, bytes[position + 1] == ASCII.quote {
        field.isEscaped = true
        position += 2
        continue
      }
      field.content = offset + 1..<position
      position += 1
      while position < bytes.count, bytes[position] == ASCII.space { position += 1 }
      guard position == bytes.count || endsField(bytes[position]) else {
        throw Fault(
          offset: position, expected: "a comma or the end of the line after a closing quote",
          found: quoted(bytes[position..<min(position + 1, bytes.count)]),
          hint: "inside a quoted field a quote is written twice")
      }
      return field
    }
    throw Fault(
      offset: offset, expected: "a closing quote for the one that opens here",
      found: "the end of the file")
  }

  private func endsField(_ byte: UInt8) -> Bool {
    byte == separator || byte == ASCII.lineFeed || byte == ASCII.carriageReturn
  }

  private mutating func passSeparator() -> Bool {
    guard position < bytes.count, bytes[position] == separator else { return false }
    position += 1
    return true
  }

  private mutating func passLineEnd() {
    if position < bytes.count, bytes[position] == ASCII.carriageReturn { position += 1 }
    if position < bytes.count, bytes[position] == ASCII.lineFeed { position += 1 }
  }
}
