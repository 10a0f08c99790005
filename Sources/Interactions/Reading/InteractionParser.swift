/// Reads the bytes of a file into columns, in one pass.
struct InteractionParser {
  private(set) var scanner: FieldScanner
  private var users = IDTable()
  private var items = IDTable()
  private var columns = Columns()

  /// The log in `bytes`.
  static func log(
    _ bytes: [UInt8], format: InteractionFormat, columns: [InteractionColumn]?
  ) throws(Fault) -> InteractionLog {
    try refuseOtherKinds(of: bytes)
    let start = ByteOrderMark.utf8.length(in: bytes)
    var parser = InteractionParser(
      scanner: FieldScanner(
        bytes, separator: separator(of: bytes, from: start, format), from: start))
    try parser.readLines(columns)
    return InteractionLog(parser.columns, userIDs: parser.users, itemIDs: parser.items)
  }

  private init(scanner: FieldScanner) {
    self.scanner = scanner
  }

  private static func refuseOtherKinds(of bytes: [UInt8]) throws(Fault) {
    let expected = "text in UTF-8"
    if bytes.starts(with: [0x1F, 0x8B]) {
      throw Fault(expected: expected, found: "a gzip file", hint: "decompress it (gunzip)")
    }
    let isUTF16 =
      ByteOrderMark.utf16LittleEndian.length(in: bytes) > 0
      || ByteOrderMark.utf16BigEndian.length(in: bytes) > 0
    if isUTF16 {
      throw Fault(expected: expected, found: "text in UTF-16", hint: "save it as UTF-8")
    }
    if let zero = bytes.firstIndex(of: 0) {
      throw Fault(offset: zero, expected: expected, found: "a zero byte: a binary file")
    }
  }

  private static func separator(
    of bytes: [UInt8], from start: Int, _ format: InteractionFormat
  ) -> UInt8 {
    switch format {
    case .csv: return ASCII.comma
    case .tsv: return ASCII.tab
    case .automatic:
      let isLineEnd = { (byte: UInt8) in byte == ASCII.lineFeed || byte == ASCII.carriageReturn }
      let first = bytes[start...].drop { isLineEnd($0) || $0 == ASCII.space }
      return first.prefix { !isLineEnd($0) }.contains(ASCII.tab) ? ASCII.tab : ASCII.comma
    }
  }

  private mutating func readLines(_ named: [InteractionColumn]?) throws(Fault) {
    var fields: [Field] = []
    guard try scanner.nextLine(into: &fields) else {
      throw Fault(expected: "interactions", found: "an empty file")
    }
    let (layout, isHeader) = try scanner.layout(of: fields, columns: named)
    if !isHeader { try read(fields, layout) }
    while try scanner.nextLine(into: &fields) { try read(fields, layout) }
    if columns.timestamps.isEmpty {
      throw Fault(
        offset: scanner.bytes.count, expected: "interactions after the header",
        found: "the end of the file")
    }
  }

  private mutating func read(_ fields: [Field], _ layout: Layout) throws(Fault) {
    guard fields.count == layout.fieldCount else { throw wrongCount(fields, layout.fieldCount) }
    let user = try scanner.id(in: fields[layout.user], of: "a user id", &users)
    let item = try scanner.id(in: fields[layout.item], of: "an item id", &items)
    if let rating = layout.rating {
      _ = try scanner.value(in: fields[rating], of: "a rating (a finite number)")
    }
    let time =
      if let timestamp = layout.timestamp {
        try scanner.value(in: fields[timestamp], of: "a timestamp (a number)")
      } else { Double(columns.timestamps.count) }
    columns.append(user, item, time)
  }

  private func wrongCount(_ fields: [Field], _ expected: Int) -> Fault {
    let isMore = fields.count > expected
    let end = scanner.end(of: fields[fields.count - 1])
    return Fault(
      offset: isMore ? fields[expected].offset : end, expected: counted(expected, "field"),
      found: "\(fields.count)",
      hint: isMore
        ? "in CSV, a field that holds a comma stands in double quotes"
        : scanner.hint(onFewFields: fields))
  }
}
