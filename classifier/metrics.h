/* SPDX-License-Identifier: MIT */
/* Quality of predictions against gold labels. */
#ifndef CLASSIFIER_METRICS_H
#define CLASSIFIER_METRICS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is counted for one label or one group of labels. */
typedef struct clf_tally {
    uint64_t hit;    /* gold and predicted     */
    uint64_t false_; /* predicted, not gold    */
    uint64_t missed; /* gold, not predicted    */
} clf_tally;

typedef struct clf_ratio {
    double precision, recall, f1; /* 0 where nothing was predicted, or nothing is gold */
    uint64_t support;             /* gold */
} clf_ratio;

clf_ratio clf_ratio_of(clf_tally tally);

/* Counts over documents.  labels [K] is owned. */
typedef struct clf_metrics {
    size_t nlabel;
    clf_tally *labels;   /* [K] */
    clf_tally all;       /* sum over labels */
    uint64_t documents;
    uint64_t right;      /* documents whose predicted set is the gold set */
} clf_metrics;

bool clf_metrics_init(clf_metrics *metrics, size_t nlabel); /* false: out of memory */
void clf_metrics_release(clf_metrics *metrics);

/*
 * Adds a document: gold [ngold] and predicted [npredicted] label numbers below K, each once.
 * extra_gold: gold labels the model does not know, counted as missed.  ignore [nignore]: labels that are
 * neither right nor wrong for it.
 */
void clf_metrics_add(clf_metrics *metrics, const uint32_t *gold, size_t ngold, size_t extra_gold,
                     const uint32_t *predicted, size_t npredicted, const uint32_t *ignore,
                     size_t nignore);

/* Mean F1 over labels that have gold documents or predictions. */
double clf_macro_f1(const clf_metrics *metrics);

#endif
