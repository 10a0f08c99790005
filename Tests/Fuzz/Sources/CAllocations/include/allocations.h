#pragma once

#include <stddef.h>

/// Begins to watch the allocations of this process; from then on, `seqrec_largest_allocation` is the size of the
/// largest since the last `seqrec_forget_allocations`. It needs the address sanitizer, whose allocator calls back.
void seqrec_watch_allocations(void);

void seqrec_forget_allocations(void);

size_t seqrec_largest_allocation(void);
