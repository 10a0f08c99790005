import Tensors

/// The last few items of each user, repeats included. It follows a stream at O(limit) an event.
///
/// Memory: 4 bytes an item, at most `limit` items a user.
public struct RecentItems: Sendable {
  /// How many items of a user are kept.
  public let limit: Int
  private var byUser: [[Int32]] = []

  /// Nobody has anything yet.
  ///
  /// - Precondition: a limit of at least 1.
  public init(limit: Int) {
    precondition(limit >= 1, "the last \(limit) items")
    self.limit = limit
  }

  /// What there is after all events of a log. O(events limit).
  public init(after log: InteractionLog, limit: Int) {
    self.init(limit: limit)
    for event in log.events { observe(user: event.user, item: event.item) }
  }

  /// The items of a user, the latest first; none for an unknown user.
  public subscript(user: Int) -> ReversedCollection<[Int32]> {
    (byUser.indices.contains(user) ? byUser[user] : []).reversed()
  }

  /// Begins to fetch from memory what taking in an item of a user reads.
  package func prefetch(_ user: Int) { Tensors.prefetch(user, of: byUser) }

  /// Takes an item in.
  ///
  /// - Precondition: indices in `0 ..< Int32.max`.
  public mutating func observe(user: Int, item: Int) {
    precondition(
      user >= 0 && item >= 0 && user < Int32.max && item < Int32.max,
      "user \(user) and item \(item)")
    while byUser.count <= user { byUser.append([]) }
    if byUser[user].count == limit { byUser[user].removeFirst() }
    byUser[user].append(Int32(item))
  }
}
