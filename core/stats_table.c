/* SPDX-License-Identifier: MIT */
/* What a table of two by two counts says. */
#include <math.h>

#include "core/stats.h"

/* observed × ln(observed / expected), 0 for nothing observed. */
static double deviance(double observed, double expected)
{
    return observed > 0 ? observed * log(observed / expected) : 0;
}

double stats_g2(const stats_table *t)
{
    double row1 = t->a + t->b, row2 = t->c + t->d, col1 = t->a + t->c, col2 = t->b + t->d, n = row1 + row2;
    double g;

    if (!(row1 > 0 && row2 > 0 && col1 > 0 && col2 > 0))
        return 0;
    g = 2 * (deviance(t->a, row1 * col1 / n) + deviance(t->b, row1 * col2 / n) +
             deviance(t->c, row2 * col1 / n) + deviance(t->d, row2 * col2 / n));
    return g > 0 ? g : 0;
}

double stats_log_ratio(const stats_table *t)
{
    double n1 = t->a + t->b, n2 = t->c + t->d;

    if (!(n1 > 0 && n2 > 0))
        return NAN;
    return log2((t->a > 0 ? t->a : 0.5) / n1) - log2((t->c > 0 ? t->c : 0.5) / n2);
}

double stats_pmi(const stats_table *t)
{
    double row = t->a + t->b, column = t->a + t->c, n = row + t->c + t->d;

    if (!(row > 0 && column > 0))
        return NAN;
    return log2(t->a) + log2(n) - log2(row) - log2(column);
}

double stats_odds_ratio(const stats_table *t, double z, stats_interval *interval)
{
    double add = t->a > 0 && t->b > 0 && t->c > 0 && t->d > 0 ? 0 : 0.5;
    double a = t->a + add, b = t->b + add, c = t->c + add, d = t->d + add;
    double log_ratio = log(a) + log(d) - log(b) - log(c);
    double half = z * sqrt(1 / a + 1 / b + 1 / c + 1 / d);

    if (interval != NULL)
        *interval = (stats_interval){exp(log_ratio - half), exp(log_ratio + half)};
    return exp(log_ratio);
}

double stats_log_odds(double count1, double total1, double count2, double total2, double prior,
                      double prior_total)
{
    double y1 = count1 + prior, y2 = count2 + prior;
    double rest1 = total1 + prior_total - y1, rest2 = total2 + prior_total - y2;

    if (!(y1 > 0 && y2 > 0 && rest1 > 0 && rest2 > 0))
        return NAN;
    return (log(y1 / rest1) - log(y2 / rest2)) / sqrt(1 / y1 + 1 / y2);
}
