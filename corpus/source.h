/* SPDX-License-Identifier: MIT */
/*
 * One open file of one format, record by record: what format it is, and the loop that is the same for
 * a file given by name and for one found in a directory.
 */
#ifndef CORPUS_SOURCE_H
#define CORPUS_SOURCE_H

#include "corpus/csv.h"

typedef struct corpus_source {
    corpus_input input;
    fuda_format format;        /* never AUTO once open                                  */
    const corpus_names *names; /* borrowed                                              */
    size_t max_record;
    char *name;   /* the id of a text document, the base of generated ids; owned */
    size_t lines; /* consumed                                              */
    bool done;
    fuda_buf buf; /* the record being read */
    corpus_row row;
    corpus_header header;
} corpus_source;

/*
 * Opens a file and reads a CSV header.  format AUTO decides by the file's name, and then, if `look` is
 * set, by its first line, else for text.  On failure nothing is open.  Fails with E_IO, E_NOMEM, E_FORMAT.
 */
fuda_status corpus_source_open(corpus_source *source, const char *path, const char *name, fuda_format format,
                               bool look, const corpus_names *names, size_t max_record, fuda_error *err);
/* Closes the file and keeps the buffers for the next; safe on a zeroed struct. */
void corpus_source_close(corpus_source *source);
void corpus_source_release(corpus_source *source);

/* Appends one record, or sets `done`.  Fails with E_IO, E_NOMEM. */
fuda_status corpus_source_next(corpus_source *source, fuda_batch *batch, fuda_error *err);

#endif
