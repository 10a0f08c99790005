// Moments below these are set to zero: they cannot move a parameter, and denormals are slow.
#define SR_SMALLEST_MEAN 1e-30f
#define SR_SMALLEST_SQUARE 1e-36f

static void sr_adam_step(
  size_t n, sr_adam a, const float *gradient, float *parameter, float *mean, float *square) {
  SR_FOR_LANES(n, i) {
    sr_f16 p = sr_load_up_to(parameter + i, left_i);
    sr_f16 m = sr_load_up_to(mean + i, left_i);
    sr_f16 v = sr_load_up_to(square + i, left_i);
    sr_f16 g = sr_fma(sr_splat(a.decay), p, sr_load_up_to(gradient + i, left_i));
    m = sr_fma(sr_splat(a.beta1), m, a.one_minus_beta1 * g);
    v = sr_fma(sr_splat(a.beta2), v, a.one_minus_beta2 * g * g);
    // Not a mask of those that are large enough, which would hide a NaN.
    m = sr_select((m < SR_SMALLEST_MEAN) & (m > -SR_SMALLEST_MEAN), sr_splat(0), m);
    v = sr_select(v < SR_SMALLEST_SQUARE, sr_splat(0), v);
    sr_f16 root = __builtin_elementwise_sqrt(v) * a.inverse_root_correction;
    p -= a.step_size * m / (root + a.epsilon);
    sr_store_up_to(parameter + i, p, left_i);
    sr_store_up_to(mean + i, m, left_i);
    sr_store_up_to(square + i, v, left_i);
  }
}
