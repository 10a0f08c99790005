public import Gradients
import Tensors

/// The parameters of a linear layer `y = x W + b`: `weight [inputs, outputs]`, `bias [outputs]`.
///
/// Both begin uniform on `+-1 / sqrt(inputs)`.
public struct Linear: Hashable, Sendable {
  /// `W [inputs, outputs]`, at `path.weight`
  public let weight: Parameter
  /// `b [outputs]`, at `path.bias`
  public let bias: Parameter

  /// A layer at that path of a model.
  ///
  /// - Precondition: sizes of at least 1.
  public init(_ path: String, inputs: Int, outputs: Int) {
    precondition(inputs > 0 && outputs > 0, "\(path): a layer of \(inputs) by \(outputs)")
    let initializer = Initializer.linear(inputs: inputs)
    weight = Parameter("\(path).weight", shape: [inputs, outputs], initializer: initializer)
    bias = Parameter("\(path).bias", shape: [outputs], initializer: initializer)
  }

  /// `weight` and `bias`.
  public var parameters: [Parameter] { [weight, bias] }
}
