/* SPDX-License-Identifier: MIT */
/* What a classifier is trained on, and how. */
#ifndef CLASSIFIER_PROBLEM_H
#define CLASSIFIER_PROBLEM_H

#include "classifier/bayes.h"
#include "classifier/family.h"

/* What thresholds are chosen for. */
typedef enum clf_goal { CLF_GOAL_F1, CLF_GOAL_PRECISION, CLF_GOAL_RECALL } clf_goal;

typedef struct clf_settings {
    clf_mode mode;
    double alpha;   /* smoothing; 0: chosen                                             */
    int folds;      /* of the inner cross-validation, 2 to 50                               */
    uint64_t seed;
    int workers;
    clf_algorithm algorithm; /* AUTO: chosen; with hints and any number of labels: joined   */
    bool weighting_fixed;    /* true: `weighting`, false: chosen                        */
    clf_weighting weighting;
    uint32_t select;         /* features kept by χ²; 0: all                             */
    bool choose_kinds;       /* which kinds of features are used is chosen; else all     */
    double threshold;        /* of several labels where none is tuned; 0: 0.5            */
    clf_goal goal;           /* of thresholds … */
    double target;           /* … the precision or recall they are to reach                */
    int rounds;              /* passes of a solver at most; 0: 30                       */
    bool beside;             /* keep the naive Bayes beside a linear fit (selection)    */
} clf_settings;

/* Everything is borrowed during training. */
typedef struct clf_problem {
    const clf_rows *rows;
    const clf_settings *set;
    size_t nfeature, nlabel, nblock;
    const uint8_t *block;  /* [V] */
    const uint8_t *kind;   /* [V] CLF_KIND_…, or NULL: all the same         */
    const clf_hint *hints; /* [nhint] sorted or not */
    size_t nhint;
    const uint8_t *lang;   /* [n] of each row, below nlang; or NULL         */
    size_t nlang;
    const uint8_t *fold;   /* [n] inner fold of each row, below set->folds; drawn by clf_train */
} clf_problem;

#endif
