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
/// field that is not quoted do not belong to it. Only fields between commas may be quoted.
struct FieldScanner {
  let bytes: [UInt8]
  let separator: Separator
  private(set) var position: Int
  /// The lines that were passed over.
  private(set) var blankLines = 0

  init(_ bytes: [UInt8], separator: Separator, from start: Int) {
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
      blankLines += 1
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
    passSpaces()
    if separator == .comma, position < bytes.count, bytes[position] == ASCII.quote {
      return try nextQuotedField()
    }
    let start = position
    var end = start
    while end < bytes.count, !endsField(at: end) { end += 1 }
    position = end
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
      passSpaces()
      guard position == bytes.count || endsField(at: position) else {
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

  private func endsField(at index: Int) -> Bool {
    let byte = bytes[index]
    return byte == separator.byte && (!separator.isDoubled || isSeparatorByte(index + 1))
      || ASCII.isLineEnd(byte)
  }

  private func isSeparatorByte(_ index: Int) -> Bool {
    index < bytes.count && bytes[index] == separator.byte
  }

  private mutating func passSpaces() {
    while position < bytes.count, bytes[position] == ASCII.space { position += 1 }
  }

  private mutating func passSeparator() -> Bool {
    guard position < bytes.count, bytes[position] == separator.byte else { return false }
    guard separator == .spaces else {
      position += separator.isDoubled ? 2 : 1
      return true
    }
    passSpaces()
    return position < bytes.count && !ASCII.isLineEnd(bytes[position])
  }

  private mutating func passLineEnd() {
    if position < bytes.count, bytes[position] == ASCII.carriageReturn { position += 1 }
    if position < bytes.count, bytes[position] == ASCII.lineFeed { position += 1 }
  }
}
