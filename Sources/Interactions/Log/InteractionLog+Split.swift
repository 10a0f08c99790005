/// How a log is cut into training, validation and test.
public enum SplitRule: Hashable, Sendable {
  /// Of `n` events in time order the first `floor(train * n)` train, those up to
  /// `floor((train + validation) * n)` validate, the rest test: the split of JODIE, CoPE and
  /// AutoSeqRec. Events of equal time may fall on both sides of a cut.
  case byTime(train: Double, validation: Double)
}

/// The parts of a log. They share its vocabulary, so that `itemCount` and `userCount` of each are
/// those of the whole log; a part may be empty.
public struct Split: Equatable, Sendable {
  /// The events to learn from.
  public let train: InteractionLog
  /// The events to choose hyper-parameters by.
  public let validation: InteractionLog
  /// The events to report.
  public let test: InteractionLog
}

extension InteractionLog {
  /// Cuts the log in three by a rule. O(events).
  ///
  /// - Precondition: the shares lie in `0 ... 1`, and so does their sum.
  public func split(_ rule: SplitRule) -> Split {
    switch rule {
    case .byTime(let train, let validation):
      precondition(
        train >= 0 && validation >= 0 && train + validation <= 1 + Self.slack,
        "shares \(train) of training and \(validation) of validation")
      let first = share(train)
      let second = max(first, share(train + validation))
      return Split(
        train: slice(0..<first), validation: slice(first..<second), test: slice(second..<count))
    }
  }

  /// A decimal share such as 0.8 + 0.1 is a few units in the last place off in binary, which would
  /// cost an event wherever the exact product is a whole number.
  private static var slack: Double { 0x1p-48 }

  /// `floor(fraction * count)` of the decimal fraction that is meant.
  private func share(_ fraction: Double) -> Int {
    min(count, Int((fraction * Double(count) * (1 + Self.slack)).rounded(.down)))
  }

  private func slice(_ rows: Range<Int>) -> InteractionLog {
    InteractionLog(
      Columns(
        users: Array(userColumn[rows]), items: Array(itemColumn[rows]),
        timestamps: Array(timestamps[rows])),
      users: users, items: items)
  }
}
