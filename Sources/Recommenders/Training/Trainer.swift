public import Gradients
public import Interactions
public import Tensors

/// Fits models by stochastic gradients.
///
/// ```swift
/// let trained = try Trainer(.adam(rate: 1e-3), seed: 42).fit(model, on: split.train)
/// ```
///
/// The result is a function of model, data and these values; the number of workers does not change a
/// bit of it.
public struct Trainer: Sendable {
  /// The optimizer's constants.
  public var optimizer: OptimizerRecipe
  /// How often all batches are seen.
  public var epochs: Int
  /// Rows in a batch.
  public var batchSize: Int
  /// What initial values, batches and dropout are drawn from.
  public var seed: Seed
  /// The threads that a step may use.
  public var workers: Workers
  /// Called after every epoch.
  public var progress: (@Sendable (TrainingProgress) -> Void)?

  /// A trainer with the given constants.
  ///
  /// - Precondition: `epochs` is not negative, `batchSize` at least 1.
  public init(
    _ optimizer: OptimizerRecipe, epochs: Int = 200, batchSize: Int = 64, seed: UInt64 = 0,
    workers: Workers = .one, progress: (@Sendable (TrainingProgress) -> Void)? = nil
  ) {
    precondition(epochs >= 0 && batchSize >= 1, "\(epochs) epochs of batches of \(batchSize)")
    self.optimizer = optimizer
    self.epochs = epochs
    self.batchSize = batchSize
    self.seed = Seed(seed)
    self.workers = workers
    self.progress = progress
  }

  /// Trains a model on a log.
  ///
  /// - Parameters:
  ///   - initial: the weights to begin with instead of the model's own first ones. A `state` has what came
  ///     of them.
  ///   - stopping: measures the model on the way, ends early and gives back the best weights.
  ///   - state: where to go on; the result is that of the training that was not interrupted, bit for
  ///     bit. It may have more epochs or patience than the one that the state is from.
  ///   - checkpoints: hands out such states.
  /// - Precondition: `initial` has the model's parameters.
  /// - Throws: `CancellationError` where the task is cancelled; ``TrainingError`` where the log has nothing
  ///   to learn for this model, a rate is for no parameter, the loss or a weight is no longer finite, a
  ///   measured value is NaN, or the state belongs to another training or is of more epochs; what
  ///   `stopping` and `checkpoints` throw.
  public func fit<M: TrainableModel>(
    _ model: M, on log: InteractionLog, from initial: Weights<Float>? = nil,
    stopping: EarlyStopping<M>? = nil, resuming state: TrainingState? = nil,
    checkpoints: Checkpointing? = nil
  ) throws -> Trained<M> {
    let paths = model.parameters.map(\.path)
    for group in optimizer.rates.keys.sorted()
    where !paths.contains(where: { $0 == group || $0.hasPrefix(group + ".") }) {
      throw TrainingError.unknownGroup(group, among: paths)
    }
    let recipe = TrainingRecipe(
      optimizer: optimizer, batchSize: batchSize, seed: seed, validationInterval: stopping?.every)
    if let state {
      let differences = state.differences(
        from: recipe, patience: stopping?.patience, parameters: model.parameters)
      guard differences.isEmpty else { throw TrainingError.cannotResume(differences) }
      guard state.epochsDone <= epochs else {
        throw TrainingError.tooFewEpochs(done: state.epochsDone, asked: epochs)
      }
    }
    var run = TrainingRun(
      model, on: log, trainer: self, from: initial, stopping: stopping, resuming: state)
    while run.goesOn {
      try run.runEpoch()
      if run.isOnGrid { try run.validate() }
      let epoch = run.history.epochsRun
      if let checkpoints, epoch % checkpoints.every == 0 || !run.goesOn {
        try checkpoints.body(run.state(recipe))
      }
      // Off the grid this measurement is part of ending here: an extended training would not make it,
      // so the state before does not have it.
      if !run.goesOn { try run.validate() }
      progress?(run.progress)
    }
    try run.validate()
    return try run.result()
  }
}
