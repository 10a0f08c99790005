import Foundation
import SeqRec
import Testing

/// EASE against its definition, a regression of each item on all others.
@Suite struct EASETests {
  @Test(arguments: [0.5, 10, 250])
  func regressesEachItemOnAllOthers(_ lambda: Double) throws {
    for number in 0..<12 {
      let log = InteractionLog(randomRecords(number, events: 12 * number, users: 9, items: 20))
      let n = log.itemCount
      let gram = gram(of: log)
      let weights = try EASE(lambda: lambda).fit(on: log, workers: Workers(2)).weights
      let b = try #require(weights["items.weight"])
      #expect(weights.paths == EASE().parameters(itemCount: n).map(\.path))
      for j in 0..<n {
        let others = (0..<n).filter { $0 != j }
        let expected = solution(
          of: others.map { i in others.map { gram[i][$0] + (i == $0 ? lambda : 0) } },
          equal: others.map { gram[$0][j] })
        #expect(b[j, j] == 0)
        for (i, value) in zip(others, expected) { #expect(abs(Double(b[i, j]) - value) < 1e-5) }
      }
    }
  }

  /// The gradient of what is minimised, `X^T (X B - X) + lambda B`, is 0 away from the diagonal.
  @Test func theGradientVanishes() throws {
    let log = smallLog(users: 120, items: 150, eventsPerUser: 20)
    let gram = gram(of: log)
    let n = log.itemCount
    for lambda in [1.0, 30] {
      let b = try #require(EASE(lambda: lambda).fit(on: log).weights["items.weight"])
      for i in 0..<n {
        for j in 0..<n where i != j {
          let product = (0..<n).reduce(0) { $0 + gram[i][$1] * Double(b[$1, j]) }
          #expect(abs(product - gram[i][j] + lambda * Double(b[i, j])) < 1e-3)
        }
      }
    }
  }

  @Test func popularItemsAreHeldDown() throws {
    let log = InteractionLog(randomRecords(3, events: 80, users: 12, items: 20))
    let gram = gram(of: log)
    let plain = try #require(EASE(lambda: 5).fit(on: log).weights["items.weight"])
    let held = try #require(EASE(lambda: 5, alpha: 0.5).fit(on: log).weights["items.weight"])
    for i in 0..<log.itemCount {
      for j in 0..<log.itemCount {
        #expect(abs(Double(held[i, j]) - Double(plain[i, j]) / sqrt(gram[j][j])) < 1e-6)
      }
    }
  }

  @Test func anItemThatNobodyHasMetHasNoWeights() throws {
    let log = smallLog()
    let train = log.split(.byTime(train: 0.2, validation: 0.1)).train
    let counts = train.events.reduce(into: [Int: Int]()) { $0[$1.item, default: 0] += 1 }
    let missing = try #require((0..<train.itemCount).first { counts[$0] == nil })
    let weights = try EASE(alpha: 1).fit(on: train).weights
    let b = try #require(weights["items.weight"])
    #expect((0..<train.itemCount).allSatisfy { b[missing, $0] == 0 && b[$0, missing] == 0 })
    #expect(weights["items.count"]?[missing] == 0)
  }

  @Test func whatCannotBeDoneIsRefused() {
    let pairs: [Record] = [("u", "a", 0), ("u", "b", 1), ("v", "a", 2), ("v", "b", 3)]
    let twins = InteractionLog(pairs)
    #expect(throws: ItemItemError.notPositiveDefinite(lambda: 0)) {
      try EASE(lambda: 0).fit(on: twins)
    }
    #expect(throws: ItemItemError.tooManyItems(2, limit: 1)) {
      try EASE(itemLimit: 1).fit(on: twins)
    }
    let many = InteractionLog((0..<20_001).map { item -> Record in ("u", "\(item)", 0) })
    #expect(throws: ItemItemError.tooManyItems(20_001, limit: 20_000)) {
      try EASE().fit(on: many)
    }
  }

  @Test func theNumberOfThreadsChangesNoBit() throws {
    let log = smallLog(users: 80, items: 150)
    let one = try EASE().fit(on: log).weights
    for count in [2, 8] {
      #expect(try EASE().fit(on: log, workers: Workers(count)).weights == one)
    }
  }

  /// How many users have met both.
  private func gram(of log: InteractionLog) -> [[Double]] {
    let users = (0..<log.itemCount).map { item in
      Set(log.events.filter { $0.item == item }.map(\.user))
    }
    return users.map { one in users.map { Double(one.intersection($0).count) } }
  }

  /// `x` of `a x = y`, by elimination with exchange of rows.
  private func solution(of a: [[Double]], equal y: [Double]) -> [Double] {
    var rows = zip(a, y).map { $0 + [$1] }
    for p in rows.indices {
      let best = (p..<rows.count).max { abs(rows[$0][p]) < abs(rows[$1][p]) } ?? p
      rows.swapAt(p, best)
      rows[p] = rows[p].map { [pivot = rows[p][p]] in $0 / pivot }
      for i in rows.indices where i != p {
        let factor = rows[i][p]
        rows[i] = zip(rows[i], rows[p]).map { $0 - factor * $1 }
      }
    }
    return rows.map { $0[$0.count - 1] }
  }
}
