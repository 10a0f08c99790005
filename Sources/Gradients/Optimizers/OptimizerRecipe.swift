/// How an ``Optimizer`` moves parameters, and how fast.
public struct OptimizerRecipe: Hashable, Sendable {
  /// What becomes of a gradient.
  public var rule: UpdateRule
  /// The rate of parameters that no group names.
  public var rate: Double
  /// The rates of groups, by the beginning of their paths: `encoder` names `encoder.weight` and
  /// `encoder.bias`, but not `encoders.weight`. The longest match counts.
  public var rates: [String: Double]
  /// Coupled weight decay: `decay p` is added to the gradient.
  public var decay: Double

  /// Adam: one rate for all, and other ones for the named groups; the other constants are the paper's.
  public static func adam(
    rate: Double, rates: [String: Double] = [:], beta1: Double = 0.9, beta2: Double = 0.999,
    epsilon: Double = 1e-8, decay: Double = 0
  ) -> OptimizerRecipe {
    OptimizerRecipe(
      rule: .adam(beta1: beta1, beta2: beta2, epsilon: epsilon), rate: rate, rates: rates,
      decay: decay)
  }

  /// Adagrad with momentum, as GRU4Rec's released code has it.
  public static func adagrad(
    rate: Double, rates: [String: Double] = [:], momentum: Double = 0, epsilon: Double = 1e-6,
    decay: Double = 0
  ) -> OptimizerRecipe {
    OptimizerRecipe(
      rule: .adagrad(momentum: momentum, epsilon: epsilon), rate: rate, rates: rates, decay: decay)
  }

  /// The rate of the parameter at a path.
  public func rate(for path: String) -> Double {
    rates.filter { path == $0.key || path.hasPrefix($0.key + ".") }
      .max { $0.key.utf8.count < $1.key.utf8.count }?.value ?? rate
  }
}

/// What becomes of a parameter `p` that has the gradient g, element by element.
public enum UpdateRule: Hashable, Sendable {
  /// Adam (Kingma and Ba, ICLR 2015):
  ///
  ///     m = beta1 m + (1 - beta1) g,  v = beta2 v + (1 - beta2) g^2
  ///     p -= rate / (1 - beta1^t) m / (sqrt(v / (1 - beta2^t)) + epsilon)
  ///
  /// - Parameters:
  ///   - beta1: how slowly the mean forgets.
  ///   - beta2: how slowly the mean square forgets.
  ///   - epsilon: what keeps the quotient finite.
  case adam(beta1: Double, beta2: Double, epsilon: Double)
  /// Adagrad (Duchi, Hazan and Singer, JMLR 2011) with momentum:
  ///
  ///     s = s + g^2,  v = momentum v - rate g / sqrt(s + epsilon),  p += v
  ///
  /// An element whose gradient is 0 is left alone, its velocity v too: rows of a table that a batch does not have do not drift.
  ///
  /// - Parameters:
  ///   - momentum: what remains of the velocity.
  ///   - epsilon: what keeps the quotient finite.
  case adagrad(momentum: Double, epsilon: Double)
}
