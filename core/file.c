/* SPDX-License-Identifier: MIT */
#include "core/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/error.h"

fuda_status fuda_file_read(const char *path, size_t max, fuda_buf *out, fuda_error *err)
{
    fuda_status st = FUDA_OK;
    struct stat info;
    FILE *in = fopen(path, "rb");

    fuda_buf_clear(out);
    if (in == NULL)
        return fuda_fail_errno(err, "open", path);
    if (fstat(fileno(in), &info) == 0 && S_ISDIR(info.st_mode)) {
        errno = EISDIR;
        st = fuda_fail_errno(err, "read", path);
    }
    while (st == FUDA_OK) {
        if (!fuda_buf_reserve(out, 64 * 1024)) {
            st = fuda_fail_nomem(err);
            break;
        }
        size_t got = fread(out->ptr + out->len, 1, 64 * 1024, in);
        out->len += got;
        if (out->len > max)
            st = fuda_fail(err, FUDA_E_IO, "'%s' is larger than %zu bytes", path, max);
        else if (got == 0) {
            if (ferror(in))
                st = fuda_fail_errno(err, "read", path);
            break;
        }
    }
    fclose(in);
    return st;
}

/* Renaming over /dev/null would replace the device. */
static fuda_status open_directly(fuda_outfile *out, const char *path, fuda_error *err)
{
    out->path = fuda_strndup(path, strlen(path));
    if (out->path == NULL)
        return fuda_fail_nomem(err);
    out->stream = fopen(path, "wb");
    if (out->stream == NULL) {
        fuda_status st = fuda_fail_errno(err, "open", path);
        fuda_outfile_abandon(out);
        return st;
    }
    return FUDA_OK;
}

fuda_status fuda_outfile_open(fuda_outfile *out, const char *path, bool force, fuda_error *err)
{
    struct stat info;
    bool exists;

    *out = (fuda_outfile){0};
    if (strcmp(path, "-") == 0) {
        out->stream = stdout;
        return FUDA_OK;
    }
    exists = stat(path, &info) == 0;
    if (exists && S_ISDIR(info.st_mode)) {
        errno = EISDIR;
        return fuda_fail_errno(err, "write", path);
    }
    if (exists && !S_ISREG(info.st_mode))
        return open_directly(out, path, err);
    if (!force && exists)
        return fuda_fail(err, FUDA_E_EXISTS, "'%s' exists already; --force overwrites it", path);

    fuda_buf name = {0};
    fuda_buf_addf(&name, "%s.XXXXXX", path);
    out->path = fuda_strndup(path, strlen(path));
    if (fuda_buf_cstr(&name) == NULL || out->path == NULL) {
        fuda_buf_release(&name);
        free(out->path);
        out->path = NULL;
        return fuda_fail_nomem(err);
    }
    int fd = mkstemp(name.ptr);
    if (fd < 0) {
        fuda_status st = fuda_fail_errno(err, "create a file beside", path);
        fuda_buf_release(&name);
        free(out->path);
        out->path = NULL;
        return st;
    }
    out->temp = name.ptr;
    out->force = force;
    /* mkstemp gives 0600; a result file has the mode any new file would have. */
    mode_t mask = umask(0);
    umask(mask);
    (void)fchmod(fd, 0666 & ~mask);
    out->stream = fdopen(fd, "wb");
    if (out->stream == NULL) {
        close(fd);
        fuda_outfile_abandon(out);
        return fuda_fail_nomem(err);
    }
    return FUDA_OK;
}

fuda_status fuda_outfile_commit(fuda_outfile *out, fuda_error *err)
{
    fuda_status st = FUDA_OK;

    errno = 0;
    if (out->temp == NULL) {
        if (out->stream != NULL && (fflush(out->stream) != 0 || ferror(out->stream))) {
            if (errno == 0)
                errno = EIO;
            st = fuda_fail_errno(err, "write to", out->path != NULL ? out->path : "standard output");
        }
        fuda_outfile_abandon(out);
        return st;
    }
    if (fflush(out->stream) != 0 || ferror(out->stream) || fsync(fileno(out->stream)) != 0) {
        if (errno == 0)
            errno = EIO;
        st = fuda_fail_errno(err, "write", out->path);
    }
    if (fclose(out->stream) != 0 && st == FUDA_OK)
        st = fuda_fail_errno(err, "write", out->path);
    out->stream = NULL;
    if (st == FUDA_OK && !out->force) {
        /* link fails if the target appeared meanwhile, rename would replace it. */
        if (link(out->temp, out->path) != 0)
            st = errno == EEXIST ? fuda_fail(err, FUDA_E_EXISTS,
                                             "'%s' exists already; --force overwrites it", out->path)
                                 : FUDA_E_IO;
        if (st == FUDA_E_IO) /* a file system without links */
            st = rename(out->temp, out->path) == 0 ? FUDA_OK
                                                   : fuda_fail_errno(err, "create", out->path);
    } else if (st == FUDA_OK && rename(out->temp, out->path) != 0) {
        st = fuda_fail_errno(err, "create", out->path);
    }
    fuda_outfile_abandon(out);
    return st;
}

void fuda_outfile_abandon(fuda_outfile *out)
{
    if (out->stream != NULL && out->path != NULL)
        fclose(out->stream);
    if (out->temp != NULL)
        unlink(out->temp);
    free(out->temp);
    free(out->path);
    *out = (fuda_outfile){0};
}
