import SeqRec

/// The laws of what training does.
struct TrainingCheck<Model: TrainableModel>: Sendable {
  let make: @Sendable (InteractionLog) throws -> Model
  let trainer: Trainer

  private func fit(
    _ log: InteractionLog = LawLog().log(), _ change: (inout Trainer) -> Void = { _ in }
  ) throws -> Trained<Model> {
    try trainer.with(change).fit(make(log), on: log)
  }

  @Sendable func hasDistinctPaths(_ findings: inout Findings) throws {
    let parameters = try make(LawLog().log()).parameters
    findings.expectDistinctPaths(parameters)
    findings.expectEqual(
      parameters.withoutRepeats.count, parameters.count, "the number of parameters of a model")
  }

  /// Some batch of an epoch has a gradient for each.
  @Sendable func usesAllParameters(_ findings: inout Findings) throws {
    let log = LawLog().log()
    let model = try make(log)
    let data = model.dataset(of: log)
    let weights = Weights<Float>(model.parameters, seed: Seed(61))
    var unused = Set(model.parameters.filter { !$0.isFrozen }.map(\.path))
    for batch in model.batches(of: data, size: trainer.batchSize, epoch: 0, seed: Seed(62)) {
      var tape = Tape(weights)
      let loss = model.loss(of: batch, in: data, on: &tape)
      let gradients = tape.backward(from: loss)
      for parameter in model.parameters
      where gradients.gradient(of: parameter, in: weights) != nil {
        unused.remove(parameter.path)
      }
    }
    findings.expect(unused.isEmpty, "no batch depends on \(unused.sorted())")
  }

  @Sendable func keepsWhatIsFrozen(_ findings: inout Findings) throws {
    let log = LawLog().log()
    let model = try make(log)
    let frozen = model.parameters.withoutRepeats.filter(\.isFrozen)
    let first = Weights<Float>(frozen, seed: trainer.seed.child("initialization"))
    let last = try trainer.fit(model, on: log).weights
    for parameter in frozen {
      findings.expectSameBits(
        last[parameter], first[parameter], "\(parameter.path), which is frozen, after training")
    }
  }

  @Sendable func differentiates(_ findings: inout Findings) throws {
    let log = LawLog().log()
    let model = try make(log)
    let data = model.dataset(of: log)
    for batch in model.batches(of: data, size: trainer.batchSize, epoch: 0, seed: Seed(63)) {
      let loss = LossOfBatch(model: model, data: data, batch: batch)
      loss.checkAdjoint(at: loss.point([], Seed(64)), seed: Seed(65), &findings)
    }
  }

  @Sendable func isReproducible(_ findings: inout Findings) throws {
    let log = LawLog().log()
    let model = try make(log)
    let first = try trainer.fit(model, on: log)
    _ = try trainer.fit(make(LawLog(users: 4, step: 5).log()), on: LawLog(users: 4, step: 5).log())
    let second = try trainer.fit(model, on: log)
    findings.expectEqual(second.weights.digest, first.weights.digest, "weights of a second fit")
    findings.expectEqual(second.history.losses, first.history.losses, "losses of a second fit")
    let anew = try fit()
    findings.expectEqual(anew.weights.digest, first.weights.digest, "weights of an equal model")
  }

  @Sendable func ignoresThreads(_ findings: inout Findings) throws {
    let alone = try fit()
    for count in [2, 8] {
      let shared = try fit { $0.workers = Workers(count) }
      findings.expectEqual(
        shared.weights.digest, alone.weights.digest, "weights on \(count) threads")
      findings.expectEqual(
        shared.history.losses, alone.history.losses, "losses on \(count) threads")
    }
  }

  @Sendable func followsSeed(_ findings: inout Findings) throws {
    let first = try fit()
    guard try make(LawLog().log()).parameters.contains(where: { !$0.isFrozen }) else { return }
    let other = try fit { $0.seed = $0.seed.child("other") }
    findings.expect(
      first.weights.digest != other.weights.digest, "expected other weights of another seed")
  }

