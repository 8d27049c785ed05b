/* SPDX-License-Identifier: MIT */
/*
 * How far figures may be off: bootstrap intervals, and the difference between two classifiers on the same
 * documents.
 *
 * Bootstrap (Efron and Tibshirani 1993, chapters 6 and 13): as many units as there are — documents, or
 * groups of documents that belong together — are drawn with replacement, every figure is made anew, and
 * the 2.5th and 97.5th percentiles of many such draws bound it.  Draw r depends on the seed and r alone,
 * so that threads change nothing.
 */
#ifndef CLASSIFIER_RESAMPLE_H
#define CLASSIFIER_RESAMPLE_H

#include "classifier/metrics.h"

typedef struct clf_interval {
    double low, high; /* NaN where fewer than half of the draws have the figure */
} clf_interval;

typedef struct clf_resampling {
    size_t draws;
    uint64_t seed;
    int workers;
} clf_resampling;

/*
 * figures [CLF_NFIGURE], labels [K] (F1 of each label), parts [CLF_NPART] (micro F1) are written.
 * Work: draws × (documents + labels of all).  Memory: draws × (K + 23) doubles.  E_NOMEM.
 */
fuda_status clf_bootstrap(const clf_judged *judged, const clf_resampling *how, clf_interval *figures,
                          clf_interval *labels, clf_interval *parts, fuda_error *err);

typedef struct clf_difference {
    double value;          /* of A less of B                                                        */
    clf_interval interval;
    double p;              /* two-sided: twice the share of draws on the other side of zero, (n + 1) / (draws + 1) */
} clf_difference;

/* Paired: both are measured on the same drawn units (Koehn 2004, section 4).  differences [CLF_NFIGURE] is
 * written.  E_ARG unless A and B are about the same documents in the same order. */
fuda_status clf_paired_bootstrap(const clf_judged *a, const clf_judged *b, const clf_resampling *how,
                                 clf_difference *differences, fuda_error *err);

/* McNemar's test (1947), exact: documents that only A (b) or only B (c) decided rightly; p is two-sided, of
 * the binomial distribution with ½.  1 when they agree throughout. */
typedef struct clf_mcnemar {
    uint64_t both, only_a, only_b, neither;
    double p;
} clf_mcnemar;
double clf_mcnemar_p(uint64_t only_a, uint64_t only_b);
clf_mcnemar clf_mcnemar_of(const clf_judged *a, const clf_judged *b);

#endif
