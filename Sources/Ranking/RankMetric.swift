import Tensors

/// What one rank is worth; a metric is the mean of it over the units that are ranked.
public enum RankMetric: Hashable, Sendable, CustomStringConvertible {
  /// `1 / rank`, whose mean is MRR.
  case reciprocalRank
  /// `[rank <= k]`, whose mean is HR@k = Recall@k.
  case hit(at: Int)
  /// `[rank <= k] / log2(rank + 1)`, whose mean is NDCG@k.
  case gain(at: Int)

  /// The worth of a 1-based rank, from 0 to 1.
  public func value(of rank: Int) -> Double {
    switch self {
    case .reciprocalRank: 1 / Double(rank)
    case .hit(let k): rank <= k ? 1 : 0
    case .gain(let k): rank <= k ? 1 / logarithm2(Double(rank + 1)) : 0
    }
  }

  /// The name of the mean: `MRR`, `HR@10`, `NDCG@10`.
  public var description: String {
    switch self {
    case .reciprocalRank: "MRR"
    case .hit(let k): "HR@\(k)"
    case .gain(let k): "NDCG@\(k)"
    }
  }
}
