public import Gradients
import Layers
public import Recommenders
import Tensors

/// AutoSeqRec: an autoencoder over user histories and item transitions whose embeddings absorb each new
/// interaction without training.
///
///     Ec = f(R), Es = f(T), Et = f(transpose(T))          f: MultiInformationEncoder
///     loss = MSE(sigmoid(Ec Wc + bc), R) + MSE(relu(Es Ws + bs), T) + MSE(relu(Et Wt + bt), T^T)
///     score = l1 sigmoid(Ec[u] Wc + bc) + l2 relu(Es[j] Ws + bs)
///             + (1 - l1 - l2) (Es[j] .* Ec[u]) transpose(Et)
///
/// with `j` the last item of user `u`. A batch holds rows of one kind and moves the encoder and that
/// kind's decoder. ``Options`` has what departs from the paper: rows as distributions, damped counts, a state
/// of several items, further terms; ``Options/tuned`` puts it together.
///
/// Source: "AutoSeqRec: Autoencoder for Efficient Sequential Recommendation" (CIKM 2023).
public struct AutoSeqRec: TrainableModel {
  /// The number of items n.
  public let itemCount: Int
  /// The width k of the embeddings.
  public let width: Int
  /// Everything else.
  public let options: Options
  /// `f`
  public let encoder: MultiInformationEncoder
  /// What an inference adds up: `long-term`, `one-hop`, `two-hop`, and further terms with a weight.
  public let score: WeightedSum

  private let collaborativeHead, sourceHead, targetHead: Head

  /// A decoder, and what trains it.
  struct Head: Sendable {
    let score: DecodedRow
    let objective: any Objective
  }

  /// A model of that size.
  ///
  /// - Precondition: at least one item, a width of at least 1, weights that are not negative and add up
  ///   to at most 1, dropout in `0 ..< 1`, and everything else in its range.
  public init(itemCount: Int, width: Int = 256, options: Options = Options()) {
    precondition(options.areValid, "\(options)")
    self.itemCount = itemCount
    self.width = width
    self.options = options
    encoder = MultiInformationEncoder(
      columns: itemCount, width: width, dropout: options.encoderDropout)
    func decoder(_ name: String) -> Linear {
      Linear("decoders.\(name)", inputs: width, outputs: itemCount)
    }
    func head(_ name: String, of row: DecodedRow.DecodedPart) -> Head {
      switch (options.reconstruction, row) {
      case (.squaredError, .user):
        Head(
          score: DecodedRow(decoder(name), .sigmoid, of: row, biasOfNewItems: .minimum),
          objective: RowReconstruction())
      case (.squaredError, .state):
        Head(
          score: DecodedRow(decoder(name), .relu, of: row),
          objective: RowReconstruction(dropout: options.outputDropout))
      case (.crossEntropy, _):
        Head(
          score: DecodedRow(decoder(name), .identity, of: row, biasOfNewItems: .minimum),
          objective: RowCrossEntropy())
      }
    }
    collaborativeHead = head("collaborative", of: .user)
    sourceHead = head("source", of: .state)
    targetHead = head("target", of: .state)
    score = WeightedSum(
      Self.terms(options, collaborative: collaborativeHead.score, source: sourceHead.score))
  }

  /// `encoder.*` and `decoders.{collaborative,source,target}.*`, each a `weight` and a `bias`.
  public var parameters: [Parameter] {
    encoder.parameters + Kind.allCases.flatMap { head(of: $0).score.parameters }
  }

  func head(of kind: Kind) -> Head {
    switch kind {
    case .collaborative: collaborativeHead
    case .source: sourceHead
    case .target: targetHead
    }
  }
}
