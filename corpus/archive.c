/* SPDX-License-Identifier: MIT */
#include "corpus/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/utf8.h"

#define FREE ((unsigned long long)16 << 20) /* bytes that may come out of very little */

struct corpus_archive {
    struct archive *handle;
    corpus_input in;
    bool outermost;
    corpus_budget *budget;
    fuda_error failure; /* of the input below */
    char piece[65536];
    fuda_buf name;
};

/* ---- what it is ------------------------------------------------------------------------------ */

static bool has(const char *bytes, size_t len, size_t at, const char *magic, size_t n)
{
    return len >= at + n && memcmp(bytes + at, magic, n) == 0;
}

bool corpus_archive_looks(const char *bytes, size_t len)
{
    return has(bytes, len, 0, "\x1F\x8B\x08", 3) || has(bytes, len, 0, "\x28\xB5\x2F\xFD", 4) ||
           has(bytes, len, 0, "PK\x03\x04", 4) || has(bytes, len, 0, "PK\x05\x06", 4) ||
           (has(bytes, len, 0, "BZh", 3) && has(bytes, len, 4, "\x31\x41\x59\x26\x53\x59", 6)) ||
           has(bytes, len, 0, "\xFD" "7zXZ\0", 6) || has(bytes, len, 257, "ustar", 5);
}

bool corpus_archive_is_office(const char *bytes, size_t len)
{
    return has(bytes, len, 0, "PK\x03\x04", 4) &&
           (has(bytes, len, 30, "[Content_Types].xml", 19) || has(bytes, len, 30, "mimetypeapplication/", 20) ||
            has(bytes, len, 30, "_rels/.rels", 11) || has(bytes, len, 30, "docProps/", 9));
}

/* ---- the bytes below ------------------------------------------------------------------------- */

static la_ssize_t on_read(struct archive *handle, void *self, const void **bytes)
{
    corpus_archive *a = self;
    size_t got;

    if (corpus_input_take(&a->in, a->piece, sizeof a->piece, &got, &a->failure) != FUDA_OK) {
        archive_set_error(handle, EIO, "%s", a->failure.text);
        return ARCHIVE_FATAL;
    }
    if (a->outermost)
        a->budget->in += got;
    *bytes = a->piece;
    return (la_ssize_t)got;
}

/* Zip archives are read by the list at their end where that can be reached. */
static la_int64_t on_seek(struct archive *handle, void *self, la_int64_t offset, int whence)
{
    corpus_archive *a = self;

    (void)handle;
    if (whence == SEEK_CUR)
        offset -= (la_int64_t)(a->in.len - a->in.pos);
    la_int64_t at = a->in.stream->seek(a->in.stream, offset, whence);
    if (at < 0)
        return ARCHIVE_FATAL;
    a->in.base = (size_t)at;
    a->in.pos = a->in.len = 0;
    a->in.eof = false;
    return at;
}

/* ---- members --------------------------------------------------------------------------------- */

static fuda_status failed(corpus_archive *a, const char *what, fuda_error *err)
{
    const char *reason = archive_error_string(a->handle);

    if (a->failure.status == FUDA_E_IO || a->failure.status == FUDA_E_NOMEM) {
        if (err != NULL)
            *err = a->failure;
        return a->failure.status;
    }
    return fuda_fail(err, FUDA_E_FORMAT, "%s: %.200s", what, reason == NULL ? "unknown form" : reason);
}

fuda_status corpus_archive_open(corpus_input *in, bool outermost, corpus_budget *budget, corpus_archive **out,
                                fuda_error *err)
{
    corpus_archive *a = calloc(1, sizeof *a);

    *out = NULL;
    if (a == NULL) {
        corpus_input_close(in);
        return fuda_fail_nomem(err);
    }
    a->in = *in;
    *in = (corpus_input){0};
    a->outermost = outermost;
    a->budget = budget;
    a->handle = archive_read_new();
    if (a->handle == NULL) {
        corpus_archive_free(a);
        return fuda_fail_nomem(err);
    }
    archive_read_support_filter_gzip(a->handle);
    archive_read_support_filter_bzip2(a->handle);
    archive_read_support_filter_xz(a->handle);
    archive_read_support_filter_zstd(a->handle);
    archive_read_support_format_tar(a->handle);
    archive_read_support_format_zip(a->handle);
    archive_read_support_format_raw(a->handle);
    archive_read_set_read_callback(a->handle, on_read);
    archive_read_set_callback_data(a->handle, a);
    if (a->in.stream->seek != NULL)
        archive_read_set_seek_callback(a->handle, on_seek);
    if (archive_read_open1(a->handle) != ARCHIVE_OK) {
        fuda_status st = failed(a, "the archive cannot be read", err);
        corpus_archive_free(a);
        return st;
    }
    *out = a;
    return FUDA_OK;
}

