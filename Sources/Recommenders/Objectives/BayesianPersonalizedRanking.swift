public import Gradients
public import Tensors

/// The target above sampled items, for every question:
///
///     loss = mean_r mean_j -log sigmoid(s[r, target] - s[r, negative_j])
///
/// Source: Rendle et al., "BPR: Bayesian Personalized Ranking from Implicit Feedback" (UAI 2009).
public struct BayesianPersonalizedRanking: Objective, Hashable {
  /// What is drawn.
  public let negatives: NegativeSampling
  /// Scores below 0 are `elu (exp(s) - 1)`; as they are where it is nil.
  public let elu: Double?

  /// Against so many items that are sampled for each question.
  ///
  /// - Precondition: at least one.
  public init(negatives: Int = 1) {
    self.init(drawing: .perQuestion(negatives))
  }

  /// Against what is drawn.
  ///
  /// - Precondition: something is; `elu` is above 0.
  public init(drawing negatives: NegativeSampling, elu: Double? = nil) {
    negatives.requireSome()
    self.negatives = negatives
    self.elu = elu
  }

  /// The mean over questions of the mean over negatives.
  public func loss<S: Scalar, Score: ScoreFunction>(
    of targets: Targets, scoredBy score: Score, in context: Context, on tape: inout Tape<S>
  ) -> Variable {
    tape.bayesianPersonalizedRanking(
      targets.logits(scoredBy: score, in: context, elu: elu, on: &tape))
  }
}
