/* SPDX-License-Identifier: MIT */
/* Monotone trends of short series. */
#include <math.h>
#include <stdlib.h>

#include "core/stats.h"

enum { EXACT_MOST = 33 };

/* P(a random order of n has at most k falling pairs), by the number of falling pairs each further
 * value can make (Kendall 1975). */
static double falling_at_most(size_t n, size_t k)
{
    double f[EXACT_MOST * (EXACT_MOST - 1) / 2 + 1] = {1}; /* f[j]: probability of j falling pairs */
    size_t most = 0;
    double sum = 0;

    for (size_t m = 2; m <= n; m++) {
        double run = 0, old[EXACT_MOST] = {0}; /* the last m values of f before this turn */
        most += m - 1;
        for (size_t j = 0; j <= most; j++) {
            double here = f[j];
            run += here;
            if (j >= m)
                run -= old[j % m];
            old[j % m] = here;
            f[j] = run / (double)m;
        }
    }
    for (size_t j = 0; j <= k && j <= most; j++)
        sum += f[j];
    return sum;
}

/* Σ over groups of equal values of t (t - 1) (2 t + 5); sorted values. */
static double tie_term(const double *sorted, size_t n)
{
    double sum = 0;

    for (size_t i = 0, j; i < n; i = j) {
        for (j = i + 1; j < n && sorted[j] == sorted[i]; j++)
            ;
        double t = (double)(j - i);
        sum += t * (t - 1) * (2 * t + 5);
    }
    return sum;
}

static void mann_kendall(const double *y, size_t n, double ties, stats_trend *out)
{
    double pairs = (double)n * (double)(n - 1) / 2;
    double variance = ((double)n * (double)(n - 1) * (2 * (double)n + 5) - ties) / 18;

    out->s = 0;
    for (size_t i = 0; i < n; i++) {
        for (size_t j = i + 1; j < n; j++)
            out->s += (y[j] > y[i]) - (y[j] < y[i]);
    }
    out->p = NAN;
    if (n < 3)
        return;
    out->exact = ties == 0 && n <= EXACT_MOST;
    if (out->exact)
        out->p = fmin(1, 2 * falling_at_most(n, (size_t)((pairs - fabs(out->s)) / 2 + 0.5)));
    else
        out->p = out->s == 0 ? 1 : fmin(1, 2 * stats_normal_tail((fabs(out->s) - 1) / sqrt(variance)));
}

/* slopes: [n (n - 1) / 2] */
static void theil_sen(const double *x, const double *y, size_t n, double ties, double *slopes,
                      stats_trend *out)
{
    size_t m = 0;

    for (size_t i = 0; i < n; i++) {
        for (size_t j = i + 1; j < n; j++)
            slopes[m++] = (y[j] - y[i]) / (x[j] - x[i]);
    }
    stats_sort(slopes, m);
    out->slope = stats_quantile(slopes, m, 0.5);
    /* The ranks Sen's interval lies at. */
    double half = STATS_Z95 * sqrt(((double)n * (double)(n - 1) * (2 * (double)n + 5) - ties) / 18);
    double low = nearbyint(((double)m - half) / 2) - 1, high = nearbyint(((double)m + half) / 2);
    out->slope_interval.low = slopes[low < 0 ? 0 : (size_t)low];
    out->slope_interval.high = slopes[high > (double)(m - 1) ? m - 1 : (size_t)high];
}

bool stats_trend_test(const double *x, const double *y, size_t n, stats_trend *out)
{
    *out = (stats_trend){.p = NAN, .slope = NAN, .slope_interval = {NAN, NAN}};
    if (n < 2)
        return true;
    double *room = calloc(n + n * (n - 1) / 2, sizeof *room);
    if (room == NULL)
        return false;
    for (size_t i = 0; i < n; i++)
        room[i] = y[i];
    stats_sort(room, n);
    double ties = tie_term(room, n);
    mann_kendall(y, n, ties, out);
    theil_sen(x, y, n, ties, room + n, out);
    free(room);
    return true;
}
