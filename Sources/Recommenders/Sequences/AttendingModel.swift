public import Gradients
public import Tensors

/// A sequence model whose states are mixtures of what stands before them, and that says what it mixes.
///
/// A live session of one tells what a user's scores come from: ``LiveSequentialRecommender/attention(for:)``.
public protocol AttendingModel: SequenceModel {
  /// How much of each position the last one takes in: for each layer `[heads, positions]`, whose rows add up
  /// to 1.
  ///
  /// Inputs and user are those of ``SequenceModel/states(of:user:in:on:)``, and so are the layers' own
  /// inputs: what is told is what states are made of.
  ///
  /// - Precondition: one sequence.
  func attention<S: Scalar>(
    of inputs: Variable, user: Variable?, in sequences: SequenceBatch, on tape: inout Tape<S>
  ) -> [Variable]
}
