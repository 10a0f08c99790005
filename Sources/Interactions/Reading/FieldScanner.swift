/// Cuts the bytes of a file into lines and fields, in one pass and without copying.
///
/// Lines end in LF, CR LF or CR; those that hold nothing but spaces are passed over. Spaces around a
/// field that is not quoted do not belong to it. Only fields between commas may be quoted.
struct FieldScanner {
  let bytes: [UInt8]
  let separator: Separator
  private(set) var position: Int
  /// Where the last line ends that is read.
  private let limit: Int
  /// Where the line begins that was read last.
  private var line = 0
  /// The lines that were passed over.
  private(set) var blankLines = 0

  init(_ bytes: [UInt8], separator: Separator, from start: Int, to limit: Int? = nil) {
    self.bytes = bytes
    self.separator = separator
    position = start
    self.limit = limit ?? bytes.count
  }

  /// The fields of the next line; false at the end of the file.
  mutating func nextLine(into fields: inout [Field]) throws(Fault) -> Bool {
    while position < limit {
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
    while position < limit {
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

  /// Rather more lines than are left, if those are as long as the next ones.
  var linesLeft: Int {
    let next = bytes[position..<min(position + 4096, limit)]
    let lines = next.count { $0 == ASCII.lineFeed } + 1
    // No line of an event is shorter than `u,i` and its end.
    return (limit - position) / max(next.count / lines, 4) * 9 / 8
  }

  /// Scanners of about so many pieces of the lines that are left, one behind the other and about equally
  /// long; of one where there are quotes, since a line feed in them ends no line. O(bytes).
  func pieces(_ count: Int) -> [FieldScanner] {
    let hasQuotes = separator == .comma && count > 1 && bytes.span.contains(ASCII.quote)
    let size = max((limit - position) / (hasQuotes ? 1 : count), 1)
    var pieces: [FieldScanner] = []
    var start = position
    while start < limit {
      let cut = bytes[min(start + size, limit)..<limit].firstIndex(of: ASCII.lineFeed)
      let end = cut.map { $0 + 1 } ?? limit
      pieces.append(FieldScanner(bytes, separator: separator, from: start, to: end))
      start = end
    }
    return pieces
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
    let end = bytes.span.endOfField(from: start, separator)
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
    var end = bytes.span.endOfField(from: start, separator)
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
      guard bytes.span.endOfField(from: position, separator) == position else {
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
