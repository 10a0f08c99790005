public import Tensors

/// The name, shape and first value of a trained array. The numbers themselves are in ``Weights``.
public struct Parameter: Hashable, Sendable {
  /// Where it stands in its model, as `encoder.weight`: also its key in a checkpoint.
  public let path: String
  /// Its extents.
  public let shape: Shape
  /// How it begins.
  public let initializer: Initializer

  /// A parameter at that path of a model.
  public init(_ path: String, shape: Shape, initializer: Initializer) {
    self.path = path
    self.shape = shape
    self.initializer = initializer
  }
}

/// How a parameter begins.
public enum Initializer: Hashable, Sendable {
  /// All zeros.
  case zeros
  /// Uniform on `[-bound, bound)`.
  case uniform(bound: Double)

  /// Uniform on `+-1 / sqrt(inputs)`, as PyTorch's `Linear` begins.
  public static func linear(inputs: Int) -> Initializer {
    .uniform(bound: 1 / Double(max(inputs, 1)).squareRoot())
  }

  func tensor<S: Scalar>(shape: Shape, seed: Seed) -> Tensor<S> {
    switch self {
    case .zeros:
      return Tensor(zeros: shape)
    case .uniform(let bound):
      var generator = seed.generator()
      return Tensor(
        (0..<shape.elementCount).map { _ in S((2 * generator.uniform() - 1) * bound) },
        shape: shape)
    }
  }
}
