public import Tensors

extension Tape {
  /// The mean squared error against sparse rows, their zeros included:
  ///
  ///     loss = sum_{r, i} (x[r, i] - target[r, i])^2 / (rows n)
  ///     xBar = 2 (x - target) / (rows n)
  ///
  /// Shapes: `x` and `target` `[rows, n]`; the result is a scalar, 0 where there are no entries.
  /// O(rows n). Keeps the derivative. Where `x` is a decoder's output,
  /// ``reconstruction(of:from:weight:bias:activation:dropout:)`` is faster.
  ///
  /// - Precondition: equal shapes.
  public mutating func meanSquaredError(
    _ x: Variable, against target: SparseMatrix<S>
  ) -> Variable {
    var derivative = uninitialized(self[x].shape)
    let loss = derivative.assignSquaredError(of: self[x], against: target, on: workers)
    return record(loss: loss, derivatives: [(x, derivative)])
  }
}
