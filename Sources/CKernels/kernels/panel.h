// Products whose right factor is a panel: sixteen columns, row after row. The left factor is read where
// it lies, so that what one product writes is a factor of the next without being packed. Every
// element adds its products in the order of the inner index.

/// Rows of the left factor in a register tile: as many accumulators as the packed product has, up to
/// what there are address registers for.
#define SR_TILE_ROWS (SR_LEFT_ROWS * SR_VECTOR * SR_RIGHT_VECTORS / SR_LANES)
#define SR_STRIP (SR_TILE_ROWS > 12 ? 12 : SR_TILE_ROWS)

typedef float sr_f4 __attribute__((vector_size(16)));

/// `c[rows x 16] = left right`, or `c +=`; element `(r, p)` of `left` is `left[r * row + p * column]`.
SR_INLINE void sr_strip(
  int rows, size_t k, const float *left, size_t row, size_t column, const float *right, float *c,
  int accumulate) {
  sr_f16 sum[SR_STRIP];
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++) sum[r] = accumulate ? sr_load(c + r * SR_LANES) : sr_splat(0);
  for (size_t p = 0; p < k; p++, left += column, right += SR_LANES) {
    sr_f16 b = sr_load(right);
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) sum[r] = sr_fma(sr_splat(left[r * row]), b, sum[r]);
  }
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++) sr_store(c + r * SR_LANES, sum[r]);
}

/// `c[m x 16] = left right`, or `c +=`, the left factor `m x k`.
SR_INLINE void sr_multiply_panel(
  size_t m, size_t k, const float *left, size_t row, size_t column, const float *right, float *c,
  int accumulate) {
  size_t i = 0;
  for (; i + SR_STRIP <= m; i += SR_STRIP)
    sr_strip(SR_STRIP, k, left + i * row, row, column, right, c + i * SR_LANES, accumulate);
#define SR_REST(rows)                                                                              \
  if (SR_STRIP > rows && m - i >= rows) {                                                          \
    sr_strip(                                                                                      \
      rows < SR_STRIP ? rows : 1, k, left + i * row, row, column, right, c + i * SR_LANES,         \
      accumulate);                                                                                 \
    i += rows;                                                                                     \
  }
  SR_REST(8) SR_REST(4) SR_REST(2) SR_REST(1)
#undef SR_REST
}

/// `to[j, i] = factor from[i, j]` for a matrix `from[rows x columns]`.
static void sr_transpose(
  size_t rows, size_t columns, float factor, const float *from, size_t from_row, float *to,
  size_t to_row) {
  size_t i = 0;
  for (; i + 4 <= rows; i += 4) {
    size_t j = 0;
    for (; j + 4 <= columns; j += 4) {
      sr_f4 x[4];
      for (int r = 0; r < 4; r++) memcpy(&x[r], from + (i + r) * from_row + j, sizeof x[r]);
      sr_f4 a = __builtin_shufflevector(x[0], x[1], 0, 4, 1, 5);
      sr_f4 b = __builtin_shufflevector(x[0], x[1], 2, 6, 3, 7);
      sr_f4 c = __builtin_shufflevector(x[2], x[3], 0, 4, 1, 5);
      sr_f4 d = __builtin_shufflevector(x[2], x[3], 2, 6, 3, 7);
      x[0] = factor * __builtin_shufflevector(a, c, 0, 1, 4, 5);
      x[1] = factor * __builtin_shufflevector(a, c, 2, 3, 6, 7);
      x[2] = factor * __builtin_shufflevector(b, d, 0, 1, 4, 5);
      x[3] = factor * __builtin_shufflevector(b, d, 2, 3, 6, 7);
      for (int r = 0; r < 4; r++) memcpy(to + (j + r) * to_row + i, &x[r], sizeof x[r]);
    }
    for (; j < columns; j++)
      for (size_t r = i; r < i + 4; r++) to[j * to_row + r] = factor * from[r * from_row + j];
  }
  for (; i < rows; i++)
    for (size_t j = 0; j < columns; j++) to[j * to_row + i] = factor * from[i * from_row + j];
}
