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
    #expect(digest == 12_027_129_201_691_869_208)
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

  @Test func usersInterleave() {
    let events = log.events
    let changes = zip(events, events.dropFirst()).count { $0.user != $1.user }
    #expect(changes > log.count * 9 / 10)
  }

  @Test func usersHaveATaste() {
    // Most of a history lies in its two most frequent clusters of five: by chance half would.
    let shares = histories.map { history in
      var counts: [Substring: Int] = [:]
      for item in history { counts[log.items[item].prefix { $0 != "-" }, default: 0] += 1 }
      return Double(counts.values.sorted().suffix(2).reduce(0, +)) / Double(history.count)
    }
    #expect(shares.reduce(0, +) / Double(shares.count) > 0.7)
  }

  @Test func itemsHaveLikelySuccessors() {
    let transitions = InteractionState(after: log).transitions.matrix(items: log.itemCount)
    // The share of transitions that lead to the likeliest successor; by chance about 1 in 60.
    let likeliest = (0..<log.itemCount).reduce(Float(0)) { sum, item in
      sum + (transitions.row(item).map(\.value).max() ?? 0)
    }
    #expect(likeliest / transitions.values.reduce(0, +) > 0.1)
  }

  @Test func popularityFallsSteeply() {
    var counts = [Int](repeating: 0, count: log.itemCount)
    for event in log.events { counts[event.item] += 1 }
    counts.sort(by: >)
    #expect(counts[..<50].reduce(0, +) > log.count / 4)
    #expect(counts[450...].reduce(0, +) < log.count / 20)
  }

  @Test func sizesAreFree() {
    var small = SyntheticLog()
    (small.users, small.items, small.clusters, small.eventsPerUser) = (1, 1, 1, 1)
    #expect(small.log(seed: Seed(0)).count == 1)
    // More events than items: every user meets every item once.
    (small.users, small.items, small.clusters, small.eventsPerUser) = (3, 7, 3, 40)
    let full = small.log(seed: Seed(0))
    #expect(full.count == 21)
    #expect(InteractionState(after: full).interactions.count == 21)
  }

  private var histories: [[Int]] {
    var histories = [[Int]](repeating: [], count: log.userCount)
    for event in log.events { histories[event.user].append(event.item) }
    return histories
  }
}
