/* SPDX-License-Identifier: MIT */
/*
 * Statistics against values of other programs, computed with SciPy 1.17.1, statsmodels 0.15.0 and
 * pymannkendall 1.4.3; the function that gave them stands beside each table.
 */
#include "prelude.h"

#include "assert_close.h"
#include "core/stats.h"

static void normal_distribution(void **state)
{
    /* scipy.stats.norm.ppf */
    static const double ppf[][2] = {{1e-300, -37.0470962993612},
                                    {1e-20, -9.262340089798409},
                                    {1e-08, -5.612001244174789},
                                    {0.001, -3.090232306167813},
                                    {0.025, -1.9599639845400545},
                                    {0.07, -1.4757910281791706},
                                    {0.3, -0.5244005127080409},
                                    {0.5, 0},
                                    {0.6, 0.2533471031357997},
                                    {0.975, STATS_Z95},
                                    {1 - 1e-9, 5.997807019601637}};
    (void)state;
    for (size_t i = 0; i < COUNT(ppf); i++)
        assert_close(stats_normal_quantile(ppf[i][0]), ppf[i][1], 1e-13 * (1 + fabs(ppf[i][1])));
    assert_true(isnan(stats_normal_quantile(-0.1)) && isnan(stats_normal_quantile(1.1)));
    assert_true(isinf(stats_normal_quantile(0)) && isinf(stats_normal_quantile(1)));
    /* scipy.stats.norm.sf, scipy.stats.chi2.sf(x, 1) */
    assert_close(stats_normal_tail(-3), 0.9986501019683699, 1e-15);
    assert_close(stats_normal_tail(1.5), 0.06680720126885807, 1e-15);
    assert_close(stats_normal_tail(30) / 4.906713927147908e-198, 1, 1e-10);
    assert_close(stats_chi1_tail(0.5), 0.47950012218695337, 1e-14);
    assert_close(stats_chi1_tail(3.841458820694124), 0.05, 1e-12);
    assert_close(stats_chi1_tail(100) / 1.5239706048320995e-23, 1, 1e-10);
    assert_close(stats_chi1_tail(0), 1, 0);
}

static void proportions(void **state)
{
    /* statsmodels proportion_confint(k, n, method="wilson") */
    static const double wilson[][4] = {{0, 10, 0.0, 0.27753279986288926},
                                       {10, 10, 0.7224672001371106, 1.0},
                                       {7, 50, 0.06950833427016288, 0.26186193710585537},
                                       {1, 3, 0.06149194472039626, 0.7923403991979523},
                                       {812, 7511, 0.10128499208357471, 0.11533188103887594}};
    /* statsmodels confint_proportions_2indep(…, method="newcomb", compare="diff") */
    static const double newcombe[][6] = {{56, 70, 48, 80, 0.05243147240236498, 0.33387265403690614},
                                         {9, 10, 3, 10, 0.1705227239345029, 0.809017973535488},
                                         {0, 10, 0, 20, -0.1611251580528194, 0.27753279986288926},
                                         {12, 400, 3, 900, 0.012384923476914163, 0.04847635124490835}};
    (void)state;
    for (size_t i = 0; i < COUNT(wilson); i++) {
        stats_interval found = stats_wilson(wilson[i][0], wilson[i][1], STATS_Z95);
        assert_close(found.low, wilson[i][2], 1e-13);
        assert_close(found.high, wilson[i][3], 1e-13);
    }
    for (size_t i = 0; i < COUNT(newcombe); i++) {
        const double *row = newcombe[i];
        stats_interval found = stats_difference(row[0], row[1], row[2], row[3], STATS_Z95);
        assert_close(found.low, row[4], 1e-13);
        assert_close(found.high, row[5], 1e-13);
    }
    assert_true(isnan(stats_wilson(0, 0, STATS_Z95).low));
    assert_true(isnan(stats_difference(0, 0, 1, 2, STATS_Z95).high));
}

