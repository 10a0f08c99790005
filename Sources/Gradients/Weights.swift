public import Tensors

/// The numbers of a model: one value, so that a copy is a snapshot.
///
/// Copies share memory until one is changed. `==` compares bits, which makes it the test for
/// reproducibility.
public struct Weights<S: Scalar>: Sendable, Equatable {
  private var positions: [String: Int] = [:]
  /// The paths in the order of the model's parameters.
  public private(set) var paths: [String] = []
  private var tensors: [Tensor<S>] = []

  /// First values for a model's parameters; each depends on the seed and its own path alone.
  ///
  /// - Precondition: no path occurs twice.
  public init(_ parameters: [Parameter], seed: Seed) {
    self.init(
      parameters.map {
        ($0.path, $0.initializer.tensor(shape: $0.shape, seed: seed.child($0.path)))
      })
  }

  /// The given numbers.
  ///
  /// - Precondition: no path occurs twice.
  public init(_ tensors: [(path: String, tensor: Tensor<S>)]) {
    for (path, tensor) in tensors {
      precondition(positions[path] == nil, "two parameters are called \(path)")
      positions[path] = paths.count
      paths.append(path)
      self.tensors.append(tensor)
    }
  }

  /// The numbers of a parameter.
  ///
  /// - Precondition: the parameter is one of these weights, and a new value has its shape.
  public subscript(parameter: Parameter) -> Tensor<S> {
    get { tensors[position(of: parameter)] }
    set {
      precondition(
        newValue.shape == parameter.shape,
        "\(parameter.path) has shape \(parameter.shape), not \(newValue.shape)")
      tensors[position(of: parameter)] = newValue
    }
  }

  /// The numbers at a path, if there is such a parameter.
  public subscript(path: String) -> Tensor<S>? {
    positions[path].map { tensors[$0] }
  }

  /// Changes the numbers of a parameter in place.
  public mutating func update<R>(_ parameter: Parameter, _ body: (inout Tensor<S>) -> R) -> R {
    updateTensor(at: position(of: parameter), body)
  }

  /// Takes over all numbers of `other` into memory of its own, so that nothing is shared or allocated.
  /// O(elements).
  ///
  /// - Precondition: both have the same paths and shapes.
  public mutating func copyElements(of other: Weights, on workers: Workers = .one) {
    precondition(paths == other.paths, "numbers of \(other.paths) for \(paths)")
    for position in tensors.indices {
      tensors[position].assign(other.tensors[position], on: workers)
    }
  }

  func position(of parameter: Parameter) -> Int {
    guard let position = positions[parameter.path] else {
      preconditionFailure("\(parameter.path) is not one of \(paths)")
    }
    return position
  }

  mutating func updateTensor<R>(at position: Int, _ body: (inout Tensor<S>) -> R) -> R {
    body(&tensors[position])
  }

  func tensor(at position: Int) -> Tensor<S> { tensors[position] }

  /// Whether both have the same paths, shapes and bits. O(elements).
  public static func == (a: Weights, b: Weights) -> Bool {
    a.paths == b.paths && zip(a.tensors, b.tensors).allSatisfy { $0.hasSameBits(as: $1) }
  }

  /// Sixteen hexadecimal digits that tell these numbers from others: a hash of paths, shapes and bits,
  /// the same on every platform. Not cryptographic. O(elements).
  public var digest: String {
    var hash = Seed(0)
    for (path, tensor) in zip(paths, tensors) {
      hash = hash.child(path)
      for axis in tensor.shape.dimensions { hash = hash.child(axis) }
      hash = tensor.absorbed(into: hash)
    }
    return hash.hexadecimal
  }
}
