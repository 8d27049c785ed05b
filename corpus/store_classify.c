/* SPDX-License-Identifier: MIT */
/*
 * A model over the corpus: one thread reads and writes, the tagger's threads work on the batch between.  The
 * database remembers what is done, batch by batch in one transaction
 * each, so that an interrupted call is simply made again.
 */
#include <stdlib.h>
#include <string.h>

#include "core/background.h"
#include "core/error.h"
#include "core/memory.h"
#include "corpus/jsonl.h"
#include "corpus/store_batch.h"
#include "corpus/store_lock.h"

enum { BATCH = 512 };
#define BATCH_BYTES ((size_t)16 * 1024 * 1024)
/* Labels this probable are stored although they are not decided. */
#define KEEP_P 0.1

typedef struct classify {
    fuda_corpus *corpus;
    const fuda_model *model;
    const fuda_classify_options *options;
    fuda_tagger *tagger;
    fuda_background *helper;
    store_lock lock;
    int64_t run;
    int64_t *labels; /* [labels of the model] their numbers in the corpus */
    size_t nlabel;
    store_batch batches[2];
    store_batch *tagging; /* with the helper thread */
    int64_t last;   /* number of the last document read */
} classify;

static fuda_status get_count(classify *c, store_query query, bool of_run, size_t *out, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    bool row;
    fuda_status st = store_prepare(c->corpus, query, &stmt, err);

    if (st != FUDA_OK)
        return st;
    if (of_run)
        store_bind_int(stmt, 1, c->run);
    st = store_row(c->corpus, stmt, &row, err);
    *out = st == FUDA_OK && row ? (size_t)store_int(stmt, 0) : 0;
    store_reset(stmt);
    return st;
}

/* ---- a batch ------------------------------------------------------------------------------- */

static bool copy(store_batch *b, fuda_str from, fuda_str *to, size_t *bytes)
{
    to->len = from.len;
    to->ptr = fuda_arena_copy(&b->arena, from.ptr, from.len);
    *bytes += from.len;
    return to->ptr != NULL;
}

static fuda_status take_row(classify *c, store_batch *b, struct sqlite3_stmt *stmt, size_t *bytes, fuda_error *err)
{
    store_todo item = {.doc = store_int(stmt, 0)};
    fuda_str hash = store_text(stmt, 2), codes = store_text(stmt, 4);
    fuda_document *doc = &item.document;

    if (hash.len != 32)
        return fuda_fail(err, FUDA_E_CORRUPT, "the corpus '%s' has a document without its fingerprint",
                         c->corpus->path);
    memcpy(item.hash, hash.ptr, 32);
    if (!FUDA_GROW(b->items, b->cap, b->n + 1) || !copy(b, store_text(stmt, 1), &doc->id, bytes) ||
        !copy(b, store_text(stmt, 3), &doc->lang, bytes) ||
        !copy(b, store_text(stmt, 5), &doc->title, bytes) || !copy(b, store_text(stmt, 6), &doc->text, bytes))
        return fuda_fail_nomem(err);
    if (codes.len != 0 && !corpus_json_strings(&b->arena, codes.ptr, codes.len, &doc->codes, &doc->ncode))
        return fuda_fail(err, FUDA_E_CORRUPT, "the corpus '%s' has codes that are not a JSON array",
                         c->corpus->path);
    b->items[b->n++] = item;
    c->last = item.doc;
    return FUDA_OK;
}

/* Reads the next documents to do; the read ends here, so that writers need not wait for the tagger. */
static fuda_status read_batch(classify *c, store_batch *b, size_t max, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    size_t bytes = 0;
    bool row = true;
    fuda_status st = store_prepare(c->corpus, STORE_TODO_LIST, &stmt, err);

    fuda_arena_reset(&b->arena);
    b->n = b->nanswer = 0;
    if (st != FUDA_OK)
        return st;
    store_bind_int(stmt, 1, c->run);
    store_bind_int(stmt, 2, c->last);
    while (st == FUDA_OK && b->n < max && bytes < BATCH_BYTES) {
        st = store_row(c->corpus, stmt, &row, err);
        if (st != FUDA_OK || !row)
            break;
        st = take_row(c, b, stmt, &bytes, err);
    }
    store_reset(stmt);
    if (st == FUDA_OK && !FUDA_GROW(b->documents, b->documents_cap, b->n))
        st = fuda_fail_nomem(err);
    for (size_t i = 0; i < b->n && st == FUDA_OK; i++)
        b->documents[i] = &b->items[i].document;
    return st;
}

