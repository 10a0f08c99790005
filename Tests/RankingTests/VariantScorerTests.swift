import Interactions
import Ranking
import Tensors
import Testing

/// What a scorer of variants is measured at is what each of them is measured at alone.
@Suite struct VariantScorerTests {
  @Test(arguments: SeenItems.allCases)
  func replayedVariantsHaveTheMetricsOfSingleScorers(_ seen: SeenItems) throws {
    for number in 0..<40 {
      let (split, itemCount) = periods(number)
      let found = try metrics(split, itemCount, seen)
      let ranks = try ranks(split, itemCount, seen)
      #expect(found == ranks.map { RankingMetrics(ranks: $0, cutoffs: [2, 5]) }, "log \(number)")
      #expect(found.map(\.count) == [Int](repeating: split.validation.count, count: 3))
    }
  }

  /// The events at every s-th place are ranked, with s the least that makes them few enough; what the others
  /// change is known to the scorer.
  @Test func aSampleIsEvenlySpaced() throws {
    for number in 0..<20 {
      let (split, itemCount) = periods(number)
      let ranks = try ranks(split, itemCount, .filtered)
      for most in 1...split.validation.count + 2 {
        let step = try #require((1...).first { (split.validation.count - 1) / $0 + 1 <= most })
        let found = try metrics(split, itemCount, .filtered, rankingAtMost: most)
        let expected = ranks.map { ranks in
          RankingMetrics(
            ranks: stride(from: 0, to: ranks.count, by: step).map { ranks[$0] }, cutoffs: [2, 5])
        }
        #expect(found == expected, "log \(number), \(most) events")
        #expect(found.allSatisfy { (1...most).contains($0.count) })
      }
    }
  }

  @Test(arguments: [CandidateSet.sampled(2), .sampled(4), .full, .unfiltered])
  func leaveOneOutGivesTheMetricsOfSingleScorers(_ candidates: CandidateSet) throws {
    for number in 0..<40 {
      let split = randomLog(number).split(.leaveOneOut)
      let evaluation = LeaveOneOut(split, negatives: [2, 4], seed: UInt64(number))
      let scorers = single(split.train.itemCount, after: split.train)
      let found = try evaluation.validationMetrics(
        of: FadingVariants(scorers), among: candidates, cutoffs: [1, 3])
      let expected = try scorers.map {
        try evaluation.validate($0).metrics(candidates, cutoffs: [1, 3])
      }
      #expect(found == expected, "log \(number)")
    }
  }

  @Test func aPeriodWithoutEventsHasNoRanks() throws {
    let split = randomLog(1).split(.byTime(train: 1, validation: 0))
    #expect(try metrics(split, split.train.itemCount, .kept).map(\.count) == [0, 0, 0])
  }

  @Test func notANumberInOneOfThemEndsTheEvaluation() {
    let log = randomLog(2)
    func scorers(after part: InteractionLog) -> FadingVariants {
      FadingVariants(
        single(log.itemCount, after: part)
          + [FadingScorer(itemCount: log.itemCount, fade: .nan, after: part)])
    }
    #expect(throws: RankingError.self) {
      let (split, _) = periods(2)
      var variants = scorers(after: split.train)
      _ = try FutureInteraction.metrics(
        of: &variants, on: split.validation, after: split.train, seen: .filtered)
    }
    #expect(throws: RankingError.self) {
      let split = log.split(.leaveOneOut)
      _ = try LeaveOneOut(split, negatives: [2]).validationMetrics(
        of: scorers(after: split.train), among: .full)
    }
  }

  @Test func aCancelledTaskEndsTheEvaluation() async {
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      let (split, itemCount) = periods(3)
      _ = try metrics(split, itemCount, .kept)
    }
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  #if os(macOS) || os(Linux)  // where tests can start processes
    /// Even where no event of the period is one of the missing item.
    @Test func scorersOfFewerItemsAreNotTaken() async {
      await #expect(processExitsWith: .success) { try measureVariants(missing: 0) }
      await #expect(processExitsWith: .failure) { try measureVariants(missing: 1) }
      await #expect(processExitsWith: .success) { try measureOne(missing: 0) }
      await #expect(processExitsWith: .failure) { try measureOne(missing: 1) }
      await #expect(processExitsWith: .success) { try validateVariants(missing: 0) }
      await #expect(processExitsWith: .failure) { try validateVariants(missing: 1) }
    }
  #endif
}

