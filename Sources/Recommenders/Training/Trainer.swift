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
  public var optimizer: AdamRecipe
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
    _ optimizer: AdamRecipe, epochs: Int = 200, batchSize: Int = 64, seed: UInt64 = 0,
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
  /// - Throws: `CancellationError` where the task is cancelled; ``TrainingError`` where the loss is no
  ///   longer finite.
  public func fit<M: TrainableModel>(_ model: M, on log: InteractionLog) throws -> Trained<M> {
    let data = model.dataset(of: log)
    var weights = Weights<Float>(model.parameters, seed: seed.child("initialization"))
    var optimizer = Adam<Float>(optimizer)
    let pool = StoragePool()
    var losses: [Double] = []
    var step = 0
    for epoch in 0..<epochs {
      let batches = model.batches(
        of: data, size: batchSize, epoch: epoch, seed: seed.child("batches"))
      var total = 0.0
      for batch in batches {
        try Task.checkCancellation()
        var tape = Tape(
          weights, seed: seed.child("dropout", step), workers: workers, pool: pool)
        let loss = model.loss(of: batch, in: data, on: &tape)
        total += Double(tape[loss].scalar)
        let gradients = tape.backward(from: loss)
        optimizer.step(&weights, gradients, on: workers)
        step += 1
      }
      guard total.isFinite else { throw TrainingError.diverged(epoch: epoch + 1) }
      losses.append(total / Double(max(batches.count, 1)))
      progress?(
        TrainingProgress(epoch: epoch + 1, epochs: epochs, loss: losses[epoch]))
    }
    model.finish(&weights, after: data)
    return Trained(model: model, weights: weights, losses: losses)
  }
}

/// How far a training is.
public struct TrainingProgress: Hashable, Sendable {
  /// Epochs done.
  public let epoch: Int
  /// Epochs in all.
  public let epochs: Int
  /// The mean loss of the last epoch's batches.
  public let loss: Double
}

/// Why a training ended without a result.
public enum TrainingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The loss was infinite or NaN in that epoch, counted from 1.
  case diverged(epoch: Int)

  /// What happened and what helps.
  public var description: String {
    switch self {
    case .diverged(let epoch):
      "the loss of epoch \(epoch) is not finite; a smaller rate may help"
    }
  }
}

/// A model with its numbers. Only what is trained recommends.
public struct Trained<M: TrainableModel>: Sendable {
  /// The recipe.
  public let model: M
  /// The numbers.
  public let weights: Weights<Float>
  /// The mean loss of each epoch; empty where the weights come from a file.
  public let losses: [Double]

  package init(model: M, weights: Weights<Float>, losses: [Double]) {
    self.model = model
    self.weights = weights
    self.losses = losses
  }

  /// A model with weights that were trained elsewhere, used as they are.
  ///
  /// - Precondition: every parameter of the model is there, in its shape.
  public init(_ model: M, weights: Weights<Float>) {
    for parameter in model.parameters {
      let shape = weights[parameter].shape
      precondition(
        shape == parameter.shape, "\(parameter.path) has shape \(shape), not \(parameter.shape)")
    }
    self.init(model: model, weights: weights, losses: [])
  }
}
