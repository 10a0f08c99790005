public import Gradients
public import Tensors

/// TOP1: the target above sampled items, and these near 0, for every question:
///
///     loss = mean_r sum_j w_j [ sigmoid(s[r, negative_j] - s[r, target]) + sigmoid(s[r, negative_j]^2) ]
///
/// The weights are the same for all k negatives, `1 / k`; those of TOP1-max are the softmax of the negatives' scores.
///
/// Source: Hidasi et al. (ICLR 2016); TOP1-max is Hidasi and Karatzoglou's (CIKM 2018). See `Tape.top1`.
public struct TOP1: Objective, Hashable {
  /// What is drawn.
  public let negatives: NegativeSampling
  /// Whether negatives count by the softmax of their scores: TOP1-max.
  public let weighsBySoftmax: Bool
  /// Scores below 0 are `elu (exp(s) - 1)`; as they are where it is nil.
  public let elu: Double?

  /// Against what is drawn.
  ///
  /// - Precondition: something is; `elu` is above 0.
  public init(drawing negatives: NegativeSampling, weighsBySoftmax: Bool, elu: Double? = nil) {
    negatives.requireSome()
    self.negatives = negatives
    self.weighsBySoftmax = weighsBySoftmax
    self.elu = elu
  }

  /// The mean over questions.
  public func loss<S: Scalar, Score: ScoreFunction>(
    of targets: Targets, scoredBy score: Score, in context: Context, on tape: inout Tape<S>
  ) -> Variable {
    let logits = targets.logits(scoredBy: score, in: context, elu: elu, on: &tape)
    return tape.top1(logits, bySoftmax: weighsBySoftmax)
  }
}
