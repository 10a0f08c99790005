public import Gradients
public import Tensors

/// BPR-max: the target above sampled items, of which those that score high count most, for every question:
///
///     loss = mean_r [ -log sum_j w_j sigmoid(s[r, target] - s[r, negative_j]) + lambda sum_j w_j s[r, negative_j]^2 ]
///
/// with `w` the softmax of the negatives' scores.
///
/// Source: Hidasi and Karatzoglou, "Recurrent Neural Networks with Top-k Gains for Session-based Recommendations" (CIKM 2018).
/// See `Tape.bprMax`.
public struct BPRMax: Objective, Hashable {
  /// What is drawn.
  public let negatives: NegativeSampling
  /// lambda
  public let regularization: Double
  /// Scores below 0 are `elu (exp(s) - 1)`; as they are where it is nil.
  public let elu: Double?

  /// Against what is drawn.
  ///
  /// - Precondition: something is; a regularization that is not negative; `elu` is above 0.
  public init(drawing negatives: NegativeSampling, regularization: Double = 1, elu: Double? = nil) {
    negatives.requireSome()
    precondition(
      regularization.isFinite && regularization >= 0, "a regularization of \(regularization)")
    self.negatives = negatives
    self.regularization = regularization
    self.elu = elu
  }

  /// The mean over questions.
  public func loss<S: Scalar, Score: ScoreFunction>(
    of targets: Targets, scoredBy score: Score, in context: Context, on tape: inout Tape<S>
  ) -> Variable {
    let logits = targets.logits(scoredBy: score, in: context, elu: elu, on: &tape)
    return tape.bprMax(logits, regularization: regularization)
  }
}
