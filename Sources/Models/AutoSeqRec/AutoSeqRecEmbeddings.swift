import Gradients
public import Interactions
import Layers
public import Recommenders
public import Tensors

/// AutoSeqRec's embeddings after a log, for other models: two tables of items and an encoder of
/// histories. All are fixed; ``WarmItems`` begins with a table and trains it.
public struct AutoSeqRecEmbeddings: Sendable {
  /// `Es = f(T)`: what follows an item. `[n, k]`
  public let source: FixedItems
  /// `Et = f(transpose(T))`: what precedes it. `[n, k]`
  public let target: FixedItems
  /// `Ec`: what a user has.
  public let collaborative: CollaborativeUserEncoder
}

extension Trained<AutoSeqRec> {
  /// The embeddings of items and users after a log, which should be no more than what the other model
  /// trains on: a transition into a test item would give it away. O(events k).
  ///
  /// - Precondition: the log has no more items than the model.
  public func embeddings(of log: InteractionLog, workers: Workers = .one) -> AutoSeqRecEmbeddings {
    let data = model.dataset(of: log)
    func table(_ kind: AutoSeqRec.Kind, _ name: String) -> FixedItems {
      let rows = EncodedRows(model, weights, of: data.matrix(kind), on: workers)
      return FixedItems(rows.embeddings(), name: name)
    }
    return AutoSeqRecEmbeddings(
      source: table(.source, "source"), target: table(.target, "target"),
      collaborative: CollaborativeUserEncoder(
        itemTable: weights[model.encoder.layer.weight], bias: weights[model.encoder.layer.bias],
        countExponent: model.options.countExponent))
  }
}
