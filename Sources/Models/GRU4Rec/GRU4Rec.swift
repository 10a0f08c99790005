public import Recommenders
public import Tensors

/// GRU4Rec: a gated recurrent unit over a user's latest items predicts the next one at every position.
///
///     score(i | s_1 ... s_t) = h_t . M[i] + b[i],  h_t = GRU(h_(t-1), E[s_t])
///
/// Without a table of its own the score is tied, `M = E`, the published "constrained embedding"; with one,
/// items as they are read and as they are predicted are different vectors.
///
/// ```swift
/// let model = try GRU4Rec(
///   items: LearnedItems(count: log.itemCount, width: 64), score: DotScore(biasOf: log.itemCount))
/// let trained = try Trainer(.adam(rate: 1e-3), epochs: 50, batchSize: 64).fit(model, on: split.train)
/// ```
///
/// Histories are read whole, up to `maxLength` items, and gradients flow back through all of them; or, as published for short
/// sessions, ``UserBatching/sideBySide``: one step at a time beside other histories, with the others' targets as negatives where
/// the objective says so. The parameters are the same.
///
/// Source: Hidasi et al., "Session-based Recommendations with Recurrent Neural Networks" (ICLR 2016); the
/// losses and tied tables are from Hidasi and Karatzoglou, "Recurrent Neural Networks with Top-k Gains for
/// Session-based Recommendations" (CIKM 2018).
public typealias GRU4Rec<
  Items: ItemEncoder, Score: ScoreFunction, User: UserEncoder, Loss: Objective
> = SequentialRecommender<Items, GatedRecurrence, Score, User, Loss>

extension SequentialRecommender where States == GatedRecurrence {
  /// A gated recurrence over the items.
  ///
  /// - Parameters:
  ///   - user: what stands for the user, where the score looks at one.
  ///   - objective: what is minimised; cross-entropy over the whole catalogue unless told otherwise.
  ///   - width: the width of a state; that of the items, which a tied score needs, unless told otherwise.
  ///   - maxLength: how many of the latest items are read.
  ///   - reset: where the reset gate acts; as published unless told otherwise.
  ///   - dropout: the probability that an element of an item's vector is zero in training.
  ///   - stateDropout: the same of a state; what goes on from step to step has no dropout.
  ///   - batching: which histories, or steps of them, make up the batches.
  /// - Throws: ``CompositionError`` where the pieces do not fit each other.
  public init(
    items: Items, score: Score, user: User? = Never?.none,
    objective: Loss = SoftmaxCrossEntropy(), width: Int? = nil, maxLength: Int = 50,
    reset: GRUReset = .beforeProduct, dropout: Double = 0.25, stateDropout: Double = 0,
    batching: UserBatching = .shuffled
  ) throws(CompositionError) {
    for (name, rate) in [("dropout", dropout), ("stateDropout", stateDropout)]
    where !(0..<1).contains(rate) {
      throw .range(name, expected: "0 or more and below 1", found: "\(rate)")
    }
    let width = width ?? items.width
    guard width >= 1 else {
      throw .range("the width of a state", expected: "1 or more", found: "\(width)")
    }
    try self.init(
      items: items,
      sequence: GatedRecurrence(
        inputWidth: items.width, width: width, reset: reset, dropout: dropout,
        stateDropout: stateDropout),
      score: score, user: user, objective: objective, maxLength: maxLength,
      batching: batching)
  }
}
