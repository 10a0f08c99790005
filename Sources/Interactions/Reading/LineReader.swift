/// Reads lines into events, with ids that are numbered by first appearance in them.
struct LineReader {
  private(set) var users = IDTable()
  private(set) var items = IDTable()
  private(set) var columns = Columns()
  var lines = InteractionReading.Lines()
  /// Where the lines begin; also knows what fields say.
  private let start: FieldScanner
  private let layout: Layout
  private let format: InteractionFormat
  /// The least rating that is kept.
  private let positive: Double?

  init(
    _ scanner: FieldScanner, _ layout: Layout, format: InteractionFormat, positive: Double?
  ) {
    start = scanner
    self.layout = layout
    self.format = format
    self.positive = positive
  }

  /// Reads all that the scanner has before it.
  mutating func readAll() throws(Fault) {
    var scanner = start
    columns.reserveCapacity(scanner.linesLeft)
    if hasHistories {
      var fields: [Field] = []
      while try scanner.nextLine(into: &fields) {
        try checkCount(of: fields)
        try readHistory(fields)
      }
    } else {
      var row = Row()
      while try scanner.nextLine(into: &row, layout) {
        if row.count != layout.columns.count { try checkCount(of: scanner.lastLine()) }
        try read(row)
      }
    }
    lines.blank = scanner.blankLines - start.blankLines
  }

  /// Takes in what has been read of the lines behind these, as if it had been read here. O(its events
  /// and the length of its ids).
  mutating func append(_ next: LineReader) {
    if columns.timestamps.isEmpty {
      (users, items, columns) = (next.users, next.items, next.columns)
    } else {
      let count = Double(columns.timestamps.count)
      let userNumbers = users.intern(next.users)
      let itemNumbers = items.intern(next.items)
      columns.users += next.columns.users.lazy.map { userNumbers[Int($0)] }
      columns.items += next.columns.items.lazy.map { itemNumbers[Int($0)] }
      if layout.timestamp == nil {
        columns.timestamps += next.columns.timestamps.lazy.map { $0 + count }
      } else {
        columns.timestamps += next.columns.timestamps
      }
    }
    lines.interactions += next.lines.interactions
    lines.belowRating += next.lines.belowRating
    lines.blank += next.lines.blank
  }

  /// Whether a line may hold any number of items.
  private var hasHistories: Bool { format == .sasRecHistories }

  private mutating func readHistory(_ fields: [Field]) throws(Fault) {
    lines.interactions += 1
    let user = try start.id(in: fields[0], of: "a user id", &users)
    for field in fields.dropFirst() {
      let item = try start.id(in: field, of: "an item id", &items)
      columns.append(user, item, Double(columns.timestamps.count))
    }
  }

  @inline(__always)
  private mutating func read(_ row: Row) throws(Fault) {
    lines.interactions += 1
    if layout.rating != nil {
      let value = try start.value(in: row.rating, of: "a rating (a finite number)")
      if let positive, value < positive {
        lines.belowRating += 1
        return
      }
    }
    let user = try start.id(in: row.user, of: "a user id", &users)
    let item = try start.id(in: row.item, of: "an item id", &items)
    let time =
      if layout.timestamp != nil {
        try start.value(in: row.timestamp, of: "a timestamp (a number)")
      } else { Double(columns.timestamps.count) }
    columns.append(user, item, time)
  }

  /// That a line has as many fields as the layout.
  func checkCount(of fields: [Field]) throws(Fault) {
    let expected = layout.columns.count
    if fields.count == expected { return }
    let isMore = fields.count > expected
    if isMore && hasHistories { return }
    throw Fault(
      offset: isMore
        ? fields[expected].offset : fields[fields.count - 1].end,
      expected: counted(expected, "field"), found: "\(fields.count)",
      hint: isMore ? hintOnMoreFields : start.hint(onFewFields: fields))
  }

  private var hintOnMoreFields: String? {
    switch format {
    case .csv: "in CSV, a field that holds a comma stands in double quotes"
    case .sasRec: InteractionFormat.hintOnWords
    default: nil
    }
  }
}
