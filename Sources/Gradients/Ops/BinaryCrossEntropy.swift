import Tensors

extension Tape {
  /// Binary cross-entropy of one positive and its negatives in each row:
  ///
  ///     loss = 1 / rows sum_r ( softplus(-z[r, 0]) + sum_(j > 0) softplus(z[r, j]) )
  ///     zBar[r, 0] = (sigmoid(z[r, 0]) - 1) / rows,  zBar[r, j] = sigmoid(z[r, j]) / rows
  ///
  /// with `softplus(t) = log(1 + exp(t))`, so that `softplus(-z) = -log sigmoid(z)`. Shapes: `z [rows, 1 + k]`;
  /// the result is a scalar, 0 where there are no rows. O(elements). Finite for every finite `z`. Keeps the
  /// derivative.
  ///
  /// Source: SASRec (Kang and McAuley, ICDM 2018), equation 7.
  public mutating func binaryCrossEntropy(_ logits: Variable) -> Variable {
    var derivative = uninitialized(self[logits].shape)
    let loss = derivative.assignBinaryCrossEntropy(of: self[logits], on: workers)
    return record(loss: loss, derivatives: [(logits, derivative)])
  }
}
