/* SPDX-License-Identifier: MIT */
/* The search index brought up to date, batch by batch: threads cut the texts, this one gives them to FTS5. */
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/parallel.h"
#include "corpus/store_fts.h"
#include "corpus/store_lock.h"

enum { BATCH = 256 };
#define BATCH_BYTES ((size_t)4 * 1024 * 1024)

typedef struct item {
    int64_t doc;
    fuda_str title, text;
    search_cut cut[2];
} item;

typedef struct indexer {
    store_fts *fts;
    fuda_scratch **scratches; /* [workers] */
    int workers;
    fuda_arena arena;
    item items[BATCH];
    size_t n;
    int64_t last;
    fuda_progress progress;
} indexer;

/* Which tokens the index holds is remembered; others would never be found, or never forgotten. */
static fuda_status check_identity(indexer *x, bool anew, fuda_error *err)
{
    fuda_corpus *corpus = x->fts->corpus;
    struct sqlite3_stmt *stmt;
    fuda_buf identity = {0};
    bool row = false, exists = false, same = false;
    fuda_status st = store_fts_identity(x->fts, &identity, err);

    if (st == FUDA_OK)
        st = store_fts_exists(x->fts, &exists, err);
    if (st == FUDA_OK)
        st = store_prepare(corpus, STORE_SETTING_GET, &stmt, err);
    if (st == FUDA_OK) {
        store_bind_cstring(stmt, 1, "search");
        st = store_row(corpus, stmt, &row, err);
        fuda_str value = row ? store_text(stmt, 0) : (fuda_str){0};
        same = value.len == identity.len && memcmp(value.ptr, identity.ptr, value.len) == 0;
        store_reset(stmt);
    }
    if (st == FUDA_OK && (anew || !exists || !same)) {
        st = store_fts_make(x->fts, err);
        if (st == FUDA_OK)
            st = store_prepare(corpus, STORE_SETTING_SET, &stmt, err);
        if (st == FUDA_OK) {
            store_bind_cstring(stmt, 1, "search");
            store_bind(stmt, 2, (fuda_str){identity.ptr, identity.len});
            st = store_run(corpus, stmt, "index", err);
        }
    }
    fuda_buf_release(&identity);
    return st;
}

static fuda_status count_left(indexer *x, size_t *left, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    bool row;
    fuda_status st = store_prepare(x->fts->corpus, STORE_SEARCH_LEFT, &stmt, err);

    if (st == FUDA_OK)
        st = store_row(x->fts->corpus, stmt, &row, err);
    *left = st == FUDA_OK && row ? (size_t)store_int(stmt, 0) : 0;
    store_reset(stmt);
    return st;
}

/* ---- a batch ------------------------------------------------------------------------------- */

static fuda_status take_item(indexer *x, struct sqlite3_stmt *stmt, size_t *bytes, fuda_error *err)
{
    item *it = &x->items[x->n];
    fuda_str title = store_text(stmt, 1), text = store_text(stmt, 2);

    it->doc = store_int(stmt, 0);
    it->title = (fuda_str){fuda_arena_copy(&x->arena, title.ptr, title.len), title.len};
    it->text = (fuda_str){fuda_arena_copy(&x->arena, text.ptr, text.len), text.len};
    if (it->title.ptr == NULL || it->text.ptr == NULL)
        return fuda_fail_nomem(err);
    *bytes += title.len + text.len;
    x->n++;
    return FUDA_OK;
}

static fuda_status read_items(indexer *x, store_query query, int64_t parameter, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    size_t bytes = 0;
    bool row = true;
    fuda_status st = store_prepare(x->fts->corpus, query, &stmt, err);

    fuda_arena_reset(&x->arena);
    x->n = 0;
    if (st != FUDA_OK)
        return st;
    store_bind_int(stmt, 1, parameter);
    while (st == FUDA_OK && x->n < BATCH && bytes < BATCH_BYTES) {
        st = store_row(x->fts->corpus, stmt, &row, err);
        if (st != FUDA_OK || !row)
            break;
        st = take_item(x, stmt, &bytes, err);
    }
    store_reset(stmt);
    return st;
}

static fuda_status cut_item(void *ctx, size_t block, int worker, fuda_error *err)
{
    indexer *x = ctx;
    item *it = &x->items[block];
    fuda_status st = search_cut_text(&it->cut[0], x->scratches[worker], it->title.ptr, it->title.len, err);
    return st == FUDA_OK ? search_cut_text(&it->cut[1], x->scratches[worker], it->text.ptr, it->text.len, err) : st;
}

static fuda_status run_for(indexer *x, store_query query, int64_t doc, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    fuda_status st = store_prepare(x->fts->corpus, query, &stmt, err);

    if (st != FUDA_OK)
        return st;
    store_bind_int(stmt, 1, doc);
    return store_run(x->fts->corpus, stmt, "index", err);
}

