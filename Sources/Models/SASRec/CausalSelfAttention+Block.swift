import Gradients
import Layers
import Tensors

extension CausalSelfAttention {
  /// Attention and a feed-forward layer: `F(z) = dropped(dropped(relu(z W1 + b1)) W2 + b2)`.
  struct Block: Hashable, Sendable {
    private let attention: SelfAttention
    private let inner, outer: Linear
    private let attentionNorm, feedForwardNorm: LayerNorm

    init(_ path: String, width: Int, _ options: Options) {
      attention = SelfAttention(
        "\(path).attention", width: width, heads: options.heads,
        outputProjection: options.outputProjection,
        weight: options.initialization(inputs: width, outputs: width), bias: .zeros)
      func layer(_ name: String) -> Linear {
        Linear(
          "\(path).feedForward.\(name)", inputs: width, outputs: width,
          weight: options.initialization(inputs: width, outputs: width), bias: .zeros)
      }
      inner = layer("inner")
      outer = layer("outer")
      attentionNorm = LayerNorm("\(path).attentionNorm", width: width)
      feedForwardNorm = LayerNorm("\(path).feedForwardNorm", width: width)
    }

    var parameters: [Parameter] {
      attention.parameters + inner.parameters + outer.parameters + attentionNorm.parameters
        + feedForwardNorm.parameters
    }

    func callAsFunction<S: Scalar>(
      _ x: Variable, starts: [Int], _ options: Options, on tape: inout Tape<S>
    ) -> Variable {
      func attend(_ query: Variable, _ keys: Variable, _ tape: inout Tape<S>) -> Variable {
        attention(
          query: query, keys: keys, starts: starts, dropout: options.dropout, on: &tape)
      }
      switch options.norms {
      case .original:
        let query = attentionNorm(x, on: &tape)
        let attended = attend(query, x, &tape)
        let y = tape.sum(attended, query)
        let z = feedForwardNorm(y, on: &tape)
        let fed = feedForward(z, options, on: &tape)
        return tape.sum(fed, z)
      case .preNorm:
        let normed = attentionNorm(x, on: &tape)
        let attended = attend(normed, normed, &tape)
        let y = tape.sum(x, attended)
        let z = feedForwardNorm(y, on: &tape)
        let fed = feedForward(z, options, on: &tape)
        return tape.sum(y, fed)
      case .postNorm:
        let attended = attend(x, x, &tape)
        let sum = tape.sum(x, attended)
        let y = attentionNorm(sum, on: &tape)
        let fed = feedForward(y, options, on: &tape)
        let total = tape.sum(y, fed)
        return feedForwardNorm(total, on: &tape)
      }
    }

    private func feedForward<S: Scalar>(
      _ z: Variable, _ options: Options, on tape: inout Tape<S>
    ) -> Variable {
      let hidden = inner(z, on: &tape)
      let rectified = tape.relu(hidden)
      let kept = tape.dropout(rectified, rate: options.dropout)
      let out = outer(kept, on: &tape)
      return tape.dropout(out, rate: options.dropout)
    }
  }
}
