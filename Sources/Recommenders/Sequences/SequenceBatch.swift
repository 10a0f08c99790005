/// Sequences of items, one below the other without padding, and the questions asked of them.
///
/// A sequence is the latest part of a user's history. In training every position asks what comes next;
/// at serving only the last one of each sequence does.
public struct SequenceBatch: Hashable, Sendable {
  /// Which positions ask.
  public enum Questions: Hashable, Sendable {
    /// Every position.
    case everyPosition
    /// The last position of each sequence.
    case lastPosition
  }

  /// One user's part of a batch.
  public struct History: Hashable, Sendable {
    /// The user; whatever number for somebody unknown.
    public var user: Int
    /// All items, oldest first.
    public var items: [Int32]
    /// The times of the items; as many.
    public var timestamps: [Double]

    /// A history.
    ///
    /// - Precondition: as many times as items.
    public init(user: Int, items: [Int32], timestamps: [Double]) {
      precondition(
        items.count == timestamps.count, "\(items.count) items at \(timestamps.count) times")
      self.user = user
      self.items = items
      self.timestamps = timestamps
    }
  }

  /// The user of each sequence.
  public let users: [Int32]
  /// Where each sequence begins, and where the last one ends.
  public let starts: [Int]
  /// The items by position.
  public let items: [Int32]
  /// The times by position.
  public let timestamps: [Double]
  /// What each user did before the part that is in the batch, oldest first.
  public let earlierItems: [ArraySlice<Int32>]
  /// Which positions ask.
  public let questions: Questions

  /// The last `window` items of each history.
  ///
  /// - Precondition: no history is empty; the window is at least 1.
  public init(_ histories: [History], window: Int, questions: Questions) {
    precondition(window >= 1, "a window of \(window)")
    precondition(histories.allSatisfy { !$0.items.isEmpty }, "a history without items")
    var starts = [0]
    var items: [Int32] = []
    var timestamps: [Double] = []
    for history in histories {
      items += history.items.suffix(window)
      timestamps += history.timestamps.suffix(window)
      starts.append(items.count)
    }
    users = histories.map { Int32(clamping: $0.user) }
    self.starts = starts
    self.items = items
    self.timestamps = timestamps
    earlierItems = histories.map { $0.items.dropLast(window) }
    self.questions = questions
  }

  /// The number of sequences.
  public var count: Int { users.count }

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

  /// The position that each question is asked at.
  public var rowPositions: [Int32] {
    switch questions {
    case .everyPosition: (0..<Int32(positionCount)).map { $0 }
    case .lastPosition: starts.dropFirst().map { Int32($0 - 1) }
    }
  }

  /// The user of each question.
  public var rowUsers: [Int32] {
    switch questions {
    case .everyPosition:
      (0..<count).flatMap { repeatElement(users[$0], count: positions(of: $0).count) }
    case .lastPosition: users
    }
  }
}

extension SequenceBatch.History {
  /// Without the items that a catalogue of that size does not have.
  func keepingItems(below itemCount: Int) -> Self {
    let catalogue = 0..<Int32(itemCount)
    guard !items.allSatisfy(catalogue.contains) else { return self }
    let kept = items.indices.filter { catalogue.contains(items[$0]) }
    return Self(
      user: user, items: kept.map { items[$0] }, timestamps: kept.map { timestamps[$0] })
  }
}
