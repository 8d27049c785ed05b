/* SPDX-License-Identifier: MIT */
/* Distributions, intervals of proportions, multiple comparisons. */
#include <math.h>
#include <stdlib.h>

#include "core/stats.h"

double stats_normal_tail(double z)
{
    return 0.5 * erfc(z * M_SQRT1_2);
}

double stats_chi1_tail(double x)
{
    return x <= 0 ? 1 : erfc(sqrt(x / 2));
}

/* a[0] + a[1] x + … + a[7] x^7 */
static double polynomial(const double a[8], double x)
{
    double sum = a[7];
    for (int i = 6; i >= 0; i--)
        sum = sum * x + a[i];
    return sum;
}

double stats_normal_quantile(double p)
{
    /* Numerator and denominator: the middle, the tails, the far tails. */
    static const double middle[2][8] = {
        {3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
         4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3},
        {1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
         2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3}};
    static const double tail[2][8] = {
        {1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
         3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
         2.27238449892691845833e-2, 7.74545014278341407640e-4},
        {1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
         1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
         1.05075007164441684324e-9}};
    static const double far[2][8] = {
        {6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
         2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
         2.71155556874348757815e-5, 2.01033439929228813265e-7},
        {1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
         7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
         2.04426310338993978564e-15}};
    double q = p - 0.5, r, z;

    if (!(p > 0 && p < 1))
        return p == 0 ? -INFINITY : p == 1 ? INFINITY : NAN;
    if (fabs(q) <= 0.425) {
        r = 0.180625 - q * q;
        return q * polynomial(middle[0], r) / polynomial(middle[1], r);
    }
    r = sqrt(-log(q < 0 ? p : 1 - p));
    z = r <= 5 ? polynomial(tail[0], r - 1.6) / polynomial(tail[1], r - 1.6)
               : polynomial(far[0], r - 5) / polynomial(far[1], r - 5);
    return q < 0 ? -z : z;
}

/* ---- random variates ------------------------------------------------------------------------ */

double stats_uniform(fuda_rng *rng)
{
    return ((double)(fuda_rng_next(rng) >> 12) + 0.5) / 4503599627370496.0; /* 2^52 */
}

double stats_normal(fuda_rng *rng)
{
    return stats_normal_quantile(stats_uniform(rng));
}

/* Gamma(shape, 1): squeeze and rejection; below 1 by the boost of the shape with a power of a uniform. */
static double gamma_variate(fuda_rng *rng, double shape)
{
    if (shape < 1)
        return gamma_variate(rng, shape + 1) * pow(stats_uniform(rng), 1 / shape);
    double d = shape - 1.0 / 3, c = 1 / sqrt(9 * d);
    for (;;) {
        double x = stats_normal(rng), v = 1 + c * x;
        if (v <= 0)
            continue;
        v = v * v * v;
        if (log(stats_uniform(rng)) < 0.5 * x * x + d - d * v + d * log(v))
            return d * v;
    }
}

double stats_beta(fuda_rng *rng, double a, double b)
{
    if (!(a > 0 && b > 0 && isfinite(a) && isfinite(b)))
        return NAN;
    double x = gamma_variate(rng, a), y = gamma_variate(rng, b);
    return x + y > 0 ? x / (x + y) : 0.5; /* both underflowed */
}

/* ---- proportions ---------------------------------------------------------------------------- */

stats_interval stats_wilson(double k, double n, double z)
{
    if (!(n > 0))
        return (stats_interval){NAN, NAN};
    double p = k / n, z2 = z * z, scale = 1 / (1 + z2 / n);
    double center = (p + z2 / (2 * n)) * scale;
    double half = z * scale * sqrt(p * (1 - p) / n + z2 / (4 * n * n));
    /* Exact at the ends, where rounding would leave a crumb. */
    return (stats_interval){k <= 0 ? 0 : center - half, k >= n ? 1 : center + half};
}

stats_interval stats_difference(double k1, double n1, double k2, double n2, double z)
{
    stats_interval a = stats_wilson(k1, n1, z), b = stats_wilson(k2, n2, z);
    double p1 = k1 / n1, p2 = k2 / n2, d = p1 - p2;

    if (!(n1 > 0 && n2 > 0))
        return (stats_interval){NAN, NAN};
    return (stats_interval){d - sqrt((p1 - a.low) * (p1 - a.low) + (b.high - p2) * (b.high - p2)),
                            d + sqrt((a.high - p1) * (a.high - p1) + (p2 - b.low) * (p2 - b.low))};
}

/* ---- sorting, quantiles, comparisons --------------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

void stats_sort(double *values, size_t n)
{
    if (n > 1)
        qsort(values, n, sizeof *values, by_value);
}

double stats_quantile(const double *sorted, size_t n, double q)
{
    if (n == 0)
        return NAN;
    double at = q * (double)(n - 1);
    size_t i = (size_t)at;
    return i + 1 >= n ? sorted[n - 1] : sorted[i] + (at - (double)i) * (sorted[i + 1] - sorted[i]);
}

/* A heap in `order` with the largest p on top. */
static void sift(const double *p, size_t *order, size_t top, size_t n)
{
    for (size_t child; (child = 2 * top + 1) < n; top = child) {
        if (child + 1 < n && p[order[child + 1]] > p[order[child]])
            child++;
        if (!(p[order[child]] > p[order[top]]))
            return;
        size_t swap = order[top];
        order[top] = order[child];
        order[child] = swap;
    }
}

void stats_benjamini_hochberg(double *p, size_t n, size_t *order)
{
    size_t m = 0;
    double least = 1;

    for (size_t i = 0; i < n; i++) {
        if (!isnan(p[i]))
            order[m++] = i;
    }
    for (size_t i = m / 2; i-- > 0;)
        sift(p, order, i, m);
    /* From the largest down: min over the ranks above of p m / rank. */
    for (size_t rank = m; rank > 0; rank--) {
        size_t i = order[0];
        double adjusted = p[i] * (double)m / (double)rank;
        order[0] = order[rank - 1];
        sift(p, order, 0, rank - 1);
        if (adjusted < least)
            least = adjusted;
        p[i] = least;
    }
}
