/* SPDX-License-Identifier: MIT */
/* Hash values of bytes (XXH3) and the table that gives each distinct byte string a number. */
#ifndef CORE_HASH_H
#define CORE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Differs from process to process: for tables in memory only.  Thread-safe. */
uint64_t fuda_hash64(const void *bytes, size_t len);

/* The same value in every process and on every machine: for what is stored or must not change from run to
 * run.  Texts can be made to collide on purpose.  Thread-safe. */
uint64_t fuda_hash64_stable(const void *bytes, size_t len);

/* Mixes a 64-bit key into a hash (for integer and pointer keys). */
static inline uint64_t fuda_mix64(uint64_t x)
{
    x ^= x >> 32;
    x *= 0xd6e8feb86659fd93u;
    x ^= x >> 32;
    x *= 0xd6e8feb86659fd93u;
    x ^= x >> 32;
    return x;
}

/* A running 128-bit fingerprint of a stream of bytes; hex form has 32 digits. */
typedef struct fuda_digest fuda_digest;
fuda_digest *fuda_digest_new(void); /* NULL when memory ran out */
void fuda_digest_add(fuda_digest *digest, const void *bytes, size_t len);
void fuda_digest_hex(const fuda_digest *digest, char hex[33]);
void fuda_digest_free(fuda_digest *digest);
void fuda_digest_of(const void *bytes, size_t len, char hex[33]);
void fuda_digest_restart(fuda_digest *digest);

/* The fingerprint of a collection whose members have no order: the sum of their 128-bit fingerprints, so
 * that members can be added and taken out again.  Zeroed: the empty collection. */
typedef struct fuda_multihash {
    uint64_t high, low;
} fuda_multihash;
void fuda_multihash_add(fuda_multihash *sum, const fuda_multihash *other);
void fuda_multihash_subtract(fuda_multihash *sum, const fuda_multihash *other);
/* The fingerprint of what a digest has seen, as a collection of one. */
fuda_multihash fuda_multihash_of(const fuda_digest *digest);
void fuda_multihash_hex(const fuda_multihash *sum, char hex[33]);
/* False unless hex is 32 hexadecimal digits and nothing else. */
bool fuda_multihash_parse(const char *hex, fuda_multihash *out);

/*
 * Numbers for byte strings: 0, 1, 2 … in order of first appearance.  Strings live in one
 * byte pool; a string's bytes stay valid until the next insertion.
 */
typedef struct fuda_strtab {
    char *pool;        /* all strings, one after the other          */
    size_t pool_len;
    size_t pool_cap;
    size_t *offsets;   /* [count + 1] start of each string in pool  */
    size_t offsets_cap;
    uint32_t *slots;   /* [nslot] id + 1, 0 = free; nslot is 2^k    */
    uint32_t *tags;    /* [nslot] high half of the string's hash    */
    size_t nslot;
    uint32_t count;
} fuda_strtab;

#define FUDA_NO_ID UINT32_MAX

void fuda_strtab_release(fuda_strtab *tab);
/* Empties the table and keeps its memory. */
void fuda_strtab_clear(fuda_strtab *tab);
/* The id of the string, inserted if new; FUDA_NO_ID when memory ran out. */
uint32_t fuda_strtab_add(fuda_strtab *tab, const void *bytes, size_t len);
/* The id of the string or FUDA_NO_ID.  Thread-safe while nobody adds. */
uint32_t fuda_strtab_find(const fuda_strtab *tab, const void *bytes, size_t len);
static inline const char *fuda_strtab_bytes(const fuda_strtab *tab, uint32_t id)
{
    return tab->pool + tab->offsets[id];
}
static inline size_t fuda_strtab_len(const fuda_strtab *tab, uint32_t id)
{
    return tab->offsets[id + 1] - tab->offsets[id];
}

/* A map from 64-bit keys to 32-bit values. */
typedef struct fuda_map64 {
    uint64_t *keys;
    uint32_t *values; /* value + 1, 0 = free */
    size_t nslot;
    size_t count;
} fuda_map64;

void fuda_map64_release(fuda_map64 *map);
void fuda_map64_clear(fuda_map64 *map);
/* False when memory ran out.  An existing key keeps its first value. */
bool fuda_map64_add(fuda_map64 *map, uint64_t key, uint32_t value);
static inline uint32_t fuda_map64_get(const fuda_map64 *map, uint64_t key)
{
    size_t mask = map->nslot - 1;
    if (map->nslot == 0)
        return FUDA_NO_ID;
    for (size_t i = fuda_mix64(key) & mask; map->values[i] != 0; i = (i + 1) & mask) {
        if (map->keys[i] == key)
            return map->values[i] - 1;
    }
    return FUDA_NO_ID;
}

#endif
