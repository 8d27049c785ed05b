/* SPDX-License-Identifier: MIT */
/*
 * Gold labels that are probably wrong: confident learning (Northcutt, Jiang, Chuang 2021, section 3) on
 * probabilities of models that had not seen the document.
 *
 * Single label.  The threshold t[j] of a label is the mean p[j] of the documents that have it.  A document
 * of label g is suspected of j when p[j] >= t[j], j has the largest p among such labels, and j ≠ g.
 *
 * Any number of labels.  Each label is a question of its own: t1 is the mean p of the documents with the
 * label, t0 the mean 1 − p of those without it.  A document without it is suspected to lack it when
 * p >= t1, one with it to have it wrongly when 1 − p >= t0.
 *
 * Labels with fewer than 5 documents suspect nobody and are not suspected: their models knew too little.
 */
#ifndef CLASSIFIER_SUSPECTS_H
#define CLASSIFIER_SUSPECTS_H

#include "classifier/metrics.h"

enum { CLF_LEAST_TO_SUSPECT = 5 };

typedef struct clf_suspect {
    size_t doc;
    uint32_t gold;      /* the label it has and should not have; UINT32_MAX: none         */
    uint32_t other;     /* the label it lacks and should have; UINT32_MAX: none           */
    double p_gold;      /* probability of `gold`; NaN without one                         */
    double p_other;
    double doubt;       /* p of the label it should have less p of the one it has, or
                           (multi) |y − p| − ½, times 2: −1 … 1                           */
} clf_suspect;

/*
 * p [n][K]: probabilities of document i; NaN where they do not count (all of a document without an answer).
 * suspects: array of *n, most doubtful first (equal ones in the order of documents), for the caller to free.
 * E_NOMEM.
 */
fuda_status clf_find_suspects(const clf_judged *judged, const float *p, clf_suspect **suspects, size_t *n,
                              fuda_error *err);

#endif
