/* SPDX-License-Identifier: MIT */
/* fuda search: documents that hold words, with the words in their context. */
#include <fuda.h>

#include <stdlib.h>
#include <string.h>

#include "cli/lines.h"
#include "cli/message.h"
#include "cli/progress.h"
#include "cli/rows.h"
#include "cli/table.h"

typedef struct job {
    const cli_args *args;
    output out;
    table table;
    lines list;
    rows rows;
    cli_format format;
    size_t shown;
} job;

static fuda_str text_of(const fuda_search_result *r, bool in_title)
{
    return in_title ? r->title : r->text;
}

/* ---- a table --------------------------------------------------------------------------------- */

/* A stretch with its hits in colour, or in brackets where there are no colours. */
static void show_span(job *j, const fuda_search_result *r, const fuda_search_span *span)
{
    table *t = &j->table;
    fuda_str text = text_of(r, span->in_title);
    size_t at = span->start;

    t->indent = 4;
    t->bar = NULL;
    table_pad(t, 4);
    if (span->start > 0)
        table_text(t, "…");
    for (size_t i = 0; i < r->nhit; i++) {
        const fuda_search_hit *h = &r->hits[i];
        if (h->in_title != span->in_title || h->start < span->start || h->end > span->end)
            continue;
        table_flow(t, text.ptr + at, h->start - at);
        table_style(t, "1;33");
        if (!t->color)
            table_text(t, "[");
        table_flow(t, text.ptr + h->start, h->end - h->start);
        if (!t->color)
            table_text(t, "]");
        table_style(t, NULL);
        at = h->end;
    }
    table_flow(t, text.ptr + at, span->end - at);
    if (span->end < text.len)
        table_text(t, "…");
    t->indent = 0;
    table_line(t);
}

static void show_table(job *j, const fuda_search_result *r)
{
    table *t = &j->table;

    table_style(t, "1");
    table_cut(t, r->id.ptr, r->id.len, 40);
    table_style(t, NULL);
    if (r->date.len != 0) {
        table_text(t, "  ");
        table_cut(t, r->date.ptr, r->date.len, 20);
    }
    if (r->title.len != 0) {
        table_text(t, "  ");
        table_cut(t, r->title.ptr, r->title.len, 0);
    }
    table_line(t);
    for (size_t i = 0; i < r->nspan; i++)
        show_span(j, r, &r->spans[i]);
}

/* ---- data ------------------------------------------------------------------------------------ */

static void show_json(job *j, const fuda_search_result *r)
{
    fuda_json *json = j->list.json;

    lines_begin(&j->list, &r->id);
    lines_str(json, "title", &r->title);
    lines_str(json, "lang", &r->lang);
    lines_str(json, "date", &r->date);
    lines_real(json, "score", r->score);
    fuda_json_key(json, "hits");
    fuda_json_array(json);
    for (size_t i = 0; i < r->nhit; i++) {
        const fuda_search_hit *h = &r->hits[i];
        fuda_json_object(json);
        fuda_json_key(json, "field");
        fuda_json_cstring(json, h->in_title ? "title" : "text");
        lines_size(json, "start", h->start);
        lines_size(json, "end", h->end);
        fuda_json_key(json, "text");
        fuda_json_string(json, text_of(r, h->in_title).ptr + h->start, h->end - h->start);
        fuda_json_object_end(json);
    }
    fuda_json_array_end(json);
    fuda_json_key(json, "context");
    fuda_json_array(json);
    for (size_t i = 0; i < r->nspan; i++) {
        const fuda_search_span *s = &r->spans[i];
        fuda_json_object(json);
        fuda_json_key(json, "field");
        fuda_json_cstring(json, s->in_title ? "title" : "text");
        lines_size(json, "start", s->start);
        fuda_json_key(json, "text");
        fuda_json_string(json, text_of(r, s->in_title).ptr + s->start, s->end - s->start);
        fuda_json_object_end(json);
    }
    fuda_json_array_end(json);
    lines_end(&j->list, NULL, 0);
}

