import Gradients
import Tensors

/// Rows of counts that follow a stream, with the embeddings of all of them at hand, as a question asks for
/// those of every item. O(k) a count.
struct EmbeddedRows: Sendable {
  private var rows: EncodedRows
  /// What rounding has left of the sums of rows with many counts, `[such rows, k]`: where the same row of `We` comes
  /// again and again, its sum would be rounded in the same direction each time.
  private var rests: Tensor<Float>
  /// Where the rests of a row are; -1 for those with few counts.
  private var places: [Int32]

  /// How many counts are many.
  private static var many: Float { 256 }
  /// The embeddings of all rows, `[count, k]`.
  private(set) var embeddings: Tensor<Float>

  /// Those rows. O(rows k).
  init(_ rows: EncodedRows) {
    self.rows = rows
    embeddings = rows.embeddings()
    rests = Tensor(zeros: [0, embeddings.columns])
    places = Array(repeating: -1, count: rows.count)
  }

  /// The number of rows.
  var count: Int { rows.count }

  /// Adds a row without counts.
  mutating func appendEmptyRow() {
    embeddings.appendRow(rows.bias)
    rows.appendEmptyRow()
    places.append(-1)
    rows.embed(count - 1, into: &embeddings, row: count - 1)
  }

  /// Begins to fetch from memory what counting in a row reads.
  func prefetch(_ row: Int) {
    rows.prefetch(row)
    embeddings.prefetchRow(row)
    Tensors.prefetch(row, of: places)
  }

  /// Counts a column more often in a row.
  mutating func count(_ column: Int, of table: Tensor<Float>, inRow row: Int, times count: Float) {
    if places[row] < 0, rows.totals[row] >= Self.many {
      places[row] = Int32(rests.rows)
      rests.appendRow(Tensor(zeros: rows.bias.shape))
    }
    if places[row] < 0 {
      rows.count(column, of: table, inRow: row, times: count)
    } else {
      rows.count(
        column, of: table, inRow: row, times: count, keepingRestIn: &rests, row: Int(places[row]))
    }
    rows.embed(row, into: &embeddings, row: row)
  }
}
