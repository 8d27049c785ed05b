/* SPDX-License-Identifier: MIT */
/* The corpus out again as a labelled data set, streamed in the order of the ids. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/file.h"
#include "corpus/export.h"
#include "corpus/jsonl.h"
#include "corpus/store.h"

typedef struct export
{
    fuda_corpus *corpus;
    const fuda_export_options *options;
    int64_t run; /* 0: there is none                   */
    bool single; /* the run's model gives one label    */
    export_columns columns;
    fuda_outfile file;
    fuda_json *json;
    fuda_buf line;
    fuda_arena arena; /* labels and codes of the present row */
    fuda_str *labels; /* [nlabel] */
    size_t labels_cap;
    double *p; /* [nlabel] */
    size_t p_cap;
    fuda_str *maybe; /* [nmaybe] */
    size_t maybe_cap;
}
export;

/* Finds the run whose predictions are wanted. */
static fuda_status choose_run(export *x, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    bool row = false;
    fuda_status st = FUDA_OK;

    x->run = x->options->run;
    if (x->run == 0 && x->options->labels != FUDA_EXPORT_GOLD) {
        st = store_prepare(x->corpus, STORE_RUN_LATEST, &stmt, err);
        if (st == FUDA_OK)
            st = store_row(x->corpus, stmt, &row, err);
        if (st == FUDA_OK && row) {
            x->run = store_int(stmt, 0);
            store_reset(stmt);
        }
    }
    if (st != FUDA_OK)
        return st;
    if (x->run == 0)
        return x->options->labels == FUDA_EXPORT_PREDICTED
                   ? fuda_fail(err, FUDA_E_ARG, "nothing has been classified in the corpus '%s' yet",
                               x->corpus->path)
                   : FUDA_OK;
    st = store_prepare(x->corpus, STORE_RUN_GET, &stmt, err);
    if (st != FUDA_OK)
        return st;
    store_bind_int(stmt, 1, x->run);
    st = store_row(x->corpus, stmt, &row, err);
    if (st == FUDA_OK && !row)
        return fuda_fail(err, FUDA_E_ARG, "the corpus '%s' has no run %lld", x->corpus->path,
                         (long long)x->run);
    x->single = st == FUDA_OK && store_int(stmt, 0) != 0;
    store_reset(stmt);
    return st;
}

/* `labels` alone, unless there are single labels; `maybe` only where somebody used it. */
static fuda_status choose_columns(export *x, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    bool row;
    export_columns *columns = &x->columns;
    fuda_export_labels which = x->options->labels;
    fuda_status st = store_prepare(x->corpus, STORE_EXPORT_SHAPE, &stmt, err);

    if (st == FUDA_OK)
        st = store_row(x->corpus, stmt, &row, err);
    if (st != FUDA_OK)
        return st;
    if (which != FUDA_EXPORT_PREDICTED) {
        columns->label = store_int(stmt, 0) != 0;
        columns->labels = store_int(stmt, 1) != 0;
    }
    columns->maybe = store_int(stmt, 2) != 0;
    store_reset(stmt);
    if (which != FUDA_EXPORT_GOLD && x->run != 0) {
        columns->label |= x->single;
        columns->labels |= !x->single;
    }
    columns->labels |= !columns->label;
    columns->text = !x->options->ids_only;
    columns->separator = x->options->format == FUDA_FORMAT_TSV ? '\t' : ',';
    return FUDA_OK;
}

/* ---- one document ---------------------------------------------------------------------------- */

static bool copy(export *x, fuda_str from, fuda_str *to)
{
    *to = (fuda_str){fuda_arena_copy(&x->arena, from.ptr, from.len), from.len};
    return to->ptr != NULL;
}

