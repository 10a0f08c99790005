/// A log in figures.
///
/// ```swift
/// let statistics = LogStatistics(of: log)
/// print(statistics.density, statistics.historyLengths.median)
/// ```
public struct LogStatistics: Hashable, Sendable {
  /// The number of users in the vocabulary.
  public let users: Int
  /// The number of items in the vocabulary.
  public let items: Int
  /// The number of events.
  public let interactions: Int
  /// The number of different pairs of a user and an item.
  public let pairs: Int
  /// The events that are equal to an earlier one in user, item and time.
  public let duplicates: Int
  /// The events at the same time as the one before, whoever's it is: their order is that of the source.
  public let ties: Int
  /// The events at the same time as the same user's one before.
  public let tiesOfUsers: Int
  /// The first and the last time; nil without events.
  public let times: ClosedRange<Double>?
  /// The events of each user.
  public let historyLengths: Distribution
  /// The events of each item.
  public let popularity: Distribution
  /// The share of the events that belong to the most popular tenth of the items, rounded up; 0 without
  /// events.
  public let shareOfPopularTenth: Double

  /// The figures of a log. O(events + users log users + items log items).
  public init(of log: InteractionLog) {
    let byUser = RowsByKey(log.userColumn, keys: log.userCount)
    let perItem = RowsByKey(log.itemColumn, keys: log.itemCount).counts
    users = log.userCount
    items = log.itemCount
    interactions = log.count
    times = log.timestamps.first.map { $0...log.timestamps[log.count - 1] }
    historyLengths = Distribution(of: byUser.counts)
    popularity = Distribution(of: perItem)
    let popular = perItem.sorted(by: >).prefix((items + 9) / 10).reduce(0, +)
    shareOfPopularTenth = Double(popular) / Double(max(1, interactions))
    ties = zip(log.timestamps, log.timestamps.dropFirst()).count { $0 == $1 }

    var (pairs, duplicates, tiesOfUsers) = (0, 0, 0)
    // Who met each item last, and in which row.
    var lastUsers = [Int](repeating: -1, count: items)
    var lastRows = [Int32](repeating: -1, count: items)
    for user in 0..<users {
      var previous = -Double.infinity
      // The user's first row of the time at hand.
      var instant: Int32 = 0
      for row in byUser[user] {
        let (item, time) = (Int(log.itemColumn[Int(row)]), log.timestamps[Int(row)])
        if time == previous { tiesOfUsers += 1 } else { instant = row }
        if lastUsers[item] != user {
          pairs += 1
        } else if lastRows[item] >= instant {
          duplicates += 1
        }
        (lastUsers[item], lastRows[item], previous) = (user, row, time)
      }
    }
    (self.pairs, self.duplicates, self.tiesOfUsers) = (pairs, duplicates, tiesOfUsers)
  }

  /// The share of all pairs of a user and an item that are there; 0 without users or items.
  public var density: Double { Double(pairs) / max(1, Double(users) * Double(items)) }

  /// The events of a user with an item that they had met before, exact duplicates among them.
  public var repeats: Int { interactions - pairs }
}
