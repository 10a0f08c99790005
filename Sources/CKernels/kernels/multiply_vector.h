// Products with one row or one column: bound by memory, so nothing is packed.

#define SR_BLOCK 4

static void sr_multiply_row(
  size_t k, size_t n, const float *x, const float *b, size_t b_row, float *y, int accumulate) {
  size_t j = 0;
  for (; j + SR_BLOCK * SR_LANES <= n; j += SR_BLOCK * SR_LANES) {
    sr_f16 sum[SR_BLOCK] = {0};
    for (size_t p = 0; p < k; p++) {
      if (x[p] == 0) continue;
#pragma clang loop unroll(full)
      for (int v = 0; v < SR_BLOCK; v++)
        sum[v] = sr_fma(sr_splat(x[p]), sr_load(b + p * b_row + j + v * SR_LANES), sum[v]);
    }
    for (int v = 0; v < SR_BLOCK; v++) {
      float *at = y + j + v * SR_LANES;
      sr_store(at, accumulate ? sr_load(at) + sum[v] : sum[v]);
    }
  }
  SR_FOR_LANES(n - j, i) {
    sr_f16 sum = {0};
    for (size_t p = 0; p < k; p++)
      if (x[p] != 0)
        sum = sr_fma(sr_splat(x[p]), sr_load_up_to(b + p * b_row + j + i, left_i), sum);
    float *at = y + j + i;
    sr_store_up_to(at, accumulate ? sr_load_up_to(at, left_i) + sum : sum, left_i);
  }
}

SR_INLINE float sr_dot(size_t k, const float *x, const float *y) {
  sr_f16 even = {0}, odd = {0};
  size_t p = 0;
  for (; p + 2 * SR_LANES <= k; p += 2 * SR_LANES) {
    even = sr_fma(sr_load(x + p), sr_load(y + p), even);
    odd = sr_fma(sr_load(x + p + SR_LANES), sr_load(y + p + SR_LANES), odd);
  }
  SR_FOR_LANES(k - p, i)
    even = sr_fma(sr_load_up_to(x + p + i, left_i), sr_load_up_to(y + p + i, left_i), even);
  return sr_sum(even + odd);
}

static void sr_multiply_rows_by_vector(
  size_t n, size_t k, const float *b, size_t b_row, const float *x, float *y, int accumulate) {
  for (size_t j = 0; j < n; j++) {
    float sum = sr_dot(k, x, b + j * b_row);
    y[j] = accumulate ? y[j] + sum : sum;
  }
}
