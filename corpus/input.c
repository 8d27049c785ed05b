/* SPDX-License-Identifier: MIT */
#include "corpus/input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/error.h"

enum { INPUT_BUF = 64 * 1024 };

fuda_status corpus_input_open(corpus_input *in, const char *path, fuda_error *err)
{
    bool standard = strcmp(path, "-") == 0;
    const char *name = standard ? "standard input" : path;

    *in = (corpus_input){.fd = -1};
    in->path = fuda_strndup(name, strlen(name));
    in->buf = malloc(INPUT_BUF);
    if (in->path == NULL || in->buf == NULL) {
        corpus_input_close(in);
        return fuda_fail_nomem(err);
    }
    in->fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (in->fd < 0) {
        fuda_status st = fuda_fail_errno(err, "open", path);
        corpus_input_close(in);
        return st;
    }
    in->owned = !standard;
    return FUDA_OK;
}

void corpus_input_close(corpus_input *in)
{
    if (in->owned && in->fd >= 0)
        close(in->fd);
    free(in->path);
    free(in->buf);
    *in = (corpus_input){.fd = -1};
}

/* Appends to the buffer, which must have room. */
static fuda_status read_more(corpus_input *in, fuda_error *err)
{
    ssize_t got;

    do
        got = read(in->fd, in->buf + in->len, INPUT_BUF - in->len);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return fuda_fail_errno(err, "read", in->path);
    if (got == 0)
        in->eof = true;
    in->len += (size_t)got;
    return FUDA_OK;
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

    /* Not until the buffer is full: what comes through a pipe may come slowly. */
    while (st == FUDA_OK && !in->eof && in->len < INPUT_BUF &&
           (in->len == 0 || memchr(in->buf, '\n', in->len) == NULL))
        st = read_more(in, err);
    return st;
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
