/* SPDX-License-Identifier: MIT */
/* A batch of a classification: what is to do, and the answers, on their way into the corpus. */
#ifndef CORPUS_STORE_BATCH_H
#define CORPUS_STORE_BATCH_H

#include "core/memory.h"
#include "corpus/store.h"

/* One document of a batch. */
typedef struct store_todo {
    int64_t doc;
    char hash[33];
    fuda_document document;
    /* The answer, copied: the tagger's own is gone when it begins the next batch. */
    fuda_lang lang;
    const char *tag;
    const char *abstain; /* or NULL */
    size_t tokens;
    size_t first, nlabel; /* its part of the batch's answers */
    bool tagged;
} store_todo;

typedef struct store_answer {
    uint32_t label;
    bool decided;
    double p;
} store_answer;

/* Two of them take turns: one is with the tagger while the other is written and filled anew. */
typedef struct store_batch {
    fuda_arena arena; /* strings */
    store_todo *items;      /* [n] */
    size_t n, cap;
    const fuda_document **documents; /* [n] into items */
    size_t documents_cap;
    store_answer *answers; /* [nanswer] */
    size_t nanswer, answers_cap;
} store_batch;

/* One transaction: the results of the batch and the run's new size.  labels: numbers of the model's labels. */
fuda_status store_write_batch(fuda_corpus *corpus, int64_t run, const int64_t *labels, const store_batch *b,
                              fuda_error *err);

#endif
