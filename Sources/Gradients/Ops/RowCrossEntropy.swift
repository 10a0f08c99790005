public import Tensors

extension Tape {
  /// Cross-entropy of a softmax over each row against a sparse row of counts:
  ///
  ///     loss = 1 / rows sum_{r, j} x[r, j] (log sum_i exp(z[r, i]) - z[r, j])
  ///     zBar[r, i] = (n_r softmax(z[r])_i - x[r, i]) / rows,  n_r = sum_j x[r, j]
  ///
  /// With a single 1 in each row it is ``softmaxCrossEntropy(_:targets:)``. Shapes: `z` and `x [rows, n]`; the
  /// result is a scalar, 0 where there are no rows; a row without entries adds 0. O(elements). Finite for
  /// every finite `z`. Keeps the derivative.
  ///
  /// Source: the multinomial log-likelihood of Liang et al., "Variational Autoencoders for Collaborative
  /// Filtering" (WWW 2018), equation 2, with its sign turned.
  ///
  /// - Precondition: equal shapes.
  public mutating func softmaxCrossEntropy(
    _ logits: Variable, against x: SparseMatrix<S>
  ) -> Variable {
    let z = self[logits]
    let scale = 1 / Double(max(z.rows, 1))
    var derivative = uninitialized(z.shape)
    let sum = derivative.assignRowCrossEntropy(of: z, against: x, scale: scale, on: workers)
    return record(loss: sum * scale, derivatives: [(logits, derivative)])
  }
}
