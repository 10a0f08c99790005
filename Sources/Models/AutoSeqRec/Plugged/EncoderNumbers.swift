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

  /// Those of a model.
  init(_ model: AutoSeqRec, _ weights: Weights<Float>) {
    let layer = model.encoder.layer
    self.init(
      weight: weights[layer.weight], bias: weights[layer.bias],
      countExponent: model.options.countExponent)
  }

  init(weight: Tensor<Float>, bias: Tensor<Float>, countExponent: Double) {
    self.weight = weight
    self.bias = bias
    self.countExponent = countExponent
  }

  /// Embeddings times `factor`.
  ///
  /// - Precondition: a factor of at least 0.
  func scaled(by factor: Double) -> Self {
    precondition(factor >= 0 && factor.isFinite, "embeddings times \(factor)")
    func scaled(_ values: Tensor<Float>) -> Tensor<Float> {
      var result = values
      result.assign(values, times: Float(factor))
      return result
    }
    return Self(weight: scaled(weight), bias: scaled(bias), countExponent: countExponent)
  }
}
