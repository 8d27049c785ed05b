/* SPDX-License-Identifier: MIT */
#include "classifier/fit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/memory.h"

void clf_fit_release(clf_fit *fit)
{
    free(fit->slot);
    free(fit->block);
    free(fit->df);
    free(fit->idf);
    clf_counts_release(&fit->counts);
    clf_bayes_release(&fit->bayes);
    clf_bayes_release(&fit->beside);
    free(fit->weight);
    free(fit->dense);
    free(fit->bias);
    free(fit->absent);
    *fit = (clf_fit){0};
}

int32_t clf_weight_rounded(double w)
{
    double scaled = round(w * 1048576);
    return scaled > 2147483647.0 ? INT32_MAX : scaled < -2147483647.0 ? -INT32_MAX : (int32_t)scaled;
}

/* ---- which features -------------------------------------------------------------------------- */

static bool is_out(const uint8_t *fold, uint8_t without, size_t i)
{
    return fold != NULL && fold[i] == without;
}

/* df [V] of the training rows. */
static void count_documents(const clf_rows *rows, const uint8_t *fold, uint8_t without, uint32_t *df)
{
    for (size_t i = 0; i < rows->n; i++) {
        if (is_out(fold, without, i))
            continue;
        for (size_t j = rows->ptr[i]; j < rows->ptr[i + 1]; j++)
            df[rows->feature[j]]++;
    }
}

typedef struct ranked {
    double value;
    uint32_t feature;
} ranked;

static int by_value(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    if (x->value != y->value)
        return x->value > y->value ? -1 : 1;
    return (x->feature > y->feature) - (x->feature < y->feature);
}

/*
 * χ² of presence against each label, the largest over the labels (Yang, Pedersen 1997): all but the best
 * `select` features lose their df.
 */
static fuda_status select_features(const clf_problem *p, const uint8_t *fold, uint8_t without, int workers,
                                   uint32_t select, uint32_t *df, fuda_error *err)
{
    clf_counts c;
    ranked *all = malloc((p->nfeature + 1) * sizeof *all);
    size_t n = 0;
    fuda_status st = clf_count(p->rows, CLF_MULTI, true, p->nfeature, p->nlabel, p->nblock, p->block, NULL, 0,
                               fold, without, workers, &c, err);

    if (st == FUDA_OK && all == NULL)
        st = fuda_fail_nomem(err);
    for (uint32_t f = 0; st == FUDA_OK && f < p->nfeature; f++) {
        double best = 0, N = (double)c.ndoc, t = c.total[f];
        for (size_t j = c.ptr[f]; j < c.ptr[f + 1]; j++) {
            double a = c.count[j], d = (double)c.label_docs[c.label[j]];
            double cross = a * (N - d - t + a) - (t - a) * (d - a), spread = t * (N - t) * d * (N - d);
            double chi = spread > 0 ? N * cross * cross / spread : 0;
            best = chi > best ? chi : best;
        }
        if (df[f] > 0)
            all[n++] = (ranked){best, f};
    }
    if (st == FUDA_OK && n > select) {
        qsort(all, n, sizeof *all, by_value);
        for (size_t i = select; i < n; i++)
            df[all[i].feature] = 0;
    }
    free(all);
    clf_counts_release(&c);
    return st;
}

static bool number_features(const clf_problem *p, const uint32_t *df, clf_fit *fit)
{
    size_t V = p->nfeature;

    fit->slot = malloc((V + 1) * sizeof *fit->slot);
    fit->block = malloc(V + 1);
    fit->df = malloc((V + 1) * sizeof *fit->df);
    if (fit->slot == NULL || fit->block == NULL || fit->df == NULL)
        return false;
    for (size_t f = 0; f < V; f++) {
        fit->slot[f] = df[f] > 0 ? (uint32_t)fit->nfeature : UINT32_MAX;
        if (df[f] == 0)
            continue;
        fit->block[fit->nfeature] = p->block[f];
        fit->df[fit->nfeature++] = df[f];
    }
    return true;
}

