/* SPDX-License-Identifier: MIT */
/* Seeded random numbers: SplitMix64 (Steele, Lea, Flood 2014, fig. 17). */
#ifndef CORE_RANDOM_H
#define CORE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

typedef struct fuda_rng {
    uint64_t state;
} fuda_rng;

static inline uint64_t fuda_rng_next(fuda_rng *rng)
{
    uint64_t z = (rng->state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

__extension__ typedef unsigned __int128 fuda_uint128; /* no ISO type: quiet under -Wpedantic */

/* Uniform in 0 … n - 1, n > 0 (multiply-shift; the bias is below n / 2^64). */
static inline uint64_t fuda_rng_below(fuda_rng *rng, uint64_t n)
{
    return (uint64_t)(((fuda_uint128)fuda_rng_next(rng) * n) >> 64);
}

#endif
