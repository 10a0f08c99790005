import SeqRec

/// A log cut as a protocol has it: what trains, what is held out, and how that is ranked. The same for
/// every model and seed.
struct HeldOut {
  let split: Split
  let seen: SeenItems
  /// What messages call the data.
  let dataName: String
  /// How many ranks there will be.
  let rankedCount: Int
  let rule: Rule
  /// The places in the log of the events that may be ranked; under leave-one-out by user, -1 without one.
  let validationPlaces, testPlaces: [Int]
  /// What is attainable among the candidates of this protocol, where that is known.
  let oracle: SyntheticOracle?

  enum Rule {
    case futureInteraction
    case leaveOneOut(LeaveOneOut, NegativesSetting, userCount: Int)
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
        "\(dataset.source): expected interactions to train, validate and test on, "
          + "found \(counts[0]), \(counts[1]) and \(counts[2])",
        hint: "80%, 10% and 10% of \(log.count) in time order")
    }
    let middle = counts[0] + counts[1]
    return HeldOut(
      split: split, seen: seen, dataName: dataset.source, rankedCount: log.count - counts[0],
      rule: .futureInteraction,
      validationPlaces: Array(counts[0]..<middle), testPlaces: Array(middle..<log.count),
      oracle: dataset.oracle)
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
        "\(dataset.source): expected users with 3 interactions or more, found none "
          + "among \(log.userCount.grouped)",
        hint: "leave-one-out trains on one, validates on one and tests on one")
    }
    var places = [[Int]](repeating: [], count: log.userCount)
    for (place, event) in log.events.enumerated() { places[event.user].append(place) }
    func place(fromEnd distance: Int) -> [Int] {
      places.map { $0.count >= 3 ? $0[$0.count - distance] : -1 }
    }
    let userCount = split.test.count
    var most = userCount
    if case .sample(let count, _) = negatives.rule.users(seed: negatives.seed) {
      most = min(count, most)
    }
    return HeldOut(
      split: split, seen: seen, dataName: dataset.source, rankedCount: 2 * most,
      rule: .leaveOneOut(
        negatives.evaluation(of: split, number: 0), negatives, userCount: userCount),
      validationPlaces: place(fromEnd: 2), testPlaces: place(fromEnd: 1), oracle: nil)
  }

  /// The negatives that are drawn, where the protocol knows some.
  var negatives: NegativesSetting? {
    if case .leaveOneOut(_, let negatives, _) = rule { negatives } else { nil }
  }

  /// How many ranks there will be of the test.
  var testCount: Int {
    switch rule {
    case .futureInteraction: testPlaces.count
    case .leaveOneOut: rankedCount / 2
    }
  }

  /// How many users are drawn in each period, and from how many; nil where everybody is ranked.
  var drawnUsers: (count: Int, all: Int)? {
    guard case .leaveOneOut(_, _, let all) = rule, rankedCount < 2 * all else { return nil }
    return (rankedCount / 2, all)
  }

  /// What ``validate(_:epoch:)`` measures.
  var criterion: String {
    switch rule {
    case .futureInteraction: "MRR"
    case .leaveOneOut: "NDCG@10"
    }
  }

  /// How good a recommender that has seen the events of training is on validation, after so many epochs.
  func validate<Live: LiveRecommender & ~Copyable>(
    _ live: consuming Live, epoch: Int
  ) throws -> Double {
    switch rule {
    case .futureInteraction:
      return try FutureInteraction.replay(split.validation, after: split.train, scoring: &live)
        .metrics(seen: seen).mrr
    case .leaveOneOut(let shared, let negatives, _):
      // The draw is the epoch's, so that a resumed training meets the same ones.
      let evaluation =
        negatives.rule.draw(epoch).map { negatives.evaluation(of: split, number: $0) } ?? shared
      return try evaluation.validate(live).metrics(negatives.candidates(seen), cutoffs: [10])
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
    case .leaveOneOut(let evaluation, let negatives, _):
      let before = try evaluation.validate(begin(split.train)) { progress.advance(to: $0) }
      let after = try evaluation.test(begin(split.trainAndValidation)) {
        progress.advance(to: before.users.count + $0)
      }
      validation = ranks(before, negatives, at: before.users.map { validationPlaces[$0] })
      test = ranks(after, negatives, at: after.users.map { testPlaces[$0] })
    }
    return Evaluation(
      validation: validation, test: test, validationSeconds: middle,
      testSeconds: clock.seconds - middle)
  }

  private func ranks(_ result: FutureInteractionResult, at places: [Int]) -> PeriodRanks {
    PeriodRanks(
      places: places, reported: result.ranks(seen: seen), full: result.ranks(seen: seen),
      unfiltered: result.ranks(seen: .kept), cutoffs: [10], shortUserCount: 0,
      attainable: oracle.map { oracle in
        AttainableMetrics(meanOf: places.map { oracle.attainable[$0] })
      })
  }

  private func ranks(
    _ result: LeaveOneOutResult, _ negatives: NegativesSetting, at places: [Int]
  ) -> PeriodRanks {
    let reported = negatives.candidates(seen)
    return PeriodRanks(
      places: places, reported: result.ranks(reported),
      full: result.ranks(seen == .filtered ? .full : .unfiltered),
      unfiltered: result.ranks(.unfiltered), cutoffs: [5, 10, 20, 50],
      shortUserCount: result.shortUserCount(reported), attainable: nil)
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
  /// What the best ranking expects, where that is known.
  let attainable: AttainableMetrics?

  /// The MRR as a share of the attainable one.
  var attainableShare: Double? { attainable.map { metrics.mrr / $0.reciprocalRank } }

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
