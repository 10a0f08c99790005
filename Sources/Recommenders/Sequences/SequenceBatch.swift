public import Interactions

/// Sequences of items, one below the other without padding, and the questions asked of them.
///
/// A sequence is the latest part of somebody's history; whose, it does not say. In training every position
/// asks what comes next; at serving only the last one of each sequence does.
public struct SequenceBatch: Hashable, Sendable {
  /// Which positions ask.
  public enum Questions: Hashable, Sendable {
    /// Every position.
    case everyPosition
    /// The last position of each sequence.
    case lastPosition
  }

  /// Where each sequence begins, and where the last one ends.
  public let starts: [Int]
  /// The items by position.
  public let items: [Int32]
  /// The times by position.
  public let timestamps: [Double]
  /// The time of what comes next, by position: that of the next item, and of the last one of a sequence
  /// ``History/next``.
  public let nextTimestamps: [Double]
  /// What happened before the part of a history that is in the batch, oldest first.
  public let earlierItems: [ArraySlice<Int32>]
  /// Which positions ask.
  public let questions: Questions

  /// The last `window` items of each history.
  ///
  /// - Precondition: no history is empty, and each has as many times as items; the window is at least 1.
  public init(_ histories: [History], window: Int, questions: Questions) {
    precondition(window >= 1, "a window of \(window)")
    precondition(
      histories.allSatisfy { !$0.items.isEmpty && $0.items.count == $0.timestamps.count },
      "a history without items, or with more or fewer times")
    var starts = [0]
    var items: [Int32] = []
    var timestamps: [Double] = []
    var nextTimestamps: [Double] = []
    for history in histories {
      items += history.items.suffix(window)
      timestamps += history.timestamps.suffix(window)
      nextTimestamps += history.timestamps.suffix(window).dropFirst()
      nextTimestamps.append(history.next)
      starts.append(items.count)
    }
    self.starts = starts
    self.items = items
    self.timestamps = timestamps
    self.nextTimestamps = nextTimestamps
    earlierItems = histories.map { $0.items.dropLast(window) }
    self.questions = questions
  }

  /// The number of sequences.
  public var count: Int { starts.count - 1 }

  /// The number of positions of all sequences.
  public var positionCount: Int { items.count }

  /// The number of questions.
  public var rowCount: Int {
    switch questions {
    case .everyPosition: positionCount
    case .lastPosition: count
    }
  }

  /// The positions of a sequence.
  public func positions(of sequence: Int) -> Range<Int> { starts[sequence]..<starts[sequence + 1] }

  /// The sequence that each position belongs to.
  public var sequenceOfPosition: [Int32] {
    (0..<count).flatMap { repeatElement(Int32($0), count: positions(of: $0).count) }
  }

  /// The position that each question is asked at.
  public var rowPositions: [Int32] {
    switch questions {
    case .everyPosition: (0..<Int32(positionCount)).map { $0 }
    case .lastPosition: starts.dropFirst().map { Int32($0 - 1) }
    }
  }
}
