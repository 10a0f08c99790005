public import Gradients
public import Tensors

/// The last item is the state: the identity.
public struct LastItem: SequenceModel, Hashable {
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

  /// The inputs.
  public func states<S: Scalar>(
    of inputs: Variable, user: Variable?, in sequences: SequenceBatch, on tape: inout Tape<S>
  ) -> Variable {
    inputs
  }
}
