import Interactions
import Testing

@Suite struct UserHistoriesTests {
  @Test func areTheUsersEventsInOrder() {
    for seed in 0..<300 {
      let log = InteractionLog(randomRecords(seed))
      let histories = UserHistories(after: log)
      #expect(histories.userCount == log.userCount && histories.itemCount == log.itemCount)
      for user in 0..<log.userCount {
        let events = log.events.filter { $0.user == user }
        #expect(histories.items(of: user) == events.map { Int32($0.item) }, "seed \(seed)")
        #expect(histories.timestamps(of: user) == events.map(\.timestamp), "seed \(seed)")
      }
    }
  }

  /// One after the other comes to the same as all at once.
  @Test func followAStream() {
    for seed in 0..<100 {
      let log = InteractionLog(randomRecords(seed))
      var histories = UserHistories(userCount: 0, itemCount: 0)
      for event in log.events { histories.observe(event) }
      let expected = UserHistories(after: log)
      #expect(histories.userCount == expected.userCount, "seed \(seed)")
      #expect(histories.itemCount == expected.itemCount, "seed \(seed)")
      for user in 0..<log.userCount {
        #expect(histories.items(of: user) == expected.items(of: user))
        #expect(histories.timestamps(of: user) == expected.timestamps(of: user))
      }
    }
  }

  @Test func growForNewUsersAndItems() {
    var histories = UserHistories(userCount: 2, itemCount: 3)
    histories.observe(Interaction(user: 4, item: 9, timestamp: 2))
    histories.observe(Interaction(user: 4, item: 0, timestamp: 1))
    #expect(histories.userCount == 5 && histories.itemCount == 10)
    #expect(histories.items(of: 4) == [9, 0] && histories.timestamps(of: 4) == [2, 1])
    for unknown in [-1, 0, 3, 5, .max] {
      #expect(histories.items(of: unknown) == [] && histories.timestamps(of: unknown) == [])
    }
  }

  @Test func areValues() {
    var histories = UserHistories(userCount: 1, itemCount: 1)
    let (copy, items) = (histories, histories.items(of: 0))
    histories.observe(Interaction(user: 0, item: 0, timestamp: 0))
    #expect(copy.items(of: 0).isEmpty && items.isEmpty && histories.items(of: 0) == [0])
  }
}
