/* SPDX-License-Identifier: MIT */
/*
 * Rows of an exported data set as text: JSON Lines, CSV, TSV.  Knows the columns and how they are
 * written, not where they come from; csv_record.c and jsonl.c read them back.
 */
#ifndef CORPUS_EXPORT_H
#define CORPUS_EXPORT_H

#include "core/memory.h"
#include <fuda/corpus.h>
#include <fuda/json.h>

typedef enum export_source {
    EXPORT_NONE, /* no labels are known                     */
    EXPORT_GOLD,
    EXPORT_PREDICTED,
    EXPORT_ABSTAINED /* the run gave no answer for the document */
} export_source;

typedef struct export_row {
    fuda_document document; /* labelling and labels as they are exported; maybe as in gold */
    fuda_str codes;         /* document's codes as JSON text, or empty                     */
    export_source source;
    bool single;     /* the labels are of the kind that exclude each other          */
    const double *p; /* [nlabel] of predicted labels                                */
} export_row;

/* Which of the optional columns a CSV has; the same for all its rows. */
typedef struct export_columns {
    bool text;   /* title and text             */
    bool label;  /* for single labels          */
    bool labels; /* for sets of labels         */
    bool maybe;
    char separator; /* ',' or '\t' */
} export_columns;

const char *export_source_name(export_source source);

/* Appends one line, its end included.  `json` is cleared and used.  False when memory ran out. */
bool export_jsonl(const export_row *row, bool with_text, fuda_json *json, fuda_buf *out);
bool export_csv_header(const export_columns *columns, fuda_buf *out);
bool export_csv(const export_row *row, const export_columns *columns, fuda_json *json, fuda_buf *out);

#endif
