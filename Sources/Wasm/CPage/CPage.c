#include "CPage.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int page_decimal(char *buffer, size room, int digits, _Bool exponent, double number) {
    return snprintf(buffer, room, exponent ? "%.*e" : "%.*f", digits, number);
}

/* Embedded Swift's own print comes here a byte at a time. */
int putchar(int byte) {
    unsigned char text = byte;
    page_print(&text, 1);
    return byte;
}

/* Where memory in use ends. The C library takes its whole memory for used, so that it would grow at each position that a page shows:
   this end is in memory itself, and goes back to what it was with all the rest. */
void *sbrk(long increment) {
    /* Of more bits than an address: the end of the largest memory, 4 GB, is none. */
    static unsigned long long end;
    unsigned long long whole = (unsigned long long)__builtin_wasm_memory_size(0) * 65536;
    if (end == 0) end = whole;
    unsigned long long start = end, wanted = end + increment;
    if (wanted > whole && __builtin_wasm_memory_grow(0, (wanted - whole + 65535) / 65536) == (size)-1) return (void *)-1;
    end = wanted;
    return (void *)(size)start;
}

/* What Swift seeds its hashing with: always the same, as in every run of a lesson. */
void arc4random_buf(void *buffer, size count) { memset(buffer, 0, count); }

/* What Swift reads numbers with. */
const char *_swift_stdlib_strtof_clocale(const char *text, float *number) {
    char *end;
    *number = strtof(text, &end);
    return end == text ? NULL : end;
}

const char *_swift_stdlib_strtod_clocale(const char *text, double *number) {
    char *end;
    *number = strtod(text, &end);
    return end == text ? NULL : end;
}
