public import Tensors

/// A made-up data set for examples and tests, with the structure that recommenders live from.
///
/// - Taste: the items form clusters, and a user has one or two favourites, from which nine of ten
///   free choices come. Inside a cluster popularity falls as `1 / rank` (Zipf).
/// - Order: each item has three likely successors, two of its own cluster and one of any; three
///   choices in ten follow them, where the successor is new to the user.
/// - Time: users arrive one after the other and stay for an eighth of the whole span, so that events
///   of different users interleave and the end of the log has users that its beginning has not.
///
/// No user meets an item twice. All arithmetic is in integers: the same seed gives the same log on
/// every platform.
///
/// ```swift
/// let log = SyntheticLog().log(seed: Seed(1))
/// ```
public struct SyntheticLog: Hashable, Sendable {
  /// The number of users.
  public var users = 600
  /// The number of items to choose from; a small log need not meet all of them.
  public var items = 500
  /// The number of clusters that the items are divided in.
  public var clusters = 5
  /// The events of a user on average; users have between half and one and a half times as many, and
  /// at most one for each item.
  public var eventsPerUser = 50

  /// 600 users, 500 items in 5 clusters, about 30,000 events.
  public init() {}

  /// The log of a seed, with ids such as `u17` and `c3-42`: item 42 by popularity of cluster 3.
  /// O(events * items).
  ///
  /// - Precondition: at least one user, item, cluster and event per user; no more clusters than
  ///   items.
  public func log(seed: Seed) -> InteractionLog {
    precondition(users > 0 && items > 0 && eventsPerUser > 0, "\(self)")
    precondition(clusters > 0 && clusters <= items, "\(clusters) clusters of \(items) items")
    let world = SyntheticWorld(items: items, clusters: clusters, seed: seed.child("world"))
    return InteractionLog(
      (0..<users).flatMap { user in
        var generator = seed.child("user", user).generator()
        return events(ofUser: "u\(user)", in: world, &generator)
      })
  }

  private static let start = 1_600_000_000
  private static let span = 120 * 86_400

  private func events(
    ofUser user: String, in world: SyntheticWorld, _ generator: inout SplitMix64
  ) -> [(user: String, item: String, timestamp: Double)] {
    let least = (eventsPerUser + 1) / 2
    let count = min(items, least + generator.index(below: 2 * (eventsPerUser - least) + 1))
    let longestGap = max(1, Self.span / (4 * eventsPerUser))
    var time = Self.start + generator.index(below: Self.span)
    var walk = SyntheticWalk(in: world, &generator)
    return (0..<count).map { _ in
      let item = walk.next(in: world, &generator)
      defer { time += 1 + generator.index(below: longestGap) }
      return (user: user, item: world.names[item], timestamp: Double(time))
    }
  }
}
