SR_INLINE double sr_reconstruct(
  size_t n, sr_activation activation, sr_dropout dropout, uint32_t first, float scale,
  const float *bias, const float *target, float *z) {
  sr_f16 squares = {0};
  SR_FOR_LANES(n, i) {
    sr_f16 u = sr_load_up_to(z + i, left_i) + sr_load_up_to(bias + i, left_i);
    sr_f16 activated = sr_activated(activation, u), factor = sr_splat(1);
    if (dropout.threshold != 0) factor = sr_dropout_factor(dropout, first + (uint32_t)i);
    sr_f16 y = factor * activated, slope = factor;
    if (activation == SR_RELU) slope = (sr_f16)((sr_i16)factor & (sr_i16)(u > 0.0f));
    if (activation == SR_SIGMOID) slope = y * (1.0f - activated);
    // The padding's sigmoid is a half, not nothing.
    sr_f16 error = sr_first(y - sr_load_up_to(target + i, left_i), left_i);
    squares = sr_fma(error, error, squares);
    sr_store_up_to(z + i, 2.0f * scale * error * slope, left_i);
  }
  double sum = 0;
  for (int lane = 0; lane < SR_LANES; lane++) sum += squares[lane];
  return sum;
}

static double sr_reconstruct_row(
  size_t n, sr_activation activation, sr_dropout dropout, uint32_t first, float scale,
  const float *bias, const float *target, float *z) {
  // One copy of the loop for each activation, so that none tests it per element.
  switch (activation) {
  case SR_RELU:
    return sr_reconstruct(n, SR_RELU, dropout, first, scale, bias, target, z);
  case SR_SIGMOID:
    return sr_reconstruct(n, SR_SIGMOID, dropout, first, scale, bias, target, z);
  default:
    return sr_reconstruct(n, SR_IDENTITY, dropout, first, scale, bias, target, z);
  }
}
