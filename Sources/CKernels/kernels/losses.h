static double sr_binary_cross_entropy(
  size_t rows, size_t n, float positive_weight, float scale, const float *z, float *derivative) {
  double loss = 0;
  for (size_t r = 0; r < rows; r++, z += n, derivative += n) {
    sr_f16 sum = {0}, sign = sr_splat(1), weight = sr_splat(1), slope;
    sign[0] = -1;
    weight[0] = positive_weight;
    SR_FOR_LANES(n, i) {
      sr_f16 t = sign * sr_load_up_to(z + i, left_i);
      sum += sr_first(weight * sr_softplus(t, &slope), left_i);
      sr_store_up_to(derivative + i, scale * (weight * sign) * slope, left_i);
      sign[0] = weight[0] = 1;
    }
    loss += sr_sum(sum);
  }
  return loss;
}

static double sr_pairwise_ranking(
  size_t rows, size_t n, float scale, const float *z, float *derivative) {
  double loss = 0;
  for (size_t r = 0; r < rows; r++, z += n, derivative += n) {
    sr_f16 sum = {0}, total = {0}, slope;
    SR_FOR_LANES(n - 1, i) {
      sum += sr_first(sr_softplus(sr_load_up_to(z + 1 + i, left_i) - z[0], &slope), left_i);
      slope = sr_first(scale * slope, left_i);
      total += slope;
      sr_store_up_to(derivative + 1 + i, slope, left_i);
    }
    derivative[0] = -sr_sum(total);
    loss += sr_sum(sum);
  }
  return loss;
}

static double sr_softmax_cross_entropy(
  size_t n, size_t target, float scale, const float *z, float *derivative) {
  sr_f16 largest = sr_splat(z[0]);
  size_t whole = n / SR_LANES * SR_LANES;
  for (size_t i = 0; i < whole; i += SR_LANES) {
    sr_f16 v = sr_load(z + i);
    largest = sr_select(v > largest, v, largest);
  }
  float most = largest[0];
  for (int lane = 1; lane < SR_LANES; lane++) most = largest[lane] > most ? largest[lane] : most;
  for (size_t i = whole; i < n; i++) most = z[i] > most ? z[i] : most;

  float wanted = z[target] - most;
  double total = 0;
  // Sums of at most 4,096, so that a large catalogue loses no more digits than a small one.
  for (size_t first = 0; first < n; first += 4096) {
    sr_f16 sum = {0};
    SR_FOR_LANES(n - first < 4096 ? n - first : 4096, i) {
      sr_f16 e = sr_exp(sr_load_up_to(z + first + i, left_i) - most);
      sum += sr_first(e, left_i);
      sr_store_up_to(derivative + first + i, e, left_i);
    }
    total += sr_sum(sum);
  }
  sr_scale(n, (float)(scale / total), derivative, derivative, 0);
  derivative[target] -= scale;
  return sr_log(total) - wanted;
}
