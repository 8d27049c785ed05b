/* SPDX-License-Identifier: MIT */
/*
 * CSV after RFC 4180 and TSV: rows of fields from a stream, and rows into documents by the names in the
 * header row.
 */
#ifndef CORPUS_CSV_H
#define CORPUS_CSV_H

#include "corpus/input.h"
#include "corpus/patent_table.h"
#include "corpus/settings.h"

/* Fields of a row whose place is kept; more are only counted. */
enum { CORPUS_MAX_COLUMNS = 100000 };

/* One row; its memory is used again for the next. */
typedef struct corpus_row {
    fuda_buf bytes; /* the fields' contents, one after the other */
    size_t *ends;   /* [n], at most CORPUS_MAX_COLUMNS: where each ends in bytes */
    size_t n, cap;
    size_t line;   /* where the row began                       */
    size_t offset; /* of its first byte in the input            */
    bool too_long; /* longer than allowed: nothing is kept      */
    bool unclosed; /* the input ended inside quotes             */
    bool stray;    /* something follows a closing quote         */
} corpus_row;

void corpus_row_release(corpus_row *row);
static inline fuda_str corpus_row_field(const corpus_row *row, size_t i)
{
    size_t start = i == 0 ? 0 : row->ends[i - 1];
    return (fuda_str){row->bytes.ptr + start, row->ends[i] - start};
}

/*
 * Reads the next row that is not blank.  separator ',' or '\t'; in TSV a field that begins with a
 * quote but does not end with one is taken literally.  *lines counts the lines consumed.  *got is false
 * at the end of the input.
 */
fuda_status corpus_row_read(corpus_input *in, char separator, size_t max, size_t *lines, corpus_row *row,
                            bool *got, fuda_error *err);

/* What the columns of a file are. */
typedef struct corpus_header {
    size_t n;
    corpus_role *roles; /* [n] */
    char **names;       /* [n] as in the file; "column N" for empty ones */
    table_role *table;  /* [n] of a table of patents, else NULL          */
    table_list list;    /* … and how its lists are written               */
    bool exported;      /* written by export: has its columns            */
    bool has_labels;
} corpus_header;

void corpus_header_release(corpus_header *header);
/* Fails with E_FORMAT (line 1) when the row names no text or title, or a name twice. */
fuda_status corpus_header_make(const corpus_row *row, const corpus_names *names, corpus_header *out,
                               fuda_error *err);

/* True when the line looks like a header row: several names, one of them the text's or title's. */
bool corpus_header_guess(const char *line, size_t len, char separator, const corpus_names *names);

/* Makes a record of a row; `patent` is room for one.  What is wrong with the row becomes the record's error; fails with
 * E_NOMEM only. */
fuda_status corpus_row_record(fuda_batch *batch, fuda_record *record, const corpus_header *header,
                              const corpus_settings *settings, corpus_patent *patent, const char *base,
                              const corpus_row *row);

#endif
