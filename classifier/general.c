/* SPDX-License-Identifier: MIT */
/*
 * Every algorithm of the family but the joined one: chosen (select.c), fitted (fit.c), calibrated on rows
 * left out of training.
 */
#include "classifier/member.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "classifier/calibrate.h"
#include "core/error.h"
#include "core/parallel.h"

/* Left-out examples of labels below which nothing is fitted; and what then holds. */
enum { LEAST_POSITIVES = 5 };
#define DEFAULT_SLOPE 1.0
#define DEFAULT_OFFSET (-1.0)

typedef struct crossing {
    const clf_problem *p;
    const clf_choice *choice;
    const uint32_t *place; /* [n] row's place, UINT32_MAX for none                        */
    double *score;         /* [places][K]                                                 */
    uint8_t *unseen;       /* [places][K] 1: the fold's training part never saw the label */
    int workers;           /* of one fit */
} crossing;

static fuda_status cross_fold(void *ctx, size_t f, int worker, fuda_error *err)
{
    crossing *x = ctx;
    const clf_rows *rows = x->p->rows;
    size_t K = x->p->nlabel;
    clf_fit fit = {0};
    fuda_status st = clf_fit_make(x->p, x->choice, x->p->fold, (uint8_t)f, x->workers, &fit, err);

    (void)worker;
    for (size_t i = 0; st == FUDA_OK && i < rows->n; i++) {
        size_t place = x->place[i], at = rows->ptr[i];
        if (x->p->fold[i] != f || place == UINT32_MAX)
            continue;
        clf_fit_score(&fit, rows->feature + at, rows->count + at, rows->ptr[i + 1] - at, x->score + place * K);
        for (size_t k = 0; k < K; k++)
            x->unseen[place * K + k] = fit.counts.label_docs[k] == 0;
    }
    clf_fit_release(&fit);
    return st;
}

/* Folds side by side where one fit keeps one thread, one after the other where a fit's labels are spread. */
static fuda_status cross(crossing *x, fuda_error *err)
{
    int folds = x->p->set->folds;
    fuda_status st = FUDA_OK;

    if (!clf_is_linear(x->choice->algorithm)) {
        x->workers = 1;
        return fuda_parallel((size_t)folds, x->p->set->workers, cross_fold, x, err);
    }
    x->workers = x->p->set->workers;
    for (int f = 0; st == FUDA_OK && f < folds; f++)
        st = cross_fold(x, (size_t)f, 0, err);
    return st;
}

/* τ from the rows whose label their fold's training part knew.  Compacts x->score. */
static fuda_status calibrate_single(const crossing *x, size_t nplace, clf_classifier *out, fuda_error *err)
{
    const clf_rows *rows = x->p->rows;
    size_t K = x->p->nlabel, n = 0;
    uint32_t *truth = malloc((nplace + 1) * sizeof *truth);
    double *score = malloc((nplace * K + 1) * sizeof *score);
    fuda_status st = truth == NULL || score == NULL ? fuda_fail_nomem(err) : FUDA_OK;

    for (size_t i = 0; st == FUDA_OK && i < rows->n; i++) {
        size_t place = x->place[i];
        uint32_t label = rows->label[rows->label_ptr[i]];
        if (place == UINT32_MAX || x->unseen[place * K + label])
            continue;
        memcpy(score + n * K, x->score + place * K, K * sizeof *score);
        truth[n++] = label;
    }
    if (st == FUDA_OK && n >= 2)
        out->tau = clf_rounded(clf_fit_temperature(score, truth, n, K));
    free(truth);
    free(score);
    return st;
}