/* Gives every used feature its number: of the chosen kinds, in enough training rows, or named by a hint. */
static fuda_status use_features(const clf_problem *p, const uint8_t *fold, uint8_t without, int workers,
                                clf_fit *fit, fuda_error *err)
{
    const clf_choice *c = &fit->choice;
    uint32_t *df = calloc(p->nfeature + 1, sizeof *df);
    fuda_status st = FUDA_OK;

    if (df == NULL)
        return fuda_fail_nomem(err);
    count_documents(p->rows, fold, without, df);
    for (size_t f = 0; f < p->nfeature; f++) {
        if (df[f] < c->min_df || (p->kind != NULL && (c->kinds >> p->kind[f] & 1) == 0))
            df[f] = 0;
    }
    if (c->select > 0)
        st = select_features(p, fold, without, workers, c->select, df, err);
    if (c->algorithm == CLF_MULTINOMIAL) {
        for (size_t h = 0; h < p->nhint; h++)
            df[p->hints[h].feature] += df[p->hints[h].feature] == 0;
    }
    if (st == FUDA_OK && !number_features(p, df, fit))
        st = fuda_fail_nomem(err);
    free(df);
    return st;
}

/* ---- values ---------------------------------------------------------------------------------- */

static bool make_idf(clf_fit *fit, uint64_t ndoc)
{
    if (!clf_uses_df(fit->choice.weighting))
        return true;
    fit->idf = malloc((fit->nfeature + 1) * sizeof *fit->idf);
    for (size_t u = 0; fit->idf != NULL && u < fit->nfeature; u++)
        fit->idf[u] = clf_idf(ndoc, fit->df[u]);
    return fit->idf != NULL;
}

/* The training rows with the used features only, and values in units for counts. */
static bool weigh_rows(const clf_problem *p, const clf_fit *fit, const uint8_t *fold, uint8_t without,
                       clf_rows *out)
{
    const clf_rows *rows = p->rows;
    clf_weighting w = fit->choice.weighting;
    uint32_t *feature = NULL, *value = NULL;
    size_t feature_cap = 0, value_cap = 0;
    bool ok = true;

    for (size_t i = 0; ok && i < rows->n; i++) {
        size_t n = 0, label = rows->label_ptr[i];
        if (is_out(fold, without, i))
            continue;
        ok = FUDA_GROW(feature, feature_cap, rows->ptr[i + 1] - rows->ptr[i] + 1) &&
             FUDA_GROW(value, value_cap, rows->ptr[i + 1] - rows->ptr[i] + 1);
        for (size_t j = rows->ptr[i]; ok && j < rows->ptr[i + 1]; j++) {
            uint32_t u = fit->slot[rows->feature[j]];
            feature[n] = u;
            value[n] = rows->count[j];
            n += u != UINT32_MAX;
        }
        double scale = ok ? clf_row_scale(clf_row_square(w, fit->idf, NULL, feature, value, n)) : 1;
        for (size_t j = 0; j < n; j++)
            value[j] = clf_value(w, fit->idf, scale, feature[j], value[j]);
        ok = ok && clf_rows_add(out, feature, value, n, rows->label + label, rows->label_ptr[i + 1] - label,
                                rows->group[i]);
    }
    free(feature);
    free(value);
    return ok;
}

/* ---- Bernoulli ------------------------------------------------------------------------------- */

/*
 * θ[f,k] = (n + α)/(d[k] + 2α) of documents with the feature; w = logit θ, and for all features of a block that the
 * document has something of, ln(1 − θ), summed.  Any number of labels: less the same for the rest.
 */
static bool make_bernoulli(clf_fit *fit, const clf_counts *c)
{
    size_t K = fit->nlabel;
    double a = fit->choice.alpha, N = (double)c->ndoc;

    fit->dense = malloc((fit->nfeature * K + 1) * sizeof *fit->dense);
    fit->bias = calloc(K + 1, sizeof *fit->bias);
    fit->absent = calloc(fit->nblock * K + 1, sizeof *fit->absent);
    if (fit->dense == NULL || fit->bias == NULL || fit->absent == NULL)
        return false;
    for (size_t k = 0; k < K; k++) {
        double d = (double)c->label_docs[k];
        fit->bias[k] = fit->mode == CLF_SINGLE ? log(d > 0 ? d / N : 0.5 / (N + 1)) : log((d + 1) / (N - d + 1));
    }
    for (size_t f = 0; f < fit->nfeature; f++) {
        size_t j = c->ptr[f];
        for (size_t k = 0; k < K; k++) {
            double n = j < c->ptr[f + 1] && c->label[j] == k ? c->count[j++] : 0, d = (double)c->label_docs[k];
            double yes = log(n + a), no = log(d - n + a), w = yes - no, absent = no - log(d + 2 * a);
            if (fit->mode == CLF_MULTI) {
                double m = c->total[f] - n, e = N - d;
                w -= log(m + a) - log(e - m + a);
                absent -= log(e - m + a) - log(e + 2 * a);
            }
            fit->dense[f * K + k] = (float)w;
            fit->absent[fit->block[f] * K + k] += fit->block[f] == UINT8_MAX ? 0 : absent;
        }
    }
    return true;
}

