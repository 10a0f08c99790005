#if defined(__aarch64__)
#define SR_KIND neon
#define SR_VECTOR 4
#define SR_LEFT_ROWS 8
#define SR_RIGHT_VECTORS 3
#define SR_FUSED 1
#include "kernels/all.h"
#endif
