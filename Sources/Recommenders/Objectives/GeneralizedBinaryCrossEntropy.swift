public import Gradients
public import Tensors

/// gBCE: binary cross-entropy of the target against k sampled items, with less weight for the target the fewer of the
/// items are drawn, so that scores are not overconfident:
///
///     loss = mean_r [ -beta log sigmoid(s[r, target]) - sum_j log(1 - sigmoid(s[r, negative_j])) ] / (k + 1)
///     beta = 1 - t (1 - alpha),  alpha = k / (n - 1)
///
/// With a calibration t of 0 it is ``BinaryCrossEntropy`` but for the factor; with 1 the scores' sigmoids are probabilities.
///
/// Source: Petrov and Macdonald, "gSASRec: Reducing Overconfidence in Sequential Recommendation Trained with Negative
/// Sampling" (RecSys 2023); the published code reaches the same by a transformed logit.
public struct GeneralizedBinaryCrossEntropy: Objective, Hashable {
  /// k
  public let negativeCount: Int
  /// t
  public let calibration: Double

  /// Against so many sampled items; the defaults are the paper's.
  ///
  /// - Precondition: at least one item, a calibration from 0 to 1.
  public init(negatives: Int = 256, calibration: Double = 0.75) {
    precondition(negatives >= 1, "\(negatives) negatives")
    precondition((0...1).contains(calibration), "a calibration of \(calibration)")
    negativeCount = negatives
    self.calibration = calibration
  }

  /// The weight beta of a target among so many items.
  public func positiveWeight(itemCount: Int) -> Double {
    let sampled = min(Double(negativeCount) / Double(max(itemCount - 1, 1)), 1)
    return 1 - calibration * (1 - sampled)
  }

  /// k for each question.
  public var negatives: NegativeSampling { .perQuestion(negativeCount) }

  /// The mean over questions.
  public func loss<S: Scalar, Score: ScoreFunction>(
    of targets: Targets, scoredBy score: Score, in context: Context, on tape: inout Tape<S>
  ) -> Variable {
    let logits = targets.logits(scoredBy: score, in: context, on: &tape)
    let loss = tape.binaryCrossEntropy(
      logits, positiveWeight: positiveWeight(itemCount: context.itemCount))
    return tape.combination([(loss, 1 / Double(negativeCount + 1))])
  }
}