static fuda_status calibrate_multi(const crossing *x, size_t nplace, clf_classifier *out, fuda_error *err)
{
    size_t K = x->p->nlabel, positives = 0;
    uint8_t *truth = clf_rows_truth(x->p->rows, x->place, nplace, K);
    fuda_status st = FUDA_OK;

    if (truth == NULL)
        return fuda_fail_nomem(err);
    for (size_t j = 0; j < nplace * K; j++) {
        if (x->unseen[j])
            truth[j] = CLF_LEFT_OUT;
        positives += truth[j] == 1;
    }
    if (positives >= LEAST_POSITIVES)
        st = clf_fit_joint(x->score, truth, nplace, K, 1, out->slope, out->offset, err);
    if (st == FUDA_OK && !(out->slope[0] > 0)) {
        out->slope[0] = DEFAULT_SLOPE;
        for (size_t k = 0; k < K; k++)
            out->offset[k] = DEFAULT_OFFSET;
    }
    out->slope[0] = clf_rounded(out->slope[0]);
    for (size_t k = 0; k < K; k++)
        out->offset[k] = clf_rounded(out->offset[k]);
    free(truth);
    return st;
}

/* z and p from a score, in place of it. */
static void finish_row(const clf_classifier *clf, double *z, double *p)
{
    size_t K = clf->counts.nlabel;

    if (clf->counts.mode == CLF_SINGLE) {
        for (size_t k = 0; k < K; k++)
            z[k] *= clf->tau;
        clf_softmax(z, K, p);
        return;
    }
    for (size_t k = 0; k < K; k++) {
        z[k] = clf->offset[k] + clf->slope[0] * z[k];
        p[k] = 1 / (1 + exp(-z[k]));
    }
}

static fuda_status calibrate(crossing *x, size_t nplace, clf_classifier *out, fuda_error *err)
{
    size_t K = x->p->nlabel;
    double *p = malloc((nplace * K + 1) * sizeof *p);
    fuda_status st = p == NULL ? fuda_fail_nomem(err) : FUDA_OK;

    if (st == FUDA_OK)
        st = x->p->set->mode == CLF_SINGLE ? calibrate_single(x, nplace, out, err)
                                           : calibrate_multi(x, nplace, out, err);
    out->counts.nlabel = K; /* finish_row reads it; the counts come with the last fit */
    for (size_t i = 0; st == FUDA_OK && i < nplace; i++)
        finish_row(out, x->score + i * K, p + i * K);
    if (st == FUDA_OK)
        st = clf_decide(x->p, x->place, nplace, p, x->unseen, x->p->set->mode == CLF_MULTI, out, err);
    free(p);
    return st;
}

static fuda_status cross_and_calibrate(const clf_problem *p, clf_classifier *out, fuda_error *err)
{
    uint32_t *place = malloc((p->rows->n + 1) * sizeof *place);
    crossing x = {.p = p, .choice = &out->choice, .place = place};
    size_t nplace = place == NULL ? 0 : clf_places(p->rows, 2 * p->nlabel, place);
    fuda_status st;

    x.score = calloc(nplace * p->nlabel + 1, sizeof *x.score);
    x.unseen = calloc(nplace * p->nlabel + 1, 1);
    st = place == NULL || x.score == NULL || x.unseen == NULL ? fuda_fail_nomem(err) : cross(&x, err);
    if (st == FUDA_OK)
        st = calibrate(&x, nplace, out, err);
    free(place);
    free(x.score);
    free(x.unseen);
    return st;
}

static fuda_status train(const clf_problem *p, clf_classifier *out, fuda_error *err)
{
    fuda_status st = clf_select(p, &out->choice, &out->why, err);

    out->alpha = out->choice.alpha;
    if (p->set->mode == CLF_MULTI) {
        out->slope[0] = DEFAULT_SLOPE;
        for (size_t k = 0; k < p->nlabel; k++)
            out->offset[k] = DEFAULT_OFFSET;
    }
    if (st == FUDA_OK && p->rows->n >= 2)
        st = cross_and_calibrate(p, out, err);
    if (st == FUDA_OK)
        st = clf_fit_make(p, &out->choice, NULL, 0, p->set->workers, &out->fit, err);
    if (st == FUDA_OK) {
        out->counts = out->fit.counts;
        out->fit.counts = (clf_counts){0};
    }
    return st;
}

