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
