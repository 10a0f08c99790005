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
    m = sr_fma(sr_splat(a.beta1), m, (1.0f - a.beta1) * g);
    v = sr_fma(sr_splat(a.beta2), v, (1.0f - a.beta2) * g * g);
    m = (sr_f16)((sr_i16)m & (sr_i16)(sr_absolute(m) >= SR_SMALLEST_MEAN));
    v = (sr_f16)((sr_i16)v & (sr_i16)(v >= SR_SMALLEST_SQUARE));
    sr_f16 root = __builtin_elementwise_sqrt(v) * a.inverse_root_correction;
    p -= a.step_size * m / (root + a.epsilon);
    sr_store_up_to(parameter + i, p, left_i);
    sr_store_up_to(mean + i, m, left_i);
    sr_store_up_to(square + i, v, left_i);
  }
}
