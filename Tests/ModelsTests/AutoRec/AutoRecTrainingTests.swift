import SeqRec
import Testing

@Suite struct AutoRecTrainingTests {
  private let log = smallLog(users: 12, items: 9, eventsPerUser: 4)

  @Test func rowsAreWhatUsersHaveAndColumnsWhoHasAnItem() {
    let byUser = AutoRec(.users(itemCount: log.itemCount)).dataset(of: log).dense()
    let byItem = AutoRec(.items(userCount: log.userCount)).dataset(of: log).dense()
    let pairs = Set(log.events.map { [$0.user, $0.item] })
    for user in 0..<log.userCount {
      for item in 0..<log.itemCount {
        let expected: Float = pairs.contains([user, item]) ? 1 : 0
        #expect(byUser[user, item] == expected && byItem[item, user] == expected)
      }
    }
  }

  /// Each row with entries once an epoch, in an order of its own.
  @Test func anEpochHasEachRowOnce() {
    let half = log.split(.byTime(train: 0.4, validation: 0)).train
    let model = AutoRec(.users(itemCount: log.itemCount))
    let data = model.dataset(of: half)
    let epochs = (0..<2).map { model.batches(of: data, size: 4, epoch: $0, seed: Seed(1)) }
    let users = Set(half.events.map(\.user)).sorted()
    for batches in epochs {
      #expect(batches.flatMap { $0 }.sorted() == users)
      #expect(batches.dropLast().allSatisfy { $0.count == 4 })
    }
    #expect(epochs[0] != epochs[1])
  }

  /// Users without training events: no trace in what is read, and the mean decoder in what is written.
  @Test func unmetUsersAreScoredLikeTheMean() throws {
    let half = log.split(.byTime(train: 0.4, validation: 0)).train
    let met = Set(half.events.map(\.user)).sorted()
    let unmet = (0..<half.userCount).filter { !met.contains($0) }
    try #require(!unmet.isEmpty)
    let trained = try Trainer(.adam(rate: 1e-2), epochs: 3, batchSize: 4).fit(
      AutoRec(.items(userCount: half.userCount), width: 3), on: half)
    let table = try #require(trained.weights["encoder.weight"])
    for user in 0..<half.userCount {
      let isZero = (0..<3).allSatisfy { table[user, $0] == 0 }
      #expect(isZero == unmet.contains(user))
    }
    var live = trained.live(after: half)
    let everybody = met.map { live.scores(of: $0).elements }
    let mean = (0..<live.itemCount).map { item in
      everybody.reduce(0) { $0 + Double($1[item]) } / Double(met.count)
    }
    for user in unmet + [half.userCount + 7] {
      #expect(zip(live.scores(of: user).elements, mean).allSatisfy { abs(Double($0) - $1) < 1e-5 })
    }
    let before = live.scores(of: met[0])
    live.observe(Interaction(user: unmet[0], item: 0, timestamp: 1e9))
    live.observe(Interaction(user: half.userCount + 7, item: 0, timestamp: 1e9))
    #expect(live.scores(of: met[0]) == before)
  }

  @Test func itemsThatNobodyHadLeaveNoTrace() throws {
    let half = log.split(.byTime(train: 0.1, validation: 0)).train
    let met = Set(half.events.map(\.item))
    let unmet = try #require((0..<log.itemCount).first { !met.contains($0) })
    let trained = try Trainer(.adam(rate: 1e-2), epochs: 1).fit(
      AutoRec(.users(itemCount: log.itemCount), width: 3), on: half)
    var live = trained.live(after: half)
    let before = live.scores(of: 0)
    live.observe(Interaction(user: 0, item: unmet, timestamp: 1e9))
    #expect(live.scores(of: 0) == before && live.seenItems(of: 0).contains(Int32(unmet)))
  }
}
