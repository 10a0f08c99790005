public import Gradients
public import Interactions
public import Recommenders
public import Tensors

/// AutoSeqRec's source or target embeddings as a table of items that is not trained, with the encoder that made
/// it: a live session that follows them makes anew the row that an event changes, in O(k).
///
/// Frozen parameters: the table `[n, k]` at `NAME.weight`, and `We` and `be` at `NAME.encoder.{weight,bias}`, all in
/// one scale.
///
/// Source: AutoSeqRec, section 4.6.
public struct LiveItems: ItemEncoder {
  /// Whether an item stands for what follows it or for what precedes it.
  public let side: TransitionItems.Side
  private let items: FixedItems
  private let weight, bias: Parameter
  private let countExponent: Double

  /// One side of the embeddings.
  public init(_ side: TransitionItems.Side, of embeddings: AutoSeqRecEmbeddings) {
    let items = embeddings.table(of: side)
    let encoder = embeddings.encoder(of: side)
    self.side = side
    self.items = items
    (weight, bias) = encoder.frozen(at: "\(items.name).encoder")
    countExponent = encoder.countExponent
  }

  /// The number of items n.
  public var itemCount: Int { items.itemCount }

  /// The width k.
  public var width: Int { items.width }

  /// The table, `We` and `be`, which are not trained.
  public var parameters: [Parameter] { items.parameters + [weight, bias] }

  /// The table.
  public func table<S: Scalar>(on tape: inout Tape<S>) -> Variable { items.table(on: &tape) }
}

extension LiveItems: FollowedPiece {
  /// Counts the transitions of a log, of items that the table has.
  public func follower(
    after log: InteractionLog, in weights: inout Weights<Float>
  ) -> any WeightsFollower {
    Follower(of: self, after: log, in: &weights)
  }

  private struct Follower: WeightsFollower {
    let items: LiveItems
    let table: Parameter
    var rows: EncodedRows
    var last: RecentItems

    init(of items: LiveItems, after log: InteractionLog, in weights: inout Weights<Float>) {
      let n = items.itemCount
      let state = InteractionState(after: log)
      let transitions = state.transitions.matrix(items: max(n, log.itemCount))
      let counts = items.side == .source ? transitions : transitions.transposed()
      self.items = items
      table = items.items.parameters[0]
      rows = EncodedRows(
        counts.gatheringRows(0..<n).keepingColumns(n),
        EncoderNumbers(
          weight: weights[items.weight], bias: weights[items.bias],
          countExponent: items.countExponent), on: .one)
      last = RecentItems(after: log, limit: 1)
      for row in 0..<n { embed(row, in: &weights) }
    }

    mutating func observe(_ event: Interaction, in weights: inout Weights<Float>) {
      defer { last.observe(user: event.user, item: event.item) }
      guard let previous = last[event.user].first.map(Int.init),
        previous < items.itemCount, event.item < items.itemCount
      else { return }
      let (row, column) =
        items.side == .source ? (previous, event.item) : (event.item, previous)
      rows.count(column, of: weights[items.weight], inRow: row)
      embed(row, in: &weights)
    }

    private func embed(_ row: Int, in weights: inout Weights<Float>) {
      weights.update(table) { rows.embed(row, into: &$0, row: row) }
    }
  }
}
