/// How a log is cut into training, validation and test.
public enum SplitRule: Hashable, Sendable {
  /// Of `n` events in time order the first `floor(train * n)` train, those up to
  /// `floor((train + validation) * n)` validate, the rest test: the split of JODIE, CoPE and
  /// AutoSeqRec. Events of equal time may fall on both sides of a cut.
  case byTime(train: Double, validation: Double)
  /// Of every user's events, in the log's order, the last one tests, the last but one validates, and the
  /// rest train: the split of SASRec. Users with fewer than 3 events only train.
  case leaveOneOut
}

/// The parts of a log, each in its order. They share its vocabulary, so that `itemCount` and
/// `userCount` of each are those of the whole log; a part may be empty.
public struct Split: Equatable, Sendable {
  /// The events to learn from.
  public let train: InteractionLog
  /// The events to choose hyper-parameters by.
  public let validation: InteractionLog
  /// The events to report.
  public let test: InteractionLog
  /// What is known when the test begins: the events of `train` and `validation` in the log's order.
  ///
  /// Parts of a leave-one-out split overlap in time, so that joining them needs the order of the log.
  public let trainAndValidation: InteractionLog
}
