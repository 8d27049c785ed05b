/* SPDX-License-Identifier: MIT */
/* From counts to weights, and scores with them (bayes.h). */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "classifier/bayes.h"
#include "core/error.h"

void clf_bayes_release(clf_bayes *bayes)
{
    free(bayes->block);
    free(bayes->prior);
    free(bayes->base);
    free(bayes->common);
    free(bayes->ptr);
    free(bayes->label);
    free(bayes->delta);
    free(bayes->scale);
    *bayes = (clf_bayes){0};
}

static double pseudo(uint32_t strength)
{
    return strength == CLF_WEAK ? CLF_HINT_WEAK : CLF_HINT_STRONG;
}

/* Calls for every cell (f, k) with n > 0 or h > 0, in order: merges counts and hints. */
typedef struct cursor {
    const clf_counts *c;
    size_t cell, hint;
} cursor;

static bool next_cell(cursor *at, size_t f, uint32_t *label, double *mass, double *hint)
{
    const clf_counts *c = at->c;
    bool has_cell = at->cell < c->ptr[f + 1];
    bool has_hint = at->hint < c->nhint && c->hints[at->hint].feature == f;

    if (!has_cell && !has_hint)
        return false;
    *mass = 0;
    *hint = 0;
    *label = has_cell && (!has_hint || c->label[at->cell] <= c->hints[at->hint].label)
                 ? c->label[at->cell]
                 : c->hints[at->hint].label;
    if (has_cell && c->label[at->cell] == *label)
        *mass = c->count[at->cell++];
    if (has_hint && c->hints[at->hint].label == *label)
        *hint = pseudo(c->hints[at->hint++].strength);
    return true;
}

fuda_status clf_bayes_make(const clf_counts *c, double alpha, clf_bayes *out, fuda_error *err)
{
    return clf_bayes_estimate(c, CLF_OF_LABEL, alpha, 1, out, err);
}

/* Sum of the weights' sizes over all features, by label: they are what a complement's weights are divided by. */
static void normalise(clf_bayes *b)
{
    double common = 0, in_block[256] = {0}, features = 0;

    for (size_t f = 0; f < b->nfeature; f++) {
        if (b->block[f] == UINT8_MAX)
            continue;
        common += b->common[f]; /* all weights are above 0: -log of a probability */
        in_block[b->block[f]]++;
        features++;
        for (size_t j = b->ptr[f]; j < b->ptr[f + 1]; j++)
            b->scale[b->label[j]] += b->delta[j];
    }
    for (size_t k = 0; k < b->nlabel; k++) {
        double sum = b->scale[k] + common;
        for (size_t i = 0; i < b->nblock; i++)
            sum += in_block[i] * b->base[i * b->nlabel + k];
        b->scale[k] = sum > 0 ? features / sum : 1;
    }
}

fuda_status clf_bayes_estimate(const clf_counts *c, clf_estimate estimate, double alpha, uint32_t unit,
                               clf_bayes *out, fuda_error *err)
{
    size_t V = c->nfeature, K = c->nlabel, B = c->nblock, room = c->ptr[V] + c->nhint;
    double *mass = calloc(B * K + 1, sizeof *mass);   /* [B][K] of label          */
    double *all = calloc(B + 1, sizeof *all);         /* [B]    of all documents  */
    double *alphas = calloc(B + 1, sizeof *alphas);   /* [B]    α × features      */
    double *hint_sum = calloc(V + 1, sizeof *hint_sum);
    cursor at = {c, 0, 0};
    uint32_t k;
    double n, h;
    fuda_status st = FUDA_OK;

    *out = (clf_bayes){.mode = c->mode, .binary = c->binary, .nfeature = V, .nlabel = K, .nblock = B,
                       .unit = unit, .by_root = c->mode == CLF_MULTI};
    bool complement = estimate != CLF_OF_LABEL;
    alpha *= unit;
    out->block = malloc(V + 1);
    if (estimate == CLF_OF_COMPLEMENT_NORM)
        out->scale = calloc(K + 1, sizeof *out->scale);
    out->prior = calloc(K + 1, sizeof *out->prior);
    out->base = calloc(B * K + 1, sizeof *out->base);
    out->common = calloc(V + 1, sizeof *out->common);
    out->ptr = calloc(V + 1, sizeof *out->ptr);
    out->label = malloc((room + 1) * sizeof *out->label);
    out->delta = malloc((room + 1) * sizeof *out->delta);
    if (mass == NULL || all == NULL || alphas == NULL || hint_sum == NULL || out->block == NULL ||
        out->prior == NULL || out->base == NULL || out->common == NULL ||
        out->ptr == NULL || out->label == NULL || out->delta == NULL ||
        (estimate == CLF_OF_COMPLEMENT_NORM && out->scale == NULL)) {
        st = fuda_fail_nomem(err);
        goto done;
    }
    for (size_t f = 0; f < V; f++) {
        size_t b = c->block[f];
        while (next_cell(&at, f, &k, &n, &h)) {
            mass[b * K + k] += n + h;
            hint_sum[f] += h;
        }
        out->block[f] = c->total[f] == 0 && hint_sum[f] <= 0 ? UINT8_MAX : c->block[f];
        if (out->block[f] != UINT8_MAX) {
            all[b] += c->total[f] + hint_sum[f];
            alphas[b] += alpha;
        }
    }
    for (size_t label = 0; label < K; label++) {
        double d = (double)c->label_docs[label], N = (double)c->ndoc;
        /* Add-one in the multi-label prior keeps labels without a document finite. */
        out->prior[label] = c->mode == CLF_SINGLE ? log(d > 0 ? d / N : 0.5 / (N + 1))
                                                  : log((d + 1) / (N - d + 1));
        out->prior[label] = complement ? 0 : out->prior[label];
        for (size_t b = 0; b < B; b++) {
            double yes = log(mass[b * K + label] + alphas[b] + 1e-300);
            double no = log(all[b] - mass[b * K + label] + alphas[b] + 1e-300);
            /* Weight of a feature that label never had: log θ (single), its ratio (multi). */
            out->base[b * K + label] = complement ? no : log(alpha) - yes + (c->mode == CLF_MULTI ? no : 0);
        }
    }
    at = (cursor){c, 0, 0};
    for (size_t f = 0; f < V; f++) {
        double t = c->total[f] + hint_sum[f];
        out->ptr[f + 1] = out->ptr[f];
        if (c->mode == CLF_MULTI || complement)
            out->common[f] = -log(t + alpha);
        while (next_cell(&at, f, &k, &n, &h)) {
            double d = complement ? 0 : log(n + h + alpha) - log(alpha);
            if (c->mode == CLF_MULTI || complement)
                d += log(t + alpha) - log(t - n - h + alpha);
            out->label[out->ptr[f + 1]] = k;
            out->delta[out->ptr[f + 1]++] = d;
        }
    }
    if (out->scale != NULL)
        normalise(out);
done:
    free(mass);
    free(all);
    free(alphas);
    free(hint_sum);
    if (st != FUDA_OK)
        clf_bayes_release(out);
    return st;
}

