import Tensors

/// `erfc x = 2 / sqrt(pi) * integral from x to infinity of exp(-t^2) dt`, for `x >= 0`, with a relative
/// error below 1e-12. `erfc(z / sqrt 2)` is how likely a normal number is at least z away from its mean,
/// in standard deviations.
///
/// Below 2 by `1 - erf x`, the series of erf in positive terms (Abramowitz and Stegun 7.1.6); above by
/// the continued fraction (7.1.14), whose first 120 levels leave less than 1e-16.
package func complementaryErrorFunction(_ x: Double) -> Double {
  let perRootPi = 0.5641895835477563
  let square = x * x
  guard x >= 2 else {
    var (sum, term) = (x, x)
    for n in 1...40 {
      term *= 2 * square / Double(2 * n + 1)
      sum += term
    }
    return 1 - 2 * perRootPi * exponential(-square) * sum
  }
  var denominator = x
  for level in stride(from: 120, through: 1, by: -1) {
    denominator = x + Double(level) / 2 / denominator
  }
  return perRootPi * exponential(-square) / denominator
}
