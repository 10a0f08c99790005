public import Gradients
public import Tensors

/// Cross-entropy of the target among itself and sampled items, for every question:
///
///     loss = mean_r [ log sum_i exp(z[r, i]) - z[r, target] ] over the target and the negatives i
///     z[r, i] = s[r, i] - logQ log q_i
///
/// with `q_i` how likely item i was to be drawn. Items drawn by how often they are met would be held down too much without the
/// correction; of those that are all equally likely it changes nothing.
///
/// Source: Klenitskiy and Vasilev, "Turning Dross Into Gold Loss" (RecSys 2023), has the negatives of a sequence shared by its
/// positions; GRU4Rec's released code has those of a batch and the correction.
public struct SampledSoftmaxCrossEntropy: Objective, Hashable {
  /// What is drawn.
  public let negatives: NegativeSampling
  /// What the logarithms of likelihoods are multiplied with before they are taken off.
  public let logQ: Double

  /// Against what is drawn: 3,000 items for each sequence unless told otherwise.
  ///
  /// - Precondition: something is; a finite correction.
  public init(drawing negatives: NegativeSampling = .perSequence(3000), logQ: Double = 0) {
    negatives.requireSome()
    precondition(logQ.isFinite, "a correction of \(logQ)")
    self.negatives = negatives
    self.logQ = logQ
  }

  /// The mean over questions.
  public func loss<S: Scalar, Score: ScoreFunction>(
    of targets: Targets, scoredBy score: Score, in context: Context, on tape: inout Tape<S>
  ) -> Variable {
    let logits = targets.logits(
      scoredBy: score, in: context, likelihoodWeight: logQ, on: &tape)
    return tape.softmaxCrossEntropy(
      logits, targets: Array(repeating: 0, count: targets.items.count))
  }
}
