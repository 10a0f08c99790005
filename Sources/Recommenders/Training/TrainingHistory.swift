/// The learning curves of a training.
public struct TrainingHistory: Hashable, Sendable {
  /// What a model that is being trained reached on validation.
  public struct Validation: Hashable, Sendable {
    /// After how many epochs.
    public let epoch: Int
    /// What ``EarlyStopping`` measured, larger is better.
    public let value: Double

    /// That value after so many epochs.
    public init(epoch: Int, value: Double) {
      self.epoch = epoch
      self.value = value
    }
  }

  /// The mean loss of each epoch's batches.
  public internal(set) var losses: [Double] = []
  /// What was measured, by ascending epoch; empty without ``EarlyStopping``.
  public internal(set) var validations: [Validation] = []
  /// Whether the training ended before its last epoch because validation no longer improved.
  public internal(set) var stoppedEarly = false

  /// Nothing yet.
  public init() {}

  /// How many epochs were run. The weights are those after the best of them where something was
  /// measured, and those after the last elsewhere.
  public var epochsRun: Int { losses.count }

  /// The largest measured value, the earliest of equals.
  public var best: Validation? { validations.max { $0.value < $1.value } }

  /// The epoch of the best value.
  public var bestEpoch: Int? { best?.epoch }

  /// How many measurements there were since the best one.
  var checksSinceBest: Int {
    guard let bestEpoch else { return 0 }
    return validations.count { $0.epoch > bestEpoch }
  }
}
