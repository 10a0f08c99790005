/// The events of a data set in time order, in columns (16 bytes an event), with the vocabularies of
/// its users and items.
///
/// The order is stable: by time, and among equal times by place in the source. Ids are numbered by
/// first appearance in that order. Up to 2^31 - 1 events.
///
/// ```swift
/// let log = try InteractionLog(contentsOf: "ratings.csv").keepingCore(users: 5, items: 5)
/// let split = log.split(.byTime(train: 0.8, validation: 0.1))
/// ```
public struct InteractionLog: Equatable, Sendable {
  /// The ids of the users. A part of a split has those of the whole log.
  public let users: Vocabulary
  /// The ids of the items. A part of a split has those of the whole log.
  public let items: Vocabulary
  /// The user of each event.
  package let userColumn: [Int32]
  /// The item of each event.
  package let itemColumn: [Int32]
  /// The time of each event, ascending.
  package let timestamps: [Double]

  /// A log from events in any order. O(n).
  ///
  /// - Precondition: the times are finite.
  public init(_ records: some Sequence<(user: String, item: String, timestamp: Double)>) {
    var users = IDTable()
    var items = IDTable()
    var columns = Columns()
    for (user, item, timestamp) in records {
      precondition(timestamp.isFinite, "a time of \(timestamp)")
      columns.append(users.intern(user), items.intern(item), timestamp)
    }
    self.init(columns, userIDs: users, itemIDs: items)
  }

  /// Events in any order, whose users and items are numbered by their first appearance in that order.
  init(_ columns: Columns, userIDs: IDTable, itemIDs: IDTable) {
    guard let ordered = columns.inTimeOrder() else {
      self.init(columns, users: Vocabulary(userIDs), items: Vocabulary(itemIDs))
      return
    }
    self.init(
      ordered, userIDs: (0..<userIDs.count).map(userIDs.string),
      itemIDs: (0..<itemIDs.count).map(itemIDs.string))
  }

  /// Events in time order, whose users and items are numbered in any order.
  init(_ ordered: Columns, userIDs: [String], itemIDs: [String]) {
    (userColumn, users) = Self.numberingByFirstAppearance(ordered.users, userIDs)
    (itemColumn, items) = Self.numberingByFirstAppearance(ordered.items, itemIDs)
    timestamps = ordered.timestamps
  }

  /// A part of a log, with all its ids.
  init(_ part: Columns, users: Vocabulary, items: Vocabulary) {
    userColumn = part.users
    itemColumn = part.items
    timestamps = part.timestamps
    self.users = users
    self.items = items
  }

  /// The number of users in the vocabulary.
  public var userCount: Int { users.count }

  /// The number of items in the vocabulary.
  public var itemCount: Int { items.count }

  /// The number of events.
  public var count: Int { timestamps.count }

  /// The same events followed by those of the next slice of the same log. O(events).
  ///
  /// The parts of a leave-one-out split are no slices: see ``Split/trainAndValidation``.
  ///
  /// - Precondition: both have the same vocabularies, and `next` does not begin before this ends.
  public func joined(with next: InteractionLog) -> InteractionLog {
    precondition(users == next.users && items == next.items, "slices of different logs")
    if let end = timestamps.last, let start = next.timestamps.first {
      precondition(end <= start, "a slice that ends at \(end) before one that starts at \(start)")
    }
    return InteractionLog(
      Columns(
        users: userColumn + next.userColumn, items: itemColumn + next.itemColumn,
        timestamps: timestamps + next.timestamps),
      users: users, items: items)
  }

  private static func numberingByFirstAppearance(
    _ column: [Int32], _ ids: [String]
  ) -> ([Int32], Vocabulary) {
    var numbers = [Int32](repeating: -1, count: ids.count)
    var numbered: [String] = []
    let renumbered = column.map { old in
      if numbers[Int(old)] < 0 {
        numbers[Int(old)] = Int32(numbered.count)
        numbered.append(ids[Int(old)])
      }
      return numbers[Int(old)]
    }
    return (renumbered, Vocabulary(numbered))
  }
}
