import SeqRec
import Testing

@Suite struct SuccessiveHalvingTests {
  /// A candidate whose value after `b` is `limit (1 - decay^b)`, minus what too much of it takes away.
  private struct Curve {
    var limit: Double
    var decay = 0.5
    var wear = 0.0

    func value(after budget: Int) -> Double {
      var rest = 1.0
      for _ in 0..<budget { rest *= decay }
      return limit * (1 - rest) - wear * Double(budget)
    }
  }

  /// What was asked of whom, and with what state.
  private struct Call: Hashable {
    let candidate: Int
    let budget: Int
    let before: Int
  }

  private func select(
    _ curves: [Curve], _ halving: SuccessiveHalving
  ) throws -> (selection: Selection<Int>, calls: [Call]) {
    var calls: [Call] = []
    let selection = try halving.select(among: Array(curves.indices)) {
      candidate, budget, spent -> (value: Double?, choice: Int) in
      calls.append(Call(candidate: candidate, budget: budget, before: spent ?? 0))
      spent = budget
      return (curves[candidate].value(after: budget), candidate)
    }
    return (selection, calls)
  }

  @Test(arguments: [
    (1, [1]), (2, [2]), (3, [1, 3]), (8, [2, 8]), (9, [1, 3, 9]), (20, [2, 6, 20]),
    (200, [22, 66, 200]),
  ])
  func budgetsAreTheWholeAThirdAndANinth(_ whole: Int, _ budgets: [Int]) {
    #expect(SuccessiveHalving(upTo: whole).budgets == budgets)
  }

  /// Where the order of candidates is the same at all budgets, the best of all is found.
  @Test(arguments: [1, 2, 3, 7, 27, 40]) func theBestCurveIsFound(count: Int) throws {
    for shift in 0..<count {
      let curves = (0..<count).map { Curve(limit: Double(($0 * 7 + shift) % 41) + 1) }
      let best = try #require(curves.indices.max { curves[$0].limit < curves[$1].limit })
      let (selection, _) = try select(curves, SuccessiveHalving(upTo: 18))
      #expect(selection.best?.candidate == best && selection.best?.choice == best)
      #expect(selection.best?.budget == 18)
      #expect(selection.best?.value == curves[best].value(after: 18))
    }
  }

