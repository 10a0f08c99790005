import Tensors

extension Tape {
  /// Binary cross-entropy of one positive and its negatives in each row:
  ///
  ///     loss = 1 / rows sum_r ( w softplus(-z[r, 0]) + sum_(j > 0) softplus(z[r, j]) )
  ///     zBar[r, 0] = w (sigmoid(z[r, 0]) - 1) / rows,  zBar[r, j] = sigmoid(z[r, j]) / rows
  ///
  /// with `softplus(t) = log(1 + exp(t))`, so that `softplus(-z) = -log sigmoid(z)`, and `w` the positive's weight. Shapes:
  /// `z [rows, 1 + k]`; the result is a scalar, 0 where there are no rows. O(elements). Finite for every finite `z`.
  /// Keeps the derivative.
  ///
  /// Source: SASRec (Kang and McAuley, ICDM 2018), equation 7, where the weight is 1; with others it is, but for a factor, the
  /// generalised binary cross-entropy of Petrov and Macdonald, "gSASRec" (RecSys 2023).
  ///
  /// - Precondition: the weight is finite and not negative.
  public mutating func binaryCrossEntropy(
    _ logits: Variable, positiveWeight: Double = 1
  ) -> Variable {
    precondition(
      positiveWeight.isFinite && positiveWeight >= 0, "a positive's weight of \(positiveWeight)")
    var derivative = uninitialized(self[logits].shape)
    let loss = derivative.assignBinaryCrossEntropy(
      of: self[logits], positiveWeight: positiveWeight, on: workers)
    return record(loss: loss, derivatives: [(logits, derivative)])
  }
}
