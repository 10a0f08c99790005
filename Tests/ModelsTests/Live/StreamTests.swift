import SeqRec
import Testing

/// A session that followed a stream against one that is made anew from all of it. Users, items and pairs repeat and
/// new ones come late, some of which training did not know; times are equal in pairs.
@Suite struct StreamTests {
  @Test(arguments: ShippedModel.all)
  func aThousandStreamsAreFollowedAsIfBegunAtTheirEnd(_ model: ShippedModel) throws {
    var (lists, equal) = (0, 0)
    for number in 0..<1_000 {
      let records = randomRecords(number, events: 40 + number % 80)
      let whole = InteractionLog(records)
      let known = InteractionLog(records.prefix(1 + number % (records.count - 1)))
      let begin = try model.trained(known, 6, number)
      let rebuilt = begin(whole)
      var grown = begin(known)
      for event in whole.events.dropFirst(known.count) {
        grown.observe(event)
        // Asking in between leaves no trace.
        if event.item % 8 == 0 { _ = grown.scores(of: event.user) }
      }
      #expect(grown.itemCount == rebuilt.itemCount)
      for user in 0...whole.userCount {
        let (found, expected) = (grown.scores(of: user), rebuilt.scores(of: user))
        #expect(
          isClose(found.elements, to: expected.elements.map(Double.init), within: 1e-5),
          "\(number), user \(user)")
        #expect(grown.seenItems(of: user) == rebuilt.seenItems(of: user))
        #expect(grown.canScore(user) == rebuilt.canScore(user))
        // Items that tie to the bit, such as two with the same users, have no order among themselves.
        let (foundItems, items) = (found.topItems(10), expected.topItems(10))
        lists += 1
        if foundItems.map({ expected[$0] }) == items.map({ expected[$0] }) { equal += 1 }
      }
    }
    #expect(Double(equal) >= 0.999 * Double(lists), "\(equal) of \(lists)")
  }

  /// Relative to the expected number, or to 1 where that is larger.
  private func isClose(_ found: [Float], to expected: [Double], within tolerance: Double) -> Bool {
    found.count == expected.count
      && zip(found, expected).allSatisfy { abs(Double($0) - $1) <= tolerance * max(1, abs($1)) }
  }
}
