public import Gradients
public import Layers
public import Tensors

/// A decoder's reconstruction of a row as its score: `activation(e W + b)`, with `e` the user's
/// embedding or the state.
///
/// AutoSeqRec's long-term score is `sigmoid(Ec[u] Wc + bc)`, its one-hop score `relu(Es[j] Ws + bs)`.
/// Shapes: `e [rows, k]`, `W [k, n]`, `b [n]`. 2 n k operations a row for all items.
public struct DecodedRow: DecodedScore, Hashable {
  /// `W` and `b`.
  public let decoder: Linear
  /// What is applied to the pre-activations.
  public let activation: Activation
  /// The row that is decoded.
  public let row: DecodedPart
  /// The bias of items that came after training, whose column of `W` counts as zero.
  public let biasOfNewItems: NewItemBias

  /// The part of a context that is decoded.
  public enum DecodedPart: Hashable, Sendable {
    /// ``Context/user``
    case user
    /// ``Context/state``
    case state
  }

  /// A bias for items that the decoder does not know.
  public enum NewItemBias: Hashable, Sendable {
    /// 0
    case zero
    /// The smallest bias of the known ones.
    case minimum
  }

  /// A score from that decoder.
  public init(
    _ decoder: Linear, _ activation: Activation, of row: DecodedPart,
    biasOfNewItems: NewItemBias = .zero
  ) {
    self.decoder = decoder
    self.activation = activation
    self.row = row
    self.biasOfNewItems = biasOfNewItems
  }

  /// The decoder's weight and bias.
  public var parameters: [Parameter] { decoder.parameters }

  /// The row that is decoded.
  public var reads: Context.Parts { row == .user ? .user : .state }

  /// The same.
  public var needs: Context.Parts { reads }

  /// The decoder must read rows of that width and know every item.
  public func check(_ sizes: CompositionSizes) throws(CompositionError) {
    let shape = decoder.weight.shape
    let width = row == .state ? sizes.stateWidth : sizes.userWidth
    if let width, shape[0] != width {
      throw .width(of: decoder.weight.path, expected: width, found: shape[0])
    }
    guard shape[1] == sizes.itemCount else {
      throw .itemCount(piece: decoder.weight.path, expected: sizes.itemCount, found: shape[1])
    }
  }

  /// What is decoded.
  ///
  /// - Precondition: the context has it.
  public func embedding<S: Scalar>(in context: Context, on tape: inout Tape<S>) -> Variable {
    row == .user ? context[\.user] : context[\.state]
  }

  /// The decoded rows, or the candidates among them: 2 k operations each, in another order than that of all, so that
  /// the last bits may differ. Where some came after training all rows are decoded.
  public func scores<S: Scalar>(
    of candidates: Candidates, in context: Context, on tape: inout Tape<S>
  ) -> Variable {
    if case .each(let items) = candidates, items.allSatisfy({ $0 < decoder.weight.shape[1] }) {
      let embedding = embedding(in: context, on: &tape)
      return tape.activate(decoder(embedding, candidates: items, on: &tape), activation)
    }
    var preActivations = decoder(embedding(in: context, on: &tape), on: &tape)
    if context.itemCount > decoder.weight.shape[1] {
      let bias = newItemBias(on: &tape)
      preActivations = tape.widened(preActivations, to: context.itemCount, with: bias)
    }
    let decoded = tape.activate(preActivations, activation)
    switch candidates {
    case .all: return decoded
    case .each(let items): return tape.columns(items, of: decoded)
    }
  }

  private func newItemBias<S: Scalar>(on tape: inout Tape<S>) -> Double {
    switch biasOfNewItems {
    case .zero: 0
    case .minimum: Double(tape[tape.parameter(decoder.bias)].elements.min() ?? 0)
    }
  }
}
