/* SPDX-License-Identifier: MIT */
/*
 * Any number of labels, naive Bayes joined with what a taxonomy's terms say (classifier.h).
 */
#include "classifier/member.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "classifier/calibrate.h"
#include "core/error.h"
#include "core/memory.h"
#include "core/parallel.h"

/* Calibration where there is too little to fit one: about what a fit on a thousand documents gives. */
static const double default_slope[CLF_NINPUT] = {0.5, 2, 1, 2, 1, 0.5};
static const double default_offset = -3;
/* Left-out examples of labels below which nothing is fitted. */
enum { LEAST_POSITIVES = 5 };

static bool index_hints(const clf_counts *counts, size_t **out)
{
    size_t *ptr = calloc(counts->nfeature + 1, sizeof *ptr);

    if (ptr == NULL)
        return false;
    for (size_t i = 0; i < counts->nhint; i++)
        ptr[counts->hints[i].feature + 1]++;
    for (size_t f = 0; f < counts->nfeature; f++)
        ptr[f + 1] += ptr[f];
    *out = ptr;
    return true;
}

/* u5 of every label, from the counts u1 and u3. */
static void measure_share(size_t K, double *input)
{
    double most = 0, second = 0;

    for (size_t k = 0; k < K; k++) {
        double *u = input + k * CLF_NINPUT;
        u[5] = u[1] + u[3] / 4;
        if (u[5] > most) {
            second = most;
            most = u[5];
        } else if (u[5] > second) {
            second = u[5];
        }
    }
    for (size_t k = 0; k < K; k++) {
        double *u = input + k * CLF_NINPUT, rival = u[5] == most ? second : most;
        u[5] = log((u[5] + 0.5) / (rival + 0.5));
    }
}

/* The inputs u of every label; u1 … u3 hold counts until the end. */
static size_t measure(const clf_bayes *bayes, const clf_counts *counts, const size_t *hint_ptr,
                      const uint32_t *feature, const uint32_t *count, size_t n, double *score,
                      double *input)
{
    size_t K = bayes->nlabel, known = clf_bayes_score(bayes, feature, count, n, score);

    for (size_t k = 0; k < K; k++) {
        double *u = input + k * CLF_NINPUT;
        u[0] = score[k];
        u[1] = u[2] = u[3] = u[4] = u[5] = 0;
    }
    if (counts->nhint == 0)
        return known;
    for (size_t i = 0; i < n; i++) {
        for (size_t h = hint_ptr[feature[i]]; h < hint_ptr[feature[i] + 1]; h++) {
            double *u = input + counts->hints[h].label * CLF_NINPUT;
            if (counts->hints[h].strength == CLF_STRONG) {
                u[1] += 1;
                u[2] += count[i];
            } else if (counts->hints[h].strength == CLF_TITLE) {
                u[4] = 1;
            } else {
                u[3] += 1;
            }
        }
    }
    measure_share(K, input);
    for (size_t k = 0; k < K; k++) {
        double *u = input + k * CLF_NINPUT;
        for (int m = 1; m <= 3; m++)
            u[m] = u[m] > 0 ? log1p(u[m]) : 0;
    }
    return known;
}

/* ---- training -------------------------------------------------------------------------------- */

typedef struct crossing {
    const clf_problem *p;
    const uint32_t *place; /* [n] row's place in `input`, UINT32_MAX for none             */
    double alpha;
    size_t ninput;         /* M: 1 where nothing but the score is measured                */
    double *input;         /* [places][K][M]                                              */
    uint8_t *unseen;       /* [places][K] 1: the fold's training part never saw the label */
} crossing;

static fuda_status count_rows(const clf_problem *p, const uint8_t *fold, uint8_t without, int workers,
                              clf_counts *out, fuda_error *err)
{
    return clf_count(p->rows, CLF_MULTI, true, p->nfeature, p->nlabel, p->nblock, p->block, p->hints, p->nhint,
                     fold, without, workers, out, err);
}

static void keep_input(crossing *x, const clf_counts *counts, size_t place, const double *input)
{
    size_t K = x->p->nlabel;

    for (size_t k = 0; k < K; k++) {
        memcpy(x->input + (place * K + k) * x->ninput, input + k * CLF_NINPUT, x->ninput * sizeof *input);
        x->unseen[place * K + k] = counts->label_docs[k] == 0;
    }
}

