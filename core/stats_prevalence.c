/* SPDX-License-Identifier: MIT */
/* How many documents truly have a label, given decisions that are sometimes wrong. */
#include <math.h>

#include "core/stats.h"

static double clip(double share)
{
    return share < 0 ? 0 : share > 1 ? 1 : share;
}

double stats_adjusted_share(double observed, const stats_rates *r)
{
    double tpr = r->tp / (r->tp + r->fn), fpr = r->fp / (r->fp + r->tn);

    return tpr > fpr ? clip((observed - fpr) / (tpr - fpr)) : NAN;
}

double stats_em_prevalence(const double *p, size_t n, double prior)
{
    enum { MOST = 10000 };
    double now = prior;

    if (n == 0 || !(prior > 0 && prior < 1))
        return NAN;
    for (int turn = 0; turn < MOST; turn++) {
        double up = now / prior, down = (1 - now) / (1 - prior), sum = 0;
        for (size_t i = 0; i < n; i++) {
            double yes = p[i] * up, no = (1 - p[i]) * down;
            sum += yes + no > 0 ? yes / (yes + no) : p[i];
        }
        double next = sum / (double)n;
        bool done = fabs(next - now) < 1e-9;
        now = next;
        if (done)
            break;
    }
    return now;
}

/* One draw of the true cases in a stratum. */
static double draw(const stats_stratum *s, fuda_rng *rng)
{
    const stats_rates *r = &s->rates;
    double observed = stats_beta(rng, s->positive + 0.5, s->documents - s->positive + 0.5);
    double tpr = stats_beta(rng, r->tp + 0.5, r->fn + 0.5);
    double fpr = stats_beta(rng, r->fp + 0.5, r->tn + 0.5);
    double uniform = stats_uniform(rng); /* always drawn, so that draws do not depend on each other */

    return s->documents * (tpr > fpr ? clip((observed - fpr) / (tpr - fpr)) : uniform);
}

stats_estimate stats_adjusted_count(const stats_stratum *strata, size_t n, size_t ndraw, fuda_rng *rng,
                                    double *draws)
{
    stats_estimate out = {0, {NAN, NAN}};

    for (size_t i = 0; i < n; i++) {
        if (strata[i].documents > 0)
            out.count += strata[i].documents *
                         stats_adjusted_share(strata[i].positive / strata[i].documents, &strata[i].rates);
    }
    for (size_t d = 0; d < ndraw; d++) {
        draws[d] = 0;
        for (size_t i = 0; i < n; i++)
            draws[d] += strata[i].documents > 0 ? draw(&strata[i], rng) : 0;
    }
    stats_sort(draws, ndraw);
    out.interval.low = stats_quantile(draws, ndraw, 0.025);
    out.interval.high = stats_quantile(draws, ndraw, 0.975);
    return out;
}
