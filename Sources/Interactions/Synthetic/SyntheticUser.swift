package import Tensors

/// Where a user of a synthetic log stands before an event: all that the next item depends on.
package struct SyntheticUser: Sendable {
  private var favourite: Int
  private var comingFavourite: Int
  private var last: Int?
  private var secondLast: Int?
  private var isNew: [Bool]

  /// A user without events.
  package init(in world: SyntheticWorld, _ generator: inout SplitMix64) {
    favourite = generator.index(below: world.clusterCount)
    comingFavourite = generator.index(below: world.clusterCount)
    isNew = [Bool](repeating: true, count: world.names.count)
  }

  /// One time in thirty, the coming favourite takes over.
  package mutating func drift(in world: SyntheticWorld, _ generator: inout SplitMix64) {
    guard generator.index(below: 30) == 0 else { return }
    favourite = comingFavourite
    comingFavourite = generator.index(below: world.clusterCount)
  }

  /// `w(i)` of ``SyntheticLog`` for all items, times 10,000 and rounded in the popularity. O(items).
  package func weights(in world: SyntheticWorld) -> [Int] {
    var taste = [Int](repeating: 1, count: world.clusterCount)
    taste[favourite] += 40
    taste[comingFavourite] += 20
    var order = [Int](repeating: 1, count: world.followers.count)
    if let last {
      order[world.followers[world.themes[last]]] += 12
      if let secondLast {
        order[world.followersByCluster[world.clusters[secondLast]][world.themes[last]]] += 12
      }
    }
    return isNew.indices.map { item in
      isNew[item]
        ? world.popularity[item] * taste[world.clusters[item]] * order[world.themes[item]] : 0
    }
  }

  /// Takes an item into the history.
  package mutating func observe(_ item: Int) {
    isNew[item] = false
    (secondLast, last) = (last, item)
  }
}

extension SplitMix64 {
  /// An index with probability `weights[index]` over their sum, up to 2^-30 of it. O(weights).
  ///
  /// - Precondition: no weight is negative, and one is not 0.
  package mutating func index(weights: [Int]) -> Int {
    var left = index(below: weights.reduce(0, +))
    for (index, weight) in weights.enumerated() {
      left -= weight
      if left < 0 { return index }
    }
    preconditionFailure("weights without a sum")
  }
}
