public import Tensors

/// How a parameter begins.
public enum Initializer: Sendable {
  /// All zeros.
  case zeros
  /// The same number everywhere.
  case constant(Double)
  /// Uniform on `[-bound, bound)`.
  case uniform(bound: Double)
  /// Normal, with mean 0.
  case normal(deviation: Double)
  /// These numbers, of the parameter's shape: a warm start.
  case values(Tensor<Float>)

  /// Uniform on `+-1 / sqrt(inputs)`, as PyTorch's `Linear` begins.
  public static func linear(inputs: Int) -> Initializer {
    .uniform(bound: 1 / Double(max(inputs, 1)).squareRoot())
  }

  /// Uniform with variance `2 / (inputs + outputs)`: on `+-sqrt(6 / (inputs + outputs))`.
  ///
  /// Source: Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks"
  /// (AISTATS 2010), equation 16.
  public static func xavierUniform(inputs: Int, outputs: Int) -> Initializer {
    .uniform(bound: (6 / Double(max(inputs + outputs, 1))).squareRoot())
  }

  /// Normal with variance `2 / (inputs + outputs)`.
  ///
  /// Source: Glorot and Bengio (AISTATS 2010), equation 12, whose variance this is.
  public static func xavierNormal(inputs: Int, outputs: Int) -> Initializer {
    .normal(deviation: (2 / Double(max(inputs + outputs, 1))).squareRoot())
  }

  /// The first value of a parameter; it depends on the seed and the shape alone.
  @specialized(where S == Float)
  func tensor<S: Scalar>(shape: Shape, seed: Seed) -> Tensor<S> {
    var generator = seed.generator()
    switch self {
    case .zeros:
      return Tensor(zeros: shape)
    case .constant(let value):
      return Tensor(repeating: S(value), shape: shape)
    case .uniform(let bound):
      return Tensor(
        (0..<shape.elementCount).map { _ in S((2 * generator.uniform() - 1) * bound) },
        shape: shape)
    case .normal(let deviation):
      return Tensor(
        (0..<shape.elementCount).map { _ in S(generator.normal() * deviation) }, shape: shape)
    case .values(let values):
      return Tensor(values.elements.map { S($0) }, shape: shape)
    }
  }
}

extension Initializer: Hashable {
  /// Whether both give the same bits to every parameter.
  public static func == (a: Initializer, b: Initializer) -> Bool {
    switch (a, b) {
    case (.zeros, .zeros): true
    case (.constant(let x), .constant(let y)): x == y
    case (.uniform(let x), .uniform(let y)): x == y
    case (.normal(let x), .normal(let y)): x == y
    case (.values(let x), .values(let y)): x.hasSameBits(as: y)
    default: false
    }
  }

  /// Feeds the kind and its number to the hasher; of given numbers only the shape.
  public func hash(into hasher: inout Hasher) {
    switch self {
    case .zeros: hasher.combine(0)
    case .constant(let value): hasher.combine([1, value])
    case .uniform(let bound): hasher.combine([2, bound])
    case .normal(let deviation): hasher.combine([3, deviation])
    case .values(let values): hasher.combine(values.shape)
    }
  }
}
