/* SPDX-License-Identifier: MIT */
/* Whole files in, whole files out. */
#ifndef CORE_FILE_H
#define CORE_FILE_H

#include <stdbool.h>
#include <stdio.h>

#include "core/memory.h"
#include <fuda/status.h>

/* Reads a regular file of at most `max` bytes into `out` (cleared first).  Fails with E_IO. */
fuda_status fuda_file_read(const char *path, size_t max, fuda_buf *out, fuda_error *err);

/*
 * A file that appears whole or not at all: written beside its target under another name, then
 * flushed to disk and renamed.  With force = false an existing target fails with E_EXISTS, at
 * the start and again at the end.  The path "-" means standard output; it and a target that is a
 * device or a pipe (nothing to lose, and nothing to put a file in the place of) are written directly.
 */
typedef struct fuda_outfile {
    FILE *stream;
    char *path; /* owned; NULL for standard output */
    char *temp; /* owned; NULL when written directly */
    bool force;
} fuda_outfile;

fuda_status fuda_outfile_open(fuda_outfile *out, const char *path, bool force, fuda_error *err);
/* Flushes, checks, renames.  On failure the target is as it was.  Closes in any case. */
fuda_status fuda_outfile_commit(fuda_outfile *out, fuda_error *err);
/* Gives up: removes the temporary file.  Safe after commit and on a zeroed struct. */
void fuda_outfile_abandon(fuda_outfile *out);

#endif
