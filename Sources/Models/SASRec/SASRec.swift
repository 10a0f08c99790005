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
public typealias SASRec<
  Items: ItemEncoder, Score: ScoreFunction, User: UserEncoder, Loss: Objective
> = SequentialRecommender<Items, CausalSelfAttention, Score, User, Loss>

extension SequentialRecommender where States == CausalSelfAttention {
  /// Causal self-attention as wide as the items.
  ///
  /// - Parameters:
  ///   - user: what stands for the user, where the score looks at one.
  ///   - objective: what is minimised; binary cross-entropy against one sampled item unless told otherwise.
  ///   - blocks: how many attention blocks follow each other.
  ///   - heads: how many heads share the width.
  ///   - maxLength: the number L of latest items that are read.
  ///   - dropout: the probability of a zero in training.
  ///   - norms: where norms and residuals stand.
  /// - Throws: ``CompositionError`` where the pieces do not fit each other.
  public init(
    items: Items, score: Score, user: User? = Never?.none,
    objective: Loss = BinaryCrossEntropy(), blocks: Int = 2, heads: Int = 1, maxLength: Int = 50,
    dropout: Double = 0.5, norms: CausalSelfAttention.NormPlacement = .original
  ) throws(CompositionError) {
    var options = CausalSelfAttention.Options()
    options.maxLength = maxLength
    options.blocks = blocks
    options.heads = heads
    options.dropout = dropout
    options.norms = norms
    try self.init(items: items, options: options, score: score, user: user, objective: objective)
  }

  /// Causal self-attention with all its options.
  ///
  /// - Throws: ``CompositionError`` where the pieces do not fit each other.
  public init(
    items: Items, options: CausalSelfAttention.Options, score: Score,
    user: User? = Never?.none, objective: Loss = BinaryCrossEntropy(),
    batching: UserBatching = .shuffled
  ) throws(CompositionError) {
    try options.check(width: items.width)
    try self.init(
      items: items, sequence: CausalSelfAttention(width: items.width, options: options),
      score: score, user: user, objective: objective, maxLength: options.maxLength,
      batching: batching)
  }
}

extension LearnedItems {
  /// The released code's table, which begins Glorot uniform and has a row more, for padding, to be wide
  /// for.
  public static func sasRecPaperCode(count: Int, width: Int) -> LearnedItems {
    LearnedItems(
      count: count, width: width, initializer: .xavierUniform(inputs: count + 1, outputs: width))
  }
}

extension OptimizerRecipe {
  /// SASRec's constants: a rate of 1e-3 and `beta2 = 0.98`. Its batches hold 128 users.
  public static var sasRec: OptimizerRecipe { .adam(rate: 1e-3, beta2: 0.98) }
}
