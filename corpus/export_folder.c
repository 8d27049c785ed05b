/* SPDX-License-Identifier: MIT */
#include "corpus/export_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/error.h"
#include "core/file.h"

static const char SUMS[] = "SHA256SUMS";
enum { MAX_SUMS = 1 << 20 };

/* "FOLDER/NAME"; for free. */
static char *path_in(const char *folder, const char *name)
{
    fuda_buf path = {0};

    fuda_buf_addf(&path, "%s/%s", folder, name);
    if (fuda_buf_cstr(&path) == NULL)
        fuda_buf_release(&path);
    return path.ptr;
}

/* True when the list of checksums has the file. */
static bool is_listed(const fuda_buf *sums, const char *name)
{
    size_t len = strlen(name);

    for (const char *line = sums->ptr; line != NULL && *line != '\0';) {
        const char *end = strchr(line, '\n');
        if (end == NULL)
            break;
        if ((size_t)(end - line) == 66 + len && memcmp(line + 64, "  ", 2) == 0 && memcmp(line + 66, name, len) == 0)
            return true;
        line = end + 1;
    }
    return strcmp(name, SUMS) == 0;
}

/* True when a folder holds nothing but what an export has put there. */
static bool is_export(const char *path)
{
    char *name = path_in(path, SUMS);
    fuda_buf sums = {0};
    DIR *dir = opendir(path);
    bool ours = dir != NULL && name != NULL, listed;
    size_t n = 0;

    listed = ours && fuda_file_read(name, MAX_SUMS, &sums, NULL) == FUDA_OK && fuda_buf_cstr(&sums) != NULL;
    for (struct dirent *entry; ours && (entry = readdir(dir)) != NULL;) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        n++;
        ours = listed && is_listed(&sums, entry->d_name);
    }
    if (dir != NULL)
        closedir(dir);
    free(name);
    fuda_buf_release(&sums);
    return ours;
}

/* Removes the regular files of a flat folder, and the folder if it is empty then. */
static void remove_folder(const char *path)
{
    DIR *dir = opendir(path);

    if (dir == NULL)
        return;
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        char *name = path_in(path, entry->d_name);
        struct stat info;
        if (name != NULL && lstat(name, &info) == 0 && S_ISREG(info.st_mode))
            unlink(name);
        free(name);
    }
    closedir(dir);
    rmdir(path);
}

static fuda_status check_target(const char *path, bool force, fuda_error *err)
{
    struct stat info;

    if (lstat(path, &info) != 0)
        return FUDA_OK;
    if (!force)
        return fuda_fail(err, FUDA_E_EXISTS, "'%s' exists already; --force overwrites it", path);
    if (!S_ISDIR(info.st_mode) || !is_export(path))
        return fuda_fail(err, FUDA_E_EXISTS,
                         "'%s' exists and is no folder that an export has made, or holds other files too; it "
                         "is left alone",
                         path);
    return FUDA_OK;
}

fuda_status export_folder_open(export_folder *folder, const char *path, bool force, fuda_error *err)
{
    fuda_buf temp = {0};
    size_t len = strlen(path);
    fuda_status st;

    *folder = (export_folder){.force = force};
    while (len > 1 && path[len - 1] == '/')
        len--;
    folder->path = fuda_strndup(path, len);
    if (folder->path == NULL)
        return fuda_fail_nomem(err);
    st = check_target(folder->path, force, err);
    if (st != FUDA_OK)
        return st;
    fuda_buf_addf(&temp, "%s.XXXXXX", folder->path);
    if (fuda_buf_cstr(&temp) == NULL) {
        fuda_buf_release(&temp);
        return fuda_fail_nomem(err);
    }
    if (mkdtemp(temp.ptr) == NULL) {
        st = fuda_fail_errno(err, "create a folder beside", folder->path);
        fuda_buf_release(&temp);
        return st;
    }
    folder->temp = temp.ptr;
    mode_t mask = umask(0);
    umask(mask);
    (void)chmod(folder->temp, 0777 & ~mask);
    return FUDA_OK;
}

fuda_status export_folder_add(export_folder *folder, const char *name, bool scratch, export_file **out,
                              fuda_error *err)
{
    char *path;
    export_file *file;

    if (folder->nfile == EXPORT_FILES)
        return fuda_fail(err, FUDA_E_ARG, "an export has at most %d files", EXPORT_FILES);
    file = &folder->files[folder->nfile];
    *file = (export_file){.name = fuda_strndup(name, strlen(name)), .scratch = scratch};
    path = path_in(folder->temp, name);
    if (file->name == NULL || path == NULL) {
        free(file->name);
        free(path);
        return fuda_fail_nomem(err);
    }
    file->stream = fopen(path, "w+bx");
    if (file->stream == NULL) {
        fuda_status st = fuda_fail_errno(err, "create", path);
        free(file->name);
        free(path);
        return st;
    }
    free(path);
    fuda_sha256_begin(&file->sha);
    folder->nfile++;
    *out = file;
    return FUDA_OK;
}

