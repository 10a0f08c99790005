static void sr_adagrad_step(
  size_t n, sr_adagrad a, const float *gradient, float *parameter, float *velocity, float *sum) {
  SR_FOR_LANES(n, i) {
    sr_f16 p = sr_load_up_to(parameter + i, left_i), g = sr_load_up_to(gradient + i, left_i);
    sr_f16 v = sr_load_up_to(velocity + i, left_i), s = sr_load_up_to(sum + i, left_i);
    // Not a mask of those that have one, which would hide a NaN.
    sr_i16 has_none = g == 0.0f;
    g = sr_fma(sr_splat(a.decay), p, g);
    sr_f16 total = sr_fma(g, g, s);
    sr_f16 moved = a.momentum * v - a.rate * g / __builtin_elementwise_sqrt(total + a.epsilon);
    moved = sr_select((moved < SR_SMALLEST_MEAN) & (moved > -SR_SMALLEST_MEAN), sr_splat(0), moved);
    sr_store_up_to(parameter + i, sr_select(has_none, p, p + moved), left_i);
    sr_store_up_to(velocity + i, sr_select(has_none, v, moved), left_i);
    sr_store_up_to(sum + i, sr_select(has_none, s, total), left_i);
  }
}