/* ---- making ---------------------------------------------------------------------------------- */

fuda_status clf_fit_prepare(clf_fit *fit, const clf_counts *counts, fuda_error *err)
{
    clf_algorithm a = fit->choice.algorithm;
    size_t cells = fit->nfeature * fit->nlabel;

    if (fit->idf == NULL && !make_idf(fit, counts->ndoc))
        return fuda_fail_nomem(err);
    if (clf_is_linear(a)) {
        fit->dense = malloc((cells + 1) * sizeof *fit->dense);
        if (fit->dense == NULL)
            return fuda_fail_nomem(err);
        for (size_t i = 0; i < cells; i++)
            fit->dense[i] = (float)fit->weight[i] / 1048576;
        return FUDA_OK;
    }
    if (a == CLF_BERNOULLI)
        return make_bernoulli(fit, counts) ? FUDA_OK : fuda_fail_nomem(err);
    return clf_bayes_estimate(counts,
                              a == CLF_COMPLEMENT        ? CLF_OF_COMPLEMENT
                              : a == CLF_COMPLEMENT_NORM ? CLF_OF_COMPLEMENT_NORM
                                                         : CLF_OF_LABEL,
                              fit->choice.alpha, clf_unit(fit->choice.weighting), &fit->bayes, err);
}

/* Hints under the numbers of this fit; every hinted feature has one. */
static clf_hint *own_hints(const clf_problem *p, const clf_fit *fit, size_t *n)
{
    clf_hint *own = malloc((p->nhint + 1) * sizeof *own);

    *n = fit->choice.algorithm == CLF_MULTINOMIAL ? p->nhint : 0;
    for (size_t h = 0; own != NULL && h < *n; h++) {
        own[h] = p->hints[h];
        own[h].feature = fit->slot[own[h].feature];
    }
    return own;
}

fuda_status clf_fit_make(const clf_problem *p, const clf_choice *choice, const uint8_t *fold,
                         uint8_t without, int workers, clf_fit *out, fuda_error *err)
{
    clf_rows rows = {0};
    clf_hint *hints = NULL;
    size_t nhint = 0;
    fuda_status st;

    *out = (clf_fit){.choice = *choice, .mode = p->set->mode, .nlabel = p->nlabel, .nblock = p->nblock};
    st = use_features(p, fold, without, workers, out, err);
    for (size_t i = 0; i < p->rows->n; i++)
        out->counts.ndoc += !is_out(fold, without, i);
    if (st == FUDA_OK && ((hints = own_hints(p, out, &nhint)) == NULL || !make_idf(out, out->counts.ndoc) ||
                          !weigh_rows(p, out, fold, without, &rows)))
        st = fuda_fail_nomem(err);
    if (st == FUDA_OK && clf_is_linear(choice->algorithm))
        st = clf_fit_linear(&rows, p->set, workers, out, err);
    else if (st == FUDA_OK)
        st = clf_count(&rows, out->mode, choice->weighting == CLF_BINARY, out->nfeature, p->nlabel, p->nblock,
                       out->block, hints, nhint, NULL, 0, workers, &out->counts, err);
    if (st == FUDA_OK)
        st = clf_fit_prepare(out, &out->counts, err);
    free(hints);
    clf_rows_release(&rows);
    if (st != FUDA_OK)
        clf_fit_release(out);
    return st;
}

/* ---- scores ---------------------------------------------------------------------------------- */

enum { PIECE = 256 };

typedef struct scoring {
    const clf_fit *fit;
    clf_sum sum;
    bool seen[256]; /* blocks the row has something of */
    double *score;
} scoring;