void corpus_archive_free(corpus_archive *a)
{
    if (a == NULL)
        return;
    if (a->handle != NULL)
        archive_read_free(a->handle);
    corpus_input_close(&a->in);
    fuda_buf_release(&a->name);
    free(a);
}

/* Names in the encoding of an old system would not be valid ids: their bytes are shown as escapes. */
static void take_name(corpus_archive *a, const char *name)
{
    size_t len = strlen(name);

    fuda_buf_clear(&a->name);
    if (fuda_utf8_check(name, len) == len) {
        fuda_buf_add(&a->name, name, len);
        return;
    }
    for (size_t i = 0; i < len; i++) {
        if ((unsigned char)name[i] < 0x80)
            fuda_buf_add_char(&a->name, name[i]);
        else
            fuda_buf_addf(&a->name, "%%%02X", (unsigned)(unsigned char)name[i]);
    }
}

fuda_status corpus_archive_next(corpus_archive *a, const char **name, fuda_error *err)
{
    struct archive_entry *entry;

    *name = NULL;
    for (;;) {
        int code = archive_read_next_header(a->handle, &entry);
        if (code == ARCHIVE_EOF)
            return FUDA_OK;
        if (code < ARCHIVE_WARN)
            return failed(a, "the archive is damaged", err);
        if (archive_format(a->handle) == ARCHIVE_FORMAT_RAW) {
            *name = "";
            return FUDA_OK;
        }
        if (archive_entry_filetype(entry) != AE_IFREG && archive_entry_filetype(entry) != 0)
            continue;
        const char *path = archive_entry_pathname(entry);
        if (path == NULL || path[0] == '\0' || path[strlen(path) - 1] == '/')
            continue;
        if (archive_entry_is_encrypted(entry))
            return fuda_fail(err, FUDA_E_FORMAT, "member '%.120s' is encrypted", path);
        take_name(a, path);
        *name = fuda_buf_cstr(&a->name);
        return *name == NULL ? fuda_fail_nomem(err) : FUDA_OK;
    }
}

typedef struct member_stream {
    corpus_stream base;
    corpus_archive *archive;
} member_stream;

static fuda_status member_read(corpus_stream *stream, char *to, size_t max, size_t *got, fuda_error *err)
{
    corpus_archive *a = ((member_stream *)stream)->archive;
    corpus_budget *budget = a->budget;
    la_ssize_t n = archive_read_data(a->handle, to, max);

    *got = 0;
    if (n < 0)
        return failed(a, "the compressed data is damaged", err);
    budget->out += (unsigned long long)n;
    if (budget->ratio > 0 && (double)budget->out > (double)FREE + budget->ratio * (double)budget->in)
        return fuda_fail(err, FUDA_E_FORMAT,
                         "unpacks to more than %g times its size: taken for an attack (--max-ratio)", budget->ratio);
    if (budget->most > 0 && budget->out > budget->most)
        return fuda_fail(err, FUDA_E_FORMAT, "unpacks to more than %llu bytes", budget->most);
    *got = (size_t)n;
    return FUDA_OK;
}

static void member_close(corpus_stream *stream)
{
    free(stream);
}

corpus_stream *corpus_archive_member(corpus_archive *a)
{
    member_stream *member = calloc(1, sizeof *member);

    if (member == NULL)
        return NULL;
    member->base = (corpus_stream){.read = member_read, .close = member_close, .slow = a->in.stream->slow};
    member->archive = a;
    return &member->base;
}
