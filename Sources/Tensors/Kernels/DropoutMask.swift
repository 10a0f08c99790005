/// Inverted dropout: each element is zero with probability `rate`, and the others are multiplied by
/// `1 / (1 - rate)`. Which ones is a function of the seed, the row and the column alone.
public struct DropoutMask: Hashable, Sendable {
  /// The probability of a zero.
  public let rate: Double
  /// What decides.
  public let seed: Seed

  /// - Precondition: `0 <= rate < 1`.
  public init(rate: Double, seed: Seed) {
    precondition((0..<1).contains(rate), "dropout of \(rate) is not in 0 ..< 1")
    self.rate = rate
    self.seed = seed
  }

  /// No dropout.
  public static let none = DropoutMask(rate: 0, seed: Seed(0))

  package func row(_ row: Int) -> RowDropout {
    // A rate just below one would round to 2^32, which is no UInt32.
    let threshold = UInt32(min((rate * 0x1p32).rounded(), 0xFFFF_FFFF))
    return RowDropout(seed: seed.child(row), threshold: threshold, scale: 1 / (1 - rate))
  }
}

/// Dropout within one row: element `j` survives when `seed.hash(j) >= threshold`.
package struct RowDropout: Sendable {
  package let seed: Seed
  package let threshold: UInt32
  package let scale: Double

  package func factor(_ column: Int) -> Double {
    seed.hash(UInt32(truncatingIfNeeded: column)) >= threshold ? scale : 0
  }
}