  /// A third, rounded up, goes on, and each goes on from where it was.
  @Test(arguments: [1, 2, 4, 9, 10, 27]) func aThirdGoesOn(count: Int) throws {
    let curves = (0..<count).map { Curve(limit: Double(($0 * 5) % 31) + 1) }
    let (selection, calls) = try select(curves, SuccessiveHalving(upTo: 9))
    let second = (count + 2) / 3
    let sizes = [count, second, (second + 2) / 3]
    #expect([1, 3, 9].map { budget in calls.count { $0.budget == budget } } == sizes)
    for call in calls { #expect(call.before == [1: 0, 3: 1, 9: 3][call.budget]) }
    let byLimit = curves.indices.sorted { curves[$0].limit > curves[$1].limit }
    for (budget, size) in zip([3, 9], sizes[1...]) {
      let went = calls.filter { $0.budget == budget }.map(\.candidate)
      #expect(went == byLimit.prefix(size).sorted())
      let told = selection.trials.filter { $0.budget == budget / 3 && $0.goesOn }
      #expect(told.map(\.candidate) == went)
    }
    #expect(selection.trials.map(\.candidate) == calls.map(\.candidate))
    #expect(selection.trials.allSatisfy { $0.budget < 9 || !$0.goesOn })
  }

  /// More is not always better: the best measurement counts, whatever its budget.
  @Test func theBudgetIsChosenToo() throws {
    let curves = [Curve(limit: 4), Curve(limit: 5, decay: 0.2, wear: 0.5), Curve(limit: 3)]
    let (selection, _) = try select(curves, SuccessiveHalving(upTo: 9))
    let values = selection.trials.filter { $0.candidate == 1 }.compactMap(\.value)
    #expect(values.max() == values[0])
    #expect(selection.best?.candidate == 1 && selection.best?.budget == 1)
  }

  @Test func ofEqualsTheFirstCounts() throws {
    let equal = [Curve](repeating: Curve(limit: 0), count: 9)
    let (selection, calls) = try select(equal, SuccessiveHalving(upTo: 9))
    #expect(selection.best?.candidate == 0 && selection.best?.budget == 1)
    #expect(calls.filter { $0.budget == 3 }.map(\.candidate) == [0, 1, 2])
    #expect(calls.filter { $0.budget == 9 }.map(\.candidate) == [0])
  }

  /// One without a value goes nowhere, also where others would be too few to fill the next rung.
  @Test func whoComesToNothingIsOut() throws {
    func run(_ values: [Double?]) throws -> Selection<Int> {
      try SuccessiveHalving(upTo: 3).select(among: values) {
        value, budget, state -> (value: Double?, choice: Int) in
        state = (state ?? 0) + 1
        return (value, budget)
      }
    }
    let some = try run([nil, -1, nil, nil, nil, nil, nil])
    #expect(some.trials.map(\.candidate) == [0, 1, 2, 3, 4, 5, 6, 1])
    #expect(some.best?.candidate == 1 && some.best?.value == -1)
    let none = try run([nil, nil])
    #expect(none.best == nil && none.trials.count == 2)
    #expect(try run([]).best == nil)
  }

  /// Not more states are held than candidates can go on, and one in hand.
  @Test func statesOfThoseThatAreOutAreLetGo() throws {
    final class Counter { var alive = 0 }
    final class State {
      let counter: Counter
      init(_ counter: Counter) {
        self.counter = counter
        counter.alive += 1
      }
      deinit { counter.alive -= 1 }
    }
    let counter = Counter()
    var most = 0
    _ = try SuccessiveHalving(upTo: 9).select(among: Array(0..<27)) {
      candidate, budget, state -> (value: Double?, choice: Int) in
      state = state ?? State(counter)
      most = max(most, counter.alive)
      return (Double((candidate * 10) % 27), candidate)
    }
    #expect(most == 10)
    #expect(counter.alive == 0)
  }

  @Test func aCancelledTaskEndsTheSelection() async throws {
    let task = Task {
      var calls = 0
      _ = try SuccessiveHalving(upTo: 9).select(among: [1, 2, 3]) {
        candidate, _, state -> (value: Double?, choice: Int) in
        calls += 1
        state = calls
        if calls == 2 { withUnsafeCurrentTask { $0?.cancel() } }
        #expect(calls < 3)
        return (Double(candidate), candidate)
      }
    }
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  /// Trainings of AutoSeqRec that go on from rung to rung end with the bits of whole ones.
  @Test func continuedTrainingsHaveTheBitsOfWholeOnes() throws {
    let split = smallLog(users: 30, items: 20, eventsPerUser: 8)
      .split(.byTime(train: 0.7, validation: 0.2))
    func fit(
      _ rate: Double, epochs: Int, resuming state: TrainingState? = nil,
      checkpoints: Checkpointing? = nil
    ) throws -> Trained<AutoSeqRec> {
      try Trainer(.adam(rate: rate), epochs: epochs, batchSize: 16, seed: 4).fit(
        AutoSeqRec(itemCount: split.train.itemCount, width: 6), on: split.train, resuming: state,
        checkpoints: checkpoints)
    }
    func value(_ trained: Trained<AutoSeqRec>) throws -> Double {
      var live = trained.live(after: split.train)
      return try FutureInteraction.replay(
        split.validation, after: split.train, scoring: &live
      ).metrics(seen: .filtered).mrr
    }
    let rates = [1e-4, 1e-3, 3e-3, 1e-2, 3e-2]
    let selection = try SuccessiveHalving(upTo: 9).select(among: rates) {
      (rate: Double, epochs: Int, state: inout TrainingState?)
        -> (value: Double?, choice: Trained<AutoSeqRec>) in
      var last = state
      let trained = try fit(
        rate, epochs: epochs, resuming: state,
        checkpoints: Checkpointing(every: epochs) { last = $0 })
      state = last
      return (try value(trained), trained)
    }
    #expect(selection.trials.map(\.budget) == [1, 1, 1, 1, 1, 3, 3, 9])
    for trial in selection.trials {
      let whole = try fit(rates[trial.candidate], epochs: trial.budget)
      #expect(trial.choice.weights == whole.weights)
      #expect(trial.value == (try value(whole)))
    }
    #expect(Set(selection.trials.map(\.value)).count > 3)
  }
}
