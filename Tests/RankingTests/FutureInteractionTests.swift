import Interactions
import Ranking
import Tensors
import Testing

@Suite struct FutureInteractionTests {
  @Test func everyEventIsScoredAndThenRevealed() throws {
    let log = randomLog(1)
    let split = log.split(.byTime(train: 0.5, validation: 0.3))
    let notes = Notes()
    let (validation, test) = try FutureInteraction.evaluate(split) { history in
      notes.lines.append("made after \(history.count)")
      return Recorder(itemCount: log.itemCount, notes: notes)
    }
    func lines(_ period: InteractionLog) -> [String] {
      period.events.flatMap {
        ["score \($0.user) at \($0.timestamp)", "observe \($0.user) \($0.item)"]
      }
    }
    #expect(
      notes.lines
        == ["made after \(split.train.count)"] + lines(split.validation)
        + ["made after \(split.train.count + split.validation.count)"] + lines(split.test))
    #expect(validation.ranks(seen: .kept).count == split.validation.count)
    #expect(test.ranks(seen: .filtered).count == split.test.count)
  }

  @Test func progressCountsBothPeriods() throws {
    let split = randomLog(2).split(.byTime(train: 0.5, validation: 0.3))
    var done: [Int] = []
    _ = try FutureInteraction.evaluate(split) {
      done.append($0)
    } scorer: {
      Recorder(itemCount: $0.itemCount, notes: Notes())
    }
    #expect(done == Array(1...split.validation.count + split.test.count))
  }

  /// Ranks against the definition, with what each user has met listed anew for each event.
  @Test func seenItemsAreFilteredOrKept() throws {
    for number in 0..<50 {
      let log = randomLog(number, events: 30)
      let split = log.split(.byTime(train: 0.4, validation: 0.3))
      let (validation, test) = try FutureInteraction.evaluate(split) {
        Recorder(itemCount: $0.itemCount, notes: Notes())
      }
      let first = split.train.count
      for seen in SeenItems.allCases {
        let ranks = validation.ranks(seen: seen) + test.ranks(seen: seen)
        for (offset, rank) in ranks.enumerated() {
          let event = log.events[first + offset]
          let met = log.events.prefix(first + offset).filter { $0.user == event.user }.map(\.item)
          let scores = Recorder.scores(of: event.user, items: log.itemCount)
          let candidates = (0..<log.itemCount).filter { seen == .kept || !met.contains($0) }
          guard candidates.contains(event.item) else {
            #expect(rank.pessimistic == log.itemCount)
            #expect(rank.optimistic == candidates.count + 1)
            continue
          }
          let better = candidates.filter { scores[$0] > scores[event.item] }.count
          let equal = candidates.filter { scores[$0] == scores[event.item] }.count
          #expect(rank == Rank(pessimistic: better + equal, optimistic: better + 1))
        }
      }
    }
  }

  @Test func metricsAreThoseOfTheRanks() throws {
    let split = randomLog(3).split(.byTime(train: 0.5, validation: 0.3))
    let result = try FutureInteraction.evaluate(split) {
      Recorder(itemCount: $0.itemCount, notes: Notes())
    }.test
    for seen in SeenItems.allCases {
      let ranks = result.ranks(seen: seen)
      #expect(
        result.metrics(seen: seen, cutoffs: [3, 5])
          == RankingMetrics(ranks: ranks.map(\.pessimistic), cutoffs: [3, 5]))
      #expect(
        result.optimisticMetrics(seen: seen) == RankingMetrics(ranks: ranks.map(\.optimistic)))
      #expect(result.optimisticMetrics(seen: seen).mrr >= result.metrics(seen: seen).mrr)
    }
  }

  @Test func emptyPeriodsHaveNoRanks() throws {
    let split = randomLog(4).split(.byTime(train: 1, validation: 0))
    let (validation, test) = try FutureInteraction.evaluate(split) {
      Recorder(itemCount: $0.itemCount, notes: Notes())
    }
    #expect(validation.ranks(seen: .filtered).isEmpty && test.ranks(seen: .kept).isEmpty)
    #expect(test.metrics(seen: .filtered).count == 0)
  }

  @Test func notANumberEndsTheEvaluation() {
    let split = randomLog(5).split(.byTime(train: 0.5, validation: 0.3))
    #expect(throws: RankingError.self) {
      try FutureInteraction.evaluate(split) {
        Recorder(itemCount: $0.itemCount, notes: Notes(), constant: .nan)
      }
    }
  }

  @Test func aCancelledTaskEndsTheEvaluation() async {
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      _ = try FutureInteraction.evaluate(
        randomLog(6).split(.byTime(train: 0.5, validation: 0.3))
      ) { Recorder(itemCount: $0.itemCount, notes: Notes()) }
    }
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}

/// What a scorer was asked, in order.
private final class Notes {
  var lines: [String] = []
}

/// A scorer with many equal scores that notes what it is asked.
private struct Recorder: Scorer, ~Copyable {
  let itemCount: Int
  let notes: Notes
  var constant: Float?

  static func scores(of user: Int, items: Int) -> [Float] {
    (0..<items).map { Float(($0 * 7 + user) % 4) }
  }

  func score(_ questions: [Question], into scores: inout Tensor<Float>) {
    for (row, question) in questions.enumerated() {
      notes.lines.append("score \(question.user) at \(question.timestamp ?? .nan)")
      let values = Self.scores(of: question.user, items: itemCount)
      for item in 0..<itemCount { scores[row, item] = constant ?? values[item] }
    }
  }

  mutating func observe(_ event: Interaction) {
    notes.lines.append("observe \(event.user) \(event.item)")
  }
}
