/* SPDX-License-Identifier: MIT */
/*
 * Which documents an export holds, and in which part of a split each of them lies.  The plan is a table of the
 * connection's own, which SQLite keeps on disk when it is large.
 */
#ifndef CORPUS_STORE_PLAN_H
#define CORPUS_STORE_PLAN_H

#include "corpus/store_rows.h"

enum { STORE_PARTS = 8 };

typedef struct store_parts {
    size_t n; /* 1 without a split */
    const char *names[STORE_PARTS];
    double shares[STORE_PARTS];   /* of a split by hash; their sum is 1 */
    char cuts[STORE_PARTS][11];   /* of a split by date: part i ends before cuts[i] */
    bool hash, date;
    char text[512];               /* shares in one form: the split's name in the corpus, with its seed */
    char words[256];              /* what `names` point to */
} store_parts;

/* Reads the options' split or dates; "all" is the only part when there are neither. */
fuda_status store_parts_of(const fuda_export_options *options, store_parts *out, fuda_error *err);

/* True when the export is not simply everything. */
bool store_plan_needed(const fuda_export_options *options);
/* Fills the plan; inside a transaction, one that writes unless `readonly`. */
fuda_status store_plan_make(store_rows *rows, const store_parts *parts, bool answered, fuda_export_counts *counts,
                            fuda_error *err);
/* store_split.c: parts of all planned documents by hash. */
fuda_status store_split_make(store_rows *rows, const store_parts *parts, fuda_export_counts *counts,
                             fuda_error *err);

/* A query without results or parameters. */
fuda_status store_plan_run(store_rows *rows, store_query query, fuda_error *err);
store_state store_plan_state(int64_t number);

#endif
