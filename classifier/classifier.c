/* SPDX-License-Identifier: MIT */
#include "classifier/classifier.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "classifier/calibrate.h"
#include "core/error.h"
#include "core/memory.h"
#include "core/parallel.h"

/* Rows that calibration looks at: enough for a handful of numbers, bounded in memory (128 MiB). */
enum { CALIBRATION_ROWS = 20000, CALIBRATION_CELLS = 16 << 20, CALIBRATION_LEAST = 200 };

/* Calibration where there is too little to fit one: about what a fit on a thousand documents gives. */
static const double default_slope[CLF_NINPUT] = {0.5, 2, 1, 2};
static const double default_offset = -3;
/* Left-out examples of labels below which nothing is fitted. */
enum { LEAST_POSITIVES = 5 };

static const double alphas[] = {1, 0.3, 0.1, 0.03, 0.01};
enum { NALPHA = sizeof alphas / sizeof alphas[0] };

void clf_release(clf_classifier *clf)
{
    clf_counts_release(&clf->counts);
    clf_bayes_release(&clf->bayes);
    free(clf->offset);
    free(clf->threshold);
    free(clf->hint_ptr);
    *clf = (clf_classifier){0};
}

bool clf_work_init(clf_work *work, size_t nlabel)
{
    *work = (clf_work){0};
    work->input = calloc(nlabel * CLF_NINPUT + 1, sizeof *work->input);
    work->z = calloc(nlabel + 1, sizeof *work->z);
    work->p = calloc(nlabel + 1, sizeof *work->p);
    return work->input != NULL && work->z != NULL && work->p != NULL;
}

void clf_work_release(clf_work *work)
{
    free(work->input);
    free(work->z);
    free(work->p);
    *work = (clf_work){0};
}

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

/* The inputs u of every label; u1 … u3 hold counts until the end. */
static size_t measure(const clf_bayes *bayes, const clf_counts *counts, const size_t *hint_ptr,
                      const uint32_t *feature, const uint32_t *count, size_t n, double *score,
                      double *input)
{
    size_t K = bayes->nlabel, known = clf_bayes_score(bayes, feature, count, n, score);

    for (size_t k = 0; k < K; k++) {
        double *u = input + k * CLF_NINPUT;
        u[0] = score[k];
        u[1] = u[2] = u[3] = 0;
    }
    if (counts->nhint == 0)
        return known;
    for (size_t i = 0; i < n; i++) {
        for (size_t h = hint_ptr[feature[i]]; h < hint_ptr[feature[i] + 1]; h++) {
            double *u = input + counts->hints[h].label * CLF_NINPUT;
            if (counts->hints[h].strength == CLF_STRONG) {
                u[1] += 1;
                u[2] += count[i];
            } else {
                u[3] += 1;
            }
        }
    }
    for (size_t k = 0; k < K; k++) {
        double *u = input + k * CLF_NINPUT;
        for (int m = 1; m < CLF_NINPUT; m++)
            u[m] = u[m] > 0 ? log1p(u[m]) : 0;
    }
    return known;
}

/* ---- training -------------------------------------------------------------------------------- */

