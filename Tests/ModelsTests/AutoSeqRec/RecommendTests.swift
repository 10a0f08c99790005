import SeqRec
import Testing

@Suite struct RecommendTests {
  private let log = smallLog()

  @Test func theListIsTheSortedScores() {
    let live = randomModel(itemCount: log.itemCount).live(after: log)
    for user in 0..<log.userCount + 2 {
      let scores = live.scores(of: user)
      for seen in SeenItems.allCases {
        let excluded = seen == .filtered ? live.seenItems(of: user).map { Int($0) } : []
        let expected = (0..<log.itemCount).filter { !excluded.contains($0) }
          .sorted { (-scores[0, $0], $0) < (-scores[0, $1], $1) }
        for count in [0, 1, 10, log.itemCount, 10 * log.itemCount] {
          let list = live.recommend(count, for: user, seen: seen)
          #expect(list.map(\.item) == Array(expected.prefix(count)))
          #expect(list.map(\.score) == list.map { scores[0, $0.item] })
          #expect(list.map(\.shares) == live.shares(of: list.map(\.item), for: Question(of: user)))
        }
      }
    }
  }

  @Test func seenItemsAreThoseOfTheLogByTheirFirstTime() {
    let live = randomModel(itemCount: log.itemCount).live(after: log)
    for user in 0..<log.userCount {
      var items: [Int32] = []
      for event in log.events where event.user == user && !items.contains(Int32(event.item)) {
        items.append(Int32(event.item))
      }
      #expect(live.seenItems(of: user) == items)
    }
  }

  @Test func equalScoresComeByAscendingItem() {
    let each = Popularity(
      after: InteractionLog((0..<6).map { (user: "u", item: "\($0)", timestamp: Double($0)) }))
    #expect(each.recommend(4, for: 1).map(\.item) == [0, 1, 2, 3])
  }

  @Test func nobodyIsRecommendedAnythingWhereColdUsersHaveNoScores() {
    var options = AutoSeqRec.Options()
    options.scoresColdUsers = false
    var cold = randomModel(itemCount: 6, options: options).live(after: InteractionLog([]))
    #expect(!cold.canScore(0) && cold.recommend(4, for: 0).isEmpty)
    cold.observe(Interaction(user: 0, item: 2, timestamp: 0))
    #expect(cold.canScore(0) && cold.recommend(4, for: 0).count == 4)
  }

  /// Each share is a term, computed by the definition, over the sum of the three.
  @Test func sharesAreTheTermsOverTheirSum() {
    for number in 0..<20 {
      let log = InteractionLog(randomRecords(number, events: 50))
      let trained = randomModel(itemCount: log.itemCount, seed: number)
      let live = trained.live(after: log)
      let naive = NaiveAutoSeqRec(trained, itemCount: log.itemCount)
      let items = Array(0..<log.itemCount)
      for user in 0...log.userCount {
        let terms = naive.terms(of: user, after: Array(log.events))
        for (item, shares) in zip(items, live.shares(of: items, for: Question(of: user))) {
          #expect(shares.map(\.term) == ["long-term", "one-hop", "two-hop"])
          #expect(shares.allSatisfy { (0...1).contains($0.share) })
          #expect(abs(shares.map(\.share).reduce(0, +) - 1) < 1e-12)
          let values = [(0.6, AutoSeqRec.Term.longTerm), (0.2, .oneHop), (0.2, .twoHop)].map {
            $0 * (terms[$1]?[item] ?? 0)
          }
          for (share, value) in zip(shares, values) {
            #expect(abs(share.share - value / values.reduce(0, +)) < 1e-5)
          }
        }
      }
    }
  }

  /// A term that the lambdas leave out has no share.
  @Test func lambdasChooseTheTerms() {
    for (lambda1, lambda2, only) in [
      (1.0, 0.0, AutoSeqRec.Term.longTerm), (0.0, 1.0, .oneHop), (0.0, 0.0, .twoHop),
    ] {
      var options = AutoSeqRec.Options()
      options.lambda1 = lambda1
      options.lambda2 = lambda2
      let trained = randomModel(itemCount: log.itemCount, options: options)
      let live = trained.live(after: log)
      let terms = NaiveAutoSeqRec(trained, itemCount: log.itemCount)
        .terms(of: 3, after: Array(log.events))
      #expect(isClose(live.scores(of: 3).elements, to: terms[only] ?? [], relative: 1e-5))
      for shares in live.shares(of: Array(0..<log.itemCount), for: Question(of: 3)) {
        for share in shares where share.term != only.rawValue { #expect(share.share == 0) }
      }
    }
  }
}
