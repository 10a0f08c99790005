import Interactions
import Testing

@Suite struct SplitTests {
  @Test func losesAndDoublesNothingAndKeepsTheOrder() {
    for seed in 0..<1000 {
      let log = InteractionLog(randomRecords(seed))
      let train = Double(seed % 11) / 10
      let validation = (1 - train) * Double(seed % 4) / 3
      let split = log.split(.byTime(train: train, validation: validation))
      let parts = [split.train, split.validation, split.test]
      #expect(parts.flatMap { Array($0.events) } == Array(log.events), "seed \(seed)")
      for part in parts {
        #expect(part.users == log.users && part.items == log.items)
        #expect(part.userCount == log.userCount && part.itemCount == log.itemCount)
      }
      #expect(split.train.joined(with: split.validation).joined(with: split.test) == log)
      #expect(split.train.joined(with: split.validation.joined(with: split.test)) == log)
    }
  }

  @Test func cutsAtTheExactDecimalShare() {
    for count in Array(0...1200) + [9_999, 10_000, 99_287] {
      let log = InteractionLog((0..<count).map { (user: "u", item: "i", timestamp: Double($0)) })
      for (train, validation) in [
        (80, 10), (70, 10), (70, 20), (60, 20), (10, 20), (57, 1), (29, 0),
      ] {
        let split = log.split(
          .byTime(train: Double(train) / 100, validation: Double(validation) / 100))
        let first = count * train / 100
        let second = count * (train + validation) / 100
        #expect(
          [split.train.count, split.validation.count, split.test.count]
            == [first, second - first, count - second],
          "\(count) events, \(train)% and \(validation)%")
      }
    }
  }

  @Test func cutsThirdsWhereTheyAre() {
    for thirds in 0..<400 {
      let log = InteractionLog(
        (0..<3 * thirds).map { (user: "u", item: "i", timestamp: Double($0)) })
      let split = log.split(.byTime(train: 1.0 / 3, validation: 1.0 / 3))
      #expect(
        [split.train, split.validation, split.test].map(\.count) == [thirds, thirds, thirds])
    }
  }

  @Test func mayGiveEverythingToOnePart() {
    let log = InteractionLog(randomRecords(3))
    #expect(log.split(.byTime(train: 1, validation: 0)).train == log)
    #expect(log.split(.byTime(train: 0, validation: 1)).validation == log)
    #expect(log.split(.byTime(train: 0, validation: 0)).test == log)
    #expect(log.split(.byTime(train: 0.9, validation: 0.1)).test.count == 0)
  }

  @Test(arguments: [SplitRule.leaveOneOut, .byTime(train: 0.6, validation: 0.2)])
  func withoutTestAllElseIsThere(_ rule: SplitRule) {
    for seed in 0..<20 {
      let split = InteractionLog(randomRecords(seed)).split(rule)
      let blind = split.withoutTest
      #expect(blind.test.count == 0 && blind.test.items == split.test.items)
      #expect(blind.train == split.train && blind.validation == split.validation)
      #expect(blind.trainAndValidation == split.trainAndValidation)
    }
  }
}
