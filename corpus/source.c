/* SPDX-License-Identifier: MIT */
#include "corpus/source.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/error.h"
#include "core/utf8.h"
#include "corpus/jsonl.h"

/* Buffers beyond this are given back after the record that needed them. */
enum { KEEP_BUF = 4 * 1024 * 1024 };

static const struct {
    const char *extension;
    fuda_format format;
} extensions[] = {
    {"jsonl", FUDA_FORMAT_JSONL}, {"ndjson", FUDA_FORMAT_JSONL}, {"csv", FUDA_FORMAT_CSV},
    {"tsv", FUDA_FORMAT_TSV},     {"tab", FUDA_FORMAT_TSV},      {"txt", FUDA_FORMAT_TEXT},
    {"text", FUDA_FORMAT_TEXT},   {"md", FUDA_FORMAT_TEXT},      {"markdown", FUDA_FORMAT_TEXT},
    {"rst", FUDA_FORMAT_TEXT},    {"org", FUDA_FORMAT_TEXT},     {"tex", FUDA_FORMAT_TEXT},
};

static const char *extension_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *dot = strrchr(slash == NULL ? path : slash + 1, '.');
    return dot == NULL ? "" : dot + 1;
}

static fuda_format by_name(const char *path)
{
    const char *extension = extension_of(path);

    for (size_t i = 0; i < sizeof extensions / sizeof extensions[0]; i++) {
        if (strcasecmp(extension, extensions[i].extension) == 0)
            return extensions[i].format;
    }
    return FUDA_FORMAT_AUTO;
}

/* `{` and the quote of a first key, or a header row with a name that is known. */
static fuda_format by_content(const char *bytes, size_t len, const corpus_names *names)
{
    const char *end = len == 0 ? NULL : memchr(bytes, '\n', len);
    size_t line = end == NULL ? len : (size_t)(end - bytes), i = 0;

    if (corpus_header_guess(bytes, line, '\t', names))
        return FUDA_FORMAT_TSV;
    if (corpus_header_guess(bytes, line, ',', names))
        return FUDA_FORMAT_CSV;
    while (i < len && memchr(" \t\r\n", bytes[i], 4) != NULL)
        i++;
    if (i < len && bytes[i] == '{') {
        i++;
        while (i < len && memchr(" \t\r\n", bytes[i], 4) != NULL)
            i++;
        if (i < len && (bytes[i] == '"' || bytes[i] == '}'))
            return FUDA_FORMAT_JSONL;
    }
    return FUDA_FORMAT_TEXT;
}

static fuda_status choose_format(corpus_source *source, const char *path, bool look, fuda_error *err)
{
    const corpus_input *in = &source->input;
    const char *bytes = in->buf + in->pos;
    size_t len = in->len - in->pos;

    if (source->format == FUDA_FORMAT_AUTO)
        source->format = by_name(path);
    if (source->format != FUDA_FORMAT_AUTO)
        return FUDA_OK;
    if (look && len != 0 && bytes[0] == '[' && strcasecmp(extension_of(path), "json") == 0)
        return fuda_fail(err, FUDA_E_FORMAT,
                         "'%s' is one JSON array; JSON Lines, one object a line, is what fuda reads", path);
    source->format = look ? by_content(bytes, len, source->names) : FUDA_FORMAT_TEXT;
    /* Nothing through a pipe is no document rather than an empty one. */
    if (len == 0 && strcmp(path, "-") == 0)
        source->done = true;
    return FUDA_OK;
}

/* The next row into source->row; at the end of the input the source is done. */
static fuda_status read_row(corpus_source *source, fuda_error *err)
{
    bool got;
    char separator = source->format == FUDA_FORMAT_TSV ? '\t' : ',';
    fuda_status st = corpus_row_read(&source->input, separator, source->max_record, &source->lines,
                                     &source->row, &got, err);

    if (st == FUDA_OK && !got)
        source->done = true;
    return st;
}

static fuda_status read_header(corpus_source *source, fuda_error *err)
{
    fuda_status st = read_row(source, err);

    if (st != FUDA_OK || source->done)
        return st;
    return corpus_header_make(&source->row, source->names, &source->header, err);
}

fuda_status corpus_source_open(corpus_source *source, const char *path, const char *name, fuda_format format,
                               bool look, const corpus_names *names, size_t max_record, fuda_error *err)
{
    fuda_status st;

    corpus_source_close(source);
    source->format = format;
    source->names = names;
    source->max_record = max_record;
    source->lines = 0;
    source->done = false;
    st = corpus_input_open(&source->input, path, err);
    if (st != FUDA_OK)
        return st;
    source->name = fuda_strndup(name, strlen(name));
    st = source->name == NULL ? fuda_fail_nomem(err) : corpus_input_peek(&source->input, err);
    if (st == FUDA_OK) {
        corpus_input_skip_bom(&source->input);
        st = choose_format(source, path, look, err);
    }
    if (st == FUDA_OK && !source->done &&
        (source->format == FUDA_FORMAT_CSV || source->format == FUDA_FORMAT_TSV))
        st = read_header(source, err);
    if (st != FUDA_OK)
        corpus_source_close(source);
    return st;
}

void corpus_source_close(corpus_source *source)
{
    corpus_input_close(&source->input);
    corpus_header_release(&source->header);
    free(source->name);
    source->name = NULL;
}

void corpus_source_release(corpus_source *source)
{
    corpus_source_close(source);
    corpus_row_release(&source->row);
    fuda_buf_release(&source->buf);
}

