import SeqRec

/// A log cut as a protocol has it: what trains, what is held out, and how that is ranked. The same for
/// every model and seed.
struct HeldOut {
  let split: Split
  let seen: SeenItems
  private let rule: Rule
  /// The places in the log of the events that are ranked.
  private let validationPlaces, testPlaces: [Int]

  private enum Rule {
    case futureInteraction
    case leaveOneOut(LeaveOneOut, NegativesSetting)
  }

  /// The first 80% of the events to train, the next 10% to validate, the rest to test.
  ///
  /// - Throws: `ToolError` with status 65 where a part is empty.
  static func future(of dataset: Dataset, seen: SeenItems) throws(ToolError) -> HeldOut {
    let log = dataset.log
    let split = log.split(.byTime(train: 0.8, validation: 0.1))
    let counts = [split.train, split.validation, split.test].map(\.count)
    guard counts.allSatisfy({ $0 > 0 }) else {
      throw ToolError(
        .badInput,
        "\(dataset.path ?? dataset.name): expected interactions to train, validate and test on, "
          + "found \(counts[0]), \(counts[1]) and \(counts[2])",
        hint: "80%, 10% and 10% of \(log.count) in time order")
    }
    let middle = counts[0] + counts[1]
    return HeldOut(
      split: split, seen: seen, rule: .futureInteraction,
      validationPlaces: Array(counts[0]..<middle), testPlaces: Array(middle..<log.count))
  }

  /// Of each user the last event to test, the last but one to validate, the rest to train.
  ///
  /// - Throws: `ToolError` with status 65 where nobody has three.
  static func lastItems(
    of dataset: Dataset, negatives: NegativesSetting, seen: SeenItems
  ) throws(ToolError) -> HeldOut {
    let log = dataset.log
    let split = log.split(.leaveOneOut)
    guard split.test.count > 0 else {
      throw ToolError(
        .badInput,
        "\(dataset.path ?? dataset.name): expected users with 3 interactions or more, found none "
          + "among \(log.userCount.grouped)",
        hint: "leave-one-out trains on one, validates on one and tests on one")
    }
    var places = [[Int]](repeating: [], count: log.userCount)
    for (place, event) in log.events.enumerated() { places[event.user].append(place) }
    let ranked = places.filter { $0.count >= 3 }
    let evaluation = LeaveOneOut(
      split, negatives: negatives.count.map { [$0] } ?? [], seed: negatives.seed,
      rule: negatives.rule)
    return HeldOut(
      split: split, seen: seen, rule: .leaveOneOut(evaluation, negatives),
      validationPlaces: ranked.map { $0[$0.count - 2] }, testPlaces: ranked.map { $0[$0.count - 1] }
    )
  }

  /// The negatives that are drawn, where the protocol knows some.
  var negatives: NegativesSetting? {
    if case .leaveOneOut(_, let negatives) = rule { negatives } else { nil }
  }

  /// How many ranks there will be.
  var rankedCount: Int { validationPlaces.count + testPlaces.count }

  /// What ``validate(_:)`` measures.
  var criterion: String {
    switch rule {
    case .futureInteraction: "MRR"
    case .leaveOneOut: "NDCG@10"
    }
  }

  /// How good a recommender that has seen the events of training is on validation.
  func validate<Live: LiveRecommender & ~Copyable>(_ live: consuming Live) throws -> Double {
    switch rule {
    case .futureInteraction:
      try FutureInteraction.replay(split.validation, after: split.train, scoring: &live)
        .metrics(seen: seen).mrr
    case .leaveOneOut(let evaluation, let negatives):
      try evaluation.validate(live).metrics(negatives.candidates(seen), cutoffs: [10])
        .ndcg(at: 10) ?? 0
    }
  }

  /// Ranks validation with a recommender that has seen training, and test with one that has seen both.
  func evaluate<Live: LiveRecommender & ~Copyable>(
    _ progress: Progress, live: (InteractionLog) -> Live
  ) throws -> Evaluation {
    let clock = Stopwatch()
    var middle = 0.0
    func begin(_ log: InteractionLog) -> Live {
      middle = clock.seconds
      return live(log)
    }
    let (validation, test): (PeriodRanks, PeriodRanks)
    switch rule {
    case .futureInteraction:
      let results = try FutureInteraction.evaluate(
        split, progress: { progress.advance(to: $0) }, scorer: begin)
      validation = ranks(results.validation, at: validationPlaces)
      test = ranks(results.test, at: testPlaces)
    case .leaveOneOut(let evaluation, let negatives):
      let before = try evaluation.validate(begin(split.train)) { progress.advance(to: $0) }
      let after = try evaluation.test(begin(split.trainAndValidation)) {
        progress.advance(to: validationPlaces.count + $0)
      }
      validation = ranks(before, negatives, at: validationPlaces)
      test = ranks(after, negatives, at: testPlaces)
    }
    return Evaluation(
      validation: validation, test: test, validationSeconds: middle,
      testSeconds: clock.seconds - middle)
  }

  private func ranks(_ result: FutureInteractionResult, at places: [Int]) -> PeriodRanks {
    PeriodRanks(
      places: places, reported: result.ranks(seen: seen), full: result.ranks(seen: seen),
      unfiltered: result.ranks(seen: .kept), cutoffs: [10], shortUserCount: 0)
  }

  private func ranks(
    _ result: LeaveOneOutResult, _ negatives: NegativesSetting, at places: [Int]
  ) -> PeriodRanks {
    let reported = negatives.candidates(seen)
    return PeriodRanks(
      places: places, reported: result.ranks(reported),
      full: result.ranks(seen == .filtered ? .full : .unfiltered),
      unfiltered: result.ranks(.unfiltered), cutoffs: [5, 10, 20, 50],
      shortUserCount: result.shortUserCount(reported))
  }
}

/// The ranks of both periods and how long they took.
struct Evaluation {
  let validation: PeriodRanks
  let test: PeriodRanks
  let validationSeconds: Double
  let testSeconds: Double
}

/// The ranks of one period, one for each event that is scored.
struct PeriodRanks {
  /// The events' places in the log.
  let places: [Int]
  /// Among the candidates that were asked for.
  let reported: [Rank]
  /// Among all items under the chosen `--seen`.
  let full: [Rank]
  /// Among all items.
  let unfiltered: [Rank]
  let cutoffs: [Int]
  /// How many users had fewer items left than negatives were asked for.
  let shortUserCount: Int

  var metrics: RankingMetrics { pessimistic(reported) }
  var fullMetrics: RankingMetrics { pessimistic(full) }
  var unfilteredMetrics: RankingMetrics { pessimistic(unfiltered) }
  var optimisticMetrics: RankingMetrics {
    RankingMetrics(ranks: reported.map(\.optimistic), cutoffs: cutoffs)
  }

  private func pessimistic(_ ranks: [Rank]) -> RankingMetrics {
    RankingMetrics(ranks: ranks.map(\.pessimistic), cutoffs: cutoffs)
  }
}
