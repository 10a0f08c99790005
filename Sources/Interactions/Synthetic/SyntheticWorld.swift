import Tensors

/// The items of a synthetic log, and what follows what.
struct SyntheticWorld {
  private(set) var names: [String] = []
  /// The items of each cluster, by popularity.
  private(set) var members: [Range<Int>] = []
  /// The popularity of each item within its cluster.
  private(set) var weights: [Int] = []
  /// The likely successors of each item, the likeliest first.
  private(set) var successors: [[Int]] = []

  init(items: Int, clusters: Int, seed: Seed) {
    for cluster in 0..<clusters {
      let range = cluster * items / clusters..<(cluster + 1) * items / clusters
      members.append(range)
      names += range.indices.map { "c\(cluster)-\($0 - range.lowerBound)" }
      weights += range.indices.map { 1 + 10_000 / (1 + $0 - range.lowerBound) }
    }
    for range in members {
      for item in range {
        var generator = seed.child("successors", item).generator()
        successors.append([
          drawn(from: range, &generator), range.lowerBound + generator.index(below: range.count),
          generator.index(below: items),
        ])
      }
    }
  }

  /// One of the candidates by popularity.
  func drawn(from candidates: some Collection<Int>, _ generator: inout SplitMix64) -> Int {
    var left = generator.index(below: candidates.reduce(0) { $0 + weights[$1] })
    for item in candidates {
      left -= weights[item]
      if left < 0 { return item }
    }
    preconditionFailure("no candidates")
  }
}

/// One user's way through the items.
struct SyntheticWalk {
  private let favourites: [Int]
  private var isUnseen: [Bool]
  private var last: Int?

  init(in world: SyntheticWorld, _ generator: inout SplitMix64) {
    let first = generator.index(below: world.members.count)
    let second = generator.index(below: world.members.count)
    favourites = generator.index(below: 2) == 0 ? [first] : [first, second]
    isUnseen = [Bool](repeating: true, count: world.names.count)
  }

  /// The user's next item, never one that was there before.
  mutating func next(in world: SyntheticWorld, _ generator: inout SplitMix64) -> Int {
    let item = following(world, &generator) ?? chosen(world, &generator)
    isUnseen[item] = false
    last = item
    return item
  }

  /// Three times in ten, a successor of the last item, if it is new.
  private func following(_ world: SyntheticWorld, _ generator: inout SplitMix64) -> Int? {
    guard let last, generator.index(below: 10) < 3 else { return nil }
    let place = [0, 0, 0, 0, 0, 0, 1, 1, 1, 2][generator.index(below: 10)]
    let item = world.successors[last][place]
    return isUnseen[item] ? item : nil
  }

  /// A new item of a favourite cluster (one time in ten, of any) by popularity; of all clusters where
  /// that one is used up.
  private func chosen(_ world: SyntheticWorld, _ generator: inout SplitMix64) -> Int {
    let cluster =
      generator.index(below: 10) == 0
      ? generator.index(below: world.members.count)
      : favourites[generator.index(below: favourites.count)]
    let unseen = world.members[cluster].filter { isUnseen[$0] }
    let candidates = unseen.isEmpty ? isUnseen.indices.filter { isUnseen[$0] } : unseen
    return world.drawn(from: candidates, &generator)
  }
}
