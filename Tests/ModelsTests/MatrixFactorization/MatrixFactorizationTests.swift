import Foundation
import SeqRec
import Testing

@Suite struct MatrixFactorizationTests {
  private let log = smallLog(users: 12, items: 15, eventsPerUser: 4)

  private func model(
    negatives: Int = 1, penalty: VectorPenalty = VectorPenalty()
  ) -> MatrixFactorization<BayesianPersonalizedRanking> {
    MatrixFactorization(
      userCount: log.userCount, itemCount: log.itemCount, width: 4,
      objective: BayesianPersonalizedRanking(negatives: negatives), penalty: penalty)
  }

  /// Each event once an epoch; anew the next.
  @Test func anEpochHasEachEventOnce() {
    let (model, data) = (model(), model().dataset(of: log))
    let epochs = (0..<2).map { model.batches(of: data, size: 10, epoch: $0, seed: Seed(1)) }
    for batches in epochs {
      #expect(batches.flatMap(\.events).sorted() == Array(0..<Int32(log.count)))
    }
    #expect(epochs[0] != epochs[1])
  }

  /// A batch of one event: the loss says what was drawn, if only items that its user does not have give it.
  @Test func theLossIsThatOfAnItemThatTheUserHasNot() throws {
    let penalty = VectorPenalty(users: 0.3, targets: 0.2, negatives: 0.1)
    let trained = randomWeights(model(penalty: penalty), 3)
    let data = trained.model.dataset(of: log)
    let (p, q, b) = try numbers(trained.weights)
    var drawn: [Set<Int>] = Array(repeating: [], count: log.userCount)
    for epoch in 0..<40 {
      for batch in trained.model.batches(of: data, size: 1, epoch: epoch, seed: Seed(2)) {
        let event = log.events[Int(batch.events[0])]
        var tape = Tape(trained.weights)
        let loss = trained.model.loss(of: batch, in: data, on: &tape)
        let found = Double(tape[loss].scalar)
        func score(_ item: Int) -> Double { b[item] + dot(p[event.user], q[item]) }
        func square(_ x: [Double]) -> Double { dot(x, x) / 2 }
        let fitting = (0..<log.itemCount).filter { j in
          let expected =
            log1p(exp(score(j) - score(event.item))) + 0.3 * square(p[event.user])
            + 0.2 * square(q[event.item]) + 0.1 * square(q[j])
          return abs(found - expected) < 1e-5
        }
        let item = try #require(fitting.first)
        #expect(fitting.count == 1)
        drawn[event.user].insert(item)
      }
    }
    for user in 0..<log.userCount {
      let own = Set(log.events.filter { $0.user == user }.map(\.item))
      #expect(drawn[user].isDisjoint(with: own))
      // Over so many draws nearly every other item comes.
      #expect(drawn[user].count >= (log.itemCount - own.count) * 3 / 4)
    }
  }

  @Test func scoresAreProductsAndStrangersAreFoldedIn() throws {
    let trained = randomWeights(model(), 4)
    let (p, q, b) = try numbers(trained.weights)
    var live = trained.live(after: log)
    func expect(
      _ vector: [Double], _ user: Int,
      _ live: borrowing LiveMatrixFactorization<BayesianPersonalizedRanking>
    ) {
      let expected = q.indices.map { b[$0] + dot(vector, q[$0]) }
      #expect(
        zip(live.scores(of: user).elements, expected).allSatisfy { abs(Double($0) - $1) < 1e-5 })
    }
    for user in 0..<log.userCount { expect(p[user], user, live) }
    let stranger = log.userCount + 3
    expect([0, 0, 0, 0], stranger, live)
    // An item twice, the last that training knew, and the first that it did not.
    let last = log.itemCount - 1
    for item in [2, last, 2, last + 1] {
      live.observe(Interaction(user: stranger, item: item, timestamp: 1e9))
    }
    expect((0..<4).map { (q[2][$0] + q[last][$0]) / 2 }, stranger, live)
    #expect(live.seenItems(of: stranger) == [2, last, last + 1].map(Int32.init))
    live.observe(Interaction(user: 0, item: 5, timestamp: 1e9))
    expect(p[0], 0, live)
  }

  /// Whom training did not meet is a stranger, though there is a row in the table.
  @Test func usersOfALaterSliceAreFoldedIn() throws {
    let half = log.split(.byTime(train: 0.4, validation: 0)).train
    let met = Set(half.events.map(\.user))
    let unmet = try #require((0..<half.userCount).first { !met.contains($0) })
    let trained = try Trainer(.adam(rate: 1e-2), epochs: 2, batchSize: 8).fit(model(), on: half)
    let (p, q, b) = try numbers(trained.weights)
    #expect(p.indices.allSatisfy { p[$0].contains { $0 != 0 } == met.contains($0) })
    var live = trained.live(after: half)
    #expect(live.scores(of: unmet).elements.map(Double.init) == b)
    live.observe(Interaction(user: unmet, item: 1, timestamp: 1e9))
    let expected = q.indices.map { b[$0] + dot(q[1], q[$0]) }
    #expect(
      zip(live.scores(of: unmet).elements, expected).allSatisfy { abs(Double($0) - $1) < 1e-5 })
  }

  private func numbers(
    _ weights: Weights<Float>
  ) throws -> (p: [[Double]], q: [[Double]], b: [Double]) {
    func rows(_ path: String) throws -> [[Double]] {
      let table = try #require(weights[path])
      return (0..<table.rows).map { row in (0..<table.columns).map { Double(table[row, $0]) } }
    }
    return (
      try rows("users.weight"), try rows("items.weight"),
      try #require(weights["score.bias"]).elements.map(Double.init)
    )
  }

  private func dot(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
