static void sr_copy_rows(
  size_t count, const int32_t *indices, const float *table, size_t table_row, size_t width,
  float *y) {
  for (size_t e = 0; e < count; e++, y += width)
    memcpy(y, table + (size_t)indices[e] * table_row, width * sizeof(float));
}

static void sr_add_rows(size_t count, size_t width, const float *x, size_t x_row, float *y) {
  size_t j = 0;
  for (; j + 4 * SR_LANES <= width; j += 4 * SR_LANES) {
    sr_f16 sum[4];
    for (int v = 0; v < 4; v++) sum[v] = sr_load(y + j + v * SR_LANES);
    for (size_t r = 0; r < count; r++)
      for (int v = 0; v < 4; v++) sum[v] += sr_load(x + r * x_row + j + v * SR_LANES);
    for (int v = 0; v < 4; v++) sr_store(y + j + v * SR_LANES, sum[v]);
  }
  SR_FOR_LANES(width - j, i) {
    sr_f16 sum = sr_load_up_to(y + j + i, left_i);
    for (size_t r = 0; r < count; r++) sum += sr_load_up_to(x + r * x_row + j + i, left_i);
    sr_store_up_to(y + j + i, sum, left_i);
  }
}

static void sr_take(size_t count, const int32_t *indices, const float *x, float *y) {
  for (size_t e = 0; e < count; e++) y[e] = x[indices[e]];
}

static void sr_put(size_t count, const int32_t *indices, const float *x, float *y) {
  for (size_t e = 0; e < count; e++) y[indices[e]] += x[e];
}
