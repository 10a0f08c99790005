// Whatever the compiler may assume of every processor of this architecture.
#define SR_KIND portable
#define SR_VECTOR 4
#define SR_LEFT_ROWS 4
#define SR_RIGHT_VECTORS 2
#include "kernels/all.h"