/* Gold labels if wanted, arguable ones in any case. */
static fuda_status load_gold(export *x, int64_t no, bool wanted, export_row *out, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    fuda_document *doc = &out->document;
    bool row = true;
    fuda_status st = store_prepare(x->corpus, STORE_GOLD_LIST, &stmt, err);

    if (st != FUDA_OK)
        return st;
    store_bind_int(stmt, 1, no);
    while (st == FUDA_OK) {
        st = store_row(x->corpus, stmt, &row, err);
        if (st != FUDA_OK || !row)
            break;
        bool maybe = store_int(stmt, 1) != 0;
        if (!maybe && !wanted)
            continue;
        if (maybe ? !FUDA_GROW(x->maybe, x->maybe_cap, doc->nmaybe + 1) ||
                        !copy(x, store_text(stmt, 0), &x->maybe[doc->nmaybe++])
                  : !FUDA_GROW(x->labels, x->labels_cap, doc->nlabel + 1) ||
                        !copy(x, store_text(stmt, 0), &x->labels[doc->nlabel++]))
            st = fuda_fail_nomem(err);
    }
    store_reset(stmt);
    return st;
}

static fuda_status load_predictions(export *x, int64_t no, export_row *out, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    fuda_document *doc = &out->document;
    bool row = true;
    fuda_status st = store_prepare(x->corpus, STORE_PREDICTION_LIST, &stmt, err);

    if (st != FUDA_OK)
        return st;
    store_bind_int(stmt, 1, x->run);
    store_bind_int(stmt, 2, no);
    store_bind_real(stmt, 3, x->options->min_p);
    while (st == FUDA_OK && !(x->single && doc->nlabel == 1)) {
        st = store_row(x->corpus, stmt, &row, err);
        if (st != FUDA_OK || !row)
            break;
        if (!FUDA_GROW(x->labels, x->labels_cap, doc->nlabel + 1) ||
            !FUDA_GROW(x->p, x->p_cap, doc->nlabel + 1) ||
            !copy(x, store_text(stmt, 0), &x->labels[doc->nlabel])) {
            st = fuda_fail_nomem(err);
            break;
        }
        x->p[doc->nlabel++] = store_real(stmt, 1);
    }
    store_reset(stmt);
    return st;
}

/* Which labels the document gets, and the labels. */
static fuda_status load_labels(export *x, struct sqlite3_stmt *stmt, export_row *out, fuda_error *err)
{
    int64_t no = store_int(stmt, 0);
    fuda_labelling gold = (fuda_labelling)store_int(stmt, 9);
    bool classified = store_int(stmt, 10) != 0, abstained = store_text(stmt, 11).len != 0;
    fuda_document *doc = &out->document;
    bool use_gold = gold != FUDA_UNLABELLED && x->options->labels != FUDA_EXPORT_PREDICTED;
    fuda_status st = load_gold(x, no, use_gold, out, err);

    if (st != FUDA_OK)
        return st;
    if (use_gold) {
        out->source = EXPORT_GOLD;
        out->single = gold == FUDA_ONE_LABEL;
        doc->labelling = gold;
    } else if (classified && x->options->labels != FUDA_EXPORT_GOLD) {
        out->single = x->single;
        if (!abstained)
            st = load_predictions(x, no, out, err);
        /* One label that is not probable enough is no answer; an empty set is one. */
        bool silent = abstained || (x->single && doc->nlabel == 0);
        out->source = silent ? EXPORT_ABSTAINED : EXPORT_PREDICTED;
        doc->labelling = silent ? FUDA_UNLABELLED : x->single ? FUDA_ONE_LABEL : FUDA_LABEL_SET;
    } else {
        out->single = x->run != 0 ? x->single : x->columns.label && !x->columns.labels;
    }
    doc->labels = x->labels;
    doc->maybe = x->maybe;
    out->p = x->p;
    return st;
}

