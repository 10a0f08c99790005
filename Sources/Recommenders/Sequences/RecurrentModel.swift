public import Gradients
public import Tensors

/// A sequence model that can go on where an earlier part of a sequence has left it: what it knows of the past is one vector.
public protocol RecurrentModel: SequenceModel {
  /// The width of what it remembers.
  var memoryWidth: Int { get }

  /// The state after every position, and what is remembered after the last one of each sequence.
  ///
  /// A sequence that begins with what was remembered after its first part has the states of the second part.
  ///
  /// Shapes: as of ``SequenceModel/states(of:user:in:on:)``; `memory`, and what is returned of it,
  /// `[sequences, memoryWidth]`; nil where all sequences begin.
  func states<S: Scalar>(
    of inputs: Variable, user: Variable?, in sequences: SequenceBatch, after memory: Variable?,
    on tape: inout Tape<S>
  ) -> (states: Variable, memory: Variable)
}
