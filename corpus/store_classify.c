/* SPDX-License-Identifier: MIT */
/*
 * A model over the corpus.  The database remembers what is done, batch by batch in one transaction
 * each, so that an interrupted call is simply made again.
 */
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/memory.h"
#include "corpus/jsonl.h"
#include "corpus/store.h"

enum { BATCH = 512 };
#define BATCH_BYTES ((size_t)16 * 1024 * 1024)
/* Labels this probable are stored although they are not decided. */
#define KEEP_P 0.1

/* One document of a batch. */
typedef struct todo {
    int64_t doc;
    char hash[33];
    fuda_document document;
} todo;

typedef struct classify {
    fuda_corpus *corpus;
    const fuda_model *model;
    const fuda_classify_options *options;
    fuda_tagger *tagger;
    int64_t run;
    int64_t *labels; /* [labels of the model] their numbers in the corpus */
    size_t nlabel;
    fuda_arena arena; /* strings of the batch  */
    todo *batch;      /* [n] */
    size_t n, cap;
    const fuda_document **documents; /* [n] into batch */
    size_t documents_cap;
    int64_t last; /* number of the last document read */
} classify;

/* ---- the run ------------------------------------------------------------------------------- */

/* What a run's answers depend on besides the model, as one line of JSON. */
static fuda_status write_settings(const fuda_tag_options *tag, fuda_json *out, fuda_str *text,
                                  fuda_error *err)
{
    char min_p[40];

    corpus_real_text(tag->min_p, min_p);
    fuda_json_object(out);
    fuda_json_key(out, "lang");
    fuda_json_cstring(out, tag->lang == FUDA_LANG_UND ? "auto" : fuda_lang_name(tag->lang));
    fuda_json_key(out, "min_p");
    fuda_json_raw(out, min_p, strlen(min_p));
    fuda_json_key(out, "top");
    fuda_json_int(out, (int64_t)tag->top);
    fuda_json_object_end(out);
    text->ptr = fuda_json_text(out, &text->len);
    return text->ptr == NULL ? fuda_fail_nomem(err) : FUDA_OK;
}

static fuda_status find_run(classify *c, fuda_str settings, bool *found, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    fuda_status st = store_prepare(c->corpus, STORE_RUN_FIND, &stmt, err);

    *found = false;
    if (st != FUDA_OK)
        return st;
    store_bind_cstring(stmt, 1, fuda_model_describe(c->model)->hash);
    store_bind(stmt, 2, settings);
    st = store_row(c->corpus, stmt, found, err);
    if (*found)
        c->run = store_int(stmt, 0);
    store_reset(stmt);
    return st;
}

static fuda_status add_run(classify *c, fuda_str settings, fuda_error *err)
{
    const fuda_model_info *info = fuda_model_describe(c->model);
    struct sqlite3_stmt *stmt;
    bool found;
    fuda_status st = store_prepare(c->corpus, STORE_RUN_ADD, &stmt, err);

    if (st != FUDA_OK)
        return st;
    store_bind_cstring(stmt, 1, info->hash);
    store_bind(stmt, 2, settings);
    store_bind_int(stmt, 3, info->single);
    store_bind_cstring(stmt, 4, c->options->command);
    store_bind_cstring(stmt, 5, fuda_version());
    store_bind_cstring(stmt, 6, fuda_icu_version());
    store_bind_cstring(stmt, 7, fuda_mecab_version());
    store_bind_cstring(stmt, 8, fuda_tokenizer_dictionary(fuda_model_tokenizer(c->model)));
    store_bind_cstring(stmt, 9, info->taxonomy_hash);
    store_bind_cstring(stmt, 10, info->taxonomy_version);
    st = store_run(c->corpus, stmt, "write to", err);
    return st == FUDA_OK ? find_run(c, settings, &found, err) : st;
}

/* Continues the run of this model and these settings, or begins one. */
static fuda_status open_run(classify *c, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    bool found = false;
    fuda_str settings = {0};
    fuda_json *json = fuda_json_new();
    fuda_status st =
        json == NULL ? fuda_fail_nomem(err) : write_settings(&c->options->tag, json, &settings, err);

    if (st == FUDA_OK)
        st = store_begin(c->corpus, err);
    if (st == FUDA_OK && !c->options->force)
        st = find_run(c, settings, &found, err);
    if (st == FUDA_OK && !found)
        st = add_run(c, settings, err);
    if (st == FUDA_OK)
        st = store_prepare(c->corpus, STORE_RUN_USE, &stmt, err);
    if (st == FUDA_OK) {
        store_bind_int(stmt, 1, c->run);
        st = store_run(c->corpus, stmt, "write to", err);
    }
    for (size_t i = 0; i < c->nlabel && st == FUDA_OK; i++) {
        const char *label = fuda_model_label(c->model, (uint32_t)i);
        st = store_label(c->corpus, (fuda_str){label, strlen(label)}, &c->labels[i], err);
    }
    if (st == FUDA_OK)
        st = store_commit(c->corpus, err);
    if (st != FUDA_OK)
        store_rollback(c->corpus);
    fuda_json_free(json);
    return st;
}

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

