public import Gradients
public import Tensors

/// Another score, made a distribution over all items, so that scores of different kinds can be added:
///
///     softmax:  p[r, i] = exp(s[r, i]) / sum_j exp(s[r, j])
///     shares:   p[r, i] = s[r, i] / sum_j s[r, j]          of a score that is not negative
///
/// The order of items within a question stays what it was. Every item counts in the sum, whoever is a
/// candidate. Shapes: those of the score; O(rows n) beside it, whatever the candidates.
public struct ScoreDistribution: ScoreFunction {
  /// The score.
  public let score: any ScoreFunction
  /// How it becomes a distribution.
  public let form: Form

  /// How a row of scores becomes a distribution.
  public enum Form: Hashable, Sendable {
    /// Of scores that are logits.
    case softmax
    /// Of scores that are not negative; a row of zeros stays one.
    case shares
  }

  /// That score as a distribution.
  public init(_ score: any ScoreFunction, _ form: Form) {
    self.score = score
    self.form = form
  }

  /// The score's.
  public var parameters: [Parameter] { score.parameters }

  /// What the score reads.
  public var reads: Context.Parts { score.reads }

  /// What the score needs.
  public var needs: Context.Parts { score.needs }

  /// The score must fit.
  public func check(_ sizes: CompositionSizes) throws(CompositionError) {
    try sizes.check(score)
  }

  /// The distributions, or the candidates' places in them.
  public func scores<S: Scalar>(
    of candidates: Candidates, in context: Context, on tape: inout Tape<S>
  ) -> Variable {
    let all = score.scores(of: .all, in: context, on: &tape)
    let distributions =
      switch form {
      case .softmax: tape.rowSoftmax(all)
      case .shares: tape.rowShares(all)
      }
    switch candidates {
    case .all: return distributions
    case .each(let items): return tape.columns(items, of: distributions)
    }
  }
}
