#include "CKernels.h"

extern const sr_kernels sr_kernels_portable;
#if defined(__x86_64__)
extern const sr_kernels sr_kernels_avx2, sr_kernels_avx512;
#elif defined(__aarch64__)
extern const sr_kernels sr_kernels_neon;
#endif

const sr_kernels *sr_kernels_of_kind(sr_kind kind) {
  switch (kind) {
  case SR_PORTABLE:
    return &sr_kernels_portable;
#if defined(__x86_64__)
  case SR_AVX2:
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? &sr_kernels_avx2 : NULL;
  case SR_AVX512:
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("fma") ? &sr_kernels_avx512
                                                                              : NULL;
#elif defined(__aarch64__)
  case SR_NEON:
    return &sr_kernels_neon;
#endif
  default:
    return NULL;
  }
}
