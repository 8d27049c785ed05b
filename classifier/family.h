/* SPDX-License-Identifier: MIT */
/* The algorithms a classifier can be trained with, and their settings. */
#ifndef CLASSIFIER_FAMILY_H
#define CLASSIFIER_FAMILY_H

#include <stdbool.h>
#include <stdint.h>

#include "classifier/weighting.h"

typedef enum clf_algorithm {
    CLF_AUTO,            /* chosen by cross-validation; no classifier has it                  */
    CLF_JOINED,          /* binary naive Bayes joined with a taxonomy's terms (joint.c)       */
    CLF_MULTINOMIAL,     /* McCallum, Nigam 1998                                              */
    CLF_COMPLEMENT,      /* Rennie, Shih, Teevan, Karger 2003                                 */
    CLF_COMPLEMENT_NORM, /* … with weights normalised by label                                */
    CLF_BERNOULLI,       /* absent terms count too: McCallum, Nigam 1998                      */
    CLF_NB_SVM,          /* NB-weighted support vector machine: Wang, Manning 2012            */
    CLF_NB_LOGISTIC,     /* NB-weighted logistic regression                                   */
    CLF_SVM,             /* linear support vector machine, squared hinge                      */
    CLF_LOGISTIC,        /* logistic regression                                               */
    CLF_NALGORITHM
} clf_algorithm;

/* "auto", "joined", "multinomial", … "nb-svm" …  */
const char *clf_algorithm_name(clf_algorithm algorithm);
bool clf_algorithm_from_name(const char *name, clf_algorithm *out);
/* One line on what it is. */
const char *clf_algorithm_about(clf_algorithm algorithm);
/* Which documents it is for: one label each, any number. */
bool clf_algorithm_single(clf_algorithm algorithm);
bool clf_algorithm_multi(clf_algorithm algorithm);
/* True for those whose weights a solver finds; the others are counts. */
bool clf_is_linear(clf_algorithm algorithm);
/* True where features are weighted by log-count ratios. */
bool clf_has_ratio(clf_algorithm algorithm);

/* Kinds of features a choice may leave out; a feature has one. */
enum {
    CLF_KIND_PLAIN, /* words in letters, codes */
    CLF_KIND_CJK,   /* words found by a segmenter */
    CLF_KIND_PAIR,
    CLF_KIND_TRIPLE,
    CLF_KIND_CHAR,  /* single characters … */
    CLF_KIND_CHARS, /* … and pairs of them */
    CLF_NKIND,
    CLF_ALL_KINDS = (1 << CLF_NKIND) - 1
};

typedef struct clf_choice {
    clf_algorithm algorithm;
    clf_weighting weighting;
    double alpha;    /* smoothing of counts, and of ratios                                 */
    double cost;     /* C (linear)                                                         */
    double blend;    /* β: complement naive Bayes of this weight is added (linear, single) */
    uint32_t kinds;  /* 1 << CLF_KIND_… of the features used                               */
    uint32_t min_df; /* features in fewer documents are left out                           */
    uint32_t select; /* as many features with the highest χ² are kept; 0: all               */
} clf_choice;

/* Usual settings of an algorithm (not AUTO). */
clf_choice clf_choice_of(clf_algorithm algorithm, bool single);

/* "complement, tfidf, alpha 0.1, words and pairs, in 2 documents or more"; cut at size. */
void clf_choice_text(const clf_choice *choice, char *out, size_t size);

/* True when the classifier is made from whole counts of its documents and nothing else: then documents can be
 * added and taken out exactly. */
bool clf_choice_is_countable(const clf_choice *choice);

#endif
