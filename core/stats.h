/* SPDX-License-Identifier: MIT */
/*
 * Statistics of counts: pure functions of numbers, without memory of their own unless said.
 * Probabilities and shares are 0 … 1, intervals two-sided; what is undefined is NaN, never 0.
 * All are thread-safe.
 */
#ifndef CORE_STATS_H
#define CORE_STATS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/random.h"

/* The quantile 0.975 of the normal distribution: half the width of a 95 % interval. */
#define STATS_Z95 1.959963984540054

typedef struct stats_interval {
    double low, high;
} stats_interval;

/* ---- distributions (stats_basic.c) ------------------------------------------------------------ */

/* P(Z > z) of the standard normal distribution. */
double stats_normal_tail(double z);
/* The z with P(Z <= z) = p, 0 < p < 1 (Wichura 1988, algorithm AS 241, PPND16). */
double stats_normal_quantile(double p);
/* P(X > x) of chi-squared with one degree of freedom. */
double stats_chi1_tail(double x);
/* Uniform in (0, 1), both ends left out. */
double stats_uniform(fuda_rng *rng);
double stats_normal(fuda_rng *rng);
/* Beta(a, b): by gamma variates (Marsaglia and Tsang 2000); NaN unless a, b > 0. */
double stats_beta(fuda_rng *rng, double a, double b);

/* Score interval of a proportion k / n (Wilson 1927); NaN for n = 0. */
stats_interval stats_wilson(double k, double n, double z);
/* Interval of k1/n1 - k2/n2 (Newcombe 1998, method 10: hybrid of two Wilson intervals). */
stats_interval stats_difference(double k1, double n1, double k2, double n2, double z);
/* Adjusts p [n] for n comparisons in place: false discovery rate (Benjamini and Hochberg 1995). NaN
 * stays and does not count.  order [n] is room for the call. */
void stats_benjamini_hochberg(double *p, size_t n, size_t *order);
/* Sorts the values ascending; none may be NaN. */
void stats_sort(double *values, size_t n);
/* Of n sorted values; linear between order statistics (Hyndman and Fan 1996, type 7). */
double stats_quantile(const double *sorted, size_t n, double q);

/* ---- two-by-two tables (stats_table.c) -------------------------------------------------------- */

/* Counts:            with B   without B
 *       with A         a         b
 *       without A      c         d        */
typedef struct stats_table {
    double a, b, c, d;
} stats_table;

/* G² of independence (Dunning 1993); 0 with an empty margin. */
double stats_g2(const stats_table *t);
/* log2 of the ratio of a/(a+b) and c/(c+d), with 0.5 for a zero count (Hardie 2014). */
double stats_log_ratio(const stats_table *t);
/* log2 of P(A,B) / (P(A) P(B)) (Church and Hanks 1990); -infinity for a = 0, NaN with an empty margin. */
double stats_pmi(const stats_table *t);
/* Odds ratio with Wald's interval on the logarithm; with an empty cell 0.5 is added to all four
 * (Haldane 1956, Anscombe 1956).  interval may be NULL. */
double stats_odds_ratio(const stats_table *t, double z, stats_interval *interval);

/* Weighted log-odds of a word with an informative Dirichlet prior, as z score (Monroe, Colaresi and
 * Quinn 2008, equations 16, 20 and 22): count1 of total1 against count2 of total2; prior is the word's
 * pseudo-count, prior_total their sum over words. */
double stats_log_odds(double count1, double total1, double count2, double total2, double prior,
                      double prior_total);

/* ---- trends (stats_trend.c) ------------------------------------------------------------------- */

typedef struct stats_trend {
    double s;          /* Mann–Kendall: rising pairs less falling ones                 */
    double p;          /* two-sided; NaN for n < 3                                      */
    bool exact;        /* p from the distribution of S itself, else the normal one      */
    double slope;      /* Theil–Sen, per unit of x; NaN for n < 2                       */
    stats_interval slope_interval;
} stats_trend;

/*
 * Monotone trend of y [n] over x [n], x ascending and distinct.  Mann (1945) and Kendall (1975): exact
 * without ties up to n = 33, else normal with the correction for ties and for continuity.  Slope:
 * Theil (1950) and Sen (1968), with Sen's interval at 95 %.  False when memory ran out.
 */
bool stats_trend_test(const double *x, const double *y, size_t n, stats_trend *out);

/* ---- prevalence (stats_prevalence.c) ---------------------------------------------------------- */

/* Held-out decisions on a label: how many of each kind. */
typedef struct stats_rates {
    double tp, fp, fn, tn;
} stats_rates;

/* The share of true cases behind a share of positive decisions (Forman 2008, "adjusted count"):
 * (observed - fpr) / (tpr - fpr), cut to 0 … 1.  NaN unless tpr > fpr. */
double stats_adjusted_share(double observed, const stats_rates *rates);

/* Prevalence by expectation maximisation over calibrated probabilities p [n] that were learned where
 * the prevalence was `prior` (Saerens, Latinne and Decaestecker 2002, equations 7 and 9).  NaN for n = 0
 * or a prior that is not inside 0 … 1. */
double stats_em_prevalence(const double *p, size_t n, double prior);

/* A part of a corpus whose decisions share their rates (a language, say). */
typedef struct stats_stratum {
    double documents, positive;
    stats_rates rates;
} stats_stratum;

typedef struct stats_estimate {
    double count; /* documents that truly have the label, over all strata */
    stats_interval interval;
} stats_estimate;

/*
 * Adjusted count over strata with a 95 % percentile interval of `ndraw` draws.  A draw resamples the
 * documents (positives ~ Beta(k + ½, n - k + ½), the smooth form of the bootstrap of one label's
 * decisions) and the rates (tpr ~ Beta(tp + ½, fn + ½), fpr ~ Beta(fp + ½, tn + ½): Jeffreys' posterior),
 * and adjusts.  A draw whose tpr is not above its fpr says nothing: it is uniform over the stratum.
 * draws [ndraw] is room for the call and holds the sorted draws afterwards.
 */
stats_estimate stats_adjusted_count(const stats_stratum *strata, size_t n, size_t ndraw, fuda_rng *rng,
                                    double *draws);

#endif
