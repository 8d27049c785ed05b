/* SPDX-License-Identifier: MIT */
/*
 * Clusters of near-duplicates from the signatures in a corpus.  Bands of equal rows are brought together by SQLite's
 * sorter, which goes to disk; documents that share a band are compared.  Memory grows with the number of
 * near-duplicates only.
 */
#include <stdlib.h>

#include "core/error.h"
#include "core/hash.h"
#include "core/memory.h"
#include "core/minhash.h"
#include "corpus/store.h"

enum { CROWD = 256 };

typedef struct clusters {
    fuda_corpus *corpus;
    double threshold;
    /* Sets of linked documents: union-find over those that are linked at all. */
    fuda_map64 index; /* document → number */
    int64_t *docs;    /* [ndoc] */
    uint32_t *parent; /* [ndoc] */
    size_t ndoc, docs_cap, parent_cap;
    fuda_signature crowd[CROWD]; /* of the present band, [ncrowd] */
    int64_t members[CROWD];
    size_t ncrowd;
} clusters;

static bool unpack(fuda_str bytes, fuda_signature *out)
{
    if (bytes.len != 2 * FUDA_SIGNATURE)
        return false;
    for (size_t i = 0; i < FUDA_SIGNATURE; i++)
        out->place[i] =
            (uint16_t)((unsigned char)bytes.ptr[2 * i] | (unsigned)(unsigned char)bytes.ptr[2 * i + 1] << 8);
    return true;
}


static uint32_t number_of(clusters *d, int64_t doc)
{
    uint32_t no = fuda_map64_get(&d->index, (uint64_t)doc);

    if (no != FUDA_NO_ID)
        return no;
    if (!FUDA_GROW(d->docs, d->docs_cap, d->ndoc + 1) || !FUDA_GROW(d->parent, d->parent_cap, d->ndoc + 1) ||
        d->ndoc >= UINT32_MAX - 1 || !fuda_map64_add(&d->index, (uint64_t)doc, (uint32_t)d->ndoc))
        return FUDA_NO_ID;
    d->docs[d->ndoc] = doc;
    d->parent[d->ndoc] = (uint32_t)d->ndoc;
    return (uint32_t)d->ndoc++;
}

static uint32_t root_of(clusters *d, uint32_t no)
{
    while (d->parent[no] != no) {
        d->parent[no] = d->parent[d->parent[no]];
        no = d->parent[no];
    }
    return no;
}

/* The set's root is its smallest document. */
static bool link_documents(clusters *d, int64_t a, int64_t b)
{
    uint32_t x = number_of(d, a), y = number_of(d, b);

    if (x == FUDA_NO_ID || y == FUDA_NO_ID)
        return false;
    x = root_of(d, x);
    y = root_of(d, y);
    if (d->docs[x] < d->docs[y])
        d->parent[y] = x;
    else
        d->parent[x] = y;
    return true;
}

static bool are_linked(clusters *d, int64_t a, int64_t b)
{
    uint32_t x = fuda_map64_get(&d->index, (uint64_t)a), y = fuda_map64_get(&d->index, (uint64_t)b);
    return x != FUDA_NO_ID && y != FUDA_NO_ID && root_of(d, x) == root_of(d, y);
}

/* 64 bits of a band of a signature; the band's number is part of them. */
static int64_t band_hash(const fuda_signature *signature, int band, int rows)
{
    unsigned char bytes[2 * FUDA_SIGNATURE + 4];
    size_t n = 0;

    bytes[n++] = (unsigned char)band;
    for (int i = band * rows; i < (band + 1) * rows; i++) {
        bytes[n++] = (unsigned char)signature->place[i];
        bytes[n++] = (unsigned char)(signature->place[i] >> 8);
    }
    return (int64_t)fuda_hash64_stable(bytes, n);
}

static bool is_empty(const fuda_signature *signature)
{
    for (size_t i = 0; i < FUDA_SIGNATURE; i++) {
        if (signature->place[i] != 0)
            return false;
    }
    return true;
}

static fuda_status write_bands(clusters *d, fuda_banding banding, fuda_error *err)
{
    struct sqlite3_stmt *stmt, *add;
    bool row = true;
    fuda_status st = store_exec(d->corpus,
                                "CREATE TEMP TABLE IF NOT EXISTS bands (hash INTEGER NOT NULL, doc INTEGER NOT NULL);"
                                "DELETE FROM temp.bands",
                                "mark near-duplicates in", err);

    if (st == FUDA_OK)
        st = store_prepare(d->corpus, STORE_DEDUP_SIGNATURES, &stmt, err);
    while (st == FUDA_OK) {
        fuda_signature signature;
        st = store_row(d->corpus, stmt, &row, err);
        if (st != FUDA_OK || !row)
            break;
        if (!unpack(store_bytes(stmt, 1), &signature) || is_empty(&signature))
            continue;
        for (int b = 0; b < banding.bands && st == FUDA_OK; b++) {
            st = store_prepare(d->corpus, STORE_DEDUP_BAND, &add, err);
            if (st != FUDA_OK)
                break;
            store_bind_int(add, 1, band_hash(&signature, b, banding.rows));
            store_bind_int(add, 2, store_int(stmt, 0));
            st = store_run(d->corpus, add, "mark near-duplicates in", err);
        }
    }
    store_reset(stmt);
    return st;
}

