public import Gradients
import Layers
public import Tensors

/// A gated recurrent unit over the items so far (Cho et al., 2014), with dropout of its inputs and of its
/// states.
public struct GatedRecurrence: RecurrentModel, Hashable {
  private let layer: GRU
  /// The width of the vectors that it reads.
  public let inputWidth: Int
  /// The width of a state.
  public let width: Int
  /// The probability that an input element is dropped in training.
  public let dropout: Double
  /// The probability that an element of a state is dropped in training, after the recurrence.
  public let stateDropout: Double

  /// A layer whose parameters are at `recurrence.*`, unless told otherwise.
  ///
  /// - Parameter reset: where the reset gate acts; see ``GRUReset``.
  /// - Precondition: widths of at least 1, dropout in `0 ..< 1`.
  public init(
    inputWidth: Int, width: Int, reset: GRUReset = .afterProduct, dropout: Double = 0,
    stateDropout: Double = 0, path: String = "recurrence"
  ) {
    for rate in [dropout, stateDropout] {
      precondition((0..<1).contains(rate), "dropout of \(rate) is not in 0 ..< 1")
    }
    layer = GRU(path, inputs: inputWidth, outputs: width, reset: reset)
    self.inputWidth = inputWidth
    self.width = width
    self.dropout = dropout
    self.stateDropout = stateDropout
  }

  /// None.
  public var userWidth: Int? { nil }

  /// No limit.
  public var maxLength: Int? { nil }

  /// The layer's.
  public var parameters: [Parameter] { layer.parameters }

  /// The hidden state after every position. O(positions width (inputWidth + width)).
  public func states<S: Scalar>(
    of inputs: Variable, user: Variable?, in sequences: SequenceBatch, on tape: inout Tape<S>
  ) -> Variable {
    tape.dropout(
      recurrence(over: inputs, in: sequences, after: nil, on: &tape), rate: stateDropout)
  }

  /// The same as ``width``.
  public var memoryWidth: Int { width }

  /// The states, and those after the last positions before dropout.
  public func states<S: Scalar>(
    of inputs: Variable, user: Variable?, in sequences: SequenceBatch, after memory: Variable?,
    on tape: inout Tape<S>
  ) -> (states: Variable, memory: Variable) {
    let states = recurrence(over: inputs, in: sequences, after: memory, on: &tape)
    let last = tape.rows(sequences.starts.dropFirst().map { Int32($0 - 1) }, of: states)
    return (tape.dropout(states, rate: stateDropout), last)
  }

  private func recurrence<S: Scalar>(
    over inputs: Variable, in sequences: SequenceBatch, after memory: Variable?,
    on tape: inout Tape<S>
  ) -> Variable {
    let kept = tape.dropout(inputs, rate: dropout)
    return layer(kept, initial: memory, starts: sequences.starts, on: &tape)
  }
}
