/* SPDX-License-Identifier: MIT */
/*
 * Near-duplicates in a corpus of any size: each document's MinHash signature (core/minhash.h) is kept in the corpus and
 * made once a version; store_clusters.c compares them.
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

enum { BATCH = 512 };
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

/* Low byte first, whatever the machine; store_clusters.c unpacks. */
static void pack(const fuda_signature *signature, char bytes[2 * FUDA_SIGNATURE])
{
    for (size_t i = 0; i < FUDA_SIGNATURE; i++) {
        bytes[2 * i] = (char)(unsigned char)signature->place[i];
        bytes[2 * i + 1] = (char)(unsigned char)(signature->place[i] >> 8);
    }
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
        st = store_find_clusters(corpus, d->threshold, &done, err);
    store_lock_drop(&lock);
    if (counts != NULL)
        *counts = done;
    for (int i = 0; i < d->workers && d->scratches != NULL; i++)
        fuda_scratch_free(d->scratches[i]);
    free(d->scratches);
    fuda_tokenizer_free(d->tokenizer);
    fuda_arena_release(&d->arena);
    free(d);
    return st;
}
