/* SPDX-License-Identifier: MIT */
/* What changed between two runs, and the features that moved it. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/hash.h"
#include "core/memory.h"
#include "corpus/jsonl.h"
#include "corpus/store.h"

enum { BATCH = 16 };
#define BATCH_BYTES ((size_t)4 * 1024 * 1024)
/* Below any probability: every label is explained. */
#define ANY_P 1e-12

typedef struct changed {
    int64_t doc;
    fuda_document document;
    bool same_version;
} changed;

typedef struct total {
    size_t gained, lost;
} total;

typedef struct diff {
    fuda_corpus *corpus;
    const fuda_diff_options *options;
    int64_t run[2];
    fuda_tagger *tagger[2]; /* NULL: the model is not known */
    fuda_arena arena;
    changed batch[BATCH]; /* [n] */
    const fuda_document *documents[BATCH];
    size_t n;
    int64_t last;
    fuda_diff_label *labels; /* [nlabel] of the present document */
    size_t nlabel, labels_cap;
    fuda_diff_feature *features; /* of all its labels, one after the other */
    size_t nfeature, features_cap;
    fuda_strtab names; /* labels, with totals */
    total *totals;
    size_t totals_cap;
} diff;

/* ---- the runs ------------------------------------------------------------------------------- */

static fuda_status check_run(diff *d, int side, fuda_error *err)
{
    const fuda_model *model = d->options->model[side];
    struct sqlite3_stmt *stmt;
    bool row = false;
    fuda_status st = store_prepare(d->corpus, STORE_RUN_GET, &stmt, err);

    if (st != FUDA_OK)
        return st;
    store_bind_int(stmt, 1, d->run[side]);
    st = store_row(d->corpus, stmt, &row, err);
    if (st == FUDA_OK && !row)
        st = fuda_fail(err, FUDA_E_ARG, "the corpus '%s' has no run %lld", d->corpus->path, (long long)d->run[side]);
    if (st == FUDA_OK && model != NULL) {
        fuda_str hash = store_text(stmt, 1);
        const char *have = fuda_model_describe(model)->hash;
        if (hash.len != strlen(have) || memcmp(hash.ptr, have, hash.len) != 0)
            st = fuda_fail(err, FUDA_E_MISMATCH, "run %lld was made with model %.*s, not with %s",
                           (long long)d->run[side], (int)(hash.len < 40 ? hash.len : 40), hash.ptr, have);
    }
    store_reset(stmt);
    return st;
}

fuda_status fuda_corpus_run_model(fuda_corpus *corpus, int64_t run, char hash[33], fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    bool row = false;
    fuda_status st = store_prepare(corpus, STORE_RUN_GET, &stmt, err);

    hash[0] = '\0';
    if (st != FUDA_OK)
        return st;
    store_bind_int(stmt, 1, run);
    st = store_row(corpus, stmt, &row, err);
    if (st == FUDA_OK && !row)
        st = fuda_fail(err, FUDA_E_ARG, "the corpus '%s' has no run %lld", corpus->path, (long long)run);
    if (st == FUDA_OK) {
        fuda_str text = store_text(stmt, 1);
        size_t n = text.len < 32 ? text.len : 32;
        memcpy(hash, n == 0 ? "" : text.ptr, n);
        hash[n] = '\0';
    }
    store_reset(stmt);
    return st;
}

static fuda_status count_all(diff *d, fuda_diff_counts *out, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    bool row = false;
    fuda_status st = store_prepare(d->corpus, STORE_DIFF_COUNT, &stmt, err);

    if (st != FUDA_OK)
        return st;
    store_bind_int(stmt, 1, d->run[0]);
    store_bind_int(stmt, 2, d->run[1]);
    st = store_row(d->corpus, stmt, &row, err);
    if (st == FUDA_OK && row) {
        out->compared = (size_t)store_int(stmt, 0);
        out->versions = (size_t)store_int(stmt, 1);
        out->only[0] = (size_t)store_int(stmt, 2);
        out->only[1] = (size_t)store_int(stmt, 3);
    }
    store_reset(stmt);
    return st;
}

