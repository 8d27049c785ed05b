/* SPDX-License-Identifier: MIT */
/* Intervals and tests of difference: against theory where there is one, and against themselves. */
#include "judged_fixture.h"

#include <math.h>

#include "assert_close.h"
#include "classifier/resample.h"
#include "core/random.h"

static const clf_resampling usual = {.draws = 400, .seed = 1, .workers = 1};

/* N documents of two labels, of which a share is right; `size` of them share a unit and a fate. */
static clf_judged coins(size_t n, size_t size, double right, uint64_t seed)
{
    clf_judged all = {.mode = CLF_SINGLE, .nlabel = 2};
    fuda_rng rng = {seed};
    bool lucky = false;

    for (size_t i = 0; i < n; i++) {
        if (i % size == 0)
            lucky = (double)fuda_rng_below(&rng, 1000000) < right * 1000000;
        uint32_t gold = i % 2, given = lucky ? gold : 1 - gold;
        clf_judgement j = {.gold = &gold, .ngold = 1, .given = &given, .ngiven = 1,
                           .unit = (uint32_t)(i / size)};
        assert_true(clf_judged_add(&all, &j));
    }
    return all;
}

static clf_interval accuracy_interval(const clf_judged *all)
{
    clf_interval figures[CLF_NFIGURE], labels[8], parts[CLF_NPART];

    assert_int_equal(clf_bootstrap(all, &usual, figures, labels, parts, NULL), FUDA_OK);
    return figures[CLF_ACCURACY];
}

/* The interval of a share of n independent documents is ±1.96 √(q (1 − q) / n); drawn by units of five that
 * stand or fall together it is √5 as wide. */
static void as_wide_as_theory_says(void **state)
{
    (void)state;
    for (size_t size = 1; size <= 5; size += 4) {
        clf_judged all = coins(2000, size, 0.8, 7);
        clf_metrics m;
        double figures[CLF_NFIGURE];
        assert_true(clf_metrics_init(&m, 2));
        clf_metrics_add_all(&m, &all, CLF_NPART);
        clf_figures(&m, figures);
        double q = figures[CLF_ACCURACY], half = 1.96 * sqrt(q * (1 - q) / (2000.0 / (double)size));
        clf_interval i = accuracy_interval(&all);
        assert_close(i.low, q - half, half / 8);
        assert_close(i.high, q + half, half / 8);
        clf_metrics_release(&m);
        clf_judged_release(&all);
    }
}

/* Of many samples, about 95 in 100 have an interval that holds the truth. */
static void intervals_hold_the_truth(void **state)
{
    int held = 0;
    (void)state;

    for (uint64_t trial = 0; trial < 100; trial++) {
        clf_judged all = coins(100, 1, 0.7, 1000 + trial);
        clf_interval i = accuracy_interval(&all);
        held += i.low <= 0.7 && 0.7 <= i.high;
        clf_judged_release(&all);
    }
    assert_true(held >= 88 && held <= 99); /* 95 ± three standard deviations; the bootstrap is a little narrow */
}

static void threads_change_nothing(void **state)
{
    clf_judged one = judged_one(1), many = judged_many(), *all[] = {&one, &many};
    (void)state;

    for (int a = 0; a < 2; a++) {
        clf_interval figures[2][CLF_NFIGURE], labels[2][8] = {{{0}}}, parts[2][CLF_NPART];
        for (int t = 0; t < 2; t++) {
            clf_resampling how = {.draws = 500, .seed = 3, .workers = t == 0 ? 1 : 8};
            assert_int_equal(clf_bootstrap(all[a], &how, figures[t], labels[t], parts[t], NULL), FUDA_OK);
        }
        assert_memory_equal(figures[0], figures[1], sizeof figures[0]);
        assert_memory_equal(labels[0], labels[1], sizeof labels[0]);
        assert_memory_equal(parts[0], parts[1], sizeof parts[0]);
        for (int f = 0; f < CLF_NFIGURE; f++)
            assert_true(figures[0][f].low <= figures[0][f].high);
        clf_judged_release(all[a]);
    }
}

