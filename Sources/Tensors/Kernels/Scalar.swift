/// A number that tensors hold: `Float`, whose kernels are compiled C for this processor, or `Double`,
/// whose kernels are the plain loops that the former are tested against.
public protocol Scalar: BinaryFloatingPoint & Sendable {
  /// The loops that every operation is made of. Take them once, not in a loop: a copy counts references.
  static var kernels: KernelSet<Self> { get }
}

extension Float: Scalar {
  /// The best kernels that this processor runs, unless `SEQREC_KERNELS` names others.
  public static let kernels = KernelSet<Float>.chosen
}

extension Double: Scalar {
  /// The reference loops.
  public static let kernels = KernelSet<Double>.reference
}

/// What a decoder applies to its pre-activations.
public enum Activation: String, CaseIterable, Sendable {
  /// `y = u`
  case identity
  /// `y = max(u, 0)`
  case relu
  /// `y = 1 / (1 + exp(-u))`
  case sigmoid
}

/// Inverted dropout: each element is zero with probability `rate`, and the others are multiplied by
/// `1 / (1 - rate)`. Which ones is a function of the seed, the row and the column alone.
public struct Dropout: Hashable, Sendable {
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
  public static let none = Dropout(rate: 0, seed: Seed(0))

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

/// The constants of one Adam step (Kingma and Ba, ICLR 2015) for one parameter, with the bias
/// corrections of step `t` worked out.
package struct AdamStep: Sendable {
  package var beta1, beta2, epsilon, decay: Double
  /// `rate / (1 - beta1^t)`
  package var stepSize: Double
  /// `1 / sqrt(1 - beta2^t)`
  package var inverseRootCorrection: Double

  package init(
    rate: Double, beta1: Double, beta2: Double, epsilon: Double, decay: Double, step: Int
  ) {
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.decay = decay
    stepSize = rate / (1 - power(beta1, step))
    inverseRootCorrection = 1 / (1 - power(beta2, step)).squareRoot()
  }
}

/// `base^exponent` by squaring: the same bits on every platform, which a math library's are not.
private func power(_ base: Double, _ exponent: Int) -> Double {
  var result = 1.0
  var square = base
  var left = exponent
  while left > 0 {
    if left & 1 == 1 { result *= square }
    square *= square
    left >>= 1
  }
  return result
}

/// How elements compare with a threshold.
package struct ThresholdCounts: Hashable, Sendable {
  package var greater = 0
  package var equal = 0
  package var notANumber = 0
}
