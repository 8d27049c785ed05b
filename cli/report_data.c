/* SPDX-License-Identifier: MIT */
/* The report for programs. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/message.h"
#include "cli/report.h"
#include "cli/rows.h"

static const fuda_cell *cell_at(const fuda_report_table *t, size_t row, size_t column)
{
    return &t->cells[row * t->ncolumn + column];
}

/* A number as text, with a full stop whatever the locale; "" for an absent one. */
static void number_text(const fuda_report_column *column, const fuda_cell *cell, char text[64])
{
    text[0] = '\0';
    if (column->kind == FUDA_CELL_INT && cell->number != FUDA_NO_NUMBER)
        snprintf(text, 64, "%lld", (long long)cell->number);
    else if (column->kind == FUDA_CELL_REAL && isfinite(cell->real))
        snprintf(text, 64, "%.*f", column->decimals, cell->real);
}

/* ---- JSON ------------------------------------------------------------------------------------ */

static void json_row(fuda_json *json, const fuda_report_table *t, size_t row)
{
    for (size_t c = 0; c < t->ncolumn; c++) {
        const fuda_cell *cell = cell_at(t, row, c);
        fuda_json_key(json, t->columns[c].name);
        if (t->columns[c].kind == FUDA_CELL_REAL)
            fuda_json_real(json, cell->real, t->columns[c].decimals);
        else if (t->columns[c].kind == FUDA_CELL_INT && cell->number != FUDA_NO_NUMBER)
            fuda_json_int(json, cell->number);
        else if (t->columns[c].kind == FUDA_CELL_TEXT && cell->text.ptr != NULL)
            fuda_json_string(json, cell->text.ptr, cell->text.len);
        else
            fuda_json_null(json);
    }
}

/* Hands on what the writer holds. */
static void flush_json(output *out, fuda_json *json)
{
    size_t len;
    const char *text = fuda_json_text(json, &len);

    if (text == NULL)
        cli_out_of_memory();
    output_write(out, text, len);
    fuda_json_clear(json);
}

static void write_json(output *out, fuda_json *json, const fuda_report_table *t)
{
    output_text(out, "[");
    for (size_t row = 0; row < t->nrow; row++) {
        output_text(out, row > 0 ? ",\n" : "\n");
        fuda_json_object(json);
        json_row(json, t, row);
        fuda_json_object_end(json);
        flush_json(out, json);
    }
    output_text(out, "]");
}

static void write_jsonl(output *out, fuda_json *json, const fuda_report_table *t)
{
    for (size_t row = 0; row < t->nrow; row++) {
        fuda_json_object(json);
        fuda_json_key(json, "table");
        fuda_json_cstring(json, t->name);
        json_row(json, t, row);
        fuda_json_object_end(json);
        flush_json(out, json);
        output_text(out, "\n");
    }
}

/* ---- CSV ------------------------------------------------------------------------------------- */

/* A text that a spreadsheet would take for a formula gets an apostrophe before it. */
static void text_cell(rows *r, fuda_str text)
{
    char *copy;

    if (text.len == 0 || strchr("=+-@\t\r\n", text.ptr[0]) == NULL || text.ptr[0] == '\0') {
        rows_cell(r, text.len == 0 ? "" : text.ptr, text.len);
        return;
    }
    copy = cli_alloc(text.len + 1, 1);
    copy[0] = '\'';
    memcpy(copy + 1, text.ptr, text.len);
    rows_cell(r, copy, text.len + 1);
    free(copy);
}

static void write_cell(rows *r, const fuda_report_table *t, size_t row, size_t c)
{
    char text[64];

    if (t->columns[c].kind == FUDA_CELL_TEXT) {
        text_cell(r, cell_at(t, row, c)->text);
    } else {
        number_text(&t->columns[c], cell_at(t, row, c), text);
        rows_text(r, text);
    }
}

static void write_rows(rows *r, const fuda_report_table *t)
{
    for (size_t c = 0; c < t->ncolumn; c++)
        rows_text(r, t->columns[c].name);
    rows_end(r);
    for (size_t row = 0; row < t->nrow; row++) {
        for (size_t c = 0; c < t->ncolumn; c++)
            write_cell(r, t, row, c);
        rows_end(r);
    }
}

/* All tables in one: a row a cell. */
static void write_long(rows *r, const fuda_report *report)
{
    static const char *const head[] = {"table", "row", "column", "value"};

    for (size_t i = 0; i < 4; i++)
        rows_text(r, head[i]);
    rows_end(r);
    for (size_t i = 0; i < fuda_report_table_count(); i++) {
        const fuda_report_table *t = fuda_report_get(report, i);
        for (size_t row = 0; row < t->nrow; row++) {
            for (size_t c = 0; c < t->ncolumn; c++) {
                rows_text(r, t->name);
                rows_int(r, row + 1);
                rows_text(r, t->columns[c].name);
                write_cell(r, t, row, c);
                rows_end(r);
            }
        }
    }
}

/* ---- all ------------------------------------------------------------------------------------- */

void report_write_data(output *out, cli_format format, const fuda_report *report, const fuda_report_table *only)
{
    size_t n = fuda_report_table_count();

    if (format == CLI_CSV || format == CLI_TSV) {
        rows r = {.out = out, .format = format};
        if (only != NULL)
            write_rows(&r, only);
        else
            write_long(&r, report);
        return;
    }
    fuda_json *json = fuda_json_new();
    if (json == NULL)
        cli_out_of_memory();
    if (format == CLI_JSONL) {
        for (size_t i = 0; i < n; i++)
            if (only == NULL || only == fuda_report_get(report, i))
                write_jsonl(out, json, fuda_report_get(report, i));
    } else if (only != NULL) {
        write_json(out, json, only);
        output_text(out, "\n");
    } else {
        for (size_t i = 0; i < n; i++) {
            output_format(out, "%s\"%s\":", i == 0 ? "{" : ",\n", fuda_report_table_name(i));
            write_json(out, json, fuda_report_get(report, i));
        }
        output_text(out, "}\n");
    }
    fuda_json_free(json);
}
