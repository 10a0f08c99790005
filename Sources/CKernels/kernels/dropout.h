static void sr_dropout_row(
  size_t n, sr_dropout dropout, const float *x, float *y, int accumulate) {
  SR_FOR_LANES(n, i) {
    sr_f16 v = sr_load_up_to(x + i, left_i) * sr_dropout_factor(dropout, (uint32_t)i);
    if (accumulate) v += sr_load_up_to(y + i, left_i);
    sr_store_up_to(y + i, v, left_i);
  }
}
