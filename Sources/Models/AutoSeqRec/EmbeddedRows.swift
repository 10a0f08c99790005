import Gradients
import Tensors

/// Rows of counts that follow a stream, with the embeddings of all of them at hand, as a question asks for
/// those of every item. O(k) a count.
struct EmbeddedRows: Sendable {
  private var rows: EncodedRows
  /// The embeddings of all rows, `[count, k]`.
  private(set) var embeddings: Tensor<Float>

  /// Those rows. O(rows k).
  init(_ rows: EncodedRows) {
    self.rows = rows
    embeddings = rows.embeddings()
  }

  /// The number of rows.
  var count: Int { rows.count }

  /// Adds a row without counts.
  mutating func appendEmptyRow() {
    embeddings.appendRow(rows.bias)
    rows.appendEmptyRow()
    rows.embed(count - 1, into: &embeddings, row: count - 1)
  }

  /// Begins to fetch from memory what counting in a row reads.
  func prefetch(_ row: Int) {
    rows.prefetch(row)
    embeddings.prefetchRow(row)
  }

  /// Counts a column more often in a row.
  mutating func count(_ column: Int, of table: Tensor<Float>, inRow row: Int, times count: Float) {
    rows.count(column, of: table, inRow: row, times: count)
    rows.embed(row, into: &embeddings, row: row)
  }
}
