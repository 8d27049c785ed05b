/* SPDX-License-Identifier: MIT */
#include "corpus/source.h"

#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/utf8.h"
#include "corpus/format.h"
#include "corpus/html_text.h"
#include "corpus/jsonl.h"
#include "corpus/office.h"
#include "corpus/pdf.h"

/* Buffers beyond this are given back after the record that needed them. */
enum { KEEP_BUF = 4 * 1024 * 1024 };

/* ---- opening --------------------------------------------------------------------------------- */

static bool is_binary(fuda_format format)
{
    return format == FUDA_FORMAT_PDF || format == FUDA_FORMAT_OFFICE;
}

/* Puts the conversion to UTF-8 between the source's input and its bytes. */
static fuda_status decode(corpus_source *source, const char *kind, fuda_error *err)
{
    corpus_input *in = &source->input;
    corpus_decode *decode;
    corpus_stream *stream;
    const char *encoding = source->settings->encoding;
    bool json = source->format == FUDA_FORMAT_JSON || source->format == FUDA_FORMAT_JSONL ||
                (source->format == FUDA_FORMAT_AUTO &&
                 corpus_format_maybe_json(kind, in->buf + in->pos, in->len - in->pos));
    fuda_status st = corpus_decode_open(in, encoding, !json, &decode, &stream, err);

    if (st == FUDA_OK)
        st = corpus_input_over(in, stream, err);
    if (st != FUDA_OK)
        return st;
    source->decode = decode;
    return corpus_input_peek(in, err);
}

static void choose_format(corpus_source *source, const char *kind, bool look)
{
    const corpus_input *in = &source->input;
    const char *bytes = in->buf + in->pos;
    size_t len = in->len - in->pos;

    if (source->format == FUDA_FORMAT_AUTO)
        source->format = corpus_format_by_sign(kind, bytes, len);
    if (source->format == FUDA_FORMAT_AUTO)
        source->format = corpus_format_by_name(kind);
    if (source->format == FUDA_FORMAT_AUTO)
        source->format = look ? corpus_format_by_line(bytes, len, &source->settings->names) : FUDA_FORMAT_TEXT;
}

/* The next row into source->row; at the end of the input the source is done. */
static fuda_status read_row(corpus_source *source, fuda_error *err)
{
    bool got;
    char separator = source->format == FUDA_FORMAT_TSV ? '\t' : ',';
    fuda_status st = corpus_row_read(&source->input, separator, source->settings->max_record, &source->lines,
                                     &source->row, &got, err);

    if (st == FUDA_OK && !got)
        source->done = true;
    return st;
}

static bool is_search_line(const corpus_row *row)
{
    fuda_str first = row->n == 2 ? corpus_row_field(row, 0) : (fuda_str){0};
    return first.len == 11 && memcmp(first.ptr, "search URL:", 11) == 0;
}

static fuda_status read_header(corpus_source *source, fuda_error *err)
{
    fuda_status st = read_row(source, err);

    if (st == FUDA_OK && !source->done && is_search_line(&source->row)) /* above the header of Google Patents */
        st = read_row(source, err);
    if (st != FUDA_OK || source->done)
        return st;
    return corpus_header_make(&source->row, &source->settings->names, &source->header, err);
}

static fuda_status begin(corpus_source *source, const char *kind, bool look, fuda_error *err)
{
    const corpus_settings *settings = source->settings;
    fuda_status st = corpus_input_peek(&source->input, err);

    if (st != FUDA_OK)
        return st;
    if (source->format == FUDA_FORMAT_AUTO) {
        fuda_format sign = corpus_format_by_sign(kind, source->input.buf, source->input.len);
        if (is_binary(sign))
            source->format = sign;
    }
    /* Nothing through a pipe is no document rather than an empty one. */
    if (source->format == FUDA_FORMAT_AUTO && source->input.len == 0 && source->input.stream->slow &&
        strcmp(kind, "stdin") == 0)
        source->done = true;
    if (is_binary(source->format) || source->done)
        return FUDA_OK;
    st = decode(source, kind, err);
    if (st != FUDA_OK)
        return st;
    choose_format(source, kind, look);
    switch (source->format) {
    case FUDA_FORMAT_CSV:
    case FUDA_FORMAT_TSV:
        return read_header(source, err);
    case FUDA_FORMAT_PATENT:
        if (source->xml == NULL)
            source->xml = corpus_patent_xml_new(&settings->parts, settings->max_record);
        if (source->xml == NULL)
            return fuda_fail_nomem(err);
        corpus_patent_xml_reset(source->xml);
        return FUDA_OK;
    default:
        return FUDA_OK;
    }
}

