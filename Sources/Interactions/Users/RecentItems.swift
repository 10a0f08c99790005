import Tensors

/// The last few items of each user, repeats included. It follows a stream at O(limit) an event.
///
/// Memory: 4 bytes times the limit for each user up to the last one with items.
public struct RecentItems: Sendable {
  /// How many items of a user are kept.
  public let limit: Int
  /// So many places a user, the oldest item first, and -1 behind the latest where there are fewer.
  private var places: [Int32] = []

  /// Nobody has anything yet.
  ///
  /// - Precondition: a limit from 1 to 1,000.
  public init(limit: Int) {
    precondition((1...1_000).contains(limit), "the last \(limit) items")
    self.limit = limit
  }

  /// What there is after all events of a log. O(users limit + events limit).
  public init(after log: InteractionLog, limit: Int) {
    self.init(limit: limit)
    places.reserveCapacity(log.userCount * limit)
    for event in log.events { observe(user: event.user, item: event.item) }
  }

  /// The items of a user, the latest first; none for an unknown user.
  public subscript(user: Int) -> ReversedCollection<ArraySlice<Int32>> {
    guard user >= 0, user < places.count / limit else { return places[..<0].reversed() }
    return places[user * limit..<(user + 1) * limit].prefix { $0 >= 0 }.reversed()
  }

  /// Begins to fetch from memory what taking in an item of a user reads.
  package func prefetch(_ user: Int) { Tensors.prefetch(user * limit, of: places) }

  /// Takes an item in.
  ///
  /// - Precondition: indices in `0 ..< Int32.max`.
  public mutating func observe(user: Int, item: Int) {
    precondition(
      user >= 0 && item >= 0 && user < Int32.max && item < Int32.max,
      "user \(user) and item \(item)")
    let own = user * limit..<(user + 1) * limit
    if places.count < own.upperBound {
      places.append(contentsOf: repeatElement(-1, count: own.upperBound - places.count))
    }
    if let free = places[own].firstIndex(of: -1) {
      places[free] = Int32(item)
    } else {
      for place in own.dropLast() { places[place] = places[place + 1] }
      places[own.upperBound - 1] = Int32(item)
    }
  }
}
