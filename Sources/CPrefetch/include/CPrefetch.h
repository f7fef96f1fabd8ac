/* The one thing the kernels need that Swift has no word for: a line of memory is brought near before it is used. */

static inline __attribute__((always_inline)) void prefetch(const void *address) { __builtin_prefetch(address); }

static inline __attribute__((always_inline)) void prefetchToWrite(const void *address) { __builtin_prefetch(address, 1); }