void clf_bayes_start(const clf_bayes *bayes, clf_sum *sum, double *score)
{
    memset(sum->in_block, 0, bayes->nblock * sizeof *sum->in_block);
    sum->common = 0;
    sum->known = 0;
    memset(score, 0, bayes->nlabel * sizeof *score);
}

void clf_bayes_add(const clf_bayes *bayes, const uint32_t *feature, const uint32_t *count, size_t n,
                   clf_sum *sum, double *score)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t f = feature[i];
        double x = bayes->binary ? 1 : count[i];
        /* Features lie far apart: fetch the next ones' cells ahead. */
        if (i + 8 < n) {
            __builtin_prefetch(&bayes->ptr[feature[i + 8]]);
            __builtin_prefetch(&bayes->common[feature[i + 8]]);
        }
        if (i + 4 < n) {
            __builtin_prefetch(&bayes->label[bayes->ptr[feature[i + 4]]]);
            __builtin_prefetch(&bayes->delta[bayes->ptr[feature[i + 4]]]);
        }
        if (bayes->block[f] == UINT8_MAX)
            continue;
        sum->known++;
        sum->in_block[bayes->block[f]] += x;
        sum->common += x * bayes->common[f];
        for (size_t j = bayes->ptr[f]; j < bayes->ptr[f + 1]; j++)
            score[bayes->label[j]] += x * bayes->delta[j];
    }
}

void clf_bayes_finish(const clf_bayes *bayes, const clf_sum *sum, double *score)
{
    size_t K = bayes->nlabel;
    double root = bayes->by_root && sum->known > 0 ? sqrt((double)sum->known) : 1;

    for (size_t b = 0; b < bayes->nblock; b++) {
        const double *base = bayes->base + b * K;
        for (size_t k = 0; sum->in_block[b] > 0 && k < K; k++)
            score[k] += sum->in_block[b] * base[k];
    }
    for (size_t k = 0; k < K; k++) {
        score[k] = (score[k] + sum->common) / (bayes->unit * root);
        if (bayes->scale != NULL)
            score[k] *= bayes->scale[k];
        if (bayes->mode == CLF_SINGLE)
            score[k] += bayes->prior[k];
    }
}

size_t clf_bayes_score(const clf_bayes *bayes, const uint32_t *feature, const uint32_t *count,
                       size_t n, double *score)
{
    clf_sum sum;

    clf_bayes_start(bayes, &sum, score);
    clf_bayes_add(bayes, feature, count, n, &sum, score);
    clf_bayes_finish(bayes, &sum, score);
    return sum.known;
}

double clf_bayes_weight(const clf_bayes *bayes, uint32_t feature, uint32_t label)
{
    double w;

    if (bayes->block[feature] == UINT8_MAX)
        return 0;
    w = bayes->base[bayes->block[feature] * bayes->nlabel + label] + bayes->common[feature];
    for (size_t j = bayes->ptr[feature]; j < bayes->ptr[feature + 1]; j++) {
        if (bayes->label[j] == label)
            w += bayes->delta[j];
    }
    return bayes->scale != NULL ? w * bayes->scale[label] : w;
}
