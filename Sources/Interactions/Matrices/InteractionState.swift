/// What is known after a number of events: R, T and each user's last item. It follows a stream at
/// expected O(1) an event.
public struct InteractionState: Sendable {
  /// R: who has met what.
  public private(set) var interactions = UserItemMatrix()
  /// T: what came directly after what.
  public private(set) var transitions = TransitionMatrix()
  /// The number of users; more than the largest index that was observed.
  public private(set) var userCount: Int
  /// The number of items; more than the largest index that was observed.
  public private(set) var itemCount: Int
  /// By user, -1 without any.
  private var lastItems: [Int32] = []

  /// What an event changed.
  public struct Change: Hashable, Sendable {
    /// The user's last item before the event: `T[previous, item]` has grown.
    public let previous: Int?
    /// Whether `R[user, item]` was 0 before.
    public let isNewPair: Bool
  }

  /// The state before the first event of so many users and items.
  public init(userCount: Int, itemCount: Int) {
    precondition(userCount >= 0 && itemCount >= 0, "\(userCount) users, \(itemCount) items")
    self.userCount = userCount
    self.itemCount = itemCount
  }

  /// The state after all events of a log, sized by its vocabularies. O(events).
  public init(after log: InteractionLog) {
    self.init(userCount: log.userCount, itemCount: log.itemCount)
    for event in log.events { observe(user: event.user, item: event.item) }
  }

  /// The item of the user's latest event; nil for a user without any. O(1).
  public func lastItem(of user: Int) -> Int? {
    guard lastItems.indices.contains(user), lastItems[user] >= 0 else { return nil }
    return Int(lastItems[user])
  }

  /// Begins to fetch from memory what an event will read here, and says the user's last item.
  package func prefetch(user: Int, item: Int) -> Int? {
    interactions.prefetch(user: user, item: item)
    let previous = lastItem(of: user)
    if let previous { transitions.prefetch(from: previous, to: item) }
    return previous
  }

  /// Enters one event. `userCount` and `itemCount` grow where an index asks for it. Expected O(1),
  /// amortised.
  ///
  /// - Precondition: indices in `0 ..< Int32.max`.
  @discardableResult
  public mutating func observe(
    user: Int, item: Int, transitionCount: Float = 1
  ) -> Change {
    let isNewPair = interactions.insert(user: user, item: item)
    let previous = lastItem(of: user)
    if let previous { transitions.add(from: previous, to: item, count: transitionCount) }
    while lastItems.count <= user { lastItems.append(-1) }
    lastItems[user] = Int32(item)
    userCount = max(userCount, user + 1)
    itemCount = max(itemCount, item + 1)
    return Change(previous: previous, isNewPair: isNewPair)
  }
}
