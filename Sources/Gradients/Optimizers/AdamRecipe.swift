/// The constants of ``Adam``.
public struct AdamRecipe: Hashable, Sendable {
  /// The rate of parameters that no group names.
  public var rate: Double
  /// The rates of groups, by the beginning of their paths: `encoder` names `encoder.weight` and
  /// `encoder.bias`, but not `encoders.weight`. The longest match counts.
  public var rates: [String: Double]
  /// How slowly the mean forgets.
  public var beta1: Double
  /// How slowly the mean square forgets.
  public var beta2: Double
  /// What keeps the quotient finite.
  public var epsilon: Double
  /// Coupled weight decay: `decay p` is added to the gradient.
  public var decay: Double

  /// One rate for all, and other ones for the named groups; the other constants are the paper's.
  public static func adam(
    rate: Double, rates: [String: Double] = [:], beta1: Double = 0.9, beta2: Double = 0.999,
    epsilon: Double = 1e-8, decay: Double = 0
  ) -> AdamRecipe {
    AdamRecipe(
      rate: rate, rates: rates, beta1: beta1, beta2: beta2, epsilon: epsilon, decay: decay)
  }

  /// The rate of the parameter at a path.
  public func rate(for path: String) -> Double {
    rates.filter { path == $0.key || path.hasPrefix($0.key + ".") }
      .max { $0.key.utf8.count < $1.key.utf8.count }?.value ?? rate
  }
}
