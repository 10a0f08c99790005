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
/// kind's decoder.
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
  /// What an inference adds up: `long-term`, `one-hop`, `two-hop`.
  public let score: WeightedSum

  private let collaborativeHead, sourceHead, targetHead: Head

  /// A decoder, and what trains it.
  struct Head: Sendable {
    let score: DecodedRow
    let objective: RowReconstruction
  }

  /// A model of that size.
  ///
  /// - Precondition: at least one item, a width of at least 1, lambdas that are not negative and add up
  ///   to at most 1, dropout in `0 ..< 1`.
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
    collaborativeHead = Head(
      score: DecodedRow(
        decoder("collaborative"), .sigmoid, of: .user, biasOfNewItems: .minimum),
      objective: RowReconstruction())
    let dropped = RowReconstruction(dropout: options.outputDropout)
    sourceHead = Head(
      score: DecodedRow(decoder("source"), .relu, of: .state), objective: dropped)
    targetHead = Head(
      score: DecodedRow(decoder("target"), .relu, of: .state), objective: dropped)
    let terms: [(String, any ScoreFunction)] = [
      ("long-term", collaborativeHead.score), ("one-hop", sourceHead.score),
      ("two-hop", TwoHopScore()),
    ]
    score = WeightedSum(
      zip(terms, options.termWeights).map { .init($0.0, weight: $1, $0.1) })
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
