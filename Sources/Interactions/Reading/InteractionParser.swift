/// Reads the bytes of a file into columns, in one pass.
struct InteractionParser {
  private var scanner: FieldScanner
  private let format: InteractionFormat
  /// Whether a line may hold any number of items.
  private let hasHistories: Bool
  /// The least rating that is kept.
  private let positive: Double?
  private var users = IDTable()
  private var items = IDTable()
  private var columns = Columns()
  private var lines = InteractionReading.Lines()

  /// The log in `bytes`, and an account of its lines.
  static func reading(
    _ bytes: [UInt8], format: InteractionFormat, columns: [InteractionColumn]?, positive: Double?
  ) throws(Fault) -> InteractionReading {
    try refuseWhatIsNoText(bytes)
    let start = ByteOrderMark.utf8.length(in: bytes)
    let likely = InteractionFormat(firstLine: firstLine(of: bytes, from: start))
    var parser = InteractionParser(
      bytes, from: start, format: format.recognised(as: likely, columns: columns),
      positive: positive)
    let (layout, isHeader) = try parser.readFirstLine(columns, likely)
    return try parser.readLines(layout, afterHeader: isHeader)
  }

  private init(_ bytes: [UInt8], from start: Int, format: InteractionFormat, positive: Double?) {
    scanner = FieldScanner(bytes, separator: format.separator, from: start)
    self.format = format
    hasHistories = format == .sasRecHistories
    self.positive = positive
  }

  /// What the first line is and says of the others. An error names the format that it looks like.
  private mutating func readFirstLine(
    _ named: [InteractionColumn]?, _ likely: InteractionFormat?
  ) throws(Fault) -> (layout: Layout, isHeader: Bool) {
    var fields: [Field] = []
    var scanner = scanner
    guard try scanner.nextLine(into: &fields) else {
      throw Fault(offset: 0, expected: "interactions", found: "an empty file")
    }
    do throws(Fault) {
      if let named { try format.check(named) }
      let (layout, isHeader) = try scanner.layout(
        of: fields, meaning: format.meaning, named: named)
      if !isHeader { try checkCount(of: fields, layout) }
      if let positive, layout.rating == nil {
        throw Fault(
          offset: fields[0].offset,
          expected: "a rating column, since only ratings of \(positive) or more are kept",
          found: "the columns \(Layout.text(of: layout.columns))")
      }
      if isHeader { self.scanner = scanner }
      return (layout, isHeader)
    } catch {
      guard let likely, likely.separator != scanner.separator, error.offset != nil else {
        throw error
      }
      guard likely == .sasRec, named == nil else { throw error.suggesting(likely) }
      let start = ByteOrderMark.utf8.length(in: scanner.bytes)
      throw error.suggesting(wordsALine: wordCounts(ofLinesIn: scanner.bytes, from: start))
    }
  }

  private mutating func readLines(
    _ layout: Layout, afterHeader isHeader: Bool
  ) throws(Fault) -> InteractionReading {
    lines.header = isHeader ? 1 : 0
    var scanner = scanner
    if hasHistories {
      var fields: [Field] = []
      while try scanner.nextLine(into: &fields) {
        try checkCount(of: fields, layout)
        try readHistory(fields)
      }
    } else {
      var row = Row()
      while try scanner.nextLine(into: &row, layout) {
        if row.count != layout.columns.count { try checkCount(of: scanner.lastLine(), layout) }
        try read(row, layout, scanner)
      }
    }
    if lines.interactions == 0 {
      throw Fault(
        offset: scanner.bytes.count, expected: "interactions after the header",
        found: "the end of the file")
    }
    lines.blank = scanner.blankLines
    return InteractionReading(
      log: InteractionLog(columns, userIDs: users, itemIDs: items), format: format,
      columns: layout.columns, lines: lines)
  }

  private mutating func readHistory(_ fields: [Field]) throws(Fault) {
    lines.interactions += 1
    let user = try scanner.id(in: fields[0], of: "a user id", &users)
    for field in fields.dropFirst() {
      let item = try scanner.id(in: field, of: "an item id", &items)
      columns.append(user, item, Double(columns.timestamps.count))
    }
  }

  @inline(__always)
  private mutating func read(
    _ row: Row, _ layout: Layout, _ scanner: FieldScanner
  ) throws(Fault) {
    lines.interactions += 1
    if layout.rating != nil {
      let value = try scanner.value(in: row.rating, of: "a rating (a finite number)")
      if let positive, value < positive {
        lines.belowRating += 1
        return
      }
    }
    let user = try scanner.id(in: row.user, of: "a user id", &users)
    let item = try scanner.id(in: row.item, of: "an item id", &items)
    let time =
      if layout.timestamp != nil {
        try scanner.value(in: row.timestamp, of: "a timestamp (a number)")
      } else { Double(columns.timestamps.count) }
    columns.append(user, item, time)
  }

  private func checkCount(of fields: [Field], _ layout: Layout) throws(Fault) {
    let expected = layout.columns.count
    if fields.count == expected { return }
    let isMore = fields.count > expected
    if isMore && hasHistories { return }
    throw Fault(
      offset: isMore
        ? fields[expected].offset : fields[fields.count - 1].end,
      expected: counted(expected, "field"), found: "\(fields.count)",
      hint: isMore ? hintOnMoreFields : scanner.hint(onFewFields: fields))
  }

  private var hintOnMoreFields: String? {
    switch format {
    case .csv: "in CSV, a field that holds a comma stands in double quotes"
    case .sasRec: InteractionFormat.hintOnWords
    default: nil
    }
  }
}

extension InteractionFormat {
  /// The format itself, or what stands for `automatic`.
  fileprivate func recognised(
    as likely: InteractionFormat?, columns: [InteractionColumn]?
  ) -> InteractionFormat {
    guard self == .automatic else { return self }
    return switch likely {
    // Who names the columns says that there is no header.
    case .recBole: columns == nil ? .recBole : .tsv
    // Words do not tell whether they are in time order, or whether they are columns.
    case .sasRec, nil: .csv
    case .some(let likely): likely
    }
  }

  /// That its columns may be named.
  fileprivate func check(_ named: [InteractionColumn]) throws(Fault) {
    guard !allowsNamedColumns else { return }
    throw Fault(
      expected: "no columns to be named, since the format \(rawValue) says what they are",
      found: Layout.text(of: named))
  }
}
