/* SPDX-License-Identifier: MIT */
#include "classifier/metrics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"

#define LEAST_P 1e-15

/* ---- documents ------------------------------------------------------------------------------- */

void clf_judged_release(clf_judged *judged)
{
    free(judged->docs);
    free(judged->labels);
    *judged = (clf_judged){0};
}

static double loss_of(double p)
{
    return -log(p > LEAST_P ? p : LEAST_P);
}

/* Figures of probabilities where the labels exclude one another. */
static void judge_one(const clf_judged *all, const clf_judgement *j, clf_judged_doc *doc)
{
    double right = 0, best = 0, squares = 0;

    for (size_t k = 0; k < all->nlabel; k++)
        squares += j->p[k] * j->p[k];
    /* A gold label the model does not know has the probability 0. */
    for (size_t i = 0; i < j->ngold && i < 1; i++)
        right = j->p[j->gold[0]];
    for (size_t i = 0; i < j->ngiven; i++)
        best = j->p[j->given[i]] > best ? j->p[j->given[i]] : best;
    doc->decisions = 1;
    doc->brier = squares - 2 * right + 1; /* Σ_k p² less the gold one's, and (1 − right)² */
    doc->loss = loss_of(right);
    doc->confidence = log(best);
    doc->answered = j->ngiven > 0;
}

static void judge_each(const clf_judged *all, const clf_judgement *j, clf_judged_doc *doc)
{
    for (uint32_t k = 0; k < all->nlabel; k++) {
        double p = j->p[k];
        bool gold = clf_contains(j->gold, j->ngold, k);
        doc->confidence += log(clf_contains(j->given, j->ngiven, k) ? p : 1 - p);
        if (!gold && clf_contains(j->ignore, j->nignore, k))
            continue;
        doc->decisions++;
        doc->brier += (p - gold) * (p - gold);
        doc->loss += loss_of(gold ? p : 1 - p);
    }
    doc->answered = true;
}

bool clf_judged_add(clf_judged *all, const clf_judgement *j)
{
    clf_judged_doc doc = {.first = all->nentry, .extra = (uint32_t)j->extra_gold, .unit = j->unit,
                          .part = j->part, .right = j->extra_gold == 0};

    if (!FUDA_GROW(all->docs, all->docs_cap, all->n + 1) ||
        !FUDA_GROW(all->labels, all->labels_cap, all->nentry + j->ngold + j->ngiven))
        return false;
    for (size_t i = 0; i < j->ngold; i++) {
        bool given = clf_contains(j->given, j->ngiven, j->gold[i]);
        all->labels[all->nentry++] = (clf_judged_label){j->gold[i], CLF_GOLD | (given ? CLF_GIVEN : 0)};
        doc.right = doc.right && given;
    }
    for (size_t i = 0; i < j->ngiven; i++) {
        if (clf_contains(j->gold, j->ngold, j->given[i]) || clf_contains(j->ignore, j->nignore, j->given[i]))
            continue;
        all->labels[all->nentry++] = (clf_judged_label){j->given[i], CLF_GIVEN};
        doc.right = false;
    }
    doc.nlabel = (uint32_t)(all->nentry - doc.first);
    if (j->p != NULL && all->mode == CLF_SINGLE)
        judge_one(all, j, &doc);
    else if (j->p != NULL)
        judge_each(all, j, &doc);
    if (j->unit >= all->nunit)
        all->nunit = j->unit + 1;
    all->docs[all->n++] = doc;
    return true;
}

/* ---- tallies --------------------------------------------------------------------------------- */

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

void clf_metrics_clear(clf_metrics *metrics)
{
    clf_tally *labels = metrics->labels;
    size_t nlabel = metrics->nlabel;

    memset(labels, 0, nlabel * sizeof *labels);
    *metrics = (clf_metrics){.nlabel = nlabel, .labels = labels};
}

void clf_metrics_add(clf_metrics *m, const clf_judged *judged, size_t i, uint64_t times)
{
    const clf_judged_doc *doc = &judged->docs[i];
    clf_tally mine = {.missed = doc->extra};
    double weight = (double)times;

    for (size_t l = doc->first; l < doc->first + doc->nlabel; l++) {
        uint32_t what = judged->labels[l].what;
        clf_tally *t = &m->labels[judged->labels[l].label];
        t->hit += what == (CLF_GOLD | CLF_GIVEN) ? times : 0;
        t->false_ += what == CLF_GIVEN ? times : 0;
        t->missed += what == CLF_GOLD ? times : 0;
        mine.hit += what == (CLF_GOLD | CLF_GIVEN);
        mine.false_ += what == CLF_GIVEN;
        mine.missed += what == CLF_GOLD;
    }
    m->all.hit += mine.hit * times;
    m->all.false_ += mine.false_ * times;
    m->all.missed += mine.missed * times;
    m->documents += times;
    m->answered += doc->answered ? times : 0;
    m->right += doc->right ? times : 0;
    m->decisions += doc->decisions * times;
    m->brier += doc->brier * weight;
    m->loss += doc->loss * weight;
    clf_ratio r = clf_ratio_of(mine);
    if (mine.hit + mine.false_ + mine.missed == 0)
        r = (clf_ratio){1, 1, 1, 0};
    m->precision += r.precision * weight;
    m->recall += r.recall * weight;
    m->f1 += r.f1 * weight;
}

void clf_metrics_add_all(clf_metrics *m, const clf_judged *judged, int part)
{
    for (size_t i = 0; i < judged->n; i++)
        if (part == CLF_NPART || judged->docs[i].part == part)
            clf_metrics_add(m, judged, i, 1);
}

/* ---- figures --------------------------------------------------------------------------------- */

static void put(double *out, double precision, double recall, double f1, double n)
{
    out[0] = precision / n;
    out[1] = recall / n;
    out[2] = f1 / n;
}

void clf_figures(const clf_metrics *m, double out[CLF_NFIGURE])
{
    double macro[3] = {0}, weighted[3] = {0}, n = 0, gold = 0;
    clf_ratio all = clf_ratio_of(m->all);

    for (size_t k = 0; k < m->nlabel; k++) {
        const clf_tally *t = &m->labels[k];
        if (t->hit + t->false_ + t->missed == 0)
            continue;
        clf_ratio r = clf_ratio_of(*t);
        double w = (double)r.support;
        macro[0] += r.precision, macro[1] += r.recall, macro[2] += r.f1;
        weighted[0] += w * r.precision, weighted[1] += w * r.recall, weighted[2] += w * r.f1;
        n += 1;
        gold += w;
    }
    out[CLF_ACCURACY] = (double)m->right / (double)m->documents;
    put(out + CLF_MICRO_PRECISION, all.precision, all.recall, all.f1, 1);
    put(out + CLF_MACRO_PRECISION, macro[0], macro[1], macro[2], n > 0 ? n : 1);
    put(out + CLF_WEIGHTED_PRECISION, weighted[0], weighted[1], weighted[2], gold > 0 ? gold : 1);
    put(out + CLF_SAMPLES_PRECISION, m->precision, m->recall, m->f1, (double)m->documents);
    out[CLF_BRIER] = m->brier / (double)m->decisions;
    out[CLF_LOG_LOSS] = m->loss / (double)m->decisions;
}
