// The matrix product: the left factor is packed once into panels of SR_LEFT_ROWS rows, the right one
// panel by panel on the stack, and a register tile of SR_LEFT_ROWS x SR_RIGHT_COLUMNS runs over k.
// Every element of c adds its products in the order of k, so no cut of m or n changes a bit.

#define SR_RIGHT_COLUMNS (SR_VECTOR * SR_RIGHT_VECTORS)
#define SR_DEPTH 512

static void sr_pack_left(
  size_t m, size_t k, const float *a, size_t row, size_t column, float *packed) {
  for (size_t i = 0; i < m; i += SR_LEFT_ROWS) {
    size_t rows = m - i < SR_LEFT_ROWS ? m - i : SR_LEFT_ROWS;
    const float *from = a + i * row;
    for (size_t p = 0; p < k; p++, packed += SR_LEFT_ROWS) {
      for (size_t r = 0; r < rows; r++) packed[r] = from[r * row + p * column];
      for (size_t r = rows; r < SR_LEFT_ROWS; r++) packed[r] = 0;
    }
  }
}

static void sr_pack_right(
  size_t k, size_t columns, const float *b, size_t row, size_t column, float *packed) {
  if (column == 1 && columns == SR_RIGHT_COLUMNS) {
    for (size_t p = 0; p < k; p++)
      memcpy(packed + p * SR_RIGHT_COLUMNS, b + p * row, SR_RIGHT_COLUMNS * sizeof(float));
    return;
  }
  if (columns < SR_RIGHT_COLUMNS) memset(packed, 0, k * SR_RIGHT_COLUMNS * sizeof(float));
  for (size_t j = 0; j < columns; j++)
    for (size_t p = 0; p < k; p++) packed[p * SR_RIGHT_COLUMNS + j] = b[p * row + j * column];
}

/// tile[SR_LEFT_ROWS x SR_RIGHT_COLUMNS] = left panel x right panel.
SR_INLINE void sr_register_tile(
  size_t k, const float *left, const float *right,
  sr_vector tile[SR_LEFT_ROWS][SR_RIGHT_VECTORS]) {
  for (size_t p = 0; p < k; p++, left += SR_LEFT_ROWS, right += SR_RIGHT_COLUMNS) {
    sr_vector b[SR_RIGHT_VECTORS];
#pragma clang loop unroll(full)
    for (int v = 0; v < SR_RIGHT_VECTORS; v++)
      memcpy(&b[v], right + v * SR_VECTOR, sizeof(sr_vector));
#pragma clang loop unroll(full)
    for (int r = 0; r < SR_LEFT_ROWS; r++) {
      sr_vector a = left[r] - (sr_vector){0};  // see sr_splat
#pragma clang loop unroll(full)
      for (int v = 0; v < SR_RIGHT_VECTORS; v++)
#ifdef SR_FUSED
        tile[r][v] = __builtin_elementwise_fma(a, b[v], tile[r][v]);
#else
        tile[r][v] += a * b[v];
#endif
    }
  }
}

/// Out of the way of the register tile, which other loops' constants would drive from the registers.
static __attribute__((noinline)) void sr_store_edge(
  size_t rows, size_t columns, const float *edge, float *to, size_t c_row, int accumulate) {
  for (size_t r = 0; r < rows; r++, edge += SR_RIGHT_COLUMNS, to += c_row)
    SR_FOR_LANES(columns, q) {
      sr_f16 sum = sr_load_up_to(edge + q, left_q);
      if (accumulate) sum += sr_load_up_to(to + q, left_q);
      sr_store_up_to(to + q, sum, left_q);
    }
}

/// c[m x columns] = left panels x one right panel; `columns` of the panel's SR_RIGHT_COLUMNS count.
SR_INLINE void sr_multiply_right_panel(
  size_t m, size_t columns, size_t k, const float *left, const float *right, float *c, size_t c_row,
  int accumulate) {
  for (size_t i = 0; i < m; i += SR_LEFT_ROWS) {
    size_t rows = m - i < SR_LEFT_ROWS ? m - i : SR_LEFT_ROWS;
    sr_vector tile[SR_LEFT_ROWS][SR_RIGHT_VECTORS] = {0};
    sr_register_tile(k, left + i * k, right, tile);
    float *to = c + i * c_row;
    if (rows == SR_LEFT_ROWS && columns == SR_RIGHT_COLUMNS) {
#pragma clang loop unroll(full)
      for (int r = 0; r < SR_LEFT_ROWS; r++) {
#pragma clang loop unroll(full)
        for (int v = 0; v < SR_RIGHT_VECTORS; v++) {
          float *at = to + r * c_row + v * SR_VECTOR;
          sr_vector sum = tile[r][v];
          if (accumulate) {
            sr_vector before;
            memcpy(&before, at, sizeof before);
            sum += before;
          }
          memcpy(at, &sum, sizeof sum);
        }
      }
    } else {
      float edge[SR_LEFT_ROWS * SR_RIGHT_COLUMNS];
      memcpy(edge, tile, sizeof edge);
      sr_store_edge(rows, columns, edge, to, c_row, accumulate);
    }
  }
}

static void sr_multiply_packed(
  size_t m, size_t n, size_t k, const float *left, const float *b, size_t b_row, size_t b_column,
  float *c, size_t c_row, int accumulate) {
  float right[SR_DEPTH * SR_RIGHT_COLUMNS] __attribute__((aligned(64)));
  for (size_t j = 0; j < n; j += SR_RIGHT_COLUMNS) {
    size_t columns = n - j < SR_RIGHT_COLUMNS ? n - j : SR_RIGHT_COLUMNS;
    sr_pack_right(k, columns, b + j * b_column, b_row, b_column, right);
    sr_multiply_right_panel(m, columns, k, left, right, c + j, c_row, accumulate);
  }
}

static void sr_pack_right_panels(
  size_t k, size_t n, const float *b, size_t row, size_t column, float *packed) {
  for (size_t j = 0; j < n; j += SR_RIGHT_COLUMNS) {
    size_t columns = n - j < SR_RIGHT_COLUMNS ? n - j : SR_RIGHT_COLUMNS;
    sr_pack_right(k, columns, b + j * column, row, column, packed + j * k);
  }
}

static void sr_multiply_panels(
  size_t m, size_t n, size_t k, const float *left, const float *right, float *c, size_t c_row,
  int accumulate) {
  for (size_t j = 0; j < n; j += SR_RIGHT_COLUMNS) {
    size_t columns = n - j < SR_RIGHT_COLUMNS ? n - j : SR_RIGHT_COLUMNS;
    sr_multiply_right_panel(m, columns, k, left, right + j * k, c + j, c_row, accumulate);
  }
}
