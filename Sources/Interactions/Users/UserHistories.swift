/// What each user did, in order: items and times, as models of sequences read them. It follows a stream
/// at O(1) an event.
///
/// Memory: 12 bytes an event and about 100 bytes a user with events; up to twice that after
/// ``observe(_:)``, which leaves room to grow.
public struct UserHistories: Sendable {
  private var itemLists: [[Int32]]
  private var timeLists: [[Double]]
  /// The number of items; more than the largest index that was observed.
  public private(set) var itemCount: Int

  /// The histories of so many users, all empty.
  public init(userCount: Int, itemCount: Int) {
    precondition(userCount >= 0 && itemCount >= 0, "\(userCount) users, \(itemCount) items")
    itemLists = Array(repeating: [], count: userCount)
    timeLists = Array(repeating: [], count: userCount)
    self.itemCount = itemCount
  }

  /// The histories after all events of a log, sized by its vocabularies. O(events).
  public init(after log: InteractionLog) {
    self.init(userCount: log.userCount, itemCount: log.itemCount)
    let byUser = RowsByKey(log.userColumn, keys: log.userCount)
    for user in 0..<log.userCount {
      itemLists[user] = byUser[user].map { log.itemColumn[Int($0)] }
      timeLists[user] = byUser[user].map { log.timestamps[Int($0)] }
    }
  }

  /// The number of users; more than the largest index that was observed.
  public var userCount: Int { itemLists.count }

  /// The items of a user in the order of the events, repeats included; none for an unknown user. O(1).
  public func items(of user: Int) -> [Int32] {
    itemLists.indices.contains(user) ? itemLists[user] : []
  }

  /// The items of a user by their first interaction, each once. O(their number).
  public func distinctItems(of user: Int) -> [Int32] {
    var seen: Set<Int32> = []
    return items(of: user).filter { seen.insert($0).inserted }
  }

  /// The times of a user's events, in the order of ``items(of:)``; none for an unknown user. O(1).
  public func timestamps(of user: Int) -> [Double] {
    timeLists.indices.contains(user) ? timeLists[user] : []
  }

  /// What a user did, asked about at a time: that of their last event unless told otherwise.
  public func history(of user: Int, next: Double? = nil) -> History {
    History(items: items(of: user), timestamps: timestamps(of: user), next: next)
  }

  /// Enters one event after all others of its user, whatever its time. `userCount` and `itemCount` grow
  /// where an index asks for it. O(1), amortised, unless somebody holds what ``items(of:)`` gave.
  ///
  /// - Precondition: indices in `0 ..< Int32.max`.
  public mutating func observe(_ event: Interaction) {
    let known = 0..<Int(Int32.max)
    precondition(
      known.contains(event.user) && known.contains(event.item),
      "user \(event.user) and item \(event.item)")
    while itemLists.count <= event.user {
      itemLists.append([])
      timeLists.append([])
    }
    itemLists[event.user].append(Int32(event.item))
    timeLists[event.user].append(event.timestamp)
    itemCount = max(itemCount, event.item + 1)
  }
}
