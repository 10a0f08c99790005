import Synchronization
import Tensors

/// Reads the bytes of a file: what it is from its first line, then all lines.
struct InteractionParser {
  private var scanner: FieldScanner
  private let format: InteractionFormat
  /// The least rating that is kept.
  private let positive: Double?

  /// The log in `bytes`, and an account of its lines.
  static func reading(
    _ bytes: [UInt8], format: InteractionFormat, columns: [InteractionColumn]?, positive: Double?,
    on workers: Workers
  ) throws(Fault) -> InteractionReading {
    try refuseWhatIsNoText(bytes)
    let start = ByteOrderMark.utf8.length(in: bytes)
    let likely = InteractionFormat(firstLine: firstLine(of: bytes, from: start))
    var parser = InteractionParser(
      bytes, from: start, format: format.recognised(as: likely, columns: columns),
      positive: positive)
    let (layout, isHeader) = try parser.readFirstLine(columns, likely)
    return try parser.readLines(layout, afterHeader: isHeader, on: workers)
  }

  private init(_ bytes: [UInt8], from start: Int, format: InteractionFormat, positive: Double?) {
    scanner = FieldScanner(bytes, separator: format.separator, from: start)
    self.format = format
    self.positive = positive
  }

  /// What the first line is and says of the others; it is passed if it is a header. An error names the
  /// format that it looks like.
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
      if !isHeader {
        try LineReader(scanner, layout, format: format, positive: positive).checkCount(of: fields)
      }
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

  private func readLines(
    _ layout: Layout, afterHeader isHeader: Bool, on workers: Workers
  ) throws(Fault) -> InteractionReading {
    let pieces = scanner.pieces(workers.count == 1 ? 1 : 4 * workers.count)
    let read = Mutex([Int: Result<LineReader, Fault>]())
    workers.forEach(pieces.count) { place in
      var reader = LineReader(pieces[place], layout, format: format, positive: positive)
      let result = Result { () throws(Fault) in
        try reader.readAll()
        return reader
      }
      read.withLock { $0[place] = result }
    }
    // The first fault in the file is that of the first piece that has one.
    var all = LineReader(scanner, layout, format: format, positive: positive)
    for place in pieces.indices {
      if let next = read.withLock({ $0.removeValue(forKey: place) }) { all.append(try next.get()) }
    }
    if all.lines.interactions == 0 {
      throw Fault(
        offset: scanner.bytes.count, expected: "interactions after the header",
        found: "the end of the file")
    }
    all.lines.blank += scanner.blankLines
    all.lines.header = isHeader ? 1 : 0
    return InteractionReading(
      log: InteractionLog(all.columns, userIDs: all.users, itemIDs: all.items), format: format,
      columns: layout.columns, lines: all.lines)
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
