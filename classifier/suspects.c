/* SPDX-License-Identifier: MIT */
#include "classifier/suspects.h"

#include <math.h>
#include <stdlib.h>

#include "core/error.h"
#include "core/memory.h"

/* Means over the documents with a label, and without it. */
typedef struct level {
    double yes, no; /* sums of p, of 1 − p; then means */
    size_t nyes, nno;
} level;

typedef struct search {
    const clf_judged *judged;
    const float *p;
    level *levels; /* [K] */
    uint8_t *gold; /* [K] of the document at work */
    clf_suspect *found;
    size_t n, cap;
} search;

static void mark(search *s, size_t i, uint8_t value)
{
    const clf_judged_doc *doc = &s->judged->docs[i];

    for (size_t l = doc->first; l < doc->first + doc->nlabel; l++)
        if (s->judged->labels[l].what & CLF_GOLD)
            s->gold[s->judged->labels[l].label] = value;
}

static void measure_levels(search *s)
{
    size_t K = s->judged->nlabel;

    for (size_t i = 0; i < s->judged->n; i++) {
        const float *p = s->p + i * K;
        mark(s, i, 1);
        for (size_t k = 0; k < K; k++) {
            level *l = &s->levels[k];
            if (isnan(p[k]))
                continue;
            l->yes += s->gold[k] ? (double)p[k] : 0;
            l->no += s->gold[k] ? 0 : 1 - (double)p[k];
            l->nyes += s->gold[k];
            l->nno += !s->gold[k];
        }
        mark(s, i, 0);
    }
    for (size_t k = 0; k < K; k++) {
        s->levels[k].yes /= (double)s->levels[k].nyes;
        s->levels[k].no /= (double)s->levels[k].nno;
    }
}

static bool is_judged(const search *s, size_t k)
{
    return s->levels[k].nyes >= CLF_LEAST_TO_SUSPECT && s->levels[k].nno >= CLF_LEAST_TO_SUSPECT;
}

static bool keep(search *s, clf_suspect suspect)
{
    if (!FUDA_GROW(s->found, s->cap, s->n + 1))
        return false;
    s->found[s->n++] = suspect;
    return true;
}

static bool suspect_one(search *s, size_t i)
{
    size_t K = s->judged->nlabel, best = K, gold = K;
    const float *p = s->p + i * K;

    for (size_t k = 0; k < K; k++) {
        if (s->gold[k])
            gold = k;
        if (is_judged(s, k) && (double)p[k] >= s->levels[k].yes && (best == K || p[k] > p[best]))
            best = k;
    }
    if (gold == K || best == K || best == gold || !is_judged(s, gold) || isnan(p[gold]))
        return true;
    return keep(s, (clf_suspect){i, (uint32_t)gold, (uint32_t)best, (double)p[gold], (double)p[best],
                                 (double)p[best] - (double)p[gold]});
}

static bool suspect_each(search *s, size_t i)
{
    size_t K = s->judged->nlabel;

    for (uint32_t k = 0; k < K; k++) {
        double p = (double)s->p[i * K + k];
        if (isnan(p) || !is_judged(s, k))
            continue;
        if (s->gold[k] && 1 - p >= s->levels[k].no &&
            !keep(s, (clf_suspect){i, k, UINT32_MAX, p, NAN, 1 - 2 * p}))
            return false;
        if (!s->gold[k] && p >= s->levels[k].yes &&
            !keep(s, (clf_suspect){i, UINT32_MAX, k, NAN, p, 2 * p - 1}))
            return false;
    }
    return true;
}

static int most_doubtful(const void *a, const void *b)
{
    const clf_suspect *x = a, *y = b;

    if (x->doubt != y->doubt)
        return x->doubt > y->doubt ? -1 : 1;
    if (x->doc != y->doc)
        return x->doc < y->doc ? -1 : 1;
    if (x->gold != y->gold)
        return x->gold < y->gold ? -1 : 1;
    return (x->other > y->other) - (x->other < y->other);
}

fuda_status clf_find_suspects(const clf_judged *judged, const float *p, clf_suspect **suspects, size_t *n,
                              fuda_error *err)
{
    search s = {.judged = judged, .p = p};
    bool ok;

    s.levels = calloc(judged->nlabel + 1, sizeof *s.levels);
    s.gold = calloc(judged->nlabel + 1, 1);
    ok = s.levels != NULL && s.gold != NULL;
    if (ok)
        measure_levels(&s);
    for (size_t i = 0; ok && i < judged->n; i++) {
        mark(&s, i, 1);
        ok = judged->mode == CLF_SINGLE ? suspect_one(&s, i) : suspect_each(&s, i);
        mark(&s, i, 0);
    }
    free(s.levels);
    free(s.gold);
    if (!ok) {
        free(s.found);
        return fuda_fail_nomem(err);
    }
    if (s.n > 1)
        qsort(s.found, s.n, sizeof *s.found, most_doubtful);
    *suspects = s.found;
    *n = s.n;
    return FUDA_OK;
}