/* ---- documents ------------------------------------------------------------------------------- */

static bool copy(diff *d, fuda_str from, fuda_str *to)
{
    *to = (fuda_str){fuda_arena_copy(&d->arena, from.ptr, from.len), from.len};
    return to->ptr != NULL;
}

static fuda_status read_batch(diff *d, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    size_t bytes = 0;
    bool row = true;
    fuda_status st = store_prepare(d->corpus, STORE_DIFF_LIST, &stmt, err);

    fuda_arena_reset(&d->arena);
    d->n = 0;
    if (st != FUDA_OK)
        return st;
    store_bind_int(stmt, 1, d->run[0]);
    store_bind_int(stmt, 2, d->run[1]);
    store_bind_int(stmt, 3, d->last);
    while (st == FUDA_OK && d->n < BATCH && bytes < BATCH_BYTES) {
        st = store_row(d->corpus, stmt, &row, err);
        if (st != FUDA_OK || !row)
            break;
        changed *c = &d->batch[d->n];
        fuda_str codes = store_text(stmt, 5);
        *c = (changed){.doc = store_int(stmt, 0), .same_version = store_int(stmt, 6) != 0};
        fuda_document *doc = &c->document;
        if (!copy(d, store_text(stmt, 1), &doc->id) || !copy(d, store_text(stmt, 2), &doc->title) ||
            !copy(d, store_text(stmt, 3), &doc->text) || !copy(d, store_text(stmt, 4), &doc->lang))
            st = fuda_fail_nomem(err);
        else if (codes.len != 0 && !corpus_json_strings(&d->arena, codes.ptr, codes.len, &doc->codes, &doc->ncode))
            st = fuda_fail(err, FUDA_E_CORRUPT, "the corpus '%s' has codes that are not a JSON array",
                           d->corpus->path);
        bytes += doc->title.len + doc->text.len;
        d->last = c->doc;
        d->documents[d->n++] = doc;
    }
    store_reset(stmt);
    return st;
}

static fuda_status add_total(diff *d, fuda_str label, bool gained, fuda_error *err)
{
    uint32_t known = d->names.count, no = fuda_strtab_add(&d->names, label.ptr, label.len);

    if (no == FUDA_NO_ID || !FUDA_GROW(d->totals, d->totals_cap, (size_t)d->names.count))
        return fuda_fail_nomem(err);
    if (no == known)
        d->totals[no] = (total){0};
    d->totals[no].gained += gained;
    d->totals[no].lost += !gained;
    return FUDA_OK;
}

/* The labels on which the runs differ. */
static fuda_status load_labels(diff *d, int64_t doc, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    bool row = true;
    fuda_status st = store_prepare(d->corpus, STORE_DIFF_LABELS, &stmt, err);

    d->nlabel = 0;
    if (st != FUDA_OK)
        return st;
    store_bind_int(stmt, 1, d->run[0]);
    store_bind_int(stmt, 2, d->run[1]);
    store_bind_int(stmt, 3, doc);
    while (st == FUDA_OK) {
        fuda_diff_label l = {0};
        st = store_row(d->corpus, stmt, &row, err);
        if (st != FUDA_OK || !row)
            break;
        if (!FUDA_GROW(d->labels, d->labels_cap, d->nlabel + 1) || !copy(d, store_text(stmt, 0), &l.label)) {
            st = fuda_fail_nomem(err);
            break;
        }
        for (int side = 0; side < 2; side++) {
            l.p[side] = store_real(stmt, 1 + side);
            l.decided[side] = store_int(stmt, 3 + side) != 0;
        }
        d->labels[d->nlabel++] = l;
        st = add_total(d, l.label, l.decided[1], err);
    }
    store_reset(stmt);
    return st;
}

/* ---- features ------------------------------------------------------------------------------- */

