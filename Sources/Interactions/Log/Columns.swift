/// Events in columns of equal length.
struct Columns {
  var users: [Int32] = []
  var items: [Int32] = []
  var timestamps: [Double] = []

  mutating func reserveCapacity(_ count: Int) {
    users.reserveCapacity(count)
    items.reserveCapacity(count)
    timestamps.reserveCapacity(count)
  }

  mutating func append(_ user: Int32, _ item: Int32, _ timestamp: Double) {
    users.append(user)
    items.append(item)
    timestamps.append(timestamp)
  }

  /// The rows in the order given.
  func gathering(_ rows: some Collection<Int32>) -> Columns {
    Columns(
      users: rows.map { users[Int($0)] }, items: rows.map { items[Int($0)] },
      timestamps: rows.map { timestamps[Int($0)] })
  }

  /// The rows by time, and among equal times as they stand; nil where that is how they stand.
  func inTimeOrder() -> Columns? {
    guard zip(timestamps, timestamps.dropFirst()).contains(where: { $0 > $1 }) else { return nil }
    return gathering(rowsInOrder(of: timestamps))
  }
}
