/* SPDX-License-Identifier: MIT */
/* The corpus out again as a labelled data set, streamed in the order of the ids. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/file.h"
#include "corpus/export.h"
#include "corpus/jsonl.h"
#include "corpus/store_export.h"

enum { BIG_LINE = 4 * 1024 * 1024 };

static fuda_status check_options(store_export *x, fuda_error *err)
{
    const fuda_export_options *o = x->options;

    x->format = export_format_of(o->format);
    if (x->format == NULL)
        return fuda_fail(err, FUDA_E_ARG, "this format is none an export can have");
    if (o->ids_only && (x->format->text || x->format->words))
        return fuda_fail(err, FUDA_E_ARG, "the format %s has no use without texts", x->format->name);
    if (o->bom && o->format != FUDA_EXPORT_CSV)
        return fuda_fail(err, FUDA_E_ARG, "a byte order mark goes with csv only");
    if (o->guard && o->format != FUDA_EXPORT_CSV && o->format != FUDA_EXPORT_TSV)
        return fuda_fail(err, FUDA_E_ARG, "formulas are guarded against in csv and tsv only");
    x->folder = fuda_export_is_folder(o);
    x->planned = store_plan_needed(o);
    return store_parts_of(o, &x->parts, err);
}

/* ---- one document ---------------------------------------------------------------------------- */

static fuda_status load_row(store_export *x, struct sqlite3_stmt *stmt, export_row *row, bool *wanted, fuda_error *err)
{
    fuda_document *doc = &row->document;
    store_state state = {(fuda_labelling)store_int(stmt, 9), store_int(stmt, 10) != 0,
                         store_text(stmt, 11).len != 0};
    fuda_status st = store_rows_labels(&x->rows, store_int(stmt, 0), state, row, err);

    fuda_arena_reset(&x->code_arena);
    *wanted = !x->format->answered || row->source == EXPORT_GOLD || row->source == EXPORT_PREDICTED;
    if (st != FUDA_OK || !*wanted)
        return st;
    doc->id = store_text(stmt, 1);
    if (!x->options->ids_only) {
        doc->title = store_text(stmt, 2);
        doc->text = store_text(stmt, 3);
    }
    doc->lang = store_text(stmt, 4);
    doc->date = store_text(stmt, 5);
    doc->group = store_text(stmt, 6);
    row->codes = store_text(stmt, 7);
    doc->fields = store_text(stmt, 8);
    row->run_lang = store_text(stmt, 12);
    row->part = x->planned && (x->parts.hash || x->parts.date) ? (size_t)store_int(stmt, 13) % x->parts.n : 0;
    if (row->codes.len != 0 &&
        !corpus_json_strings(&x->code_arena, row->codes.ptr, row->codes.len, &doc->codes, &doc->ncode))
        return fuda_fail(err, FUDA_E_CORRUPT, "the corpus '%s' has codes that are not a JSON array",
                         x->corpus->path);
    if (doc->fields.len != 0 && !corpus_json_is_object(doc->fields.ptr, doc->fields.len))
        return fuda_fail(err, FUDA_E_CORRUPT, "the corpus '%s' has fields that are not a JSON object",
                         x->corpus->path);
    return FUDA_OK;
}

/* Writes x->line to where a part goes. */
static fuda_status write_line(store_export *x, size_t part, fuda_error *err)
{
    const char *from = x->line.ptr;
    size_t len = x->line.len;

    if (x->folder)
        return x->parts_of[part] == NULL ? FUDA_OK : export_file_write(&x->out, x->parts_of[part], from, len, err);
    if (len != 0 && fwrite(from, 1, len, x->file.stream) != len)
        return fuda_fail_errno(err, "write to", x->file.path == NULL ? "standard output" : x->file.path);
    return FUDA_OK;
}

static fuda_status write_row(store_export *x, struct sqlite3_stmt *stmt, fuda_error *err)
{
    export_row row = {0};
    bool wanted;
    fuda_status st = load_row(x, stmt, &row, &wanted, err);

    if (st != FUDA_OK)
        return st;
    if (!wanted) {
        x->counts.unlabelled++;
        return FUDA_OK;
    }
    fuda_buf_clear(&x->line);
    st = x->format->row(&x->set, &row, &x->line, err);
    if (st == FUDA_OK && x->card != NULL && !export_card_count(x->card, &row))
        st = fuda_fail_nomem(err);
    if (st == FUDA_OK && x->options->format == FUDA_EXPORT_LABEL_STUDIO && x->written[row.part] == 0) {
        memmove(x->line.ptr, x->line.ptr + 1, x->line.len - 1); /* no comma before the first */
        x->line.len--;
    }
    if (st == FUDA_OK)
        st = write_line(x, row.part, err);
    x->written[row.part]++;
    x->counts.documents++;
    if (x->line.cap > BIG_LINE)
        fuda_buf_release(&x->line);
    return st;
}

/* ---- all of them --------------------------------------------------------------------------- */

static fuda_status open_parts(store_export *x, fuda_error *err)
{
    fuda_status st = FUDA_OK;

    for (size_t i = 0; i < x->parts.n && st == FUDA_OK; i++) {
        char name[160];
        snprintf(name, sizeof name, "%s.%s", x->parts.names[i], x->format->ending);
        if (x->options->format != FUDA_EXPORT_NPZ)
            st = export_folder_add(&x->out, name, false, &x->parts_of[i], err);
    }
    if (st == FUDA_OK && x->format->features)
        st = export_features_new(&x->out, x->options->format == FUDA_EXPORT_NPZ, x->parts.names, x->parts.n,
                                 &x->set.features, err);
    x->card = export_card_new(x->parts.n);
    return st == FUDA_OK && x->card == NULL ? fuda_fail_nomem(err) : st;
}

