import SeqRec
import Testing

@Suite struct ResumeTests {
  private let training = SmallTraining()

  private func expectEqual(_ a: Trained<AutoSeqRec>, _ b: Trained<AutoSeqRec>) {
    #expect(a.weights == b.weights && a.weights.digest == b.weights.digest)
    #expect(a.history == b.history)
  }

  @Test(arguments: [1, 2]) func resumingAtAnyEpochChangesNoBit(workers: Int) throws {
    let (states, whole) = try training.states()
    #expect(states.map(\.epochsDone) == Array(1...7))
    expectEqual(whole, try training.fit())
    for state in states {
      let resumed = try training.with(workers: Workers(workers)).fit(resuming: state)
      expectEqual(resumed, whole)
    }
  }

  /// Also while the patience runs out, and when it has.
  @Test(arguments: [1, 2], [1, 2]) func soItIsWithEarlyStopping(every: Int, workers: Int) throws {
    let values: [Double] = [1, 2, 5, 4, 5, 3, 2]
    for patience in 1...4 {
      let stopping = training.stopping(every: every, patience: patience, at: values)
      let (states, whole) = try training.states(stopping: stopping)
      #expect(states.count == whole.history.epochsRun)
      for state in states {
        let resumed = try training.with(workers: Workers(workers)).fit(
          stopping: stopping, resuming: state)
        expectEqual(resumed, whole)
      }
    }
  }

  @Test func soItIsThroughAFile() throws {
    let stopping = training.stopping(every: 2, patience: 2, at: [1, 5, 2, 4, 3, 3, 3])
    let (states, whole) = try training.states(stopping: stopping)
    for state in states {
      try withTemporaryFile { path in
        try state.write(to: path)
        let read = try TrainingState(contentsOf: path, for: training.model.parameters)
        #expect(read == state)
        expectEqual(try training.fit(stopping: stopping, resuming: read), whole)
      }
    }
  }

  /// The shorter training measures once more at its end; the longer one must not know of it.
  @Test(arguments: 1...7) func moreEpochsExtendATraining(epochs: Int) throws {
    let stopping = training.stopping(every: 3, patience: 9, at: [9, 9, 1, 9, 9, 2, 1.5])
    let whole = try training.fit(stopping: stopping)
    let (states, _) = try training.with(epochs: epochs).states(stopping: stopping)
    let last = try #require(states.last)
    expectEqual(try training.fit(stopping: stopping, resuming: last), whole)
  }

  @Test func morePatienceExtendsATraining() throws {
    let values: [Double] = [3, 2, 1, 4, 3, 2, 1]
    let (states, _) = try training.states(stopping: training.stopping(patience: 2, at: values))
    #expect(states.count == 3)
    let patient = training.stopping(patience: 3, at: values)
    expectEqual(
      try training.fit(stopping: patient, resuming: states[2]), try training.fit(stopping: patient))
  }

  /// With less patience the training would have ended before the state was made.
  @Test func lessPatienceThanWasShownIsRefused() throws {
    let values: [Double] = [3, 2, 1, 4, 3, 2, 1]
    let (states, _) = try training.states(stopping: training.stopping(patience: 3, at: values))
    func refused(_ patience: Int, _ state: TrainingState) -> [String] {
      names {
        _ = try training.fit(
          stopping: training.stopping(patience: patience, at: values), resuming: state)
      }
    }
    // After three epochs two measurements were in vain, the second of them just now.
    #expect(refused(1, states[2]) == ["patience"] && refused(2, states[2]) == [])
    #expect(refused(2, states[3]) == ["patience"] && refused(3, states[3]) == [])
  }

  /// A state that is kept is a snapshot: neither the training that made it nor one that resumed it
  /// changes it.
  @Test func statesAreValues() throws {
    let stopping = training.stopping(patience: 7, at: [1, 2, 3, 4, 5, 6, 7])
    let (states, _) = try training.states(stopping: stopping)
    _ = try training.fit(stopping: stopping, resuming: states[0])
    for (index, state) in states.enumerated() {
      let (again, _) = try training.with(epochs: index + 1).states(stopping: stopping)
      #expect(again.last == state)
    }
  }

  @Test func statesComeOnTheGridAndAtTheEnd() throws {
    func epochs(every: Int, resuming state: TrainingState? = nil) throws -> [Int] {
      var epochs: [Int] = []
      _ = try training.fit(
        resuming: state, checkpoints: Checkpointing(every: every) { epochs.append($0.epochsDone) })
      return epochs
    }
    #expect(try epochs(every: 3) == [3, 6, 7])
    #expect(try epochs(every: 7) == [7])
    #expect(try epochs(every: 9) == [7])
    #expect(try epochs(every: 3, resuming: training.states().states[3]) == [6, 7])
  }