typedef struct crossing {
    const clf_rows *rows;
    const clf_settings *set;
    size_t nfeature, nlabel, nblock;
    const uint8_t *block;
    const clf_hint *hints;
    size_t nhint;
    const uint8_t *fold;
    const uint32_t *place; /* [n] row's place in `input`, UINT32_MAX for none            */
    double alpha;          /* 0: all of the grid, `right` is counted                     */
    size_t ninput;         /* M: 1 where nothing but the score is measured               */
    double *input;         /* [places][K][M]                                             */
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

static void keep_input(crossing *x, const clf_counts *counts, size_t place, const double *input)
{
    for (size_t k = 0; k < x->nlabel; k++) {
        memcpy(x->input + (place * x->nlabel + k) * x->ninput, input + k * CLF_NINPUT,
               x->ninput * sizeof *input);
        x->unseen[place * x->nlabel + k] = counts->label_docs[k] == 0;
    }
}

static fuda_status cross_fold(void *ctx, size_t f, int worker, fuda_error *err)
{
    crossing *x = ctx;
    size_t K = x->nlabel, *hint_ptr = NULL;
    clf_counts counts;
    clf_bayes bayes;
    double *score = calloc(K + 1, sizeof *score);
    double *input = calloc(K * CLF_NINPUT + 1, sizeof *input);
    fuda_status st;

    (void)worker;
    st = clf_count(x->rows, x->set->mode, x->set->mode == CLF_MULTI, x->nfeature, K, x->nblock, x->block,
                   x->hints, x->nhint, x->fold, (uint8_t)f, 1, &counts, err);
    if (st != FUDA_OK || score == NULL || input == NULL || !index_hints(&counts, &hint_ptr)) {
        if (st == FUDA_OK) {
            clf_counts_release(&counts);
            st = fuda_fail_nomem(err);
        }
        free(score);
        free(input);
        return st;
    }
    for (int a = 0; a < NALPHA && st == FUDA_OK; a++) {
        if (x->alpha > 0 && a > 0)
            break;
        st = clf_bayes_make(&counts, x->alpha > 0 ? x->alpha : alphas[a], &bayes, err);
        if (st != FUDA_OK)
            break;
        for (size_t i = 0; i < x->rows->n; i++) {
            size_t from = x->rows->ptr[i], n = x->rows->ptr[i + 1] - from;
            const uint32_t *feature = x->rows->feature + from, *count = x->rows->count + from;
            if (x->fold[i] != f || x->place[i] == UINT32_MAX)
                continue;
            if (x->alpha > 0) {
                measure(&bayes, &counts, hint_ptr, feature, count, n, score, input);
                keep_input(x, &counts, x->place[i], input);
            } else {
                clf_bayes_score(&bayes, feature, count, n, score);
                x->right[a][f] += best_label(score, K) == x->rows->label[x->rows->label_ptr[i]];
            }
        }
        clf_bayes_release(&bayes);
    }
    clf_counts_release(&counts);
    free(hint_ptr);
    free(score);
    free(input);
    return st;
}

/* Every stride-th row gets a place, so that not too many do. */
static size_t assign_places(const clf_rows *rows, size_t cells_per_row, uint32_t *place)
{
    size_t most = CALIBRATION_CELLS / (cells_per_row + 1), n = 0, stride;

    most = most > CALIBRATION_ROWS ? CALIBRATION_ROWS : most < CALIBRATION_LEAST ? CALIBRATION_LEAST : most;
    stride = rows->n / most + 1;

    for (size_t i = 0; i < rows->n; i++)
        place[i] = i % stride == 0 ? (uint32_t)n++ : UINT32_MAX;
    return n;
}

/* τ from the rows whose label their fold's training part knew. */
static fuda_status calibrate_single(crossing *x, clf_classifier *out, fuda_error *err)
{
    size_t K = x->nlabel, n = 0;
    const clf_rows *rows = x->rows;
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

static fuda_status calibrate_multi(crossing *x, size_t nplace, clf_classifier *out, fuda_error *err)
{
    size_t K = x->nlabel, positives = 0;
    const clf_rows *rows = x->rows;
    uint8_t *truth = calloc(nplace * K + 1, 1);
    fuda_status st = FUDA_OK;

    if (truth == NULL)
        return fuda_fail_nomem(err);
    for (size_t i = 0; i < rows->n; i++) {
        for (size_t l = rows->label_ptr[i]; x->place[i] != UINT32_MAX && l < rows->label_ptr[i + 1]; l++)
            truth[x->place[i] * K + rows->label[l]] = 1;
    }
    for (size_t j = 0; j < nplace * K; j++) {
        /* A score for a label that was never seen says nothing, unless terms were named for it. */
        if (x->unseen[j] && x->nhint == 0)
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

/* The smoothing with the most rows right; the larger of equals. */
static double best_alpha(const crossing *x)
{
    size_t best = 0, most = 0;

    for (int a = 0; a < NALPHA; a++) {
        size_t right = 0;
        for (int f = 0; f < x->set->folds; f++)
            right += x->right[a][f];
        if (a == 0 || right > most) {
            best = (size_t)a;
            most = right;
        }
    }
    return alphas[best];
}

/* Six decimals: what the model file stores is what the trainer used. */
static double rounded(double x)
{
    return round(x * 1e6) / 1e6;
}

fuda_status clf_train(const clf_rows *rows, const clf_settings *set, size_t nfeature, size_t nlabel,
                      size_t nblock, const uint8_t *block, const clf_hint *hints, size_t nhint,
                      clf_classifier *out, fuda_error *err)
{
    crossing x = {.rows = rows, .set = set, .nfeature = nfeature, .nlabel = nlabel, .nblock = nblock,
                  .block = block, .hints = hints, .nhint = nhint};
    uint8_t *fold = malloc(rows->n + 1);
    uint32_t *place = malloc((rows->n + 1) * sizeof *place);
    size_t nplace;
    fuda_status st;

    *out = (clf_classifier){.tau = 1, .alpha = rounded(set->alpha), .slope = {0}};
    out->offset = calloc(nlabel + 1, sizeof *out->offset);
    out->threshold = calloc(nlabel + 1, sizeof *out->threshold);
    if (fold == NULL || place == NULL || out->offset == NULL || out->threshold == NULL) {
        st = fuda_fail_nomem(err);
        goto done;
    }
    if (set->folds < 2 || set->folds > 50) {
        st = fuda_fail(err, FUDA_E_ARG, "cross-validation needs 2 to 50 folds, not %d", set->folds);
        goto done;
    }
    for (size_t k = 0; k < nlabel; k++)
        out->threshold[k] = 0.5;
    st = clf_folds(rows, nlabel, set->folds, set->seed, fold, err);
    x.ninput = set->mode == CLF_MULTI && nhint > 0 ? CLF_NINPUT : 1;
    nplace = assign_places(rows, nlabel * x.ninput, place);
    x.fold = fold;
    x.place = place;
    if (st == FUDA_OK && out->alpha <= 0) {
        if (set->mode == CLF_SINGLE && rows->n >= 2)
            st = fuda_parallel((size_t)set->folds, set->workers, cross_fold, &x, err);
        out->alpha = set->mode == CLF_SINGLE && rows->n >= 2 ? best_alpha(&x) : 0.1;
    }
    if (st == FUDA_OK && rows->n >= 2) {
        x.alpha = out->alpha;
        x.input = calloc(nplace * nlabel * x.ninput + 1, sizeof *x.input);
        x.unseen = calloc(nplace * nlabel + 1, 1);
        st = x.input == NULL || x.unseen == NULL
                 ? fuda_fail_nomem(err)
                 : fuda_parallel((size_t)set->folds, set->workers, cross_fold, &x, err);
        if (st == FUDA_OK)
            st = set->mode == CLF_SINGLE ? calibrate_single(&x, out, err)
                                         : calibrate_multi(&x, nplace, out, err);
    }
    out->tau = rounded(out->tau);
    for (int m = 0; m < CLF_NINPUT; m++)
        out->slope[m] = rounded(out->slope[m]);
    for (size_t k = 0; k < nlabel; k++)
        out->offset[k] = rounded(out->offset[k]);
    if (st == FUDA_OK)
        st = clf_count(rows, set->mode, set->mode == CLF_MULTI, nfeature, nlabel, nblock, block, hints,
                       nhint, NULL, UINT8_MAX, set->workers, &out->counts, err);
    if (st == FUDA_OK)
        st = clf_prepare(out, err);
done:
    free(fold);
    free(place);
    free(x.input);
    free(x.unseen);
    if (st != FUDA_OK)
        clf_release(out);
    return st;
}

fuda_status clf_prepare(clf_classifier *clf, fuda_error *err)
{
    fuda_status st = clf_bayes_make(&clf->counts, clf->alpha, &clf->bayes, err);

    if (st == FUDA_OK && !index_hints(&clf->counts, &clf->hint_ptr))
        st = fuda_fail_nomem(err);
    return st;
}

/* ---- prediction ------------------------------------------------------------------------------ */

void clf_predict(const clf_classifier *clf, const uint32_t *feature, const uint32_t *count, size_t n,
                 clf_work *work)
{
    size_t K = clf->counts.nlabel;

    work->known = measure(&clf->bayes, &clf->counts, clf->hint_ptr, feature, count, n, work->z, work->input);
    if (clf->counts.mode == CLF_SINGLE) {
        double top = -HUGE_VAL, total = 0;
        for (size_t k = 0; k < K; k++) {
            work->z[k] *= clf->tau;
            top = work->z[k] > top ? work->z[k] : top;
        }
        for (size_t k = 0; k < K; k++)
            total += work->p[k] = exp(work->z[k] - top);
        for (size_t k = 0; k < K; k++)
            work->p[k] /= total;
        return;
    }
    for (size_t k = 0; k < K; k++) {
        double z = clf->offset[k];
        for (int m = 0; m < CLF_NINPUT; m++)
            z += clf->slope[m] * work->input[k * CLF_NINPUT + m];
        work->z[k] = z;
        work->p[k] = 1 / (1 + exp(-z));
    }
}

static void explain_single(const clf_classifier *clf, const uint32_t *feature, const uint32_t *count,
                           size_t n, uint32_t label, uint32_t rival, double *weight, double *prior)
{
    for (size_t i = 0; i < n; i++) {
        double x = clf->counts.binary ? 1 : count[i];
        weight[i] = clf->tau * x *
                    (clf_bayes_weight(&clf->bayes, feature[i], label) -
                     clf_bayes_weight(&clf->bayes, feature[i], rival));
    }
    *prior = clf->tau * (clf->bayes.prior[label] - clf->bayes.prior[rival]);
}

void clf_explain(const clf_classifier *clf, const uint32_t *feature, const uint32_t *count, size_t n,
                 const clf_work *work, uint32_t label, uint32_t rival, double *weight, double *prior)
{
    const double *a = clf->slope, *u = work->input + label * CLF_NINPUT;

    if (clf->counts.mode == CLF_SINGLE) {
        explain_single(clf, feature, count, n, label, rival, weight, prior);
        return;
    }
    double scale = work->known > 0 ? 1 / sqrt((double)work->known) : 0;
    /* The logarithms are shared out evenly among the terms, or their uses, that they count. */
    double distinct = expm1(u[1]), uses = expm1(u[2]), weak = expm1(u[3]);
    *prior = clf->offset[label];
    for (size_t i = 0; i < n; i++) {
        double x = clf->counts.binary ? 1 : count[i];
        weight[i] = a[0] * scale * x * clf_bayes_weight(&clf->bayes, feature[i], label);
        for (size_t h = clf->hint_ptr[feature[i]]; h < clf->hint_ptr[feature[i] + 1]; h++) {
            if (clf->counts.hints[h].label != label)
                continue;
            if (clf->counts.hints[h].strength == CLF_STRONG)
                weight[i] += a[1] * u[1] / distinct + a[2] * u[2] * count[i] / uses;
            else
                weight[i] += a[3] * u[3] / weak;
        }
    }
}
