import SeqRec
import Testing

@Suite struct TrainingTests {
  private let log = smallLog()

  private func fit(
    seed: UInt64 = 1, workers: Workers = .one, epochs: Int = 2, width: Int = 16,
    optimizer: OptimizerRecipe = .adam(rate: 1e-3), options: AutoSeqRec.Options = .init()
  ) throws -> Trained<AutoSeqRec> {
    try Trainer(optimizer, epochs: epochs, batchSize: 32, seed: seed, workers: workers)
      .fit(AutoSeqRec(itemCount: log.itemCount, width: width, options: options), on: log)
  }

  @Test func theSeedAloneDecidesTheBits() throws {
    let once = try fit()
    for workers in [1, 2, 8] {
      let again = try fit(workers: Workers(workers))
      #expect(again.weights == once.weights && again.weights.digest == once.weights.digest)
      #expect(again.history.losses == once.history.losses)
    }
    let other = try fit(seed: 2)
    #expect(other.weights != once.weights && other.weights.digest != once.weights.digest)
  }

  /// Large enough for every product to be shared among threads.
  @Test func theThreadsDoNotDecideTheBitsOfALargerModel() throws {
    let log = smallLog(users: 300, items: 260, eventsPerUser: 20)
    let model = AutoSeqRec(itemCount: log.itemCount, width: 96)
    let digests = try [1, 2, 8].map { workers in
      try Trainer(.autoSeqRec, epochs: 1, workers: Workers(workers))
        .fit(model, on: log).weights.digest
    }
    #expect(Set(digests).count == 1)
  }

  /// The whole model with all of its dropout, each parameter of it, against 5-point differences.
  @Test(arguments: AutoSeqRec.Kind.allCases)
  func theLossHasTheseGradients(_ kind: AutoSeqRec.Kind) throws {
    let golden = try Golden()
    let (model, data) = (golden.model, golden.model.dataset(of: golden.log))
    let weights: Weights<Double> = try golden.weights("initial")
    let batch = AutoSeqRec.Batch(kind, rows: [0, 3, 5, 8])
    for seed in [nil, Seed(4), Seed(5)] {
      expectGradients(of: model.parameters, at: weights, seed: seed) {
        model.loss(of: batch, in: data, on: &$0)
      }
    }
  }

  /// Given the model's own first numbers, a training is the one that begins with them by itself.
  @Test func aTrainingMayBeginWithGivenWeights() throws {
    let model = AutoSeqRec(itemCount: log.itemCount, width: 16)
    let first = Weights<Float>(model.parameters, seed: Seed(1).child("initialization"))
    let trainer = Trainer(.adam(rate: 1e-3), epochs: 2, batchSize: 32, seed: 1)
    let own = try fit()
    #expect(try trainer.fit(model, on: log, from: first).weights == own.weights)
    let further = try trainer.fit(model, on: log, from: own.weights)
    #expect(further.weights != own.weights)
    #expect((further.history.losses.first ?? 1) < (own.history.losses.first ?? 0))
  }

  /// Training is this loop: new batches every epoch, new dropout every step.
  @Test func fittingIsTheLoopWrittenOut() throws {
    let seed = Seed(1)
    let model = AutoSeqRec(itemCount: log.itemCount, width: 16)
    let data = model.dataset(of: log)
    var weights = Weights<Float>(model.parameters, seed: seed.child("initialization"))
    var optimizer = Optimizer<Float>(.adam(rate: 1e-3))
    var step = 0
    var losses: [Double] = []
    for epoch in 0..<2 {
      let batches = model.batches(
        of: data, size: 32, epoch: epoch, seed: seed.child("batches"))
      var total = 0.0
      for batch in batches {
        var tape = Tape(weights, seed: seed.child("dropout", step))
        let loss = model.loss(of: batch, in: data, on: &tape)
        total += Double(tape[loss].scalar)
        optimizer.step(&weights, tape.backward(from: loss))
        step += 1
      }
      losses.append(total / Double(batches.count))
    }
    model.finish(&weights, after: data)
    let trained = try fit()
    #expect(trained.weights == weights)
    #expect(trained.history.losses == losses)
  }

