import Foundation
import Interactions
import Tensors
import Testing

@Suite struct SyntheticLogTests {
  private let log = SyntheticLog().log(seed: Seed(1))

  @Test func isTheSameForTheSameSeed() {
    #expect(log == SyntheticLog().log(seed: Seed(1)))
    #expect(log != SyntheticLog().log(seed: Seed(2)))
  }

  /// Written down from a run: a change here changes every figure that was made with this log.
  @Test func keepsItsNumbers() {
    #expect(log.count == 30_030)
    var digest: UInt64 = 0
    for event in log.events {
      let words = [UInt64(event.user), UInt64(event.item), event.timestamp.bitPattern]
      for word in words { digest = (digest ^ word) &* 0x100_0000_01B3 }
    }
    #expect(digest == 1_267_798_314_412_182_406)
  }

  @Test func hasItsUsersAndItems() {
    #expect(log.userCount == 600 && log.itemCount == 500)
    for user in histories { #expect(25...75 ~= user.count) }
  }

  @Test func noUserRepeatsAnItem() {
    #expect(InteractionState(after: log).interactions.count == log.count)
  }

  @Test func theEndHasNewUsers() {
    let split = log.split(.byTime(train: 0.8, validation: 0.1))
    let trained = Set(split.train.events.map(\.user))
    let validated = Set(split.validation.events.map(\.user))
    let tested = Set(split.test.events.map(\.user))
    #expect(validated.subtracting(trained).count >= 20)
    #expect(tested.subtracting(trained).subtracting(validated).count >= 10)
    #expect(trained.count >= 400)
  }

  /// From 1,600,000,000 on, within 120 days, and in every tenth of them.
  @Test func usersArriveThroughoutTheSpan() {
    var first = [Double](repeating: .infinity, count: log.userCount)
    for event in log.events { first[event.user] = min(first[event.user], event.timestamp) }
    let tenths = first.map { (($0 - 1.6e9) / (12 * 86_400)).rounded(.down) }
    #expect(Set(tenths) == Set((0..<10).map(Double.init)))
  }

  @Test func usersInterleave() {
    let events = log.events
    let changes = zip(events, events.dropFirst()).count { $0.user != $1.user }
    #expect(changes > log.count * 9 / 10)
  }

  @Test func allItemsAreMet() {
    // Of the log that programs take by default as well: its oracle knows no other items.
    #expect(SyntheticLog().log(seed: Seed(0)).itemCount == 500)
  }

  /// The law of popularity: within clusters of equal size, the sums by rank fall like 1 / (rank + 2), less
  /// steeply since nobody repeats an item.
  @Test func popularityFallsInsideClusters() {
    var counts = [Int](repeating: 0, count: 50)
    for event in log.events { counts[rank(of: event.item)] += 1 }
    let sums = stride(from: 0, to: 50, by: 5).map { counts[$0..<$0 + 5].reduce(0, +) }
    #expect(sums[0] > 2 * sums[4])
    #expect(2 * sums[1] > 3 * sums[5])
    #expect(sums[4] > sums[9])
  }

  /// Most of ten events in a row lie in two clusters of ten; by chance, fewer than half
  /// would.
  @Test func usersHaveATaste() {
    let shares = histories.map { twoClusterShare(of: $0.prefix(10)) }
    #expect(mean(shares) > 0.65)
  }

  /// Ten events in a row have more of a taste in common than ten from all over a history.
  @Test func tasteDrifts() {
    let long = histories.filter { $0.count >= 50 }
    let near = mean(long.map { twoClusterShare(of: $0[20..<30]) })
    let far = mean(long.map { history in twoClusterShare(of: (0..<10).map { history[5 * $0] }) })
    #expect(long.count > 200)
    #expect(near > far + 0.05)
  }

  /// Themes follow themes: of first order against a shuffled log; of second order against one in which what came
  /// before is exchanged among events with the same last theme, which keeps the first order.
  @Test func orderMatters() {
    let world = SyntheticLog().world(seed: Seed(1))
    let number = Dictionary(uniqueKeysWithValues: zip(world.names, world.names.indices))
    let items = log.items.ids.map { number[$0] ?? 0 }
    let triples = histories.flatMap { history in
      history.indices.dropFirst(2).map { place in
        (
          before: world.clusters[items[history[place - 2]]],
          last: world.themes[items[history[place - 1]]], next: world.themes[items[history[place]]]
        )
      }
    }
    var generator = Seed(3).generator()
    let firstOrder = information(triples.map { (0, $0.last, $0.next) })
    var nexts = triples.map(\.next)
    generator.shuffle(&nexts)
    #expect(firstOrder > 5 * information(zip(triples, nexts).map { (0, $0.last, $1) }))

    let secondOrder = information(triples.map { ($0.last, $0.before, $0.next) })
    var exchanged: [(Int, Int, Int)] = []
    for (last, group) in Dictionary(grouping: triples, by: \.last) {
      var befores = group.map(\.before)
      generator.shuffle(&befores)
      exchanged += zip(befores, group).map { (last, $0, $1.next) }
    }
    #expect(secondOrder > 1.5 * information(exchanged))
  }

  @Test func sizesAreFree() {
    var small = SyntheticLog()
    (small.users, small.items, small.clusters, small.eventsPerUser) = (1, 1, 1, 1)
    #expect(small.log(seed: Seed(0)).count == 1)
    // More events than items: every user meets every item once.
    (small.users, small.items, small.clusters, small.eventsPerUser) = (3, 7, 3, 40)
    small.themes = 1
    let full = small.log(seed: Seed(0))
    #expect(full.count == 21)
    #expect(InteractionState(after: full).interactions.count == 21)
  }

  /// The mutual information, in nats, of the second and third component given the first.
  private func information(_ triples: [(Int, Int, Int)]) -> Double {
    func counts(_ key: ((Int, Int, Int)) -> [Int]) -> [[Int]: Double] {
      Dictionary(triples.map { (key($0), 1) }, uniquingKeysWith: +)
    }
    let all = counts { [$0.0, $0.1, $0.2] }
    let (given, left, right) = (
      counts { [$0.0] }, counts { [$0.0, $0.1] }, counts { [$0.0, $0.2] }
    )
    return all.reduce(0) { sum, entry in
      let (key, count) = entry
      let both = count * (given[[key[0]]] ?? 0)
      let apart = (left[[key[0], key[1]]] ?? 0) * (right[[key[0], key[2]]] ?? 0)
      return sum + count / Double(triples.count) * Foundation.log(both / apart)
    }
  }

  private func cluster(of item: Int) -> Substring { log.items[item].prefix { $0 != "-" } }

  private func rank(of item: Int) -> Int {
    Int(log.items[item].drop { $0 != "-" }.dropFirst()) ?? -1
  }

  /// Which share of some items lies in their two most frequent clusters.
  private func twoClusterShare(of items: some Collection<Int>) -> Double {
    let counts = Dictionary(grouping: items, by: cluster).values.map(\.count).sorted(by: >)
    return Double(counts.prefix(2).reduce(0, +)) / Double(items.count)
  }

  private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

  private var histories: [[Int]] {
    var histories = [[Int]](repeating: [], count: log.userCount)
    for event in log.events { histories[event.user].append(event.item) }
    return histories
  }
}