/* Keyword in context: a row a hit. */
static void show_rows(job *j, const fuda_search_result *r)
{
    for (size_t i = 0; i < r->nhit; i++) {
        const fuda_search_hit *h = &r->hits[i];
        const fuda_search_span *span = NULL;
        fuda_str text = text_of(r, h->in_title);
        for (size_t k = 0; k < r->nspan && span == NULL; k++) {
            const fuda_search_span *s = &r->spans[k];
            if (s->in_title == h->in_title && s->start <= h->start && h->end <= s->end)
                span = s;
        }
        if (span == NULL)
            continue;
        rows_cell(&j->rows, r->id.ptr, r->id.len);
        rows_cell(&j->rows, r->date.ptr, r->date.len);
        rows_real(&j->rows, r->score);
        rows_text(&j->rows, h->in_title ? "title" : "text");
        rows_int(&j->rows, h->start);
        rows_int(&j->rows, h->end);
        rows_cell(&j->rows, text.ptr + span->start, h->start - span->start);
        rows_cell(&j->rows, text.ptr + h->start, h->end - h->start);
        rows_cell(&j->rows, text.ptr + h->end, span->end - h->end);
        rows_end(&j->rows);
    }
}

static bool on_result(void *ctx, const fuda_search_result *r)
{
    job *j = ctx;

    progress_clear();
    j->shown++;
    if (j->format == CLI_TABLE)
        show_table(j, r);
    else if (j->format == CLI_JSONL)
        show_json(j, r);
    else
        show_rows(j, r);
    return output_flush(&j->out);
}

static bool on_progress(void *ctx, const fuda_progress *progress)
{
    (void)ctx;
    progress_update(progress->done, progress->total);
    return true;
}

/* ---- the verb -------------------------------------------------------------------------------- */

/* The words after the corpus, with blanks between them: as typed without quotes. */
static char *join_query(const cli_args *args)
{
    size_t size = 1, n = 0;

    for (size_t i = 1; i < args->nfile; i++)
        size += strlen(args->files[i]) + 1;
    char *text = cli_alloc(size, 1);
    for (size_t i = 1; i < args->nfile; i++) {
        if (i > 1)
            text[n++] = ' ';
        memcpy(text + n, args->files[i], strlen(args->files[i]));
        n += strlen(args->files[i]);
    }
    return text;
}

static int search(job *j, fuda_corpus *corpus, const char *query)
{
    static const char *const head[] = {"id", "date", "score", "field", "start", "end", "before", "hit", "after"};
    const cli_args *args = j->args;
    const fuda_search_options options = {.label = args->label,
                                         .lang = args->lang_filter,
                                         .since = args->since,
                                         .until = args->until,
                                         .where = args->where,
                                         .run = args->run,
                                         .limit = (size_t)args->limit,
                                         .offset = (size_t)args->offset,
                                         .context = (size_t)args->context,
                                         .spans = j->format == CLI_CSV || j->format == CLI_TSV ? 1000000 : 3,
                                         .reindex = args->reindex,
                                         .jobs = (int)args->jobs,
                                         .progress = on_progress};
    fuda_error err = {0};
    size_t total = 0;

    j->rows = (rows){.out = &j->out, .format = j->format};
    for (size_t i = 0; (j->format == CLI_CSV || j->format == CLI_TSV) && i < sizeof head / sizeof head[0]; i++)
        rows_text(&j->rows, head[i]);
    if (j->format == CLI_CSV || j->format == CLI_TSV)
        rows_end(&j->rows);
    progress_start(args->progress, false, "indexed");
    fuda_status st = fuda_corpus_search(corpus, query, &options, on_result, j, &total, &err);
    progress_end();
    if (st != FUDA_OK) {
        say_error("%s", err.text);
        return EXIT_FATAL;
    }
    if (total > j->shown + (size_t)args->offset && j->format == CLI_TABLE)
        say_note("%zu of %zu documents; -n shows more", j->shown, total);
    else
        say_note("%zu documents", total);
    return EXIT_DONE;
}

int cmd_search(const cli_args *args)
{
    job j = {.args = args};
    fuda_error err = {0};
    fuda_corpus *corpus = NULL;
    int status = EXIT_FATAL;

    if (args->nfile < 2)
        return cli_usage_error(args->verb, args->nfile == 0 ? "name the corpus" : "what is to be found?");
    if (fuda_corpus_open(args->files[0], false, &corpus, &err) != FUDA_OK) {
        say_error("%s", err.text);
        return EXIT_FATAL;
    }
    char *query = join_query(args);
    if (output_open(&j.out, args->output, args->force)) {
        j.format = table_format(&j.out, args);
        table_init(&j.table, &j.out, args);
        lines_open(&j.list, &j.out, CLI_JSONL);
        status = output_finish(&j.out, search(&j, corpus, query));
        lines_release(&j.list);
    }
    free(query);
    fuda_corpus_free(corpus);
    return status;
}
