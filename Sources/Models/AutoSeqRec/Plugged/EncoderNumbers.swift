import Gradients
import Layers
import Tensors

/// What AutoSeqRec's encoder makes embeddings with: `relu(be + sum of counted rows of We / total^a)`.
///
/// A rectifier lets a factor through: with `We` and `be` times `c`, every embedding is times `c`.
struct EncoderNumbers: Sendable {
  /// `We [n, k]`
  var weight: Tensor<Float>
  /// `be [k]`
  var bias: Tensor<Float>
  /// `a`, see ``AutoSeqRec/Options/countExponent``.
  var countExponent: Double

  /// Embeddings times `factor`.
  ///
  /// - Precondition: a factor of at least 0.
  func scaled(by factor: Double) -> Self {
    precondition(factor >= 0 && factor.isFinite, "embeddings times \(factor)")
    var scaled = self
    scaled.weight.assign(weight, times: Float(factor))
    scaled.bias.assign(bias, times: Float(factor))
    return scaled
  }

  /// `We` and `be` as frozen parameters at `PATH.{weight,bias}`.
  func frozen(at path: String) -> (weight: Parameter, bias: Parameter) {
    func parameter(_ name: String, _ values: Tensor<Float>) -> Parameter {
      Parameter(
        "\(path).\(name)", shape: values.shape, initializer: .values(values), isFrozen: true)
    }
    return (parameter("weight", weight), parameter("bias", bias))
  }
}

extension EncoderNumbers {
  /// Those of a model.
  init(_ model: AutoSeqRec, _ weights: Weights<Float>) {
    let layer = model.encoder.layer
    self.init(
      weight: weights[layer.weight], bias: weights[layer.bias],
      countExponent: model.options.countExponent)
  }
}
