/* SPDX-License-Identifier: MIT */
/* One thread's part of tagging: a document's features, scores and evidence. */
#ifndef MODELS_WORKER_H
#define MODELS_WORKER_H

#include "models/model.h"
#include "models/passages.h"

typedef struct mdl_worker {
    mdl_extractor extractor;
    clf_work work;
    uint32_t *map;         /* [terms of the scratch] feature, FUDA_NO_ID, or not looked up yet */
    size_t nmap, map_cap;
    uint32_t generation;
    uint32_t *feature, *count, *item; /* known features of a document, and whose item they are */
    size_t feature_cap, count_cap, item_cap;
    uint32_t *place;       /* [items] where in them an item stands */
    size_t place_cap;
    double *weight;        /* [known features], and [items] behind them */
    size_t weight_cap;
    uint32_t *order;       /* [K] labels, best first */
    mdl_passages passages;
    double *best_z;        /* [K] of a long document: best passage's score, and … */
    uint32_t *best;        /* [K] … which passage that is */
} mdl_worker;

fuda_status mdl_worker_init(mdl_worker *k, const fuda_model *model, fuda_error *err);
void mdl_worker_release(mdl_worker *k);

/* Scores the document in k->extractor (with positions for a multi-label model): fills k->work.p and
 * ->known, and for a document of several passages ->best.  `text` is the document's.  Returns false
 * when memory ran out. */
bool mdl_score(mdl_worker *k, const fuda_model *model, fuda_str text);

/* The evidence for each tag, after mdl_score on a document extracted with positions: sets the tags'
 * prior and score and the result's evidence, in memory of the arena. */
bool mdl_explain(mdl_worker *k, const fuda_model *model, fuda_tag *tags, size_t ntag, fuda_arena *arena,
                 fuda_result *result);

/* What each tag hangs on, likewise: sets the result's flips. */
bool mdl_flip(mdl_worker *k, const fuda_model *model, const fuda_tag *tags, size_t ntag, double min_p,
              fuda_arena *arena, fuda_result *result);

/* For ./score.c and ./explain.c: the known features of one passage, into feature, count and item. */
size_t mdl_gather(mdl_worker *k, const fuda_model *model, size_t passage);

#endif
