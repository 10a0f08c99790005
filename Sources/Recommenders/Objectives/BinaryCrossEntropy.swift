public import Gradients
public import Tensors

/// Binary cross-entropy of the target against k sampled items, for every question:
///
///     loss = mean_r [ -log sigmoid(s[r, target]) - sum_j log(1 - sigmoid(s[r, negative_j])) ]
///
/// Source: SASRec (ICDM 2018), equation 7, with k = 1; the sum over k is gSASRec's.
public struct BinaryCrossEntropy: Objective, Hashable {
  /// k
  public let negativeCount: Int

  /// Against so many sampled items.
  ///
  /// - Precondition: at least one.
  public init(negatives: Int = 1) {
    precondition(negatives >= 1, "\(negatives) negatives")
    negativeCount = negatives
  }

  /// k for each question.
  public var negatives: NegativeSampling { .perQuestion(negativeCount) }

  /// The mean over questions.
  public func loss<S: Scalar, Score: ScoreFunction>(
    of targets: Targets, scoredBy score: Score, in context: Context, on tape: inout Tape<S>
  ) -> Variable {
    let logits = targets.logits(scoredBy: score, in: context, on: &tape)
    return tape.binaryCrossEntropy(logits)
  }
}