fuda_status corpus_source_open(corpus_source *source, corpus_input *input, const char *kind, const char *name,
                               bool look, const corpus_settings *settings, fuda_error *err)
{
    fuda_status st;

    corpus_source_close(source);
    source->input = *input;
    *input = (corpus_input){0};
    source->format = settings->format;
    source->settings = settings;
    source->lines = 0;
    source->done = false;
    source->name = fuda_strndup(name, strlen(name));
    st = source->name == NULL ? fuda_fail_nomem(err) : begin(source, kind, look, err);
    if (st != FUDA_OK)
        corpus_source_close(source);
    return st;
}

void corpus_source_close(corpus_source *source)
{
    corpus_input_close(&source->input);
    source->decode = NULL;
    corpus_header_release(&source->header);
    corpus_json_scan_release(&source->scan);
    free(source->name);
    source->name = NULL;
}

void corpus_source_release(corpus_source *source)
{
    corpus_source_close(source);
    corpus_row_release(&source->row);
    corpus_patent_xml_free(source->xml);
    corpus_patent_release(&source->patent);
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
                        : corpus_row_record(batch, record, &source->header, source->settings, &source->patent,
                                            source->name, &source->row);
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
            corpus_input_line(&source->input, source->settings->max_record, &source->buf, &too_long, &got, err);

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
                                          "the record is longer than %zu bytes", source->settings->max_record);
        else
            st = corpus_json_record(batch, record, source->settings, &source->patent, source->name, source->buf.ptr,
                                    source->buf.len, source->lines, source->lines, offset);
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

    if (zero < bad)
        return fuda_fail_at(err, FUDA_E_FORMAT, line_of(text, zero), offset + zero,
                            "NUL byte at byte %zu of the input: not a text", offset + zero);
    if (bad < text->len)
        return fuda_fail_at(err, FUDA_E_FORMAT, line_of(text, bad), offset + bad,
                            "invalid UTF-8 at byte %zu of the input (0x%02x)", offset + bad,
                            (unsigned)(unsigned char)text->ptr[bad]);
    return FUDA_OK;
}

/* The file's name is the document's id.  False when memory ran out. */
static bool take_name(const corpus_source *source, fuda_batch *batch, fuda_record *record)
{
    size_t len = strlen(source->name);

    if (fuda_utf8_check(source->name, len) == len)
        return corpus_batch_str(batch, source->name, len, &record->document.id);
    record->status = fuda_fail(&record->error, FUDA_E_FORMAT, "the file's name is not UTF-8 and cannot be an id");
    return true;
}

static fuda_status next_text(corpus_source *source, fuda_batch *batch, fuda_error *err)
{
    bool too_long;
    size_t offset = corpus_input_offset(&source->input);
    fuda_status st = corpus_input_rest(&source->input, source->settings->max_record, &source->buf, &too_long, err);

    if (st != FUDA_OK)
        return st;
    source->done = true;
    fuda_record *record = corpus_batch_add(batch);
    if (record == NULL)
        return fuda_fail_nomem(err);
    bool ok = take_name(source, batch, record);
    if (record->status == FUDA_OK && too_long)
        record->status =
            fuda_fail(&record->error, FUDA_E_FORMAT, "the text is longer than %zu bytes", source->settings->max_record);
    else if (record->status == FUDA_OK)
        record->status = check_text(source, offset, &record->error);
    if (record->status == FUDA_OK)
        ok = ok && corpus_batch_str(batch, source->buf.ptr, source->buf.len, &record->document.text);
    if (source->buf.cap > KEEP_BUF)
        fuda_buf_release(&source->buf);
    return ok ? FUDA_OK : fuda_fail_nomem(err);
}

/* ---- documents of one file ------------------------------------------------------------------- */

static bool is_known_lang(const char *lang)
{
    size_t n = strcspn(lang, "-_");
    return n == 2 || n == 3;
}

static bool take_page(fuda_batch *batch, fuda_record *record, const corpus_page *page)
{
    fuda_document *doc = &record->document;

    return (page->text.len == 0 || corpus_batch_str(batch, page->text.ptr, page->text.len, &doc->text)) &&
           (page->title.len == 0 || corpus_batch_str(batch, page->title.ptr, page->title.len, &doc->title)) &&
           (page->date[0] == '\0' || corpus_batch_str(batch, page->date, strlen(page->date), &doc->date)) &&
           (!is_known_lang(page->lang) || corpus_batch_str(batch, page->lang, strlen(page->lang), &doc->lang));
}

