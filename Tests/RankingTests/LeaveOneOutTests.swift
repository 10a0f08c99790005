import Interactions
import Ranking
import Tensors
import Testing

@Suite struct LeaveOneOutTests {
  private let split = randomLog(4, events: 900, users: 70, items: 40).split(.leaveOneOut)

  @Test func scorersHaveSeenWhatComesBeforeThePeriod() throws {
    var made: [InteractionLog] = []
    let (validation, test) = try LeaveOneOut.evaluate(split, negatives: [10], seed: 2) {
      made.append($0)
      return TableScorer(itemCount: $0.itemCount, levels: 5)
    }
    #expect(made == [split.train, split.trainAndValidation])
    let scorer = TableScorer(itemCount: split.train.itemCount, levels: 5)
    let evaluation = LeaveOneOut(split, negatives: [10], seed: 2)
    #expect(try validation == evaluation.validate(scorer))
    #expect(try test == evaluation.test(scorer))
  }

  /// Each user is asked about when the held-out event happens.
  @Test func questionsHaveTheTimeOfTheirEvent() throws {
    let asked = AskedQuestions()
    _ = try LeaveOneOut.evaluate(split, negatives: [10]) {
      NotingScorer(itemCount: $0.itemCount, asked: asked)
    }
    let events = [split.validation, split.test].flatMap { part in
      part.events.sorted { $0.user < $1.user }
    }
    #expect(asked.questions == events.map { Question(of: $0.user, at: $0.timestamp) })
  }

  @Test func theSameSeedGivesTheSameRanks() throws {
    let scorer = TableScorer(itemCount: split.train.itemCount, levels: 50)
    func ranks(_ negatives: [Int], _ seed: UInt64) throws -> [Rank] {
      try LeaveOneOut(split, negatives: negatives, seed: seed).test(scorer).ranks(.sampled(10))
    }
    #expect(try ranks([10], 1) == ranks([10], 1))
    #expect(try ranks([10], 1) == ranks([3, 10, 20], 1))
    #expect(try ranks([10], 1) != ranks([10], 2))
  }

  @Test func aSampleOfUsersKeepsTheirRanks() throws {
    let scorer = TableScorer(itemCount: split.train.itemCount, levels: 50)
    func result(_ users: EvaluatedUsers) throws -> LeaveOneOutResult {
      try LeaveOneOut(split, negatives: [10], seed: 1, users: users).test(scorer)
    }
    let all = try result(.all)
    let some = try result(.sample(20, seed: 6))
    #expect(some.users.count == 20 && some.users == Set(some.users).sorted())
    for (place, user) in some.users.enumerated() {
      let placeAmongAll = try #require(all.users.firstIndex(of: user))
      for set in all.candidateSets {
        #expect(some.ranks(set)[place] == all.ranks(set)[placeAmongAll])
      }
    }
    #expect(try result(.sample(20, seed: 6)) == some)
    #expect(try result(.sample(20, seed: 7)).users != some.users)
    #expect(try result(.sample(all.users.count, seed: 6)) == all)
    #expect(try result(.sample(100_000, seed: 6)) == all)
  }

  /// Each number draws negatives of its own, whatever the rule, and the same ones again.
  @Test(arguments: NegativesRule.allCases)
  func everyDrawHasItsOwnNegatives(_ rule: NegativesRule) throws {
    let scorer = TableScorer(itemCount: split.train.itemCount, levels: 50)
    func result(_ draw: Int?) throws -> LeaveOneOutResult {
      try LeaveOneOut(split, negatives: [10], seed: 1, rule: rule, draw: draw).validate(scorer)
    }
    let draws = try [nil, 0, 1, 2].map(result)
    #expect(Set(draws.map { $0.ranks(.sampled(10)) }).count == 4)
    #expect(Set(draws.map { $0.ranks(.full) }).count == 1)
    #expect(try result(2) == draws[3])
  }

