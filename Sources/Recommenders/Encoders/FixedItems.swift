public import Gradients
public import Tensors

/// A table of items that is what it is: vectors from another model or another source, a frozen parameter
/// `[n, width]` at `NAME.weight`.
///
/// ``WarmItems`` begins with the same numbers and trains them.
public struct FixedItems: ItemEncoder, Equatable {
  /// Where its parameter stands, and that of a warm-started copy unless that is told otherwise.
  public let name: String
  /// The numbers.
  public let values: Tensor<Float>
  private let weight: Parameter

  /// A table of these numbers.
  ///
  /// - Precondition: a matrix with at least one row and one column.
  public init(_ values: Tensor<Float>, name: String = "items") {
    precondition(
      values.shape.rank == 2 && values.count > 0, "a table of items of shape \(values.shape)")
    self.values = values
    self.name = name
    weight = Parameter(
      "\(name).weight", shape: values.shape, initializer: .values(values), isFrozen: true)
  }

  /// The number of items n.
  public var itemCount: Int { values.rows }

  /// The width of a row.
  public var width: Int { values.columns }

  /// The table, which is not trained.
  public var parameters: [Parameter] { [weight] }

  /// The numbers, which nothing is differentiated by.
  public func table<S: Scalar>(on tape: inout Tape<S>) -> Variable { tape.parameter(weight) }

  /// The same table times `factor`.
  public func scaled(by factor: Float) -> FixedItems {
    var scaled = Tensor<Float>(zeros: values.shape)
    scaled.assign(values, times: factor)
    return FixedItems(scaled, name: name)
  }
}
