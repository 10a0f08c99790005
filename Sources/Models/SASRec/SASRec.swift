public import Gradients
public import Recommenders

/// SASRec: causal self-attention over a user's last L items predicts the next one at every position.
///
///     score(i | s_1 ... s_t) = F_t . M[i]
///
/// with `F_t` the state of ``CausalSelfAttention`` and `M` the table that the items are read from.
///
/// ```swift
/// let model = try SASRec(
///   items: LearnedItems(count: log.itemCount, width: 50), score: DotScore(), maxLength: 200,
///   dropout: 0.2)
/// let trained = try Trainer(.sasRec, epochs: 200, batchSize: 128).fit(model, on: log)
/// ```
///
/// Source: "Self-Attentive Sequential Recommendation" (ICDM 2018).
public typealias SASRec<Items: ItemEncoder, Score: ScoreFunction> =
  SequentialRecommender<Items, CausalSelfAttention, Score, BinaryCrossEntropy>

extension SequentialRecommender
where States == CausalSelfAttention, Loss == BinaryCrossEntropy {
  /// Causal self-attention as wide as the items, trained against sampled items.
  ///
  /// - Parameters:
  ///   - blocks: how many attention blocks follow each other.
  ///   - heads: how many heads share the width.
  ///   - maxLength: the number L of latest items that are read.
  ///   - dropout: the probability of a zero in training.
  ///   - norms: where norms and residuals stand.
  ///   - negatives: how many items are drawn against each target.
  /// - Throws: ``CompositionError`` where the pieces do not fit each other.
  public init(
    items: Items, score: Score, blocks: Int = 2, heads: Int = 1, maxLength: Int = 50,
    dropout: Double = 0.5, norms: CausalSelfAttention.NormPlacement = .original,
    negatives: Int = 1
  ) throws(CompositionError) {
    var options = CausalSelfAttention.Options()
    options.maxLength = maxLength
    options.blocks = blocks
    options.heads = heads
    options.dropout = dropout
    options.norms = norms
    try self.init(items: items, options: options, score: score, negatives: negatives)
  }

  /// Causal self-attention with all its options.
  ///
  /// - Throws: ``CompositionError`` where the pieces do not fit each other.
  public init(
    items: Items, options: CausalSelfAttention.Options, score: Score, negatives: Int = 1,
    batching: UserBatching = .shuffled
  ) throws(CompositionError) {
    guard items.width.isMultiple(of: options.heads) else {
      throw .heads(options.heads, width: items.width)
    }
    try self.init(
      items: items, sequence: CausalSelfAttention(width: items.width, options: options),
      score: score, objective: BinaryCrossEntropy(negatives: negatives),
      maxLength: options.maxLength, batching: batching)
  }
}

extension AdamRecipe {
  /// SASRec's constants: a rate of 1e-3 and `beta2 = 0.98`. Its batches hold 128 users.
  public static var sasRec: AdamRecipe { .adam(rate: 1e-3, beta2: 0.98) }
}