  /// The file of the last checkpoint is whole, and the rest of the training is as it would have been.
  @Test func aCancelledTrainingResumes() async throws {
    let training = training
    let whole = try training.fit()
    let state = try await Task {
      try withTemporaryFile { path in
        #expect(throws: CancellationError.self) {
          try training.fit(
            checkpoints: Checkpointing(every: 2) { state in
              try state.write(to: path)
              if state.epochsDone == 4 { withUnsafeCurrentTask { $0?.cancel() } }
            })
        }
        return try TrainingState(contentsOf: path, for: training.model.parameters)
      }
    }.value
    #expect(state.epochsDone == 4)
    expectEqual(try training.fit(resuming: state), whole)
  }

  @Test func anotherTrainingIsRefusedByName() throws {
    let (states, _) = try training.states()
    let state = states[2]
    func differences(_ change: (inout Trainer) -> Void) -> [String] {
      var other = training
      change(&other.trainer)
      return names { _ = try other.fit(resuming: state) }
    }
    #expect(differences { $0.seed = Seed(4) } == ["seed"])
    #expect(differences { $0.batchSize = 9 } == ["batch size"])
    #expect(throws: TrainingError.tooFewEpochs(done: 3, asked: 2)) {
      try training.with(epochs: 2).fit(resuming: state)
    }
    let tooFew = TrainingError.tooFewEpochs(done: 3, asked: 2).description
    #expect(tooFew.contains("3 epochs behind it, and 2 are asked for; ask for 3 or more"))
    func adam(beta2: Double = 0.999, epsilon: Double = 1e-8) -> UpdateRule {
      .adam(beta1: 0.9, beta2: beta2, epsilon: epsilon)
    }
    #expect(differences { $0.optimizer.rule = adam(beta2: 0.98) } == ["adam.beta2"])
    #expect(differences { $0.optimizer.rule = adam(epsilon: 1e-7) } == ["adam.epsilon"])
    #expect(
      Set(differences { $0.optimizer.rule = .adagrad(momentum: 0, epsilon: 1e-6) })
        .isSuperset(of: ["adam.beta1", "adagrad.momentum"]))
    #expect(differences { $0.optimizer.decay = 1e-7 } == ["adam.decay"])
    #expect(
      differences {
        $0.optimizer = .adam(rate: 1, rates: ["decoders": 3e-3], beta1: 0.5)
        $0.seed = Seed(9)
      } == ["seed", "adam.beta1", "adam.rate", "adam.rates/decoders", "adam.rates/encoder"])
    #expect(
      names {
        _ = try training.fit(
          stopping: training.stopping(every: 2, patience: 1, at: []), resuming: state)
      } == ["epochs between validations"])
    #expect(differences { $0.epochs = 3 } == [] && differences { $0.workers = Workers(2) } == [])
  }

  /// By the number that the seed was made from, not by its bits.
  @Test(arguments: [0, 4, .max] as [UInt64]) func seedsAreCalledByTheirNumbers(_ number: UInt64)
    throws
  {
    let (states, _) = try training.states()
    var other = training
    other.trainer.seed = Seed(number)
    let error = #expect(throws: TrainingError.self) { try other.fit(resuming: states[2]) }
    #expect(
      error?.description
        == "the state belongs to another training: seed is 3 in the state and \(number) here")
  }

  /// Tables that are not trained are part of a training as its seed is.
  @Test func otherFrozenNumbersAreRefusedByName() throws {
    let trainer = Trainer(.sasRec, epochs: 2, batchSize: 8, seed: 3)
    func fit(
      _ items: some ItemEncoder, resuming state: TrainingState? = nil
    ) throws -> [TrainingState] {
      var states: [TrainingState] = []
      let model = try SASRec(items: items, score: DotScore(), blocks: 1, maxLength: 5)
      _ = try trainer.fit(
        model, on: training.log, resuming: state, checkpoints: Checkpointing { states.append($0) })
      return states
    }
    func table(_ value: Float) -> FixedItems {
      FixedItems(Tensor(repeating: value, shape: [training.log.itemCount, 4]), name: "source")
    }
    let refused = ["frozen numbers source.weight"]
    let state = try fit(table(0.5))[0]
    #expect(names { _ = try fit(table(0.25), resuming: state) } == refused)
    #expect(names { _ = try fit(table(0.5), resuming: state) } == [])
    let trained = try fit(WarmItems(table(0.5)))[0]
    #expect(names { _ = try fit(table(0.5), resuming: trained) } == refused)
  }

  @Test func anotherModelIsRefusedByName() throws {
    let state = try training.with(epochs: 1).states().states[0]
    let other = AutoSeqRec(itemCount: training.model.itemCount, width: 6)
    let wide = names { _ = try training.trainer.fit(other, on: training.log, resuming: state) }
    #expect(
      wide == [
        "parameter encoder.weight", "parameter encoder.bias",
        "parameter decoders.collaborative.weight", "parameter decoders.source.weight",
        "parameter decoders.target.weight",
      ])
    do {
      _ = try training.trainer.fit(other, on: training.log, resuming: state)
    } catch {
      #expect("\(error)".contains("parameter encoder.bias is [5] in the state and [6] here"))
    }
  }

  /// What the error says that differs; empty where there is none.
  private func names(_ body: () throws -> Void) -> [String] {
    do {
      try body()
      return []
    } catch TrainingError.cannotResume(let differences) {
      return differences.map(\.what)
    } catch {
      return ["\(error)"]
    }
  }
}