/* Fills the page; what is wrong with the file becomes the record's error.  Fails with E_IO, E_NOMEM. */
static fuda_status read_page(corpus_source *source, corpus_page *page, fuda_record *record, fuda_error *err)
{
    size_t max = source->settings->max_record;
    const corpus_budget limits = {.ratio = source->settings->max_ratio, .most = source->settings->max_unpacked};
    bool too_long = false;
    fuda_status st;

    switch (source->format) {
    case FUDA_FORMAT_OFFICE:
        st = corpus_office_text(&source->input, &limits, max, page, err);
        break;
    case FUDA_FORMAT_PDF:
        st = corpus_pdf_text(&source->input, max, &page->text, err);
        break;
    default:
        st = corpus_input_rest(&source->input, max, &source->buf, &too_long, err);
        if (st == FUDA_OK && too_long)
            st = fuda_fail(err, FUDA_E_FORMAT, "the page is longer than %zu bytes", max);
        else if (st == FUDA_OK)
            st = check_text(source, 0, err);
        if (st == FUDA_OK && source->buf.len > 0 && !corpus_html_text(source->buf.ptr, source->buf.len, false, page))
            st = fuda_fail_nomem(err);
    }
    if (st != FUDA_E_FORMAT)
        return st;
    record->status = st;
    record->error = *err;
    return FUDA_OK;
}

static fuda_status next_page(corpus_source *source, fuda_batch *batch, fuda_error *err)
{
    fuda_record *record = corpus_batch_add(batch);
    corpus_page page = {0};
    fuda_error failure = {0};
    fuda_status st;
    bool ok = record != NULL;

    source->done = true;
    st = ok ? read_page(source, &page, record, &failure) : FUDA_E_NOMEM;
    ok = st == FUDA_OK;
    if (ok && record->status == FUDA_OK)
        ok = take_page(batch, record, &page);
    if (ok) {
        fuda_error kept = record->error;
        fuda_status status = record->status;
        ok = take_name(source, batch, record);
        if (status != FUDA_OK) {
            record->status = status;
            record->error = kept;
        }
    }
    corpus_page_release(&page);
    if (source->buf.cap > KEEP_BUF)
        fuda_buf_release(&source->buf);
    if (st == FUDA_E_IO && err != NULL)
        *err = failure;
    return ok ? FUDA_OK : st == FUDA_E_IO ? st : fuda_fail_nomem(err);
}

static fuda_status next_object(corpus_source *source, fuda_batch *batch, fuda_error *err)
{
    size_t line, offset, max = source->settings->max_record;
    corpus_json_found found;
    fuda_status st = corpus_json_scan_next(&source->scan, &source->input, max, &source->buf, &line, &offset, &found, err);
    fuda_record *record;

    if (st != FUDA_OK)
        return st;
    source->done = found != JSON_OBJECT_FOUND && found != JSON_TOO_LONG;
    if (found == JSON_AT_END)
        return FUDA_OK;
    record = corpus_batch_add(batch);
    if (record == NULL)
        return fuda_fail_nomem(err);
    record->line = line;
    if (found == JSON_OBJECT_FOUND)
        st = corpus_json_record(batch, record, source->settings, &source->patent, source->name, source->buf.ptr,
                                source->buf.len, ++source->lines, line, offset);
    else
        record->status = fuda_fail_at(&record->error, FUDA_E_FORMAT, line, offset,
                                      found == JSON_TOO_LONG  ? "the record is longer than %zu bytes"
                                      : found == JSON_CUT     ? "the input ends inside JSON (at most %zu bytes a record)"
                                                              : "no JSON object where one should begin; the rest is not read "
                                                                "(at most %zu bytes a record)",
                                      max);
    if (source->buf.cap > KEEP_BUF)
        fuda_buf_release(&source->buf);
    return st == FUDA_OK ? st : fuda_fail_nomem(err);
}

static fuda_status next_patent(corpus_source *source, fuda_batch *batch, fuda_error *err)
{
    return corpus_patent_xml_next(source->xml, &source->input, source->name, batch, &source->done, err);
}

static fuda_status next_of(corpus_source *source, fuda_batch *batch, fuda_error *err)
{
    switch (source->format) {
    case FUDA_FORMAT_JSONL:
        return next_line(source, batch, err);
    case FUDA_FORMAT_JSON:
        return next_object(source, batch, err);
    case FUDA_FORMAT_CSV:
    case FUDA_FORMAT_TSV:
        return next_row(source, batch, err);
    case FUDA_FORMAT_PATENT:
        return next_patent(source, batch, err);
    case FUDA_FORMAT_HTML:
    case FUDA_FORMAT_OFFICE:
    case FUDA_FORMAT_PDF:
        return next_page(source, batch, err);
    case FUDA_FORMAT_TEXT:
    case FUDA_FORMAT_AUTO:
    default:
        return next_text(source, batch, err);
    }
}

fuda_status corpus_source_next(corpus_source *source, fuda_batch *batch, fuda_error *err)
{
    size_t before = batch->n;
    fuda_status st;

    if (source->done)
        return FUDA_OK;
    st = next_of(source, batch, err);
    const char *encoding = corpus_decode_name(source->decode);
    for (size_t i = before; st == FUDA_OK && i < batch->n; i++) {
        fuda_record *record = &batch->records[i];
        if (encoding != NULL && record->status == FUDA_OK &&
            !corpus_add_field(batch, &record->document, "encoding", encoding))
            st = fuda_fail_nomem(err);
    }
    return st;
}
