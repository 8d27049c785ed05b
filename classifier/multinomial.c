/* SPDX-License-Identifier: MIT */
/*
 * One label a document: multinomial naive Bayes, probabilities tempered (classifier.h).
 */
#include "classifier/member.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "classifier/calibrate.h"
#include "core/error.h"
#include "core/memory.h"
#include "core/parallel.h"

static const double alphas[] = {1, 0.3, 0.1, 0.03, 0.01};
enum { NALPHA = sizeof alphas / sizeof alphas[0] };

typedef struct crossing {
    const clf_problem *p;
    const uint32_t *place; /* [n] row's place in `input`, UINT32_MAX for none             */
    double alpha;          /* 0: all of the grid, `right` is counted                      */
    double *input;         /* [places][K]                                                 */
    uint8_t *unseen;       /* [places][K] 1: the fold's training part never saw the label */
    size_t right[NALPHA][64];
} crossing;

static size_t best_label(const double *score, size_t K)
{
    size_t best = 0;
    for (size_t k = 1; k < K; k++)
        best = score[k] > score[best] ? k : best;
    return best;
}

static fuda_status count_rows(const clf_problem *p, const uint8_t *fold, uint8_t without, int workers,
                              clf_counts *out, fuda_error *err)
{
    return clf_count(p->rows, CLF_SINGLE, false, p->nfeature, p->nlabel, p->nblock, p->block, p->hints, p->nhint,
                     fold, without, workers, out, err);
}

static void score_fold(crossing *x, size_t f, const clf_counts *counts, const clf_bayes *bayes, int a,
                       double *score)
{
    const clf_rows *rows = x->p->rows;
    size_t K = x->p->nlabel;

    for (size_t i = 0; i < rows->n; i++) {
        if (x->p->fold[i] != f || x->place[i] == UINT32_MAX)
            continue;
        clf_bayes_score(bayes, rows->feature + rows->ptr[i], rows->count + rows->ptr[i],
                        rows->ptr[i + 1] - rows->ptr[i], score);
        if (x->alpha <= 0) {
            x->right[a][f] += best_label(score, K) == rows->label[rows->label_ptr[i]];
            continue;
        }
        memcpy(x->input + x->place[i] * K, score, K * sizeof *score);
        for (size_t k = 0; k < K; k++)
            x->unseen[x->place[i] * K + k] = counts->label_docs[k] == 0;
    }
}

static fuda_status cross_fold(void *ctx, size_t f, int worker, fuda_error *err)
{
    crossing *x = ctx;
    clf_counts counts;
    clf_bayes bayes = {0};
    double *score = calloc(x->p->nlabel + 1, sizeof *score);
    fuda_status st = count_rows(x->p, x->p->fold, (uint8_t)f, 1, &counts, err);

    (void)worker;
    if (st == FUDA_OK && score == NULL)
        st = fuda_fail_nomem(err);
    for (int a = 0; st == FUDA_OK && a < (x->alpha > 0 ? 1 : NALPHA); a++) {
        st = clf_bayes_make(&counts, x->alpha > 0 ? x->alpha : alphas[a], &bayes, err);
        if (st == FUDA_OK)
            score_fold(x, f, &counts, &bayes, a, score);
        clf_bayes_release(&bayes);
    }
    clf_counts_release(&counts);
    free(score);
    return st;
}

/* τ from the rows whose label their fold's training part knew. */
static fuda_status calibrate(crossing *x, clf_classifier *out, fuda_error *err)
{
    size_t K = x->p->nlabel, n = 0;
    const clf_rows *rows = x->p->rows;
    uint32_t *truth = malloc((rows->n + 1) * sizeof *truth);

    if (truth == NULL)
        return fuda_fail_nomem(err);
    for (size_t i = 0; i < rows->n; i++) {
        size_t place = x->place[i];
        uint32_t label = rows->label[rows->label_ptr[i]];
        if (place == UINT32_MAX || x->unseen[place * K + label])
            continue;
        /* Close the gaps of the rows left out. */
        memmove(x->input + n * K, x->input + place * K, K * sizeof *x->input);
        truth[n++] = label;
    }
    if (n >= 2)
        out->tau = clf_fit_temperature(x->input, truth, n, K);
    free(truth);
    return FUDA_OK;
}

