import Gradients
import Tensors

extension SequentialRecommender {
  /// The scores of all items after each history, without randomness: `[sequences, items]`.
  ///
  /// - Precondition: the batch asks at the last positions, of items that the model knows.
  func scores<S: Scalar>(of sequences: SequenceBatch, on tape: inout Tape<S>) -> Variable {
    let context = context(of: sequences, on: &tape)
    return score.scores(of: .all, in: context, on: &tape)
  }
}