  /// The loss of an epoch's batches, the same each time and without dropout, before and after some
  /// steps along its gradient. A whole training draws anew each epoch, and what can hardly learn, a bias
  /// for each item and nothing else, ends anywhere near its beginning.
  @Sendable func descends(_ findings: inout Findings) throws {
    let log = LawLog().log()
    let model = try make(log)
    guard model.parameters.contains(where: { !$0.isFrozen }) else { return }
    let data = model.dataset(of: log)
    let batches = model.batches(of: data, size: log.userCount, epoch: 0, seed: Seed(66))
    var weights = Weights<Float>(model.parameters, seed: Seed(67))
    var optimizer = Optimizer<Float>(.adam(rate: 3e-3))
    var losses: [Double] = []
    for _ in 0..<20 {
      var total = 0.0
      for batch in batches {
        var tape = Tape(weights)
        let loss = model.loss(of: batch, in: data, on: &tape)
        total += Double(tape[loss].scalar)
        optimizer.step(&weights, tape.backward(from: loss))
      }
      losses.append(total)
    }
    findings.expect(
      losses[19] < losses[0],
      "expected a loss below \(losses[0]) after 19 rounds of steps, found \(losses[19])")
  }

  @Sendable func lastsWithoutData(_ findings: inout Findings) throws {
    let log = InteractionLog(
      (0..<3).map { (user: "user \($0)", item: "item \($0)", timestamp: Double($0)) })
    do {
      for path in try fit(log).weights.paths { findings.expect(!path.isEmpty, "a nameless path") }
    } catch TrainingError.nothingToLearn {
      // To say so is what a model does that learns from what follows what.
    }
    let none = try fit(log) { $0.epochs = 0 }
    findings.expectEqual(none.history.losses.count, 0, "losses of no epochs")
  }

  /// Before it begins, and after an epoch. There is no result, and the next fit knows nothing of it.
  @Sendable func stops(_ findings: inout Findings) async throws {
    let log = LawLog().log()
    let model = try make(log)
    let expected = try trainer.fit(model, on: log).weights.digest
    for epoch in [0, 1] {
      let trainer = trainer.with {
        $0.epochs = max($0.epochs, 2)
        $0.progress = { progress in
          if progress.epoch == epoch { withUnsafeCurrentTask { $0?.cancel() } }
        }
      }
      let task = Task {
        if epoch == 0 { withUnsafeCurrentTask { $0?.cancel() } }
        return try trainer.fit(model, on: log).weights.digest
      }
      let result = await task.result
      do {
        _ = try result.get()
        findings.expect(false, "cancelled after epoch \(epoch): expected an error, found weights")
      } catch is CancellationError {
      } catch {
        findings.expect(
          false, "cancelled after epoch \(epoch): expected CancellationError, found \(error)")
      }
    }
    findings.expectEqual(
      try trainer.fit(model, on: log).weights.digest, expected, "weights after a cancelled fit")
  }

  func laws(_ subject: String) -> [Law] {
    [
      Law("paths of parameters are their own", of: subject, hasDistinctPaths),
      Law("every parameter is used", of: subject, usesAllParameters),
      Law("what is frozen stays as it began", of: subject, keepsWhatIsFrozen),
      Law("the loss's gradient is that of differences", of: subject, differentiates),
      Law("the same seed gives the same bits", of: subject, isReproducible),
      Law("the same bits on 1, 2 and 8 threads", of: subject, ignoresThreads),
      Law("another seed gives other bits", of: subject, followsSeed),
      Law("steps along the gradient lower the loss", of: subject, descends),
      Law(
        "a log without anything to learn is fitted or refused by name", of: subject,
        lastsWithoutData),
      Law("a cancelled task throws and leaves nothing", of: subject, stops),
      Law("stopped at any step and resumed, it ends with the same bits", of: subject, resumes),
    ]
  }
}

private struct LossOfBatch<Model: TrainableModel>: DifferentiableOperation {
  let model: Model
  let data: Model.Dataset
  let batch: Model.Batch
  var parameters: [Parameter] { model.parameters }

  func callAsFunction<S: Scalar>(_ inputs: [Variable], on tape: inout Tape<S>) -> Variable {
    model.loss(of: batch, in: data, on: &tape)
  }
}