static void add_dense(scoring *s, const uint32_t *u, const uint32_t *value, size_t n)
{
    const clf_fit *fit = s->fit;
    size_t K = fit->nlabel;

    for (size_t i = 0; i < n; i++) {
        const float *w = fit->dense + u[i] * K;
        double x = value[i];
        if (i + 2 < n)
            __builtin_prefetch(fit->dense + u[i + 2] * K);
        if (fit->block[u[i]] == UINT8_MAX)
            continue;
        s->sum.known++;
        s->seen[fit->block[u[i]]] = true;
        for (size_t k = 0; k < K; k++)
            s->score[k] += x * (double)w[k];
    }
}

static void finish_dense(scoring *s)
{
    const clf_fit *fit = s->fit;
    size_t K = fit->nlabel;
    double unit = clf_unit(fit->choice.weighting);
    bool by_root = fit->absent != NULL && fit->mode == CLF_MULTI && s->sum.known > 0;

    for (size_t k = 0; k < K; k++)
        s->score[k] = s->score[k] / unit + fit->bias[k];
    for (size_t b = 0; fit->absent != NULL && b < fit->nblock; b++) {
        for (size_t k = 0; s->seen[b] && k < K; k++)
            s->score[k] += fit->absent[b * K + k];
    }
    for (size_t k = 0; by_root && k < K; k++)
        s->score[k] /= sqrt((double)s->sum.known);
}

/* The used features of a stretch of the row, as far as a piece holds: returns their number and moves *at. */
static size_t take(const clf_fit *fit, const uint32_t *feature, const uint32_t *count, size_t n, size_t *at,
                   uint32_t *u, uint32_t *value)
{
    size_t m = 0;

    for (; *at < n && m < PIECE; (*at)++) {
        uint32_t f = feature[*at], slot = fit->slot == NULL ? f : fit->slot[f];
        u[m] = slot;
        value[m] = count[*at];
        m += slot != UINT32_MAX;
    }
    return m;
}

double clf_fit_scale(const clf_fit *fit, const uint32_t *feature, const uint32_t *count, size_t n)
{
    uint32_t u[PIECE], value[PIECE];
    double square = 0;

    for (size_t at = 0; clf_has_length(fit->choice.weighting) && at < n;) {
        size_t m = take(fit, feature, count, n, &at, u, value);
        square += clf_row_square(fit->choice.weighting, fit->idf, fit->block, u, value, m);
    }
    return clf_row_scale(square);
}

static size_t score_row(const clf_fit *fit, const clf_bayes *bayes, const uint32_t *feature, const uint32_t *count,
                        size_t n, double *score)
{
    uint32_t u[PIECE], value[PIECE];
    clf_weighting w = fit->choice.weighting;
    double scale = clf_fit_scale(fit, feature, count, n);
    scoring s = {.fit = fit, .score = score};

    memset(score, 0, fit->nlabel * sizeof *score);
    for (size_t at = 0; at < n;) {
        size_t m = take(fit, feature, count, n, &at, u, value);
        for (size_t i = 0; i < m; i++)
            value[i] = clf_value(w, fit->idf, scale, u[i], value[i]);
        if (bayes == NULL)
            add_dense(&s, u, value, m);
        else
            clf_bayes_add(bayes, u, value, m, &s.sum, score);
    }
    if (bayes == NULL)
        finish_dense(&s);
    else
        clf_bayes_finish(bayes, &s.sum, score);
    return s.sum.known;
}

size_t clf_fit_score(const clf_fit *fit, const uint32_t *feature, const uint32_t *count, size_t n,
                     double *score)
{
    return score_row(fit, fit->dense != NULL ? NULL : &fit->bayes, feature, count, n, score);
}

size_t clf_fit_score_beside(const clf_fit *fit, const uint32_t *feature, const uint32_t *count, size_t n,
                            double *score)
{
    return score_row(fit, &fit->beside, feature, count, n, score);
}

double clf_fit_weight(const clf_fit *fit, uint32_t u, uint32_t label)
{
    if (fit->dense == NULL)
        return clf_bayes_weight(&fit->bayes, u, label);
    return fit->block[u] == UINT8_MAX ? 0 : (double)fit->dense[u * fit->nlabel + label];
}

double clf_fit_value(const clf_fit *fit, double scale, uint32_t u, uint32_t count)
{
    clf_weighting w = fit->choice.weighting;
    return (double)clf_value(w, fit->idf, scale, u, count) / clf_unit(w);
}
