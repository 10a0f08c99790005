import SeqRec
import Testing

@Suite struct EarlyStoppingTests {
  private let training = SmallTraining()

  /// Whatever was measured later, the result is a training of just so many epochs.
  @Test(arguments: 1...7) func theBestWeightsAreRestored(peak: Int) throws {
    let values = (1...7).map { -Double(abs($0 - peak)) }
    let trained = try training.fit(stopping: training.stopping(patience: 7, at: values))
    let short = try training.with(epochs: peak).fit()
    #expect(trained.weights == short.weights && trained.weights.digest == short.weights.digest)
    #expect(trained.history.bestEpoch == peak && trained.history.best?.value == 0)
    #expect(trained.history.epochsRun == 7 && !trained.history.stoppedEarly)
    #expect(trained.history.losses.prefix(peak) == short.history.losses[...])
  }

  /// The rule written down again, on sequences with many ties.
  @Test(arguments: 0..<40) func patienceIsCounted(seed: Int) throws {
    var generator = Seed(UInt64(seed)).child("validations").generator()
    let values = (0..<7).map { _ in Double(Int.random(in: 0..<3, using: &generator)) }
    let (every, patience) = (1 + seed % 3, 1 + seed / 3 % 3)
    var expected: [TrainingHistory.Validation] = []
    var (best, bestEpoch, inVain, run) = (-1.0, 0, 0, 0)
    for epoch in 1...7 {
      run = epoch
      guard epoch % every == 0 || epoch == 7 else { continue }
      let value = values[epoch - 1]
      expected.append(.init(epoch: epoch, value: value))
      inVain = value > best ? 0 : inVain + 1
      if value > best { (best, bestEpoch) = (value, epoch) }
      if inVain == patience { break }
    }
    let history = try training.fit(
      stopping: training.stopping(every: every, patience: patience, at: values)
    ).history
    #expect(history.validations == expected)
    #expect(history.epochsRun == run && history.bestEpoch == bestEpoch)
    #expect(history.stoppedEarly == (run < 7))
  }

  /// The weights that a training of so many epochs gives, and the training does not notice.
  @Test func measuringSeesAFinishedModelAndChangesNothing() throws {
    var seen: [Weights<Float>] = []
    let trained = try training.fit(
      stopping: EarlyStopping(every: 2, patience: 9) {
        seen.append($0.weights)
        return Double($0.history.epochsRun)
      })
    #expect(trained.history.validations.map(\.epoch) == [2, 4, 6, 7])
    for (weights, epoch) in zip(seen, [2, 4, 6, 7]) {
      #expect(try weights == training.with(epochs: epoch).fit().weights)
    }
    let plain = try training.fit()
    #expect(trained.weights == plain.weights && trained.history.losses == plain.history.losses)
    #expect(plain.history.validations.isEmpty && plain.history.bestEpoch == nil)
  }

  @Test func everyEpochIsMeasuredUnlessSomethingElseIsAsked() throws {
    let trained = try training.fit(stopping: EarlyStopping(patience: 9) { _ in 0 })
    #expect(trained.history.validations.map(\.epoch) == Array(1...7))
  }

  /// Two copies of the weights, however often they improve: theirs and those of the best.
  @Test func nothingIsCopiedOrAllocatedOnTheWay() throws {
    var (current, moments, best) = (Set<UInt>(), Set<UInt>(), Set<UInt>())
    let path = "decoders.source.weight"
    let trained = try training.fit(
      stopping: EarlyStopping(patience: 1) { Double($0.history.epochsRun) },
      checkpoints: Checkpointing { state in
        current.formUnion(state.weights[path].map { [$0.address] } ?? [])
        moments.formUnion(state.optimizer.mean[path].map { [$0.address] } ?? [])
        best.formUnion(state.best?[path].map { [$0.address] } ?? [])
      })
    #expect(trained.history.bestEpoch == 7)
    #expect(current.count == 1 && moments.count == 1 && best.count == 1 && current != best)
  }

  @Test func aNaNIsAnError() {
    #expect(throws: TrainingError.validationIsNaN(epoch: 2)) {
      try training.fit(stopping: training.stopping(patience: 1, at: [1, .nan]))
    }
    #expect(TrainingError.validationIsNaN(epoch: 2).description.contains("after epoch 2"))
  }

  @Test func errorsOfTheMeasurePassThrough() {
    struct Unmeasurable: Error {}
    #expect(throws: Unmeasurable.self) {
      try training.fit(stopping: EarlyStopping(patience: 1) { _ in throw Unmeasurable() })
    }
  }

  @Test func withoutEpochsNothingIsMeasured() throws {
    let trained = try training.with(epochs: 0).fit(stopping: training.stopping(patience: 1, at: []))
    #expect(try trained.weights == training.with(epochs: 0).fit().weights)
    #expect(trained.history == TrainingHistory())
  }

  @Test func progressHasTheValue() throws {
    let reports = Reports()
    _ = try training.with(progress: { reports.append($0) }).fit(
      stopping: training.stopping(every: 3, patience: 9, at: [1, 2, 3, 4, 5, 6, 7]))
    #expect(reports.all.map(\.validation) == [nil, nil, 3, nil, nil, 6, 7])
  }

  #if os(macOS) || os(Linux)
    @Test func intervalsAreAtLeastOne() async {
      await #expect(processExitsWith: .failure) {
        _ = EarlyStopping<AutoSeqRec>(every: 0, patience: 1) { _ in 0 }
      }
      await #expect(processExitsWith: .failure) {
        _ = EarlyStopping<AutoSeqRec>(patience: 0) { _ in 0 }
      }
      await #expect(processExitsWith: .failure) { _ = Checkpointing(every: 0) { _ in } }
    }
  #endif
}