static fuda_status add_weight(diff *d, size_t first, fuda_str text, int side, double weight, fuda_error *err)
{
    size_t i = first;

    while (i < d->nfeature && !(d->features[i].text.len == text.len &&
                                memcmp(d->features[i].text.ptr, text.ptr, text.len) == 0))
        i++;
    if (i == d->nfeature) {
        if (!FUDA_GROW(d->features, d->features_cap, d->nfeature + 1))
            return fuda_fail_nomem(err);
        d->features[d->nfeature++] = (fuda_diff_feature){.text = text};
    }
    d->features[i].weight[side] += weight;
    return FUDA_OK;
}

static int by_move(const void *a, const void *b)
{
    const fuda_diff_feature *x = a, *y = b;
    double dx = fabs(x->weight[1] - x->weight[0]), dy = fabs(y->weight[1] - y->weight[0]);

    if (dx != dy)
        return dx > dy ? -1 : 1;
    size_t n = x->text.len < y->text.len ? x->text.len : y->text.len;
    int order = memcmp(x->text.ptr, y->text.ptr, n);
    return order != 0 ? order : x->text.len < y->text.len ? -1 : x->text.len > y->text.len;
}

/* Evidence of one label in one run. */
static fuda_status take_evidence(diff *d, size_t first, const fuda_diff_label *l, int side, const fuda_result *r,
                                 fuda_error *err)
{
    static const fuda_str prior = {"(prior)", 7};
    const fuda_model *model = d->options->model[side];
    uint32_t no = fuda_model_find_label(model, l->label.ptr, l->label.len);
    fuda_status st = FUDA_OK;

    for (size_t i = 0; i < r->ntag && st == FUDA_OK; i++) {
        if (r->tags[i].label == no)
            st = add_weight(d, first, prior, side, r->tags[i].prior, err);
    }
    for (size_t i = 0; i < r->nevidence && st == FUDA_OK; i++) {
        if (r->evidence[i].label == no)
            st = add_weight(d, first, r->evidence[i].text, side, r->evidence[i].weight, err);
    }
    return st;
}

/* The features whose weights differ most come first; the others are left out. */
static fuda_status explain(diff *d, const fuda_result *const results[2], fuda_error *err)
{
    size_t most = d->options->top == 0 ? 5 : d->options->top;
    size_t *starts = calloc(d->nlabel + 1, sizeof *starts);
    fuda_status st = starts == NULL ? fuda_fail_nomem(err) : FUDA_OK;

    d->nfeature = 0;
    for (size_t k = 0; k < d->nlabel && st == FUDA_OK; k++) {
        size_t first = starts[k] = d->nfeature;
        for (int side = 0; side < 2 && st == FUDA_OK; side++)
            st = take_evidence(d, first, &d->labels[k], side, results[side], err);
        if (st == FUDA_OK && d->nfeature - first > 1)
            qsort(d->features + first, d->nfeature - first, sizeof *d->features, by_move);
        if (d->nfeature - first > most)
            d->nfeature = first + most;
        d->labels[k].nfeature = d->nfeature - first;
    }
    for (size_t k = 0; k < d->nlabel && st == FUDA_OK; k++) /* now that the array no longer moves */
        d->labels[k].features = d->features + starts[k];
    free(starts);
    return st;
}

/* ---- all of them --------------------------------------------------------------------------- */