/* Tells FTS5 a text: to be found (ADD) or to be forgotten (DELETE). */
static fuda_status tell(indexer *x, store_query query, item *it, fuda_error *err)
{
    store_fts *fts = x->fts;
    struct sqlite3_stmt *stmt;
    fuda_status st = store_prepare(fts->corpus, query, &stmt, err);

    if (st != FUDA_OK)
        return st;
    store_bind_int(stmt, 1, it->doc);
    store_bind(stmt, 2, it->title);
    store_bind(stmt, 3, it->text);
    fts->ready = it->cut;
    fts->ready_at = 0;
    fts->ready_len[0] = it->title.len;
    fts->ready_len[1] = it->text.len;
    fts->error = (fuda_error){0};
    st = store_run(fts->corpus, stmt, "index", err);
    fts->ready = NULL;
    if (st != FUDA_OK && fts->error.status != FUDA_OK && err != NULL)
        *err = fts->error;
    return st;
}

/* One transaction. */
static fuda_status write_items(indexer *x, bool old, fuda_error *err)
{
    fuda_status st = fuda_parallel(x->n, x->workers, cut_item, x, err);

    for (size_t i = 0; i < x->n && st == FUDA_OK; i++) {
        int64_t doc = x->items[i].doc;
        st = tell(x, old ? STORE_SEARCH_DELETE : STORE_SEARCH_ADD, &x->items[i], err);
        if (st == FUDA_OK && old)
            st = run_for(x, STORE_SEARCH_OLD_DROP, doc, err);
        if (st == FUDA_OK)
            st = run_for(x, old ? STORE_SEARCH_DOCS_DROP : STORE_SEARCH_DONE, doc, err);
        x->last = doc;
    }
    x->progress.done += x->n;
    if (x->progress.total < x->progress.done)
        x->progress.total = x->progress.done;
    return st;
}

/* ---- all of them --------------------------------------------------------------------------- */

/* Old texts are forgotten before new ones are learned, all under one transaction a batch. */
static fuda_status run_batch(indexer *x, bool old, bool *done, fuda_error *err)
{
    fuda_corpus *corpus = x->fts->corpus;
    fuda_status st = store_begin(corpus, err);

    if (st == FUDA_OK)
        st = read_items(x, old ? STORE_SEARCH_OLD_LIST : STORE_SEARCH_TODO, old ? BATCH : x->last, err);
    *done = st == FUDA_OK && x->n == 0;
    if (st == FUDA_OK)
        st = write_items(x, old, err);
    if (st == FUDA_OK)
        st = store_commit(corpus, err);
    if (st != FUDA_OK)
        store_rollback(corpus);
    return st;
}

static fuda_status begin(indexer *x, bool anew, fuda_error *err)
{
    fuda_corpus *corpus = x->fts->corpus;
    fuda_status st = store_begin(corpus, err);

    if (st == FUDA_OK)
        st = check_identity(x, anew, err);
    if (st == FUDA_OK)
        st = count_left(x, &x->progress.total, err);
    if (st == FUDA_OK)
        st = store_commit(corpus, err);
    if (st != FUDA_OK)
        store_rollback(corpus);
    return st;
}

static fuda_status run_all(indexer *x, fuda_progress_fn progress, void *ctx, fuda_error *err)
{
    fuda_status st = FUDA_OK;

    for (int old = 1; old >= 0 && st == FUDA_OK; old--) {
        bool done = false;
        x->last = INT64_MIN;
        while (st == FUDA_OK && !done) {
            st = run_batch(x, old != 0, &done, err);
            if (st == FUDA_OK && !done && progress != NULL && !progress(ctx, &x->progress) &&
                x->progress.done < x->progress.total)
                return fuda_fail(err, FUDA_E_INTERRUPTED,
                                 "stopped after %zu of %zu documents; the next search goes on from there",
                                 x->progress.done, x->progress.total);
        }
    }
    return st;
}

fuda_status store_index(store_fts *fts, bool anew, int jobs, fuda_progress_fn progress, void *ctx, fuda_error *err)
{
    indexer *x = calloc(1, sizeof *x);
    store_lock lock = STORE_UNLOCKED;
    fuda_status st = FUDA_OK;

    if (x == NULL)
        return fuda_fail_nomem(err);
    x->fts = fts;
    x->workers = fuda_worker_count(jobs);
    x->scratches = calloc((size_t)x->workers, sizeof(fuda_scratch *));
    if (x->scratches == NULL)
        st = fuda_fail_nomem(err);
    for (int i = 0; i < x->workers && st == FUDA_OK; i++)
        st = fuda_scratch_new(fts->tokenizer, &x->scratches[i], err);
    if (st == FUDA_OK)
        st = store_lock_take(&lock, fts->corpus, "index", 0, err);
    if (st == FUDA_OK)
        st = begin(x, anew, err);
    if (st == FUDA_OK)
        st = run_all(x, progress, ctx, err);
    store_lock_drop(&lock);
    for (int i = 0; i < x->workers && x->scratches != NULL; i++)
        fuda_scratch_free(x->scratches[i]);
    for (size_t i = 0; i < BATCH; i++) {
        search_cut_release(&x->items[i].cut[0]);
        search_cut_release(&x->items[i].cut[1]);
    }
    fuda_arena_release(&x->arena);
    free(x->scratches);
    free(x);
    return st;
}