/// The periods of a small log with the number of its items.
private func periods(_ number: Int) -> (split: Split, itemCount: Int) {
  let split = randomLog(number).split(.byTime(train: 0.4, validation: 0.4))
  return (split, split.train.itemCount)
}

/// Three scorers that have seen a log.
private func single(_ itemCount: Int, after log: InteractionLog) -> [FadingScorer] {
  let fades: [Float] = [0, 0.5, 1]
  return fades.map { FadingScorer(itemCount: itemCount, fade: $0, after: log) }
}

/// The metrics of all three on validation.
private func metrics(
  _ split: Split, _ itemCount: Int, _ seen: SeenItems, rankingAtMost most: Int = .max
) throws -> [RankingMetrics] {
  var variants = FadingVariants(single(itemCount, after: split.train))
  return try FutureInteraction.metrics(
    of: &variants, on: split.validation, after: split.train, seen: seen, cutoffs: [2, 5],
    rankingAtMost: most)
}

/// The ranks that each gives alone.
private func ranks(_ split: Split, _ itemCount: Int, _ seen: SeenItems) throws -> [[Int]] {
  try single(itemCount, after: split.train).map { scorer in
    var scorer = scorer
    return try FutureInteraction.replay(
      split.validation, after: split.train, scoring: &scorer
    ).ranks(seen: seen).map(\.pessimistic)
  }
}

/// A split whose last item comes in the test alone.
private let late = InteractionLog(
  [("a", "x"), ("a", "y"), ("a", "z")].map { (user: $0, item: $1, timestamp: 0) }
).split(.leaveOneOut)

private func measureVariants(missing count: Int) throws {
  _ = try metrics(late, late.train.itemCount - count, .kept)
}

private func measureOne(missing count: Int) throws {
  _ = try ranks(late, late.train.itemCount - count, .kept)
}

private func validateVariants(missing count: Int) throws {
  let scorers = single(late.train.itemCount - count, after: late.train)
  _ = try LeaveOneOut(late, negatives: [1]).validationMetrics(
    of: FadingVariants(scorers), among: .full)
}

/// What is met counts, less and less with every further event, and more for its user; many scores are equal.
private struct FadingScorer: Scorer {
  let itemCount: Int
  let fade: Float
  private var counts: [Float]
  private var last: [Int: Int] = [:]

  init(itemCount: Int, fade: Float, after log: InteractionLog) {
    self.itemCount = itemCount
    self.fade = fade
    counts = [Float](repeating: 0, count: itemCount)
    for event in log.events { observe(event) }
  }

  func score(_ questions: [Question], into scores: inout Tensor<Float>) {
    precondition(scores.shape == [questions.count, itemCount], "\(scores.shape)")
    for (row, question) in questions.enumerated() {
      for item in 0..<itemCount {
        scores[row, item] = counts[item] + (last[question.user] == item ? 2 : 0)
      }
    }
  }

  mutating func observe(_ event: Interaction) {
    for item in counts.indices { counts[item] *= fade }
    counts[event.item] += 1
    last[event.user] = event.item
  }
}

/// Several of them as one.
private struct FadingVariants: VariantScorer {
  private var scorers: [FadingScorer]

  init(_ scorers: [FadingScorer]) {
    self.scorers = scorers
  }

  var itemCount: Int { scorers[0].itemCount }
  var variantCount: Int { scorers.count }

  func score(_ question: Question, into scores: inout Tensor<Float>) {
    precondition(scores.shape == [variantCount, itemCount], "\(scores.shape)")
    var own = Tensor<Float>(zeros: [1, itemCount])
    for (row, scorer) in scorers.enumerated() {
      scorer.score([question], into: &own)
      scores.assignRow(0, of: own, toRow: row)
    }
  }

  mutating func observe(_ event: Interaction) {
    for variant in scorers.indices { scorers[variant].observe(event) }
  }
}
