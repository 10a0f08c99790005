public import Interactions
public import Tensors

/// A scorer of several variants of one recommender, such as mixtures of the same parts with other weights,
/// which cost together little more than one.
///
/// ``FutureInteraction/metrics(of:on:after:seen:cutoffs:)`` and
/// ``LeaveOneOut/validationMetrics(of:among:cutoffs:)`` give each variant the metrics that it would have
/// alone.
public protocol VariantScorer: ~Copyable {
  /// The number of items that each variant scores.
  var itemCount: Int { get }

  /// The number of variants.
  var variantCount: Int { get }

  /// Writes each variant's score for every item into a row, `scores [variantCount, itemCount]`; higher is
  /// better.
  func score(_ question: Question, into scores: inout Tensor<Float>)

  /// Takes an event into the state that all variants share.
  mutating func observe(_ event: Interaction)
}

extension FutureInteraction {
  /// The metrics of each variant in a replay; see ``replay(_:after:scoring:progress:)``.
  ///
  /// Memory: 4 bytes for each variant and ranked event, and for each variant and item.
  ///
  /// - Parameters:
  ///   - scorer: has seen `history`.
  ///   - seen: whether items that a user already has are candidates.
  ///   - count: how many events are ranked at most: of N events those at the places 0, s, 2 s, ... with
  ///     `s = ceil(N / count)`, evenly spaced over the period. All events are observed.
  /// - Precondition: `count` is at least 1, and the scorer scores the items of the period.
  /// - Throws: ``RankingError`` where a score is NaN; `CancellationError` where the task is cancelled.
  public static func metrics<S: VariantScorer & ~Copyable>(
    of scorer: inout S, on period: InteractionLog, after history: InteractionLog,
    seen: SeenItems, cutoffs: [Int] = [10], rankingAtMost count: Int = .max
  ) throws -> [RankingMetrics] {
    precondition(count >= 1, "\(count) events to rank")
    check(scorer.itemCount, for: period)
    let step = period.count / count + (period.count % count > 0 ? 1 : 0)
    var known = UserItemMatrix(after: history)
    var ranks = VariantRanks(of: scorer.variantCount, itemCount: scorer.itemCount)
    for (index, event) in period.events.enumerated() {
      if index % 64 == 0 { try Task.checkCancellation() }
      if index % step == 0 {
        let excluded = seen == .filtered ? known.items(of: event.user) : []
        scorer.score(Question(of: event.user, at: event.timestamp), into: &ranks.scores)
        ranks.append(try Rank.inEveryRow(of: event.item, in: ranks.scores, excluding: excluded))
      }
      scorer.observe(event)
      known.insert(user: event.user, item: event.item)
    }
    return ranks.metrics(cutoffs)
  }
}

extension LeaveOneOut {
  /// The metrics of each variant on validation; see ``validate(_:batchSize:progress:)``.
  ///
  /// Memory: 4 bytes for each variant and user, and for each variant and item.
  ///
  /// - Parameters:
  ///   - scorer: has seen the events of training.
  ///   - candidates: what targets are ranked among.
  /// - Precondition: the candidates are among those of this evaluation, and the scorer scores the items of the
  ///   split.
  /// - Throws: ``RankingError`` where a score is NaN; `CancellationError` where the task is cancelled.
  public func validationMetrics<S: VariantScorer & ~Copyable>(
    of scorer: borrowing S, among candidates: CandidateSet, cutoffs: [Int] = [10]
  ) throws -> [RankingMetrics] {
    check(scorer.itemCount)
    var ranks = VariantRanks(of: scorer.variantCount, itemCount: scorer.itemCount)
    for (place, event) in validation.events.enumerated() {
      if place % 64 == 0 { try Task.checkCancellation() }
      scorer.score(Question(of: event.user, at: event.timestamp), into: &ranks.scores)
      ranks.append(
        try (0..<scorer.variantCount).map { variant in
          try validation.rank(at: place, in: ranks.scores, row: variant, candidates)
        })
    }
    return ranks.metrics(cutoffs)
  }
}

/// The scores that each variant gives to a question, and the pessimistic ranks that it gave so far.
private struct VariantRanks {
  var scores: Tensor<Float>
  private var ranks: [[Int32]]

  init(of variantCount: Int, itemCount: Int) {
    scores = Tensor(zeros: [variantCount, itemCount])
    ranks = [[Int32]](repeating: [], count: variantCount)
  }

  /// Takes a rank of each variant.
  mutating func append(_ ranks: [Rank]) {
    for (variant, rank) in ranks.enumerated() {
      self.ranks[variant].append(Int32(rank.pessimistic))
    }
  }

  func metrics(_ cutoffs: [Int]) -> [RankingMetrics] {
    ranks.map { RankingMetrics(ranks: $0.map(Int.init), cutoffs: cutoffs) }
  }
}
