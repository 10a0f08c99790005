public import Gradients
public import Tensors

/// A table of vectors, one for each of `count` ids: `weight [count, width]`.
public struct Embedding: Hashable, Sendable {
  /// `[count, width]`, at `path.weight`
  public let weight: Parameter

  /// A table at that path of a model.
  ///
  /// - Precondition: a width of at least 1, and a count that is not negative.
  public init(_ path: String, count: Int, width: Int, initializer: Initializer) {
    precondition(count >= 0 && width > 0, "\(path): \(count) vectors of \(width)")
    weight = Parameter("\(path).weight", shape: [count, width], initializer: initializer)
  }

  /// `weight`.
  public var parameters: [Parameter] { [weight] }

  /// The vectors of those ids, one a row; see ``Tape/rows(_:of:)``.
  ///
  /// - Precondition: every id is in `0 ..< count`.
  public func callAsFunction<S: Scalar>(_ ids: [Int32], on tape: inout Tape<S>) -> Variable {
    tape.rows(ids, of: tape.parameter(weight))
  }
}