  /// Without a number both periods share the sampled users; with one each period draws its own.
  @Test func everyDrawHasItsOwnUsers() throws {
    let scorer = TableScorer(itemCount: split.train.itemCount, levels: 50)
    func users(_ draw: Int?) throws -> [[Int]] {
      let evaluation = LeaveOneOut(
        split, negatives: [10], users: .sample(20, seed: 6), draw: draw)
      return try [evaluation.validate(scorer).users, evaluation.test(scorer).users]
    }
    let shared = try users(nil)
    #expect(shared[0] == shared[1])
    let samples = try users(0) + users(1) + [shared[0]]
    #expect(Set(samples).count == 5 && samples.allSatisfy { $0.count == 20 })
    #expect(try users(1) == Array(samples[2...3]))
  }

  @Test func metricsAreThoseOfTheRanks() throws {
    let result = try LeaveOneOut(split, negatives: [10]).test(
      TableScorer(itemCount: split.train.itemCount, levels: 5))
    for set in result.candidateSets {
      let ranks = result.ranks(set)
      #expect(
        result.metrics(set)
          == RankingMetrics(ranks: ranks.map(\.pessimistic), cutoffs: [5, 10, 20, 50]))
      #expect(
        result.optimisticMetrics(set, cutoffs: [2])
          == RankingMetrics(ranks: ranks.map(\.optimistic), cutoffs: [2]))
    }
    #expect(result.candidateSets.map(\.description) == ["sampled(10)", "full", "unfiltered"])
    #expect(result.shortUserCount(.sampled(10)) == 0 && result.shortUserCount(.full) == 0)
  }

  @Test func progressCountsBothPeriods() throws {
    var done: [Int] = []
    let (validation, test) = try LeaveOneOut.evaluate(split, batchSize: 50) {
      done.append($0)
    } scorer: {
      TableScorer(itemCount: $0.itemCount, levels: 5)
    }
    let (first, second) = (validation.users.count, test.users.count)
    #expect(done == [50, first, first + 50, first + second])
  }

  @Test func nobodyToEvaluateGivesNoRanks() throws {
    let short = InteractionLog(["a", "a", "b"].map { ("\($0)", "x", 0) })
    let (validation, test) = try LeaveOneOut.evaluate(short.split(.leaveOneOut)) {
      TableScorer(itemCount: $0.itemCount, levels: 5)
    }
    #expect(validation.users.isEmpty && test.ranks(.full).isEmpty)
    #expect(test.metrics(.sampled(100)).count == 0)
  }

  @Test func notANumberEndsTheEvaluation() {
    var scorer = TableScorer(itemCount: split.train.itemCount, levels: 5)
    scorer.damagedItem = split.train.itemCount - 1
    #expect(throws: RankingError.self) {
      try LeaveOneOut(split, negatives: [1]).validate(scorer)
    }
  }

  @Test func aCancelledTaskEndsTheEvaluation() async {
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      let scorer = TableScorer(itemCount: split.train.itemCount, levels: 5)
      _ = try LeaveOneOut(split).test(scorer)
    }
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  #if os(macOS) || os(Linux)  // where tests can start processes
    @Test func onlyLeaveOneOutSplitsAreTaken() async {
      await #expect(processExitsWith: .failure) {
        _ = LeaveOneOut(randomLog(1).split(.byTime(train: 0.5, validation: 0.3)))
      }
    }

    @Test func setsThatWereNotAskedForHaveNoRanks() async {
      await #expect(processExitsWith: .failure) {
        let split = randomLog(1).split(.leaveOneOut)
        let result = try LeaveOneOut(split, negatives: [5]).test(
          TableScorer(itemCount: split.train.itemCount, levels: 2))
        _ = result.ranks(.sampled(6))
      }
    }
  #endif
}

private final class AskedQuestions {
  var questions: [Question] = []
}

/// Scores nothing and notes what it is asked.
private struct NotingScorer: Scorer, ~Copyable {
  let itemCount: Int
  let asked: AskedQuestions

  func score(_ questions: [Question], into scores: inout Tensor<Float>) {
    asked.questions += questions
    scores.fill(0)
  }

  mutating func observe(_ event: Interaction) {}
}
