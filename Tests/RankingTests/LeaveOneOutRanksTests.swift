import Interactions
import Ranking
import Tensors
import Testing

/// Ranks against sorting, on random logs with repeats and scores with many ties.
@Suite struct LeaveOneOutRanksTests {
  @Test(arguments: NegativesRule.allCases) func equalANaiveSort(_ rule: NegativesRule) throws {
    for number in 0..<200 {
      let log = randomLog(number)
      let split = log.split(.leaveOneOut)
      let evaluation = LeaveOneOut(split, negatives: [1, 3, 20], seed: UInt64(number), rule: rule)
      let scorer = TableScorer(itemCount: log.itemCount, levels: 4)
      for (result, part, known) in [
        (try evaluation.validate(scorer), split.validation, split.train),
        (try evaluation.test(scorer), split.test, split.trainAndValidation),
      ] {
        #expect(
          result.candidateSets == [.sampled(1), .sampled(3), .sampled(20), .full, .unfiltered])
        #expect(result.users == part.events.map(\.user).sorted())
        for (place, user) in result.users.enumerated() {
          let target = part.events.first { $0.user == user }?.item ?? -1
          let owned = known.events.filter { $0.user == user }.map(\.item)
          let all = 0..<log.itemCount
          let full = all.filter { $0 == target || !owned.contains($0) }
          #expect(result.ranks(.full)[place] == scorer.rank(of: target, for: user, among: full))
          #expect(
            result.ranks(.unfiltered)[place]
              == scorer.rank(of: target, for: user, among: Array(all)))
        }
      }
    }
  }

  /// With more negatives than items, what is sampled is everything that the user never has: known
  /// candidates, whatever is drawn.
  @Test func sampledRanksOfAllNegativesEqualANaiveSort() throws {
    for number in 0..<200 {
      let log = randomLog(number)
      let split = log.split(.leaveOneOut)
      let evaluation = LeaveOneOut(split, negatives: [50], seed: 1)
      let scorer = TableScorer(itemCount: log.itemCount, levels: 3)
      for (result, part) in [
        (try evaluation.validate(scorer), split.validation),
        (try evaluation.test(scorer), split.test),
      ] {
        #expect(result.shortUserCount(.sampled(50)) == result.users.count)
        for (place, user) in result.users.enumerated() {
          let target = part.events.first { $0.user == user }?.item ?? -1
          let owned = log.events.filter { $0.user == user }.map(\.item)
          let candidates = (0..<log.itemCount).filter { $0 == target || !owned.contains($0) }
          #expect(
            result.ranks(.sampled(50))[place]
              == scorer.rank(of: target, for: user, among: candidates))
        }
      }
    }
  }

  @Test func theSizeOfABatchChangesNothing() throws {
    let log = randomLog(1, events: 900, users: 70, items: 40)
    let evaluation = LeaveOneOut(log.split(.leaveOneOut), negatives: [5, 10], seed: 3)
    let scorer = TableScorer(itemCount: log.itemCount, levels: 9)
    let expected = try evaluation.test(scorer)
    #expect(expected.users.count > 60)
    for size in [1, 2, 7, 64, 1_000] {
      let result = try evaluation.test(scorer, batchSize: size)
      #expect(result == expected)
      for set in result.candidateSets {
        #expect(result.metrics(set) == expected.metrics(set))
      }
    }
  }

  @Test func aPerfectScorerGetsOne() throws {
    let log = randomLog(2, events: 900, users: 70, items: 40)
    let split = log.split(.leaveOneOut)
    var scorer = TableScorer(itemCount: log.itemCount, levels: 1)
    for event in split.test.events { scorer.favourites[event.user] = event.item }
    let result = try LeaveOneOut(split, negatives: [10], seed: 1).test(scorer)
    for set in result.candidateSets {
      #expect(result.metrics(set, cutoffs: [1, 5, 10]).named.allSatisfy { $0.value == 1 })
    }
  }

  @Test func aConstantScorerIsLastOrFirst() throws {
    let log = randomLog(3, events: 900, users: 70, items: 60)
    let split = log.split(.leaveOneOut)
    let result = try LeaveOneOut(split, negatives: [20], seed: 1).test(
      TableScorer(itemCount: log.itemCount, levels: 1))
    #expect(result.ranks(.sampled(20)).allSatisfy { $0 == Rank(pessimistic: 21, optimistic: 1) })
    #expect(
      result.ranks(.unfiltered).allSatisfy {
        $0 == Rank(pessimistic: log.itemCount, optimistic: 1)
      })
    for set in [CandidateSet.sampled(20), .full] {
      #expect(result.metrics(set).hitRate(at: 10) == 0)
      #expect(result.optimisticMetrics(set).hitRate(at: 10) == 1)
    }
  }

  /// Means over 4,000 users. A standard error of HR@10 is sqrt(p (1 - p) / 4000): .0063 at .1961, .0047 at
  /// .0990; that of NDCG@10 is below half of it. The bounds are four of them.
  @Test func aUniformlyRandomScorerGetsItsShare() throws {
    var generator = generator(9)
    let log = InteractionLog(
      (0..<40_000).map { ("u\($0 % 4_000)", "i\(generator.int(below: 400))", Double($0)) })
    let result = try LeaveOneOut(log.split(.leaveOneOut), negatives: [50, 99, 100], seed: 5).test(
      RandomScorer(itemCount: log.itemCount))
    #expect(result.users.count == 4_000)
    for (negatives, hitRate, ndcg, bound) in [
      (50, 0.1961, 0.0891, 0.025), (99, 0.1, 0.0454, 0.019), (100, 0.0990, 0.0450, 0.019),
    ] {
      let metrics = result.metrics(.sampled(negatives))
      #expect(abs((metrics.hitRate(at: 10) ?? 0) - hitRate) < bound)
      #expect(abs((metrics.ndcg(at: 10) ?? 0) - ndcg) < bound / 2)
    }
  }
}
