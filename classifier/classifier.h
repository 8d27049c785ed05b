/* SPDX-License-Identifier: MIT */
/*
 * A trained classifier: a member of the family (member.h), made into decisions with probabilities.
 *
 * Multi-label.  For each label six inputs are measured in a document:
 *     u0  its naive-Bayes score (bayes.h)
 *     u1  log(1 + distinct strong terms of the label)      terms: the labelled features
 *     u2  log(1 + uses of strong terms)
 *     u3  log(1 + distinct weak terms)
 *     u4  1 when a strong term stands in the title
 *     u5  log((e + ½) / (e' + ½)), e = strong + ¼ weak distinct terms of the label, e' the same of the label
 *         that has most of them among the others: a passing mention beside a real subject
 * and joined as  z = c[k] + Σ a[m] u[m],  p = 1 / (1 + e^−z):  Platt scaling (Platt 1999) with more
 * than one input, fitted on scores of documents left out of training.  The slopes a are
 * common to all labels, the offsets c[k] are drawn to their mean, so that a label with few
 * examples is not calibrated on noise.
 *
 * Single label.  p = softmax(τ s), τ fitted likewise (temperature scaling, Guo et al. 2017).  Any number of labels
 * without a taxonomy: z = c[k] + a[0] s[k] with the score of the chosen algorithm.
 */
#ifndef CLASSIFIER_CLASSIFIER_H
#define CLASSIFIER_CLASSIFIER_H

#include "classifier/fit.h"

enum { CLF_NINPUT = 6 };

/* How a label was decided on documents left out of training. */
typedef struct clf_rates {
    uint64_t hit, false_, missed, rest; /* true and false positives, false and true negatives */
} clf_rates;

/* Immutable once trained or loaded: shared by threads. */
typedef struct clf_classifier {
    clf_choice choice;        /* algorithm and its settings */
    clf_counts counts;
    clf_bayes bayes;          /* joined                 */
    clf_fit fit;              /* all others             */
    double alpha;             /* of the choice          */
    double slope[CLF_NINPUT]; /* a (multi; the first only, but joined) */
    double *offset;           /* [K] c (multi)          */
    double *threshold;        /* [K] p that decides     */
    double tau;               /* τ (single)             */
    size_t *hint_ptr;         /* [V + 1] into counts.hints; joined */
    clf_rates *rates;         /* [1 + nlang][K] of documents left out of training: all, then by language; or NULL */
    size_t nlang;
    char *why;                /* how the choice was made: lines of text; or NULL */
} clf_classifier;

void clf_release(clf_classifier *clf);

/*
 * Trains.  Choice, calibration and thresholds come from inner cross-validation and need 2 rows; with fewer
 * they stay at their defaults.  With clf->fit.slot set afterwards, feature f of the problem is feature
 * slot[f] of counts and weights, or none; prediction takes the problem's numbers as long as slot is there.
 * E_NOMEM, E_ARG.
 */
fuda_status clf_train(const clf_problem *problem, clf_classifier *out, fuda_error *err);

/* Completes a classifier whose choice, counts, slope, offset, threshold and tau are set, and of linear algorithms
 * fit.weight and fit.bias, with idf fit.df (a loaded one): derives weights and indexes. */
fuda_status clf_prepare(clf_classifier *clf, fuda_error *err);

/* What one prediction needs besides the classifier; one per thread. */
typedef struct clf_work {
    double *input; /* [K][CLF_NINPUT] */
    double *z;     /* [K] scores: log-odds (multi), scaled log-probabilities (single) */
    double *p;     /* [K] */
    size_t known;  /* features that carried evidence */
} clf_work;

bool clf_work_init(clf_work *work, size_t nlabel);
void clf_work_release(clf_work *work);

/* Fills work->z, ->p and ->known for a row.  Thread-safe with one work per thread. */
void clf_predict(const clf_classifier *clf, const uint32_t *feature, const uint32_t *count, size_t n,
                 clf_work *work);

/*
 * Contributions to a label's score, after clf_predict on the same row: weight[i] for each feature of
 * the row; *prior is the rest.  Multi: z[k] = prior + Σ weight.  Single: the log-odds of k
 * against `rival`, τ (s[k] − s[rival]) = prior + Σ weight.
 */
void clf_explain(const clf_classifier *clf, const uint32_t *feature, const uint32_t *count, size_t n,
                 const clf_work *work, uint32_t label, uint32_t rival, double *weight, double *prior);

/* False for features that carry no evidence. */
bool clf_knows(const clf_classifier *clf, uint32_t feature);

/* How far one use of a feature speaks for a label, in general (no document at hand): for lists of a
 * label's strongest terms. */
double clf_term_weight(const clf_classifier *clf, uint32_t feature, uint32_t label);

#endif
