public import Gradients
import Layers
public import Tensors

/// The mean squared error of the scores of all items against whole rows, zeros included:
///
///     loss = sum_{r, i} (dropped(s[r, i]) - x[r, i])^2 / (rows n)
///
/// Dropout falls on the scores, whatever they are scored by. A ``DecodedScore`` is multiplied, activated and
/// compared tile by tile. 6 rows n k operations both ways.
///
/// Source: AutoSeqRec's reconstruction losses, with the released code's mean.
public struct RowReconstruction: Objective, Hashable {
  /// The probability that a score is dropped in training.
  public let dropout: Double

  /// An objective with dropout of the scores.
  ///
  /// - Precondition: `0 <= dropout < 1`.
  public init(dropout: Double = 0) {
    precondition((0..<1).contains(dropout), "dropout of \(dropout) is not in 0 ..< 1")
    self.dropout = dropout
  }

  /// None: a row says it of all items.
  public var negatives: NegativeSampling { .none }

  /// The mean over all entries.
  public func loss<S: Scalar, Score: ScoreFunction>(
    of targets: Targets, scoredBy score: Score, in context: Context, on tape: inout Tape<S>
  ) -> Variable {
    let rows = targets.rows(itemCount: context.itemCount, as: S.self)
    if let decoded = score as? any DecodedScore {
      let weight = tape.parameter(decoded.decoder.weight)
      let bias = tape.parameter(decoded.decoder.bias)
      return tape.reconstruction(
        of: rows, from: decoded.embedding(in: context, on: &tape), weight: weight, bias: bias,
        activation: decoded.activation, dropout: dropout)
    }
    let scores = score.scores(of: .all, in: context, on: &tape)
    let kept = tape.dropout(scores, rate: dropout)
    return tape.meanSquaredError(kept, against: rows)
  }
}