static bool is_decided(const fuda_result *result, size_t label)
{
    for (size_t i = 0; i < result->ntag; i++) {
        if (result->tags[i].label == label)
            return true;
    }
    return false;
}

static bool add_answer(store_batch *b, uint32_t label, double p, bool decided)
{
    if (!FUDA_GROW(b->answers, b->answers_cap, b->nanswer + 1))
        return false;
    b->answers[b->nanswer++] = (store_answer){label, decided, p};
    return true;
}

static bool keep_result(const classify *c, store_batch *b, store_todo *item, const fuda_result *result)
{
    bool ok = true;

    item->lang = result->lang;
    item->tag = result->tag == NULL ? "und" : fuda_arena_copy(&b->arena, result->tag, strlen(result->tag));
    item->abstain = fuda_abstain_name(result->abstain);
    item->tokens = result->tokens;
    item->tagged = result->ntag != 0;
    item->first = b->nanswer;
    for (size_t i = 0; i < result->ntag && ok; i++)
        ok = add_answer(b, result->tags[i].label, result->tags[i].p, true);
    for (size_t i = 0; result->p != NULL && i < c->nlabel && ok; i++) {
        if (result->p[i] >= KEEP_P && !is_decided(result, i))
            ok = add_answer(b, (uint32_t)i, result->p[i], false);
    }
    item->nlabel = b->nanswer - item->first;
    return ok && item->tag != NULL;
}

/* On the helper thread. */
static fuda_status tag_batch(void *ctx, fuda_error *err)
{
    classify *c = ctx;
    store_batch *b = c->tagging;
    const fuda_result *results = NULL;
    fuda_status st = fuda_tagger_run(c->tagger, b->documents, b->n, &c->options->tag, &results, err);

    for (size_t i = 0; i < b->n && st == FUDA_OK; i++) {
        if (!keep_result(c, b, &b->items[i], &results[i]))
            st = fuda_fail_nomem(err);
    }
    return st;
}

static fuda_status finish_run(classify *c, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    fuda_status st = store_begin(c->corpus, err);

    if (st == FUDA_OK)
        st = store_prepare(c->corpus, STORE_RUN_FINISH, &stmt, err);
    if (st == FUDA_OK) {
        store_bind_int(stmt, 1, c->run);
        st = store_run(c->corpus, stmt, "write to", err);
    }
    if (st == FUDA_OK)
        st = store_commit(c->corpus, err);
    if (st != FUDA_OK)
        store_rollback(c->corpus);
    return st;
}

/* ---- all of them --------------------------------------------------------------------------- */

/* Writes a tagged batch and tells how far it is; *stop: the program wants no more. */
static fuda_status finish_batch(classify *c, const store_batch *b, fuda_progress *progress,
                                fuda_classify_counts *counts, bool *stop, fuda_error *err)
{
    fuda_status st = store_write_batch(c->corpus, c->run, c->labels, b, err);

    if (st != FUDA_OK)
        return st;
    for (size_t i = 0; i < b->n; i++)
        counts->tagged += b->items[i].tagged;
    counts->classified += b->n;
    progress->done += b->n;
    if (progress->total < progress->done) /* others may import at the same time */
        progress->total = progress->done;
    if (c->options->progress != NULL && !c->options->progress(c->options->progress_ctx, progress))
        *stop = true;
    return FUDA_OK;
}

/*
 * Three stages of three batches at the same time would need two database connections; two stages do: while the
 * helper's threads tag one batch, this thread writes the one before and reads the one behind.
 */
