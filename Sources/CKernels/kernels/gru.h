// One time step of a gated recurrent unit for some sequences side by side; `sr_gru_step` says where
// their rows lie. Row i of the dense matrices belongs to the step's sequence i.

SR_INLINE sr_f16 sr_tanh(sr_f16 x) { return 2.0f * sr_logistic(2.0f * x) - 1.0f; }

static void sr_gru_gates(
  sr_gru_step step, const float *recurrent, const float *input_bias, const float *recurrent_bias,
  const float *state, float *gates, float *kept) {
  size_t n = step.width;
  for (size_t row = 0; row < step.rows; row++, recurrent += 3 * n, state += n, kept += n) {
    float *g = gates + (step.first[row] + step.time) * 3 * n;
    SR_FOR_LANES(2 * n, i) {
      sr_f16 bias = sr_load_up_to(input_bias + i, left_i) + sr_load_up_to(recurrent_bias + i, left_i);
      sr_f16 u = sr_load_up_to(g + i, left_i) + sr_load_up_to(recurrent + i, left_i) + bias;
      sr_store_up_to(g + i, sr_logistic(u), left_i);
    }
    if (!step.resets_product) sr_product(n, g, state, kept, 0);
  }
}

static void sr_gru_states(
  sr_gru_step step, const float *recurrent, const float *input_bias, const float *recurrent_bias,
  float *state, float *gates, float *kept, float *states) {
  size_t n = step.width;
  for (size_t row = 0; row < step.rows; row++, recurrent += 3 * n, state += n, kept += n) {
    size_t at = step.first[row] + step.time;
    float *g = gates + at * 3 * n, *y = states + at * n;
    SR_FOR_LANES(n, i) {
      sr_f16 u = sr_load_up_to(g + 2 * n + i, left_i) + sr_load_up_to(input_bias + 2 * n + i, left_i);
      sr_f16 q = sr_load_up_to(recurrent + 2 * n + i, left_i)
        + sr_load_up_to(recurrent_bias + 2 * n + i, left_i);
      if (step.resets_product) {
        sr_store_up_to(kept + i, q, left_i);
        q *= sr_load_up_to(g + i, left_i);
      }
      sr_f16 candidate = sr_tanh(u + q), z = sr_load_up_to(g + n + i, left_i);
      // Not candidate + z (h - candidate), which for z = 1 need not be h.
      sr_f16 h = sr_fma(z, sr_load_up_to(state + i, left_i), (1.0f - z) * candidate);
      sr_store_up_to(g + 2 * n + i, candidate, left_i);
      sr_store_up_to(y + i, h, left_i);
      sr_store_up_to(state + i, h, left_i);
    }
  }
}

SR_INLINE void sr_add_up_to(float *sum, sr_f16 v, size_t count) {
  sr_store_up_to(sum, sr_load_up_to(sum, count) + v, count);
}

static void sr_gru_states_adjoint(
  sr_gru_step step, const float *gates, const float *kept, const float *initial,
  const float *states, const float *y_bar, float *state_bar, float *gates_bar, float *product_bar,
  float *candidate_bar, float *previous, float *sums) {
  size_t n = step.width;
  for (size_t row = 0; row < step.rows; row++) {
    size_t at = step.first[row] + step.time;
    const float *g = gates + at * 3 * n, *bar = y_bar + at * n;
    float *g_bar = gates_bar + at * 3 * n;
    SR_FOR_LANES(n, i) {
      sr_f16 r = sr_load_up_to(g + i, left_i), z = sr_load_up_to(g + n + i, left_i);
      sr_f16 candidate = sr_load_up_to(g + 2 * n + i, left_i), h = {0};
      if (step.time > 0) h = sr_load_up_to(states + (at - 1) * n + i, left_i);
      else if (initial) h = sr_load_up_to(initial + row * n + i, left_i);
      sr_f16 h_bar = sr_load_up_to(state_bar + i, left_i) + sr_load_up_to(bar + i, left_i);
      sr_f16 u_bar = h_bar * (1.0f - z) * (1.0f - candidate * candidate);
      sr_f16 z_bar = h_bar * (h - candidate) * z * (1.0f - z);
      sr_store_up_to(g_bar + n + i, z_bar, left_i);
      sr_store_up_to(g_bar + 2 * n + i, u_bar, left_i);
      sr_store_up_to(product_bar + n + i, z_bar, left_i);
      sr_store_up_to(previous + i, h, left_i);
      sr_store_up_to(state_bar + i, h_bar * z, left_i);
      sr_add_up_to(sums + n + i, z_bar, left_i);
      sr_add_up_to(sums + 2 * n + i, u_bar, left_i);
      sr_f16 q_bar = u_bar;
      if (step.resets_product) {
        sr_f16 r_bar = u_bar * sr_load_up_to(kept + i, left_i) * r * (1.0f - r);
        q_bar = u_bar * r;
        sr_store_up_to(g_bar + i, r_bar, left_i);
        sr_store_up_to(product_bar + i, r_bar, left_i);
        sr_add_up_to(sums + i, r_bar, left_i);
      }
      sr_store_up_to(candidate_bar + i, q_bar, left_i);
      sr_add_up_to(sums + 3 * n + i, q_bar, left_i);
    }
    kept += n, state_bar += n, product_bar += 2 * n, candidate_bar += n, previous += n;
  }
}

static void sr_gru_reset_adjoint(
  sr_gru_step step, const float *gates, const float *previous, const float *kept_bar,
  float *state_bar, float *gates_bar, float *product_bar, float *sums) {
  size_t n = step.width;
  for (size_t row = 0; row < step.rows; row++) {
    size_t at = (step.first[row] + step.time) * 3 * n;
    SR_FOR_LANES(n, i) {
      sr_f16 r = sr_load_up_to(gates + at + i, left_i);
      sr_f16 v_bar = sr_load_up_to(kept_bar + i, left_i);
      sr_f16 r_bar = v_bar * sr_load_up_to(previous + i, left_i) * r * (1.0f - r);
      sr_add_up_to(state_bar + i, v_bar * r, left_i);
      sr_store_up_to(gates_bar + at + i, r_bar, left_i);
      sr_store_up_to(product_bar + i, r_bar, left_i);
      sr_add_up_to(sums + i, r_bar, left_i);
    }
    previous += n, kept_bar += n, state_bar += n, product_bar += 2 * n;
  }
}
