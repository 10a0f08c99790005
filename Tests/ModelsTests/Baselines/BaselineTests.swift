import SeqRec
import Testing

/// The baselines against counts made anew from all events before each event.
@Suite struct BaselineTests {
  @Test func popularityCountsAllEvents() {
    for number in 0..<50 {
      let (known, events) = stream(number)
      var live = Popularity(after: known)
      for (index, event) in events.enumerated() {
        let before = events.prefix(index)
        if index >= known.count {
          let counts = (0..<live.itemCount).map { item in
            Float(before.filter { $0.item == item }.count)
          }
          #expect(live.scores(of: event.user).elements == counts)
          #expect(live.scores(of: 100).elements == counts)
          #expect(live.seenItems(of: event.user) == seen(event.user, before))
          for (item, shares) in live.shares(of: Array(counts.indices), for: Question(of: 0))
            .enumerated()
          {
            #expect(shares == [ScoreShare(term: "popularity", share: counts[item] > 0 ? 1 : 0)])
          }
          live.observe(event)
          #expect(live.itemCount >= event.item + 1)
        }
      }
    }
  }

  @Test func theMarkovChainCountsTransitionsAndThenPopularity() {
    for number in 0..<50 {
      let (known, events) = stream(number)
      var live = OnlineMarkovChain(after: known)
      for (index, event) in events.enumerated().dropFirst(known.count) {
        let before = Array(events.prefix(index))
        let last = before.last { $0.user == event.user }?.item
        let expected = (0..<live.itemCount).map { item in
          transitions(before, from: last, to: item)
            + Double(before.filter { $0.item == item }.count) / Double(index + 1)
        }
        let scores = live.scores(of: event.user)
        #expect(isClose(scores.elements, to: expected, relative: 1e-6))
        #expect(live.seenItems(of: event.user) == seen(event.user, before))
        // Popularity decides between equal counts of transitions, and nothing else.
        let order = expected.indices.sorted { (-expected[$0], $0) < (-expected[$1], $1) }
        #expect(
          live.recommend(expected.count, for: event.user, seen: .kept).map(\.item) == order)
        expectShares(live, event.user, last, before, expected)
        live.observe(event)
      }
    }
  }

  private func expectShares(
    _ live: borrowing OnlineMarkovChain, _ user: Int, _ last: Int?, _ before: [Interaction],
    _ scores: [Double]
  ) {
    for (item, shares) in live.shares(of: Array(scores.indices), for: Question(of: user))
      .enumerated()
    {
      #expect(shares.map(\.term) == ["transition", "popularity"])
      #expect(shares.allSatisfy { (0...1).contains($0.share) })
      let sum = shares.map(\.share).reduce(0, +)
      #expect(scores[item] == 0 ? sum == 0 : abs(sum - 1) < 1e-12)
      let expected =
        scores[item] == 0 ? 0 : transitions(before, from: last, to: item) / scores[item]
      #expect(abs(shares[0].share - expected) < 1e-6)
    }
  }

  @Test func beforeTheFirstEventThereIsNothingToRecommend() {
    var popularity = Popularity(after: InteractionLog([]))
    var chain = OnlineMarkovChain(after: InteractionLog([]))
    #expect(popularity.itemCount == 0 && popularity.recommend(3, for: 0) == [])
    #expect(chain.itemCount == 0 && chain.recommend(3, for: 0) == [])
    let first = Interaction(user: 4, item: 2, timestamp: 0)
    popularity.observe(first)
    chain.observe(first)
    #expect(popularity.recommend(3, for: 0).map(\.item) == [2, 0, 1])
    #expect(chain.recommend(3, for: 0).map(\.item) == [2, 0, 1])
    #expect(chain.recommend(3, for: 4).map(\.item) == [0, 1])
  }

  private func stream(_ number: Int) -> (known: InteractionLog, events: [Interaction]) {
    let records = randomRecords(number, events: 40, users: 5, items: 12)
    return (InteractionLog(records.prefix(number % 40)), Array(InteractionLog(records).events))
  }

  private func seen(_ user: Int, _ events: some Sequence<Interaction>) -> [Int32] {
    var items: [Int32] = []
    for event in events where event.user == user && !items.contains(Int32(event.item)) {
      items.append(Int32(event.item))
    }
    return items
  }

  private func transitions(_ events: [Interaction], from: Int?, to: Int) -> Double {
    guard let from else { return 0 }
    return Set(events.map(\.user)).reduce(0) { total, user in
      let items = events.filter { $0.user == user }.map(\.item)
      return total + Double(zip(items, items.dropFirst()).filter { $0 == from && $1 == to }.count)
    }
  }
}
