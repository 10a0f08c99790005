public import Gradients
public import Tensors

/// A table of items that begins with given numbers and is trained from there: `[n, width]` at
/// `NAME.weight`, with the name of the table that it begins with.
public struct WarmItems: ItemEncoder, Hashable {
  private let weight: Parameter

  /// A table that begins as `beginning` is.
  public init(_ beginning: FixedItems, path: String? = nil) {
    weight = Parameter(
      "\(path ?? beginning.name).weight", shape: beginning.values.shape,
      initializer: .values(beginning.values))
  }

  /// The number of items n.
  public var itemCount: Int { weight.shape[0] }

  /// The width of a row.
  public var width: Int { weight.shape[1] }

  /// The table.
  public var parameters: [Parameter] { [weight] }

  /// The table itself.
  public func table<S: Scalar>(on tape: inout Tape<S>) -> Variable { tape.parameter(weight) }
}
