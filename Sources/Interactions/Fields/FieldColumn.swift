/// What is known of each item, or of each user, in one respect.
public struct FieldColumn: Hashable, Sendable {
  /// What the file calls it, without a type.
  public let name: String
  /// What it holds, row by row.
  public let values: FieldValues

  /// A column.
  public init(name: String, values: FieldValues) {
    self.name = name
    self.values = values
  }

  /// What a person may read there: lists with spaces between their elements; nil where nothing is given.
  public func text(of row: Int) -> String? {
    let text =
      switch values {
      case .texts(let texts): texts[row]
      case .tokens(let rows, let vocabulary):
        rows[row].map { vocabulary[Int($0)] }.joined(separator: " ")
      case .numbers(let rows): rows[row].map { "\($0)" }.joined(separator: " ")
      }
    return text.isEmpty ? nil : text
  }

  /// The rows of those numbers, in their order; a row with nothing for nil.
  func gathering(_ rows: [Int?]) -> FieldColumn {
    func gather<Element>(_ all: RaggedRows<Element>) -> RaggedRows<Element> {
      RaggedRows(rows.lazy.map { $0.map { Array(all[$0]) } ?? [] })
    }
    let gathered: FieldValues =
      switch values {
      case .texts(let texts): .texts(rows.map { $0.map { texts[$0] } ?? "" })
      case .tokens(let all, let vocabulary): .tokens(gather(all), vocabulary)
      case .numbers(let all): .numbers(gather(all))
      }
    return FieldColumn(name: name, values: gathered)
  }
}

/// The values of a column. A row of which nothing is known has an empty text or an empty list.
public enum FieldValues: Hashable, Sendable {
  /// A text for people, such as a title.
  case texts([String])
  /// Any number of words out of a vocabulary, as indices into it: a category, genres, or the ids of
  /// related items. A column of single tokens has at most one in each row.
  case tokens(RaggedRows<Int32>, Vocabulary)
  /// Any number of finite numbers; at most one in each row of a column of single numbers.
  case numbers(RaggedRows<Double>)

  /// The number of rows.
  public var count: Int {
    switch self {
    case .texts(let texts): texts.count
    case .tokens(let rows, _): rows.count
    case .numbers(let rows): rows.count
    }
  }
}