/* The smoothing with the most rows right; the larger of equals. */
static double best_alpha(const crossing *x)
{
    size_t best = 0, most = 0;

    for (int a = 0; a < NALPHA; a++) {
        size_t right = 0;
        for (int f = 0; f < x->p->set->folds; f++)
            right += x->right[a][f];
        if (a == 0 || right > most) {
            best = (size_t)a;
            most = right;
        }
    }
    return alphas[best];
}

static fuda_status train(const clf_problem *p, clf_classifier *out, fuda_error *err)
{
    crossing x = {.p = p};
    uint32_t *place = malloc((p->rows->n + 1) * sizeof *place);
    size_t nplace, folds = (size_t)p->set->folds;
    fuda_status st = FUDA_OK;

    if (place == NULL)
        return fuda_fail_nomem(err);
    nplace = clf_places(p->rows, p->nlabel, place);
    x.place = place;
    out->alpha = clf_rounded(p->set->alpha);
    if (out->alpha <= 0 && p->rows->n >= 2) {
        st = fuda_parallel(folds, p->set->workers, cross_fold, &x, err);
        out->alpha = best_alpha(&x);
    }
    out->alpha = out->alpha > 0 ? out->alpha : 0.1;
    if (st == FUDA_OK && p->rows->n >= 2) {
        x.alpha = out->alpha;
        x.input = calloc(nplace * p->nlabel + 1, sizeof *x.input);
        x.unseen = calloc(nplace * p->nlabel + 1, 1);
        st = x.input == NULL || x.unseen == NULL ? fuda_fail_nomem(err)
                                                 : fuda_parallel(folds, p->set->workers, cross_fold, &x, err);
        if (st == FUDA_OK)
            st = calibrate(&x, out, err);
    }
    out->tau = clf_rounded(out->tau);
    if (st == FUDA_OK)
        st = count_rows(p, NULL, UINT8_MAX, p->set->workers, &out->counts, err);
    free(place);
    free(x.input);
    free(x.unseen);
    return st;
}

static fuda_status prepare(clf_classifier *clf, fuda_error *err)
{
    return clf_bayes_make(&clf->counts, clf->alpha, &clf->bayes, err);
}

static void predict(const clf_classifier *clf, const uint32_t *feature, const uint32_t *count, size_t n,
                    clf_work *work)
{
    size_t K = clf->counts.nlabel;

    work->known = clf_bayes_score(&clf->bayes, feature, count, n, work->z);
    for (size_t k = 0; k < K; k++)
        work->z[k] *= clf->tau;
    clf_softmax(work->z, K, work->p);
}

static void explain(const clf_classifier *clf, const uint32_t *feature, const uint32_t *count, size_t n,
                    const clf_work *work, uint32_t label, uint32_t rival, double *weight, double *prior)
{
    (void)work;
    for (size_t i = 0; i < n; i++) {
        weight[i] = clf->tau * count[i] *
                    (clf_bayes_weight(&clf->bayes, feature[i], label) -
                     clf_bayes_weight(&clf->bayes, feature[i], rival));
    }
    *prior = clf->tau * (clf->bayes.prior[label] - clf->bayes.prior[rival]);
}

/* Against the mean of the labels: a likelihood alone only tells how frequent a term is. */
static double term_weight(const clf_classifier *clf, uint32_t feature, uint32_t label)
{
    double mean = 0;

    for (uint32_t k = 0; k < clf->counts.nlabel; k++)
        mean += clf_bayes_weight(&clf->bayes, feature, k);
    return clf_bayes_weight(&clf->bayes, feature, label) - mean / (double)clf->counts.nlabel;
}

const clf_member clf_multinomial = {"multinomial", train, prepare, predict, explain, term_weight};
