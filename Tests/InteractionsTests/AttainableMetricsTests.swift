import Foundation
import Interactions
import Testing

@Suite struct AttainableMetricsTests {
  /// Of all orders of five items none expects more, and one expects as much.
  @Test(arguments: [[5, 1, 3, 9, 2], [4, 4, 4, 4, 4], [0, 7, 0, 2, 1], [1, 0, 0, 0, 0]])
  func noOrderExpectsMore(_ weights: [Int]) {
    let attainable = AttainableMetrics(weights: weights, cutoff: 2)
    let total = Double(weights.reduce(0, +))
    var best = (reciprocalRank: 0.0, recall: 0.0, ndcg: 0.0)
    for order in orders(of: Array(weights.indices)) {
      var expected = (reciprocalRank: 0.0, recall: 0.0, ndcg: 0.0)
      for (place, item) in order.enumerated() {
        let probability = Double(weights[item]) / total
        expected.reciprocalRank += probability / Double(place + 1)
        expected.recall += place < 2 ? probability : 0
        expected.ndcg += place < 2 ? probability / log2(Double(place + 2)) : 0
      }
      best.reciprocalRank = max(best.reciprocalRank, expected.reciprocalRank)
      best.recall = max(best.recall, expected.recall)
      best.ndcg = max(best.ndcg, expected.ndcg)
    }
    #expect(abs(attainable.reciprocalRank - best.reciprocalRank) < 1e-12)
    #expect(abs(attainable.recall - best.recall) < 1e-12)
    #expect(abs(attainable.ndcg - best.ndcg) < 1e-12)
  }

  @Test func meansWeighEventsAlike() {
    let sure = AttainableMetrics(weights: [3], cutoff: 1)
    let even = AttainableMetrics(weights: [2, 2], cutoff: 1)
    let mean = AttainableMetrics(meanOf: [sure, even, even, sure])
    #expect(mean.reciprocalRank == 0.875 && mean.recall == 0.75 && mean.ndcg == 0.75)
    #expect(AttainableMetrics(meanOf: []).reciprocalRank == 0)
  }

  private func orders(of items: [Int]) -> [[Int]] {
    guard items.count > 1 else { return [items] }
    return items.indices.flatMap { first in
      var others = items
      let item = others.remove(at: first)
      return orders(of: others).map { [item] + $0 }
    }
  }
}
