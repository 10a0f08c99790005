public import Tensors

/// Draws items by how often a log has them: item i with a probability proportional to `count[i]^exponent`.
///
/// An item that the log does not have is never drawn, whatever the exponent; with 0 all others are equally likely. O(log items)
/// a draw. Memory: 8 bytes an item twice.
public struct CountedNegatives: Sendable {
  /// The sums of the weights up to each item.
  private let sums: [Double]
  private let logCounts: [Double]
  /// The power of the counts.
  public let exponent: Double

  /// Draws by the counts of a log. O(events).
  ///
  /// - Precondition: the log has events; the exponent is finite and not negative.
  public init(of log: InteractionLog, exponent: Double) {
    precondition(log.count > 0, "items of a log without events")
    precondition(exponent.isFinite && exponent >= 0, "counts to the power of \(exponent)")
    var counts = [Int](repeating: 0, count: log.itemCount)
    for item in log.itemColumn { counts[Int(item)] += 1 }
    logCounts = counts.map { logarithm(Double($0)) }
    var sum = 0.0
    sums = logCounts.map { logCount in
      if logCount > -.infinity { sum += exponential(exponent * logCount) }
      return sum
    }
    self.exponent = exponent
  }

  /// One item.
  public func draw(using generator: inout SplitMix64) -> Int32 {
    let place = generator.uniform() * (sums.last ?? 0)
    // The first item whose sum is above the place.
    var (low, high) = (0, sums.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if sums[middle] > place { high = middle } else { low = middle + 1 }
    }
    return Int32(low)
  }

  /// The logarithm of how often the log has an item.
  public func logCount(of item: Int32) -> Double { logCounts[Int(item)] }
}
