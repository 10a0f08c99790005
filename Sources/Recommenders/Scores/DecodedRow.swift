public import Gradients
public import Layers
public import Tensors

/// A decoder's reconstruction of a row as its score: `activation(e W + b)`, with `e` the user's
/// embedding or the state.
///
/// AutoSeqRec's long-term score is `sigmoid(Ec[u] Wc + bc)`, its one-hop score `relu(Es[j] Ws + bs)`.
/// Shapes: `e [rows, k]`, `W [k, n]`, `b [n]`. 2 n k operations a row.
public struct DecodedRow: ScoreFunction, Hashable {
  /// `W` and `b`.
  public let decoder: Linear
  /// What is applied to the pre-activations.
  public let activation: Activation
  /// The row that is decoded.
  public let row: ContextRow
  /// The bias of items that came after training, whose column of `W` counts as zero.
  public let biasOfNewItems: NewItemBias

  /// A bias for items that the decoder does not know.
  public enum NewItemBias: Hashable, Sendable {
    /// 0
    case zero
    /// The smallest bias of the known ones.
    case minimum
  }

  /// A score from that decoder.
  public init(
    _ decoder: Linear, _ activation: Activation, of row: ContextRow,
    biasOfNewItems: NewItemBias = .zero
  ) {
    self.decoder = decoder
    self.activation = activation
    self.row = row
    self.biasOfNewItems = biasOfNewItems
  }

  /// The decoder's weight and bias.
  public var parameters: [Parameter] { decoder.parameters }

  /// `scores += factor activation(e W + b)`; see ``ScoreFunction``.
  public func addScores<S: Scalar>(
    of context: Context<S>, times factor: S, with weights: Weights<S>,
    into scores: inout Tensor<S>
  ) {
    guard let e = row == .user ? context.user : context.state else { return }
    let (weight, bias) = (weights[decoder.weight], weights[decoder.bias])
    var z = Tensor<S>(uninitialized: [e.rows, weight.columns], in: context.pool)
    z.multiply(.plain(e), .plain(weight), on: context.workers)
    scores.addActivated(z, bias: bias, activation, times: factor)
    if scores.columns > weight.columns {
      let newBias = biasOfNewItems == .minimum ? bias.elements.min() ?? 0 : 0
      scores.addActivated(newBias, from: weight.columns, activation, times: factor)
    }
  }
}
