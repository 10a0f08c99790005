import Interactions
import Ranking
import Tensors
import Testing

@Suite struct SampledNegativesTests {
  @Test func distinctOnesAreDifferentItemsThatTheUserDoesNotHave() {
    for number in 0..<200 {
      let log = randomLog(number)
      let users = Array(0..<log.userCount)
      for count in [1, 2, 4, 30] {
        let negatives = sample(count, users, log, .distinct)
        var short = 0
        for user in users {
          let own = Set(log.events.filter { $0.user == user }.map { Int32($0.item) })
          let items = Array(negatives[user])
          #expect(Set(items).count == items.count && own.isDisjoint(with: items))
          #expect(items.allSatisfy { (0..<log.itemCount).contains(Int($0)) })
          #expect(items.count == min(count, log.itemCount - own.count))
          if items.count < count { short += 1 }
        }
        #expect(negatives.shortUserCount == short && negatives.count == count)
      }
    }
  }

  @Test func theReleasedCodesRuleRepeats() {
    let log = randomLog(1)
    let negatives = sample(100, Array(0..<log.userCount), log, .paperCode)
    #expect(negatives.shortUserCount == 0)
    for user in 0..<log.userCount {
      let own = Set(log.events.filter { $0.user == user }.map { Int32($0.item) })
      #expect(negatives[user].count == 100)
      #expect(own.count == log.itemCount || own.isDisjoint(with: negatives[user]))
    }
  }

  @Test func areOfTheUserAloneAndTheSameAgain() {
    let log = randomLog(2, events: 200, users: 30, items: 40)
    for rule in NegativesRule.allCases {
      let all = sample(6, Array(0..<30), log, rule)
      #expect(all == sample(6, Array(0..<30), log, rule))
      let some = sample(6, [17, 4, 29], log, rule)
      for (place, user) in [17, 4, 29].enumerated() {
        #expect(some[place] == all[user])
      }
    }
  }

  /// 300 users who have 5 of 45 items, 10 negatives each: 3,000 draws into 40 cells. Pearson's statistic
  /// has mean at most 39 and standard deviation at most 8.8; 83 is its 0.99998 quantile.
  @Test(arguments: NegativesRule.allCases) func areUniformOverUsers(_ rule: NegativesRule) {
    let log = InteractionLog(
      (0..<1_540).map { number in
        number < 1_500
          ? ("u\(number / 5)", "own\(number % 5)", 0) : ("other", "i\(number)", 1)
      })
    let negatives = sample(10, Array(0..<300), log, rule)
    var counts = [Double](repeating: 0, count: log.itemCount)
    for user in 0..<300 { for item in negatives[user] { counts[Int(item)] += 1 } }
    #expect(counts.prefix(5) == [0, 0, 0, 0, 0])
    #expect(counts.dropFirst(5).map { ($0 - 75) * ($0 - 75) / 75 }.reduce(0, +) < 83)
  }

  private func sample(
    _ count: Int, _ users: [Int], _ log: InteractionLog, _ rule: NegativesRule
  ) -> SampledNegatives {
    SampledNegatives(
      count, for: users, from: UniformNegatives(rejecting: log), rule: rule, seed: Seed(8))
  }
}
