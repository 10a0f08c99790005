static void sr_candidate_dots(
  size_t count, const int32_t *indices, const float *table, size_t table_row, size_t width,
  const float *bias, const float *x, float *y) {
  for (size_t e = 0; e < count; e++) {
    float dot = sr_dot(width, x, table + (size_t)indices[e] * table_row);
    y[e] = bias ? dot + bias[indices[e]] : dot;
  }
}
