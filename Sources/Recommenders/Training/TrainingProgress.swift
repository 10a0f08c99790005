/// How far a training is.
public struct TrainingProgress: Hashable, Sendable {
  /// Epochs done.
  public let epoch: Int
  /// Epochs in all, if it is not stopped before.
  public let epochs: Int
  /// The mean loss of the last epoch's batches.
  public let loss: Double
  /// What ``EarlyStopping`` measured after that epoch, if it did.
  public let validation: Double?
}