static fuda_status prepare(clf_classifier *clf, fuda_error *err)
{
    clf_fit *fit = &clf->fit;
    const clf_counts *c = &clf->counts;

    if (fit->block != NULL) /* just trained */
        return FUDA_OK;
    fit->choice = clf->choice;
    fit->choice.alpha = clf->alpha;
    fit->mode = c->mode;
    fit->nfeature = c->nfeature;
    fit->nlabel = c->nlabel;
    fit->nblock = c->nblock;
    fit->block = malloc(c->nfeature + 1);
    if (fit->block == NULL)
        return fuda_fail_nomem(err);
    if (c->nfeature > 0)
        memcpy(fit->block, c->block, c->nfeature);
    return clf_fit_prepare(fit, c, err);
}

/* ---- prediction ------------------------------------------------------------------------------ */

static void predict(const clf_classifier *clf, const uint32_t *feature, const uint32_t *count, size_t n,
                    clf_work *work)
{
    work->known = clf_fit_score(&clf->fit, feature, count, n, work->z);
    finish_row(clf, work->z, work->p);
}

static uint32_t slot_of(const clf_fit *fit, uint32_t feature)
{
    return fit->slot == NULL ? feature : fit->slot[feature];
}

static double difference(const clf_classifier *clf, uint32_t u, uint32_t label, uint32_t rival)
{
    double w = clf_fit_weight(&clf->fit, u, label);
    return clf->counts.mode == CLF_SINGLE ? w - clf_fit_weight(&clf->fit, u, rival) : w;
}

static void explain(const clf_classifier *clf, const uint32_t *feature, const uint32_t *count, size_t n,
                    const clf_work *work, uint32_t label, uint32_t rival, double *weight, double *prior)
{
    const clf_fit *fit = &clf->fit;
    bool single = clf->counts.mode == CLF_SINGLE;
    bool by_root = !single && !clf_is_linear(clf->choice.algorithm) && work->known > 0;
    double row = clf_fit_scale(fit, feature, count, n), sum = 0;
    double factor = (single ? clf->tau : clf->slope[0]) / (by_root ? sqrt((double)work->known) : 1);

    for (size_t i = 0; i < n; i++) {
        uint32_t u = slot_of(fit, feature[i]);
        weight[i] = u == UINT32_MAX ? 0
                                    : factor * clf_fit_value(fit, row, u, count[i]) * difference(clf, u, label, rival);
        sum += weight[i];
    }
    /* Whatever no feature brought: priors, biases, calibration, absent terms. */
    *prior = work->z[label] - (single ? work->z[rival] : 0) - sum;
}

/* Single label: against the mean of the labels; a likelihood alone only tells how frequent a term is. */
static double term_weight(const clf_classifier *clf, uint32_t feature, uint32_t label)
{
    const clf_fit *fit = &clf->fit;
    uint32_t u = slot_of(fit, feature);
    double mean = 0;

    if (u == UINT32_MAX)
        return 0;
    if (clf->counts.mode == CLF_MULTI)
        return clf->slope[0] * clf_fit_weight(fit, u, label);
    for (uint32_t k = 0; k < fit->nlabel; k++)
        mean += clf_fit_weight(fit, u, k);
    return clf_fit_weight(fit, u, label) - mean / (double)fit->nlabel;
}

static bool knows(const clf_classifier *clf, uint32_t feature)
{
    uint32_t u = slot_of(&clf->fit, feature);
    const uint8_t *block = clf->fit.dense != NULL ? clf->fit.block : clf->fit.bayes.block;
    return u != UINT32_MAX && block[u] != UINT8_MAX;
}

const clf_member clf_general = {"general", train, prepare, predict, explain, term_weight, knows};
