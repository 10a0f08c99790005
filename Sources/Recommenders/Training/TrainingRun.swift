import Gradients
import Interactions
import Tensors

/// A training that is under way: what changes from step to step.
///
/// Weights and moments are changed in place, so nothing here may still hold a copy of them when a step
/// begins: states and measured models are made for one call and gone after it.
struct TrainingRun<M: TrainableModel> {
  let model: M
  let data: M.Dataset
  let trainer: Trainer
  let stopping: EarlyStopping<M>?
  private let eventCount: Int
  private var weights: Weights<Float>
  private var optimizer: Optimizer<Float>
  /// Memory of its own, into which better weights are copied.
  private var best: Weights<Float>?
  private(set) var history: TrainingHistory
  private var step: Int
  private let pool = StoragePool()

  /// A training that begins, or goes on from a state that fits it.
  init(
    _ model: M, on log: InteractionLog, trainer: Trainer, from initial: Weights<Float>?,
    stopping: EarlyStopping<M>?, resuming state: TrainingState?
  ) {
    precondition(
      initial.map { $0.paths == model.parameters.map(\.path) } ?? true,
      "weights of \(initial?.paths ?? []) for \(model.parameters.map(\.path))")
    self.model = model
    data = model.dataset(of: log)
    eventCount = log.count
    self.trainer = trainer
    self.stopping = stopping
    weights =
      state?.weights ?? initial
      ?? Weights(model.parameters, seed: trainer.seed.ofInitialization)
    optimizer =
      state.map { Optimizer(trainer.optimizer, continuing: $0.optimizer, of: $0.weights) }
      ?? Optimizer(trainer.optimizer)
    history = state?.history ?? TrainingHistory()
    step = state?.stepsDone ?? 0
    if stopping != nil {
      best =
        state?.best ?? Weights(model.parameters.map { ($0.path, Tensor(zeros: $0.shape)) })
    }
  }

  /// Whether an epoch is to follow.
  var goesOn: Bool { history.epochsRun < trainer.epochs && !isOutOfPatience }

  private var isOutOfPatience: Bool {
    stopping.map { history.checksSinceBest >= $0.patience } ?? false
  }

  /// Learns from every batch once.
  mutating func runEpoch() throws {
    let epoch = history.epochsRun
    let seed = trainer.seed
    let batches = model.batches(
      of: data, size: trainer.batchSize, epoch: epoch, seed: seed.child("batches"))
    guard !batches.isEmpty, eventCount > 0 else {
      throw TrainingError.nothingToLearn(events: eventCount)
    }
    var total = 0.0
    // A state is handed out between two epochs, and an epoch begins with nothing.
    var carried: [String: Tensor<Float>] = [:]
    for batch in batches {
      try Task.checkCancellation()
      var tape = Tape(
        weights, seed: seed.child("dropout", step), carrying: carried, workers: trainer.workers,
        pool: pool)
      let loss = model.loss(of: batch, in: data, on: &tape)
      total += Double(tape[loss].scalar)
      carried = tape.left
      let gradients = tape.backward(from: loss)
      optimizer.step(&weights, gradients, on: trainer.workers)
      step += 1
    }
    guard total.isFinite else { throw TrainingError.diverged(epoch: epoch + 1) }
    history.losses.append(total / Double(batches.count))
  }

  /// Whether the last epoch is one of those after which a measurement is due.
  var isOnGrid: Bool { stopping.map { history.epochsRun % $0.every == 0 } ?? false }

  /// Measures the model as it would be if the training ended here, and keeps the best weights; does
  /// nothing where that has been done.
  mutating func validate() throws {
    guard let stopping, history.validations.last?.epoch ?? 0 != history.epochsRun else { return }
    let value = try stopping.measure(finished(weights))
    guard !value.isNaN else { throw TrainingError.validationIsNaN(epoch: history.epochsRun) }
    history.validations.append(.init(epoch: history.epochsRun, value: value))
    if history.bestEpoch == history.epochsRun {
      let (better, workers) = (weights, trainer.workers)
      best?.copyElements(of: better, on: workers)
    }
  }

  /// What is told after an epoch.
  var progress: TrainingProgress {
    let last = history.validations.last
    return TrainingProgress(
      epoch: history.epochsRun, epochs: trainer.epochs, loss: history.losses.last ?? 0,
      validation: last?.epoch == history.epochsRun ? last?.value : nil)
  }

  /// This moment as a value, without copying a number.
  func state(_ recipe: TrainingRecipe) -> TrainingState {
    TrainingState(
      weights: weights, optimizer: optimizer.state(of: weights),
      best: history.validations.isEmpty ? nil : best, history: history, stepsDone: step,
      recipe: recipe)
  }

  /// What the training has found.
  mutating func result() throws(TrainingError) -> Trained<M> {
    history.stoppedEarly = isOutOfPatience && history.epochsRun < trainer.epochs
    let found = history.validations.isEmpty ? weights : best ?? weights
    // The last step has no loss after it that would show.
    let areFinite = found.paths.allSatisfy { path in
      found[path]?.elements.allSatisfy(\.isFinite) ?? true
    }
    guard areFinite else { throw .diverged(epoch: history.epochsRun) }
    return finished(found)
  }

  private func finished(_ weights: Weights<Float>) -> Trained<M> {
    var weights = weights
    model.finish(&weights, after: data)
    return Trained(model: model, weights: weights, history: history)
  }
}
