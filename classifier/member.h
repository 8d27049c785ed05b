/* SPDX-License-Identifier: MIT */
/*
 * The family of classifiers behind one interface.  Each member has a file of its own; classifier.c
 * finds the member by the classifier's algorithm and knows nothing else about it.
 *
 *   multinomial.c   one label a document, multinomial naive Bayes, tempered
 *   joint.c         any number of labels: naive Bayes joined with a taxonomy's terms
 */
#ifndef CLASSIFIER_MEMBER_H
#define CLASSIFIER_MEMBER_H

#include "classifier/classifier.h"

/* What a member is trained on.  Everything is borrowed during training. */
typedef struct clf_problem {
    const clf_rows *rows;
    const clf_settings *set;
    size_t nfeature, nlabel, nblock;
    const uint8_t *block;  /* [V] */
    const clf_hint *hints; /* [nhint] sorted or not */
    size_t nhint;
    const uint8_t *fold;   /* [n] inner fold of each row, below set->folds */
} clf_problem;

typedef struct clf_member {
    const char *name;
    /* Fills everything of `out` that the model file keeps (alpha, slope, offset, threshold, tau and counts;
     * offset and threshold are allocated, with threshold 0.5).  Values are rounded as the file rounds
     * them, so that a loaded classifier equals the trained one. */
    fuda_status (*train)(const clf_problem *problem, clf_classifier *out, fuda_error *err);
    /* Derives what prediction reads from what the file keeps. */
    fuda_status (*prepare)(clf_classifier *clf, fuda_error *err);
    /* As clf_predict, clf_explain and clf_term_weight. */
    void (*predict)(const clf_classifier *clf, const uint32_t *feature, const uint32_t *count, size_t n,
                    clf_work *work);
    void (*explain)(const clf_classifier *clf, const uint32_t *feature, const uint32_t *count, size_t n,
                    const clf_work *work, uint32_t label, uint32_t rival, double *weight, double *prior);
    double (*term_weight)(const clf_classifier *clf, uint32_t feature, uint32_t label);
} clf_member;

extern const clf_member clf_multinomial, clf_joint;

/* Rows that calibration looks at: enough for a handful of numbers, bounded in memory.  Every stride-th row
 * gets a place (place [n], UINT32_MAX for none); returns the number of places. */
size_t clf_places(const clf_rows *rows, size_t cells_per_row, uint32_t *place);

/* Six decimals: what the model file stores is what the trainer used. */
double clf_rounded(double x);

/* p = softmax(z) over K labels, z already tempered. */
void clf_softmax(const double *z, size_t K, double *p);

#endif
