/* SPDX-License-Identifier: MIT */
/*
 * Multinomial naive Bayes on integer counts.
 *
 * V features in B blocks (a block has a distribution of its own: here, the words of one
 * language), K labels.  With n[f,k] the count of feature f in documents of label k, t[f] the
 * count in all documents, h[f,k] the pseudo-count of a labelled feature (Settles 2011), α > 0:
 *
 *   one label a document       θ[f,k] = (n[f,k] + h[f,k] + α) / Σ_g∈block (n[g,k] + h[g,k] + α)
 *     score s[k] = log P(k) + Σ_f x[f] log θ[f,k]                      (McCallum, Nigam 1998)
 *   any number of labels       the same for "has k" against "has not k", one decision a label:
 *     w[f,k] = log θ[f,k] − log θ[f,¬k],   s[k] = Σ_f x[f] w[f,k]
 *
 * Counts are integers and are summed in a fixed order, so a model does not depend on threads.
 * Scores are computed sparsely: a feature costs as many additions as it has labels with n > 0.
 */
#ifndef CLASSIFIER_BAYES_H
#define CLASSIFIER_BAYES_H

#include "classifier/rows.h"

typedef enum clf_mode { CLF_SINGLE, CLF_MULTI } clf_mode;

/* Strength of a labelled feature. */
typedef enum clf_strength { CLF_WEAK, CLF_STRONG, CLF_TITLE /* a strong one in the title */ } clf_strength;

typedef struct clf_hint {
    uint32_t feature;
    uint32_t label;
    uint32_t strength; /* clf_strength */
} clf_hint;

/* Σ over documents; the part of a model that learning changes.  Arrays are owned. */
typedef struct clf_counts {
    clf_mode mode;
    bool binary;          /* a document counts a feature once                         */
    size_t nfeature;      /* V                                                        */
    size_t nlabel;        /* K                                                        */
    size_t nblock;        /* B                                                        */
    uint8_t *block;       /* [V] below B                                              */
    uint64_t ndoc;
    uint64_t *label_docs; /* [K] documents with the label                             */
    uint32_t *total;      /* [V] t[f]                                                 */
    size_t *ptr;          /* [V + 1] cells of each feature                            */
    uint32_t *label;      /* [ptr[V]] k, increasing within a feature                  */
    uint32_t *count;      /* [ptr[V]] n[f,k] > 0                                      */
    clf_hint *hints;      /* [nhint] sorted by feature, label                         */
    size_t nhint;
} clf_counts;

void clf_counts_release(clf_counts *counts);

/*
 * Counts the rows whose fold differs from `without` (UINT8_MAX or fold = NULL: all rows).
 * block [V] is borrowed and copied; hints [nhint] likewise.  Fails with E_NOMEM, or E_ARG when a
 * count passes 2^32.
 */
fuda_status clf_count(const clf_rows *rows, clf_mode mode, bool binary, size_t nfeature,
                      size_t nlabel, size_t nblock, const uint8_t *block, const clf_hint *hints,
                      size_t nhint, const uint8_t *fold, uint8_t without, int workers,
                      clf_counts *out, fuda_error *err);

/* What scoring reads; made from counts.  Immutable: shared by threads.  Arrays are owned. */
typedef struct clf_bayes {
    clf_mode mode;
    bool binary;
    size_t nfeature, nlabel, nblock;
    uint8_t *block;   /* [V] UINT8_MAX: never seen in training, carries no evidence      */
    double *prior;    /* [K] log P(k) (single), log-odds of k (multi)                    */
    double *base;     /* [B][K] weight of a feature without cells, less `common`         */
    double *common;   /* [V] part of a feature's weight that all labels share            */
    size_t *ptr;      /* [V + 1] */
    uint32_t *label;  /* [ptr[V]] */
    double *delta;    /* [ptr[V]] weight above base − common                             */
    double *scale;    /* [K] or NULL (1): what a label's sum of weights is multiplied by  */
    double unit;      /* what a value of 1 is counted in (weighting.h)                   */
    bool by_root;     /* the score is divided by √m                                      */
} clf_bayes;

/* The distribution that weights are made from. */
typedef enum clf_estimate {
    CLF_OF_LABEL,          /* the label's own, as above                                          */
    CLF_OF_COMPLEMENT,     /* that of all other labels, negated: single label, no priors (Rennie, Shih,
                              Teevan, Karger 2003, section 3.1, steps 4 and 5)                   */
    CLF_OF_COMPLEMENT_NORM /* the same, a label's weights divided by the sum of their sizes and multiplied
                              by their number (section 3.2)                                      */
} clf_estimate;

/* Pseudo-counts of a labelled feature by strength. */
#define CLF_HINT_STRONG 10.0
#define CLF_HINT_WEAK 2.0

fuda_status clf_bayes_make(const clf_counts *counts, double alpha, clf_bayes *out, fuda_error *err);
/* The same from another estimate and from counts of values in `unit`s; α counts in values. */
fuda_status clf_bayes_estimate(const clf_counts *counts, clf_estimate estimate, double alpha, uint32_t unit,
                               clf_bayes *out, fuda_error *err);
void clf_bayes_release(clf_bayes *bayes);

/*
 * Scores of a row (features below V, in any order, each once) for all labels.
 *   single: s[k] as above.   multi: s[k] / √m, m = number of known features (the score of an
 *   average document grows with its length, its noise with the root: the quotient compares).
 * score  [K] is written.  Returns m.  Thread-safe.
 */
size_t clf_bayes_score(const clf_bayes *bayes, const uint32_t *feature, const uint32_t *count,
                       size_t n, double *score);

/* The same in steps, for rows that come in pieces: start, add any number of times, finish. */
typedef struct clf_sum {
    double in_block[256], common;
    size_t known;
} clf_sum;
void clf_bayes_start(const clf_bayes *bayes, clf_sum *sum, double *score);
void clf_bayes_add(const clf_bayes *bayes, const uint32_t *feature, const uint32_t *count, size_t n,
                   clf_sum *sum, double *score);
void clf_bayes_finish(const clf_bayes *bayes, const clf_sum *sum, double *score);

/* The weight of one feature for one label: what x[f] = 1 adds to s[k] before division by √m.
 * 0 for features never seen.  Thread-safe. */
double clf_bayes_weight(const clf_bayes *bayes, uint32_t feature, uint32_t label);

#endif
