import Synchronization
public import Tensors

extension PairedDifferences {
  /// Resamples the units. O(resamples m), m being the units that differ; the seed decides, neither the
  /// order of the units nor the number of threads.
  ///
  /// - Precondition: `0 < level < 1`, and resamples enough that there is a smallest and a largest mean to
  ///   leave out: `(resamples + 1) (1 - level) >= 2`.
  /// - Throws: `CancellationError` where the task is cancelled.
  public func bootstrap(
    resamples: Int = 10_000, level: Double = 0.95, seed: Seed, workers: Workers = .one
  ) throws -> PairedBootstrap {
    let outside = Int(Double(resamples + 1) * (1 - level) / 2 + 1e-9)
    precondition(
      level > 0 && level < 1 && outside >= 1, "a level of \(level) with \(resamples) resamples")
    let totals = try resampledTotals(resamples, seed, workers)
    let rarer = min(totals.count { $0 <= 0 }, totals.count { $0 >= 0 })
    return PairedBootstrap(
      difference: mean,
      interval: mean(ofTotal: totals[outside - 1])...mean(ofTotal: totals[resamples - outside]),
      level: level, pValue: min(1, Double(2 * (1 + rarer)) / Double(resamples + 1)))
  }

  /// The sums of so many resamples, ascending.
  private func resampledTotals(
    _ resamples: Int, _ seed: Seed, _ workers: Workers
  ) throws -> [Int] {
    // The models in one of their two orders, whichever was asked for.
    let mirrored = Array(steps.reversed().map(-))
    let isMirrored = steps.lexicographicallyPrecedes(mirrored)
    let resampling = Resampling(isMirrored ? mirrored : steps)
    let totals = Mutex<[Int]>([])
    for start in stride(from: 0, to: resamples, by: 1_000) {
      try Task.checkCancellation()
      workers.forEachRange(of: min(1_000, resamples - start), size: 50) { range in
        let some = range.map { resampling.total(seed.child(start + $0)) }
        totals.withLock { $0 += some }
      }
    }
    return totals.withLock { isMirrored ? $0.map(-) : $0 }.sorted()
  }
}

/// Draws of as many units as there are. How many of them differ at all is drawn first, from its binomial
/// distribution, and then only those are drawn.
private struct Resampling {
  private let different: [Int]
  /// How likely at most `least + i` of the drawn units differ.
  private var cumulative: [Double] = []
  private var least = 0

  init(_ steps: [Int]) {
    different = steps.filter { $0 != 0 }
    let (n, m) = (steps.count, different.count)
    guard m > 0 else { return }
    // Outwards from the likeliest number, until there is nothing more to add.
    let odds = m < n ? Double(m) / Double(n - m) : .infinity
    var above: [Double] = []
    var weight = 1.0
    for k in m..<max(n, m) where weight > 1e-25 {
      weight *= Double(n - k) / Double(k + 1) * odds
      above.append(weight)
    }
    var below: [Double] = []
    weight = 1
    for k in stride(from: m, to: 0, by: -1) where weight > 1e-25 && m < n {
      weight *= Double(k) / Double(n - k + 1) / odds
      below.append(weight)
    }
    least = m - below.count
    var sum = 0.0
    for weight in below.reversed() + [1] + above {
      sum += weight
      cumulative.append(sum)
    }
    cumulative = cumulative.map { $0 / sum }
  }

  func total(_ seed: Seed) -> Int {
    guard !different.isEmpty else { return 0 }
    var generator = seed.generator()
    let u = generator.uniform()
    var (low, high) = (0, cumulative.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if cumulative[middle] > u { high = middle } else { low = middle + 1 }
    }
    var total = 0
    for _ in 0..<least + low { total += different[generator.index(below: different.count)] }
    return total
  }
}