static fuda_status load_signature(clusters *d, int64_t doc, fuda_signature *out, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    bool row = false;
    fuda_status st = store_prepare(d->corpus, STORE_DEDUP_SIGNATURE, &stmt, err);

    *out = (fuda_signature){{0}};
    if (st != FUDA_OK)
        return st;
    store_bind_int(stmt, 1, doc);
    st = store_row(d->corpus, stmt, &row, err);
    if (st == FUDA_OK && row)
        unpack(store_bytes(stmt, 0), out);
    store_reset(stmt);
    return st;
}

/* Compares a document with the first ones of its band. */
static fuda_status compare(clusters *d, int64_t doc, fuda_error *err)
{
    fuda_signature signature;
    fuda_status st = load_signature(d, doc, &signature, err);

    for (size_t i = 0; i < d->ncrowd && st == FUDA_OK; i++) {
        if (!are_linked(d, doc, d->members[i]) && fuda_similarity(&signature, &d->crowd[i]) >= d->threshold &&
            !link_documents(d, doc, d->members[i]))
            st = fuda_fail_nomem(err);
    }
    if (st == FUDA_OK && d->ncrowd < CROWD) {
        d->crowd[d->ncrowd] = signature;
        d->members[d->ncrowd++] = doc;
    }
    return st;
}

static fuda_status compare_bands(clusters *d, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    int64_t hash = 0, first = 0;
    size_t n = 0;
    bool row = true;
    fuda_status st = store_prepare(d->corpus, STORE_DEDUP_CROWDS, &stmt, err);

    while (st == FUDA_OK) {
        st = store_row(d->corpus, stmt, &row, err);
        if (st != FUDA_OK || !row)
            break;
        int64_t doc = store_int(stmt, 1);
        if (n == 0 || store_int(stmt, 0) != hash) { /* most bands have one document: it is not even read */
            hash = store_int(stmt, 0);
            first = doc;
            n = 1;
            d->ncrowd = 0;
            continue;
        }
        if (n++ == 1)
            st = compare(d, first, err);
        if (st == FUDA_OK)
            st = compare(d, doc, err);
    }
    store_reset(stmt);
    return st;
}

static fuda_status write_clusters(clusters *d, fuda_dedup_counts *counts, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    fuda_status st = FUDA_OK;

    for (size_t i = 0; i < d->ndoc && st == FUDA_OK; i++) {
        uint32_t root = root_of(d, (uint32_t)i);
        counts->documents++;
        counts->clusters += root == i;
        st = store_prepare(d->corpus, STORE_DEDUP_CLUSTER, &stmt, err);
        if (st != FUDA_OK)
            break;
        store_bind_int(stmt, 1, d->docs[i]);
        store_bind_int(stmt, 2, d->docs[root]);
        st = store_run(d->corpus, stmt, "write to", err);
    }
    return st;
}

fuda_status store_find_clusters(fuda_corpus *corpus, double threshold, fuda_dedup_counts *counts, fuda_error *err)
{
    clusters *d = calloc(1, sizeof *d);
    fuda_banding banding = fuda_banding_for(threshold);
    fuda_status st;

    if (d == NULL)
        return fuda_fail_nomem(err);
    d->corpus = corpus;
    d->threshold = threshold;
    st = store_begin(corpus, err);

    if (st == FUDA_OK)
        st = write_bands(d, banding, err);
    if (st == FUDA_OK)
        st = compare_bands(d, err);
    if (st == FUDA_OK)
        st = store_exec(d->corpus, "UPDATE duplicates SET cluster = doc WHERE cluster IS NOT doc",
                        "mark near-duplicates in", err);
    if (st == FUDA_OK)
        st = write_clusters(d, counts, err);
    if (st == FUDA_OK)
        st = store_exec(d->corpus, "DROP TABLE temp.bands", "mark near-duplicates in", err);
    if (st == FUDA_OK)
        st = store_commit(d->corpus, err);
    if (st != FUDA_OK)
        store_rollback(d->corpus);
    fuda_map64_release(&d->index);
    free(d->docs);
    free(d->parent);
    free(d);
    return st;
}
