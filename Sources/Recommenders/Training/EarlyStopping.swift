/// Measures a model every few epochs, ends its training when that no longer improves, and keeps the best
/// weights.
///
/// ```swift
/// EarlyStopping(every: 10, patience: 5) { trained in
///   try meanReciprocalRank(of: trained, on: split.validation)
/// }
/// ```
///
/// The training stops after `patience` measurements in a row without a larger value; of equal values the
/// earliest counts. After the last epoch there is a measurement in any case. The result has the weights
/// of ``TrainingHistory/bestEpoch``, finished as if the training had ended there.
public struct EarlyStopping<M: TrainableModel> {
  /// How many epochs lie between two measurements.
  public let every: Int
  /// After how many measurements without a larger value the training stops.
  public let patience: Int
  let measure: (Trained<M>) throws -> Double

  /// Stopping by `measure`, which is larger for better models and must not be NaN.
  ///
  /// `measure` gets what the training would give if it ended now. That shares memory with the training:
  /// only what ``TrainableModel/finish(_:after:)`` changes is copied, unless `measure` keeps the
  /// weights; then the next step copies them. Errors that it throws end the training.
  ///
  /// - Parameter model: whose training it is, where nothing else says so.
  /// - Precondition: `every` and `patience` are at least 1.
  public init(
    of model: M? = nil, every: Int = 1, patience: Int,
    measure: @escaping (Trained<M>) throws -> Double
  ) {
    precondition(every >= 1 && patience >= 1, "a check every \(every) epochs, \(patience) in vain")
    self.every = every
    self.patience = patience
    self.measure = measure
  }
}
