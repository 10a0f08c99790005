public import Gradients
public import Tensors

/// The mean of the items so far: `s_t = (x_1 + ... + x_t) / t`.
public struct MeanOfItems: SequenceModel, Hashable {
  /// The width of an item, and of the state.
  public let width: Int

  /// States of that width.
  public init(width: Int) {
    self.width = width
  }

  /// The same as ``width``.
  public var inputWidth: Int { width }

  /// None.
  public var userWidth: Int? { nil }

  /// No limit.
  public var maxLength: Int? { nil }

  /// None.
  public var parameters: [Parameter] { [] }

  /// The running means of each sequence. O(positions width).
  public func states<S: Scalar>(
    of inputs: Variable, user: Variable?, in sequences: SequenceBatch, on tape: inout Tape<S>
  ) -> Variable {
    tape.runningMean(inputs, starts: sequences.starts)
  }
}
