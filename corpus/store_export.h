/* SPDX-License-Identifier: MIT */
/* An export at work, for the two files that do it: what it holds (store_export_set.c), and its way out. */
#ifndef CORPUS_STORE_EXPORT_H
#define CORPUS_STORE_EXPORT_H

#include "core/file.h"
#include "corpus/store_plan.h"

typedef struct store_export {
    fuda_corpus *corpus;
    const fuda_export_options *options;
    const export_format *format;
    store_rows rows;
    store_parts parts;
    export_set set;
    export_facts facts;
    fuda_buf strings, quality; /* what facts point to */
    fuda_str *labels; /* [set.nlabel] */
    size_t labels_cap;
    fuda_arena label_arena, code_arena;
    bool folder, planned;
    fuda_outfile file;          /* one file … */
    export_folder out;          /* … or a folder, */
    export_file *parts_of[STORE_PARTS]; /* with a file for each part, unless its rows are no lines */
    size_t written[STORE_PARTS];
    export_card *card;
    fuda_tokenizer *tokenizer; /* owned */
    mdl_extractor words;
    bool has_words;
    fuda_buf line;
    fuda_export_counts counts;
} store_export;

/* Finds run, columns, labels and what the card says, in whatever transaction is open. */
fuda_status store_export_look(store_export *x, fuda_error *err);

#endif
