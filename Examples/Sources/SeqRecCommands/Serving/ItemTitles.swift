import SeqRec

/// What items are called, so that people can read recommendations.
struct ItemTitles {
  let ids: Vocabulary
  let column: FieldColumn

  /// The title of an item; nil where the file has none.
  subscript(item: String) -> String? { ids.index(of: item).flatMap(column.text(of:)) }
}
