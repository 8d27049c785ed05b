/* SPDX-License-Identifier: MIT */
/*
 * Near-duplicates in a corpus of any size: each document's MinHash signature (core/minhash.h) is kept in the corpus and
 * made once a version; bands of equal rows are brought together by SQLite's sorter, which goes to disk; documents
 * that share a band are compared.  Memory grows with the number of near-duplicates only.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/hash.h"
#include "core/minhash.h"
#include "core/parallel.h"
#include "corpus/store_lock.h"
#include "nlp/tokenizer.h"

enum { BATCH = 512, CROWD = 256 };
#define BATCH_BYTES ((size_t)8 * 1024 * 1024)

typedef struct item {
    int64_t doc;
    char hash[33];
    fuda_str title, text, lang;
    fuda_signature signature;
} item;

typedef struct dedup {
    fuda_corpus *corpus;
    double threshold;
    fuda_tokenizer *tokenizer;
    fuda_scratch **scratches; /* [workers] */
    int workers;
    fuda_arena arena;
    item items[BATCH]; /* [n] */
    size_t n;
    int64_t last;
    fuda_progress progress;
    /* Sets of linked documents: union-find over those that are linked at all. */
    fuda_map64 index; /* document → number */
    int64_t *docs;    /* [ndoc] */
    uint32_t *parent; /* [ndoc] */
    size_t ndoc, docs_cap, parent_cap;
    fuda_signature crowd[CROWD]; /* of the present band, [ncrowd] */
    int64_t members[CROWD];
    size_t ncrowd;
} dedup;

/* ---- signatures ----------------------------------------------------------------------------- */

static fuda_status check_settings(dedup *d, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    fuda_buf want = {0};
    char threshold[40];
    bool row = false, same = false;
    fuda_status st = store_prepare(d->corpus, STORE_SETTING_GET, &stmt, err);

    snprintf(threshold, sizeof threshold, "%d", (int)(d->threshold * 1000 + 0.5));
    fuda_buf_addf(&want, "1; ICU %s; MeCab %s; %s", fuda_icu_version(), fuda_mecab_version(),
                  fuda_tokenizer_dictionary(d->tokenizer));
    if (st == FUDA_OK && fuda_buf_cstr(&want) == NULL)
        st = fuda_fail_nomem(err);
    if (st == FUDA_OK) {
        store_bind_cstring(stmt, 1, "duplicates");
        st = store_row(d->corpus, stmt, &row, err);
        fuda_str value = row ? store_text(stmt, 0) : (fuda_str){0};
        same = value.len == want.len && memcmp(value.ptr, want.ptr, want.len) == 0;
        store_reset(stmt);
    }
    if (st == FUDA_OK && !same)
        st = store_exec(d->corpus, "DELETE FROM duplicates", "mark near-duplicates in", err);
    const char *const pairs[2][2] = {{"duplicates", want.ptr}, {"duplicates threshold", threshold}};
    for (int i = 0; i < 2 && st == FUDA_OK; i++) {
        st = store_prepare(d->corpus, STORE_SETTING_SET, &stmt, err);
        if (st != FUDA_OK)
            break;
        store_bind_cstring(stmt, 1, pairs[i][0]);
        store_bind_cstring(stmt, 2, pairs[i][1]);
        st = store_run(d->corpus, stmt, "write to", err);
    }
    fuda_buf_release(&want);
    return st;
}

static bool copy(dedup *d, fuda_str from, fuda_str *to)
{
    *to = (fuda_str){fuda_arena_copy(&d->arena, from.ptr, from.len), from.len};
    return to->ptr != NULL;
}

static fuda_status read_items(dedup *d, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    size_t bytes = 0;
    bool row = true;
    fuda_status st = store_prepare(d->corpus, STORE_DEDUP_TODO, &stmt, err);

    fuda_arena_reset(&d->arena);
    d->n = 0;
    if (st != FUDA_OK)
        return st;
    store_bind_int(stmt, 1, d->last);
    while (st == FUDA_OK && d->n < BATCH && bytes < BATCH_BYTES) {
        st = store_row(d->corpus, stmt, &row, err);
        if (st != FUDA_OK || !row)
            break;
        item *it = &d->items[d->n];
        fuda_str hash = store_text(stmt, 1);
        *it = (item){.doc = store_int(stmt, 0)};
        memcpy(it->hash, hash.len == 32 ? hash.ptr : "", hash.len == 32 ? 32 : 0);
        if (!copy(d, store_text(stmt, 2), &it->title) || !copy(d, store_text(stmt, 3), &it->text) ||
            !copy(d, store_text(stmt, 4), &it->lang))
            st = fuda_fail_nomem(err);
        bytes += it->title.len + it->text.len;
        d->last = it->doc;
        d->n++;
    }
    store_reset(stmt);
    return st;
}

