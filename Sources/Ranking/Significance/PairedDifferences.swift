/// How much more a model's ranks are worth than a baseline's, unit by unit: an event under
/// future-interaction, a user under leave-one-out. Both have ranked the same units.
///
/// ```swift
/// let differences = PairedDifferences(of: .reciprocalRank, ranks, against: baseline)
/// print(differences.mean, differences.wilcoxon.pValue)
/// print(try differences.bootstrap(seed: Seed(0)).interval)
/// ```
///
/// Trainings with several seeds are pooled before anything is tested: a unit's value is the mean over a
/// model's seeds. Units stay what is drawn at random; a unit that was ranked five times is not five
/// units. What is compared are thus these trainings; how much the seeds scatter is another question.
///
/// Differences are kept as whole multiples of 2^-40 (1e-12), so that what is equal as a fraction, such
/// as 1/2 - 1/3 and 1/3 - 1/6, is equal here, and sums have no rounding: nothing depends on the order
/// of the units, and exchanging the models changes signs and nothing else.
public struct PairedDifferences: Hashable, Sendable {
  /// In units of ``step``, ascending.
  let steps: [Int]

  static let step = 0x1p-40

  /// The differences of values from 0 to 1, one of each model a unit. O(n log n).
  ///
  /// - Precondition: as many values of the one as of the other, all from 0 to 1; 2^22 at most.
  public init(_ values: [Double], against baseline: [Double]) {
    precondition(
      values.count == baseline.count && values.count <= 1 << 22,
      "\(values.count) values against \(baseline.count)")
    steps = zip(values, baseline).map { value, other in
      precondition(
        (0...1).contains(value) && (0...1).contains(other), "a value of \(value) or \(other)")
      return Int(((value - other) / Self.step).rounded())
    }.sorted()
  }

  /// The differences in what ranks are worth: a list of ranks for each seed, in the same order of units
  /// throughout. O(seeds n + n log n).
  ///
  /// - Precondition: lists of equal length, at least one of each model; ranks from 1; 2^22 units at
  ///   most.
  public init(of metric: RankMetric, _ ranks: [[Int]], against baseline: [[Int]]) {
    self.init(
      Self.means(of: metric, ranks), against: Self.means(of: metric, baseline))
  }

  /// What a unit's ranks are worth, on average over seeds.
  private static func means(of metric: RankMetric, _ ranks: [[Int]]) -> [Double] {
    precondition(!ranks.isEmpty, "ranks of no seed")
    let count = ranks[0].count
    precondition(ranks.allSatisfy { $0.count == count }, "\(ranks.map(\.count)) ranks")
    return (0..<count).map { unit in
      ranks.reduce(0) { sum, ranks in
        precondition(ranks[unit] >= 1, "a rank of \(ranks[unit])")
        return sum + metric.value(of: ranks[unit])
      } / Double(ranks.count)
    }
  }

  /// The number of units.
  public var count: Int { steps.count }

  /// The mean difference, which is that of the models' metrics; 0 where there is no unit.
  public var mean: Double { mean(ofTotal: steps.reduce(0, +)) }

  /// On how many units the model does better, and on how many the baseline does.
  public var wins: (model: Int, baseline: Int) {
    (steps.count { $0 > 0 }, steps.count { $0 < 0 })
  }

  func mean(ofTotal total: Int) -> Double {
    Double(total) * Self.step / Double(max(count, 1))
  }
}
