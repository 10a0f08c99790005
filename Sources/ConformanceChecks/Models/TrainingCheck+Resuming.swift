import SeqRec
import Synchronization

extension TrainingCheck {
  /// Whoever stops a training does it in the middle of an epoch as a rule, and the last state is of the end
  /// of the one before, or there is none.
  @Sendable func resumes(_ findings: inout Findings) async throws {
    let log = LawLog().log()
    let model = try make(log)
    let trainer = trainer.with { $0.epochs = max($0.epochs, 3) }
    let counted = StoppedModel(whole: model, step: nil)
    let whole = try Self.run(counted, trainer, log)
    var generator = Seed(68).generator()
    for _ in 0..<2 {
      let step = 1 + generator.index(below: counted.steps)
      let stopped = StoppedModel(whole: model, step: step)
      let state = try await Task { try Self.run(stopped, trainer, log).state }.value
      let resumed = try Self.run(StoppedModel(whole: model, step: nil), trainer, log, from: state)
      let what = "of a training that was stopped at step \(step)"
      findings.expectEqual(
        resumed.trained?.weights.digest, whole.trained?.weights.digest, "weights \(what)")
      findings.expectEqual(resumed.trained?.history, whole.trained?.history, "curves \(what)")
      findings.expect(resumed.state == whole.state, "another last state \(what)")
    }
  }

  /// Trains until the end or until it is stopped; the state is the last one.
  private static func run(
    _ model: StoppedModel<Model>, _ trainer: Trainer, _ log: InteractionLog,
    from state: TrainingState? = nil
  ) throws -> (trained: Trained<StoppedModel<Model>>?, state: TrainingState?) {
    var last = state
    let checkpoints = Checkpointing { last = $0 }
    do {
      let trained = try trainer.fit(model, on: log, resuming: state, checkpoints: checkpoints)
      return (trained, last)
    } catch is CancellationError {
      return (nil, last)
    }
  }
}

/// A model whose training is cancelled from within a step.
private struct StoppedModel<Whole: TrainableModel>: TrainableModel {
  let whole: Whole
  /// Counted from 1; never where there is none.
  let step: Int?
  private let counter = Counter()

  init(whole: Whole, step: Int?) {
    self.whole = whole
    self.step = step
  }

  /// How many there were.
  var steps: Int { counter.count.load(ordering: .relaxed) }

  var parameters: [Parameter] { whole.parameters }

  func dataset(of log: InteractionLog) -> Whole.Dataset { whole.dataset(of: log) }

  func batches(of data: Whole.Dataset, size: Int, epoch: Int, seed: Seed) -> [Whole.Batch] {
    whole.batches(of: data, size: size, epoch: epoch, seed: seed)
  }

  func loss<S: Scalar>(
    of batch: Whole.Batch, in data: Whole.Dataset, on tape: inout Tape<S>
  ) -> Variable {
    if counter.count.wrappingAdd(1, ordering: .relaxed).newValue == step {
      withUnsafeCurrentTask { $0?.cancel() }
    }
    return whole.loss(of: batch, in: data, on: &tape)
  }

  func finish(_ weights: inout Weights<Float>, after data: Whole.Dataset) {
    whole.finish(&weights, after: data)
  }

  private final class Counter: Sendable {
    let count = Atomic(0)
  }
}
