/* SPDX-License-Identifier: MIT */
#include "core/hash.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/types.h>
#include <xxhash.h>

#include "core/memory.h"

/* Another one in every process: texts cannot be made to collide.  Nothing depends on it, since
 * numbers are given in order of appearance and tables are never walked in the order of their slots. */
static uint64_t seed;

__attribute__((constructor)) static void choose_seed(void)
{
    if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) != (ssize_t)sizeof seed)
        seed = (uint64_t)(uintptr_t)&seed;
}

uint64_t fuda_hash64(const void *bytes, size_t len)
{
    return XXH3_64bits_withSeed(bytes, len, seed);
}

uint64_t fuda_hash64_stable(const void *bytes, size_t len)
{
    return XXH3_64bits(bytes, len);
}

struct fuda_digest {
    XXH3_state_t *state;
};

fuda_digest *fuda_digest_new(void)
{
    fuda_digest *digest = malloc(sizeof *digest);
    if (digest == NULL)
        return NULL;
    digest->state = XXH3_createState();
    if (digest->state == NULL) {
        free(digest);
        return NULL;
    }
    XXH3_128bits_reset(digest->state);
    return digest;
}

void fuda_digest_add(fuda_digest *digest, const void *bytes, size_t len)
{
    if (len != 0)
        XXH3_128bits_update(digest->state, bytes, len);
}

static void to_hex(XXH128_hash_t hash, char hex[33])
{
    snprintf(hex, 33, "%016llx%016llx", (unsigned long long)hash.high64,
             (unsigned long long)hash.low64);
}

void fuda_digest_hex(const fuda_digest *digest, char hex[33])
{
    to_hex(XXH3_128bits_digest(digest->state), hex);
}

void fuda_digest_free(fuda_digest *digest)
{
    if (digest != NULL) {
        XXH3_freeState(digest->state);
        free(digest);
    }
}

void fuda_digest_restart(fuda_digest *digest)
{
    XXH3_128bits_reset(digest->state);
}

void fuda_multihash_add(fuda_multihash *sum, const fuda_multihash *other)
{
    uint64_t low = sum->low + other->low;

    sum->high += other->high + (low < sum->low);
    sum->low = low;
}

void fuda_multihash_subtract(fuda_multihash *sum, const fuda_multihash *other)
{
    sum->high -= other->high + (sum->low < other->low);
    sum->low -= other->low;
}

fuda_multihash fuda_multihash_of(const fuda_digest *digest)
{
    XXH128_hash_t hash = XXH3_128bits_digest(digest->state);
    return (fuda_multihash){hash.high64, hash.low64};
}

void fuda_multihash_hex(const fuda_multihash *sum, char hex[33])
{
    snprintf(hex, 33, "%016llx%016llx", (unsigned long long)sum->high, (unsigned long long)sum->low);
}

