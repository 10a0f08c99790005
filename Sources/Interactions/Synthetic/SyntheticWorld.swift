import Tensors

/// The items of a synthetic log, and what follows what.
package struct SyntheticWorld: Sendable {
  package let names: [String]
  /// The cluster of each item.
  package let clusters: [Int]
  /// The theme of each item.
  package let themes: [Int]
  /// The popularity of each item within its cluster.
  package let popularity: [Int]
  package let clusterCount: Int
  /// The theme that follows each theme.
  package let followers: [Int]
  /// The theme that follows each theme where it came after an item of that cluster, by cluster.
  package let followersByCluster: [[Int]]

  init(items: Int, clusters count: Int, themes themeCount: Int, seed: Seed) {
    let members = (0..<count).map { $0 * items / count..<($0 + 1) * items / count }
    clusterCount = count
    names = members.enumerated().flatMap { cluster, range in
      range.indices.map { "c\(cluster)-\($0 - range.lowerBound)" }
    }
    clusters = members.enumerated().flatMap { cluster, range in range.map { _ in cluster } }
    popularity = members.flatMap { range in
      range.indices.map { 10_000 / ($0 - range.lowerBound + 3) }
    }
    func shuffled(_ values: [Int], _ seed: Seed) -> [Int] {
      var values = values
      var generator = seed.generator()
      generator.shuffle(&values)
      return values
    }
    themes = shuffled((0..<items).map { $0 % themeCount }, seed.child("themes"))
    followers = shuffled(Array(0..<themeCount), seed.child("followers"))
    followersByCluster = (0..<count).map {
      shuffled(Array(0..<themeCount), seed.child("followers by cluster", $0))
    }
  }
}
