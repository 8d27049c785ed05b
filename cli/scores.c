/* SPDX-License-Identifier: MIT */
#include "cli/scores.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cli/message.h"
#include "cli/rows.h"
#include "cli/table.h"
#include "cli/width.h"

/* ---- JSON ----------------------------------------------------------------------------------- */

static void put_real(fuda_json *json, const char *key, double value)
{
    fuda_json_key(json, key);
    fuda_json_real(json, value, 6);
}

static void put_int(fuda_json *json, const char *key, size_t value)
{
    fuda_json_key(json, key);
    fuda_json_int(json, (int64_t)value);
}

static void put_score(fuda_json *json, const fuda_score *s)
{
    put_real(json, "precision", s->precision);
    put_real(json, "recall", s->recall);
    put_real(json, "f1", s->f1);
    put_int(json, "support", s->support);
}

static void write_json(output *out, const fuda_evaluation *e)
{
    fuda_json *json = fuda_json_new();
    const fuda_score micro = fuda_evaluation_micro(e);
    size_t len = 0;

    if (json == NULL)
        cli_out_of_memory();
    fuda_json_object(json);
    put_int(json, "documents", fuda_evaluation_documents(e));
    put_real(json, "accuracy", fuda_evaluation_accuracy(e));
    put_real(json, "micro_precision", micro.precision);
    put_real(json, "micro_recall", micro.recall);
    put_real(json, "micro_f1", micro.f1);
    put_real(json, "macro_f1", fuda_evaluation_macro_f1(e));
    fuda_json_key(json, "labels");
    fuda_json_object(json);
    for (size_t i = 0; i < fuda_evaluation_label_count(e); i++) {
        const fuda_score s = fuda_evaluation_label_score(e, i);
        fuda_json_key(json, fuda_evaluation_label(e, i));
        fuda_json_object(json);
        put_score(json, &s);
        fuda_json_object_end(json);
    }
    fuda_json_object_end(json);
    fuda_json_key(json, "languages");
    fuda_json_object(json);
    for (size_t i = 0; i < fuda_evaluation_language_count(e); i++) {
        const fuda_score s = fuda_evaluation_language_score(e, i);
        fuda_json_key(json, fuda_evaluation_language(e, i));
        fuda_json_object(json);
        put_int(json, "documents", fuda_evaluation_language_documents(e, i));
        put_score(json, &s);
        fuda_json_object_end(json);
    }
    fuda_json_object_end(json);
    if (!fuda_evaluation_single(e)) {
        size_t empty = 0, silent = 0;
        fuda_evaluation_silence(e, &empty, &silent);
        fuda_json_key(json, "silent");
        fuda_json_object(json);
        put_int(json, "empty", empty);
        put_int(json, "silent", silent);
        fuda_json_object_end(json);
    }
    fuda_json_object_end(json);
    const char *text = fuda_json_text(json, &len);
    if (text == NULL)
        cli_out_of_memory();
    output_write(out, text, len);
    output_text(out, "\n");
    fuda_json_free(json);
}

/* ---- rows ----------------------------------------------------------------------------------- */

static void row(rows *r, const char *kind, const char *name, const fuda_score *s)
{
    rows_text(r, kind);
    rows_text(r, name);
    rows_real(r, s->precision);
    rows_real(r, s->recall);
    rows_real(r, s->f1);
    rows_int(r, s->support);
    rows_end(r);
}

static void write_rows(output *out, cli_format format, const fuda_evaluation *e)
{
    static const char *const names[] = {"kind", "name", "precision", "recall", "f1", "support"};
    rows r = {.out = out, .format = format};
    fuda_score s = fuda_evaluation_micro(e);

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        rows_text(&r, names[i]);
    rows_end(&r);
    row(&r, "micro", NULL, &s);
    rows_text(&r, "macro");
    for (int i = 0; i < 3; i++)
        rows_text(&r, NULL);
    rows_real(&r, fuda_evaluation_macro_f1(e));
    rows_int(&r, s.support);
    rows_end(&r);
    for (size_t i = 0; i < fuda_evaluation_label_count(e); i++) {
        s = fuda_evaluation_label_score(e, i);
        row(&r, "label", fuda_evaluation_label(e, i), &s);
    }
    for (size_t i = 0; i < fuda_evaluation_language_count(e); i++) {
        s = fuda_evaluation_language_score(e, i);
        row(&r, "language", fuda_evaluation_language(e, i), &s);
    }
}

/* ---- table ---------------------------------------------------------------------------------- */

static void cell(table *t, double value, size_t column)
{
    char text[32];

    snprintf(text, sizeof text, "%.3f", value);
    table_right(t, isfinite(value) ? text : "-", column);
}

static void table_row(table *t, const char *name, size_t w, const fuda_score *s)
{
    char text[32];

    table_cut(t, name, strlen(name), w);
    cell(t, s->precision, w + 11);
    cell(t, s->recall, w + 19);
    cell(t, s->f1, w + 27);
    snprintf(text, sizeof text, "%zu", s->support);
    table_right(t, text, w + 37);
    table_line(t);
}

static void heading(table *t, const char *name, size_t w)
{
    table_style(t, "1");
    table_text(t, name);
    table_right(t, "precision", w + 11);
    table_right(t, "recall", w + 19);
    table_right(t, "F1", w + 27);
    table_right(t, "support", w + 37);
    table_style(t, NULL);
    table_line(t);
}

static void write_table(output *out, const cli_args *args, const fuda_evaluation *e)
{
    table t;
    const size_t nlabel = fuda_evaluation_label_count(e);
    const fuda_score micro = fuda_evaluation_micro(e);
    size_t w = 12;

    table_init(&t, out, args);
    for (size_t i = 0; i < nlabel; i++) {
        const char *label = fuda_evaluation_label(e, i);
        size_t n = width_text(label, strlen(label));
        w = n > w ? n : w;
    }
    if (w + 37 > t.width)
        w = t.width > 49 ? t.width - 37 : 12;
    heading(&t, "label", w);
    for (size_t i = 0; i < nlabel; i++) {
        const fuda_score s = fuda_evaluation_label_score(e, i);
        table_row(&t, fuda_evaluation_label(e, i), w, &s);
    }
    table_line(&t);
    heading(&t, "language", w);
    for (size_t i = 0; i < fuda_evaluation_language_count(e); i++) {
        const fuda_score s = fuda_evaluation_language_score(e, i);
        table_row(&t, fuda_evaluation_language(e, i), w, &s);
    }
    table_line(&t);
    heading(&t, "all", w);
    table_row(&t, "micro", w, &micro);
    table_text(&t, "macro");
    cell(&t, fuda_evaluation_macro_f1(e), w + 27);
    table_line(&t);
    output_format(out, "\n%zu documents, %.1f%% with exactly the right label%s\n",
                  fuda_evaluation_documents(e), 100 * fuda_evaluation_accuracy(e),
                  fuda_evaluation_single(e) ? "" : "s");
    if (!fuda_evaluation_single(e)) {
        size_t empty = 0, silent = 0;
        fuda_evaluation_silence(e, &empty, &silent);
        if (empty > 0)
            output_format(out, "%zu documents have no label; %zu of them got none\n", empty, silent);
    }
}

void scores_write(output *out, const cli_args *args, const fuda_evaluation *evaluation)
{
    cli_format format = table_format(out, args);

    if (format == CLI_TABLE)
        write_table(out, args, evaluation);
    else if (format == CLI_CSV || format == CLI_TSV)
        write_rows(out, format, evaluation);
    else
        write_json(out, evaluation);
}
