/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "corpus/export.h"
#include "corpus/jsonl.h"

/* RFC 4180: quotes where the content would be taken for structure. */
static void add_csv(fuda_buf *out, fuda_str field)
{
    bool quote = false;

    for (size_t i = 0; i < field.len && !quote; i++)
        quote = field.ptr[i] != '\0' && strchr("\",\r\n", field.ptr[i]) != NULL;
    if (quote)
        fuda_buf_add_char(out, '"');
    for (size_t i = 0; i < field.len; i++) {
        char c = field.ptr[i];
        if (c == '"')
            fuda_buf_add_char(out, '"');
        fuda_buf_add_char(out, c == '\0' ? ' ' : c); /* no reader of CSV expects NUL */
    }
    if (quote)
        fuda_buf_add_char(out, '"');
}

/* No quotes in TSV, so what is structure becomes a blank; a blank before a first quote keeps readers
 * that know quotes from taking it for one. */
static void add_tsv(fuda_buf *out, fuda_str field)
{
    if (field.len != 0 && field.ptr[0] == '"')
        fuda_buf_add_char(out, ' ');
    for (size_t i = 0; i < field.len; i++) {
        char c = field.ptr[i];
        fuda_buf_add_char(out, c == '\0' || c == '\t' || c == '\n' || c == '\r' ? ' ' : c);
    }
}

/* Spreadsheets compute a cell that begins so; behind an apostrophe it stays text. */
static bool is_formula(fuda_str field)
{
    return field.len != 0 && field.ptr[0] != '\0' && strchr("=+-@\t\r", field.ptr[0]) != NULL;
}

static void add_field(fuda_buf *out, const export_columns *columns, fuda_str field)
{
    fuda_buf guarded = {0};

    if (columns->guard && is_formula(field)) {
        fuda_buf_add_char(&guarded, '\'');
        fuda_buf_add(&guarded, field.ptr, field.len);
        out->failed = out->failed || guarded.failed;
        field = (fuda_str){guarded.ptr, guarded.len};
    }
    if (columns->separator == '\t')
        add_tsv(out, field);
    else
        add_csv(out, field);
    fuda_buf_release(&guarded);
}

static void add_separator(fuda_buf *out, const export_columns *columns)
{
    fuda_buf_add_char(out, columns->separator);
}

static void end_line(fuda_buf *out, const export_columns *columns)
{
    fuda_buf_add_str(out, columns->separator == '\t' ? "\n" : "\r\n");
}

bool export_csv_header(const export_columns *columns, fuda_buf *out)
{
    const struct {
        const char *name;
        bool there;
    } names[] = {
        {"title", columns->text},
        {"text", columns->text},
        {"lang", true},
        {"date", true},
        {"group", true},
        {"codes", true},
        {"label", columns->label},
        {"labels", columns->labels},
        {"maybe", columns->maybe},
        {"source", true},
        {"p", true},
        {"fields", true},
    };

    fuda_buf_add_str(out, "id");
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (names[i].there) {
            add_separator(out, columns);
            fuda_buf_add_str(out, names[i].name);
        }
    }
    end_line(out, columns);
    return !out->failed;
}

/* "a;b", or a JSON array when an item would not come back from that. */
static bool add_list(fuda_buf *out, const export_columns *columns, const fuda_str *items, size_t n,
                     fuda_json *json)
{
    fuda_buf cell = {0};
    bool plain = true;

    for (size_t i = 0; i < n && plain; i++) {
        const fuda_str *item = &items[i];
        plain = memchr(item->ptr, ';', item->len) == NULL && item->ptr[0] != '[' &&
                memchr(" \t\r\n", item->ptr[0], 4) == NULL &&
                memchr(" \t\r\n", item->ptr[item->len - 1], 4) == NULL;
    }
    if (plain) {
        for (size_t i = 0; i < n; i++) {
            if (i != 0)
                fuda_buf_add_char(&cell, ';');
            fuda_buf_add(&cell, items[i].ptr, items[i].len);
        }
    } else {
        size_t len;
        fuda_json_clear(json);
        fuda_json_array(json);
        for (size_t i = 0; i < n; i++)
            fuda_json_string(json, items[i].ptr, items[i].len);
        fuda_json_array_end(json);
        const char *text = fuda_json_text(json, &len);
        cell.failed = text == NULL;
        fuda_buf_add(&cell, text, len);
    }
    bool ok = !cell.failed;
    if (ok && cell.len != 0)
        add_field(out, columns, (fuda_str){cell.ptr, cell.len});
    fuda_buf_release(&cell);
    return ok && !out->failed;
}

static void add_p(fuda_buf *out, const export_row *row)
{
    for (size_t i = 0; row->source == EXPORT_PREDICTED && i < row->document.nlabel; i++) {
        char text[32];
        snprintf(text, sizeof text, "%s%.4f", i == 0 ? "" : ";", row->p[i]);
        for (char *c = text; *c != '\0'; c++) {
            if (*c == ',') /* the decimal mark of the program's locale */
                *c = '.';
        }
        fuda_buf_add_str(out, text);
    }
}

bool export_csv(const export_row *row, const export_columns *columns, fuda_json *json, fuda_buf *out)
{
    const fuda_document *doc = &row->document;
    bool in_label = columns->label && row->single;
    const fuda_str texts[] = {doc->id, doc->title, doc->text, doc->lang, doc->date, doc->group};
    const char *source = export_source_name(row->source);
    bool ok = true;

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if ((i == 1 || i == 2) && !columns->text)
            continue;
        if (i != 0)
            add_separator(out, columns);
        add_field(out, columns, texts[i]);
    }
    add_separator(out, columns);
    ok = add_list(out, columns, doc->codes, doc->ncode, json);
    if (columns->label) {
        add_separator(out, columns);
        if (in_label && doc->nlabel != 0)
            add_field(out, columns, doc->labels[0]);
    }
    if (columns->labels) {
        add_separator(out, columns);
        if (!in_label)
            ok = ok && add_list(out, columns, doc->labels, doc->nlabel, json);
    }
    if (columns->maybe) {
        add_separator(out, columns);
        ok = ok && add_list(out, columns, doc->maybe, doc->nmaybe, json);
    }
    add_separator(out, columns);
    fuda_buf_add_str(out, source);
    add_separator(out, columns);
    add_p(out, row);
    add_separator(out, columns);
    add_field(out, columns, doc->fields);
    end_line(out, columns);
    return ok && !out->failed;
}
