public import Gradients
public import Tensors

/// Cross-entropy of the target among all items:
///
///     loss = mean_r [ log sum_i exp(s[r, i]) - s[r, target] ]
///
/// A ``SeparableScore`` is computed in chunks of rows, so that `[rows, items]` logits never exist at
/// once. 6 rows n k operations both ways.
public struct SoftmaxCrossEntropy: Objective, Hashable {
  /// The objective has no options.
  public init() {}

  /// None: all other items are.
  public var negatives: NegativeSampling { .none }

  /// The mean over questions.
  public func loss<S: Scalar, Score: ScoreFunction>(
    of targets: Targets, scoredBy score: Score, in context: Context, on tape: inout Tape<S>
  ) -> Variable {
    if let separable = score as? any SeparableScore {
      let query = separable.query(in: context, on: &tape)
      let items = separable.targets(in: context, on: &tape)
      let bias = separable.bias(on: &tape)
      return tape.softmaxCrossEntropy(of: query, with: items, bias: bias, targets: targets.items)
    }
    let logits = score.scores(of: .all, in: context, on: &tape)
    return tape.softmaxCrossEntropy(logits, targets: targets.items)
  }
}
