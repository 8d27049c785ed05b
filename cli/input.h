/* SPDX-License-Identifier: MIT */
/*
 * The loop over FILEs and batches that all reading verbs share: it opens the files one after the other,
 * fills batches across them, and reports what was rejected.
 */
#ifndef CLI_INPUT_H
#define CLI_INPUT_H

#include <fuda.h>

#include "cli/options.h"

typedef struct input {
    const cli_args *args;
    fuda_reader_options options;
    char **files; /* [nfile] borrowed from args, or `standard` */
    size_t nfile, at;
    char *standard[1];
    fuda_reader *reader; /* of files[at - 1], or NULL */
    fuda_batch *batch;
    size_t size;        /* records a batch */
    const char **names; /* [size] the file each record of the batch is from */
    size_t records;     /* read so far, the rejected ones among them */
    size_t rejected;
    size_t skipped; /* files of folders and archives that hold no text */
    bool failed; /* a file could not be read to its end */
} input;

/*
 * The FILEs are args->files from `first` on; none: standard input.  Returns EXIT_DONE, or EXIT_FATAL after
 * a message when there is nothing to read or a file is missing.  Free with input_release in any case.
 * The struct must not be moved.
 */
int input_open(input *in, const cli_args *args, size_t first, size_t size);
void input_release(input *in);

/* The next batch, valid until the next call; false at the end.  Records that are not OK have been
 * reported and counted. */
bool input_next(input *in, const fuda_record **records, size_t *n);

/* The line of the input on which a record of the present batch begins; 0 for a file of its own. */
size_t input_line(const input *in, size_t index);

/* The file a record of the present batch is from; in a folder or an archive its own one.  Valid as the batch. */
const char *input_file(const input *in, size_t index);

/* Reports and counts a record of the present batch that was read but cannot be used. */
void input_reject(input *in, size_t index, const fuda_str *id, const fuda_error *error);

/* EXIT_DONE, EXIT_REJECTED or EXIT_FATAL so far. */
int input_status(const input *in);

#endif
