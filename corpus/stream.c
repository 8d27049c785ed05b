/* SPDX-License-Identifier: MIT */
#include "corpus/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/error.h"
#include "core/memory.h"

typedef struct file_stream {
    corpus_stream base;
    int fd;
    char *path; /* for messages */
} file_stream;

static fuda_status file_read(corpus_stream *stream, char *to, size_t max, size_t *got, fuda_error *err)
{
    file_stream *file = (file_stream *)stream;
    ssize_t n;

    do
        n = read(file->fd, to, max);
    while (n < 0 && errno == EINTR);
    *got = n < 0 ? 0 : (size_t)n;
    return n < 0 ? fuda_fail_errno(err, "read", file->path) : FUDA_OK;
}

static bool file_rewind(corpus_stream *stream)
{
    return lseek(((file_stream *)stream)->fd, 0, SEEK_SET) == 0;
}

static long long file_seek(corpus_stream *stream, long long offset, int whence)
{
    return lseek(((file_stream *)stream)->fd, (off_t)offset, whence);
}

static void file_close(corpus_stream *stream)
{
    file_stream *file = (file_stream *)stream;

    if (file->fd > STDIN_FILENO)
        close(file->fd);
    free(file->path);
    free(file);
}

fuda_status corpus_stream_file(const char *path, corpus_stream **out, fuda_error *err)
{
    bool standard = strcmp(path, "-") == 0;
    const char *name = standard ? "standard input" : path;
    file_stream *file = calloc(1, sizeof *file);
    struct stat info;

    *out = NULL;
    if (file == NULL || (file->path = fuda_strndup(name, strlen(name))) == NULL) {
        free(file);
        return fuda_fail_nomem(err);
    }
    file->fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (file->fd < 0) {
        fuda_status st = fuda_fail_errno(err, "open", path);
        file_close(&file->base);
        return st;
    }
    file->base.read = file_read;
    file->base.close = file_close;
    if (!standard && fstat(file->fd, &info) == 0 && S_ISREG(info.st_mode)) {
        file->base.rewind = file_rewind;
        file->base.seek = file_seek;
    } else {
        file->base.slow = true;
    }
    *out = &file->base;
    return FUDA_OK;
}

typedef struct memory_stream {
    corpus_stream base;
    const char *bytes;
    size_t len, at;
} memory_stream;

static fuda_status memory_read(corpus_stream *stream, char *to, size_t max, size_t *got, fuda_error *err)
{
    memory_stream *memory = (memory_stream *)stream;
    size_t left = memory->len - memory->at;

    (void)err;
    *got = left < max ? left : max;
    if (*got > 0)
        memcpy(to, memory->bytes + memory->at, *got);
    memory->at += *got;
    return FUDA_OK;
}

static void memory_close(corpus_stream *stream)
{
    free(stream);
}

corpus_stream *corpus_stream_memory(const char *bytes, size_t len)
{
    memory_stream *memory = calloc(1, sizeof *memory);

    if (memory == NULL)
        return NULL;
    memory->base.read = memory_read;
    memory->base.close = memory_close;
    memory->bytes = bytes;
    memory->len = len;
    return &memory->base;
}
