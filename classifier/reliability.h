/* SPDX-License-Identifier: MIT */
/*
 * Whether probabilities mean what they say, and what is gained by answering less.
 */
#ifndef CLASSIFIER_RELIABILITY_H
#define CLASSIFIER_RELIABILITY_H

#include "classifier/metrics.h"

enum { CLF_NBIN = 10 };

/* Decisions whose probability lies in ((b) / 10, (b + 1) / 10], the first bin with 0. */
typedef struct clf_bin {
    uint64_t n;
    uint64_t yes; /* that were right (single), whose label is gold (multi) */
    double sum;   /* of p */
} clf_bin;

typedef struct clf_reliability {
    clf_bin bins[CLF_NBIN];
} clf_reliability;

void clf_reliability_add(clf_reliability *r, double p, bool yes);
/* Expected calibration error (Naeini, Cooper, Hauskrecht 2015; Guo et al. 2017, equation 3):
 * Σ_b n_b / n |share of yes − mean p|.  NaN without decisions. */
double clf_ece(const clf_reliability *r);

/* How it would be were labels given from another probability on (`tag --min-p`): level l stands for
 * p >= (l + 1) / 20; single: the most probable label or none. */
enum { CLF_NLEVEL = 19 };
typedef struct clf_levels {
    clf_tally tally[CLF_NLEVEL];
    uint64_t tagged[CLF_NLEVEL]; /* documents with a label */
} clf_levels;
void clf_levels_add(clf_levels *levels, clf_mode mode, size_t nlabel, const clf_judgement *judgement);

/*
 * Risk and coverage (El-Yaniv and Wiener 2010): the documents in the order of the model's confidence in its
 * whole answer, the surest first.
 * Point i: of all documents, the share `coverage` with confidence >= level; of those, the share `risk` with
 * a wrong answer, and their micro-averaged scores.
 */
typedef struct clf_risk_point {
    double coverage;
    double level; /* a probability */
    double risk;
    clf_ratio micro;
} clf_risk_point;

/*
 * Points at the least coverages that reach the n wished ones (in (0, 1], rising); documents of equal
 * confidence come in together.  *npoint <= n: none is given twice, nor beyond the answered documents.
 * *area: mean of the risk over the answered documents, as each comes in (AURC, Geifman, Uziel, El-Yaniv
 * 2019); NaN without any.  E_NOMEM.
 */
fuda_status clf_risk_coverage(const clf_judged *judged, const double *wished, size_t n,
                              clf_risk_point *points, size_t *npoint, double *area, fuda_error *err);

#endif
