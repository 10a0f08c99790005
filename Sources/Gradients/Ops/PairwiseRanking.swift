import Tensors

extension Tape {
  /// Bayesian personalised ranking: the positive of each row, in column 0, against its negatives.
  ///
  ///     loss = 1 / rows sum_r 1 / k sum_(j > 0) softplus(z[r, j] - z[r, 0])
  ///     zBar[r, j] = sigmoid(z[r, j] - z[r, 0]) / (rows k),  zBar[r, 0] = -sum_(j > 0) zBar[r, j]
  ///
  /// with `softplus(t) = log(1 + exp(t)) = -log sigmoid(-t)`. Shapes: `z [rows, 1 + k]`; the result is a scalar,
  /// 0 where there is no pair. A negative of -infinity is not there, and does not count for its row's k. O(elements). Finite for
  /// every other `z` that is finite. Keeps the derivative.
  ///
  /// Source: BPR-Opt of Rendle et al., "BPR: Bayesian Personalized Ranking from Implicit Feedback" (UAI 2009),
  /// without its prior.
  public mutating func bayesianPersonalizedRanking(_ logits: Variable) -> Variable {
    var derivative = uninitialized(self[logits].shape)
    let loss = derivative.assignPairwiseRanking(of: self[logits], on: workers)
    return record(loss: loss, derivatives: [(logits, derivative)])
  }
}
