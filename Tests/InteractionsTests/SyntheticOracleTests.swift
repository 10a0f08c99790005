import Interactions
import Tensors
import Testing

@Suite struct SyntheticOracleTests {
  private static let small: SyntheticLog = {
    var recipe = SyntheticLog()
    (recipe.users, recipe.items, recipe.clusters, recipe.themes) = (20, 24, 3, 4)
    recipe.eventsPerUser = 10
    return recipe
  }()

  @Test func logIsTheSameWithAnOracle() {
    let (log, oracle) = Self.small.logWithOracle(seed: Seed(4))
    #expect(log == Self.small.log(seed: Seed(4)))
    #expect(oracle.attainable.count == log.count)
  }

  /// At every event: what adds up to 1, leaves out what the user has, and attains what is said.
  @Test func probabilitiesAreThoseOfTheEvent() {
    let (log, oracle) = Self.small.logWithOracle(seed: Seed(4), cutoff: 3)
    var seen = [Set<String>](repeating: [], count: log.userCount)
    for (place, event) in log.events.enumerated() {
      let probabilities = oracle.probabilities(before: place)
      #expect(abs(probabilities.values.reduce(0, +) - 1) < 1e-12)
      #expect(seen[event.user].isDisjoint(with: probabilities.keys))
      #expect(seen[event.user].count + probabilities.count == Self.small.items)
      #expect((probabilities[log.items[event.item]] ?? 0) > 0)
      seen[event.user].insert(log.items[event.item])
      let sorted = probabilities.values.sorted(by: >)
      let reciprocal = sorted.enumerated().reduce(0) { $0 + $1.element / Double($1.offset + 1) }
      #expect(abs(oracle.attainable[place].reciprocalRank - reciprocal) < 1e-12)
      #expect(abs(oracle.attainable[place].recall - sorted.prefix(3).reduce(0, +)) < 1e-12)
    }
  }

  /// The formula of the documentation, item by item.
  @Test func weightsAreTheFormula() {
    let world = Self.small.world(seed: Seed(7))
    var generator = Seed(8).generator()
    // Nobody sees the favourites: exactly one pair of nine explains all weights.
    for _ in 0..<50 {
      var user = SyntheticUser(in: world, &generator)
      let history = [3, 17, 9]
      for item in history { user.observe(item) }
      let weights = user.weights(in: world)
      let fitting = (0..<9).filter { pair in
        weights.indices.allSatisfy { item in
          weights[item] == weight(of: item, after: history, favourites: (pair / 3, pair % 3), world)
        }
      }
      #expect(fitting.count == 1)
    }
  }

  private func weight(
    of item: Int, after history: [Int], favourites: (Int, Int), _ world: SyntheticWorld
  ) -> Int {
    guard !history.contains(item) else { return 0 }
    let cluster = item / 8
    let popularity = 10_000 / (item % 8 + 3)
    let taste = 1 + (cluster == favourites.0 ? 40 : 0) + (cluster == favourites.1 ? 20 : 0)
    let (before, last) = (history[history.count - 2] / 8, world.themes[history[history.count - 1]])
    let theme = world.themes[item]
    let order =
      1 + (theme == world.followers[last] ? 12 : 0)
      + (theme == world.followersByCluster[before][last] ? 12 : 0)
    return popularity * taste * order
  }

  /// 50,000 draws of one state, by chi square with 20 degrees of freedom: its mean is 20, its deviation 6.3.
  @Test func drawsFollowTheWeights() {
    let world = Self.small.world(seed: Seed(7))
    var generator = Seed(9).generator()
    var user = SyntheticUser(in: world, &generator)
    for item in [3, 17, 9] { user.observe(item) }
    let weights = user.weights(in: world)
    let total = Double(weights.reduce(0, +))
    var counts = [Int](repeating: 0, count: weights.count)
    for _ in 0..<50_000 { counts[generator.index(weights: weights)] += 1 }
    var chiSquare = 0.0
    for (count, weight) in zip(counts, weights) {
      let expected = 50_000 * Double(weight) / total
      if weight == 0 {
        #expect(count == 0)
      } else {
        chiSquare += (Double(count) - expected) * (Double(count) - expected) / expected
      }
    }
    #expect(chiSquare < 55)
  }

  /// What came has the ranks that the probabilities promise: means over 4,000 events, whose deviation is
  /// about 0.006.
  @Test func ranksOfTheOracleAreWhatItExpects() {
    var recipe = SyntheticLog()
    (recipe.users, recipe.items, recipe.eventsPerUser) = (160, 100, 25)
    let (log, oracle) = recipe.logWithOracle(seed: Seed(2))
    var (reciprocal, hits) = (0.0, 0.0)
    for (place, event) in log.events.enumerated() {
      let probabilities = oracle.probabilities(before: place)
      let own = probabilities[log.items[event.item]] ?? 0
      // Any order of equals expects the same; this one is by id.
      let rank =
        1
        + probabilities.count {
          $0.value > own || ($0.value == own && $0.key < log.items[event.item])
        }
      reciprocal += 1 / Double(rank)
      hits += rank <= 10 ? 1 : 0
    }
    let expected = AttainableMetrics(meanOf: oracle.attainable)
    #expect(abs(reciprocal / Double(log.count) - expected.reciprocalRank) < 0.025)
    #expect(abs(hits / Double(log.count) - expected.recall) < 0.03)
  }
}
