/// Each user's distinct items, ascending. 4 bytes an event.
package struct UserItemSets: Sendable {
  package let itemCount: Int
  private let starts: [Int]
  /// Behind `ends[user]` the room of repeats is left free.
  private var ends: [Int]
  private var items: [Int32]

  /// The items that the users have met in any of these parts of one log. O(events + users + items).
  package init(of logs: [InteractionLog], userCount: Int, itemCount: Int) {
    var starts = [Int](repeating: 0, count: userCount + 1)
    for log in logs {
      for user in log.userColumn { starts[Int(user) + 1] += 1 }
    }
    for user in 0..<userCount { starts[user + 1] += starts[user] }
    ends = Array(starts.dropLast())
    items = [Int32](repeating: -1, count: starts[userCount])
    self.starts = starts
    self.itemCount = itemCount
    // Going through the events by item writes every user's items in ascending order.
    let byItem = logs.map { RowsByKey($0.itemColumn, keys: itemCount) }
    for item in 0..<itemCount {
      for (log, rows) in zip(logs, byItem) {
        for row in rows[item] { append(Int32(item), to: Int(log.userColumn[Int(row)])) }
      }
    }
  }

  private mutating func append(_ item: Int32, to user: Int) {
    let end = ends[user]
    guard end == starts[user] || items[end - 1] != item else { return }
    items[end] = item
    ends[user] = end + 1
  }

  /// The items of a user; none for an unknown one. O(1).
  package subscript(user: Int) -> ArraySlice<Int32> {
    ends.indices.contains(user) ? items[starts[user]..<ends[user]] : []
  }

  /// The number of items of a user. O(1).
  package func count(of user: Int) -> Int {
    user >= 0 && user < ends.count ? ends[user] - starts[user] : 0
  }

  /// The item with that place, from 0, among those that the user does not have. O(log of the set).
  package func missingItem(_ place: Int, of user: Int) -> Int32 {
    var left = count(of: user)
    guard left > 0 else { return Int32(place) }
    // `set[j] - j` missing items lie below the user's `j`-th, and those at or below `place` are counted.
    // No branch depends on the comparison, which is as good as random.
    let set = items.span.extracting(starts[user]..<ends[user])
    var below = 0
    while left > 1 {
      let half = left >> 1
      let last = below + half - 1
      below += Int(set[last]) - last <= place ? half : 0
      left -= half
    }
    below += Int(set[below]) - below <= place ? 1 : 0
    return Int32(place + below)
  }
}