static fuda_status fail_file(const export_folder *folder, const export_file *file, fuda_error *err)
{
    int code = errno == 0 ? EIO : errno;
    return fuda_fail(err, FUDA_E_IO, "cannot write '%s/%s': %s", folder->path, file->name, strerror(code));
}

fuda_status export_file_write(export_folder *folder, export_file *file, const void *bytes, size_t len,
                              fuda_error *err)
{
    if (len != 0 && fwrite(bytes, 1, len, file->stream) != len)
        return fail_file(folder, file, err);
    fuda_sha256_add(&file->sha, bytes, len);
    file->size += len;
    return FUDA_OK;
}

fuda_status export_file_finish(export_folder *folder, export_file *file, fuda_error *err)
{
    fuda_status st = FUDA_OK;

    if (file->stream == NULL)
        return FUDA_OK;
    errno = 0;
    if (fflush(file->stream) != 0 || ferror(file->stream) || (!file->scratch && fsync(fileno(file->stream)) != 0))
        st = fail_file(folder, file, err);
    if (fclose(file->stream) != 0 && st == FUDA_OK)
        st = fail_file(folder, file, err);
    file->stream = NULL;
    if (file->hex[0] == '\0') /* who wrote past export_file_write has set it */
        fuda_sha256_end(&file->sha, file->hex);
    return st;
}

static fuda_status add_sums(export_folder *folder, fuda_error *err)
{
    export_file *sums;
    fuda_buf text = {0};
    fuda_status st = FUDA_OK;
    size_t n = folder->nfile;

    for (size_t i = 0; i < n && st == FUDA_OK; i++) {
        export_file *file = &folder->files[i];
        st = export_file_finish(folder, file, err);
        if (file->scratch) {
            char *path = path_in(folder->temp, file->name);
            if (path != NULL)
                unlink(path);
            free(path);
        } else {
            fuda_buf_addf(&text, "%s  %s\n", file->hex, file->name);
        }
    }
    if (st == FUDA_OK && text.failed)
        st = fuda_fail_nomem(err);
    if (st == FUDA_OK)
        st = export_folder_add(folder, SUMS, false, &sums, err);
    if (st == FUDA_OK)
        st = export_file_write(folder, sums, text.ptr, text.len, err);
    if (st == FUDA_OK)
        st = export_file_finish(folder, sums, err);
    fuda_buf_release(&text);
    return st;
}

/* The new folder takes the place of the old one in one step where the file system can. */
static fuda_status put_in_place(export_folder *folder, fuda_error *err)
{
    fuda_status st = check_target(folder->path, folder->force, err);

    if (st != FUDA_OK)
        return st;
    if (access(folder->path, F_OK) != 0)
        return renameat2(AT_FDCWD, folder->temp, AT_FDCWD, folder->path, RENAME_NOREPLACE) == 0 ||
                       (errno == EINVAL && rename(folder->temp, folder->path) == 0)
                   ? FUDA_OK
                   : fuda_fail_errno(err, "create", folder->path);
    if (renameat2(AT_FDCWD, folder->temp, AT_FDCWD, folder->path, RENAME_EXCHANGE) == 0) {
        remove_folder(folder->temp); /* now the old one */
        return FUDA_OK;
    }
    remove_folder(folder->path);
    return rename(folder->temp, folder->path) == 0 ? FUDA_OK : fuda_fail_errno(err, "create", folder->path);
}

fuda_status export_folder_commit(export_folder *folder, fuda_error *err)
{
    fuda_status st = add_sums(folder, err);

    if (st == FUDA_OK)
        st = put_in_place(folder, err);
    if (st == FUDA_OK) {
        free(folder->temp);
        folder->temp = NULL;
    }
    return st;
}

void export_folder_abandon(export_folder *folder)
{
    for (size_t i = 0; i < folder->nfile; i++) {
        if (folder->files[i].stream != NULL)
            fclose(folder->files[i].stream);
        free(folder->files[i].name);
    }
    if (folder->temp != NULL)
        remove_folder(folder->temp);
    free(folder->temp);
    free(folder->path);
    *folder = (export_folder){0};
}
