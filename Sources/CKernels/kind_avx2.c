#if defined(__x86_64__)
#include <immintrin.h>
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define SR_KIND avx2
#define SR_VECTOR 8
#define SR_LEFT_ROWS 6
#define SR_RIGHT_VECTORS 2
#define SR_FUSED 1
#define SR_MASKS_8 1
#include "kernels/all.h"
#pragma clang attribute pop
#endif