static void tables(void **state)
{
    /* counts; scipy chi2_contingency(correction=False, lambda_="log-likelihood"); statsmodels
     * Table2x2 (with 0.5 added where a cell is empty): odds ratio and interval; log ratio and PMI
     * by their formulas in Python */
    static const double rows[][10] = {
        {110, 2332, 29, 26643, 412.35248497264826, 43.33604424202993, 28.722255953142522, 65.38527940183268,
         5.372569622396101, 3.237996601677842},
        {5, 0, 3, 8, 9.289752175240132, 26.714285714285715, 1.1432460778557305, 624.2339904310154,
         1.8744691179161412, 1.0},
        {12, 88, 30, 870, 12.052426366345568, 3.9545454545454546, 1.9550653338981288, 7.998929488911375,
         1.84799690655495, 1.5145731728297582},
        {0, 50, 7, 43, 10.23144087794442, 0.05742574257425743, 0.0031874282762738124, 1.034600820590071,
         -3.807354922057604, -INFINITY}};
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const double *row = rows[i];
        const stats_table t = {row[0], row[1], row[2], row[3]};
        stats_interval around;
        assert_close(stats_g2(&t), row[4], 1e-9 * (1 + row[4]));
        assert_close(stats_odds_ratio(&t, STATS_Z95, &around) / row[5], 1, 1e-12);
        assert_close(around.low / row[6], 1, 1e-12);
        assert_close(around.high / row[7], 1, 1e-12);
        assert_close(stats_log_ratio(&t), row[8], 1e-12);
        if (isinf(row[9]))
            assert_true(isinf(stats_pmi(&t)) && stats_pmi(&t) < 0);
        else
            assert_close(stats_pmi(&t), row[9], 1e-12);
    }
    const stats_table empty = {0, 0, 3, 4}, even = {10, 20, 30, 60};
    assert_close(stats_g2(&empty), 0, 0);
    assert_true(isnan(stats_log_ratio(&empty)) && isnan(stats_pmi(&empty)));
    assert_close(stats_g2(&even), 0, 1e-12);
    assert_close(stats_odds_ratio(&even, STATS_Z95, NULL), 1, 1e-12);
}

static void weighted_log_odds(void **state)
{
    (void)state;
    /* Equations 16, 20 and 22 typed into Python. */
    assert_close(stats_log_odds(30, 1000, 10, 2000, 4, 500), 4.457327055757101, 1e-12);
    assert_close(stats_log_odds(0, 1000, 25, 2000, 2.5, 300), -2.78158422040331, 1e-12);
    /* Without difference, and mirrored. */
    assert_close(stats_log_odds(10, 1000, 10, 1000, 1, 100), 0, 1e-12);
    assert_close(stats_log_odds(10, 2000, 30, 1000, 4, 500), -4.457327055757101, 1e-12);
    /* A stronger prior pulls towards none. */
    assert_true(stats_log_odds(30, 1000, 10, 2000, 400, 50000) < 1.5);
    assert_true(isnan(stats_log_odds(0, 10, 0, 10, 0, 0)));
}

static void comparisons(void **state)
{
    /* statsmodels multipletests(p, method="fdr_bh") */
    double p[] = {0.01, 0.04, 0.03, NAN, 0.002, 0.5, 0.04, 0.9};
    static const double adjusted[] = {0.035, 0.056, 0.056, NAN, 0.014, 0.5833333333333334, 0.056, 0.9};
    size_t order[COUNT(p)];
    (void)state;
    stats_benjamini_hochberg(p, COUNT(p), order);
    for (size_t i = 0; i < COUNT(p); i++) {
        if (isnan(adjusted[i]))
            assert_true(isnan(p[i]));
        else
            assert_close(p[i], adjusted[i], 1e-15);
    }
    stats_benjamini_hochberg(p, 0, order);

    double values[] = {16, 1, 8, 2, 4}; /* numpy.percentile */
    stats_sort(values, 5);
    assert_close(stats_quantile(values, 5, 0), 1, 0);
    assert_close(stats_quantile(values, 5, 0.025), 1.1, 1e-15);
    assert_close(stats_quantile(values, 5, 0.3), 2.4, 1e-15);
    assert_close(stats_quantile(values, 5, 0.975), 15.2, 1e-14);
    assert_close(stats_quantile(values, 5, 1), 16, 0);
    assert_true(isnan(stats_quantile(values, 0, 0.5)));
}

typedef struct series {
    size_t n;
    double y[10];
    double s, p, slope, low, high;
} series;

/* S, and p with ties: pymannkendall original_test; p without: scipy kendalltau(method="exact");
 * slope and interval: scipy theilslopes(y, x, 0.95). */
