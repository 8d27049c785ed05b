/* SPDX-License-Identifier: MIT */
/*
 * A data set of one file or of several in a folder, which appears whole or not at all: a folder is filled beside its
 * target under another name, and takes its place when every file is on the disk.
 */
#ifndef CORPUS_EXPORT_FOLDER_H
#define CORPUS_EXPORT_FOLDER_H

#include <stdio.h>

#include "core/memory.h"
#include "core/sha256.h"
#include <fuda/status.h>

enum { EXPORT_FILES = 64 };

typedef struct export_file {
    FILE *stream; /* NULL when it is finished */
    char *name;   /* inside the folder        */
    bool scratch; /* removed at the end       */
    fuda_sha256 sha;
    uint64_t size;
    char hex[65]; /* when it is finished */
} export_file;

typedef struct export_folder {
    char *path, *temp; /* owned */
    bool force;
    export_file files[EXPORT_FILES]; /* [nfile] */
    size_t nfile;
} export_folder;

/* Fails with E_EXISTS when path is there: without force always, with force unless it is an empty folder or one
 * that fuda has exported and nobody has put anything into. */
fuda_status export_folder_open(export_folder *folder, const char *path, bool force, fuda_error *err);
/* Opens a file for writing and reading; borrowed. */
fuda_status export_folder_add(export_folder *folder, const char *name, bool scratch, export_file **out,
                              fuda_error *err);
fuda_status export_file_write(export_folder *folder, export_file *file, const void *bytes, size_t len,
                              fuda_error *err);
/* Closes it and computes its checksum from what was written through export_file_write. */
fuda_status export_file_finish(export_folder *folder, export_file *file, fuda_error *err);
/* Adds SHA256SUMS and puts the folder in its place. */
fuda_status export_folder_commit(export_folder *folder, fuda_error *err);
/* Removes what is unfinished and frees; safe after commit and on a zeroed struct. */
void export_folder_abandon(export_folder *folder);

#endif
