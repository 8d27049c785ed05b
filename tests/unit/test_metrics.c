/* SPDX-License-Identifier: MIT */
/* Quality figures against a table worked out by hand, and against scikit-learn's. */
#include "judged_fixture.h"

#include <math.h>

#include "assert_close.h"

#define SET(...) (const uint32_t[]){__VA_ARGS__}, sizeof(const uint32_t[]){__VA_ARGS__} / sizeof(uint32_t)
#define NONE NULL, 0

/* One document without probabilities, into the list and into the sums. */
static void add(clf_metrics *m, clf_judged *all, const uint32_t *gold, size_t ngold, size_t extra,
                const uint32_t *given, size_t ngiven, const uint32_t *ignore, size_t nignore)
{
    clf_judgement j = {.gold = gold, .given = given, .ignore = ignore, .ngold = ngold, .ngiven = ngiven,
                       .nignore = nignore, .extra_gold = extra};
    all->nlabel = m->nlabel;
    assert_true(clf_judged_add(all, &j));
    clf_metrics_add(m, all, all->n - 1, 1);
}

static double figure(const clf_metrics *m, clf_figure which)
{
    double figures[CLF_NFIGURE];

    clf_figures(m, figures);
    return figures[which];
}

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
    clf_judged all = {.mode = CLF_MULTI};

    (void)state;
    assert_true(clf_metrics_init(&m, 5));
    add(&m, &all, SET(0, 1), 0, SET(1, 0), NONE);
    add(&m, &all, SET(0), 0, SET(0, 2), NONE);
    add(&m, &all, SET(2), 0, NONE, NONE);
    add(&m, &all, NONE, 0, NONE, NONE);
    add(&m, &all, NONE, 0, SET(1), NONE);
    add(&m, &all, SET(1), 0, SET(1, 3), SET(3));
    add(&m, &all, SET(2), 1, SET(2), NONE);
    add(&m, &all, SET(3), 0, SET(0), SET(2, 0));

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
    clf_ratio sum = clf_ratio_of(m.all);
    assert_close(sum.precision, 5.0 / 7, 1e-12);
    assert_close(sum.recall, 5.0 / 8, 1e-12);
    assert_close(sum.f1, 10.0 / 15, 1e-12);
    assert_int_equal(sum.support, 8);
    assert_close(figure(&m, CLF_MICRO_F1), 10.0 / 15, 1e-12);
    assert_close(figure(&m, CLF_MACRO_PRECISION), (1 + 2.0 / 3 + 0.5 + 0) / 4, 1e-12);
    assert_close(figure(&m, CLF_MACRO_RECALL), (1 + 1 + 0.5 + 0) / 4, 1e-12);
    /* By support 2, 2, 2, 1. */
    assert_close(figure(&m, CLF_WEIGHTED_F1), (2 * 1 + 2 * 0.8 + 2 * 0.5 + 0) / 7, 1e-12);
    /* Documents: 1 1 1, 1/2 1 2/3, 0, (nothing gold, nothing given) 1, 0, (3 ignored) 1, 1 1/2 2/3, 0 */
    assert_close(figure(&m, CLF_SAMPLES_PRECISION), (1 + 0.5 + 0 + 1 + 0 + 1 + 1 + 0) / 8, 1e-12);
    assert_close(figure(&m, CLF_SAMPLES_RECALL), (1 + 1 + 0 + 1 + 0 + 1 + 0.5 + 0) / 8, 1e-12);
    assert_close(figure(&m, CLF_SAMPLES_F1), (1 + 2.0 / 3 + 0 + 1 + 0 + 1 + 2.0 / 3 + 0) / 8, 1e-12);
    assert_close(figure(&m, CLF_ACCURACY), 3.0 / 8, 1e-12);
    assert_true(isnan(figure(&m, CLF_BRIER)) && isnan(figure(&m, CLF_LOG_LOSS)));
    assert_close(figure(&m, CLF_MACRO_F1), 0.575, 1e-12);
    assert_int_equal(m.documents, 8);
    assert_int_equal(m.right, 3);
    clf_judged_release(&all);
    clf_metrics_release(&m);
}

static void nothing_measured(void **state)
{
    clf_metrics m;
    clf_judged all = {.mode = CLF_MULTI};
    clf_ratio r;

    (void)state;
    assert_true(clf_metrics_init(&m, 0));
    assert_close(figure(&m, CLF_MACRO_F1), 0, 0);
    add(&m, &all, NONE, 0, NONE, NONE);
    assert_int_equal(m.right, 1);
    add(&m, &all, NONE, 2, NONE, NONE); /* gold labels the model does not know */
    assert_int_equal(m.right, 1);
    assert_int_equal(m.all.missed, 2);
    assert_close(figure(&m, CLF_MACRO_F1), 0, 0);
    r = clf_ratio_of(m.all);
    assert_close(r.precision, 0, 0);
    assert_close(r.recall, 0, 0);
    assert_close(r.f1, 0, 0);
    assert_int_equal(r.support, 2);
    clf_metrics_release(&m);
    clf_judged_release(&all);
    clf_metrics_release(&m);
}

