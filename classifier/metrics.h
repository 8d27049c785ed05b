/* SPDX-License-Identifier: MIT */
/*
 * Quality of decisions against gold labels: documents are kept in a form from which every figure can be
 * made again when they are resampled (resample.h).
 *
 * Memory: 56 bytes a document and 8 for each label, gold or given.
 */
#ifndef CLASSIFIER_METRICS_H
#define CLASSIFIER_METRICS_H

#include "classifier/bayes.h"

/* ---- documents ------------------------------------------------------------------------------- */

/* What was said of one document; borrowed during clf_judged_add.  Label numbers are below K, each once
 * in its list. */
typedef struct clf_judgement {
    const uint32_t *gold, *given, *ignore; /* ignore: neither right nor wrong when given  */
    size_t ngold, ngiven, nignore;
    size_t extra_gold; /* gold labels the model does not know: always missed               */
    const double *p;   /* [K] probability of each label; NULL: there was no answer         */
    uint32_t unit;     /* documents of one unit are resampled together                     */
    uint8_t part;      /* below CLF_NPART: documents that are measured apart too (languages) */
} clf_judgement;

/* Whether a list of label numbers has this one. */
static inline bool clf_contains(const uint32_t *set, size_t n, size_t label)
{
    for (size_t i = 0; i < n; i++)
        if (set[i] == label)
            return true;
    return false;
}

enum { CLF_NPART = 8 };
enum { CLF_GOLD = 1, CLF_GIVEN = 2 };

typedef struct clf_judged_label {
    uint32_t label;
    uint32_t what; /* CLF_GOLD, CLF_GIVEN or both */
} clf_judged_label;

typedef struct clf_judged_doc {
    size_t first;       /* place of its labels                                                  */
    uint32_t nlabel, extra, unit;
    uint32_t decisions; /* probabilities that count: 1 (single), labels (multi); 0: no answer   */
    double brier, loss; /* sums over them                                                       */
    double confidence;  /* log-probability, by the model, that the answer is right              */
    uint8_t part;
    bool answered;
    bool right;         /* the set given is the gold set                                        */
} clf_judged_doc;

typedef struct clf_judged {
    clf_mode mode;
    size_t nlabel;            /* K */
    clf_judged_doc *docs;     /* [n] owned */
    size_t n, docs_cap;
    clf_judged_label *labels; /* owned */
    size_t nentry, labels_cap;
    uint32_t nunit;           /* units are 0 … nunit − 1 */
} clf_judged;

void clf_judged_release(clf_judged *judged);
/* False when memory ran out: nothing is added. */
bool clf_judged_add(clf_judged *judged, const clf_judgement *judgement);

/* ---- tallies --------------------------------------------------------------------------------- */

/* What is counted for one label or one group of labels. */
typedef struct clf_tally {
    uint64_t hit;    /* gold and given     */
    uint64_t false_; /* given, not gold    */
    uint64_t missed; /* gold, not given    */
} clf_tally;

typedef struct clf_ratio {
    double precision, recall, f1; /* 0 where nothing was given, or nothing is gold */
    uint64_t support;             /* gold */
} clf_ratio;

clf_ratio clf_ratio_of(clf_tally tally);

/* Sums over documents.  labels [K] is owned. */
typedef struct clf_metrics {
    size_t nlabel;
    clf_tally *labels;
    clf_tally all;            /* sum over labels, gold ones the model does not know included */
    uint64_t documents;
    uint64_t answered;
    uint64_t right;           /* documents whose given set is the gold set */
    uint64_t decisions;       /* with a probability */
    double brier, loss;       /* sums over decisions */
    double precision, recall, f1; /* sums over documents of each document's own */
} clf_metrics;

bool clf_metrics_init(clf_metrics *metrics, size_t nlabel); /* false: out of memory */
void clf_metrics_release(clf_metrics *metrics);
void clf_metrics_clear(clf_metrics *metrics);

/* Adds document i `times` times. */
void clf_metrics_add(clf_metrics *metrics, const clf_judged *judged, size_t i, uint64_t times);
/* Adds all documents of a part; CLF_NPART: of all. */
void clf_metrics_add_all(clf_metrics *metrics, const clf_judged *judged, int part);

/* ---- figures --------------------------------------------------------------------------------- */

/*
 * accuracy  share of documents whose given set is the gold set
 * micro     of all decisions in one table
 * macro     mean over labels that have gold documents or were given
 * weighted  mean over labels, weighted by gold documents
 * samples   mean over documents of each document's own; where nothing is gold and nothing given, 1
 * brier     single: mean over documents of Σ_k (p[k] − y[k])²; multi: mean over decisions of (p − y)²
 * log loss  single: mean of −log p[gold]; multi: mean over decisions of −log p or −log (1 − p);
 *           probabilities below 1e-15 count as 1e-15
 * Precision, recall and F1 are 0 where they are 0/0; accuracy, Brier score and log loss are NaN there.
 */
typedef enum clf_figure {
    CLF_ACCURACY,
    CLF_MICRO_PRECISION, CLF_MICRO_RECALL, CLF_MICRO_F1,
    CLF_MACRO_PRECISION, CLF_MACRO_RECALL, CLF_MACRO_F1,
    CLF_WEIGHTED_PRECISION, CLF_WEIGHTED_RECALL, CLF_WEIGHTED_F1,
    CLF_SAMPLES_PRECISION, CLF_SAMPLES_RECALL, CLF_SAMPLES_F1,
    CLF_BRIER, CLF_LOG_LOSS,
    CLF_NFIGURE
} clf_figure;

void clf_figures(const clf_metrics *metrics, double figures[CLF_NFIGURE]);

#endif
