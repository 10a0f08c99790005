/// Means over events with one relevant item each, in 64-bit:
///
///     MRR = mean 1 / rank                    never truncated
///     HR@k = Recall@k = mean [rank <= k]
///     NDCG@k = mean [rank <= k] / log2(rank + 1)
public struct RankingMetrics: Hashable, Sendable {
  /// The number of events.
  public let count: Int
  /// The mean reciprocal rank.
  public let mrr: Double
  private let cutoffs: [Int]
  private let hits: [Double]
  private let gains: [Double]

  /// The metrics of 1-based ranks; all are 0 where there is no event. Sums run in the order given.
  public init(ranks: some Collection<Int>, cutoffs: [Int] = [10]) {
    var reciprocal = 0.0
    var hits = [Double](repeating: 0, count: cutoffs.count)
    var gains = hits
    for rank in ranks {
      reciprocal += RankMetric.reciprocalRank.value(of: rank)
      for (position, k) in cutoffs.enumerated() where rank <= k {
        hits[position] += RankMetric.hit(at: k).value(of: rank)
        gains[position] += RankMetric.gain(at: k).value(of: rank)
      }
    }
    let total = Double(max(ranks.count, 1))
    count = ranks.count
    mrr = reciprocal / total
    self.cutoffs = cutoffs
    self.hits = hits.map { $0 / total }
    self.gains = gains.map { $0 / total }
  }

  /// HR@k, or `nil` for a cutoff that was not asked for.
  public func hitRate(at k: Int) -> Double? { cutoffs.firstIndex(of: k).map { hits[$0] } }

  /// Recall@k, which for one relevant item is HR@k.
  public func recall(at k: Int) -> Double? { hitRate(at: k) }

  /// NDCG@k, or `nil` for a cutoff that was not asked for.
  public func ndcg(at k: Int) -> Double? { cutoffs.firstIndex(of: k).map { gains[$0] } }

  /// The names of the field and their values: `MRR`, `Recall@10`, `HR@10`, `NDCG@10`.
  public var named: [(name: String, value: Double)] {
    [("MRR", mrr)]
      + cutoffs.indices.flatMap { position in
        let k = cutoffs[position]
        return [
          ("Recall@\(k)", hits[position]), ("HR@\(k)", hits[position]),
          ("NDCG@\(k)", gains[position]),
        ]
      }
  }
}
