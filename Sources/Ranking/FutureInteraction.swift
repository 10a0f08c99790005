public import Interactions
import Tensors

/// Future-interaction prediction (protocol A of AutoSeqRec, JODIE and CoPE): the events of a period one
/// by one, each scored with all that came before it and then revealed.
///
/// ```swift
/// let (validation, test) = try FutureInteraction.evaluate(split) { trained.live(after: $0) }
/// print(test.metrics(seen: .filtered).mrr)
/// ```
///
/// Every item of the log is a candidate. Cold users, repeats and items never trained on count.
public enum FutureInteraction {
  /// Replays validation from the state after training, and test from the state after both.
  ///
  /// - Parameters:
  ///   - progress: called after each event with the number of events done in both periods.
  ///   - scorer: makes a scorer that has seen a log; its parameters must be those of training.
  /// - Throws: what ``replay(_:after:scoring:progress:)`` throws.
  public static func evaluate<S: Scorer & ~Copyable>(
    _ split: Split, progress: ((Int) -> Void)? = nil, scorer: (InteractionLog) throws -> S
  ) throws -> (validation: FutureInteractionResult, test: FutureInteractionResult) {
    // One scorer at a time: its memory is gone before the next one is made.
    func replayed(
      _ period: InteractionLog, after history: InteractionLog, _ done: Int
    ) throws -> FutureInteractionResult {
      var own = try scorer(history)
      return try replay(period, after: history, scoring: &own) { progress?(done + $0) }
    }
    let validation = try replayed(split.validation, after: split.train, 0)
    return (
      validation,
      try replayed(split.test, after: split.trainAndValidation, split.validation.count)
    )
  }

  /// Scores and reveals the events of a period. O(n) an event besides the scorer's work.
  ///
  /// - Parameters:
  ///   - history: what happened before; the scorer has seen it.
  ///   - progress: called after each event with the number of events done.
  /// - Precondition: the scorer scores the items of the period.
  /// - Throws: ``RankingError`` where a score is NaN; `CancellationError` where the task is cancelled.
  public static func replay<S: Scorer & ~Copyable>(
    _ period: InteractionLog, after history: InteractionLog, scoring scorer: inout S,
    progress: ((Int) -> Void)? = nil
  ) throws -> FutureInteractionResult {
    check(scorer.itemCount, for: period)
    var seen = UserItemMatrix(after: history)
    var filtered: [Rank] = []
    var unfiltered: [Rank] = []
    filtered.reserveCapacity(period.count)
    unfiltered.reserveCapacity(period.count)
    let size = eventsTogether(itemCount: scorer.itemCount)
    var scores = Tensor<Float>(zeros: [min(size, period.count), scorer.itemCount])
    for start in stride(from: 0, to: period.count, by: size) {
      try Task.checkCancellation()
      let events = Array(period.events[start..<min(start + size, period.count)])
      if events.count < scores.rows {
        scores = Tensor(zeros: [events.count, scorer.itemCount])
      }
      scorer.replay(events, into: &scores)
      for (row, event) in events.enumerated() {
        let rank = try Rank.both(
          of: event.item, in: scores, row: row, excluding: seen.items(of: event.user))
        unfiltered.append(rank.unfiltered)
        filtered.append(rank.filtered)
        seen.insert(user: event.user, item: event.item)
        progress?(filtered.count)
      }
    }
    return FutureInteractionResult(filtered: filtered, unfiltered: unfiltered)
  }

  /// That a scorer of so many items scores all items of the period; it may know more.
  static func check(_ itemCount: Int, for period: InteractionLog) {
    precondition(
      itemCount >= period.itemCount, "a scorer of \(itemCount) items for \(period.itemCount)")
  }
}

extension FutureInteraction {
  /// How many events a scorer gets at a time: enough for products of matrices, and no more scores than 16 MiB.
  private static func eventsTogether(itemCount: Int) -> Int {
    min(96, max(1, (4 << 20) / max(itemCount, 1)))
  }
}

/// What happens to items that a user already has.
public enum SeenItems: String, CaseIterable, Sendable {
  /// They are no candidates; a repeated target ranks after all that are.
  case filtered = "filter"
  /// They are candidates like all others.
  case kept = "keep"
}

/// The ranks of a replayed period, in the order of its events.
public struct FutureInteractionResult: Hashable, Sendable {
  private let filtered: [Rank]
  private let unfiltered: [Rank]

  init(filtered: [Rank], unfiltered: [Rank]) {
    self.filtered = filtered
    self.unfiltered = unfiltered
  }

  /// One rank an event.
  public func ranks(seen: SeenItems) -> [Rank] {
    switch seen {
    case .filtered: filtered
    case .kept: unfiltered
    }
  }

  /// Metrics of the pessimistic ranks.
  public func metrics(seen: SeenItems, cutoffs: [Int] = [10]) -> RankingMetrics {
    RankingMetrics(ranks: ranks(seen: seen).map(\.pessimistic), cutoffs: cutoffs)
  }

  /// Metrics of the optimistic ranks. A gap to ``metrics(seen:cutoffs:)`` of more than 0.001 tells a
  /// degenerate scorer: constant or dead outputs.
  public func optimisticMetrics(seen: SeenItems, cutoffs: [Int] = [10]) -> RankingMetrics {
    RankingMetrics(ranks: ranks(seen: seen).map(\.optimistic), cutoffs: cutoffs)
  }
}
