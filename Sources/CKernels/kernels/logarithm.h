/// log(1 + u) for u in [0, 1], as 2 atanh(u / (2 + u)) by its series; relative error below 2^-22.
SR_INLINE sr_f16 sr_log1p_unit(sr_f16 u) {
  sr_f16 s = u / (2.0f + u), square = s * s, p = sr_splat(1.0f / 15);
  p = sr_fma(p, square, sr_splat(1.0f / 13));
  p = sr_fma(p, square, sr_splat(1.0f / 11));
  p = sr_fma(p, square, sr_splat(1.0f / 9));
  p = sr_fma(p, square, sr_splat(1.0f / 7));
  p = sr_fma(p, square, sr_splat(1.0f / 5));
  p = sr_fma(p, square, sr_splat(1.0f / 3));
  return 2.0f * s * sr_fma(p, square, sr_splat(1));
}

/// softplus(t) = log(1 + exp(t)), and its slope, the logistic function, from one exponential.
SR_INLINE sr_f16 sr_softplus(sr_f16 t, sr_f16 *slope) {
  sr_i16 negative = t < 0.0f;
  sr_f16 e = sr_exp(sr_select(negative, t, -t));
  *slope = sr_select(negative, e, sr_splat(1)) / (1.0f + e);
  return sr_select(negative, sr_splat(0), t) + sr_log1p_unit(e);
}

/// log(x) of a positive, finite, normal number, the same steps as `logarithm` in `Tensors`.
static double sr_log(double x) {
  if (x != x) return x;
  int64_t bits;
  memcpy(&bits, &x, sizeof bits);
  int64_t exponent = (bits >> 52) - 1023;
  bits = (bits & 0xFFFFFFFFFFFFF) | 0x3FF0000000000000;
  double m;
  memcpy(&m, &bits, sizeof m);
  if (m > 1.4142135623730951) m /= 2, exponent++;
  double s = (m - 1) / (m + 1), square = s * s, p = 0;
  for (int k = 23; k >= 3; k -= 2) p = (p + 1.0 / k) * square;
  double high = (double)exponent * 0x1.62e42feep-1;
  return high + (2 * (s + s * p) + (double)exponent * 0x1.a39ef35793c76p-33);
}
