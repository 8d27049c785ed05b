/* SPDX-License-Identifier: MIT */
/* One fit of a chosen algorithm to rows, without calibration; and the scores it gives. */
#ifndef CLASSIFIER_FIT_H
#define CLASSIFIER_FIT_H

#include "classifier/problem.h"

/* What a fit gives.  Immutable; arrays are owned.  V: features of the problem, U of them are used. */
typedef struct clf_fit {
    clf_choice choice;
    clf_mode mode;
    uint32_t *slot;   /* [V] feature's number here, or UINT32_MAX; NULL: every feature is used as it is */
    size_t nfeature;  /* U */
    size_t nlabel, nblock;
    uint8_t *block;   /* [U]; UINT8_MAX: never seen, no evidence */
    uint32_t *df;     /* [U] documents with the feature; NULL where not needed */
    float *idf;       /* [U] or NULL; from df */
    clf_counts counts; /* linear: no cells; a classifier moves them to its own */
    clf_bayes bayes;  /* counting members but Bernoulli */
    int32_t *weight;  /* [U][K] of linear members, in 2^-20 */
    float *dense;     /* [U][K] the same as numbers, and Bernoulli's weights */
    double *bias;     /* [K] in millionths where linear, Bernoulli's priors else */
    double spread[2]; /* linear, single: of the scores of the solver's weights and of the complement's, … */
    clf_bayes beside; /* … naive Bayes that can be blended in (selection reads both)         */
    double *absent;   /* [nblock][K] Bernoulli: what the absence of all of a block's terms says; else NULL */
} clf_fit;

void clf_fit_release(clf_fit *fit);

/* Fits to the rows of the problem whose fold differs from `without` (fold NULL: all).  Hints count for the
 * multinomial member only.  E_NOMEM, E_ARG (counts past 2^32). */
fuda_status clf_fit_make(const clf_problem *problem, const clf_choice *choice, const uint8_t *fold,
                         uint8_t without, int workers, clf_fit *out, fuda_error *err);

/* Completes a fit whose choice, mode, sizes, block, df, weight and bias are set, from the counts. */
fuda_status clf_fit_prepare(clf_fit *fit, const clf_counts *counts, fuda_error *err);

/* score [K] is written; returns the number of features that carried evidence.  Thread-safe. */
size_t clf_fit_score(const clf_fit *fit, const uint32_t *feature, const uint32_t *count, size_t n,
                     double *score);

/* The same by the naive Bayes beside a linear fit: β · score / spread[1] is what a blend adds. */
size_t clf_fit_score_beside(const clf_fit *fit, const uint32_t *feature, const uint32_t *count, size_t n,
                            double *score);

/* What a value of 1 of feature u (< U) adds to a label's sum. */
double clf_fit_weight(const clf_fit *fit, uint32_t u, uint32_t label);

/* The value of feature u with `count` in a row whose scale clf_fit_scale gave. */
double clf_fit_scale(const clf_fit *fit, const uint32_t *feature, const uint32_t *count, size_t n);
double clf_fit_value(const clf_fit *fit, double scale, uint32_t u, uint32_t count);

/* The weight of a linear member as stored: rounded to 2^-20 within ±2048. */
int32_t clf_weight_rounded(double w);

/* fit_linear.c: weights and bias of linear members from training rows of values in units. */
fuda_status clf_fit_linear(const clf_rows *rows, const clf_settings *set, int workers, clf_fit *fit,
                           fuda_error *err);

#endif
