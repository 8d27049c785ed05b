/* SPDX-License-Identifier: MIT */
/*
 * Linear members: one machine a label against the rest.  With blend β > 0 (single label)
 *
 *     w = w_solver / σ(solver) + β w_complement / σ(complement)
 *
 * where σ is the spread of each one's scores over training rows, measured after taking a row's mean away: Wang and
 * Manning's interpolation with naive Bayes, in the same sum of weights.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "classifier/member.h"
#include "classifier/linear.h"
#include "core/error.h"
#include "core/memory.h"
#include "core/parallel.h"

#define BLEND_ALPHA 0.1 /* smoothing of the naive Bayes that is blended in */
enum { SPREAD_ROWS = 1000 };

typedef struct machines {
    const clf_rows *rows;
    clf_values values;
    clf_solver solver;
    const clf_counts *counts; /* documents with each feature by label; NULL without ratios */
    double alpha;
    clf_fit *fit;
    float *weight;            /* [U][K] */
    size_t nlabel;
    struct machine_work {
        clf_solving solving;
        bool *positive;
        float *ratio;
    } *work;                  /* [workers] */
} machines;

/* r[f] = ln((p[f]/Σp) / (q[f]/Σq)), p and q the documents with the feature inside and outside the label, plus α. */
static void make_ratio(const machines *m, uint32_t label, float *ratio)
{
    const clf_counts *c = m->counts;
    double yes = 0, no = 0;

    for (int pass = 0; pass < 2; pass++) {
        for (size_t f = 0; f < c->nfeature; f++) {
            double n = 0;
            for (size_t j = c->ptr[f]; j < c->ptr[f + 1] && c->label[j] <= label; j++)
                n = c->label[j] == label ? c->count[j] : 0;
            double p = n + m->alpha, q = c->total[f] - n + m->alpha;
            if (pass == 0) {
                yes += p;
                no += q;
            } else {
                ratio[f] = (float)(log(p / q) - log(yes / no));
            }
        }
    }
}

static fuda_status solve_label(void *ctx, size_t k, int worker, fuda_error *err)
{
    machines *m = ctx;
    struct machine_work *w = &m->work[worker];
    clf_solver how = m->solver;
    size_t n = m->rows->n, U = m->values.nfeature, npositive = 0;

    if (w->positive == NULL) {
        w->positive = malloc(n + 1);
        w->ratio = malloc((U + 1) * sizeof *w->ratio);
    }
    if (w->positive == NULL || w->ratio == NULL)
        return fuda_fail_nomem(err);
    for (size_t i = 0; i < n; i++) {
        w->positive[i] = false;
        for (size_t j = m->rows->label_ptr[i]; j < m->rows->label_ptr[i + 1]; j++)
            w->positive[i] |= m->rows->label[j] == k;
        npositive += w->positive[i];
    }
    /* A label nobody has is not to be had: only its bias speaks. */
    if (npositive == 0) {
        m->fit->bias[k] = -1;
        return FUDA_OK;
    }
    if (m->counts != NULL)
        make_ratio(m, (uint32_t)k, w->ratio);
    how.seed += k * 0x9e3779b97f4a7c15u;
    if (!clf_solve(&m->values, w->positive, m->counts != NULL ? w->ratio : NULL, &how, &w->solving))
        return fuda_fail_nomem(err);
    for (size_t f = 0; f < U; f++)
        m->weight[f * m->nlabel + k] = w->solving.pair[2 * f];
    m->fit->bias[k] = (double)w->solving.pair[2 * U];
    return FUDA_OK;
}

static void release(machines *m, int workers)
{
    for (int w = 0; m->work != NULL && w < workers; w++) {
        clf_solving_release(&m->work[w].solving);
        free(m->work[w].positive);
        free(m->work[w].ratio);
    }
    free(m->work);
    free(m->weight);
    free((void *)m->values.value);
}

/* Root of the mean square of scores less their row's mean, over some of the training rows. */
static double spread(const machines *m, const clf_bayes *bayes, double *score)
{
    const clf_rows *rows = m->rows;
    size_t K = m->nlabel, stride = rows->n / SPREAD_ROWS + 1, cells = 0;
    double sum = 0;

    for (size_t i = 0; i < rows->n; i += stride) {
        double mean = 0;
        if (bayes != NULL) {
            clf_bayes_score(bayes, rows->feature + rows->ptr[i], rows->count + rows->ptr[i],
                            rows->ptr[i + 1] - rows->ptr[i], score);
        } else {
            memcpy(score, m->fit->bias, K * sizeof *score);
            for (size_t j = rows->ptr[i]; j < rows->ptr[i + 1]; j++) {
                for (size_t k = 0; k < K; k++)
                    score[k] += (double)(m->values.value[j] * m->weight[m->values.feature[j] * K + k]);
            }
        }
        for (size_t k = 0; k < K; k++)
            mean += score[k] / (double)K;
        for (size_t k = 0; k < K; k++)
            sum += (score[k] - mean) * (score[k] - mean);
        cells += K;
    }
    return sum > 0 ? sqrt(sum / (double)cells) : 1;
}