/* Nothing was ever gold or given: no interval; one unit: no width. */
static void what_cannot_be_drawn(void **state)
{
    clf_judged all = judged_one(ONE_DOCS);
    clf_interval figures[CLF_NFIGURE], labels[8], parts[CLF_NPART];
    (void)state;

    all.nlabel = 6;
    assert_int_equal(clf_bootstrap(&all, &usual, figures, labels, parts, NULL), FUDA_OK);
    assert_close(figures[CLF_ACCURACY].low, 0.75, 1e-12);
    assert_close(figures[CLF_ACCURACY].high, 0.75, 1e-12);
    assert_true(isnan(labels[5].low) && isnan(labels[5].high));
    assert_false(isnan(labels[0].low));
    assert_false(isnan(parts[1].low));
    assert_true(isnan(parts[2].low));
    clf_judged_release(&all);
    assert_int_equal(clf_bootstrap(&all, &usual, figures, labels, parts, NULL), FUDA_OK);
    assert_true(isnan(figures[CLF_ACCURACY].low));
}

/* scipy.stats.binomtest(a, a + b, 0.5).pvalue, of scipy 1.16 */
static void mcnemar_is_the_binomial_test(void **state)
{
    (void)state;
    assert_close(clf_mcnemar_p(0, 0), 1, 1e-12);
    assert_close(clf_mcnemar_p(3, 0), 0.25, 1e-12);
    assert_close(clf_mcnemar_p(1, 9), 0.021484375, 1e-12);
    assert_close(clf_mcnemar_p(9, 1), 0.021484375, 1e-12);
    assert_close(clf_mcnemar_p(12, 30), 0.007915897334896727, 1e-12);
    assert_close(clf_mcnemar_p(500, 560), 0.06990955946026937, 1e-10);
    assert_close(clf_mcnemar_p(7, 7), 1, 1e-12);
}

/* Where nothing differs, p below 0.05 comes up about once in twenty; a difference of ten points in a thousand
 * documents does not go unnoticed. */
static void differences(void **state)
{
    clf_difference d[CLF_NFIGURE];
    clf_resampling how = {.draws = 200, .seed = 1, .workers = 1};
    int alarms = 0;
    (void)state;

    for (uint64_t trial = 0; trial < 100; trial++) {
        clf_judged a = coins(200, 1, 0.7, 3000 + trial), b = coins(200, 1, 0.7, 5000 + trial);
        assert_int_equal(clf_paired_bootstrap(&a, &b, &how, d, NULL), FUDA_OK);
        alarms += d[CLF_ACCURACY].p < 0.05;
        clf_judged_release(&a);
        clf_judged_release(&b);
    }
    assert_true(alarms <= 12); /* 5 ± three standard deviations */
    clf_judged a = coins(1000, 1, 0.8, 1), b = coins(1000, 1, 0.7, 2);
    clf_mcnemar m = clf_mcnemar_of(&a, &b);
    assert_int_equal(m.both + m.only_a + m.only_b + m.neither, 1000);
    assert_int_equal(clf_paired_bootstrap(&a, &b, &how, d, NULL), FUDA_OK);
    assert_close(d[CLF_ACCURACY].value, ((double)m.only_a - (double)m.only_b) / 1000, 1e-12);
    assert_true(d[CLF_ACCURACY].p < 0.01 && m.p < 0.001);
    assert_true(d[CLF_ACCURACY].interval.low > 0);
    assert_close(d[CLF_MICRO_F1].value, d[CLF_ACCURACY].value, 1e-12);
    /* The same against itself. */
    assert_int_equal(clf_paired_bootstrap(&a, &a, &how, d, NULL), FUDA_OK);
    assert_close(d[CLF_ACCURACY].value, 0, 0);
    assert_close(d[CLF_ACCURACY].p, 1, 0);
    b.n--;
    assert_int_equal(clf_paired_bootstrap(&a, &b, &how, d, NULL), FUDA_E_ARG);
    clf_judged_release(&a);
    clf_judged_release(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_wide_as_theory_says),
        cmocka_unit_test(intervals_hold_the_truth),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(what_cannot_be_drawn),
        cmocka_unit_test(mcnemar_is_the_binomial_test),
        cmocka_unit_test(differences),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