  /// Hidden units of every kind, outputs of the source and target decoder, never those of the
  /// collaborative one: with the sigmoid it would matter on which side of it they were dropped.
  @Test(arguments: AutoSeqRec.Kind.allCases) func whatIsDropped(_ kind: AutoSeqRec.Kind) {
    func loss(encoder: Double, output: Double, seed: Seed?) -> Float {
      var options = AutoSeqRec.Options()
      options.encoderDropout = encoder
      options.outputDropout = output
      let trained = randomModel(itemCount: log.itemCount, options: options)
      var tape = Tape(trained.weights, seed: seed)
      let batch = AutoSeqRec.Batch(kind, rows: Array(0..<20))
      let loss = trained.model.loss(of: batch, in: trained.model.dataset(of: log), on: &tape)
      return tape[loss].scalar
    }
    let plain = loss(encoder: 0, output: 0, seed: Seed(1))
    #expect(loss(encoder: 0.5, output: 0.5, seed: nil) == plain)
    #expect(loss(encoder: 0.5, output: 0, seed: Seed(1)) != plain)
    #expect(
      (loss(encoder: 0, output: 0.5, seed: Seed(1)) == plain) == (kind == .collaborative))
  }

  @Test func lossesFall() throws {
    let losses = try fit(epochs: 120).history.losses
    #expect(losses.count == 120)
    #expect(losses[119] < 0.9 * losses[0])
    let thirds = [losses[0..<40], losses[40..<80], losses[80..<120]].map { $0.reduce(0, +) }
    #expect(thirds[0] > thirds[1] && thirds[1] > thirds[2])
  }

  @Test func progressComesAfterEveryEpoch() throws {
    let reports = Reports()
    var trainer = Trainer(.adam(rate: 1e-3), epochs: 3, progress: { reports.append($0) })
    trainer.seed = Seed(9)
    let trained = try trainer.fit(AutoSeqRec(itemCount: log.itemCount, width: 4), on: log)
    #expect(reports.all.map(\.epoch) == [1, 2, 3])
    #expect(reports.all.allSatisfy { $0.epochs == 3 })
    #expect(reports.all.map(\.loss) == trained.history.losses)
  }

  @Test func noEpochsLeaveTheInitialValues() throws {
    var options = AutoSeqRec.Options()
    options.silencesUntrained = false
    let trained = try fit(epochs: 0, options: options)
    #expect(trained.history.losses.isEmpty)
    #expect(
      trained.weights
        == Weights(trained.model.parameters, seed: Seed(1).child("initialization")))
  }

  @Test func aCancelledTaskEndsTheTraining() async {
    let log = log
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      _ = try Trainer(.autoSeqRec, epochs: 1)
        .fit(AutoSeqRec(itemCount: log.itemCount, width: 4), on: log)
    }
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func aRateThatIsTooLargeIsAnError() {
    let error = #expect(throws: TrainingError.self) {
      try fit(epochs: 20, optimizer: .adam(rate: 1e30))
    }
    #expect(error?.description.contains("is not finite; a smaller rate may help") == true)
  }

  /// Exactly the rows of items that no training event names, and no other weight.
  @Test func untrainedItemsAreSilenced() throws {
    let split = log.split(.byTime(train: 0.3, validation: 0))
    let named = Set(split.train.events.map(\.item))
    #expect(named.count < log.itemCount)
    var options = AutoSeqRec.Options()
    let trainer = Trainer(.adam(rate: 1e-3), epochs: 1)
    let silenced = try trainer.fit(
      AutoSeqRec(itemCount: log.itemCount, width: 8, options: options), on: split.train)
    options.silencesUntrained = false
    let kept = try trainer.fit(
      AutoSeqRec(itemCount: log.itemCount, width: 8, options: options), on: split.train)
    for path in kept.weights.paths where path != "encoder.weight" {
      #expect(silenced.weights[path] == kept.weights[path])
    }
    let (a, b) = try (
      #require(silenced.weights["encoder.weight"]), #require(kept.weights["encoder.weight"])
    )
    for item in 0..<log.itemCount {
      for j in 0..<8 { #expect(a[item, j] == (named.contains(item) ? b[item, j] : 0)) }
      #expect((0..<8).contains { b[item, $0] != 0 })
    }
  }
}
