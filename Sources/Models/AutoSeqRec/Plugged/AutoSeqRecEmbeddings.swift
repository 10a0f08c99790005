public import Interactions
public import Recommenders
public import Tensors

/// AutoSeqRec's embeddings after a log, for other models: two tables of items and an encoder of
/// histories. All are fixed; ``WarmItems`` begins with a table and trains it, ``LiveItems`` lets it follow a stream.
public struct AutoSeqRecEmbeddings: Sendable {
  /// `Es = f(T)`: what follows an item. `[n, k]`
  public let source: FixedItems
  /// `Et = f(transpose(T))`: what precedes it. `[n, k]`
  public let target: FixedItems
  /// `Ec`: what a user has.
  public let collaborative: CollaborativeUserEncoder

  private let encoders: (source: EncoderNumbers, target: EncoderNumbers)

  init(
    source: FixedItems, target: FixedItems, collaborative: CollaborativeUserEncoder,
    encoders: (source: EncoderNumbers, target: EncoderNumbers)
  ) {
    self.source = source
    self.target = target
    self.collaborative = collaborative
    self.encoders = encoders
  }

  /// The table of a side.
  public func table(of side: TransitionItems.Side) -> FixedItems {
    side == .source ? source : target
  }

  /// What made it.
  func encoder(of side: TransitionItems.Side) -> EncoderNumbers {
    side == .source ? encoders.source : encoders.target
  }

  /// The embeddings times factors of at least 0.
  public func scaled(
    source: Double = 1, target: Double = 1, collaborative: Double = 1
  ) -> AutoSeqRecEmbeddings {
    Self(
      source: self.source.scaled(by: Float(source)), target: self.target.scaled(by: Float(target)),
      collaborative: self.collaborative.scaled(by: collaborative),
      encoders: (encoders.source.scaled(by: source), encoders.target.scaled(by: target)))
  }
}

extension Trained<AutoSeqRec> {
  /// The embeddings of items and users after a log, which should be no more than what the other model
  /// trains on: a transition into a test item would give it away. O(events k).
  ///
  /// - Precondition: the log has no more items than the model.
  public func embeddings(of log: InteractionLog, workers: Workers = .one) -> AutoSeqRecEmbeddings {
    let data = model.dataset(of: log)
    let encoder = EncoderNumbers(model, weights)
    func table(_ kind: AutoSeqRec.Kind, _ name: String) -> FixedItems {
      let rows = EncodedRows(data.matrix(kind), encoder, on: workers)
      return FixedItems(rows.embeddings(), name: name)
    }
    return AutoSeqRecEmbeddings(
      source: table(.source, "source"), target: table(.target, "target"),
      collaborative: CollaborativeUserEncoder(encoder), encoders: (encoder, encoder))
  }
}
