import Interactions
import Testing

@Suite struct InteractionLogTests {
  @Test func ordersByTimeAndThenByPlace() {
    for seed in 0..<1000 {
      let source = randomRecords(seed)
      let log = InteractionLog(source)
      // Insertion sort: stable by construction.
      var expected: [Record] = []
      for record in source {
        let place = expected.firstIndex { $0.timestamp > record.timestamp } ?? expected.count
        expected.insert(record, at: place)
      }
      #expect(records(of: log).map(text) == expected.map(text), "seed \(seed)")
    }
  }

  @Test func numbersIDsByFirstAppearance() {
    for seed in 0..<1000 {
      let log = InteractionLog(randomRecords(seed))
      var users: [Int] = []
      var items: [Int] = []
      for event in log.events {
        if !users.contains(event.user) { users.append(event.user) }
        if !items.contains(event.item) { items.append(event.item) }
      }
      #expect(users == Array(0..<log.userCount), "seed \(seed)")
      #expect(items == Array(0..<log.itemCount), "seed \(seed)")
      #expect(log.userCount == log.users.count && log.itemCount == log.items.count)
    }
  }

  @Test func eventsAreACollectionFromZero() {
    let log = InteractionLog([
      (user: "a", item: "x", timestamp: 2.5), (user: "b", item: "y", timestamp: -1),
      (user: "a", item: "y", timestamp: 2.5),
    ])
    #expect(log.count == 3)
    #expect(log.events.count == 3)
    #expect(log.events.indices == 0..<3)
    #expect(log.events[0] == Interaction(user: 0, item: 0, timestamp: -1))
    #expect(log.events[2] == Interaction(user: 1, item: 0, timestamp: 2.5))
    #expect(log.events.last == log.events[2])
    #expect(log.users.ids == ["b", "a"])
    #expect(log.items.ids == ["y", "x"])
  }

  @Test func mayBeEmpty() {
    let log = InteractionLog([])
    #expect(log.count == 0 && log.userCount == 0 && log.itemCount == 0 && log.events.isEmpty)
    #expect(log.keepingCore(users: 5, items: 5) == log)
    #expect(log.timeHint == nil)
    let split = log.split(.byTime(train: 0.8, validation: 0.1))
    #expect(split.train == log && split.validation == log && split.test == log)
  }

  @Test(
    arguments: [
      (1.6e9, nil), (99_999_999_999, nil), (1.6e12, "milliseconds"), (1.6e15, "microseconds"),
      (1.6e18, "nanoseconds"),
    ] as [(Double, String?)])
  func hintsAtTimesThatAreNoSeconds(time: Double, unit: String?) {
    let hint = InteractionLog([(user: "a", item: "x", timestamp: time)]).timeHint
    #expect((hint == nil) == (unit == nil))
    if let unit { #expect(hint?.contains(unit) == true) }
    let log = InteractionLog([(user: "a", item: "x", timestamp: time)])
    #expect(log.timeUnit.rawValue == unit ?? "seconds")
    // All but the one that is no time of this age are the same moment.
    if time != 99_999_999_999 { #expect(time / log.timeUnit.perSecond == 1.6e9) }
  }
}