static void trends(void **state)
{
    static const series rows[] = {
        {7, {1, 3, 2, 5, 4, 7, 8}, 17, 0.010714285714285714, 1.0, 0.5, 2.0},
        {10, {2, 2, 3, 5, 5, 5, 4, 6, 8, 8}, 34, 0.0025204365792892425, 2.0 / 3, 1.0 / 3, 1},
        {4, {1, 2, 3, 4}, 6, 0.08333333333333333, 1, 1, 1},
        {5, {3, 3, 3, 3, 3}, 0, 1, 0, 0, 0}};
    static const double gaps[] = {2000, 2001, 2003, 2004, 2005, 2008, 2009, 2010, 2011, 2012};
    static const double down[] = {9.1, 8.2, 8.3, 6, 5.5, 5.1, 2, 1.5, 1.2, 0.3};
    double x[40], y[40];
    stats_trend t;
    (void)state;

    for (size_t i = 0; i < 40; i++) {
        x[i] = 2000 + (double)i;
        y[i] = (double)(i * 7919 % 101) / 10 + 0.05 * (double)i;
    }
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_true(stats_trend_test(x, rows[i].y, rows[i].n, &t));
        assert_close(t.s, rows[i].s, 0);
        assert_close(t.p, rows[i].p, 1e-14);
        assert_close(t.slope, rows[i].slope, 1e-14);
        assert_close(t.slope_interval.low, rows[i].low, 1e-14);
        assert_close(t.slope_interval.high, rows[i].high, 1e-14);
    }
    assert_true(stats_trend_test(gaps, down, 10, &t));
    assert_true(t.exact);
    assert_close(t.s, -43, 0);
    assert_close(t.p, 5.5114638447971785e-06, 1e-18);
    assert_close(t.slope, -0.7333333333333333, 1e-12);
    assert_close(t.slope_interval.low, -0.8875, 1e-12);
    assert_close(t.slope_interval.high, -0.6, 1e-12);
    /* Longer than the exact distribution reaches. */
    assert_true(stats_trend_test(x, y, 40, &t));
    assert_false(t.exact);
    assert_close(t.s, 174, 0);
    assert_close(t.p, 0.043838787162109094, 1e-13);
    assert_close(t.slope, 0.11, 1e-12);
    assert_close(t.slope_interval.low, 0.018181818181818177, 1e-12);
    assert_close(t.slope_interval.high, 0.17121212121212123, 1e-12);
    /* Too short. */
    assert_true(stats_trend_test(x, y, 2, &t));
    assert_true(isnan(t.p) && !isnan(t.slope));
    assert_true(stats_trend_test(x, y, 1, &t));
    assert_true(isnan(t.p) && isnan(t.slope));
}

/* Means and quantiles of many draws; scipy.stats.beta.mean and .ppf([0.025, 0.5, 0.975]). */
static void beta_variates(void **state)
{
    enum { N = 20000 };
    static const double rows[][6] = {{0.5, 30.5, 0.016129032258064516, 1.62318612e-05, 7.49111529e-03, 7.96781738e-02},
                                     {45.5, 5.5, 0.8921568627450981, 0.79464517, 0.89728046, 0.96080564},
                                     {3, 7, 0.3, 0.07485463, 0.28623667, 0.60009357}};
    static double draws[N];
    fuda_rng rng = {7};
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        double sum = 0;
        for (size_t d = 0; d < N; d++)
            sum += draws[d] = stats_beta(&rng, rows[i][0], rows[i][1]);
        stats_sort(draws, N);
        assert_close(sum / N, rows[i][2], 0.005);
        assert_close(stats_quantile(draws, N, 0.025), rows[i][3], 0.006);
        assert_close(stats_quantile(draws, N, 0.5), rows[i][4], 0.006);
        assert_close(stats_quantile(draws, N, 0.975), rows[i][5], 0.01);
    }
    fuda_rng a = {3}, b = {3};
    assert_true(stats_beta(&a, 2, 5) == stats_beta(&b, 2, 5));
}

static void prevalence(void **state)
{
    const stats_rates rates = {80, 45, 20, 855}, useless = {10, 30, 90, 70};
    /* Maximum of the same likelihood by scipy.optimize.minimize_scalar: 0.583020679. */
    static const double p[] = {.9, .8, .75, .6, .3, .2, .1, .05, .02, .01};
    (void)state;
    /* tpr 0.8, fpr 0.05: by hand. */
    assert_close(stats_adjusted_share(0.2, &rates), 0.2, 1e-12);
    assert_close(stats_adjusted_share(0.125, &rates), 0.1, 1e-12);
    assert_close(stats_adjusted_share(0.02, &rates), 0, 0);
    assert_close(stats_adjusted_share(0.9, &rates), 1, 0);
    assert_true(isnan(stats_adjusted_share(0.2, &useless)));
    assert_close(stats_em_prevalence(p, COUNT(p), 0.2), 0.583020679, 1e-6);
    assert_true(isnan(stats_em_prevalence(p, 0, 0.2)) && isnan(stats_em_prevalence(p, 3, 0)));
    /* With the training prevalence right, nothing changes: the mean of calibrated p is the prior. */
    static const double fair[] = {.5, .3, .1, .1};
    assert_close(stats_em_prevalence(fair, 4, 0.25), 0.25, 0.02);
}

