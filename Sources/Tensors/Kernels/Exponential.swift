/// `exp(x)` within 2 ULP, made of arithmetic alone: the same bits on every platform, without a
/// dependence on a math library.
///
/// `x = n ln 2 + r` with `|r| <= ln 2 / 2`; `exp(r)` by its Taylor series to `r^13`, whose remainder is
/// below `2^-57`.
package func exponential(_ x: Double) -> Double {
  guard x == x else { return x }
  guard x < 709.782712893384 else { return .infinity }
  guard x > -745.13 else { return 0 }
  let n = (x * 1.4426950408889634).rounded()
  let r = (x - n * 0x1.62e42feep-1) - n * 0x1.a39ef35793c76p-33
  var sum = 1.0
  for k in stride(from: 13, through: 1, by: -1) { sum = 1 + sum * r / Double(k) }
  // In two factors, since 2^n itself may lie outside the normal range.
  let half = Int(n) / 2
  return sum * Double(sign: .plus, exponent: half, significand: 1)
    * Double(sign: .plus, exponent: Int(n) - half, significand: 1)
}
