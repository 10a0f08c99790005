import Interactions
import Tensors
import Testing

@Suite struct LogStatisticsTests {
  /// Against counting in texts, on logs with duplicates, repeats and ties.
  @Test func areThoseOfBruteForce() {
    for seed in 0..<1000 {
      let log = InteractionLog(randomRecords(seed))
      let statistics = LogStatistics(of: log)
      let events = Array(log.events)
      func earlier(_ place: Int, _ isLike: (Interaction) -> Bool) -> Bool {
        events[..<place].contains(where: isLike)
      }
      #expect(statistics.interactions == events.count)
      #expect(statistics.users == log.userCount && statistics.items == log.itemCount)
      #expect(
        statistics.duplicates
          == events.indices.count { place in
            earlier(place) { $0 == events[place] }
          }, "seed \(seed)")
      #expect(
        statistics.repeats
          == events.indices.count { place in
            earlier(place) { $0.user == events[place].user && $0.item == events[place].item }
          }, "seed \(seed)")
      #expect(
        statistics.ties
          == events.indices.count { place in
            earlier(place) { $0.timestamp == events[place].timestamp }
          }, "seed \(seed)")
      #expect(
        statistics.tiesOfUsers
          == events.indices.count { place in
            earlier(place) {
              $0.user == events[place].user && $0.timestamp == events[place].timestamp
            }
          }, "seed \(seed)")
      #expect(statistics.times?.lowerBound == events.first?.timestamp)
      #expect(statistics.times?.upperBound == events.last?.timestamp)
      let perUser = (0..<log.userCount).map { user in events.count { $0.user == user } }
      let perItem = (0..<log.itemCount).map { item in events.count { $0.item == item } }
      #expect(statistics.historyLengths == Distribution(of: perUser))
      #expect(statistics.popularity == Distribution(of: perItem))
      let pairs = Set(events.map { [$0.user, $0.item] }).count
      #expect(statistics.pairs == pairs)
      if pairs > 0 {
        #expect(statistics.density == Double(pairs) / Double(log.userCount * log.itemCount))
        #expect(
          statistics.shareOfPopularTenth == Double(perItem.max() ?? 0) / Double(events.count))
      }
    }
  }

  @Test func mayBeOfNothing() {
    let statistics = LogStatistics(of: InteractionLog([]))
    #expect(statistics.times == nil && statistics.density == 0)
    #expect(statistics.shareOfPopularTenth == 0)
    #expect(statistics.historyLengths == Distribution(of: []))
    #expect(statistics.historyLengths.mean == 0 && statistics.historyLengths.median == 0)
  }

  @Test func thePopularTenthIsRoundedUp() {
    // Item k of 0 ..< 21 has k events; three items are the tenth.
    let log = InteractionLog(
      (1...21).flatMap { item in (0..<item).map { (user: "u\($0)", item: "\(item)", timestamp: 0) }
      })
    #expect(LogStatistics(of: log).shareOfPopularTenth == Double(21 + 20 + 19) / 231)
  }

  /// As `numpy.quantile` has them.
  @Test func quartilesAreInterpolated() {
    let four = Distribution(of: [7, 1, 3, 2])
    #expect([four.lowerQuartile, four.median, four.upperQuartile] == [1.75, 2.5, 4])
    #expect(four.minimum == 1 && four.maximum == 7 && four.mean == 3.25)
    let five = Distribution(of: [5, 4, 3, 2, 1])
    #expect([five.lowerQuartile, five.median, five.upperQuartile] == [2, 3, 4])
    let one = Distribution(of: [9])
    #expect([one.lowerQuartile, one.median, one.upperQuartile] == [9, 9, 9])
  }
}
