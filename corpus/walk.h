/* SPDX-License-Identifier: MIT */
/*
 * The files of a directory tree, in the byte order of their names, hidden ones left out.  Links to
 * files are followed and links to directories are not, so that no tree is endless.
 */
#ifndef CORPUS_WALK_H
#define CORPUS_WALK_H

#include "core/memory.h"
#include <fuda/status.h>

typedef struct corpus_walk corpus_walk;

/* Fails with E_IO when the directory cannot be read. */
fuda_status corpus_walk_open(const char *path, corpus_walk **out, fuda_error *err);
void corpus_walk_free(corpus_walk *walk);

/*
 * The next file: *path as it is opened and *name relative to the directory, valid until the next
 * call; *path is NULL at the end.  A sub-directory that cannot be read fails with E_IO, its name
 * in *name; the walk goes on behind it with the next call.  E_NOMEM ends the walk.
 */
fuda_status corpus_walk_next(corpus_walk *walk, const char **path, const char **name, fuda_error *err);

#endif
