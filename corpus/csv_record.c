/* SPDX-License-Identifier: MIT */
/* The rows → documents part of CSV. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/hash.h"
#include "core/utf8.h"
#include "corpus/csv.h"
#include "corpus/jsonl.h"

static fuda_str trim(fuda_str s)
{
    while (s.len != 0 && (*s.ptr == ' ' || *s.ptr == '\t')) {
        s.ptr++;
        s.len--;
    }
    while (s.len != 0 && (s.ptr[s.len - 1] == ' ' || s.ptr[s.len - 1] == '\t'))
        s.len--;
    return s;
}

/* ---- header -------------------------------------------------------------------------------- */

void corpus_header_release(corpus_header *header)
{
    for (size_t i = 0; i < header->n && header->names != NULL; i++)
        free(header->names[i]);
    free(header->names);
    free(header->roles);
    free(header->table);
    *header = (corpus_header){0};
}

static bool has_role(const corpus_header *header, corpus_role role)
{
    for (size_t i = 0; i < header->n; i++) {
        if (header->roles[i] == role)
            return true;
    }
    return false;
}

/* The names as the file has them; those of nameless columns (spreadsheets leave such) are made up. */
static fuda_status name_columns(const corpus_row *row, const corpus_names *names, corpus_header *out,
                                fuda_error *err)
{
    fuda_strtab seen = {0};
    fuda_status st = FUDA_OK;

    for (size_t i = 0; i < row->n && st == FUDA_OK; i++) {
        fuda_str name = trim(corpus_row_field(row, i));
        char made[32];
        if (fuda_utf8_check(name.ptr, name.len) < name.len)
            st = fuda_fail_at(err, FUDA_E_FORMAT, row->line, row->offset,
                              "the name of column %zu in the header is not UTF-8", i + 1);
        else if (name.len != 0 && memchr(name.ptr, '\0', name.len) != NULL)
            st = fuda_fail_at(err, FUDA_E_FORMAT, row->line, row->offset,
                              "the name of column %zu in the header contains a NUL byte", i + 1);
        if (st != FUDA_OK)
            break;
        if (name.len == 0)
            name = (fuda_str){made, (size_t)snprintf(made, sizeof made, "column %zu", i + 1)};
        uint32_t known = seen.count;
        uint32_t id = fuda_strtab_add(&seen, name.ptr, name.len);
        out->names[i] = fuda_strndup(name.ptr, name.len);
        out->roles[i] = corpus_role_of(names, name.ptr, name.len);
        if (id == FUDA_NO_ID || out->names[i] == NULL)
            st = fuda_fail_nomem(err);
        else if (id != known)
            st = fuda_fail_at(err, FUDA_E_FORMAT, row->line, row->offset,
                              "the header has column '%.60s' twice", out->names[i]);
    }
    fuda_strtab_release(&seen);
    return st;
}

/* The roles of a table of patents, where the columns' names are those of one. */
static fuda_status look_for_patents(corpus_header *out, fuda_error *err)
{
    table_role *roles = calloc(out->n, sizeof *roles);

    if (roles == NULL)
        return fuda_fail_nomem(err);
    for (size_t i = 0; i < out->n; i++) {
        roles[i] = corpus_table_role(out->names[i], strlen(out->names[i]));
        if (roles[i] == TABLE_LENS)
            out->list = LIST_LENS;
        else if (roles[i] == TABLE_GOOGLE)
            out->list = LIST_COMMAS;
    }
    if (corpus_table_is_patents(roles, out->n))
        out->table = roles;
    else
        free(roles);
    return FUDA_OK;
}

