// Products whose right factor is a panel: sixteen columns, row after row. The left factor is read where
// it lies, so that what one product writes is a factor of the next without being packed. Every
// element adds its products in the order of the inner index.

/// Rows of the left factor in a register tile: as many accumulators as the packed product has, up to
/// what there are address registers for.
#define SR_TILE_ROWS (SR_LEFT_ROWS * SR_VECTOR * SR_RIGHT_VECTORS / SR_LANES)
#define SR_STRIP (SR_TILE_ROWS > 12 ? 12 : SR_TILE_ROWS)

/// The least columns of a panel that can be taken alone: half of it, or one hardware vector.
#define SR_HALF (SR_VECTOR > SR_LANES / 2 ? SR_VECTOR : SR_LANES / 2)

typedef float sr_f4 __attribute__((vector_size(16)));

/// `c[rows x columns] = left right`, or `c +=`; element `(r, p)` of `left` is
/// `left[r * row + p * column]`, and `columns` are all of the panel or `SR_HALF`.
SR_INLINE void sr_strip(
  int rows, int columns, size_t k, const float *left, size_t row, size_t column,
  const float *right, float *c, int accumulate) {
  int vectors = columns / SR_VECTOR;
  sr_vector sum[SR_STRIP][SR_LANES / SR_VECTOR] = {0};
  if (accumulate) {
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++)
      memcpy(sum[r], c + r * SR_LANES, (size_t)vectors * sizeof(sr_vector));
  }
  for (size_t p = 0; p < k; p++, left += column, right += SR_LANES) {
    sr_vector b[SR_LANES / SR_VECTOR];
    memcpy(b, right, (size_t)vectors * sizeof(sr_vector));
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) {
      sr_vector a = left[r * row] - (sr_vector){0};  // see sr_splat
#pragma clang loop unroll(full)
      for (int v = 0; v < vectors; v++)
#ifdef SR_FUSED
        sum[r][v] = __builtin_elementwise_fma(a, b[v], sum[r][v]);
#else
        sum[r][v] += a * b[v];
#endif
    }
  }
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++)
    memcpy(c + r * SR_LANES, sum[r], (size_t)vectors * sizeof(sr_vector));
}

/// `c[m x columns] = left right`, or `c +=`, the left factor `m x k`; see `sr_strip`.
SR_INLINE void sr_multiply_panel(
  size_t m, int columns, size_t k, const float *left, size_t row, size_t column,
  const float *right, float *c, int accumulate) {
#define SR_STRIP_OF(rows)                                                                          \
  sr_strip(rows, columns, k, left, row, column, right, c, accumulate);                             \
  left += rows * row, c += rows * SR_LANES, m -= rows
  while (m >= SR_STRIP) { SR_STRIP_OF(SR_STRIP); }
  if (SR_STRIP > 8 && m >= 8) { SR_STRIP_OF((SR_STRIP > 8 ? 8 : 1)); }
  if (SR_STRIP > 4 && m >= 4) { SR_STRIP_OF((SR_STRIP > 4 ? 4 : 1)); }
  if (SR_STRIP > 2 && m >= 2) { SR_STRIP_OF((SR_STRIP > 2 ? 2 : 1)); }
  if (m >= 1) { SR_STRIP_OF(1); }
#undef SR_STRIP_OF
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
