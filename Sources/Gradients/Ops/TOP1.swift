import Tensors

extension Tape {
  /// TOP1: the positive of each row, in column 0, above its negatives, and those near 0.
  ///
  ///     loss = 1 / rows sum_r L_r,  L_r = sum_(j > 0) w[r, j] c[r, j]
  ///     c[r, j] = sigmoid(z[r, j] - z[r, 0]) + sigmoid(z[r, j]^2)
  ///     zBar[r, j] = w[r, j] (s'(z[r, j] - z[r, 0]) + 2 z[r, j] s'(z[r, j]^2) [+ c[r, j] - L_r]) / rows
  ///     zBar[r, 0] = -sum_(j > 0) w[r, j] s'(z[r, j] - z[r, 0]) / rows
  ///
  /// with `s'` the slope of the sigmoid. The weights `w` of a row's k negatives are `1 / k`; by softmax, which gives TOP1-max,
  /// they are the softmax of these `z`, and the part in brackets is added. Shapes: `z [rows, 1 + k]`; the result is a scalar, 0
  /// where there are no negatives; one of -infinity is not there. O(elements). Finite for every other `z` that is finite. Keeps the
  /// derivative.
  ///
  /// Source: Hidasi et al., "Session-based Recommendations with Recurrent Neural Networks" (ICLR 2016); TOP1-max is Hidasi and
  /// Karatzoglou, "Recurrent Neural Networks with Top-k Gains for Session-based Recommendations" (CIKM 2018).
  public mutating func top1(_ logits: Variable, bySoftmax: Bool = false) -> Variable {
    var derivative = uninitialized(self[logits].shape)
    let loss = derivative.assignTOP1(of: self[logits], bySoftmax: bySoftmax, on: workers)
    return record(loss: loss, derivatives: [(logits, derivative)])
  }
}
