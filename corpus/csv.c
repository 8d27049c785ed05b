/* SPDX-License-Identifier: MIT */
/* The stream of bytes → rows part; csv_record.c makes documents of them. */
#include "corpus/csv.h"

#include <stdlib.h>
#include <string.h>

#include "core/error.h"

/* Where in a field the next byte is. */
typedef enum place {
    START,    /* nothing of the field read yet                                      */
    PLAIN,    /* in a field without quotes                                          */
    QUOTED,   /* between quotes                                                     */
    CLOSED,   /* behind a quote that ends the field or is the first half of two     */
    CLOSED_CR /* behind a closing quote and CR: LF must follow                      */
} place;

typedef struct scan {
    corpus_row *row;
    char separator;
    size_t max;
    place at;
    bool quoted;  /* the present field began with a quote          */
    bool newline; /* … and has a line end inside                   */
    size_t raw;   /* bytes of the row consumed, to hold against max */
    bool failed;  /* out of memory */
} scan;

void corpus_row_release(corpus_row *row)
{
    fuda_buf_release(&row->bytes);
    free(row->ends);
    *row = (corpus_row){0};
}

static void keep(scan *s, const char *bytes, size_t len)
{
    if (!s->row->too_long) {
        fuda_buf_add(&s->row->bytes, bytes, len);
        s->failed |= s->row->bytes.failed;
    }
}

static size_t field_start(const corpus_row *row)
{
    size_t n = row->n < CORPUS_MAX_COLUMNS ? row->n : CORPUS_MAX_COLUMNS;
    return n == 0 ? 0 : row->ends[n - 1];
}

static void end_field(scan *s)
{
    corpus_row *row = s->row;

    if (!row->too_long) {
        if (row->n >= CORPUS_MAX_COLUMNS)
            row->n++;
        else if (FUDA_GROW(row->ends, row->cap, row->n + 1))
            row->ends[row->n++] = row->bytes.len;
        else
            s->failed = true;
    }
    s->at = START;
}

/* A CR before the line end belongs to it. */
static void drop_cr(scan *s)
{
    fuda_buf *bytes = &s->row->bytes;
    if (s->at == PLAIN && bytes->len > field_start(s->row) && bytes->ptr[bytes->len - 1] == '\r')
        bytes->len--;
}

/* The field began with a quote that was none: puts it and its fellows back. */
static void make_literal(scan *s)
{
    corpus_row *row = s->row;
    fuda_buf literal = {0};

    if (row->too_long)
        return;
    for (size_t i = field_start(row); i < row->bytes.len; i++) {
        fuda_buf_add(&literal, "\"\"", row->bytes.ptr[i] == '"' ? 1 : 0);
        fuda_buf_add_char(&literal, row->bytes.ptr[i]);
    }
    row->bytes.len = field_start(row);
    keep(s, "\"", 1);
    if (literal.len != 0)
        keep(s, literal.ptr, literal.len);
    keep(s, "\"", 1);
    s->failed |= literal.failed;
    fuda_buf_release(&literal);
}

/* A byte behind a closing quote that is neither quote, separator nor line end. */
static void behind_quote(scan *s, char c)
{
    if (s->separator == '\t' && !s->newline)
        make_literal(s);
    else
        s->row->stray = true;
    if (s->at == CLOSED_CR)
        keep(s, "\r", 1);
    keep(s, &c, 1);
    s->at = PLAIN;
}

/* Consumes what belongs to the row; true when the row is complete. */
static bool step(scan *s, const char *bytes, size_t len, size_t *used, size_t *lines)
{
    size_t i = 0;

    while (i < len) {
        char c = bytes[i];
        if (s->at == PLAIN || s->at == QUOTED) { /* whole stretches at once */
            size_t from = i;
            while (i < len &&
                   (s->at == QUOTED ? bytes[i] != '"' : bytes[i] != s->separator && bytes[i] != '\n')) {
                if (bytes[i] == '\n') {
                    s->newline = true;
                    ++*lines;
                }
                i++;
            }
            keep(s, bytes + from, i - from);
            if (i == len)
                break;
            c = bytes[i];
        }
        i++;
        if (s->at == QUOTED) {
            s->at = CLOSED;
        } else if (s->at == CLOSED && c == '"') {
            keep(s, &c, 1);
            s->at = QUOTED;
        } else if (c == '\n') {
            drop_cr(s);
            s->quoted |= s->at == CLOSED || s->at == CLOSED_CR;
            end_field(s);
            ++*lines;
            *used = i;
            return true;
        } else if (c == s->separator && s->at != CLOSED_CR) {
            end_field(s);
        } else if (s->at == START && c == '"') {
            s->at = QUOTED;
            s->newline = false;
        } else if (s->at == CLOSED && c == '\r') {
            s->at = CLOSED_CR;
        } else if (s->at == START) {
            keep(s, &c, 1);
            s->at = PLAIN;
        } else {
            behind_quote(s, c);
        }
    }
    *used = i;
    return false;
}

/* The input ended: finishes a row without a line end. */
static void finish(scan *s)
{
    drop_cr(s);
    s->row->unclosed = s->at == QUOTED;
    s->quoted |= s->at == CLOSED || s->at == CLOSED_CR;
    end_field(s);
}

fuda_status corpus_row_read(corpus_input *in, char separator, size_t max, size_t *lines, corpus_row *row,
                            bool *got, fuda_error *err)
{
    for (;;) {
        scan s = {.row = row, .separator = separator, .max = max, .at = START};
        bool complete = false;

        fuda_buf_clear(&row->bytes);
        if (!fuda_buf_reserve(&row->bytes, 256)) /* so that empty fields have a place, too */
            return fuda_fail_nomem(err);
        row->n = 0;
        row->line = *lines + 1;
        row->offset = corpus_input_offset(in);
        row->too_long = row->unclosed = row->stray = false;
        while (!complete) {
            size_t used;
            if (in->pos == in->len) {
                fuda_status st = corpus_input_fill(in, err);
                if (st != FUDA_OK)
                    return st;
                if (in->pos == in->len)
                    break;
            }
            complete = step(&s, in->buf + in->pos, in->len - in->pos, &used, lines);
            in->pos += used;
            s.raw += used;
            if (s.failed)
                return fuda_fail_nomem(err);
            if (s.raw > max + 2 && !row->too_long) {
                row->too_long = true;
                row->n = 0;
                fuda_buf_release(&row->bytes);
            }
        }
        *got = s.raw != 0;
        if (!*got)
            return FUDA_OK;
        if (!complete) {
            finish(&s);
            ++*lines;
            if (s.failed)
                return fuda_fail_nomem(err);
        }
        bool blank = row->n == 1 && row->bytes.len == 0 && !s.quoted;
        if (!blank)
            return FUDA_OK;
    }
}
