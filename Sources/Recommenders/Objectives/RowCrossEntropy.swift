public import Gradients
public import Tensors

/// The multinomial log-likelihood of whole rows, with its sign turned: cross-entropy of each item that a row
/// has among all items.
///
///     loss = mean_r sum_i x[r, i] [ log sum_j exp(s[r, j]) - s[r, i] ]
///
/// A row counts as often as it has entries. With one item a row it is ``SoftmaxCrossEntropy``. O(rows n)
/// beside the scores.
///
/// Source: Liang et al., "Variational Autoencoders for Collaborative Filtering" (WWW 2018), equation 2.
public struct RowCrossEntropy: Objective, Hashable {
  /// The objective has no options.
  public init() {}

  /// None: a row says it of all items.
  public var negatives: NegativeSampling { .none }

  /// The mean over rows.
  public func loss<S: Scalar, Score: ScoreFunction>(
    of targets: Targets, scoredBy score: Score, in context: Context, on tape: inout Tape<S>
  ) -> Variable {
    let logits = score.scores(of: .all, in: context, on: &tape)
    return tape.softmaxCrossEntropy(
      logits, against: targets.rows(itemCount: context.itemCount, as: S.self))
  }
}
