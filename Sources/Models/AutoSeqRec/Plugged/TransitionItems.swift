public import Gradients
public import Interactions
import Layers
public import Recommenders
public import Tensors

/// AutoSeqRec's source or target embeddings as a trained encoder of items: `f(T)` or `f(transpose(T))`
/// for the transitions T of a log, with `f`'s parameters moved by the model that takes it.
///
/// A source and a target encoder with the same ``MultiInformationEncoder`` share its parameters. For
/// embeddings that were trained before, see ``AutoSeqRecEmbeddings``. O(transitions k) a step.
///
/// Source: AutoSeqRec, the item side.
public struct TransitionItems: ItemEncoder {
  /// `f`
  public let encoder: MultiInformationEncoder
  private let transitions: SparseMatrix<Float>

  /// Whether an item stands for what follows it or for what precedes it.
  public enum Side: Hashable, Sendable, CaseIterable {
    /// `f(T)`
    case source
    /// `f(transpose(T))`
    case target
  }

  /// An encoder of one side of the transitions in a log.
  ///
  /// - Precondition: the log has no more items than the encoder reads.
  public init(_ side: Side, of log: InteractionLog, encoder: MultiInformationEncoder) {
    let items = encoder.layer.weight.shape[0]
    precondition(log.itemCount <= items, "a log of \(log.itemCount) items for one of \(items)")
    let matrix = InteractionState(after: log).transitions.matrix(items: items)
    self.encoder = encoder
    transitions = side == .source ? matrix : matrix.transposed()
  }

  /// The number of items n.
  public var itemCount: Int { transitions.rows }

  /// The width k.
  public var width: Int { encoder.layer.weight.shape[1] }

  /// `We` and `be`.
  public var parameters: [Parameter] { encoder.parameters }

  /// `f` of every item's transitions.
  public func table<S: Scalar>(on tape: inout Tape<S>) -> Variable {
    encoder.encode(transitions.converted(to: S.self), on: &tape)
  }
}