/* Terms of title and text; a text without any (a language fuda does not cut, numbers alone) is a set of one: itself. */
static fuda_status sign_item(void *ctx, size_t block, int worker, fuda_error *err)
{
    dedup *d = ctx;
    item *it = &d->items[block];
    fuda_scratch *scratch = d->scratches[worker];
    const fuda_str texts[] = {it->title, it->text};
    fuda_lang lang = fuda_lang_from_name(it->lang.ptr, it->lang.len);
    fuda_signing signing;
    bool any = false;
    fuda_status st = FUDA_OK;

    fuda_signing_begin(&signing);
    for (int i = 0; i < 2 && st == FUDA_OK; i++) {
        nlp_terms terms;
        st = nlp_terms_of(scratch, texts[i].ptr, texts[i].len, lang, &terms, err);
        for (size_t k = 0; st == FUDA_OK && k < terms.nuse; k++) {
            size_t len;
            const char *key = nlp_term_key(scratch, terms.uses[k].term, &len);
            fuda_signing_add(&signing, fuda_hash64_stable(key, len));
            any = true;
        }
    }
    if (!any && it->title.len + it->text.len != 0) {
        fuda_signing_add(&signing, fuda_hash64_stable(it->title.ptr, it->title.len));
        fuda_signing_add(&signing, fuda_hash64_stable(it->text.ptr, it->text.len) + 1);
    }
    fuda_signing_end(&signing, &it->signature);
    return st;
}

/* Low byte first, whatever the machine. */
static void pack(const fuda_signature *signature, char bytes[2 * FUDA_SIGNATURE])
{
    for (size_t i = 0; i < FUDA_SIGNATURE; i++) {
        bytes[2 * i] = (char)(unsigned char)signature->place[i];
        bytes[2 * i + 1] = (char)(unsigned char)(signature->place[i] >> 8);
    }
}

static bool unpack(fuda_str bytes, fuda_signature *out)
{
    if (bytes.len != 2 * FUDA_SIGNATURE)
        return false;
    for (size_t i = 0; i < FUDA_SIGNATURE; i++)
        out->place[i] =
            (uint16_t)((unsigned char)bytes.ptr[2 * i] | (unsigned)(unsigned char)bytes.ptr[2 * i + 1] << 8);
    return true;
}

static fuda_status write_items(dedup *d, fuda_error *err)
{
    fuda_status st = store_begin(d->corpus, err);

    for (size_t i = 0; i < d->n && st == FUDA_OK; i++) {
        struct sqlite3_stmt *stmt;
        char bytes[2 * FUDA_SIGNATURE];
        st = store_prepare(d->corpus, STORE_DEDUP_SIGN, &stmt, err);
        if (st != FUDA_OK)
            break;
        pack(&d->items[i].signature, bytes);
        store_bind_int(stmt, 1, d->items[i].doc);
        store_bind_cstring(stmt, 2, d->items[i].hash);
        store_bind_bytes(stmt, 3, (fuda_str){bytes, sizeof bytes});
        st = store_run(d->corpus, stmt, "write to", err);
    }
    if (st == FUDA_OK)
        st = store_commit(d->corpus, err);
    if (st != FUDA_OK)
        store_rollback(d->corpus);
    return st;
}

static fuda_status sign_all(dedup *d, fuda_progress_fn progress, void *ctx, fuda_error *err)
{
    fuda_status st = FUDA_OK;

    d->last = INT64_MIN;
    while (st == FUDA_OK) {
        st = read_items(d, err);
        if (st != FUDA_OK || d->n == 0)
            break;
        st = fuda_parallel(d->n, d->workers, sign_item, d, err);
        if (st == FUDA_OK)
            st = write_items(d, err);
        d->progress.done += d->n;
        if (d->progress.total < d->progress.done)
            d->progress.total = d->progress.done;
        if (st == FUDA_OK && progress != NULL && !progress(ctx, &d->progress) && d->progress.done < d->progress.total)
            return fuda_fail(err, FUDA_E_INTERRUPTED,
                             "stopped after %zu of %zu documents; the same command goes on from there",
                             d->progress.done, d->progress.total);
    }
    return st;
}

