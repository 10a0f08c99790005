import Interactions
import Tensors
import Testing

@Suite struct RecentItemsTests {
  @Test func theLatestOfEachUserFirst() {
    for number in 0..<200 {
      let log = InteractionLog(randomRecords(number))
      let limit = 1 + number % 5
      let recent = RecentItems(after: log, limit: limit)
      for user in 0...log.userCount {
        let own = log.events.filter { $0.user == user }.map { Int32($0.item) }
        #expect(Array(recent[user]) == Array(own.reversed().prefix(limit)))
      }
    }
  }
}
