public import Gradients
public import Tensors

/// The target above k sampled items, for every question:
///
///     loss = mean_{r, j} -log sigmoid(s[r, target] - s[r, negative_j])
///
/// Source: Rendle et al., "BPR: Bayesian Personalized Ranking from Implicit Feedback" (UAI 2009).
public struct BayesianPersonalizedRanking: Objective, Hashable {
  /// k
  public let negativeCount: Int

  /// Against so many sampled items.
  ///
  /// - Precondition: at least one.
  public init(negatives: Int = 1) {
    precondition(negatives >= 1, "\(negatives) negatives")
    negativeCount = negatives
  }

  /// The mean over questions and negatives.
  public func loss<S: Scalar, Score: ScoreFunction>(
    of targets: Targets, scoredBy score: Score, in context: Context, on tape: inout Tape<S>
  ) -> Variable {
    let logits = score.scores(of: .each(targets.candidates), in: context, on: &tape)
    return tape.bayesianPersonalizedRanking(logits)
  }
}
