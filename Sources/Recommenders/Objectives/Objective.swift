public import Gradients
public import Tensors

/// What is minimised.
public protocol Objective: Sendable {
  /// What is drawn against the targets.
  var negatives: NegativeSampling { get }

  /// The loss of a batch, a scalar: how far the scores are from the targets.
  func loss<S: Scalar, Score: ScoreFunction>(
    of targets: Targets, scoredBy score: Score, in context: Context, on tape: inout Tape<S>
  ) -> Variable
}
