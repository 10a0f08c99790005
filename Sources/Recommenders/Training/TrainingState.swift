public import Gradients
public import Tensors

/// A training between two epochs, as a value: with it ``Trainer`` goes on to the same bits that it would
/// have reached without the interruption.
///
/// Model and data are not part of it; give the same ones.
public struct TrainingState: Sendable, Equatable {
  /// The numbers after the last epoch, not yet finished by the model.
  public let weights: Weights<Float>
  /// What the optimizer has gathered.
  public let optimizer: OptimizerState<Float>
  /// The numbers after ``TrainingHistory/bestEpoch``, not finished either; `nil` where nothing was
  /// measured.
  public let best: Weights<Float>?
  /// The learning curves up to here.
  public let history: TrainingHistory
  /// How many batches were learned from.
  public let stepsDone: Int
  /// The constants that whoever continues must share.
  public let recipe: TrainingRecipe

  /// How many epochs are done.
  public var epochsDone: Int { history.epochsRun }
}

/// The constants of a training that decide its bits. The number of epochs and the patience are not among
/// them: both may grow, which extends the training.
public struct TrainingRecipe: Hashable, Sendable {
  /// The optimizer's constants.
  public let optimizer: OptimizerRecipe
  /// Rows in a batch.
  public let batchSize: Int
  /// The trainer's seed.
  public let seed: Seed
  /// How many epochs lie between two measurements, `nil` without ``EarlyStopping``.
  public let validationInterval: Int?
}

extension Seed {
  /// What a training of this seed draws its first weights from.
  var ofInitialization: Seed { child("initialization") }
}