static fuda_status run_batches(classify *c, fuda_progress *progress, fuda_classify_counts *counts, bool *stop,
                               fuda_error *err)
{
    size_t max = c->options->batch == 0 ? BATCH : c->options->batch;
    store_batch *next = &c->batches[0], *other = &c->batches[1];
    fuda_status st = read_batch(c, next, max, err);

    other->n = 0; /* of the pass before */
    while (st == FUDA_OK && next->n != 0 && !*stop) {
        fuda_status tagged;
        fuda_error tag_err = {0};
        c->tagging = next;
        fuda_background_start(c->helper, tag_batch, c);
        if (other->n != 0)
            st = finish_batch(c, other, progress, counts, stop, err);
        if (st == FUDA_OK && !*stop)
            st = read_batch(c, other, max, err);
        else
            other->n = 0;
        tagged = fuda_background_wait(c->helper, &tag_err);
        if (st == FUDA_OK && tagged != FUDA_OK) {
            st = tagged;
            if (err != NULL)
                *err = tag_err;
        }
        /* What is tagged is stored whatever comes next; then the roles change. */
        if (st == FUDA_OK && (*stop || other->n == 0)) {
            st = finish_batch(c, next, progress, counts, stop, err);
            next->n = 0;
        }
        store_batch *swap = next;
        next = other;
        other = swap;
    }
    return st;
}

static fuda_status stopped(const fuda_progress *progress, fuda_error *err)
{
    return fuda_fail(err, FUDA_E_INTERRUPTED,
                     "stopped after %zu of %zu documents; the same command goes on from there",
                     progress->done, progress->total);
}

/* Passes over the corpus until nothing is left: what others import or change meanwhile is done, too. */
static fuda_status run_passes(classify *c, fuda_classify_counts *counts, fuda_error *err)
{
    fuda_progress progress = {0};
    size_t documents = 0, left = 0, before = SIZE_MAX;
    bool stop = false;
    fuda_status st = get_count(c, STORE_TODO_COUNT, true, &left, err);

    if (st == FUDA_OK)
        st = get_count(c, STORE_DOC_COUNT, false, &documents, err);
    if (st == FUDA_OK && documents >= left)
        counts->skipped = documents - left;
    progress.total = left;
    while (st == FUDA_OK && left != 0 && left < before) {
        c->last = INT64_MIN;
        st = run_batches(c, &progress, counts, &stop, err);
        if (st == FUDA_OK && stop && progress.done < progress.total)
            return stopped(&progress, err);
        before = left;
        if (st == FUDA_OK)
            st = get_count(c, STORE_TODO_COUNT, true, &left, err);
        progress.total = progress.done + left;
        if (st == FUDA_OK && stop && left != 0)
            return stopped(&progress, err);
    }
    return st == FUDA_OK && left == 0 ? finish_run(c, err) : st;
}

static fuda_status prepare(classify *c, fuda_error *err)
{
    fuda_status st = FUDA_OK;

    c->nlabel = fuda_model_describe(c->model)->nlabel;
    c->labels = calloc(c->nlabel + 1, sizeof *c->labels);
    if (c->labels == NULL)
        st = fuda_fail_nomem(err);
    if (st == FUDA_OK)
        st = fuda_tagger_new(c->model, c->options->jobs, &c->tagger, err);
    if (st == FUDA_OK)
        st = fuda_background_new(&c->helper, err);
    if (st == FUDA_OK)
        st = store_open_run(c->corpus, c->model, c->options, c->labels, &c->run, err);
    /* Two processes with the same run would do every document twice. */
    if (st == FUDA_OK)
        st = store_lock_take(&c->lock, c->corpus, "run", c->run, err);
    return st;
}

fuda_status fuda_corpus_classify(fuda_corpus *corpus, const fuda_model *model,
                                 const fuda_classify_options *options, fuda_classify_counts *counts,
                                 fuda_error *err)
{
    static const fuda_classify_options defaults = {0};
    fuda_classify_counts done = {0};
    classify c = {.corpus = corpus,
                  .model = model,
                  .options = options == NULL ? &defaults : options,
                  .lock = STORE_UNLOCKED};
    fuda_status st = prepare(&c, err);

    if (st == FUDA_OK) {
        done.run = c.run;
        st = run_passes(&c, &done, err);
    }
    if (counts != NULL)
        *counts = done;
    store_lock_drop(&c.lock);
    fuda_background_free(c.helper);
    fuda_tagger_free(c.tagger);
    for (size_t i = 0; i < 2; i++) {
        fuda_arena_release(&c.batches[i].arena);
        free(c.batches[i].items);
        free(c.batches[i].documents);
        free(c.batches[i].answers);
    }
    free(c.labels);
    return st;
}