static double count_where(fuda_rng *rng, double n, double share)
{
    double k = 0;
    for (double i = 0; i < n; i++)
        k += stats_uniform(rng) < share;
    return k;
}

/* Corpora of 1,200 documents whose true labels are known, decided on with known error rates, which are
 * themselves known only from 60 + 400 held-out documents. */
static void coverage(void **state)
{
    enum { REPEATS = 60, DRAWS = 300, DOCUMENTS = 1200 };
    static const double prevalences[] = {0.01, 0.05, 0.15, 0.4}, errors[][2] = {{0.75, 0.06}, {0.55, 0.02}};
    double draws[DRAWS];
    size_t covered = 0, raw_covered = 0, runs = 0;
    fuda_rng rng = {11};
    (void)state;

    for (size_t e = 0; e < COUNT(errors); e++) {
        for (size_t i = 0; i < COUNT(prevalences); i++) {
            size_t here = 0;
            for (int repeat = 0; repeat < REPEATS; repeat++) {
                double truth = prevalences[i] * DOCUMENTS, tpr = errors[e][0], fpr = errors[e][1];
                double tp = count_where(&rng, 60, tpr), fp = count_where(&rng, 400, fpr);
                double positive = count_where(&rng, truth, tpr) + count_where(&rng, DOCUMENTS - truth, fpr);
                const stats_stratum s = {DOCUMENTS, positive, {tp, fp, 60 - tp, 400 - fp}};
                stats_estimate found = stats_adjusted_count(&s, 1, DRAWS, &rng, draws);
                stats_interval raw = stats_wilson(positive, DOCUMENTS, STATS_Z95);
                here += found.interval.low <= truth && truth <= found.interval.high;
                raw_covered += raw.low <= prevalences[i] && prevalences[i] <= raw.high;
                runs++;
                assert_true(found.interval.low <= found.count + 1e-9 || found.count == 0);
            }
            /* Also in the worst of the eight cases. */
            assert_true(here >= REPEATS * 85 / 100);
            covered += here;
        }
    }
    print_message("95 %% intervals cover: corrected %.3f, raw %.3f\n", (double)covered / (double)runs,
                  (double)raw_covered / (double)runs);
    assert_true((double)covered >= 0.93 * (double)runs);
    assert_true((double)raw_covered <= 0.5 * (double)runs);
}

/* Two languages with different rates: each corrected by its own; the same seed gives the same bytes. */
static void strata(void **state)
{
    const stats_stratum two[] = {{1000, 200, {90, 50, 10, 950}}, {500, 100, {40, 10, 60, 990}}, {0, 0, {0, 0, 0, 0}}};
    double draws[200], again[200];
    fuda_rng a = {5}, b = {5};
    (void)state;
    stats_estimate found = stats_adjusted_count(two, 3, 200, &a, draws);
    /* 1000 (0.2 - 0.05) / (0.9 - 0.05) + 500 (0.2 - 0.01) / (0.4 - 0.01), by hand. */
    assert_close(found.count, 176.470588235 + 243.589743590, 1e-6);
    assert_true(found.interval.low < found.count && found.count < found.interval.high);
    stats_adjusted_count(two, 3, 200, &b, again);
    assert_memory_equal(draws, again, sizeof draws);
    /* Rates that say nothing leave everything possible. */
    const stats_stratum blind = {100, 30, {0, 0, 0, 0}};
    found = stats_adjusted_count(&blind, 1, 200, &a, draws);
    assert_true(isnan(found.count) && found.interval.low < 10 && found.interval.high > 90);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(normal_distribution), cmocka_unit_test(proportions), cmocka_unit_test(tables),
        cmocka_unit_test(weighted_log_odds),   cmocka_unit_test(comparisons), cmocka_unit_test(trends),
        cmocka_unit_test(beta_variates),       cmocka_unit_test(prevalence),  cmocka_unit_test(coverage),
        cmocka_unit_test(strata)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
