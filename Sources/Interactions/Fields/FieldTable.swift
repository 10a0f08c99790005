/// What is known of items, or of users, beside their interactions: titles, genres, categories, relations.
///
/// A row for each id of the file, in columns.
///
/// ```swift
/// let fields = try FieldTable(contentsOf: "ml-1m/movies.dat").aligned(with: log.items)
/// let title = fields["title"]?.text(of: event.item)
/// let related = try FieldTable(contentsOf: "item_meta.csv").relation("r_complement", among: log.items)
/// ```
public struct FieldTable: Hashable, Sendable {
  /// The ids, by row.
  public let ids: Vocabulary
  /// The columns, in the order of the file, without that of the ids.
  public let columns: [FieldColumn]

  /// A table from its columns.
  ///
  /// - Precondition: every column has a row for each id.
  public init(ids: Vocabulary, columns: [FieldColumn]) {
    for column in columns {
      precondition(
        column.values.count == ids.count,
        "\(column.values.count) rows of \(column.name) for \(ids.count) ids")
    }
    self.ids = ids
    self.columns = columns
  }

  /// The first column of that name.
  public subscript(name: String) -> FieldColumn? { columns.first { $0.name == name } }

  /// The column that names what it is about: `title`, `movie_title`, `name`, ...
  public var titles: FieldColumn? {
    let known = ["title", "movietitle", "itemtitle", "name", "itemname", "productname"]
    return columns.first { column in
      known.contains(column.name.filter { !"_- ".contains($0) }.lowercased())
    }
  }

  /// The same columns with a row for each id of a vocabulary, in its order, so that an index of a log
  /// is a row. Ids that the table does not have get rows with nothing. O(size of the result).
  public func aligned(with vocabulary: Vocabulary) -> FieldTable {
    let rows = vocabulary.ids.map { ids.index(of: $0) }
    return FieldTable(ids: vocabulary, columns: columns.map { $0.gathering(rows) })
  }

  /// For each item of a vocabulary the indices of the items that its row names, in the order of the
  /// file; those that the vocabulary does not have are left out. Nil where the table has no column of
  /// tokens of that name. O(size of column and vocabulary).
  public func relation(_ name: String, among items: Vocabulary) -> RaggedRows<Int32>? {
    guard case .tokens(let rows, let named)? = self[name]?.values else { return nil }
    let indices = named.ids.map { items.index(of: $0) }
    return RaggedRows(
      items.ids.lazy.map { id in
        guard let row = ids.index(of: id) else { return [] }
        return rows[row].compactMap { indices[Int($0)].map { Int32($0) } }
      })
  }
}