static fuda_status open_words(store_export *x, fuda_error *err)
{
    const fuda_tokenizer *tokenizer = x->options->tokenizer;
    fuda_status st = FUDA_OK;

    if (!x->format->words)
        return FUDA_OK;
    if (tokenizer == NULL) {
        st = fuda_tokenizer_new(NULL, &x->tokenizer, err);
        tokenizer = x->tokenizer;
    }
    if (st == FUDA_OK)
        st = mdl_extractor_init(&x->words, tokenizer, err);
    x->has_words = st == FUDA_OK;
    x->set.words = &x->words;
    return st;
}

static fuda_status open_output(store_export *x, const char *path, bool force, fuda_error *err)
{
    fuda_status st;

    if (!x->folder)
        return fuda_outfile_open(&x->file, path, force, err);
    if (strcmp(path, "-") == 0)
        return fuda_fail(err, FUDA_E_ARG, "this export is a folder of files and needs a name for it");
    st = export_folder_open(&x->out, path, force, err);
    return st == FUDA_OK ? open_parts(x, err) : st;
}

static fuda_status write_ends(store_export *x, bool head, fuda_error *err)
{
    fuda_status st = FUDA_OK;

    for (size_t i = 0; i < x->parts.n && st == FUDA_OK; i++) {
        bool ok = true;
        fuda_buf_clear(&x->line);
        if (head && x->format->head != NULL)
            ok = x->format->head(&x->set, &x->line);
        if (!head && x->format->tail != NULL)
            ok = x->format->tail(&x->set, x->written[i], &x->line);
        st = ok ? write_line(x, i, err) : fuda_fail_nomem(err);
    }
    return st;
}

static fuda_status write_rows(store_export *x, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    bool row = true;
    fuda_status st = store_prepare(x->corpus, x->planned ? STORE_EXPORT_PLANNED : STORE_EXPORT_LIST, &stmt, err);

    if (st != FUDA_OK)
        return st;
    store_bind_int(stmt, 1, x->rows.run);
    if (!x->planned)
        store_bind_int(stmt, 2, (int64_t)x->options->labels);
    while (st == FUDA_OK) {
        st = store_row(x->corpus, stmt, &row, err);
        if (st != FUDA_OK || !row)
            break;
        st = write_row(x, stmt, err);
    }
    store_reset(stmt);
    return st;
}

static fuda_status finish_output(store_export *x, fuda_error *err)
{
    fuda_status st;

    if (!x->folder)
        return fuda_outfile_commit(&x->file, err);
    st = x->format->features ? export_features_finish(&x->set, err) : FUDA_OK;
    x->facts.unlabelled = x->counts.unlabelled;
    x->facts.undated = x->counts.undated;
    x->facts.moved = x->counts.moved;
    if (st == FUDA_OK)
        st = export_card_write(x->card, &x->set, &x->facts, &x->out, err);
    return st == FUDA_OK ? export_folder_commit(&x->out, err) : st;
}

/* The plan is made in a transaction of its own, which keeps the split; then everything is read in one. */
static fuda_status plan(store_export *x, fuda_error *err)
{
    bool writes = x->parts.hash && !x->corpus->readonly;
    fuda_status st = writes ? store_begin(x->corpus, err) : store_begin_read(x->corpus, err);

    if (st == FUDA_OK)
        st = store_export_look(x, err);
    if (st == FUDA_OK && x->planned)
        st = store_plan_make(&x->rows, &x->parts, x->format->answered, &x->counts, err);
    if (st == FUDA_OK && writes) {
        st = store_commit(x->corpus, err);
        if (st == FUDA_OK)
            st = store_begin_read(x->corpus, err);
    }
    return st;
}

static void release(store_export *x)
{
    fuda_outfile_abandon(&x->file);
    export_folder_abandon(&x->out);
    export_features_free(x->set.features);
    export_card_free(x->card);
    if (x->has_words)
        mdl_extractor_release(&x->words);
    fuda_tokenizer_free(x->tokenizer);
    store_rows_release(&x->rows);
    fuda_json_free(x->set.json);
    fuda_buf_release(&x->line);
    fuda_buf_release(&x->strings);
    fuda_buf_release(&x->quality);
    fuda_arena_release(&x->label_arena);
    fuda_arena_release(&x->code_arena);
    free(x->labels);
    free(x);
}

fuda_status fuda_corpus_export(fuda_corpus *corpus, const fuda_export_options *options, const char *path,
                               bool force, fuda_export_counts *counts, fuda_error *err)
{
    static const fuda_export_options defaults = {.format = FUDA_EXPORT_JSONL};
    store_export *x = calloc(1, sizeof *x);
    fuda_status st;

    if (counts != NULL)
        *counts = (fuda_export_counts){0};
    if (x == NULL)
        return fuda_fail_nomem(err);
    x->corpus = x->rows.corpus = corpus;
    x->options = x->rows.options = x->set.options = options == NULL ? &defaults : options;
    x->set.json = fuda_json_new();
    st = x->set.json == NULL ? fuda_fail_nomem(err) : check_options(x, err);
    if (st == FUDA_OK)
        st = plan(x, err);
    if (st == FUDA_OK)
        st = open_words(x, err);
    if (st == FUDA_OK)
        st = open_output(x, path, force, err);
    if (st == FUDA_OK)
        st = write_ends(x, true, err);
    if (st == FUDA_OK)
        st = write_rows(x, err);
    if (st == FUDA_OK)
        st = write_ends(x, false, err);
    store_rollback(corpus); /* only the reading ends */
    if (st == FUDA_OK)
        st = finish_output(x, err);
    if (counts != NULL && st == FUDA_OK)
        *counts = x->counts;
    release(x);
    return st;
}