static bool copy(classify *c, fuda_str from, fuda_str *to, size_t *bytes)
{
    to->len = from.len;
    to->ptr = fuda_arena_copy(&c->arena, from.ptr, from.len);
    *bytes += from.len;
    return to->ptr != NULL;
}

static fuda_status take_row(classify *c, struct sqlite3_stmt *stmt, size_t *bytes, fuda_error *err)
{
    todo item = {.doc = store_int(stmt, 0)};
    fuda_str hash = store_text(stmt, 2), codes = store_text(stmt, 4);
    fuda_document *doc = &item.document;

    if (hash.len != 32)
        return fuda_fail(err, FUDA_E_CORRUPT, "the corpus '%s' has a document without its fingerprint",
                         c->corpus->path);
    memcpy(item.hash, hash.ptr, 32);
    if (!FUDA_GROW(c->batch, c->cap, c->n + 1) || !copy(c, store_text(stmt, 1), &doc->id, bytes) ||
        !copy(c, store_text(stmt, 3), &doc->lang, bytes) ||
        !copy(c, store_text(stmt, 5), &doc->title, bytes) || !copy(c, store_text(stmt, 6), &doc->text, bytes))
        return fuda_fail_nomem(err);
    if (codes.len != 0 && !corpus_json_strings(&c->arena, codes.ptr, codes.len, &doc->codes, &doc->ncode))
        return fuda_fail(err, FUDA_E_CORRUPT, "the corpus '%s' has codes that are not a JSON array",
                         c->corpus->path);
    c->batch[c->n++] = item;
    c->last = item.doc;
    return FUDA_OK;
}

/* Reads the next documents to do; the read ends here, so that writers need not wait for the tagger. */
static fuda_status read_batch(classify *c, size_t max, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    size_t bytes = 0;
    bool row = true;
    fuda_status st = store_prepare(c->corpus, STORE_TODO_LIST, &stmt, err);

    fuda_arena_reset(&c->arena);
    c->n = 0;
    if (st != FUDA_OK)
        return st;
    store_bind_int(stmt, 1, c->run);
    store_bind_int(stmt, 2, c->last);
    while (st == FUDA_OK && c->n < max && bytes < BATCH_BYTES) {
        st = store_row(c->corpus, stmt, &row, err);
        if (st != FUDA_OK || !row)
            break;
        st = take_row(c, stmt, &bytes, err);
    }
    store_reset(stmt);
    if (st == FUDA_OK && !FUDA_GROW(c->documents, c->documents_cap, c->n))
        st = fuda_fail_nomem(err);
    for (size_t i = 0; i < c->n && st == FUDA_OK; i++)
        c->documents[i] = &c->batch[i].document;
    return st;
}

/* Deletes what an earlier version of the document got; *old: there was something. */
static fuda_status clear_result(classify *c, int64_t doc, bool *old, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    fuda_status st = FUDA_OK;
    static const store_query queries[] = {STORE_PREDICTION_CLEAR, STORE_RESULT_CLEAR};

    for (int i = 0; i < 2 && st == FUDA_OK; i++) {
        st = store_prepare(c->corpus, queries[i], &stmt, err);
        if (st != FUDA_OK)
            break;
        store_bind_int(stmt, 1, c->run);
        store_bind_int(stmt, 2, doc);
        st = store_run(c->corpus, stmt, "write to", err);
    }
    *old = st == FUDA_OK && store_changes(c->corpus) != 0;
    return st;
}

static fuda_status add_prediction(classify *c, int64_t doc, uint32_t label, double p, bool decided,
                                  fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    fuda_status st = store_prepare(c->corpus, STORE_PREDICTION_ADD, &stmt, err);

    if (st != FUDA_OK)
        return st;
    store_bind_int(stmt, 1, c->run);
    store_bind_int(stmt, 2, doc);
    store_bind_int(stmt, 3, c->labels[label]);
    store_bind_real(stmt, 4, p);
    store_bind_int(stmt, 5, decided);
    return store_run(c->corpus, stmt, "write to", err);
}

static bool is_decided(const fuda_result *result, size_t label)
{
    for (size_t i = 0; i < result->ntag; i++) {
        if (result->tags[i].label == label)
            return true;
    }
    return false;
}

