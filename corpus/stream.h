/* SPDX-License-Identifier: MIT */
/* Where a corpus_input has its bytes from: a file, a member of an archive, another input converted to UTF-8. */
#ifndef CORPUS_STREAM_H
#define CORPUS_STREAM_H

#include <stdbool.h>
#include <stddef.h>

#include <fuda/status.h>

typedef struct corpus_stream corpus_stream;
struct corpus_stream {
    /* At most `max` bytes (> 0); *got 0 at the end.  Fails with E_IO, E_FORMAT, E_NOMEM. */
    fuda_status (*read)(corpus_stream *stream, char *to, size_t max, size_t *got, fuda_error *err);
    /* Back to the first byte; NULL or false where that is not possible. */
    bool (*rewind)(corpus_stream *stream);
    /* Moves the place of the next byte as lseek does; NULL where that is not possible; < 0 on failure. */
    long long (*seek)(corpus_stream *stream, long long offset, int whence);
    void (*close)(corpus_stream *stream); /* frees it */
    bool slow;                            /* bytes may come slowly: do not wait for more than is needed */
};

/* path "-": standard input.  Fails with E_IO, E_NOMEM. */
fuda_status corpus_stream_file(const char *path, corpus_stream **out, fuda_error *err);
/* Borrowed bytes, for tests.  NULL when memory ran out. */
corpus_stream *corpus_stream_memory(const char *bytes, size_t len);

#endif
