/* SPDX-License-Identifier: MIT */
#include "core/minhash.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/hash.h"
#include "core/random.h"

enum { CROWD = 256 };

/* ---- signatures ------------------------------------------------------------------------------ */

/* g_i(x) = a[i] x + b[i] mod 2^64, a[i] odd: permutations of the 64-bit integers.  The members are hash
 * values already, so that the order a permutation puts them in is as good as random. */
static uint64_t a[FUDA_SIGNATURE], b[FUDA_SIGNATURE];

__attribute__((constructor)) static void draw(void)
{
    fuda_rng rng = {0x66756461}; /* never to be changed: signatures may be stored */

    for (int i = 0; i < FUDA_SIGNATURE; i++) {
        a[i] = fuda_rng_next(&rng) | 1;
        b[i] = fuda_rng_next(&rng);
    }
}

void fuda_signing_begin(fuda_signing *signing)
{
    memset(signing->least, 0xff, sizeof signing->least);
    signing->any = false;
}

void fuda_signing_add(fuda_signing *signing, uint64_t hash)
{
    for (int i = 0; i < FUDA_SIGNATURE; i++) {
        uint64_t g = a[i] * hash + b[i];
        signing->least[i] = g < signing->least[i] ? g : signing->least[i];
    }
    signing->any = true;
}

void fuda_signing_end(const fuda_signing *signing, fuda_signature *out)
{
    uint16_t seen = 0;

    memset(out, 0, sizeof *out);
    if (!signing->any)
        return;
    /* The least values of a large set are small numbers: mixed before they are cut to 16 bits. */
    for (int i = 0; i < FUDA_SIGNATURE; i++) {
        out->place[i] = (uint16_t)fuda_mix64(signing->least[i]);
        seen |= out->place[i];
    }
    if (seen == 0)
        out->place[0] = 1; /* all 0 is the empty set */
}

void fuda_sign(const uint64_t *hashes, size_t n, fuda_signature *out)
{
    fuda_signing signing;

    fuda_signing_begin(&signing);
    for (size_t i = 0; i < n; i++)
        fuda_signing_add(&signing, hashes[i]);
    fuda_signing_end(&signing, out);
}

static bool is_empty(const fuda_signature *s)
{
    uint16_t seen = 0;

    for (int i = 0; i < FUDA_SIGNATURE; i++)
        seen |= s->place[i];
    return seen == 0;
}

static int equal_places(const fuda_signature *x, const fuda_signature *y)
{
    int equal = 0;

    for (int i = 0; i < FUDA_SIGNATURE; i++)
        equal += x->place[i] == y->place[i];
    return equal;
}

double fuda_similarity(const fuda_signature *x, const fuda_signature *y)
{
    return is_empty(x) || is_empty(y) ? 0 : (double)equal_places(x, y) / FUDA_SIGNATURE;
}

/* ---- bands ----------------------------------------------------------------------------------- */

double fuda_banding_chance(fuda_banding banding, double similarity)
{
    return 1 - pow(1 - pow(similarity, banding.rows), banding.bands);
}

fuda_banding fuda_banding_for(double threshold)
{
    fuda_banding best = {1, FUDA_SIGNATURE};

    for (int rows = 2; rows <= FUDA_SIGNATURE; rows++) {
        fuda_banding next = {rows, FUDA_SIGNATURE / rows};
        if (fuda_banding_chance(next, threshold) < 0.99)
            break;
        best = next;
    }
    return best;
}

/* ---- clusters -------------------------------------------------------------------------------- */

typedef struct entry {
    uint64_t key;
    uint32_t set;
} entry;

typedef struct clustering {
    const fuda_signature *signatures;
    uint32_t *parent; /* [n] union-find forest; a root is the first of its cluster */
    entry *entries;   /* [n] */
    size_t nentry;
    int enough;       /* equal places that make a link */
} clustering;

static uint32_t root_of(uint32_t *parent, uint32_t i)
{
    while (parent[i] != i) {
        parent[i] = parent[parent[i]];
        i = parent[i];
    }
    return i;
}

static void join(uint32_t *parent, uint32_t i, uint32_t j)
{
    i = root_of(parent, i);
    j = root_of(parent, j);
    if (i < j)
        parent[j] = i;
    else
        parent[i] = j;
}

