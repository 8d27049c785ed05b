/* SPDX-License-Identifier: MIT */
/* Rows of CSV (RFC 4180: quotes, CR LF) and TSV (no quotes: a tab or line end becomes a blank). */
#ifndef CLI_ROWS_H
#define CLI_ROWS_H

#include "cli/options.h"
#include "cli/output.h"

typedef struct rows {
    output *out;
    cli_format format; /* CLI_CSV or CLI_TSV */
    bool begun;        /* the row has a cell */
} rows;

void rows_cell(rows *r, const char *text, size_t len);
void rows_text(rows *r, const char *text); /* NULL: an empty cell */
void rows_real(rows *r, double value);     /* 4 decimals; not-a-number: an empty cell */
void rows_int(rows *r, size_t value);
void rows_end(rows *r);

#endif