bool fuda_multihash_parse(const char *hex, fuda_multihash *out)
{
    uint64_t half[2] = {0, 0};

    for (int i = 0; i < 32; i++) {
        char c = hex[i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
            return false;
        half[i / 16] = half[i / 16] << 4 | (uint64_t)(c <= '9' ? c - '0' : c - 'a' + 10);
    }
    *out = (fuda_multihash){half[0], half[1]};
    return hex[32] == '\0';
}

void fuda_digest_of(const void *bytes, size_t len, char hex[33])
{
    to_hex(XXH3_128bits(bytes, len), hex);
}

void fuda_strtab_release(fuda_strtab *tab)
{
    free(tab->pool);
    free(tab->offsets);
    free(tab->slots);
    free(tab->tags);
    *tab = (fuda_strtab){0};
}

void fuda_strtab_clear(fuda_strtab *tab)
{
    if (tab->nslot != 0)
        memset(tab->slots, 0, tab->nslot * sizeof *tab->slots);
    tab->pool_len = 0;
    tab->count = 0;
}

static bool strtab_rehash(fuda_strtab *tab)
{
    size_t nslot = tab->nslot == 0 ? 64 : tab->nslot * 2;
    uint32_t *slots = calloc(nslot, sizeof *slots);
    uint32_t *tags = malloc(nslot * sizeof *tags);

    if (slots == NULL || tags == NULL) {
        free(slots);
        free(tags);
        return false;
    }
    for (uint32_t id = 0; id < tab->count; id++) {
        uint64_t hash = fuda_hash64(fuda_strtab_bytes(tab, id), fuda_strtab_len(tab, id));
        size_t i = hash & (nslot - 1);
        while (slots[i] != 0)
            i = (i + 1) & (nslot - 1);
        slots[i] = id + 1;
        tags[i] = (uint32_t)(hash >> 32);
    }
    free(tab->slots);
    free(tab->tags);
    tab->slots = slots;
    tab->tags = tags;
    tab->nslot = nslot;
    return true;
}

/* The slot of the string: occupied by it, or the free one where it belongs. */
static size_t strtab_slot(const fuda_strtab *tab, const void *bytes, size_t len, uint64_t hash)
{
    size_t mask = tab->nslot - 1;
    uint32_t tag = (uint32_t)(hash >> 32);
    size_t i = hash & mask;

    for (; tab->slots[i] != 0; i = (i + 1) & mask) {
        uint32_t id = tab->slots[i] - 1;
        if (tab->tags[i] == tag && fuda_strtab_len(tab, id) == len &&
            (len == 0 || memcmp(fuda_strtab_bytes(tab, id), bytes, len) == 0))
            break;
    }
    return i;
}

uint32_t fuda_strtab_find(const fuda_strtab *tab, const void *bytes, size_t len)
{
    if (tab->nslot == 0)
        return FUDA_NO_ID;
    size_t i = strtab_slot(tab, bytes, len, fuda_hash64(bytes, len));
    return tab->slots[i] == 0 ? FUDA_NO_ID : tab->slots[i] - 1;
}

uint32_t fuda_strtab_add(fuda_strtab *tab, const void *bytes, size_t len)
{
    uint64_t hash = fuda_hash64(bytes, len);
    size_t i;

    /* At most 5/8 full, so that probing stays short. */
    if ((size_t)tab->count * 8 >= tab->nslot * 5 && !strtab_rehash(tab))
        return FUDA_NO_ID;
    i = strtab_slot(tab, bytes, len, hash);
    if (tab->slots[i] != 0)
        return tab->slots[i] - 1;
    if (tab->count >= FUDA_NO_ID - 1 ||
        !FUDA_GROW(tab->pool, tab->pool_cap, tab->pool_len + len + 1) ||
        !FUDA_GROW(tab->offsets, tab->offsets_cap, (size_t)tab->count + 2))
        return FUDA_NO_ID;
    if (len != 0)
        memcpy(tab->pool + tab->pool_len, bytes, len);
    tab->offsets[tab->count] = tab->pool_len;
    tab->pool_len += len;
    tab->offsets[tab->count + 1] = tab->pool_len;
    tab->slots[i] = tab->count + 1;
    tab->tags[i] = (uint32_t)(hash >> 32);
    return tab->count++;
}

void fuda_map64_release(fuda_map64 *map)
{
    free(map->keys);
    free(map->values);
    *map = (fuda_map64){0};
}

void fuda_map64_clear(fuda_map64 *map)
{
    if (map->nslot != 0)
        memset(map->values, 0, map->nslot * sizeof *map->values);
    map->count = 0;
}

static void map64_put(uint64_t *keys, uint32_t *values, size_t nslot, uint64_t key, uint32_t stored)
{
    size_t i = fuda_mix64(key) & (nslot - 1);
    while (values[i] != 0)
        i = (i + 1) & (nslot - 1);
    keys[i] = key;
    values[i] = stored;
}

bool fuda_map64_add(fuda_map64 *map, uint64_t key, uint32_t value)
{
    if (fuda_map64_get(map, key) != FUDA_NO_ID)
        return true;
    if (map->count * 8 >= map->nslot * 5) {
        size_t nslot = map->nslot == 0 ? 64 : map->nslot * 2;
        uint64_t *keys = malloc(nslot * sizeof *keys);
        uint32_t *values = calloc(nslot, sizeof *values);
        if (keys == NULL || values == NULL) {
            free(keys);
            free(values);
            return false;
        }
        for (size_t i = 0; i < map->nslot; i++) {
            if (map->values[i] != 0)
                map64_put(keys, values, nslot, map->keys[i], map->values[i]);
        }
        free(map->keys);
        free(map->values);
        map->keys = keys;
        map->values = values;
        map->nslot = nslot;
    }
    map64_put(map->keys, map->values, map->nslot, key, value + 1);
    map->count++;
    return true;
}
