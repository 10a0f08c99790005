/// The signed-rank test of paired differences, two-sided (Wilcoxon, "Individual Comparisons by Ranking
/// Methods", Biometrics Bulletin 1945): would differences as likely up as down be so one-sided?
///
///     W+ = sum of the mid-ranks of |d| over d > 0
///     p  = min(1, 2 P(W <= min(W+, W-)))
///
/// It weighs how consistently one model is ahead, not by how much: few large gains cannot carry it.
///
/// Units without a difference are dropped, as Wilcoxon has it: they favour neither model. Ranking them
/// along (Pratt, 1959) would make the others count nearly alike where most units have none, which is
/// usual for hits, and the test a sign test.
public struct WilcoxonTest: Hashable, Sendable {
  /// W+, of the differences in the model's favour.
  public let positiveRankSum: Double
  /// W-, of those in the baseline's.
  public let negativeRankSum: Double
  /// How many units differ.
  public let count: Int
  /// Whether the distribution was counted, equal differences included, or approximated.
  public let isExact: Bool
  /// How likely at least so one-sided ranks are if no model is better; 1 where nothing differs.
  public let pValue: Double
}

extension PairedDifferences {
  /// The signed-rank test of these differences. With up to 50 that are not zero all sign patterns are
  /// counted, O(n^3); beyond, W is taken as normal, with a continuity correction and the variance
  /// `n (n + 1) (2n + 1) / 24 - sum over ties (t^3 - t) / 48`, O(n log n).
  public var wilcoxon: WilcoxonTest {
    let ranked = SignedRanks(steps)
    let (positive, negative) = (ranked.doubledSum { $0 > 0 }, ranked.doubledSum { $0 < 0 })
    let isExact = ranked.count <= 50
    return WilcoxonTest(
      positiveRankSum: Double(positive) / 2, negativeRankSum: Double(negative) / 2,
      count: ranked.count, isExact: isExact,
      pValue: isExact
        ? ranked.exactP(min(positive, negative)) : ranked.normalP(min(positive, negative)))
  }
}

/// Differences that are not zero, by ascending magnitude, with twice their mid-ranks, which are whole.
private struct SignedRanks {
  private var ranked: [(step: Int, doubledRank: Int)] = []
  /// Sum over groups of t equals of t^3 - t.
  private var tieTerm = 0.0

  init(_ steps: [Int]) {
    let ordered = steps.filter { $0 != 0 }.sorted { $0.magnitude < $1.magnitude }
    ranked.reserveCapacity(ordered.count)
    while ranked.count < ordered.count {
      let start = ranked.count
      let magnitude = ordered[start].magnitude
      let end = ordered[start...].firstIndex { $0.magnitude != magnitude } ?? ordered.count
      // Ranks start + 1 ... end share their mean.
      for step in ordered[start..<end] { ranked.append((step, start + 1 + end)) }
      let size = Double(end - start)
      tieTerm += size * size * size - size
    }
  }

  var count: Int { ranked.count }

  func doubledSum(where isIncluded: (Int) -> Bool) -> Int {
    ranked.reduce(0) { isIncluded($1.step) ? $0 + $1.doubledRank : $0 }
  }

  /// The share of the 2^n sign patterns on either side that are so one-sided.
  func exactP(_ smaller: Int) -> Double {
    // How many patterns have each sum: the product of (1 + x^rank).
    var patterns = [1]
    for (_, rank) in ranked {
      var longer = patterns + [Int](repeating: 0, count: rank)
      for (sum, count) in patterns.enumerated() { longer[sum + rank] += count }
      patterns = longer
    }
    let oneSided = patterns[...smaller].reduce(0, +)
    return min(1, 2 * Double(oneSided) / Double(1 << count))
  }

  func normalP(_ smaller: Int) -> Double {
    let n = Double(count)
    let mean = n * (n + 1) / 4
    let variance = n * (n + 1) * (2 * n + 1) / 24 - tieTerm / 48
    let distance = max(0, mean - Double(smaller) / 2 - 0.5)
    return complementaryErrorFunction(distance / (2 * variance).squareRoot())
  }
}
