import Interactions
import Testing

@Suite struct CoreTests {
  @Test func isAFixPointAndTheLargest() {
    for seed in 0..<1000 {
      let log = InteractionLog(randomRecords(seed))
      let (users, items) = (seed % 7, seed / 7 % 7)
      let core = log.keepingCore(users: users, items: items)
      #expect(records(of: core).map(text) == bruteForceCore(log, users, items), "seed \(seed)")
      #expect(core.keepingCore(users: users, items: items) == core, "seed \(seed)")
    }
  }

  @Test func numbersIDsAnew() {
    for seed in 0..<200 {
      let core = InteractionLog(randomRecords(seed)).keepingCore(users: 3, items: 4)
      #expect(core == InteractionLog(records(of: core)), "seed \(seed)")
    }
  }

  @Test func noneIsDroppedBelowTwo() {
    let log = InteractionLog(randomRecords(3))
    #expect(log.count > 0)
    for minimum in 0...1 { #expect(log.keepingCore(users: minimum, items: minimum) == log) }
  }

  @Test func unravelsAChainFromItsEnds() {
    // u0 - i0 - u1 - i1 - ...: only the ends have one event, yet nothing is left.
    let chain: [Record] = (0..<10_000).map { link in
      ("u\((link + 1) / 2)", "i\(link / 2)", Double(link))
    }
    #expect(InteractionLog(chain).keepingCore(users: 2, items: 2).count == 0)
    // Closed to a ring, all have two and all stay.
    let ring = chain + [("u5000", "i0", 1e6), ("u0", "i4999", 1e6)]
    let core = InteractionLog(ring.filter { $0.user != "u5000" || $0.item != "i0" })
      .keepingCore(users: 2, items: 2)
    #expect(core.count == 10_000)
  }

  @Test func countsDuplicates() {
    let log = InteractionLog((0..<5).map { _ in (user: "a", item: "x", timestamp: 0.0) })
    #expect(log.keepingCore(users: 5, items: 5).count == 5)
    #expect(log.keepingCore(users: 6, items: 0).count == 0)
    #expect(log.keepingCore(users: 0, items: 6).count == 0)
  }

  /// Drops whole rounds until nothing changes, on texts.
  private func bruteForceCore(_ log: InteractionLog, _ users: Int, _ items: Int) -> [String] {
    var left = records(of: log)
    while true {
      let kept = left.filter { record in
        left.count { $0.user == record.user } >= users
          && left.count { $0.item == record.item } >= items
      }
      if kept.count == left.count { return kept.map(text) }
      left = kept
    }
  }
}
