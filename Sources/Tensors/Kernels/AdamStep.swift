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