fuda_status corpus_header_make(const corpus_row *row, const corpus_names *names, corpus_header *out,
                               fuda_error *err)
{
    fuda_status st;

    *out = (corpus_header){.n = row->n};
    if (row->n > CORPUS_MAX_COLUMNS)
        return fuda_fail_at(err, FUDA_E_FORMAT, row->line, row->offset,
                            "the header row has %zu columns, more than %d", row->n, CORPUS_MAX_COLUMNS);
    if (row->too_long || row->unclosed || row->stray)
        return fuda_fail_at(err, FUDA_E_FORMAT, row->line, row->offset, "the header row %s",
                            row->too_long   ? "is too long"
                            : row->unclosed ? "has a quote that is not closed"
                                            : "has text behind a closing quote");
    out->names = calloc(row->n, sizeof *out->names);
    out->roles = calloc(row->n, sizeof *out->roles);
    st = out->names == NULL || out->roles == NULL ? fuda_fail_nomem(err) : name_columns(row, names, out, err);
    /* Tables of labels alone name the id in the text's place. */
    bool bare = strcmp(names->text, names->id) == 0 && has_role(out, CORPUS_ID);
    if (st == FUDA_OK && !bare && !names->chosen && !has_role(out, CORPUS_TEXT))
        st = look_for_patents(out, err);
    if (st == FUDA_OK && !bare && out->table == NULL && !has_role(out, CORPUS_TEXT) && !has_role(out, CORPUS_TITLE))
        st = fuda_fail_at(err, FUDA_E_FORMAT, row->line, row->offset, "the header row has no column '%.60s'; its %s is '%.80s'", names->text,
                          row->n == 1 ? "only column (another separator?)" : "first", out->names[0]);
    if (st != FUDA_OK) {
        corpus_header_release(out);
        return st;
    }
    out->has_labels = has_role(out, CORPUS_LABELS);
    out->exported = (out->has_labels || has_role(out, CORPUS_LABEL)) && has_role(out, CORPUS_SOURCE) &&
                    has_role(out, CORPUS_P) && has_role(out, CORPUS_FIELDS);
    return FUDA_OK;
}

bool corpus_header_guess(const char *line, size_t len, char separator, const corpus_names *names)
{
    enum { MOST = 300 };
    table_role roles[MOST];
    size_t n = 0;
    bool found = false;

    while (len != 0 && (line[len - 1] == '\n' || line[len - 1] == '\r'))
        len--;
    for (size_t from = 0; from <= len; n++) {
        const char *end = from == len ? NULL : memchr(line + from, separator, len - from);
        size_t next = end == NULL ? len : (size_t)(end - line);
        fuda_str name = trim((fuda_str){line + from, next - from});
        if (name.len >= 2 && name.ptr[0] == '"' && name.ptr[name.len - 1] == '"')
            name = (fuda_str){name.ptr + 1, name.len - 2};
        corpus_role role = corpus_role_of(names, name.ptr, name.len);
        found |= role == CORPUS_TEXT || role == CORPUS_TITLE;
        if (n < MOST)
            roles[n] = corpus_table_role(name.ptr, name.len);
        from = next + 1;
    }
    return n > 1 && (found || (!names->chosen && corpus_table_is_patents(roles, n < MOST ? n : MOST)));
}

/* Blanks around a name are a matter of taste in files people write; export writes what is meant. */
static fuda_str take_name(const corpus_header *header, fuda_str cell)
{
    return header->exported ? cell : trim(cell);
}

/* ---- rows ---------------------------------------------------------------------------------- */

typedef struct row_parse {
    fuda_batch *batch;
    fuda_record *record;
    const corpus_row *row;
    const corpus_header *header;
    fuda_str source; /* of an exported row */
} row_parse;

__attribute__((format(printf, 2, 3))) static fuda_status reject(const row_parse *p, const char *format, ...)
{
    char text[256];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    p->record->status = FUDA_E_FORMAT;
    return fuda_fail_at(&p->record->error, FUDA_E_FORMAT, p->row->line, p->row->offset, "%s", text);
}

static fuda_status check_row(const row_parse *p, size_t max)
{
    const corpus_row *row = p->row;

    if (row->too_long)
        return reject(p, "the record is longer than %zu bytes%s", max,
                      row->unclosed ? " because a quote is not closed" : "");
    if (row->unclosed)
        return reject(p, "a quoted field of the record is not closed before the end of the input");
    if (row->stray)
        return reject(p, "text follows the closing quote of a field");
    if (row->n != p->header->n)
        return reject(p, "the record has %zu field%s, the header has %zu", row->n, row->n == 1 ? "" : "s",
                      p->header->n);
    for (size_t i = 0; i < row->n; i++) {
        fuda_str field = corpus_row_field(row, i);
        size_t bad = fuda_utf8_check(field.ptr, field.len);
        if (bad < field.len)
            return reject(p, "invalid UTF-8 at byte %zu of field '%.60s' (0x%02x)", bad, p->header->names[i],
                          (unsigned)(unsigned char)field.ptr[bad]);
        if (field.len != 0 && memchr(field.ptr, '\0', field.len) != NULL)
            return reject(p, "field '%.60s' contains a NUL byte", p->header->names[i]);
    }
    return FUDA_OK;
}

