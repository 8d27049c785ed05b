/* SPDX-License-Identifier: MIT */
#include "classifier/reliability.h"

#include <math.h>
#include <stdlib.h>

#include "core/error.h"

void clf_reliability_add(clf_reliability *r, double p, bool yes)
{
    int b = (int)ceil(p * CLF_NBIN) - 1;
    clf_bin *bin = &r->bins[b < 0 ? 0 : b >= CLF_NBIN ? CLF_NBIN - 1 : b];

    bin->n++;
    bin->yes += yes;
    bin->sum += p;
}

double clf_ece(const clf_reliability *r)
{
    double n = 0, sum = 0;

    for (int b = 0; b < CLF_NBIN; b++) {
        n += (double)r->bins[b].n;
        sum += fabs((double)r->bins[b].yes - r->bins[b].sum);
    }
    return sum / n;
}

void clf_levels_add(clf_levels *levels, clf_mode mode, size_t nlabel, const clf_judgement *j)
{
    size_t best = 0;

    for (size_t k = 1; j->p != NULL && k < nlabel; k++)
        best = j->p[k] > j->p[best] ? k : best;
    for (int l = 0; l < CLF_NLEVEL; l++)
        levels->tally[l].missed += j->ngold + j->extra_gold;
    for (size_t k = 0; j->p != NULL && k < nlabel; k++) {
        bool gold = clf_contains(j->gold, j->ngold, k);
        if ((mode == CLF_SINGLE && k != best) || (!gold && clf_contains(j->ignore, j->nignore, k)))
            continue;
        for (int l = 0; l < CLF_NLEVEL && j->p[k] >= (l + 1) / 20.0; l++) {
            clf_tally *t = &levels->tally[l];
            t->hit += gold;
            t->missed -= gold;
            t->false_ += !gold;
        }
    }
    double top = nlabel > 0 && j->p != NULL ? j->p[best] : -1;
    for (int l = 0; l < CLF_NLEVEL && top >= (l + 1) / 20.0; l++)
        levels->tagged[l]++;
}

typedef struct ranked {
    double confidence;
    size_t doc;
} ranked;

static int surest_first(const void *a, const void *b)
{
    const ranked *x = a, *y = b;

    if (x->confidence != y->confidence)
        return x->confidence > y->confidence ? -1 : 1;
    return (x->doc > y->doc) - (x->doc < y->doc);
}

/* A document's own tally, into t. */
static void add_tally(const clf_judged *judged, const clf_judged_doc *doc, clf_tally *t)
{
    t->missed += doc->extra;
    for (size_t l = doc->first; l < doc->first + doc->nlabel; l++) {
        uint32_t what = judged->labels[l].what;
        t->hit += what == (CLF_GOLD | CLF_GIVEN);
        t->false_ += what == CLF_GIVEN;
        t->missed += what == CLF_GOLD;
    }
}

fuda_status clf_risk_coverage(const clf_judged *judged, const double *wished, size_t n,
                              clf_risk_point *points, size_t *npoint, double *area, fuda_error *err)
{
    ranked *order = malloc((judged->n + 1) * sizeof *order);
    size_t answered = 0, wrong = 0, at = 0, end, next = 0;
    double risks = 0, all = (double)judged->n;
    clf_tally tally = {0};

    if (order == NULL)
        return fuda_fail_nomem(err);
    for (size_t i = 0; i < judged->n; i++)
        if (judged->docs[i].answered)
            order[answered++] = (ranked){judged->docs[i].confidence, i};
    qsort(order, answered, sizeof *order, surest_first);
    *npoint = 0;
    for (; at < answered; at = end) {
        for (end = at; end < answered && order[end].confidence == order[at].confidence; end++) {
            wrong += !judged->docs[order[end].doc].right;
            add_tally(judged, &judged->docs[order[end].doc], &tally);
        }
        double coverage = (double)end / all, risk = (double)wrong / (double)end;
        risks += risk * (double)(end - at);
        /* One point, however many of the wished coverages it reaches. */
        bool reached = next < n && coverage >= wished[next] - 1e-12;
        while (next < n && coverage >= wished[next] - 1e-12)
            next++;
        if (reached || (end == answered && next < n))
            points[(*npoint)++] = (clf_risk_point){coverage, exp(order[at].confidence), risk, clf_ratio_of(tally)};
    }
    *area = risks / (double)answered;
    free(order);
    return FUDA_OK;
}
