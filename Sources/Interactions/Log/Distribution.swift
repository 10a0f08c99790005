/// How counts are distributed: least, quartiles, greatest and mean; all 0 where there are none.
public struct Distribution: Hashable, Sendable {
  /// The least count.
  public let minimum: Int
  /// The value with a quarter below it.
  public let lowerQuartile: Double
  /// The value in the middle.
  public let median: Double
  /// The value with a quarter above it.
  public let upperQuartile: Double
  /// The greatest count.
  public let maximum: Int
  /// The arithmetic mean.
  public let mean: Double

  /// The distribution of counts in any order. Of `n` sorted counts the quantile `q` is the one at place
  /// `q * (n - 1)` from 0, interpolated between neighbours. O(n log n).
  public init(of counts: [Int]) {
    let sorted = counts.sorted()
    func quantile(_ share: Double) -> Double {
      guard let last = sorted.last else { return 0 }
      let place = share * Double(sorted.count - 1)
      let below = Int(place)
      let next = below + 1 < sorted.count ? sorted[below + 1] : last
      return Double(sorted[below]) + (place - Double(below)) * Double(next - sorted[below])
    }
    minimum = sorted.first ?? 0
    lowerQuartile = quantile(0.25)
    median = quantile(0.5)
    upperQuartile = quantile(0.75)
    maximum = sorted.last ?? 0
    mean = Double(sorted.reduce(0, +)) / Double(max(1, sorted.count))
  }
}
