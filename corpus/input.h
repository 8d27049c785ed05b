/* SPDX-License-Identifier: MIT */
/*
 * Bytes of a stream, in pieces: buffered reading, lines of any length within a
 * bound, and a look at the first line without consuming it.
 */
#ifndef CORPUS_INPUT_H
#define CORPUS_INPUT_H

#include "core/memory.h"
#include "corpus/stream.h"

typedef struct corpus_input {
    corpus_stream *stream; /* owned */
    bool eof;              /* nothing follows what is buffered           */
    char *buf;  /* unread bytes are buf[pos] … buf[len - 1]   */
    size_t pos, len;
    size_t base; /* offset of buf[0] in the input              */
} corpus_input;

/* path "-": standard input.  Fails with E_IO, E_NOMEM; then nothing needs closing. */
fuda_status corpus_input_open(corpus_input *in, const char *path, fuda_error *err);
/* Takes the stream, on failure too (E_NOMEM; the stream may be NULL for want of memory). */
fuda_status corpus_input_over(corpus_input *in, corpus_stream *stream, fuda_error *err);
/* Safe on a zeroed struct and twice. */
void corpus_input_close(corpus_input *in);

/* Called with everything consumed: reads more.  Afterwards pos < len, or eof is set. */
fuda_status corpus_input_fill(corpus_input *in, fuda_error *err);

/* Buffers more behind the unread bytes, until the buffer is full; from what may come slowly no more than the first
 * line, or as much of it as fits. */
fuda_status corpus_input_peek(corpus_input *in, fuda_error *err);

/* Moves up to `max` unread bytes to `to`, reading when there are none; *got 0 at the end. */
fuda_status corpus_input_take(corpus_input *in, char *to, size_t max, size_t *got, fuda_error *err);

/* Consumes a byte order mark; only right after corpus_input_peek. */
void corpus_input_skip_bom(corpus_input *in);

/* Offset of the next byte in the input. */
static inline size_t corpus_input_offset(const corpus_input *in)
{
    return in->base + in->pos;
}

/*
 * Reads the next line into `line` (cleared first) without its end (LF or CR LF).  A line longer than
 * `max` bytes sets *too_long and is skipped without being stored.  *got is false at the end.
 */
fuda_status corpus_input_line(corpus_input *in, size_t max, fuda_buf *line, bool *too_long, bool *got,
                              fuda_error *err);

/* Reads all that is left; with more than `max` bytes sets *too_long and stops reading. */
fuda_status corpus_input_rest(corpus_input *in, size_t max, fuda_buf *out, bool *too_long, fuda_error *err);

#endif
