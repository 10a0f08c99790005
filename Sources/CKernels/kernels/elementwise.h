static void sr_scale(size_t n, float factor, const float *x, float *y, int accumulate) {
  SR_FOR_LANES(n, i) {
    sr_f16 v = sr_load_up_to(x + i, left_i);
    v = accumulate ? sr_fma(sr_splat(factor), v, sr_load_up_to(y + i, left_i)) : factor * v;
    sr_store_up_to(y + i, v, left_i);
  }
}

static void sr_add_compensated(
  size_t n, float factor, const float *x, float *y, float *rest) {
  SR_FOR_LANES(n, i) {
    sr_f16 before = sr_load_up_to(y + i, left_i), added = sr_load_up_to(rest + i, left_i);
    added = sr_fma(sr_splat(factor), sr_load_up_to(x + i, left_i), added);
    sr_f16 sum = before + added;
    sr_store_up_to(rest + i, added - (sum - before), left_i);
    sr_store_up_to(y + i, sum, left_i);
  }
}

static void sr_product(size_t n, const float *a, const float *b, float *y, int accumulate) {
  SR_FOR_LANES(n, i) {
    sr_f16 v = sr_load_up_to(a + i, left_i), w = sr_load_up_to(b + i, left_i);
    v = accumulate ? sr_fma(v, w, sr_load_up_to(y + i, left_i)) : v * w;
    sr_store_up_to(y + i, v, left_i);
  }
}

static void sr_relu(size_t n, const float *x, float *y) {
  SR_FOR_LANES(n, i) {
    sr_f16 v = sr_load_up_to(x + i, left_i);
    sr_store_up_to(y + i, sr_activated(SR_RELU, v), left_i);
  }
}

static void sr_relu_adjoint(size_t n, const float *y, const float *y_bar, float *x_bar) {
  SR_FOR_LANES(n, i) {
    sr_i16 active = sr_load_up_to(y + i, left_i) > 0.0f;
    sr_f16 g = (sr_f16)(active & (sr_i16)sr_load_up_to(y_bar + i, left_i));
    sr_store_up_to(x_bar + i, sr_load_up_to(x_bar + i, left_i) + g, left_i);
  }
}

static void sr_sigmoid(size_t n, const float *x, float *y) {
  SR_FOR_LANES(n, i) {
    sr_f16 v = sr_load_up_to(x + i, left_i);
    sr_store_up_to(y + i, sr_activated(SR_SIGMOID, v), left_i);
  }
}

static void sr_sigmoid_adjoint(size_t n, const float *y, const float *y_bar, float *x_bar) {
  SR_FOR_LANES(n, i) {
    sr_f16 v = sr_load_up_to(y + i, left_i), g = sr_load_up_to(y_bar + i, left_i);
    sr_store_up_to(x_bar + i, sr_fma(g, v * (1.0f - v), sr_load_up_to(x_bar + i, left_i)), left_i);
  }
}

static void sr_elu(size_t n, float alpha, const float *x, float *y) {
  SR_FOR_LANES(n, i) {
    sr_f16 v = sr_load_up_to(x + i, left_i);
    sr_store_up_to(y + i, sr_select(v < 0.0f, alpha * (sr_exp(v) - 1.0f), v), left_i);
  }
}

static void sr_elu_adjoint(
  size_t n, float alpha, const float *y, const float *y_bar, float *x_bar) {
  SR_FOR_LANES(n, i) {
    sr_f16 v = sr_load_up_to(y + i, left_i), g = sr_load_up_to(y_bar + i, left_i);
    sr_f16 slope = sr_select(v < 0.0f, v + alpha, sr_splat(1));
    sr_store_up_to(x_bar + i, sr_fma(g, slope, sr_load_up_to(x_bar + i, left_i)), left_i);
  }
}
