/* SPDX-License-Identifier: MIT */
/*
 * The family of classifiers behind one interface.  Each member has a file of its own; classifier.c
 * finds the member by the classifier's algorithm and knows nothing else about it.
 *
 *   joint.c         any number of labels: naive Bayes joined with a taxonomy's terms
 *   general.c       every other algorithm (family.h), for one label a document and any number
 */
#ifndef CLASSIFIER_MEMBER_H
#define CLASSIFIER_MEMBER_H

#include "classifier/classifier.h"

typedef struct clf_member {
    const char *name;
    /* Fills everything of `out` that the model file keeps (choice, alpha, slope, offset, threshold, tau and counts;
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
    bool (*knows)(const clf_classifier *clf, uint32_t feature);
} clf_member;

extern const clf_member clf_joint, clf_general;

/* Rows that calibration looks at: enough for a handful of numbers, bounded in memory.  Every stride-th row
 * gets a place (place [n], UINT32_MAX for none); returns the number of places. */
size_t clf_places(const clf_rows *rows, size_t cells_per_row, uint32_t *place);

/*
 * Thresholds (with a goal other than F1, or `tune`) and rates from the probabilities of rows left out of training.
 * p [places][K]; place [n] as of clf_places; unseen [places][K] or NULL: 1 where the label could not be had.
 */
fuda_status clf_decide(const clf_problem *problem, const uint32_t *place, size_t nplace, const double *p,
                       const uint8_t *unseen, bool tune, clf_classifier *out, fuda_error *err);

/* select.c: the choice of algorithm and settings by cross-validation, and why (lines of text, the caller's to
 * free; NULL when there was nothing to choose). */
fuda_status clf_select(const clf_problem *problem, clf_choice *out, char **why, fuda_error *err);

/* Six decimals: what the model file stores is what the trainer used. */
double clf_rounded(double x);

/* p = softmax(z) over K labels, z already tempered. */
void clf_softmax(const double *z, size_t K, double *p);

#endif
