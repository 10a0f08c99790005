/// Where a gated recurrent unit's reset gate `r` acts on the candidate `n`.
public enum GRUReset: String, CaseIterable, Sendable {
  /// On the product with the state: `n = tanh(x Wn + bn + r (h Un + cn))`, as in cuDNN and PyTorch.
  case afterProduct
  /// On the state: `n = tanh(x Wn + bn + (r h) Un + cn)`, as in the paper and in TensorFlow 1.
  case beforeProduct
}

/// One time step for some sequences side by side: at `time`, sequence `i` has row `first[i] + time` of
/// the matrices with a row for every step of every sequence.
package struct GRUStep {
  package var rows: Int
  package var width: Int
  package var time: Int
  package var first: UnsafePointer<Int>
  package var reset: GRUReset

  package init(rows: Int, width: Int, time: Int, first: UnsafePointer<Int>, reset: GRUReset) {
    self.rows = rows
    self.width = width
    self.time = time
    self.first = first
    self.reset = reset
  }
}
