import Tensors

/// What a ranking reaches in expectation, at most, where the next item's probabilities are known.
///
/// With `p_(1) >= p_(2) >= ...` the probabilities of the candidates in descending order:
///
///     reciprocal rank = sum_r p_(r) / r
///     Recall@k = sum_{r <= k} p_(r)
///     NDCG@k = sum_{r <= k} p_(r) / log2(r + 1)
///
/// A ranking that puts item `i` at place `r(i)` expects `sum_i p_i g(r(i))` of a gain `g` that falls with the
/// place, and exchanging two items that do not stand by probability never lowers that. So one order is
/// the best for all three.
public struct AttainableMetrics: Hashable, Sendable {
  /// The expected reciprocal rank, whose mean over events is the attainable MRR.
  public let reciprocalRank: Double
  /// The expected Recall@k.
  public let recall: Double
  /// The expected NDCG@k.
  public let ndcg: Double

  /// Of items drawn with probabilities in proportion to their weights, with k the cutoff.
  /// O(n log n).
  ///
  /// - Precondition: no weight is negative, one is not 0, and the cutoff is at least 1.
  package init(weights: [Int], cutoff: Int) {
    precondition(cutoff >= 1, "cutoff \(cutoff)")
    let total = Double(weights.reduce(0, +))
    let probabilities = weights.filter { $0 > 0 }.sorted(by: >).map { Double($0) / total }
    let places = probabilities.enumerated().map { (rank: Double($0 + 1), probability: $1) }
    reciprocalRank = places.reduce(0) { $0 + $1.probability / $1.rank }
    recall = places.prefix(cutoff).reduce(0) { $0 + $1.probability }
    ndcg = places.prefix(cutoff).reduce(0) { $0 + $1.probability / logarithm2($1.rank + 1) }
  }

  /// The mean over events, all of the same weight; 0 where there is none.
  public init(meanOf events: some Collection<AttainableMetrics>) {
    func mean(_ metric: (AttainableMetrics) -> Double) -> Double {
      events.reduce(0) { $0 + metric($1) } / Double(max(events.count, 1))
    }
    reciprocalRank = mean(\.reciprocalRank)
    recall = mean(\.recall)
    ndcg = mean(\.ndcg)
  }
}
