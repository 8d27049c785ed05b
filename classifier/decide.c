/* SPDX-License-Identifier: MIT */
/* Thresholds, and how decisions at them did, from rows left out of training. */
#include <stdlib.h>
#include <string.h>

#include "classifier/member.h"
#include "core/error.h"

/* Probabilities are looked at in thousandths; a threshold lies at the lower edge of one of them. */
enum { BINS = 1000, LEAST = 20, LEAST_BIN = 10 };
/* A label's own best threshold counts as much as the common one when it has so many examples. */
#define TRUST 30.0

typedef struct tally {
    uint64_t yes[BINS], no[BINS]; /* right and wrong decisions that a threshold at or below the bin allows */
    uint64_t gold;                /* documents with the label */
} tally;

static bool has_label(const clf_rows *rows, size_t i, uint32_t k)
{
    for (size_t j = rows->label_ptr[i]; j < rows->label_ptr[i + 1]; j++) {
        if (rows->label[j] == k)
            return true;
    }
    return false;
}

static size_t top(const double *p, size_t K)
{
    size_t best = 0;
    for (size_t k = 1; k < K; k++)
        best = p[k] > p[best] ? k : best;
    return best;
}

/* True where a label may be given at all: any of several, or the most probable one. */
static bool is_offered(const clf_problem *problem, const double *p, size_t best, uint32_t k)
{
    (void)p;
    return problem->set->mode == CLF_MULTI || best == k;
}

static void fill(const clf_problem *problem, const uint32_t *place, const double *p, const uint8_t *unseen,
                 tally *labels)
{
    size_t K = problem->nlabel;

    for (size_t i = 0; i < problem->rows->n; i++) {
        const double *mine = p + place[i] * K;
        if (place[i] == UINT32_MAX)
            continue;
        size_t best = top(mine, K);
        for (uint32_t k = 0; k < K; k++) {
            bool gold = has_label(problem->rows, i, k);
            if (unseen != NULL && unseen[place[i] * K + k])
                continue;
            labels[k].gold += gold;
            if (!is_offered(problem, mine, best, k))
                continue;
            size_t bin = (size_t)(mine[k] * BINS);
            (gold ? labels[k].yes : labels[k].no)[bin < BINS ? bin : BINS - 1]++;
        }
    }
}

/* The bin whose lower edge serves the goal best, or BINS when none does. */
static size_t best_bin(const tally *t, clf_goal goal, double target)
{
    uint64_t yes = 0, no = 0;
    size_t best = BINS;
    double most = 0;

    for (size_t b = BINS; b-- > LEAST_BIN;) {
        yes += t->yes[b];
        no += t->no[b];
        double precision = yes + no > 0 ? (double)yes / (double)(yes + no) : 0;
        double recall = t->gold > 0 ? (double)yes / (double)t->gold : 0;
        if (goal == CLF_GOAL_F1) {
            double f1 = (double)(2 * yes) / (double)(yes + no + t->gold + (t->gold == 0));
            /* Of equals the one nearest to even odds. */
            if (f1 > most || (f1 == most && best != BINS && b >= BINS / 2)) {
                most = f1;
                best = b;
            }
        } else if (goal == CLF_GOAL_PRECISION && yes > 0 && precision >= target) {
            best = b; /* the lowest that still reaches it */
        } else if (goal == CLF_GOAL_RECALL && recall >= target) {
            return b; /* the highest that reaches it */
        }
    }
    return best == BINS && goal == CLF_GOAL_RECALL ? LEAST_BIN : best;
}

static double edge(size_t bin)
{
    return (double)bin / BINS;
}

static void choose(const clf_problem *problem, const tally *labels, const tally *all, double *threshold)
{
    const clf_settings *set = problem->set;
    size_t common = best_bin(all, set->goal, set->target);

    for (size_t k = 0; k < problem->nlabel; k++) {
        size_t own = best_bin(&labels[k], set->goal, set->target);
        double n = (double)labels[k].gold;
        threshold[k] = edge(common);
        if (set->goal == CLF_GOAL_F1 && own < BINS)
            threshold[k] = (n * edge(own) + TRUST * edge(common)) / (n + TRUST);
        else if (set->goal != CLF_GOAL_F1 && n >= LEAST)
            threshold[k] = edge(own);
        threshold[k] = clf_rounded(threshold[k]);
    }
}

static void rate(const clf_problem *problem, const uint32_t *place, const double *p, clf_classifier *out)
{
    size_t K = problem->nlabel;

    for (size_t i = 0; i < problem->rows->n; i++) {
        const double *mine = p + place[i] * K;
        if (place[i] == UINT32_MAX)
            continue;
        size_t best = top(mine, K);
        for (uint32_t k = 0; k < K; k++) {
            bool gold = has_label(problem->rows, i, k);
            bool given = is_offered(problem, mine, best, k) && mine[k] >= out->threshold[k];
            for (int part = 0; part < (problem->lang != NULL ? 2 : 1); part++) {
                clf_rates *r = &out->rates[(part == 0 ? 0 : 1 + problem->lang[i]) * K + k];
                r->hit += gold && given;
                r->false_ += !gold && given;
                r->missed += gold && !given;
                r->rest += !gold && !given;
            }
        }
    }
}

fuda_status clf_decide(const clf_problem *problem, const uint32_t *place, size_t nplace, const double *p,
                       const uint8_t *unseen, bool tune, clf_classifier *out, fuda_error *err)
{
    size_t K = problem->nlabel;
    tally *labels = calloc(K + 1, sizeof *labels), *all = labels == NULL ? NULL : &labels[K];

    free(out->rates);
    out->nlang = problem->lang != NULL ? problem->nlang : 0;
    out->rates = calloc((1 + out->nlang) * K + 1, sizeof *out->rates);
    if (labels == NULL || out->rates == NULL) {
        free(labels);
        return fuda_fail_nomem(err);
    }
    if (nplace > 0 && (tune || problem->set->goal != CLF_GOAL_F1)) {
        fill(problem, place, p, unseen, labels);
        for (size_t k = 0; k < K; k++) {
            all->gold += labels[k].gold;
            for (size_t b = 0; b < BINS; b++) {
                all->yes[b] += labels[k].yes[b];
                all->no[b] += labels[k].no[b];
            }
        }
        if (all->gold > 0)
            choose(problem, labels, all, out->threshold);
    }
    rate(problem, place, p, out);
    free(labels);
    return FUDA_OK;
}
