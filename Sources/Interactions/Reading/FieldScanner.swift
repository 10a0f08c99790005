/// Cuts the bytes of a file into lines and fields, in one pass and without copying.
///
/// Lines end in LF, CR LF or CR; those that hold nothing but spaces are passed over. Spaces around a
/// field that is not quoted do not belong to it. Only fields between commas may be quoted.
struct FieldScanner {
  let bytes: [UInt8]
  let separator: Separator
  /// Eight times the byte of the separator.
  private let separators: UInt64
  private(set) var position: Int
  /// Where the line begins that was read last.
  private var line = 0
  /// The lines that were passed over.
  private(set) var blankLines = 0

  init(_ bytes: [UInt8], separator: Separator, from start: Int) {
    self.bytes = bytes
    self.separator = separator
    separators = UInt64(repeating: separator.byte)
    position = start
  }

  /// The fields of the next line; false at the end of the file.
  mutating func nextLine(into fields: inout [Field]) throws(Fault) -> Bool {
    while position < bytes.count {
      line = position
      fields.removeAll(keepingCapacity: true)
      repeat {
        fields.append(try nextField())
      } while passSeparator()
      passLineEnd()
      let isBlank = fields.count == 1 && fields[0].isAbsent
      if !isBlank { return true }
      blankLines += 1
    }
    return false
  }

  /// The fields that a layout gives a meaning; false at the end of the file.
  @inline(__always)
  mutating func nextLine(into row: inout Row, _ layout: Layout) throws(Fault) -> Bool {
    while position < bytes.count {
      line = position
      row.count = 0
      var field: Field
      repeat {
        field = try nextField()
        row.append(field, layout)
      } while passSeparator()
      passLineEnd()
      let isBlank = row.count == 1 && field.isAbsent
      if !isBlank { return true }
      blankLines += 1
    }
    return false
  }

  /// All fields of the line that was read last.
  func lastLine() throws(Fault) -> [Field] {
    var scanner = FieldScanner(bytes, separator: separator, from: line)
    var fields: [Field] = []
    _ = try scanner.nextLine(into: &fields)
    return fields
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

  @inline(__always) private mutating func nextField() throws(Fault) -> Field {
    let start = position
    let end = end(ofFieldFrom: start)
    // What most fields are: there, without spaces or quotes around.
    if start < end, bytes[start] > ASCII.quote, bytes[end - 1] != ASCII.space {
      position = end
      return Field(content: start..<end)
    }
    return try nextUnusualField()
  }

  private mutating func nextUnusualField() throws(Fault) -> Field {
    passSpaces()
    if separator == .comma, position < bytes.count, bytes[position] == ASCII.quote {
      return try nextQuotedField()
    }
    let start = position
    var end = self.end(ofFieldFrom: start)
    position = end
    while end > start, bytes[end - 1] == ASCII.space { end -= 1 }
    return Field(content: start..<end)
  }

  private mutating func nextQuotedField() throws(Fault) -> Field {
    let offset = position
    position += 1
    var field = Field(content: position..<position, quotes: .around)
    while position < bytes.count {
      guard bytes[position] == ASCII.quote else {
        position += 1
        continue
      }
      if position + 1 < bytes.count, bytes[position + 1] == ASCII.quote {
        field.quotes = .aroundAndInside
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

  /// The first separator or line end from `start` on, or the end of the file.
  @inline(__always) private func end(ofFieldFrom start: Int) -> Int {
    let bytes = bytes.span
    var index = start
    while index < bytes.count {
      let word = bytes.word(at: index)
      let ends =
        word.firstByte(equalTo: separators)
        | word.firstByte(equalTo: UInt64(repeating: ASCII.lineFeed))
        | word.firstByte(equalTo: UInt64(repeating: ASCII.carriageReturn))
      guard ends != 0 else {
        index &+= 8
        continue
      }
      index &+= ends.trailingZeroBitCount &>> 3
      if !separator.isDoubled || endsField(at: index) { return index }
      index += 1
    }
    return bytes.count
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

  @inline(__always) private mutating func passSeparator() -> Bool {
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
