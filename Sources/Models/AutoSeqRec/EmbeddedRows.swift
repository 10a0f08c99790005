import Gradients
import Tensors

/// Rows of counts that follow a stream, with the embeddings of all of them at hand, as a question asks for
/// those of every item. O(k) a count.
struct EmbeddedRows: Sendable {
  private var rows: EncodedRows
  /// What rounding has left of the rows' sums. A row of `We` that is added a million times would be rounded a million
  /// times, and in the same direction while the sum does not double.
  private var rests: Tensor<Float>
  /// The embeddings of all rows, `[count, k]`.
  private(set) var embeddings: Tensor<Float>

  /// Those rows. O(rows k).
  init(_ rows: EncodedRows) {
    self.rows = rows
    embeddings = rows.embeddings()
    rests = Tensor(zeros: embeddings.shape)
  }

  /// The number of rows.
  var count: Int { rows.count }

  /// Adds a row without counts.
  mutating func appendEmptyRow() {
    embeddings.appendRow(rows.bias)
    rows.appendEmptyRow()
    rests.appendRow(Tensor(zeros: rows.bias.shape))
    rows.embed(count - 1, into: &embeddings, row: count - 1)
  }

  /// Counts a column more often in a row.
  mutating func count(_ column: Int, of table: Tensor<Float>, inRow row: Int, times count: Float) {
    rows.count(column, of: table, inRow: row, times: count, keepingRestsIn: &rests)
    rows.embed(row, into: &embeddings, row: row)
  }
}