/* "a;b", or a JSON array where an item has a semicolon. */
static fuda_status take_cell(const row_parse *p, fuda_str cell, const fuda_str **items, size_t *n)
{
    fuda_str copy;

    if (cell.len != 0 && cell.ptr[0] == '[' &&
        corpus_json_strings(&p->batch->arena, cell.ptr, cell.len, items, n)) {
        p->batch->bytes += cell.len;
        return FUDA_OK;
    }
    if (!corpus_batch_str(p->batch, cell.ptr, cell.len, &copy) || !corpus_split(p->batch, copy, items, n))
        return FUDA_E_NOMEM;
    return FUDA_OK;
}

static fuda_status take_label(const row_parse *p, fuda_str cell)
{
    fuda_document *doc = &p->record->document;

    cell = take_name(p->header, cell);
    if (cell.len == 0)
        return FUDA_OK;
    fuda_str *label = fuda_arena_alloc(&p->batch->arena, sizeof *label);
    if (label == NULL || !corpus_batch_str(p->batch, cell.ptr, cell.len, label))
        return FUDA_E_NOMEM;
    doc->labels = label;
    doc->nlabel = 1;
    doc->labelling = FUDA_ONE_LABEL;
    return FUDA_OK;
}

/* Runs after every `label` cell, so that an empty cell here can stand beside one label. */
static fuda_status take_labels(const row_parse *p, fuda_str cell)
{
    fuda_document *doc = &p->record->document;

    cell = trim(cell);
    if (doc->labelling == FUDA_ONE_LABEL)
        return cell.len == 0 ? FUDA_OK : reject(p, "has both 'label' and 'labels'");
    if (cell.len == 0 && p->header->exported &&
        ((p->source.len == 4 && memcmp(p->source.ptr, "none", 4) == 0) ||
         (p->source.len == 9 && memcmp(p->source.ptr, "abstained", 9) == 0)))
        return FUDA_OK;
    doc->labelling = FUDA_LABEL_SET;
    return take_cell(p, cell, &doc->labels, &doc->nlabel);
}

static fuda_status take_field(const row_parse *p, corpus_role role, fuda_str cell)
{
    fuda_document *doc = &p->record->document;
    fuda_str *target = NULL;

    switch (role) {
    case CORPUS_ID:
        cell = take_name(p->header, cell);
        target = &doc->id;
        break;
    case CORPUS_TITLE:
        target = &doc->title;
        break;
    case CORPUS_TEXT:
        target = &doc->text;
        break;
    case CORPUS_LANG:
        cell = take_name(p->header, cell);
        target = &doc->lang;
        break;
    case CORPUS_GROUP:
        target = &doc->group;
        break;
    case CORPUS_DATE:
        target = &doc->date;
        break;
    case CORPUS_CODES:
        return take_cell(p, trim(cell), &doc->codes, &doc->ncode);
    case CORPUS_MAYBE:
        return take_cell(p, trim(cell), &doc->maybe, &doc->nmaybe);
    case CORPUS_LABEL:
    case CORPUS_LABEL_ANY:
        return take_label(p, cell);
    case CORPUS_LABELS:
    case CORPUS_FIELDS:
    case CORPUS_SOURCE:
    case CORPUS_P:
    case CORPUS_EXTRA:
        break;
    }
    if (target != NULL && cell.len != 0 && !corpus_batch_str(p->batch, cell.ptr, cell.len, target))
        return FUDA_E_NOMEM;
    return FUDA_OK;
}