static fuda_status show_batch(diff *d, fuda_diff_fn fn, void *ctx, fuda_diff_counts *counts, bool *going,
                              fuda_error *err)
{
    const fuda_tag_options options = {.min_p = ANY_P, .explain = true};
    const fuda_result *results[2] = {NULL, NULL};
    bool explained = d->tagger[0] != NULL && d->tagger[1] != NULL;
    fuda_status st = FUDA_OK;

    for (int side = 0; side < 2 && explained && st == FUDA_OK; side++)
        st = fuda_tagger_run(d->tagger[side], d->documents, d->n, &options, &results[side], err);
    for (size_t i = 0; i < d->n && st == FUDA_OK && *going; i++) {
        const changed *c = &d->batch[i];
        st = load_labels(d, c->doc, err);
        if (st == FUDA_OK && explained && c->same_version) {
            const fuda_result *pair[2] = {&results[0][i], &results[1][i]};
            st = explain(d, pair, err);
        }
        const fuda_diff_document out = {c->document.id, c->document.title, c->same_version, d->labels, d->nlabel};
        counts->changed++;
        if (st == FUDA_OK)
            *going = fn(ctx, &out);
    }
    return st;
}

static int by_name(const void *a, const void *b)
{
    const fuda_diff_total *x = a, *y = b;
    return strcmp(x->label, y->label);
}

static fuda_status give_totals(diff *d, fuda_diff_total_fn fn, void *ctx, fuda_error *err)
{
    fuda_diff_total *list = calloc((size_t)d->names.count + 1, sizeof *list);
    fuda_status st = list == NULL ? fuda_fail_nomem(err) : FUDA_OK;

    fuda_arena_reset(&d->arena);
    for (uint32_t i = 0; i < d->names.count && st == FUDA_OK; i++) {
        list[i] = (fuda_diff_total){
            fuda_arena_copy(&d->arena, fuda_strtab_bytes(&d->names, i), fuda_strtab_len(&d->names, i)),
            d->totals[i].gained, d->totals[i].lost};
        if (list[i].label == NULL)
            st = fuda_fail_nomem(err);
    }
    if (st == FUDA_OK) {
        qsort(list, d->names.count, sizeof *list, by_name);
        for (uint32_t i = 0; i < d->names.count; i++)
            fn(ctx, &list[i]);
    }
    free(list);
    return st;
}

static fuda_status run_all(diff *d, fuda_diff_fn fn, fuda_diff_total_fn totals, void *ctx, fuda_diff_counts *counts,
                           fuda_error *err)
{
    bool going = true;
    fuda_status st = store_begin_read(d->corpus, err);

    for (int side = 0; side < 2 && st == FUDA_OK; side++)
        st = check_run(d, side, err);
    if (st == FUDA_OK)
        st = count_all(d, counts, err);
    for (int side = 0; side < 2 && st == FUDA_OK && d->options->model[0] != NULL && d->options->model[1] != NULL; side++)
        st = fuda_tagger_new(d->options->model[side], d->options->jobs, &d->tagger[side], err);
    d->last = INT64_MIN;
    while (st == FUDA_OK && going) {
        st = read_batch(d, err);
        if (st != FUDA_OK || d->n == 0)
            break;
        st = show_batch(d, fn, ctx, counts, &going, err);
    }
    if (st == FUDA_OK && totals != NULL)
        st = give_totals(d, totals, ctx, err);
    return st;
}

fuda_status fuda_corpus_diff(fuda_corpus *corpus, int64_t run_a, int64_t run_b, const fuda_diff_options *options,
                             fuda_diff_fn fn, fuda_diff_total_fn totals, void *ctx, fuda_diff_counts *counts,
                             fuda_error *err)
{
    static const fuda_diff_options defaults = {0};
    fuda_diff_counts done = {0};
    diff *d = calloc(1, sizeof *d);
    fuda_status st;

    if (d == NULL)
        return fuda_fail_nomem(err);
    d->corpus = corpus;
    d->options = options == NULL ? &defaults : options;
    d->run[0] = run_a;
    d->run[1] = run_b;
    st = run_all(d, fn, totals, ctx, &done, err);
    store_rollback(corpus);
    if (counts != NULL)
        *counts = done;
    fuda_tagger_free(d->tagger[0]);
    fuda_tagger_free(d->tagger[1]);
    fuda_arena_release(&d->arena);
    fuda_strtab_release(&d->names);
    free(d->totals);
    free(d->labels);
    free(d->features);
    free(d);
    return st;
}
