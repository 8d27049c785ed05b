/* SPDX-License-Identifier: MIT */
#include "corpus/walk.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/error.h"

/* One directory on the way from the root to where the walk is. */
typedef struct level {
    char **names; /* [n], sorted */
    size_t n, cap;
    size_t next;
    size_t path_len; /* of the directory's path with its slash */
} level;

struct corpus_walk {
    fuda_buf path;   /* of the present entry                 */
    size_t root_len; /* how much of it is the root's         */
    level *levels;   /* [n] */
    size_t n, cap;
};

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void level_release(level *dir)
{
    for (size_t i = 0; i < dir->n; i++)
        free(dir->names[i]);
    free(dir->names);
}

/* Lists the directory walk->path (without its slash) and makes it the present level. */
static fuda_status enter(corpus_walk *walk, fuda_error *err)
{
    fuda_status st = FUDA_OK;
    level dir = {0};
    const char *path = fuda_buf_cstr(&walk->path);

    if (path == NULL || !FUDA_GROW(walk->levels, walk->cap, walk->n + 1))
        return fuda_fail_nomem(err);
    DIR *stream = opendir(path);
    if (stream == NULL)
        return fuda_fail_errno(err, "read directory", path);
    while (st == FUDA_OK) {
        errno = 0;
        struct dirent *entry = readdir(stream);
        if (entry == NULL) {
            if (errno != 0)
                st = fuda_fail_errno(err, "read directory", path);
            break;
        }
        if (entry->d_name[0] == '.')
            continue;
        char *name = fuda_strndup(entry->d_name, strlen(entry->d_name));
        if (name == NULL || !FUDA_GROW(dir.names, dir.cap, dir.n + 1)) {
            free(name);
            st = fuda_fail_nomem(err);
            break;
        }
        dir.names[dir.n++] = name;
    }
    closedir(stream);
    if (st == FUDA_OK && walk->path.ptr[walk->path.len - 1] != '/') {
        fuda_buf_add_char(&walk->path, '/');
        if (walk->path.failed)
            st = fuda_fail_nomem(err);
    }
    if (st != FUDA_OK) {
        level_release(&dir);
        return st;
    }
    if (dir.n != 0)
        qsort(dir.names, dir.n, sizeof *dir.names, by_name);
    dir.path_len = walk->path.len;
    walk->levels[walk->n++] = dir;
    return FUDA_OK;
}

fuda_status corpus_walk_open(const char *path, corpus_walk **out, fuda_error *err)
{
    corpus_walk *walk = calloc(1, sizeof *walk);
    fuda_status st;

    *out = NULL;
    if (walk == NULL)
        return fuda_fail_nomem(err);
    fuda_buf_add_str(&walk->path, path);
    st = walk->path.failed ? fuda_fail_nomem(err) : enter(walk, err);
    if (st != FUDA_OK) {
        corpus_walk_free(walk);
        return st;
    }
    walk->root_len = walk->path.len;
    *out = walk;
    return FUDA_OK;
}

void corpus_walk_free(corpus_walk *walk)
{
    if (walk == NULL)
        return;
    for (size_t i = 0; i < walk->n; i++)
        level_release(&walk->levels[i]);
    free(walk->levels);
    fuda_buf_release(&walk->path);
    free(walk);
}

fuda_status corpus_walk_next(corpus_walk *walk, const char **path, const char **name, fuda_error *err)
{
    *path = *name = NULL;
    while (walk->n != 0) {
        level *dir = &walk->levels[walk->n - 1];
        struct stat info;

        if (dir->next == dir->n) {
            level_release(dir);
            walk->n--;
            continue;
        }
        walk->path.len = dir->path_len;
        fuda_buf_add_str(&walk->path, dir->names[dir->next++]);
        if (fuda_buf_cstr(&walk->path) == NULL)
            return fuda_fail_nomem(err);
        *name = walk->path.ptr + walk->root_len;
        if (lstat(walk->path.ptr, &info) != 0)
            return fuda_fail_errno(err, "read", walk->path.ptr);
        if (S_ISDIR(info.st_mode)) {
            fuda_status st = enter(walk, err);
            if (st != FUDA_OK)
                return st;
            continue;
        }
        if (S_ISLNK(info.st_mode) && stat(walk->path.ptr, &info) != 0)
            return fuda_fail_errno(err, "read", walk->path.ptr);
        if (S_ISREG(info.st_mode)) {
            *path = walk->path.ptr;
            return FUDA_OK;
        }
    }
    return FUDA_OK;
}
