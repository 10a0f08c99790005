public import Gradients
public import Tensors

/// The parameters of a linear layer `y = x W + b`: `weight [inputs, outputs]`, `bias [outputs]`.
///
/// Both begin uniform on `+-1 / sqrt(inputs)`, unless told otherwise.
public struct Linear: Hashable, Sendable {
  /// `W [inputs, outputs]`, at `path.weight`
  public let weight: Parameter
  /// `b [outputs]`, at `path.bias`
  public let bias: Parameter

  /// A layer at that path of a model.
  ///
  /// - Precondition: sizes of at least 1.
  public init(_ path: String, inputs: Int, outputs: Int) {
    let initializer = Initializer.linear(inputs: inputs)
    self.init(path, inputs: inputs, outputs: outputs, weight: initializer, bias: initializer)
  }

  /// A layer that begins otherwise.
  ///
  /// - Precondition: sizes of at least 1.
  public init(
    _ path: String, inputs: Int, outputs: Int, weight: Initializer, bias: Initializer
  ) {
    precondition(inputs > 0 && outputs > 0, "\(path): a layer of \(inputs) by \(outputs)")
    self.weight = Parameter("\(path).weight", shape: [inputs, outputs], initializer: weight)
    self.bias = Parameter("\(path).bias", shape: [outputs], initializer: bias)
  }

  /// `weight` and `bias`.
  public var parameters: [Parameter] { [weight, bias] }

  /// `y = x W + b`; see ``Tape/linear(_:weight:bias:)``.
  public func callAsFunction<S: Scalar>(_ x: Variable, on tape: inout Tape<S>) -> Variable {
    let (weight, bias) = (tape.parameter(weight), tape.parameter(bias))
    return tape.linear(x, weight: weight, bias: bias)
  }

  /// Of `x W + b` the outputs that each row asks for; see ``Tape/linear(_:weight:bias:candidates:)``.
  public func callAsFunction<S: Scalar>(
    _ x: Variable, candidates: [Int32], on tape: inout Tape<S>
  ) -> Variable {
    let (weight, bias) = (tape.parameter(weight), tape.parameter(bias))
    return tape.linear(x, weight: weight, bias: bias, candidates: candidates)
  }
}
