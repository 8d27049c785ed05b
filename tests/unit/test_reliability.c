/* SPDX-License-Identifier: MIT */
/* Calibration figures and the risk-coverage curve against sums worked out another way. */
#include "judged_fixture.h"

#include <math.h>

#include "assert_close.h"
#include "classifier/reliability.h"

/* The values are of a second program over numpy arrays, by the formula of the header. */
static void expected_calibration_error(void **state)
{
    clf_reliability one = {0}, many = {0}, given = {0};
    (void)state;

    assert_true(isnan(clf_ece(&one)));
    for (int i = 0; i < ONE_DOCS; i++) {
        uint32_t best = 0;
        for (uint32_t k = 0; k < ONE_LABELS; k++)
            best = one_p[i][k] > one_p[i][best] ? k : best;
        clf_reliability_add(&one, one_p[i][best] / 100.0, best == one_gold[i]);
    }
    assert_close(clf_ece(&one), 0.2625, 1e-12);
    for (int i = 0; i < MANY_DOCS; i++) {
        for (int k = 0; k < MANY_LABELS; k++) {
            clf_reliability_add(&many, many_p[i][k] / 100.0, many_gold[i][k]);
            if (many_p[i][k] >= 50)
                clf_reliability_add(&given, many_p[i][k] / 100.0, many_gold[i][k]);
        }
    }
    assert_close(clf_ece(&many), 0.243125, 1e-12);
    assert_close(clf_ece(&given), 0.29575, 1e-12);
}

static void bins_hold_their_upper_edge(void **state)
{
    clf_reliability r = {0};
    (void)state;

    clf_reliability_add(&r, 0, false);
    clf_reliability_add(&r, 0.1, false);
    clf_reliability_add(&r, 0.1000001, true);
    clf_reliability_add(&r, 0.9, true);
    clf_reliability_add(&r, 1, true);
    assert_int_equal(r.bins[0].n, 2);
    assert_int_equal(r.bins[1].n, 1);
    assert_int_equal(r.bins[8].n, 1);
    assert_int_equal(r.bins[9].n, 1);
    assert_int_equal(r.bins[1].yes, 1);
}

/* Each point is what counting the documents of its confidence and above gives. */
static void curve_equals_counting(void **state)
{
    static const double wished[] = {0.1, 0.25, 0.5, 0.9, 1};
    clf_judged all = judged_one(1);
    clf_risk_point points[5];
    const uint32_t wrong = 0;
    clf_judgement silent = {.gold = &wrong, .ngold = 1, .unit = ONE_DOCS};
    double area, risks = 0;
    size_t n, answered = ONE_DOCS;
    (void)state;

    assert_true(clf_judged_add(&all, &silent)); /* never answered: coverage stays below 1 */
    assert_int_equal(clf_risk_coverage(&all, wished, 5, points, &n, &area, NULL), FUDA_OK);
    assert_int_equal(n, 5);
    for (size_t i = 0; i < n; i++) {
        double above = 0, bad = 0, least = 2;
        for (size_t d = 0; d < ONE_DOCS; d++) {
            double p = exp(all.docs[d].confidence);
            above += p >= points[i].level - 1e-12;
            bad += p >= points[i].level - 1e-12 && !all.docs[d].right;
            least = p > points[i].level + 1e-12 && p < least ? p : least;
        }
        assert_close(points[i].coverage, above / (ONE_DOCS + 1), 1e-12);
        assert_close(points[i].risk, bad / above, 1e-12);
        assert_close(points[i].micro.f1, 1 - bad / above, 1e-12); /* one label given, one gold */
        if (i + 1 < n) {
            assert_true(points[i].coverage >= wished[i]);
            double before = 0; /* one level less would not have reached the wish */
            for (size_t d = 0; d < ONE_DOCS; d++)
                before += exp(all.docs[d].confidence) >= least - 1e-12;
            assert_true(before / (ONE_DOCS + 1) < wished[i]);
        }
    }
    assert_close(points[4].coverage, (double)ONE_DOCS / (ONE_DOCS + 1), 1e-12);
    for (size_t d = 0; d < answered; d++) { /* the risk when d came in, with all as sure as it */
        double above = 0, bad = 0;
        for (size_t o = 0; o < answered; o++) {
            above += all.docs[o].confidence >= all.docs[d].confidence;
            bad += all.docs[o].confidence >= all.docs[d].confidence && !all.docs[o].right;
        }
        risks += bad / above;
    }
    assert_close(area, risks / (double)answered, 1e-12);
    clf_judged_release(&all);
    assert_int_equal(clf_risk_coverage(&all, wished, 5, points, &n, &area, NULL), FUDA_OK);
    assert_int_equal(n, 0);
    assert_true(isnan(area));
}

/* Levels say what deciding by that probability would have done. */
static void levels_equal_deciding_again(void **state)
{
    clf_levels one = {0}, many = {0};
    (void)state;

    for (uint32_t i = 0; i < ONE_DOCS; i++) {
        double p[ONE_LABELS];
        for (int k = 0; k < ONE_LABELS; k++)
            p[k] = one_p[i][k] / 100.0;
        clf_judgement j = {.gold = &one_gold[i], .ngold = 1, .p = p};
        clf_levels_add(&one, CLF_SINGLE, ONE_LABELS, &j);
    }
    for (uint32_t i = 0; i < MANY_DOCS; i++) {
        uint32_t gold[MANY_LABELS];
        double p[MANY_LABELS];
        clf_judgement j = {.gold = gold, .p = p};
        for (uint32_t k = 0; k < MANY_LABELS; k++) {
            p[k] = many_p[i][k] / 100.0;
            if (many_gold[i][k])
                gold[j.ngold++] = k;
        }
        clf_levels_add(&many, CLF_MULTI, MANY_LABELS, &j);
    }
    for (int l = 0; l < CLF_NLEVEL; l++) {
        int percent = 5 * (l + 1);
        uint64_t hit = 0, wrong = 0, missed = 0, tagged = 0;
        for (int i = 0; i < ONE_DOCS; i++) {
            uint32_t best = 0;
            for (uint32_t k = 0; k < ONE_LABELS; k++)
                best = one_p[i][k] > one_p[i][best] ? k : best;
            bool given = one_p[i][best] >= percent;
            tagged += given;
            hit += given && best == one_gold[i];
            wrong += given && best != one_gold[i];
        }
        assert_int_equal(one.tally[l].hit, hit);
        assert_int_equal(one.tally[l].false_, wrong);
        assert_int_equal(one.tally[l].missed, ONE_DOCS - hit);
        assert_int_equal(one.tagged[l], tagged);
        hit = wrong = tagged = 0;
        for (int i = 0; i < MANY_DOCS; i++) {
            bool any = false;
            for (int k = 0; k < MANY_LABELS; k++) {
                bool given = many_p[i][k] >= percent;
                any = any || given;
                hit += given && many_gold[i][k];
                wrong += given && !many_gold[i][k];
                missed += !given && many_gold[i][k];
            }
            tagged += any;
        }
        assert_int_equal(many.tally[l].hit, hit);
        assert_int_equal(many.tally[l].false_, wrong);
        assert_int_equal(many.tally[l].missed, missed);
        assert_int_equal(many.tagged[l], tagged);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(expected_calibration_error),
        cmocka_unit_test(bins_hold_their_upper_edge),
        cmocka_unit_test(curve_equals_counting),
        cmocka_unit_test(levels_equal_deciding_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