static int by_key(const void *x, const void *y)
{
    const entry *p = x, *q = y;

    if (p->key != q->key)
        return p->key < q->key ? -1 : 1;
    return (p->set > q->set) - (p->set < q->set);
}

static bool linked(const clustering *c, uint32_t i, uint32_t j)
{
    return equal_places(&c->signatures[i], &c->signatures[j]) >= c->enough;
}

/* Compares sets [n] that share a band. */
static void compare(clustering *c, const entry *sets, size_t n)
{
    uint32_t firsts[CROWD]; /* in a crowd: the first set of each cluster */
    size_t nfirst = 0;

    for (size_t i = 0; n <= CROWD && i < n; i++)
        for (size_t j = 0; j < i; j++)
            if (root_of(c->parent, sets[i].set) != root_of(c->parent, sets[j].set) &&
                linked(c, sets[i].set, sets[j].set))
                join(c->parent, sets[i].set, sets[j].set);
    for (size_t i = 0; n > CROWD && i < n; i++) {
        bool alone = true;
        for (size_t j = 0; j < nfirst; j++) {
            if (root_of(c->parent, sets[i].set) == root_of(c->parent, firsts[j])) {
                alone = false;
            } else if (linked(c, sets[i].set, firsts[j])) {
                join(c->parent, sets[i].set, firsts[j]);
                alone = false;
            }
        }
        if (alone && nfirst < CROWD)
            firsts[nfirst++] = sets[i].set;
    }
}

/* Calls for each run of equal keys in the sorted entries. */
static void each_run(clustering *c, void (*use)(clustering *, const entry *, size_t))
{
    size_t end;

    qsort(c->entries, c->nentry, sizeof *c->entries, by_key);
    for (size_t i = 0; i < c->nentry; i = end) {
        for (end = i + 1; end < c->nentry && c->entries[end].key == c->entries[i].key; end++)
            ;
        if (end - i > 1)
            use(c, c->entries + i, end - i);
    }
}

/* Joins sets whose signatures are equal. */
static void join_equal(clustering *c, const entry *sets, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (equal_places(&c->signatures[sets[0].set], &c->signatures[sets[i].set]) == FUDA_SIGNATURE)
            join(c->parent, sets[0].set, sets[i].set);
}

/* Entries of the sets that are first among their equals, keyed by the places [from, from + n). */
static void enter(clustering *c, const uint32_t *sets, size_t nset, int from, int n)
{
    c->nentry = nset;
    for (size_t i = 0; i < nset; i++)
        c->entries[i] = (entry){
            fuda_hash64_stable(c->signatures[sets[i]].place + from, (size_t)n * sizeof(uint16_t)), sets[i]};
}

fuda_status fuda_near_clusters(const fuda_signature *signatures, size_t n, double threshold,
                               uint32_t *cluster, fuda_error *err)
{
    clustering c = {.signatures = signatures, .parent = cluster};
    fuda_banding banding;
    uint32_t *sets;
    size_t nset = 0, kept = 0;

    if (!(threshold > 0 && threshold <= 1))
        return fuda_fail(err, FUDA_E_ARG, "a threshold of similarity is above 0 and at most 1");
    if (n >= UINT32_MAX)
        return fuda_fail(err, FUDA_E_ARG, "too many sets to compare: %zu", n);
    c.entries = malloc((n + 1) * sizeof *c.entries);
    sets = calloc(n + 1, sizeof *sets);
    if (c.entries == NULL || sets == NULL) {
        free(c.entries);
        free(sets);
        return fuda_fail_nomem(err);
    }
    banding = fuda_banding_for(threshold);
    c.enough = (int)ceil(threshold * FUDA_SIGNATURE - 1e-9);
    for (size_t i = 0; i < n; i++) {
        cluster[i] = (uint32_t)i;
        if (!is_empty(&signatures[i]))
            sets[nset++] = (uint32_t)i;
    }
    enter(&c, sets, nset, 0, FUDA_SIGNATURE);
    each_run(&c, join_equal);
    for (size_t i = 0; i < nset; i++)
        if (cluster[sets[i]] == sets[i])
            sets[kept++] = sets[i];
    for (int band = 0; band < banding.bands; band++) {
        enter(&c, sets, kept, band * banding.rows, banding.rows);
        each_run(&c, compare);
    }
    for (size_t i = 0; i < n; i++)
        cluster[i] = root_of(cluster, (uint32_t)i);
    free(c.entries);
    free(sets);
    return FUDA_OK;
}