/* A label that is predicted but never gold counts in the mean, with 0. */
static void false_alarms_lower_the_mean(void **state)
{
    clf_metrics m;
    clf_judged all = {.mode = CLF_MULTI};

    (void)state;
    assert_true(clf_metrics_init(&m, 3));
    add(&m, &all, SET(0), 0, SET(0), NONE);
    assert_close(figure(&m, CLF_MACRO_F1), 1, 1e-12);
    add(&m, &all, NONE, 0, SET(2), SET(2));
    assert_close(figure(&m, CLF_MACRO_F1), 1, 1e-12);
    assert_int_equal(m.right, 2);
    add(&m, &all, NONE, 0, SET(2), NONE);
    assert_close(figure(&m, CLF_MACRO_F1), 0.5, 1e-12);
    assert_int_equal(m.right, 2);
    clf_judged_release(&all);
    clf_metrics_release(&m);
}

/*
 * Values of scikit-learn 1.9.1 on the same tables: precision_recall_fscore_support(gold, given, average=…,
 * zero_division=0), accuracy_score, log_loss; the Brier score as ((p − one_hot(gold)) ** 2).sum(1).mean()
 * (single) and ((p − gold) ** 2).mean() (multi).
 */
static void equals_scikit_learn(void **state)
{
    static const double want[2][CLF_NFIGURE] = {
        {0.75, 0.75, 0.75, 0.75, 0.7392857142857143, 0.7857142857142857, 0.7479395604395604, 0.7625, 0.75,
         0.7475961538461539, 0.75, 0.75, 0.75, 0.4686666666666666, 0.9767222316683354},
        {0, 0.4, 0.5517241379310345, 0.463768115942029, 0.4088383838383839, 0.44761904761904764,
         0.4170091896407685, 0.5121037965865551, 0.5517241379310345, 0.51930976867456, 0.38020833333333326,
         0.47916666666666663, 0.3931547619047619, 0.26848875, 0.7599707733687311}};
    (void)state;

    for (int multi = 0; multi < 2; multi++) {
        clf_judged all = multi ? judged_many() : judged_one(1);
        clf_metrics m, doubled;
        assert_true(clf_metrics_init(&m, all.nlabel));
        assert_true(clf_metrics_init(&doubled, all.nlabel));
        clf_metrics_add_all(&m, &all, CLF_NPART);
        for (size_t i = 0; i < all.n; i++)
            clf_metrics_add(&doubled, &all, i, 3);
        for (int f = 0; f < CLF_NFIGURE; f++) {
            assert_close(figure(&m, (clf_figure)f), want[multi][f], 1e-12);
            assert_close(figure(&doubled, (clf_figure)f), want[multi][f], 1e-12);
        }
        assert_int_equal(doubled.documents, 3 * all.n);
        clf_metrics_clear(&m);
        assert_int_equal(m.documents, 0);
        clf_metrics_add_all(&m, &all, 1);
        assert_int_equal(m.documents, multi ? 0 : ONE_DOCS / 2);
        clf_metrics_release(&m);
        clf_metrics_release(&doubled);
        clf_judged_release(&all);
    }
}

/* A gold label the model does not know has the probability 0; an arguable one does not count. */
static void probabilities_at_the_edges(void **state)
{
    const double p[] = {0.75, 0.25}, sure[] = {1, 0};
    const uint32_t zero = 0, one = 1;
    clf_judged all = {.mode = CLF_SINGLE, .nlabel = 2};
    clf_judgement j = {.extra_gold = 1, .given = &zero, .ngiven = 1, .p = p};
    (void)state;

    assert_true(clf_judged_add(&all, &j));
    assert_close(all.docs[0].brier, 0.5625 + 0.0625 + 1, 1e-12);
    assert_close(all.docs[0].loss, -log(1e-15), 1e-9);
    assert_close(exp(all.docs[0].confidence), 0.75, 1e-12);
    assert_false(all.docs[0].right);
    j = (clf_judgement){.gold = &one, .ngold = 1, .p = p}; /* said nothing, below a wished p */
    assert_true(clf_judged_add(&all, &j));
    assert_false(all.docs[1].answered);
    assert_close(all.docs[1].loss, -log(0.25), 1e-12);
    clf_judged_release(&all);

    all = (clf_judged){.mode = CLF_MULTI, .nlabel = 2};
    j = (clf_judgement){.gold = &one, .ngold = 1, .given = &zero, .ngiven = 1, .ignore = &zero, .nignore = 1, .p = p};
    assert_true(clf_judged_add(&all, &j));
    assert_int_equal(all.docs[0].decisions, 1);
    assert_close(all.docs[0].brier, 0.5625, 1e-12);
    assert_close(exp(all.docs[0].confidence), 0.75 * 0.75, 1e-12);
    assert_int_equal(all.docs[0].nlabel, 1);
    j = (clf_judgement){.gold = &zero, .ngold = 1, .given = &zero, .ngiven = 1, .p = sure};
    assert_true(clf_judged_add(&all, &j));
    assert_true(all.docs[1].right && all.docs[1].answered);
    assert_close(all.docs[1].loss, 0, 1e-12);
    assert_close(all.docs[1].confidence, 0, 1e-12);
    clf_judged_release(&all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(table_by_hand),
        cmocka_unit_test(nothing_measured),
        cmocka_unit_test(false_alarms_lower_the_mean),
        cmocka_unit_test(equals_scikit_learn),
        cmocka_unit_test(probabilities_at_the_edges),
    };
    return cmocka_run_group_tests_name("metrics", tests, NULL, NULL);
}