static fuda_status write_row(export *x, struct sqlite3_stmt *stmt, fuda_error *err)
{
    export_row row = {0};
    fuda_document *doc = &row.document;
    fuda_status st;
    bool ok;

    fuda_arena_reset(&x->arena);
    doc->id = store_text(stmt, 1);
    if (!x->options->ids_only) {
        doc->title = store_text(stmt, 2);
        doc->text = store_text(stmt, 3);
    }
    doc->lang = store_text(stmt, 4);
    doc->date = store_text(stmt, 5);
    doc->group = store_text(stmt, 6);
    row.codes = store_text(stmt, 7);
    doc->fields = store_text(stmt, 8);
    if (row.codes.len != 0 &&
        !corpus_json_strings(&x->arena, row.codes.ptr, row.codes.len, &doc->codes, &doc->ncode))
        return fuda_fail(err, FUDA_E_CORRUPT, "the corpus '%s' has codes that are not a JSON array",
                         x->corpus->path);
    if (doc->fields.len != 0 && !corpus_json_is_object(doc->fields.ptr, doc->fields.len))
        return fuda_fail(err, FUDA_E_CORRUPT, "the corpus '%s' has fields that are not a JSON object",
                         x->corpus->path);
    st = load_labels(x, stmt, &row, err);
    if (st != FUDA_OK)
        return st;

    fuda_buf_clear(&x->line);
    ok = x->options->format == FUDA_FORMAT_JSONL ? export_jsonl(&row, x->columns.text, x->json, &x->line)
                                                 : export_csv(&row, &x->columns, x->json, &x->line);
    if (!ok)
        return fuda_fail_nomem(err);
    if (fwrite(x->line.ptr, 1, x->line.len, x->file.stream) != x->line.len)
        return fuda_fail_errno(err, "write to", x->file.path == NULL ? "standard output" : x->file.path);
    if (x->line.cap > 4u * 1024 * 1024)
        fuda_buf_release(&x->line);
    return FUDA_OK;
}

/* ---- all of them --------------------------------------------------------------------------- */

static fuda_status write_head(export *x, fuda_error *err)
{
    fuda_buf_clear(&x->line);
    if (x->options->format == FUDA_FORMAT_JSONL)
        return FUDA_OK;
    if (x->options->bom)
        fuda_buf_add_str(&x->line, "\xEF\xBB\xBF");
    if (!export_csv_header(&x->columns, &x->line))
        return fuda_fail_nomem(err);
    if (fwrite(x->line.ptr, 1, x->line.len, x->file.stream) != x->line.len)
        return fuda_fail_errno(err, "write to", x->file.path == NULL ? "standard output" : x->file.path);
    return FUDA_OK;
}

static fuda_status write_all(export *x, size_t *n, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    bool row = true;
    fuda_status st = store_prepare(x->corpus, STORE_EXPORT_LIST, &stmt, err);

    if (st != FUDA_OK)
        return st;
    store_bind_int(stmt, 1, x->run);
    store_bind_int(stmt, 2, (int64_t)x->options->labels);
    while (st == FUDA_OK) {
        st = store_row(x->corpus, stmt, &row, err);
        if (st != FUDA_OK || !row)
            break;
        st = write_row(x, stmt, err);
        *n += st == FUDA_OK;
    }
    store_reset(stmt);
    return st;
}

fuda_status fuda_corpus_export(fuda_corpus *corpus, const fuda_export_options *options, const char *path,
                               bool force, size_t *n, fuda_error *err)
{
    static const fuda_export_options defaults = {.format = FUDA_FORMAT_JSONL};
    export x = {.corpus = corpus, .options = options == NULL ? &defaults : options};
    size_t count = 0;
    fuda_status st;

    if (n != NULL)
        *n = 0;
    if (x.options->format != FUDA_FORMAT_JSONL && x.options->format != FUDA_FORMAT_CSV &&
        x.options->format != FUDA_FORMAT_TSV)
        return fuda_fail(err, FUDA_E_ARG, "a corpus is exported as jsonl, csv or tsv");
    x.json = fuda_json_new();
    st = x.json == NULL ? fuda_fail_nomem(err) : store_begin_read(corpus, err);
    if (st == FUDA_OK)
        st = choose_run(&x, err);
    if (st == FUDA_OK)
        st = choose_columns(&x, err);
    if (st == FUDA_OK)
        st = fuda_outfile_open(&x.file, path, force, err);
    if (st == FUDA_OK)
        st = write_head(&x, err);
    if (st == FUDA_OK)
        st = write_all(&x, &count, err);
    store_rollback(corpus); /* only the reading ends */
    if (st == FUDA_OK)
        st = fuda_outfile_commit(&x.file, err);
    fuda_outfile_abandon(&x.file);
    if (n != NULL && st == FUDA_OK)
        *n = count;
    fuda_json_free(x.json);
    fuda_buf_release(&x.line);
    fuda_arena_release(&x.arena);
    free(x.labels);
    free(x.p);
    free(x.maybe);
    return st;
}
