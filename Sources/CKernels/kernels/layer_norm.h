static void sr_layer_norm(
  size_t rows, size_t n, float epsilon, const float *x, const float *scale, const float *shift,
  float *y, float *mean, float *reciprocal) {
  for (size_t r = 0; r < rows; r++, x += n, y += n) {
    sr_f16 sum = {0}, squares = {0};
    SR_FOR_LANES(n, i) sum += sr_load_up_to(x + i, left_i);
    float m = sr_sum(sum) / (float)n;
    SR_FOR_LANES(n, i) {
      sr_f16 d = sr_first(sr_load_up_to(x + i, left_i) - m, left_i);
      squares = sr_fma(d, d, squares);
    }
    float s = 1.0f / __builtin_elementwise_sqrt(sr_sum(squares) / (float)n + epsilon);
    SR_FOR_LANES(n, i) {
      sr_f16 normal = (sr_load_up_to(x + i, left_i) - m) * s;
      sr_f16 v = sr_fma(
        normal, sr_load_up_to(scale + i, left_i), sr_load_up_to(shift + i, left_i));
      sr_store_up_to(y + i, v, left_i);
    }
    mean[r] = m;
    reciprocal[r] = s;
  }
}

static void sr_layer_norm_adjoint(
  size_t rows, size_t n, const float *x, const float *scale, const float *mean,
  const float *reciprocal, const float *y_bar, float *x_bar, int accumulate) {
  for (size_t r = 0; r < rows; r++, x += n, y_bar += n, x_bar += n) {
    float m = mean[r], s = reciprocal[r];
    sr_f16 sum = {0}, projection = {0};
    SR_FOR_LANES(n, i) {
      sr_f16 g = sr_load_up_to(y_bar + i, left_i) * sr_load_up_to(scale + i, left_i);
      sum += g;
      projection = sr_fma(g, (sr_load_up_to(x + i, left_i) - m) * s, projection);
    }
    float average = sr_sum(sum) / (float)n, slope = sr_sum(projection) / (float)n;
    SR_FOR_LANES(n, i) {
      sr_f16 g = sr_load_up_to(y_bar + i, left_i) * sr_load_up_to(scale + i, left_i);
      sr_f16 normal = (sr_load_up_to(x + i, left_i) - m) * s;
      sr_f16 v = s * (g - average - normal * slope);
      if (accumulate) v += sr_load_up_to(x_bar + i, left_i);
      sr_store_up_to(x_bar + i, v, left_i);
    }
  }
}

static void sr_layer_norm_scale_adjoint(
  size_t rows, size_t n, const float *x, const float *mean, const float *reciprocal,
  const float *y_bar, float *scale_bar) {
  SR_FOR_LANES(n, i) {
    sr_f16 sum = sr_load_up_to(scale_bar + i, left_i);
    for (size_t r = 0; r < rows; r++) {
      sr_f16 normal = (sr_load_up_to(x + r * n + i, left_i) - mean[r]) * reciprocal[r];
      sum = sr_fma(sr_load_up_to(y_bar + r * n + i, left_i), normal, sum);
    }
    sr_store_up_to(scale_bar + i, sum, left_i);
  }
}
