// The matrix product: the left factor is packed once into panels of SR_LEFT_ROWS rows, the right one
// panel by panel on the stack, and a register tile of SR_LEFT_ROWS x SR_RIGHT_COLUMNS runs over k.
// Every element of c adds its products in the order of k, so no cut of m or n changes a bit.

#define SR_RIGHT_COLUMNS (SR_VECTOR * SR_RIGHT_VECTORS)
#define SR_DEPTH 512

/// Of a factor that lies transposed: a row of its memory, which goes to all panels, is read once.
static void sr_pack_left_columns(
  size_t m, size_t k, const float *a, size_t column, float *packed) {
  size_t whole = m / SR_LEFT_ROWS * SR_LEFT_ROWS;
  float *last = packed + whole * k;
  for (size_t p = 0; p < k; p++, a += column) {
    for (size_t i = 0; i < whole; i += SR_LEFT_ROWS)
      memcpy(packed + i * k + p * SR_LEFT_ROWS, a + i, SR_LEFT_ROWS * sizeof(float));
    if (whole == m) continue;
    for (size_t r = 0; r < SR_LEFT_ROWS; r++, last++) *last = whole + r < m ? a[whole + r] : 0;
  }
}

static void sr_pack_left(
  size_t m, size_t k, const float *a, size_t row, size_t column, float *packed) {
  if (row == 1) {
    sr_pack_left_columns(m, k, a, column, packed);
    return;
  }
  for (size_t i = 0; i < m; i += SR_LEFT_ROWS, packed += k * SR_LEFT_ROWS) {
    size_t rows = m - i < SR_LEFT_ROWS ? m - i : SR_LEFT_ROWS;
    const float *from = a + i * row;
    if (rows < SR_LEFT_ROWS) memset(packed, 0, k * SR_LEFT_ROWS * sizeof(float));
    sr_transpose(rows, k, 1, from, row, packed, SR_LEFT_ROWS);
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
  if (row == 1) {
    sr_transpose(columns, k, 1, b, column, packed, SR_RIGHT_COLUMNS);
    return;
  }
  for (size_t j = 0; j < columns; j++)
    for (size_t p = 0; p < k; p++) packed[p * SR_RIGHT_COLUMNS + j] = b[p * row + j * column];
}

/// tile[rows x SR_RIGHT_COLUMNS] = the first rows of a left panel x right panel.
SR_INLINE void sr_register_tile(
  int rows, size_t k, const float *left, const float *right,
  sr_vector tile[SR_LEFT_ROWS][SR_RIGHT_VECTORS]) {
  for (size_t p = 0; p < k; p++, left += SR_LEFT_ROWS, right += SR_RIGHT_COLUMNS) {
    sr_vector b[SR_RIGHT_VECTORS];
#pragma clang loop unroll(full)
    for (int v = 0; v < SR_RIGHT_VECTORS; v++)
      memcpy(&b[v], right + v * SR_VECTOR, sizeof(sr_vector));
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) {
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
  size_t rows, size_t columns, const float *edge, float *to, size_t c_row, const float *addend,
  size_t addend_row) {
  for (size_t r = 0; r < rows; r++, edge += SR_RIGHT_COLUMNS)
    SR_FOR_LANES(columns, q) {
      sr_f16 sum = sr_load_up_to(edge + q, left_q);
      if (addend) sum += sr_load_up_to(addend + r * addend_row + q, left_q);
      sr_store_up_to(to + r * c_row + q, sum, left_q);
    }
}

/// c[rows x columns] = a left panel x a right panel, plus the addend; `tile_rows`, a constant, is at least
/// `rows`.
SR_INLINE void sr_multiply_tile(
  int tile_rows, size_t rows, size_t columns, size_t k, const float *left, const float *right,
  float *c, size_t c_row, const float *addend, size_t addend_row) {
  sr_vector tile[SR_LEFT_ROWS][SR_RIGHT_VECTORS] = {0};
  sr_register_tile(tile_rows, k, left, right, tile);
  if (rows == (size_t)tile_rows && columns == SR_RIGHT_COLUMNS) {
#pragma clang loop unroll(full)
    for (int r = 0; r < tile_rows; r++) {
#pragma clang loop unroll(full)
      for (int v = 0; v < SR_RIGHT_VECTORS; v++) {
        sr_vector sum = tile[r][v];
        if (addend) {
          sr_vector before;
          memcpy(&before, addend + r * addend_row + v * SR_VECTOR, sizeof before);
          sum += before;
        }
        memcpy(c + r * c_row + v * SR_VECTOR, &sum, sizeof sum);
      }
    }
  } else {
    float edge[SR_LEFT_ROWS * SR_RIGHT_COLUMNS];
    memcpy(edge, tile, sizeof edge);
    sr_store_edge(rows, columns, edge, c, c_row, addend, addend_row);
  }
}

// A last panel of few rows, such as the four that a batch of 64 leaves of twelve, takes a tile of few.
#define SR_THIRD ((SR_LEFT_ROWS + 2) / 3)
#define SR_TWO_THIRDS (2 * SR_LEFT_ROWS / 3)

/// c[m x columns] = left panels x one right panel, plus the addend; `columns` of the panel's
/// SR_RIGHT_COLUMNS count.
SR_INLINE void sr_multiply_right_panel(
  size_t m, size_t columns, size_t k, const float *left, const float *right, float *c, size_t c_row,
  const float *addend, size_t addend_row) {
#define SR_MULTIPLY_TILE(tile_rows, rows)                                                          \
  sr_multiply_tile(tile_rows, rows, columns, k, left, right, c, c_row, addend, addend_row)
  while (m >= SR_LEFT_ROWS) {
    SR_MULTIPLY_TILE(SR_LEFT_ROWS, SR_LEFT_ROWS);
    m -= SR_LEFT_ROWS, left += SR_LEFT_ROWS * k, c += SR_LEFT_ROWS * c_row;
    if (addend) addend += SR_LEFT_ROWS * addend_row;
  }
  if (m > SR_TWO_THIRDS) SR_MULTIPLY_TILE(SR_LEFT_ROWS, m);
  else if (m > SR_THIRD) SR_MULTIPLY_TILE(SR_TWO_THIRDS, m);
  else if (m > 0) SR_MULTIPLY_TILE(SR_THIRD, m);
#undef SR_MULTIPLY_TILE
}

static void sr_multiply_packed(
  size_t m, size_t n, size_t k, const float *left, const float *b, size_t b_row, size_t b_column,
  float *c, size_t c_row, const float *addend, size_t addend_row) {
  float right[SR_DEPTH * SR_RIGHT_COLUMNS] __attribute__((aligned(64)));
  for (size_t j = 0; j < n; j += SR_RIGHT_COLUMNS) {
    size_t columns = n - j < SR_RIGHT_COLUMNS ? n - j : SR_RIGHT_COLUMNS;
    sr_pack_right(k, columns, b + j * b_column, b_row, b_column, right);
    sr_multiply_right_panel(
      m, columns, k, left, right, c + j, c_row, addend ? addend + j : NULL, addend_row);
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
    sr_multiply_right_panel(
      m, columns, k, left, right + j * k, c + j, c_row, accumulate ? c + j : NULL, c_row);
  }
}
