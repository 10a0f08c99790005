public import Gradients
import Tensors

/// A table of vectors: `weight [count, width]`.
public struct Embedding: Hashable, Sendable {
  /// `[count, width]`, at `path.weight`
  public let weight: Parameter

  /// A table at that path of a model.
  ///
  /// - Precondition: sizes of at least 1.
  public init(_ path: String, count: Int, width: Int, initializer: Initializer) {
    precondition(count > 0 && width > 0, "\(path): a table of \(count) by \(width)")
    weight = Parameter("\(path).weight", shape: [count, width], initializer: initializer)
  }

  /// `weight`
  public var parameters: [Parameter] { [weight] }
}
