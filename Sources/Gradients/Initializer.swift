public import Tensors

/// How a parameter begins.
public enum Initializer: Hashable, Sendable {
  /// All zeros.
  case zeros
  /// One value everywhere.
  case constant(Double)
  /// Uniform on `[-bound, bound)`.
  case uniform(bound: Double)
  /// Normal with mean 0.
  case normal(deviation: Double)
  /// Given numbers.
  case given(InitialValues)

  /// Uniform on `+-1 / sqrt(inputs)`, as PyTorch's `Linear` begins.
  public static func linear(inputs: Int) -> Initializer {
    .uniform(bound: 1 / Double(max(inputs, 1)).squareRoot())
  }

  /// Uniform with the variance `2 / (inputs + outputs)` (Glorot and Bengio, 2010).
  public static func xavierUniform(inputs: Int, outputs: Int) -> Initializer {
    .uniform(bound: (6 / Double(max(inputs + outputs, 1))).squareRoot())
  }

  /// Normal with the variance `2 / (inputs + outputs)` (Glorot and Bengio, 2010).
  public static func xavierNormal(inputs: Int, outputs: Int) -> Initializer {
    .normal(deviation: (2 / Double(max(inputs + outputs, 1))).squareRoot())
  }

  /// The numbers of a tensor.
  public static func values(_ tensor: Tensor<Float>) -> Initializer {
    .given(InitialValues(tensor: tensor))
  }

  func tensor<S: Scalar>(shape: Shape, seed: Seed) -> Tensor<S> {
    switch self {
    case .zeros:
      return Tensor(zeros: shape)
    case .constant(let value):
      return Tensor(repeating: S(value), shape: shape)
    case .uniform(let bound):
      var generator = seed.generator()
      return Tensor(
        (0..<shape.elementCount).map { _ in S((2 * generator.uniform() - 1) * bound) },
        shape: shape)
    case .normal(let deviation):
      var generator = seed.generator()
      return Tensor(
        (0..<shape.elementCount).map { _ in S(generator.normal() * deviation) }, shape: shape)
    case .given(let values):
      precondition(
        values.tensor.shape == shape, "values of \(values.tensor.shape) for a parameter of \(shape)")
      return values.tensor.converted()
    }
  }
}

/// Numbers that a parameter begins with; equal where their bits are.
public struct InitialValues: Hashable, Sendable {
  let tensor: Tensor<Float>

  /// Whether shapes and bits are equal. O(elements).
  public static func == (a: InitialValues, b: InitialValues) -> Bool {
    a.tensor.hasSameBits(as: b.tensor)
  }

  /// Feeds the shape to the hasher.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(tensor.shape)
  }
}
