/// Why a training ended without a result.
public enum TrainingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The model makes no batch of the log, which has so many events: there is nothing to learn from.
  case nothingToLearn(events: Int)
  /// The optimizer has a rate for a group that no parameter of the model belongs to.
  case unknownGroup(String, among: [String])
  /// The loss, or a weight that is left of the training, was infinite or NaN in that epoch, counted from 1.
  case diverged(epoch: Int)
  /// What ``EarlyStopping`` measured after that epoch, counted from 1, is not a number.
  case validationIsNaN(epoch: Int)
  /// The state belongs to another training.
  case cannotResume([TrainingDifference])
  /// More epochs are behind the state than the trainer should run.
  case tooFewEpochs(done: Int, asked: Int)

  /// What happened and what helps.
  public var description: String {
    switch self {
    case .nothingToLearn(let events):
      "there is nothing to learn: expected events that the model makes a batch of, found none among "
        + "\(events); what predicts the next item needs users with two events or more"
    case .diverged(let epoch):
      "the loss of epoch \(epoch) is not finite; a smaller rate may help"
    case .unknownGroup(let group, let paths):
      "a rate for \(group), which no parameter belongs to; expected the beginning of one of "
        + paths.joined(separator: ", ")
    case .validationIsNaN(let epoch):
      "the validation after epoch \(epoch) is not a number; it may have had nothing to average"
    case .cannotResume(let differences):
      "the state belongs to another training: "
        + differences.map(\.description).joined(separator: "; ")
    case .tooFewEpochs(let done, let asked):
      "the state has \(done) epochs behind it, and \(asked) are asked for; ask for \(done) or more, or "
        + "begin anew without the state"
    }
  }
}

/// One way in which a state does not fit the training that should continue it.
public struct TrainingDifference: Hashable, Sendable, CustomStringConvertible {
  /// What differs: `seed`, `batch size`, `adam.beta2`, `parameter encoder.weight` and so on.
  public let what: String
  /// Its value in the state.
  public let state: String
  /// Its value in the training.
  public let training: String

  /// `seed is 1 in the state and 2 here`
  public var description: String { "\(what) is \(state) in the state and \(training) here" }
}
