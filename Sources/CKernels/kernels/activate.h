SR_INLINE sr_f16 sr_activated(sr_activation activation, sr_f16 u) {
  switch (activation) {
  case SR_RELU:
    // Not `u > 0 ? u : 0`, which would turn a NaN into a zero and hide it.
    return sr_select(u < 0.0f, sr_splat(0), u);
  case SR_SIGMOID:
    return sr_logistic(u);
  default:
    return u;
  }
}

SR_INLINE void sr_activate(
  size_t n, sr_activation activation, float factor, const float *bias, const float *z, float *y,
  int accumulate) {
  SR_FOR_LANES(n, i) {
    sr_f16 u = sr_load_up_to(z + i, left_i) + sr_load_up_to(bias + i, left_i);
    sr_f16 v = factor * sr_activated(activation, u);
    if (accumulate) v += sr_load_up_to(y + i, left_i);
    sr_store_up_to(y + i, v, left_i);
  }
}

static void sr_activate_row(
  size_t n, sr_activation activation, float factor, const float *bias, const float *z, float *y,
  int accumulate) {
  // One copy of the loop for each activation, so that none tests it per element.
  switch (activation) {
  case SR_RELU:
    return sr_activate(n, SR_RELU, factor, bias, z, y, accumulate);
  case SR_SIGMOID:
    return sr_activate(n, SR_SIGMOID, factor, bias, z, y, accumulate);
  default:
    return sr_activate(n, SR_IDENTITY, factor, bias, z, y, accumulate);
  }
}
