/* SPDX-License-Identifier: MIT */
/*
 * Linear classifiers, one label against the rest, by dual coordinate descent.
 *
 *     minimise over w   ½ Σ_f (w[f]/r[f])² + C Σ_i c_i loss(y_i w·x_i),   loss = max(0, 1 − m)²      (hinge)
 *                                                                              log(1 + e^−m)     (logistic)
 *
 * Hsieh, Chang, Lin, Keerthi, Sundararajan 2008 (hinge); Yu, Huang, Lin 2011 (logistic).  With r = 1 this
 * is the usual regularised machine; with r[f] the log-count ratio of a feature between the label and
 * the rest it is the NB-weighted one (Wang, Manning 2012), written with the ratio in the penalty so
 * that w applies to the values themselves.  A last feature, 1 in every row, carries the bias.
 *
 * The order of the coordinates is drawn from the seed and the label, so the result does not depend on
 * threads.
 */
#ifndef CLASSIFIER_LINEAR_H
#define CLASSIFIER_LINEAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <fuda/status.h>

typedef enum clf_loss { CLF_HINGE, CLF_LOG_LOSS } clf_loss;

/* Rows of values.  Borrowed. */
typedef struct clf_values {
    size_t n, nfeature;
    const size_t *ptr;       /* [n + 1] */
    const uint32_t *feature; /* [ptr[n]] */
    const float *value;      /* [ptr[n]] */
} clf_values;

typedef struct clf_solver {
    clf_loss loss;
    double cost;    /* C */
    double within;  /* stop when the projected gradients lie within this of each other (hinge), of 0 (logistic) */
    int rounds;     /* … or after so many passes over the rows */
    uint64_t seed;
} clf_solver;

/* Memory of one thread's solving; zero-initialise, release at the end. */
typedef struct clf_solving {
    float *pair;      /* [V + 1][2] w and r², side by side: they are read together */
    double *alpha, *diagonal; /* [n] */
    uint32_t *order;  /* [n] */
    size_t pair_cap, alpha_cap, diagonal_cap, order_cap;
} clf_solving;

void clf_solving_release(clf_solving *s);

/*
 * Solves for one label.
 * positive [n]: rows that have it.  ratio [V] or NULL (1): r.
 * The weights are in s->pair[2 f] for f < V, the bias is s->pair[2 V].  Returns false when memory ran out.
 */
bool clf_solve(const clf_values *x, const bool *positive, const float *ratio, const clf_solver *how,
               clf_solving *s);

/* The objective above at the weights of `s` (primal), and the dual objective, negated so that both
 * meet at the optimum: primal ≥ dual.  For tests and reports. */
void clf_objectives(const clf_values *x, const bool *positive, const clf_solver *how, const clf_solving *s,
                    double *primal, double *dual);

#endif
