import Interactions
import Testing

@Suite struct LeaveOneOutSplitTests {
  /// Against the definition, user by user, on logs with repeats and many equal times.
  @Test func theLastEventTestsAndTheLastButOneValidates() {
    for seed in 0..<500 {
      let log = InteractionLog(randomRecords(seed))
      let split = log.split(.leaveOneOut)
      for user in 0..<log.userCount {
        func own(_ part: InteractionLog) -> [Interaction] { part.events.filter { $0.user == user } }
        let events = own(log)
        let isCut = events.count >= 3
        #expect(own(split.train) == (isCut ? Array(events.dropLast(2)) : events), "seed \(seed)")
        #expect(own(split.validation) == (isCut ? [events[events.count - 2]] : []))
        #expect(own(split.test) == (isCut ? [events[events.count - 1]] : []))
      }
    }
  }

  @Test func losesAndDoublesNothingAndKeepsTheOrder() {
    for seed in 0..<500 {
      // Every event has an item of its own, so that it can be told from all others.
      let records = randomRecords(seed).enumerated().map {
        (user: $1.user, item: "\($0)", timestamp: $1.timestamp)
      }
      let log = InteractionLog(records)
      let split = log.split(.leaveOneOut)
      // Items are numbered in the log's order, so ascending items are the order.
      func items(_ part: InteractionLog) -> [Int] { part.events.map(\.item) }
      let parts = [split.train, split.validation, split.test]
      #expect(parts.flatMap(items).sorted() == items(log), "seed \(seed)")
      for part in parts + [split.trainAndValidation] {
        #expect(items(part) == items(part).sorted(), "seed \(seed)")
        #expect(part.users == log.users && part.items == log.items)
      }
      #expect(
        items(split.trainAndValidation) == (items(split.train) + items(split.validation)).sorted())
    }
  }

  @Test func trainAndValidationOfATimeSplitAreItsFirstTwoSlices() {
    for seed in 0..<200 {
      let split = InteractionLog(randomRecords(seed)).split(.byTime(train: 0.6, validation: 0.2))
      #expect(split.trainAndValidation == split.train.joined(with: split.validation))
    }
  }

  @Test func aPartIsSplitLikeALog() {
    let log = InteractionLog(randomRecords(7, longest: 60))
    let again = log.split(.leaveOneOut).train.split(.leaveOneOut)
    #expect(again.train.users == log.users)
    #expect(
      again.train.count + again.validation.count + again.test.count
        == log.split(.leaveOneOut).train.count)
  }

  @Test func equalTimesStayInTheOrderOfTheSource() {
    let log = InteractionLog(["c", "a", "d", "b"].map { (user: "u", item: $0, timestamp: 5) })
    let split = log.split(.leaveOneOut)
    #expect(records(of: split.train).map(\.item) == ["c", "a"])
    #expect(records(of: split.validation).map(\.item) == ["d"])
    #expect(records(of: split.test).map(\.item) == ["b"])
  }
}
