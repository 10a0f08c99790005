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
      let (query, keys) = read(x, options, on: &tape)
      let attended = attention(
        query: query, keys: keys, starts: starts, dropout: options.dropout, on: &tape)
      switch options.norms {
      case .original:
        let y = tape.sum(attended, query)
        let z = feedForwardNorm(y, on: &tape)
        let fed = feedForward(z, options, on: &tape)
        return tape.sum(fed, z)
      case .preNorm:
        let y = tape.sum(x, attended)
        let z = feedForwardNorm(y, on: &tape)
        let fed = feedForward(z, options, on: &tape)
        return tape.sum(y, fed)
      case .postNorm:
        let sum = tape.sum(x, attended)
        let y = attentionNorm(sum, on: &tape)
        let fed = feedForward(y, options, on: &tape)
        let total = tape.sum(y, fed)
        return feedForwardNorm(total, on: &tape)
      }
    }

    /// What the last row of one sequence takes in, `[heads, rows]`.
    func weightsOfLastRow<S: Scalar>(
      _ x: Variable, _ options: Options, on tape: inout Tape<S>
    ) -> Variable {
      let (query, keys) = read(x, options, on: &tape)
      return attention.weightsOfLastRow(query: query, keys: keys, on: &tape)
    }

    /// What queries come from, and what keys and values do.
    private func read<S: Scalar>(
      _ x: Variable, _ options: Options, on tape: inout Tape<S>
    ) -> (query: Variable, keys: Variable) {
      if options.norms == .postNorm { return (x, x) }
      let normed = attentionNorm(x, on: &tape)
      return (normed, options.norms == .original ? x : normed)
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
