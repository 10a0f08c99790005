public import Gradients
import Layers
public import Tensors

/// A table of items that training finds: `M [n, width]` at `items.weight`.
///
/// Two pieces that name the same table, path, size and beginning alike, share it: that is how an output
/// layer is tied to its input.
public struct LearnedItems: ItemEncoder, Hashable {
  private let embedding: Embedding

  /// A table that begins normally distributed with the deviation `sqrt(2 / (n + width))` (Glorot and
  /// Bengio, 2010), unless told otherwise.
  ///
  /// - Precondition: sizes of at least 1.
  public init(
    count: Int, width: Int, path: String = "items", initializer: Initializer? = nil
  ) {
    precondition(count >= 1, "a table of \(count) items")
    embedding = Embedding(
      path, count: count, width: width,
      initializer: initializer ?? .xavierNormal(inputs: count, outputs: width))
  }

  /// The number of items n.
  public var itemCount: Int { embedding.weight.shape[0] }

  /// The width of a row.
  public var width: Int { embedding.weight.shape[1] }

  /// The table.
  public var parameters: [Parameter] { [embedding.weight] }

  /// The table itself.
  public func table<S: Scalar>(on tape: inout Tape<S>) -> Variable {
    tape.parameter(embedding.weight)
  }
}
