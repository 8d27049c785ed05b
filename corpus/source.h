/* SPDX-License-Identifier: MIT */
/*
 * One open file of one format, record by record: what format it is, what encoding it has, and the loop that is the same
 * for a file given by name, one found in a directory and a member of an archive.
 */
#ifndef CORPUS_SOURCE_H
#define CORPUS_SOURCE_H

#include "corpus/csv.h"
#include "corpus/decode.h"
#include "corpus/json_scan.h"
#include "corpus/patent_xml.h"

typedef struct corpus_source {
    corpus_input input;
    fuda_format format;              /* never AUTO once open                                  */
    const corpus_settings *settings; /* borrowed                                              */
    char *name;   /* the id of a text document, the base of generated ids; owned */
    size_t lines; /* consumed; of JSON: records                            */
    bool done;
    const corpus_decode *decode; /* part of input */
    fuda_buf buf;                /* the record being read */
    corpus_row row;
    corpus_header header;
    corpus_json_scan scan;
    corpus_patent_xml *xml; /* made when first needed */
    corpus_patent patent;
} corpus_source;

/*
 * Takes an input (emptied, on failure too) and reads a CSV header.  kind: the name whose ending tells the format.  format
 * AUTO decides by signs that cannot be mistaken (XML, HTML, PDF, zip of an office program), by the ending, and then, if
 * `look` is set, by the first line, else for text.  On failure nothing is open.  Fails with E_IO, E_NOMEM, E_FORMAT.
 */
fuda_status corpus_source_open(corpus_source *source, corpus_input *input, const char *kind, const char *name,
                               bool look, const corpus_settings *settings, fuda_error *err);
/* Closes the file and keeps the buffers for the next; safe on a zeroed struct. */
void corpus_source_close(corpus_source *source);
void corpus_source_release(corpus_source *source);

/* Appends one record, or sets `done`.  Fails with E_IO, E_NOMEM, E_FORMAT (compressed data is damaged). */
fuda_status corpus_source_next(corpus_source *source, fuda_batch *batch, fuda_error *err);

#endif
