import Tensors

extension Tape {
  /// Cross-entropy of a softmax over each row: `loss = 1 / rows sum_r (log sum_j exp(z[r, j]) - z[r, t_r])`;
  /// `zBar[r, j] = (softmax(z[r])_j - [j = t_r]) / rows`.
  ///
  /// Shapes: `z [rows, n]`, `targets` one a row; the result is a scalar, 0 where there are no rows.
  /// O(elements). Finite for every finite `z`. Keeps the derivative.
  ///
  /// - Precondition: as many targets as rows, each in `0 ..< n`.
  public mutating func softmaxCrossEntropy(_ logits: Variable, targets: [Int32]) -> Variable {
    let z = self[logits]
    let scale = 1 / Double(max(z.rows, 1))
    var derivative = uninitialized(z.shape)
    let sum = derivative.assignSoftmaxCrossEntropy(
      of: z, targets: targets, scale: scale, on: workers)
    return record(loss: sum * scale, derivatives: [(logits, derivative)])
  }
}