static fuda_status write_result(classify *c, const todo *item, const fuda_result *result, bool *old,
                                fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    fuda_status st = clear_result(c, item->doc, old, err);

    if (st == FUDA_OK)
        st = store_prepare(c->corpus, STORE_RESULT_ADD, &stmt, err);
    if (st != FUDA_OK)
        return st;
    store_bind_int(stmt, 1, c->run);
    store_bind_int(stmt, 2, item->doc);
    store_bind_cstring(stmt, 3, item->hash);
    store_bind_cstring(stmt, 4, fuda_lang_name(result->lang));
    store_bind_cstring(stmt, 5, result->tag == NULL ? "und" : result->tag);
    store_bind_cstring(stmt, 6, fuda_abstain_name(result->abstain));
    store_bind_int(stmt, 7, (int64_t)result->tokens);
    st = store_run(c->corpus, stmt, "write to", err);

    for (size_t i = 0; i < result->ntag && st == FUDA_OK; i++)
        st = add_prediction(c, item->doc, result->tags[i].label, result->tags[i].p, true, err);
    for (size_t i = 0; result->p != NULL && i < c->nlabel && st == FUDA_OK; i++) {
        if (result->p[i] >= KEEP_P && !is_decided(result, i))
            st = add_prediction(c, item->doc, (uint32_t)i, result->p[i], false, err);
    }
    return st;
}

/* One transaction: the results of the batch and the run's new size. */
static fuda_status write_batch(classify *c, const fuda_result *results, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    int64_t grown = 0;
    fuda_status st = store_begin(c->corpus, err);

    for (size_t i = 0; i < c->n && st == FUDA_OK; i++) {
        bool old = false;
        st = write_result(c, &c->batch[i], &results[i], &old, err);
        grown += !old;
    }
    if (st == FUDA_OK)
        st = store_prepare(c->corpus, STORE_RUN_GROW, &stmt, err);
    if (st == FUDA_OK) {
        store_bind_int(stmt, 1, c->run);
        store_bind_int(stmt, 2, grown);
        st = store_run(c->corpus, stmt, "write to", err);
    }
    if (st == FUDA_OK)
        st = store_commit(c->corpus, err);
    if (st != FUDA_OK)
        store_rollback(c->corpus);
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

static fuda_status run_batches(classify *c, fuda_classify_counts *counts, fuda_error *err)
{
    size_t max = c->options->batch == 0 ? BATCH : c->options->batch;
    fuda_progress progress = {0};
    fuda_status st = get_count(c, STORE_TODO_COUNT, true, &progress.total, err);
    size_t documents = 0;

    if (st == FUDA_OK)
        st = get_count(c, STORE_DOC_COUNT, false, &documents, err);
    if (st == FUDA_OK && documents >= progress.total)
        counts->skipped = documents - progress.total;
    while (st == FUDA_OK) {
        const fuda_result *results = NULL;
        st = read_batch(c, max, err);
        if (st != FUDA_OK || c->n == 0)
            break;
        st = fuda_tagger_run(c->tagger, c->documents, c->n, &c->options->tag, &results, err);
        if (st == FUDA_OK)
            st = write_batch(c, results, err);
        if (st != FUDA_OK)
            break;
        for (size_t i = 0; i < c->n; i++)
            counts->tagged += results[i].ntag != 0;
        counts->classified += c->n;
        progress.done += c->n;
        if (progress.total < progress.done) /* others may import at the same time */
            progress.total = progress.done;
        if (c->options->progress != NULL && !c->options->progress(c->options->progress_ctx, &progress) &&
            progress.done < progress.total)
            return fuda_fail(err, FUDA_E_INTERRUPTED,
                             "stopped after %zu of %zu documents; the same "
                             "command goes on from there",
                             progress.done, progress.total);
    }
    return st == FUDA_OK ? finish_run(c, err) : st;
}

fuda_status fuda_corpus_classify(fuda_corpus *corpus, const fuda_model *model,
                                 const fuda_classify_options *options, fuda_classify_counts *counts,
                                 fuda_error *err)
{
    static const fuda_classify_options defaults = {0};
    fuda_classify_counts done = {0};
    classify c = {.corpus = corpus, .model = model, .options = options == NULL ? &defaults : options};
    fuda_status st = FUDA_OK;

    c.nlabel = fuda_model_describe(model)->nlabel;
    c.labels = calloc(c.nlabel + 1, sizeof *c.labels);
    if (c.labels == NULL)
        st = fuda_fail_nomem(err);
    if (st == FUDA_OK)
        st = fuda_tagger_new(model, c.options->jobs, &c.tagger, err);
    if (st == FUDA_OK)
        st = open_run(&c, err);
    if (st == FUDA_OK) {
        done.run = c.run;
        st = run_batches(&c, &done, err);
    }
    if (counts != NULL)
        *counts = done;
    fuda_tagger_free(c.tagger);
    fuda_arena_release(&c.arena);
    free(c.batch);
    free(c.documents);
    free(c.labels);
    return st;
}
