/* SPDX-License-Identifier: MIT */
/* Documents of the corpus with their labels, as rows of an export. */
#ifndef CORPUS_STORE_ROWS_H
#define CORPUS_STORE_ROWS_H

#include "corpus/export.h"
#include "corpus/store.h"

/* Memory of one row; strings of labels live until the next. */
typedef struct store_rows {
    fuda_corpus *corpus;
    const fuda_export_options *options;
    int64_t run;  /* 0: there is none                   */
    bool single;  /* the run's model gives one label    */
    bool both;    /* predictions beside gold labels, too */
    bool has_one; /* single labels and no sets are known: what unlabelled documents count as */
    fuda_arena arena;
    fuda_str *labels, *maybe, *extra; /* [nlabel], [nmaybe], [nboth] of the row */
    size_t labels_cap, maybe_cap, extra_cap;
    double *p, *extra_p;
    size_t p_cap, extra_p_cap;
} store_rows;

/* What the labels of a document depend on. */
typedef struct store_state {
    fuda_labelling gold;
    bool classified, abstained;
} store_state;

void store_rows_release(store_rows *rows);
/* Which labels the document gets, into a zeroed row; valid until the next call. */
fuda_status store_rows_labels(store_rows *rows, int64_t doc, store_state state, export_row *out, fuda_error *err);

#endif
