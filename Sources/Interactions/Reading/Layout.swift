/// Which field of a line holds what.
struct Layout {
  let columns: [InteractionColumn]
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
    self.columns = columns
    user = users[0]
    item = items[0]
    rating = places(.rating).first
    timestamp = times.first
  }

  /// The columns as in `user,item,timestamp`, for messages.
  static let known = "user,item,timestamp or user,item,rating,timestamp"

  static func text(of columns: [InteractionColumn]) -> String {
    columns.map { "\($0)" }.joined(separator: ",")
  }
}

extension FieldScanner {
  /// The layout that the caller, the format, the header or the number of fields gives, and whether the
  /// line is a header.
  func layout(
    of line: [Field], meaning: InteractionFormat.Meaning, named: [InteractionColumn]?
  ) throws(Fault) -> (layout: Layout, isHeader: Bool) {
    if let named {
      return (try layout(of: line, columns: named, by: "the columns are named"), false)
    }
    switch meaning {
    case .fixed(let columns):
      return (try layout(of: line, columns: columns, by: "the format has no header"), false)
    case .header:
      guard isHeader(line) else { throw noHeader(line, such: "user_id, item_id and time") }
      return (try layout(ofHeader: line), true)
    case .typedHeader:
      guard isHeader(line) else {
        throw noHeader(line, such: "user_id:token, item_id:token and timestamp:float")
      }
      try checkTypes(ofHeader: line)
      return (try layout(ofHeader: line), true)
    case .inferred:
      return try inferredLayout(of: line)
    }
  }

  private func layout(
    of line: [Field], columns: [InteractionColumn], by reason: String
  ) throws(Fault) -> Layout {
    guard let layout = Layout(columns) else {
      throw Fault(
        expected: "one user column, one item column and at most one timestamp column to be named",
        found: Layout.text(of: columns))
    }
    guard !isHeader(line) else {
      throw Fault(
        offset: line[0].offset, expected: "an interaction, since \(reason)",
        found: "the header \(quoted(text(of: line)))",
        // Two columns alone are not taken from a header.
        hint: line.count == 2
          ? "remove that line" : "remove that line, or let the header say what the columns are")
    }
    return layout
  }

  private func layout(ofHeader line: [Field]) throws(Fault) -> Layout {
    guard let layout = Layout(meanings(of: line)) else {
      throw Fault(
        offset: line[0].offset, expected: "one user, one item and one timestamp column",
        found: "several of a kind in the header \(quoted(text(of: line)))",
        hint: "rename the ones that are not meant")
    }
    return layout
  }

  private func noHeader(_ line: [Field], such names: String) -> Fault {
    Fault(
      offset: line[0].offset, expected: "a header with names such as \(names)",
      found: quoted(text(of: line)))
  }

  /// That ids are tokens, and that ratings and times are numbers.
  private func checkTypes(ofHeader line: [Field]) throws(Fault) {
    for (field, meaning) in zip(line, meanings(of: line)) {
      let column = try typedName(in: field)
      let expected: TypedName.Kind
      switch meaning {
      case .user, .item: expected = .token
      case .rating, .timestamp: expected = .number
      case .ignored: continue
      }
      guard column.kind == expected else {
        throw Fault(
          offset: field.offset, expected: "\(column.name):\(expected.rawValue)",
          found: quoted(content(of: field)))
      }
    }
  }

  private func inferredLayout(of line: [Field]) throws(Fault) -> (layout: Layout, isHeader: Bool) {
    guard line.count > 2 else {
      throw Fault(
        offset: line[0].offset, expected: "three columns or more, such as \(Layout.known)",
        found: counted(line.count, "column"),
        hint: line.count == 1
          ? hint(onFewFields: line)
          : "where lines are in time order, name the columns, such as user,item, and remove a header"
      )
    }
    if isHeader(line) { return (try layout(ofHeader: line), true) }
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

  /// What to do about a line with too few fields, where its text tells.
  func hint(onFewFields line: [Field]) -> String? {
    guard line.count == 1, separator != .spaces else { return nil }
    let text = text(of: line)
    guard text.contains(where: { [ASCII.comma, ASCII.tab, ASCII.space].contains($0) }) else {
      return nil
    }
    return switch separator {
    case .comma: "fields of CSV are separated by commas"
    case .tab: "fields of TSV are separated by tabs"
    default: "fields are separated by ::"
    }
  }
}