static fuda_status cross_fold(void *ctx, size_t f, int worker, fuda_error *err)
{
    crossing *x = ctx;
    const clf_rows *rows = x->p->rows;
    size_t K = x->p->nlabel, *hint_ptr = NULL;
    clf_counts counts;
    clf_bayes bayes = {0};
    double *score = calloc(K + 1, sizeof *score);
    double *input = calloc(K * CLF_NINPUT + 1, sizeof *input);
    fuda_status st;

    (void)worker;
    st = count_rows(x->p, x->p->fold, (uint8_t)f, 1, &counts, err);
    if (st == FUDA_OK && (score == NULL || input == NULL || !index_hints(&counts, &hint_ptr)))
        st = fuda_fail_nomem(err);
    if (st == FUDA_OK)
        st = clf_bayes_make(&counts, x->alpha, &bayes, err);
    for (size_t i = 0; st == FUDA_OK && i < rows->n; i++) {
        if (x->p->fold[i] != f || x->place[i] == UINT32_MAX)
            continue;
        measure(&bayes, &counts, hint_ptr, rows->feature + rows->ptr[i], rows->count + rows->ptr[i],
                rows->ptr[i + 1] - rows->ptr[i], score, input);
        keep_input(x, &counts, x->place[i], input);
    }
    clf_bayes_release(&bayes);
    clf_counts_release(&counts);
    free(hint_ptr);
    free(score);
    free(input);
    return st;
}

static fuda_status calibrate(crossing *x, size_t nplace, clf_classifier *out, fuda_error *err)
{
    size_t K = x->p->nlabel, positives = 0;
    uint8_t *truth = clf_rows_truth(x->p->rows, x->place, nplace, K);
    fuda_status st = FUDA_OK;

    if (truth == NULL)
        return fuda_fail_nomem(err);
    for (size_t j = 0; j < nplace * K; j++) {
        /* A score for a label that was never seen says nothing, unless terms were named for it. */
        if (x->unseen[j] && x->p->nhint == 0)
            truth[j] = CLF_LEFT_OUT;
        positives += truth[j] == 1;
    }
    if (positives >= LEAST_POSITIVES)
        st = clf_fit_joint(x->input, truth, nplace, K, x->ninput, out->slope, out->offset, err);
    if (st == FUDA_OK && !(out->slope[0] > 0)) {
        memcpy(out->slope, default_slope, sizeof default_slope);
        for (size_t k = 0; k < K; k++)
            out->offset[k] = default_offset;
    }
    free(truth);
    return st;
}

/* Thresholds for a target, and rates, from the left-out inputs as calibrated. */
static fuda_status held_out(const crossing *x, size_t nplace, clf_classifier *out, fuda_error *err)
{
    size_t K = x->p->nlabel;
    double *p = malloc((nplace * K + 1) * sizeof *p);
    fuda_status st = p == NULL ? fuda_fail_nomem(err) : FUDA_OK;

    for (size_t j = 0; st == FUDA_OK && j < nplace * K; j++) {
        double z = out->offset[j % K];
        for (size_t m = 0; m < x->ninput; m++)
            z += out->slope[m] * x->input[j * x->ninput + m];
        p[j] = 1 / (1 + exp(-z));
    }
    if (st == FUDA_OK)
        st = clf_decide(x->p, x->place, nplace, p, x->p->nhint == 0 ? x->unseen : NULL, false, out, err);
    free(p);
    return st;
}

static fuda_status train(const clf_problem *p, clf_classifier *out, fuda_error *err)
{
    crossing x = {.p = p};
    uint32_t *place = malloc((p->rows->n + 1) * sizeof *place);
    size_t nplace, K = p->nlabel;
    fuda_status st = FUDA_OK;

    out->alpha = out->choice.alpha = p->set->alpha > 0 ? clf_rounded(p->set->alpha) : 0.1;
    if (place == NULL)
        return fuda_fail_nomem(err);
    x.ninput = p->nhint > 0 ? CLF_NINPUT : 1;
    nplace = clf_places(p->rows, K * x.ninput, place);
    x.place = place;
    x.alpha = out->alpha;
    if (p->rows->n >= 2) {
        x.input = calloc(nplace * K * x.ninput + 1, sizeof *x.input);
        x.unseen = calloc(nplace * K + 1, 1);
        st = x.input == NULL || x.unseen == NULL
                 ? fuda_fail_nomem(err)
                 : fuda_parallel((size_t)p->set->folds, p->set->workers, cross_fold, &x, err);
        if (st == FUDA_OK)
            st = calibrate(&x, nplace, out, err);
    }
    for (int m = 0; m < CLF_NINPUT; m++)
        out->slope[m] = clf_rounded(out->slope[m]);
    for (size_t k = 0; k < K; k++)
        out->offset[k] = clf_rounded(out->offset[k]);
    if (st == FUDA_OK && x.input != NULL)
        st = held_out(&x, nplace, out, err);
    if (st == FUDA_OK)
        st = count_rows(p, NULL, UINT8_MAX, p->set->workers, &out->counts, err);
    free(place);
    free(x.input);
    free(x.unseen);
    return st;
}

