import Gradients
import Layers
import Tensors

/// Rows of counts as the encoder has them before its activation, `be + X We`, which follow a stream: one
/// more count of a column adds one row of `We`. O(k) a count.
struct EncodedRows: Sendable {
  private var sums: Tensor<Float>
  /// The sum of each row of `X`.
  private(set) var totals: [Float]
  /// `be`, `[1, k]`
  let bias: Tensor<Float>
  private let countExponent: Double

  /// Those rows of counts. O(entries k).
  init(_ rows: SparseMatrix<Float>, _ encoder: EncoderNumbers, on workers: Workers) {
    let table = encoder.weight
    bias = encoder.bias.reshaped(to: [1, table.columns])
    countExponent = encoder.countExponent
    sums = Tensor(uninitialized: [rows.rows, table.columns])
    sums.multiply(rows, table, addingBias: encoder.bias, on: workers)
    totals = rows.rowSums()
  }

  /// The number of rows.
  var count: Int { totals.count }

  /// Adds a row without counts.
  mutating func appendEmptyRow() {
    sums.appendRow(bias)
    totals.append(0)
  }

  /// Begins to fetch from memory what counting in a row reads.
  func prefetch(_ row: Int) {
    sums.prefetchRow(row)
    Tensors.prefetch(row, of: totals)
  }

  /// Counts a column once more, or more often, in a row.
  mutating func count(
    _ column: Int, of table: Tensor<Float>, inRow row: Int, times count: Float = 1
  ) {
    sums.addRow(column, of: table, toRow: row, times: count)
    totals[row] += count
  }

  /// The same, with what rounding leaves of the sum in a row of `rests`, at first 0.
  mutating func count(
    _ column: Int, of table: Tensor<Float>, inRow row: Int, times count: Float,
    keepingRestIn rests: inout Tensor<Float>, row place: Int
  ) {
    sums.addRow(column, of: table, toRow: row, times: count, keepingRestIn: &rests, row: place)
    totals[row] += count
  }

  /// `relu(be + (x / (sum of x)^countExponent) We)` of a row, without counts for one that is not there.
  func embed(_ row: Int, into embeddings: inout Tensor<Float>, row target: Int) {
    guard (0..<count).contains(row) else {
      return embeddings.assignRelu(ofRow: 0, of: bias, toRow: target)
    }
    let factor = Float(reciprocalPower(Double(totals[row]), countExponent))
    guard factor != 1 else {
      return embeddings.assignRelu(ofRow: row, of: sums, toRow: target)
    }
    var damped = bias
    damped.assignDamped(sums, row: row, by: factor, aroundBias: bias, toRow: 0)
    embeddings.assignRelu(ofRow: 0, of: damped, toRow: target)
  }

  /// The embeddings of all rows.
  func embeddings() -> Tensor<Float> {
    var embeddings = Tensor<Float>(uninitialized: sums.shape)
    for row in 0..<count { embed(row, into: &embeddings, row: row) }
    return embeddings
  }
}