/* All other columns as the text of one object; a column `fields` with an object is opened up. */
static fuda_status take_extras(const row_parse *p)
{
    const corpus_header *header = p->header;
    bool spliced = false;
    fuda_status st = FUDA_OK;
    size_t len;
    fuda_json *out = fuda_json_new();

    if (out == NULL)
        return FUDA_E_NOMEM;
    fuda_json_object(out);
    for (size_t i = 0; i < header->n; i++) {
        corpus_role role = header->roles[i];
        fuda_str cell = corpus_row_field(p->row, i);
        bool exported = header->exported && (role == CORPUS_SOURCE || role == CORPUS_P ||
                                             (role == CORPUS_FIELDS && cell.len == 0));
        if (exported ||
            (role != CORPUS_EXTRA && role != CORPUS_FIELDS && role != CORPUS_SOURCE && role != CORPUS_P))
            continue;
        if (role == CORPUS_FIELDS && corpus_json_splice(out, cell.ptr, cell.len)) {
            spliced = true;
        } else {
            fuda_json_key(out, header->names[i]);
            fuda_json_string(out, cell.ptr, cell.len);
        }
    }
    fuda_json_object_end(out);
    const char *text = fuda_json_text(out, &len);
    if (text == NULL)
        st = FUDA_E_NOMEM;
    else if (spliced && !corpus_json_is_object(text, len))
        st = reject(p, "field 'fields' repeats a field of the record");
    else if (len > 2 && !corpus_batch_str(p->batch, text, len, &p->record->document.fields))
        st = FUDA_E_NOMEM;
    fuda_json_free(out);
    return st;
}

/* The columns of a table of patents: those of their own for country and kind before the number that repeats them. */
static fuda_status take_patent(const row_parse *p, const corpus_settings *settings, corpus_patent *patent,
                               const char *base)
{
    const corpus_header *header = p->header;
    fuda_json *extra = fuda_json_new();
    fuda_status st = FUDA_E_NOMEM;
    bool google = false;
    size_t len;

    if (extra == NULL)
        return st;
    corpus_patent_clear(patent);
    patent->line = p->row->line;
    patent->unnamed = p->row->line;
    fuda_json_object(extra);
    for (size_t i = 0; i < header->n; i++)
        google |= header->table[i] == TABLE_GOOGLE;
    for (int pass = 0; pass < 3; pass++) {
        for (size_t i = 0; i < header->n; i++) {
            table_role role = header->table[i];
            fuda_str cell = corpus_row_field(p->row, i);
            int when = role == TABLE_COUNTRY || role == TABLE_KIND ? 0 : role == TABLE_GRANTED ? 2 : 1;
            if (when != pass || cell.len == 0)
                continue;
            if (role == TABLE_OTHER || role == TABLE_LENS || role == TABLE_GOOGLE || (role == TABLE_ID && !google)) {
                char other[300];
                snprintf(other, sizeof other, "source_%.280s", header->names[i]);
                fuda_json_key(extra, corpus_table_is_taken(header->names[i]) ? other : header->names[i]);
                fuda_json_string(extra, cell.ptr, cell.len);
            } else {
                corpus_table_take(patent, role, cell.ptr, cell.len, header->list);
            }
        }
    }
    fuda_json_object_end(extra);
    const char *text = fuda_json_text(extra, &len);
    if (text != NULL)
        st = corpus_patent_record(patent, &settings->parts, base, (fuda_str){text + 1, len - 2}, p->batch,
                                  p->record);
    fuda_json_free(extra);
    return st;
}

fuda_status corpus_row_record(fuda_batch *batch, fuda_record *record, const corpus_header *header,
                              const corpus_settings *settings, corpus_patent *patent, const char *base,
                              const corpus_row *row)
{
    row_parse p = {.batch = batch, .record = record, .row = row, .header = header};
    fuda_document *doc = &record->document;
    fuda_status st = check_row(&p, settings->max_record);
    fuda_str labels = {0};

    if (st == FUDA_OK && header->table != NULL)
        return take_patent(&p, settings, patent, base);
    for (size_t i = 0; st == FUDA_OK && i < header->n; i++) {
        fuda_str cell = corpus_row_field(row, i);
        if (header->roles[i] == CORPUS_LABELS)
            labels = cell;
        else if (header->roles[i] == CORPUS_SOURCE)
            p.source = cell;
        st = take_field(&p, header->roles[i], cell);
    }
    if (st == FUDA_OK && doc->id.len == 0 && !corpus_generate_id(batch, base, row->line, &doc->id))
        st = FUDA_E_NOMEM;
    if (st == FUDA_OK && header->has_labels)
        st = take_labels(&p, labels);
    if (st == FUDA_OK)
        st = take_extras(&p);
    if (st != FUDA_OK)
        record->document = (fuda_document){.id = doc->id};
    return st == FUDA_E_NOMEM ? st : FUDA_OK;
}
