/* SPDX-License-Identifier: MIT */
/* Quality figures against a table worked out by hand. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "classifier/metrics.h"
#include "assert_close.h"

#define SET(...) (const uint32_t[]){__VA_ARGS__}, sizeof(const uint32_t[]){__VA_ARGS__} / sizeof(uint32_t)
#define NONE NULL, 0

/*
 * Labels 0 … 4.            gold    extra  predicted  ignored   right  hits      wrong   missed
 *   document 1             0 1            1 0                  yes    0 1
 *           2              0              0 2                  no     0         2
 *           3              2              -                    no                       2
 *           4              -              -                    yes
 *           5              -              1                    no               1
 *           6              1              1 3        3         yes    1
 *           7              2       1      2                    no     2                 (unknown)
 *           8              3              0          2 0       no                       3
 *
 *   label   hit wrong missed   precision   recall   f1            support
 *     0      2    0     0         1          1       1               2
 *     1      2    1     0        2/3         1       4/5             2
 *     2      1    1     1        1/2        1/2      1/2             2
 *     3      0    0     1         0          0       0               1
 *     4      0    0     0         0          0       0               0   (not in the mean)
 *   all      5    2     3        5/7        5/8      10/15           8
 *   macro F1 = (1 + 4/5 + 1/2 + 0) / 4 = 0.575;  right: 3 of 8
 */
static void table_by_hand(void **state)
{
    clf_metrics m;

    (void)state;
    assert_true(clf_metrics_init(&m, 5));
    clf_metrics_add(&m, SET(0, 1), 0, SET(1, 0), NONE);
    clf_metrics_add(&m, SET(0), 0, SET(0, 2), NONE);
    clf_metrics_add(&m, SET(2), 0, NONE, NONE);
    clf_metrics_add(&m, NONE, 0, NONE, NONE);
    clf_metrics_add(&m, NONE, 0, SET(1), NONE);
    clf_metrics_add(&m, SET(1), 0, SET(1, 3), SET(3));
    clf_metrics_add(&m, SET(2), 1, SET(2), NONE);
    clf_metrics_add(&m, SET(3), 0, SET(0), SET(2, 0));

    static const struct {
        double precision, recall, f1;
        uint64_t support;
    } expected[] = {{1, 1, 1, 2}, {2.0 / 3, 1, 0.8, 2}, {0.5, 0.5, 0.5, 2}, {0, 0, 0, 1}, {0, 0, 0, 0}};
    for (size_t k = 0; k < 5; k++) {
        clf_ratio r = clf_ratio_of(m.labels[k]);
        assert_close(r.precision, expected[k].precision, 1e-12);
        assert_close(r.recall, expected[k].recall, 1e-12);
        assert_close(r.f1, expected[k].f1, 1e-12);
        assert_int_equal(r.support, expected[k].support);
    }
    clf_ratio all = clf_ratio_of(m.all);
    assert_close(all.precision, 5.0 / 7, 1e-12);
    assert_close(all.recall, 5.0 / 8, 1e-12);
    assert_close(all.f1, 10.0 / 15, 1e-12);
    assert_int_equal(all.support, 8);
    assert_close(clf_macro_f1(&m), 0.575, 1e-12);
    assert_int_equal(m.documents, 8);
    assert_int_equal(m.right, 3);
    clf_metrics_release(&m);
}

static void nothing_measured(void **state)
{
    clf_metrics m;
    clf_ratio r;

    (void)state;
    assert_true(clf_metrics_init(&m, 0));
    assert_close(clf_macro_f1(&m), 0, 0);
    clf_metrics_add(&m, NONE, 0, NONE, NONE);
    assert_int_equal(m.right, 1);
    clf_metrics_add(&m, NONE, 2, NONE, NONE); /* gold labels the model does not know */
    assert_int_equal(m.right, 1);
    assert_int_equal(m.all.missed, 2);
    assert_close(clf_macro_f1(&m), 0, 0);
    r = clf_ratio_of(m.all);
    assert_close(r.precision, 0, 0);
    assert_close(r.recall, 0, 0);
    assert_close(r.f1, 0, 0);
    assert_int_equal(r.support, 2);
    clf_metrics_release(&m);
    clf_metrics_release(&m);
}

/* A label that is predicted but never gold counts in the mean, with 0. */
static void false_alarms_lower_the_mean(void **state)
{
    clf_metrics m;

    (void)state;
    assert_true(clf_metrics_init(&m, 3));
    clf_metrics_add(&m, SET(0), 0, SET(0), NONE);
    assert_close(clf_macro_f1(&m), 1, 1e-12);
    clf_metrics_add(&m, NONE, 0, SET(2), SET(2));
    assert_close(clf_macro_f1(&m), 1, 1e-12);
    assert_int_equal(m.right, 2);
    clf_metrics_add(&m, NONE, 0, SET(2), NONE);
    assert_close(clf_macro_f1(&m), 0.5, 1e-12);
    assert_int_equal(m.right, 2);
    clf_metrics_release(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(table_by_hand),
        cmocka_unit_test(nothing_measured),
        cmocka_unit_test(false_alarms_lower_the_mean),
    };
    return cmocka_run_group_tests_name("metrics", tests, NULL, NULL);
}
