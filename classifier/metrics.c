/* SPDX-License-Identifier: MIT */
#include "classifier/metrics.h"

#include <stdlib.h>

clf_ratio clf_ratio_of(clf_tally t)
{
    clf_ratio r = {.support = t.hit + t.missed};

    if (t.hit + t.false_ > 0)
        r.precision = (double)t.hit / (double)(t.hit + t.false_);
    if (r.support > 0)
        r.recall = (double)t.hit / (double)r.support;
    if (t.hit > 0)
        r.f1 = 2.0 * (double)t.hit / (double)(2 * t.hit + t.false_ + t.missed);
    return r;
}

bool clf_metrics_init(clf_metrics *metrics, size_t nlabel)
{
    *metrics = (clf_metrics){.nlabel = nlabel};
    metrics->labels = calloc(nlabel + 1, sizeof *metrics->labels);
    return metrics->labels != NULL;
}

void clf_metrics_release(clf_metrics *metrics)
{
    free(metrics->labels);
    *metrics = (clf_metrics){0};
}

static bool contains(const uint32_t *set, size_t n, uint32_t label)
{
    for (size_t i = 0; i < n; i++) {
        if (set[i] == label)
            return true;
    }
    return false;
}

void clf_metrics_add(clf_metrics *m, const uint32_t *gold, size_t ngold, size_t extra_gold,
                     const uint32_t *predicted, size_t npredicted, const uint32_t *ignore,
                     size_t nignore)
{
    bool right = extra_gold == 0;

    m->documents++;
    m->all.missed += extra_gold;
    for (size_t i = 0; i < npredicted; i++) {
        clf_tally *t = &m->labels[predicted[i]];
        if (contains(gold, ngold, predicted[i])) {
            t->hit++;
            m->all.hit++;
        } else if (!contains(ignore, nignore, predicted[i])) {
            t->false_++;
            m->all.false_++;
            right = false;
        }
    }
    for (size_t i = 0; i < ngold; i++) {
        if (!contains(predicted, npredicted, gold[i])) {
            m->labels[gold[i]].missed++;
            m->all.missed++;
            right = false;
        }
    }
    m->right += right;
}

double clf_macro_f1(const clf_metrics *m)
{
    double sum = 0;
    size_t n = 0;

    for (size_t k = 0; k < m->nlabel; k++) {
        const clf_tally *t = &m->labels[k];
        if (t->hit + t->false_ + t->missed == 0)
            continue;
        sum += clf_ratio_of(*t).f1;
        n++;
    }
    return n == 0 ? 0 : sum / (double)n;
}
