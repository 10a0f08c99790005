import SeqRec
import Testing

@Suite struct SelectionTests {
  private let split = smallLog(users: 40, items: 30, eventsPerUser: 10)
    .split(.byTime(train: 0.7, validation: 0.2))

  private func model(_ lambda1: Double, _ lambda2: Double) -> AutoSeqRec {
    var options = AutoSeqRec.Options()
    options.lambda1 = lambda1
    options.lambda2 = lambda2
    return AutoSeqRec(itemCount: split.train.itemCount, width: 8, options: options)
  }

  private func fit(_ lambda1: Double, _ lambda2: Double) throws -> Trained<AutoSeqRec> {
    try Trainer(.adam(rate: 1e-2), epochs: 5, batchSize: 16).fit(
      model(lambda1, lambda2), on: split.train)
  }

  /// A model for each pair, trained and evaluated by itself: lambdas have no part in training.
  @Test func trialsEqualSeparateModels() throws {
    let steps = 4
    let (chosen, trials) = try fit(0.6, 0.2).selectingWeights(
      on: split.validation, after: split.train, steps: steps)
    #expect(trials.count == 15)
    var best: (criterion: Double, lambda1: Double, lambda2: Double) = (-1, 0, 0)
    var index = 0
    for first in 0...steps {
      for second in 0...steps - first {
        let (lambda1, lambda2) = (Double(first) / 4, Double(second) / 4)
        let own = try fit(lambda1, lambda2)
        var live = own.live(after: split.train)
        let metrics = try FutureInteraction.replay(
          split.validation, after: split.train, scoring: &live
        ).metrics(seen: .filtered)
        let recall = try #require(metrics.recall(at: 10))
        let trial = trials[index]
        #expect(
          trial.weights == [.longTerm: lambda1, .oneHop: lambda2, .twoHop: 1 - lambda1 - lambda2])
        #expect(trial.mrr == metrics.mrr && trial.recallAt10 == recall)
        if metrics.mrr + recall > best.criterion { best = (metrics.mrr + recall, lambda1, lambda2) }
        index += 1
      }
    }
    #expect(chosen.model.options.lambda1 == best.lambda1)
    #expect(chosen.model.options.lambda2 == best.lambda2)
    #expect(Set(trials.map(\.criterion)).count > 3)
  }

  /// All 126 ways to share 1 among five terms in steps of 1/5, each by a model of its own.
  @Test func fiveTermsAreMixed() throws {
    var options = AutoSeqRec.Options.tuned
    options.trendHalfLife = 30
    let trained = randomModel(itemCount: split.train.itemCount, options: options)
    let (chosen, trials) = try trained.selectingWeights(
      on: split.validation, after: split.train, steps: 5)
    #expect(trials.count == 126 && Set(trials.map(\.weights)).count == 126)
    for trial in trials {
      #expect(abs(trial.weights.values.reduce(0, +) - 1) < 1e-12 && trial.weights.count == 5)
    }
    let best = trials.map(\.criterion).max()
    var live = chosen.live(after: split.train)
    let metrics = try FutureInteraction.replay(
      split.validation, after: split.train, scoring: &live
    ).metrics(seen: .filtered)
    #expect(metrics.mrr + (metrics.recall(at: 10) ?? 0) == best)
  }

  @Test func nothingButTheWeightsChanges() throws {
    var options = AutoSeqRec.Options.paperCode
    options.lambda1 = 0.9
    options.lambda2 = 0.05
    let trained = randomModel(itemCount: split.train.itemCount, options: options)
    let chosen = try trained.selectingWeights(on: split.validation, after: split.train).chosen
    #expect(chosen.weights == trained.weights)
    #expect(chosen.model.width == trained.model.width)
    options.lambda1 = chosen.model.options.lambda1
    options.lambda2 = chosen.model.options.lambda2
    #expect(chosen.model.options == options)
  }

  @Test func ofEqualsTheFirstIsChosen() throws {
    let (chosen, trials) = try fit(0.6, 0.2).selectingWeights(
      on: split.test.split(.byTime(train: 0, validation: 0)).train, after: split.train, steps: 2)
    #expect(trials.map(\.criterion) == [Double](repeating: 0, count: 6))
    #expect(chosen.model.options.lambda1 == 0 && chosen.model.options.lambda2 == 0)
    #expect(chosen.model.options.twoHopWeight == 1)
  }

  /// The grid has pairs whose sum is 1 but for rounding; the two-hop term is then off, not tiny.
  @Test func twoHopGetsExactlyWhatIsLeft() {
    for first in 0...10 {
      for second in 0...10 - first {
        let weight = model(Double(first) / 10, Double(second) / 10).options.twoHopWeight
        #expect(abs(weight - Double(10 - first - second) / 10) < 1e-15)
        #expect((weight == 0) == (first + second == 10))
      }
    }
  }

  @Test func aCancelledTaskEndsTheSelection() async throws {
    let (split, trained) = (split, try fit(0.6, 0.2))
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      _ = try trained.selectingWeights(on: split.validation, after: split.train)
    }
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}
