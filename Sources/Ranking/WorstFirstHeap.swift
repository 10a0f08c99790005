/// The best few of many: the worst of those kept is at the root, so most offers end at one comparison.
package struct WorstFirstHeap {
  private var entries: [(item: Int, score: Float)] = []
  private let capacity: Int

  /// A heap that keeps so many.
  package init(capacity: Int) {
    precondition(capacity >= 0, "\(capacity) items")
    self.capacity = capacity
  }

  private static func isWorse(
    _ a: (item: Int, score: Float), _ b: (item: Int, score: Float)
  ) -> Bool {
    let (x, y) = (a.score.isNaN ? -.infinity : a.score, b.score.isNaN ? -.infinity : b.score)
    return x < y || x == y && a.item > b.item
  }

  /// Keeps an item if it is one of the best so far. O(log capacity).
  package mutating func offer(_ item: Int, _ score: Float) {
    if entries.count < capacity {
      entries.append((item, score))
      siftUp()
    } else if let root = entries.first, Self.isWorse(root, (item, score)) {
      entries[0] = (item, score)
      siftDown()
    }
  }

  /// What is kept, best first; equal scores by ascending item.
  package var bestFirst: [(item: Int, score: Float)] {
    entries.sorted { Self.isWorse($1, $0) }
  }

  private mutating func siftUp() {
    var child = entries.count - 1
    while child > 0, Self.isWorse(entries[child], entries[(child - 1) / 2]) {
      entries.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  private mutating func siftDown() {
    var parent = 0
    while true {
      var worst = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < entries.count {
        if Self.isWorse(entries[child], entries[worst]) { worst = child }
      }
      if worst == parent { return }
      entries.swapAt(parent, worst)
      parent = worst
    }
  }
}
