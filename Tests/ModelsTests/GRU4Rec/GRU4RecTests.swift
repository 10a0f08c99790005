import Foundation
import SeqRec
import Testing

/// The composition against the recurrence written out, in double precision.
@Suite struct GRU4RecTests {
  private let log = smallLog(users: 8, items: 10, eventsPerUser: 7)
  private let width = 4

  private func model(
    _ reset: GRUReset, tied: Bool
  ) throws -> GRU4Rec<LearnedItems, DotScore, Never, SoftmaxCrossEntropy> {
    let n = log.itemCount
    let targets = tied ? nil : LearnedItems(count: n, width: width, path: "targets")
    return try GRU4Rec(
      items: LearnedItems(count: n, width: tied ? width : 3),
      score: DotScore(to: targets, biasOf: n), width: width, maxLength: 5, reset: reset,
      dropout: 0.3, stateDropout: 0.2)
  }

  @Test(arguments: GRUReset.allCases, [true, false])
  func scoresAreThoseOfTheLastState(_ reset: GRUReset, _ tied: Bool) throws {
    let trained = randomWeights(try model(reset, tied: tied), 5)
    let live = trained.live(after: log)
    for user in 0..<log.userCount {
      let items = log.events.filter { $0.user == user }.map(\.item).suffix(5)
      let states = try states(of: Array(items), trained.weights, reset)
      let expected = try logits(#require(states.last), trained.weights, tied: tied)
      #expect(
        zip(live.scores(of: user).elements, expected).allSatisfy { abs(Double($0) - $1) < 1e-5 })
    }
  }

  /// Cross-entropy of each next item over the whole catalogue, at every position of the window.
  @Test(arguments: GRUReset.allCases, [true, false])
  func theLossIsOfEveryNextItem(_ reset: GRUReset, _ tied: Bool) throws {
    let trained = randomWeights(try model(reset, tied: tied), 6)
    let data = trained.model.dataset(of: log)
    for batch in trained.model.batches(of: data, size: 3, epoch: 0, seed: Seed(1)) {
      var (sum, count) = (0.0, 0)
      for user in batch.users {
        let items = log.events.filter { $0.user == Int(user) }.map(\.item)
        let window = Array(items.dropLast().suffix(5))
        let states = try states(of: window, trained.weights, reset)
        for (state, target) in zip(states, items.suffix(window.count)) {
          let logits = try logits(state, trained.weights, tied: tied)
          sum += Foundation.log(logits.reduce(0) { $0 + exp($1) }) - logits[target]
          count += 1
        }
      }
      var tape = Tape(trained.weights)
      let loss = trained.model.loss(of: batch, in: data, on: &tape)
      #expect(abs(Double(tape[loss].scalar) - sum / Double(count)) < 1e-5)
    }
  }

  @Test func theDefaultsArePublished() throws {
    let model = try GRU4Rec(items: LearnedItems(count: 3, width: 2), score: DotScore())
    #expect(
      model.sequence
        == GatedRecurrence(inputWidth: 2, width: 2, reset: .beforeProduct, dropout: 0.25))
    #expect(model.objective == SoftmaxCrossEntropy() && model.window == 50)
  }

  @Test func whatDoesNotFitIsSaid() {
    let items = LearnedItems(count: 3, width: 2)
    #expect(throws: CompositionError.width(of: "the targets of DotScore", expected: 4, found: 2)) {
      try GRU4Rec(items: items, score: DotScore(), width: 4)
    }
    #expect(
      throws: CompositionError.range("dropout", expected: "0 or more and below 1", found: "1.0")
    ) {
      try GRU4Rec(items: items, score: DotScore(), dropout: 1)
    }
    #expect(
      throws: CompositionError.range("the width of a state", expected: "1 or more", found: "0")
    ) {
      try GRU4Rec(items: items, score: DotScore(), width: 0)
    }
  }

  /// Columns in the order reset, update, candidate.
  private func states(
    of items: [Int], _ weights: Weights<Float>, _ reset: GRUReset
  ) throws -> [[Double]] {
    func tensor(_ path: String) throws -> Tensor<Float> { try #require(weights[path]) }
    let (table, k) = (try tensor("items.weight"), width)
    let (w, u) = (try tensor("recurrence.input.weight"), try tensor("recurrence.recurrent.weight"))
    let (b, c) = (try tensor("recurrence.input.bias"), try tensor("recurrence.recurrent.bias"))
    func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
    var h = [Double](repeating: 0, count: k)
    return items.map { item in
      func read(_ j: Int) -> Double {
        (0..<table.columns).reduce(Double(b[j])) { $0 + Double(table[item, $1]) * Double(w[$1, j]) }
      }
      func recur(_ h: [Double], _ j: Int) -> Double {
        (0..<k).reduce(0) { $0 + h[$1] * Double(u[$1, j]) }
      }
      let r = (0..<k).map { sigmoid(read($0) + recur(h, $0) + Double(c[$0])) }
      let z = (k..<2 * k).map { sigmoid(read($0) + recur(h, $0) + Double(c[$0])) }
      let n = (0..<k).map { j in
        let column = 2 * k + j
        let recurrent =
          switch reset {
          case .beforeProduct: recur(zip(r, h).map { $0 * $1 }, column) + Double(c[column])
          case .afterProduct: r[j] * (recur(h, column) + Double(c[column]))
          }
        return tanh(read(column) + recurrent)
      }
      h = (0..<k).map { (1 - z[$0]) * n[$0] + z[$0] * h[$0] }
      return h
    }
  }

  private func logits(
    _ state: [Double], _ weights: Weights<Float>, tied: Bool
  ) throws -> [Double] {
    let table = try #require(weights[tied ? "items.weight" : "targets.weight"])
    let bias = try #require(weights["score.bias"])
    return (0..<table.rows).map { item in
      state.indices.reduce(Double(bias[item])) { $0 + state[$1] * Double(table[item, $1]) }
    }
  }
}