static fuda_status prepare(clf_classifier *clf, fuda_error *err)
{
    fuda_status st = clf_bayes_make(&clf->counts, clf->alpha, &clf->bayes, err);

    if (st == FUDA_OK && !index_hints(&clf->counts, &clf->hint_ptr))
        st = fuda_fail_nomem(err);
    return st;
}

/* ---- prediction ------------------------------------------------------------------------------ */

static void predict(const clf_classifier *clf, const uint32_t *feature, const uint32_t *count, size_t n,
                    clf_work *work)
{
    work->known = measure(&clf->bayes, &clf->counts, clf->hint_ptr, feature, count, n, work->z, work->input);
    for (size_t k = 0; k < clf->counts.nlabel; k++) {
        double z = clf->offset[k];
        for (int m = 0; m < CLF_NINPUT; m++)
            z += clf->slope[m] * work->input[k * CLF_NINPUT + m];
        work->z[k] = z;
        work->p[k] = 1 / (1 + exp(-z));
    }
}

static void explain(const clf_classifier *clf, const uint32_t *feature, const uint32_t *count, size_t n,
                    const clf_work *work, uint32_t label, uint32_t rival, double *weight, double *prior)
{
    const double *a = clf->slope, *u = work->input + label * CLF_NINPUT;

    (void)rival;
    double scale = work->known > 0 ? 1 / sqrt((double)work->known) : 0;
    /* The logarithms are shared out evenly among the terms, or their uses, that they count. */
    double distinct = expm1(u[1]), uses = expm1(u[2]), weak = expm1(u[3]), titles = 0;
    for (size_t i = 0; i < n && u[4] > 0; i++) {
        for (size_t h = clf->hint_ptr[feature[i]]; h < clf->hint_ptr[feature[i] + 1]; h++)
            titles += clf->counts.hints[h].label == label && clf->counts.hints[h].strength == CLF_TITLE;
    }
    /* What other labels have is no term's merit. */
    *prior = clf->offset[label] + a[5] * u[5];
    for (size_t i = 0; i < n; i++) {
        double x = clf->counts.binary ? 1 : count[i];
        weight[i] = a[0] * scale * x * clf_bayes_weight(&clf->bayes, feature[i], label);
        for (size_t h = clf->hint_ptr[feature[i]]; h < clf->hint_ptr[feature[i] + 1]; h++) {
            if (clf->counts.hints[h].label != label)
                continue;
            if (clf->counts.hints[h].strength == CLF_STRONG)
                weight[i] += a[1] * u[1] / distinct + a[2] * u[2] * count[i] / uses;
            else if (clf->counts.hints[h].strength == CLF_TITLE)
                weight[i] += a[4] / titles;
            else
                weight[i] += a[3] * u[3] / weak;
        }
    }
}

/* Hints count as at their first use. */
static double term_weight(const clf_classifier *clf, uint32_t feature, uint32_t label)
{
    const double log2_ = 0.6931471805599453; /* log(1 + 1) */
    double w = clf->slope[0] * clf_bayes_weight(&clf->bayes, feature, label);

    for (size_t h = clf->hint_ptr[feature]; h < clf->hint_ptr[feature + 1]; h++) {
        if (clf->counts.hints[h].label == label)
            w += clf->counts.hints[h].strength == CLF_STRONG  ? (clf->slope[1] + clf->slope[2]) * log2_
                 : clf->counts.hints[h].strength == CLF_TITLE ? clf->slope[4]
                                                              : clf->slope[3] * log2_;
    }
    return w;
}

static bool knows(const clf_classifier *clf, uint32_t feature)
{
    return clf->bayes.block[feature] != UINT8_MAX;
}

const clf_member clf_joint = {"joint", train, prepare, predict, explain, term_weight, knows};
