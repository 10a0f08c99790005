/// Which field of a line holds what.
struct Layout {
  let fieldCount: Int
  let user: Int
  let item: Int
  let rating: Int?
  let timestamp: Int?

  /// A layout from the meaning of each column; nil without exactly one user and one item column, or
  /// with two time columns. Of several ratings the first counts.
  init?(_ columns: [InteractionColumn]) {
    func places(_ column: InteractionColumn) -> [Int] {
      columns.indices.filter { columns[$0] == column }
    }
    let (users, items, times) = (places(.user), places(.item), places(.timestamp))
    guard users.count == 1, items.count == 1, times.count <= 1 else { return nil }
    fieldCount = columns.count
    user = users[0]
    item = items[0]
    rating = places(.rating).first
    timestamp = times.first
  }

  /// The columns as in `user,item,timestamp`, for messages.
  static let known = "user,item,timestamp or user,item,rating,timestamp"
}

extension FieldScanner {
  /// The layout that the caller, the header or the number of fields gives, and whether the line is a
  /// header.
  func layout(
    of line: [Field], columns: [InteractionColumn]?
  ) throws(Fault) -> (layout: Layout, isHeader: Bool) {
    if let columns {
      guard let layout = Layout(columns) else {
        throw Fault(
          expected: "one user column, one item column and at most one timestamp column to be named",
          found: columns.map { "\($0)" }.joined(separator: ","))
      }
      guard !isHeader(line) else {
        throw Fault(
          offset: line[0].offset, expected: "an interaction, since the columns are named",
          found: "the header \(quoted(text(of: line)))",
          hint: "remove that line, or leave the columns unnamed")
      }
      return (layout, false)
    }
    guard line.count > 2 else {
      throw Fault(
        offset: line[0].offset, expected: "three columns or more, such as \(Layout.known)",
        found: counted(line.count, "column"),
        hint: hint(onFewFields: line)
          ?? "where lines are in time order without a time and without a header, name the columns: "
          + "user,item")
    }
    if isHeader(line) {
      guard let layout = Layout(meanings(of: line)) else {
        throw Fault(
          offset: line[0].offset, expected: "one user, one item and one timestamp column",
          found: "several of a kind in the header \(quoted(text(of: line)))",
          hint: "rename the ones that are not meant")
      }
      return (layout, true)
    }
    let assumed: [Int: [InteractionColumn]] = [
      3: [.user, .item, .timestamp], 4: [.user, .item, .rating, .timestamp],
    ]
    guard !isNames(line), let columns = assumed[line.count], let layout = Layout(columns) else {
      throw Fault(
        offset: line[0].offset,
        expected: "a header with a user and an item column, or lines of \(Layout.known)",
        found: quoted(text(of: line)),
        hint: "names such as user_id, item_id, rating and timestamp are known")
    }
    return (layout, false)
  }

  /// Whether every field is a name: there, and no number.
  private func isNames(_ line: [Field]) -> Bool {
    line.allSatisfy { !$0.content.isEmpty && !isNumber($0) }
  }

  private func meanings(of line: [Field]) -> [InteractionColumn] {
    line.map {
      InteractionColumn(name: String(decoding: content(of: $0), as: UTF8.self)) ?? .ignored
    }
  }

  /// Whether the line consists of names, a user and an item column among them.
  private func isHeader(_ line: [Field]) -> Bool {
    let meanings = meanings(of: line)
    return isNames(line) && meanings.contains(.user) && meanings.contains(.item)
  }

  /// What to do about a line with too few fields.
  func hint(onFewFields line: [Field]) -> String? {
    let text = text(of: line)
    if zip(text, text.dropFirst()).contains(where: { $0 == ASCII.colon && $1 == ASCII.colon }) {
      return "fields separated by :: (ratings.dat of MovieLens-1M) are neither CSV nor TSV; "
        + "replace each :: by a tab"
    }
    if line.count == 1,
      text.contains(where: { [ASCII.comma, ASCII.tab, ASCII.space].contains($0) })
    {
      return separator == ASCII.tab
        ? "fields of TSV are separated by tabs" : "fields of CSV are separated by commas"
    }
    return nil
  }
}
