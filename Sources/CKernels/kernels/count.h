static sr_counts sr_count_against(size_t n, const float *x, float threshold) {
  sr_counts counts = {0, 0, 0};
  size_t i = 0;
  // 32-bit lane counters cannot overflow within one chunk.
  while (i + SR_LANES <= n) {
    size_t end = n - i > (1u << 20) ? i + (1u << 20) : n;
    sr_i16 greater = {0}, equal = {0}, odd = {0};
    for (; i + SR_LANES <= end; i += SR_LANES) {
      sr_f16 v = sr_load(x + i);
      greater -= (sr_i16)(v > threshold);
      equal -= (sr_i16)(v == threshold);
      odd -= (sr_i16)(v != v);
    }
    for (int lane = 0; lane < SR_LANES; lane++) {
      counts.greater += (size_t)greater[lane];
      counts.equal += (size_t)equal[lane];
      counts.not_a_number += (size_t)odd[lane];
    }
  }
  for (; i < n; i++) {
    counts.greater += x[i] > threshold;
    counts.equal += x[i] == threshold;
    counts.not_a_number += x[i] != x[i];
  }
  return counts;
}