/* ---- one record of each format --------------------------------------------------------------- */

static fuda_status next_row(corpus_source *source, fuda_batch *batch, fuda_error *err)
{
    fuda_status st = read_row(source, err);

    if (st != FUDA_OK || source->done)
        return st;
    fuda_record *record = corpus_batch_add(batch);
    if (record != NULL)
        record->line = source->row.line;
    st = record == NULL ? FUDA_E_NOMEM
                        : corpus_row_record(batch, record, &source->header, source->name, source->max_record,
                                            &source->row);
    if (source->row.bytes.cap > KEEP_BUF)
        fuda_buf_release(&source->row.bytes);
    return st == FUDA_OK ? st : fuda_fail_nomem(err);
}

static bool is_blank(const fuda_buf *line)
{
    for (size_t i = 0; i < line->len; i++) {
        if (memchr(" \t\r\v\f", line->ptr[i], 5) == NULL)
            return false;
    }
    return true;
}

static fuda_status next_line(corpus_source *source, fuda_batch *batch, fuda_error *err)
{
    for (;;) {
        bool got, too_long;
        size_t offset = corpus_input_offset(&source->input);
        fuda_status st =
            corpus_input_line(&source->input, source->max_record, &source->buf, &too_long, &got, err);

        if (st != FUDA_OK)
            return st;
        if (!got) {
            source->done = true;
            return FUDA_OK;
        }
        source->lines++;
        if (!too_long && is_blank(&source->buf))
            continue;
        fuda_record *record = corpus_batch_add(batch);
        if (record == NULL)
            return fuda_fail_nomem(err);
        record->line = source->lines;
        if (too_long)
            record->status = fuda_fail_at(&record->error, FUDA_E_FORMAT, source->lines, offset,
                                          "the record is longer than %zu bytes", source->max_record);
        else
            st = corpus_json_record(batch, record, source->names, source->name, source->buf.ptr,
                                    source->buf.len, source->lines, offset);
        if (source->buf.cap > KEEP_BUF)
            fuda_buf_release(&source->buf);
        return st == FUDA_OK ? st : fuda_fail_nomem(err);
    }
}

static size_t line_of(const fuda_buf *text, size_t at)
{
    size_t line = 1;
    for (size_t i = 0; i < at; i++)
        line += text->ptr[i] == '\n';
    return line;
}

static fuda_status check_text(const corpus_source *source, size_t offset, fuda_error *err)
{
    const fuda_buf *text = &source->buf;
    const char *nul = text->len == 0 ? NULL : memchr(text->ptr, '\0', text->len);
    size_t bad = fuda_utf8_check(text->ptr, text->len);
    size_t zero = nul == NULL ? text->len : (size_t)(nul - text->ptr);

    if (offset == 0 && text->len >= 2 &&
        (memcmp(text->ptr, "\xFF\xFE", 2) == 0 || memcmp(text->ptr, "\xFE\xFF", 2) == 0))
        return fuda_fail_at(err, FUDA_E_FORMAT, 1, 0,
                            "invalid UTF-8 at byte 0 of the input: the text is UTF-16");
    if (zero < bad)
        return fuda_fail_at(err, FUDA_E_FORMAT, line_of(text, zero), offset + zero,
                            "NUL byte at byte %zu of the input: not a text", offset + zero);
    if (bad < text->len)
        return fuda_fail_at(err, FUDA_E_FORMAT, line_of(text, bad), offset + bad,
                            "invalid UTF-8 at byte %zu of the input (0x%02x)", offset + bad,
                            (unsigned)(unsigned char)text->ptr[bad]);
    return FUDA_OK;
}

static fuda_status next_text(corpus_source *source, fuda_batch *batch, fuda_error *err)
{
    bool too_long;
    size_t offset = corpus_input_offset(&source->input);
    fuda_status st = corpus_input_rest(&source->input, source->max_record, &source->buf, &too_long, err);

    if (st != FUDA_OK)
        return st;
    source->done = true;
    fuda_record *record = corpus_batch_add(batch);
    if (record == NULL)
        return fuda_fail_nomem(err);
    size_t name_len = strlen(source->name);
    bool ok = true;
    if (fuda_utf8_check(source->name, name_len) < name_len)
        record->status =
            fuda_fail(&record->error, FUDA_E_FORMAT, "the file's name is not UTF-8 and cannot be an id");
    else
        ok = corpus_batch_str(batch, source->name, name_len, &record->document.id);
    if (record->status == FUDA_OK && too_long)
        record->status =
            fuda_fail(&record->error, FUDA_E_FORMAT, "the text is longer than %zu bytes", source->max_record);
    else if (record->status == FUDA_OK)
        record->status = check_text(source, offset, &record->error);
    if (record->status == FUDA_OK)
        ok = ok && corpus_batch_str(batch, source->buf.ptr, source->buf.len, &record->document.text);
    if (source->buf.cap > KEEP_BUF)
        fuda_buf_release(&source->buf);
    return ok ? FUDA_OK : fuda_fail_nomem(err);
}

fuda_status corpus_source_next(corpus_source *source, fuda_batch *batch, fuda_error *err)
{
    if (source->done)
        return FUDA_OK;
    switch (source->format) {
    case FUDA_FORMAT_JSONL:
        return next_line(source, batch, err);
    case FUDA_FORMAT_CSV:
    case FUDA_FORMAT_TSV:
        return next_row(source, batch, err);
    case FUDA_FORMAT_TEXT:
    case FUDA_FORMAT_AUTO:
        break;
    }
    return next_text(source, batch, err);
}
