import SeqRec

/// What items are called, so that people can read recommendations.
struct ItemTitles {
  private let ids: Vocabulary
  private let column: FieldColumn

  /// The titles in a file of fields.
  ///
  /// - Throws: `ToolError` with status 65 where the file has none.
  init(path: String) throws {
    let table = try FieldTable(bytes: try ByteSource(path: path).all(), name: path)
    guard let column = table.titles else {
      let names = table.columns.map(\.name).joined(separator: ", ")
      throw ToolError(
        .badInput, "\(path): expected a column of titles, found \(names.isEmpty ? "none" : names)",
        hint: "names such as title, movie_title and name are known")
    }
    ids = table.ids
    self.column = column
  }

  /// The title of an item; nil where the file has none.
  subscript(item: String) -> String? { ids.index(of: item).flatMap(column.text(of:)) }
}