/* ---- clusters ------------------------------------------------------------------------------- */

static uint32_t number_of(dedup *d, int64_t doc)
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

static uint32_t root_of(dedup *d, uint32_t no)
{
    while (d->parent[no] != no) {
        d->parent[no] = d->parent[d->parent[no]];
        no = d->parent[no];
    }
    return no;
}

/* The set's root is its smallest document. */
static bool link_documents(dedup *d, int64_t a, int64_t b)
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

static bool are_linked(dedup *d, int64_t a, int64_t b)
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

static fuda_status write_bands(dedup *d, fuda_banding banding, fuda_error *err)
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

static fuda_status load_signature(dedup *d, int64_t doc, fuda_signature *out, fuda_error *err)
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
static fuda_status compare(dedup *d, int64_t doc, fuda_error *err)
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

static fuda_status compare_bands(dedup *d, fuda_error *err)
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

static fuda_status write_clusters(dedup *d, fuda_dedup_counts *counts, fuda_error *err)
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

static fuda_status cluster_all(dedup *d, fuda_dedup_counts *counts, fuda_error *err)
{
    fuda_banding banding = fuda_banding_for(d->threshold);
    fuda_status st = store_begin(d->corpus, err);

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
    return st;
}

/* ---- all of it ------------------------------------------------------------------------------ */

static fuda_status begin(dedup *d, int jobs, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    bool row = false;
    fuda_status st = fuda_tokenizer_new(NULL, &d->tokenizer, err);

    d->workers = fuda_worker_count(jobs);
    d->scratches = calloc((size_t)d->workers, sizeof(fuda_scratch *));
    if (st == FUDA_OK && d->scratches == NULL)
        st = fuda_fail_nomem(err);
    for (int i = 0; i < d->workers && st == FUDA_OK; i++)
        st = fuda_scratch_new(d->tokenizer, &d->scratches[i], err);
    if (st == FUDA_OK)
        st = store_begin(d->corpus, err);
    if (st == FUDA_OK)
        st = check_settings(d, err);
    if (st == FUDA_OK)
        st = store_prepare(d->corpus, STORE_DEDUP_LEFT, &stmt, err);
    if (st == FUDA_OK) {
        st = store_row(d->corpus, stmt, &row, err);
        d->progress.total = row ? (size_t)store_int(stmt, 0) : 0;
        store_reset(stmt);
    }
    if (st == FUDA_OK)
        st = store_commit(d->corpus, err);
    if (st != FUDA_OK)
        store_rollback(d->corpus);
    return st;
}

fuda_status fuda_corpus_dedup(fuda_corpus *corpus, double threshold, int jobs, fuda_progress_fn progress, void *ctx,
                              fuda_dedup_counts *counts, fuda_error *err)
{
    fuda_dedup_counts done = {0};
    store_lock lock = STORE_UNLOCKED;
    dedup *d = calloc(1, sizeof *d);
    fuda_status st = FUDA_OK;

    if (d == NULL)
        return fuda_fail_nomem(err);
    d->corpus = corpus;
    d->threshold = threshold == 0 ? FUDA_NEAR : threshold;
    if (!(d->threshold > 0 && d->threshold <= 1))
        st = fuda_fail(err, FUDA_E_ARG, "a similarity lies between 0 and 1");
    if (st == FUDA_OK)
        st = store_lock_take(&lock, corpus, "dedup", 0, err);
    if (st == FUDA_OK)
        st = begin(d, jobs, err);
    if (st == FUDA_OK)
        st = sign_all(d, progress, ctx, err);
    if (st == FUDA_OK)
        st = cluster_all(d, &done, err);
    store_lock_drop(&lock);
    if (counts != NULL)
        *counts = done;
    for (int i = 0; i < d->workers && d->scratches != NULL; i++)
        fuda_scratch_free(d->scratches[i]);
    free(d->scratches);
    fuda_tokenizer_free(d->tokenizer);
    fuda_arena_release(&d->arena);
    fuda_map64_release(&d->index);
    free(d->docs);
    free(d->parent);
    free(d);
    return st;
}
