/* SPDX-License-Identifier: MIT */
#include "corpus/input.h"

#include <stdlib.h>
#include <string.h>

#include "core/error.h"

enum { INPUT_BUF = 64 * 1024 };

fuda_status corpus_input_over(corpus_input *in, corpus_stream *stream, fuda_error *err)
{
    *in = (corpus_input){.stream = stream, .buf = malloc(INPUT_BUF)};
    if (stream != NULL && in->buf != NULL)
        return FUDA_OK;
    corpus_input_close(in);
    return fuda_fail_nomem(err);
}

fuda_status corpus_input_open(corpus_input *in, const char *path, fuda_error *err)
{
    corpus_stream *stream;
    fuda_status st = corpus_stream_file(path, &stream, err);

    *in = (corpus_input){0};
    return st == FUDA_OK ? corpus_input_over(in, stream, err) : st;
}

void corpus_input_close(corpus_input *in)
{
    if (in->stream != NULL)
        in->stream->close(in->stream);
    free(in->buf);
    *in = (corpus_input){0};
}

/* Appends to the buffer, which must have room. */
static fuda_status read_more(corpus_input *in, fuda_error *err)
{
    size_t got;
    fuda_status st = in->stream->read(in->stream, in->buf + in->len, INPUT_BUF - in->len, &got, err);

    if (st == FUDA_OK && got == 0)
        in->eof = true;
    in->len += st == FUDA_OK ? got : 0;
    return st;
}

fuda_status corpus_input_fill(corpus_input *in, fuda_error *err)
{
    if (in->eof)
        return FUDA_OK;
    in->base += in->len;
    in->pos = in->len = 0;
    return read_more(in, err);
}

fuda_status corpus_input_peek(corpus_input *in, fuda_error *err)
{
    fuda_status st = FUDA_OK;

    if (in->pos > 0) {
        memmove(in->buf, in->buf + in->pos, in->len - in->pos);
        in->base += in->pos;
        in->len -= in->pos;
        in->pos = 0;
    }
    while (st == FUDA_OK && !in->eof && in->len < INPUT_BUF &&
           !(in->stream->slow && in->len > 0 && memchr(in->buf, '\n', in->len) != NULL))
        st = read_more(in, err);
    return st;
}

fuda_status corpus_input_take(corpus_input *in, char *to, size_t max, size_t *got, fuda_error *err)
{
    *got = 0;
    if (in->pos == in->len) {
        fuda_status st = corpus_input_fill(in, err);
        if (st != FUDA_OK)
            return st;
    }
    *got = in->len - in->pos < max ? in->len - in->pos : max;
    if (*got > 0)
        memcpy(to, in->buf + in->pos, *got);
    in->pos += *got;
    return FUDA_OK;
}

void corpus_input_skip_bom(corpus_input *in)
{
    if (in->len - in->pos >= 3 && memcmp(in->buf + in->pos, "\xEF\xBB\xBF", 3) == 0)
        in->pos += 3;
}

fuda_status corpus_input_line(corpus_input *in, size_t max, fuda_buf *line, bool *too_long, bool *got,
                              fuda_error *err)
{
    fuda_buf_clear(line);
    *too_long = false;
    *got = false;
    for (;;) {
        if (in->pos == in->len) {
            fuda_status st = corpus_input_fill(in, err);
            if (st != FUDA_OK)
                return st;
            if (in->pos == in->len)
                break;
        }
        *got = true;
        const char *from = in->buf + in->pos;
        const char *end = memchr(from, '\n', in->len - in->pos);
        size_t len = end == NULL ? in->len - in->pos : (size_t)(end - from);
        /* One byte more than allowed may be the CR of the line end. */
        if (*too_long || len > max + 1 - line->len) {
            *too_long = true;
            fuda_buf_clear(line);
        } else {
            fuda_buf_add(line, from, len);
            if (line->failed)
                return fuda_fail_nomem(err);
        }
        in->pos += len;
        if (end != NULL) {
            in->pos++;
            break;
        }
    }
    if (line->len != 0 && line->ptr[line->len - 1] == '\r')
        line->len--;
    if (line->len > max) {
        *too_long = true;
        line->len = 0;
    }
    return FUDA_OK;
}

fuda_status corpus_input_rest(corpus_input *in, size_t max, fuda_buf *out, bool *too_long, fuda_error *err)
{
    fuda_buf_clear(out);
    *too_long = false;
    for (;;) {
        if (in->pos == in->len) {
            fuda_status st = corpus_input_fill(in, err);
            if (st != FUDA_OK)
                return st;
            if (in->pos == in->len)
                return FUDA_OK;
        }
        if (in->len - in->pos > max - out->len) {
            *too_long = true;
            return FUDA_OK;
        }
        fuda_buf_add(out, in->buf + in->pos, in->len - in->pos);
        if (out->failed)
            return fuda_fail_nomem(err);
        in->pos = in->len;
    }
}
