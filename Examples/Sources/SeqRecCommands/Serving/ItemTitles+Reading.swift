import SeqRec

extension ItemTitles {
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
    self.init(ids: table.ids, column: column)
  }
}