/* The naive Bayes beside the machines, and both spreads. */
static fuda_status stand_beside(machines *m, int workers, fuda_error *err)
{
    clf_fit *fit = m->fit;
    double *score = malloc((m->nlabel + 1) * sizeof *score);
    clf_counts counts = {0};
    fuda_status st = score == NULL
                         ? fuda_fail_nomem(err)
                         : clf_count(m->rows, CLF_SINGLE, false, fit->nfeature, m->nlabel, fit->nblock, fit->block,
                                     NULL, 0, NULL, 0, workers, &counts, err);

    if (st == FUDA_OK)
        st = clf_bayes_estimate(&counts, CLF_OF_COMPLEMENT, BLEND_ALPHA, clf_unit(fit->choice.weighting),
                                &fit->beside, err);
    if (st == FUDA_OK) {
        fit->spread[0] = spread(m, NULL, score);
        fit->spread[1] = spread(m, &fit->beside, score);
    }
    free(score);
    clf_counts_release(&counts);
    return st;
}

static void blend(machines *m)
{
    clf_fit *fit = m->fit;
    size_t K = m->nlabel;
    double solver = 1 / fit->spread[0], complement = fit->choice.blend / fit->spread[1];

    for (uint32_t f = 0; f < fit->nfeature; f++) {
        /* beside.common is left out: what all labels share decides nothing between them. */
        for (uint32_t k = 0; k < K; k++) {
            m->weight[f * K + k] = (float)((double)m->weight[f * K + k] * solver +
                                           complement * fit->beside.base[fit->block[f] * K + k]);
        }
        for (size_t j = fit->beside.ptr[f]; j < fit->beside.ptr[f + 1]; j++)
            m->weight[f * K + fit->beside.label[j]] += (float)(complement * fit->beside.delta[j]);
    }
    for (size_t k = 0; k < K; k++)
        fit->bias[k] *= solver;
}

static bool make_values(machines *m)
{
    size_t n = m->rows->n, cells = n == 0 ? 0 : m->rows->ptr[n];
    float *value = malloc((cells + 1) * sizeof *value), unit = (float)clf_unit(m->fit->choice.weighting);

    for (size_t j = 0; value != NULL && j < cells; j++)
        value[j] = (float)m->rows->count[j] / unit;
    m->values = (clf_values){n, m->fit->nfeature, m->rows->ptr, m->rows->feature, value};
    return value != NULL;
}

/* Rounds the weights to what the file keeps, and drops the counts' cells: their totals stay. */
static bool finish(machines *m)
{
    clf_fit *fit = m->fit;
    size_t cells = fit->nfeature * m->nlabel;

    fit->weight = malloc((cells + 1) * sizeof *fit->weight);
    if (fit->weight == NULL)
        return false;
    for (size_t i = 0; i < cells; i++)
        fit->weight[i] = clf_weight_rounded((double)m->weight[i]);
    for (size_t k = 0; k < m->nlabel; k++)
        fit->bias[k] = clf_rounded(fit->bias[k]);
    memset(fit->counts.ptr, 0, (fit->nfeature + 1) * sizeof *fit->counts.ptr);
    return true;
}

fuda_status clf_fit_linear(const clf_rows *rows, const clf_settings *set, int workers, clf_fit *fit,
                           fuda_error *err)
{
    const clf_choice *c = &fit->choice;
    size_t K = fit->nlabel;
    machines m = {.rows = rows, .alpha = c->alpha, .fit = fit, .nlabel = K,
                  .solver = {c->algorithm == CLF_SVM || c->algorithm == CLF_NB_SVM ? CLF_HINGE : CLF_LOG_LOSS,
                             c->cost, 0.1, set->rounds > 0 ? set->rounds : 30, set->seed}};
    fuda_status st;

    m.weight = calloc(fit->nfeature * K + 1, sizeof *m.weight);
    m.work = calloc((size_t)workers, sizeof *m.work);
    fit->bias = calloc(K + 1, sizeof *fit->bias);
    st = m.weight == NULL || m.work == NULL || fit->bias == NULL || !make_values(&m) ? fuda_fail_nomem(err)
                                                                                    : FUDA_OK;
    if (st == FUDA_OK)
        st = clf_count(rows, fit->mode, true, fit->nfeature, K, fit->nblock, fit->block, NULL, 0, NULL, 0, workers,
                       &fit->counts, err);
    m.counts = clf_has_ratio(c->algorithm) ? &fit->counts : NULL;
    if (st == FUDA_OK)
        st = fuda_parallel(K, workers, solve_label, &m, err);
    if (st == FUDA_OK && fit->mode == CLF_SINGLE && (c->blend > 0 || set->beside))
        st = stand_beside(&m, workers, err);
    if (st == FUDA_OK && c->blend > 0)
        blend(&m);
    if (st == FUDA_OK && !set->beside)
        clf_bayes_release(&fit->beside);
    if (st == FUDA_OK && !finish(&m))
        st = fuda_fail_nomem(err);
    release(&m, workers);
    return st;
}
