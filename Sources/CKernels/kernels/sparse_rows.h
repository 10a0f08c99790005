static void sr_gather_rows(
  size_t count, const int32_t *indices, const float *values, const float *table, size_t table_row,
  size_t width, float *y) {
  size_t j = 0;
  for (; j + 4 * SR_LANES <= width; j += 4 * SR_LANES) {
    sr_f16 sum[4];
    for (int v = 0; v < 4; v++) sum[v] = sr_load(y + j + v * SR_LANES);
    for (size_t e = 0; e < count; e++) {
      const float *row = table + (size_t)indices[e] * table_row + j;
      for (int v = 0; v < 4; v++)
        sum[v] = sr_fma(sr_splat(values[e]), sr_load(row + v * SR_LANES), sum[v]);
    }
    for (int v = 0; v < 4; v++) sr_store(y + j + v * SR_LANES, sum[v]);
  }
  SR_FOR_LANES(width - j, i) {
    sr_f16 sum = sr_load_up_to(y + j + i, left_i);
    for (size_t e = 0; e < count; e++)
      sum = sr_fma(
        sr_splat(values[e]),
        sr_load_up_to(table + (size_t)indices[e] * table_row + j + i, left_i), sum);
    sr_store_up_to(y + j + i, sum, left_i);
  }
}

static void sr_scatter_rows(
  size_t count, const int32_t *indices, const float *values, const float *x, float *table,
  size_t table_row, size_t width) {
  for (size_t e = 0; e < count; e++)
    sr_scale(width, values[e], x, table + (size_t)indices[e] * table_row, 1);
}
