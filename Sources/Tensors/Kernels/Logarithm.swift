/// `log(x)` within 2 ULP, made of arithmetic alone: the same bits on every platform, without a
/// dependence on a math library.
///
/// `x = 2^e m` with `m` around 1; `log m = 2 atanh s`, `s = (m - 1) / (m + 1)`, by its series to `s^23`,
/// whose remainder is below `2^-57`.
package func logarithm(_ x: Double) -> Double {
  guard x > 0, x < .infinity else { return x == 0 ? -.infinity : x < 0 ? .nan : x }
  var (exponent, m) = (Double(x.exponent), x.significand)
  if m > 1.4142135623730951 { (exponent, m) = (exponent + 1, m / 2) }
  let s = (m - 1) / (m + 1)
  let square = s * s
  var p = 0.0
  for k in stride(from: 23, through: 3, by: -2) { p = (p + 1 / Double(k)) * square }
  return exponent * 0x1.62e42feep-1 + (2 * (s + s * p) + exponent * 0x1.a39ef35793c76p-33)
}

/// `1 / x^exponent`, and 1 where `x` is not above 0; the same bits on every platform.
package func reciprocalPower(_ x: Double, _ exponent: Double) -> Double {
  exponent == 0 || x <= 0 ? 1 : exponential(-exponent * logarithm(x))
}
