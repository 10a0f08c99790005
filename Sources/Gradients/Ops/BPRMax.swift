import Tensors

extension Tape {
  /// BPR-max: the positive of each row, in column 0, above its negatives, of which those that score high count most.
  ///
  ///     loss = 1 / rows sum_r ( -log(P_r + 1e-24) + lambda Q_r )
  ///     P_r = sum_(j > 0) w[r, j] s[r, j],  s[r, j] = sigmoid(z[r, 0] - z[r, j]),  Q_r = sum_(j > 0) w[r, j] z[r, j]^2
  ///     zBar[r, j] = w[r, j] ((s (1 - s) - (s - P_r)) / (P_r + 1e-24) + lambda (2 z + z^2 - Q_r)) / rows
  ///     zBar[r, 0] = -sum_(j > 0) w[r, j] s (1 - s) / (P_r + 1e-24) / rows
  ///
  /// with `w[r]` the softmax of a row's negatives, and `s` and `z` for `s[r, j]` and `z[r, j]`. Shapes: `z [rows, 1 + k]`; the
  /// result is a scalar, 0 where there are no negatives; one of -infinity is not there. O(elements). Finite for every other `z`
  /// whose square is. Keeps the derivative.
  ///
  /// Source: Hidasi and Karatzoglou, "Recurrent Neural Networks with Top-k Gains for Session-based Recommendations" (CIKM 2018);
  /// the 1e-24 is the released code's.
  ///
  /// - Parameter lambda: what the squares of negatives cost.
  /// - Precondition: it is finite and not negative.
  public mutating func bprMax(_ logits: Variable, regularization lambda: Double = 0) -> Variable {
    precondition(lambda.isFinite && lambda >= 0, "a regularization of \(lambda)")
    var derivative = uninitialized(self[logits].shape)
    let loss = derivative.assignBPRMax(of: self[logits], regularization: lambda, on: workers)
    return record(loss: loss, derivatives: [(logits, derivative)])
  }
}
