public import Tensors

/// A made-up data set for examples and tests, with the structure that recommenders live from, and with
/// known probabilities: how well its events can be foretold at all is computed with it.
///
/// The next item of a user is drawn from this distribution over the items:
///
///     P(i) = w(i) / sum_j w(j)
///     w(i) = popularity(i) taste(cluster of i) order(theme of i)    where i is new to the user, else 0
///
/// - Popularity: the items form clusters, and within its cluster the item of rank r has a
///   popularity of 1 / (r + 2) (the law of Zipf and Mandelbrot).
/// - Taste: `taste(c) = 1 + 40 [c is the user's favourite] + 20 [c is the coming favourite]`. It drifts:
///   before one event in thirty the coming favourite takes over, and another one is coming.
/// - Order: the items also have themes, which run through all clusters. `order(t) = 1 + 12 [t is
///   what follows the theme of the last item] + 12 [t is what follows the theme of the last item where
///   it came after the cluster of the one before]`: transitions of first and of second order.
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
  public var clusters = 10
  /// The number of themes that the items are divided in, whatever their clusters are.
  public var themes = 20
  /// The events of a user on average; users have between half and one and a half times as many, and
  /// at most one for each item.
  public var eventsPerUser = 50

  /// 600 users, 500 items in 10 clusters and 20 themes, about 30,000 events.
  public init() {}

  /// The log of a seed, with ids such as `u17` and `c3-42`: item 42 by popularity of cluster 3.
  /// O(events * items).
  ///
  /// - Precondition: at least one user, item, cluster, theme and event per user; no more clusters than
  ///   items.
  public func log(seed: Seed) -> InteractionLog {
    let world = world(seed: seed)
    return InteractionLog(
      (0..<users).flatMap { user in
        walk(of: user, in: world, seed: seed).map { $0.record(of: user, in: world) }
      })
  }

  /// The same log as ``log(seed:)``, and what is attainable on it. O(events * items log items).
  ///
  /// - Parameter cutoff: the k of Recall@k and NDCG@k.
  /// - Precondition: that of ``log(seed:)``, and a cutoff of at least 1.
  public func logWithOracle(
    seed: Seed, cutoff: Int = 10
  ) -> (log: InteractionLog, oracle: SyntheticOracle) {
    let world = world(seed: seed)
    var records: [SyntheticStep.Record] = []
    let attainable = (0..<users).map { user in
      walk(of: user, in: world, seed: seed).map { step in
        records.append(step.record(of: user, in: world))
        return AttainableMetrics(weights: step.weights, cutoff: cutoff)
      }
    }
    let log = InteractionLog(records)
    return (log, SyntheticOracle(of: log, recipe: self, seed: seed, attainable: attainable))
  }

  /// What the users of a seed find.
  package func world(seed: Seed) -> SyntheticWorld {
    precondition(users > 0 && items > 0 && eventsPerUser > 0 && themes > 0, "\(self)")
    precondition(clusters > 0 && clusters <= items, "\(clusters) clusters of \(items) items")
    return SyntheticWorld(
      items: items, clusters: clusters, themes: themes, seed: seed.child("world"))
  }

  /// The events of a user.
  package func walk(of user: Int, in world: SyntheticWorld, seed: Seed) -> SyntheticWalk {
    SyntheticWalk(
      in: world, eventsPerUser: eventsPerUser, generator: seed.child("user", user).generator())
  }

  static func id(ofUser user: Int) -> String { "u\(user)" }
}
