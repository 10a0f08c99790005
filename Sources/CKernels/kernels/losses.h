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

// A negative that is -infinity is not there. NaN is, so that it shows.
#define SR_NOTHING (-__builtin_inff())

static size_t sr_count_negatives(size_t n, const float *z) {
  size_t count = 0;
  for (size_t i = 1; i < n; i++) count += z[i] != SR_NOTHING;
  return count;
}

static double sr_pairwise_ranking(
  size_t rows, size_t n, float scale, const float *z, float *derivative) {
  double loss = 0;
  for (size_t r = 0; r < rows; r++, z += n, derivative += n) {
    size_t count = sr_count_negatives(n, z);
    float weight = 1 / (float)(count ? count : 1), factor = scale * weight;
    sr_f16 sum = {0}, total = {0}, slope;
    SR_FOR_LANES(n - 1, i) {
      sum += sr_first(sr_softplus(sr_load_up_to(z + 1 + i, left_i) - z[0], &slope), left_i);
      slope = sr_first(factor * slope, left_i);
      total += slope;
      sr_store_up_to(derivative + 1 + i, slope, left_i);
    }
    derivative[0] = -sr_sum(total);
    loss += (double)weight * sr_sum(sum);
  }
  return loss;
}

/// The largest of `n` >= 1 numbers.
static float sr_largest(size_t n, const float *z) {
  sr_f16 largest = sr_splat(z[0]);
  size_t whole = n / SR_LANES * SR_LANES;
  for (size_t i = 0; i < whole; i += SR_LANES) {
    sr_f16 v = sr_load(z + i);
    largest = sr_select(v > largest, v, largest);
  }
  float most = largest[0];
  for (int lane = 1; lane < SR_LANES; lane++) most = largest[lane] > most ? largest[lane] : most;
  for (size_t i = whole; i < n; i++) most = z[i] > most ? z[i] : most;
  return most;
}

static double sr_softmax_cross_entropy(
  size_t n, size_t target, float scale, const float *z, float *derivative) {
  float most = sr_largest(n, z), wanted = z[target] - most;
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

SR_INLINE sr_f16 sr_there(sr_f16 z, sr_f16 v) { return sr_select(z != SR_NOTHING, v, sr_splat(0)); }

/// What each of `n` negatives weighs, all together 1: their softmax, or all the same. 0 where none is there.
static int sr_weigh_negatives(size_t n, int by_softmax, const float *z, float *weights) {
  size_t count = sr_count_negatives(n + 1, z - 1);
  if (count == 0) {
    // Not times 0: what lies there may be no number.
    memset(weights, 0, n * sizeof *weights);
    return 0;
  }
  float most = by_softmax ? sr_largest(n, z) : 0;
  sr_f16 sum = {0};
  SR_FOR_LANES(n, i) {
    sr_f16 v = sr_load_up_to(z + i, left_i);
    sr_f16 w = sr_there(v, by_softmax ? sr_exp(v - most) : sr_splat(1));
    sum += sr_first(w, left_i);
    sr_store_up_to(weights + i, w, left_i);
  }
  sr_scale(n, 1 / sr_sum(sum), weights, weights, 0);
  return 1;
}

static double sr_top1(
  size_t rows, size_t n, int by_softmax, float scale, const float *z, float *derivative) {
  double loss = 0;
  for (size_t r = 0; r < rows; r++, z += n, derivative += n) {
    const float *negatives = z + 1;
    float *weights = derivative + 1;
    derivative[0] = 0;
    if (!sr_weigh_negatives(n - 1, by_softmax, negatives, weights)) continue;
    sr_f16 sum = {0}, slopes = {0};
    SR_FOR_LANES(n - 1, i) {
      sr_f16 v = sr_load_up_to(negatives + i, left_i), w = sr_load_up_to(weights + i, left_i);
      v = sr_there(v, v);
      sr_f16 above = sr_logistic(v - z[0]), size = sr_logistic(v * v);
      sum += sr_first(w * (above + size), left_i);
      slopes += sr_first(w * (above * (1.0f - above)), left_i);
    }
    float mean = sr_sum(sum);
    SR_FOR_LANES(n - 1, i) {
      sr_f16 v = sr_load_up_to(negatives + i, left_i), w = sr_load_up_to(weights + i, left_i);
      v = sr_there(v, v);
      sr_f16 above = sr_logistic(v - z[0]), size = sr_logistic(v * v);
      sr_f16 bar = above * (1.0f - above) + 2.0f * v * (size * (1.0f - size));
      if (by_softmax) bar += above + size - mean;
      sr_store_up_to(weights + i, scale * w * bar, left_i);
    }
    derivative[0] = -scale * sr_sum(slopes);
    loss += mean;
  }
  return loss;
}

static double sr_bpr_max(
  size_t rows, size_t n, float regularization, float scale, const float *z, float *derivative) {
  double loss = 0;
  for (size_t r = 0; r < rows; r++, z += n, derivative += n) {
    const float *negatives = z + 1;
    float *weights = derivative + 1;
    derivative[0] = 0;
    if (!sr_weigh_negatives(n - 1, 1, negatives, weights)) continue;
    sr_f16 wins = {0}, squares = {0}, slopes = {0};
    SR_FOR_LANES(n - 1, i) {
      sr_f16 v = sr_load_up_to(negatives + i, left_i), w = sr_load_up_to(weights + i, left_i);
      v = sr_there(v, v);
      sr_f16 below = sr_logistic(z[0] - v);
      wins += sr_first(w * below, left_i);
      squares += sr_first(w * (v * v), left_i);
      slopes += sr_first(w * (below * (1.0f - below)), left_i);
    }
    float likely = sr_sum(wins), square = sr_sum(squares), inverse = 1 / (likely + 1e-24f);
    SR_FOR_LANES(n - 1, i) {
      sr_f16 v = sr_load_up_to(negatives + i, left_i), w = sr_load_up_to(weights + i, left_i);
      v = sr_there(v, v);
      sr_f16 below = sr_logistic(z[0] - v);
      sr_f16 bar = (below * (1.0f - below) - (below - likely)) * inverse
        + regularization * (2.0f * v + (v * v - square));
      sr_store_up_to(weights + i, scale * w * bar, left_i);
    }
    derivative[0] = -scale * sr_sum(slopes) * inverse;
    loss += (double)regularization * square - sr_log((double)likely + 1e-24);
  }
  return loss;
}
