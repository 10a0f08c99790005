#include "allocations.h"

#include <stdatomic.h>

// Of the address sanitizer's <sanitizer/allocator_interface.h>.
int __sanitizer_install_malloc_and_free_hooks(
    void (*allocated)(const volatile void *, size_t), void (*freed)(const volatile void *));

static _Atomic size_t largest;

static void allocated(const volatile void *start, size_t size) {
  (void)start;
  size_t known = atomic_load_explicit(&largest, memory_order_relaxed);
  while (size > known
         && !atomic_compare_exchange_weak_explicit(
             &largest, &known, size, memory_order_relaxed, memory_order_relaxed)) {}
}

static void freed(const volatile void *start) { (void)start; }

void seqrec_watch_allocations(void) {
  __sanitizer_install_malloc_and_free_hooks(allocated, freed);
}

void seqrec_forget_allocations(void) { atomic_store(&largest, 0); }

size_t seqrec_largest_allocation(void) { return atomic_load(&largest); }
