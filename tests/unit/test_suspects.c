/* SPDX-License-Identifier: MIT */
/* Doubtful labels: the definition, by hand, and errors planted into probabilities that know the truth. */
#include "judged_fixture.h"

#include <math.h>

#include "assert_close.h"
#include "classifier/suspects.h"
#include "core/random.h"

static void judge(clf_judged *all, const uint32_t *gold, size_t ngold)
{
    clf_judgement j = {.gold = gold, .ngold = ngold};
    assert_true(clf_judged_add(all, &j));
}

/* t[0] = mean of 0.9 0.8 0.7 0.6 0.2 = 0.64, t[1] = mean of 0.9 0.8 0.8 0.7 0.35 = 0.71: the fifth of label 0
 * (p[1] = 0.8) is suspected of 1, the fifth of label 1 (p[0] = 0.65) of 0, and nobody else. */
static void thresholds_by_hand(void **state)
{
    static const float p[10][2] = {{0.9f, 0.1f}, {0.8f, 0.2f}, {0.7f, 0.3f}, {0.6f, 0.4f},  {0.2f, 0.8f},
                                   {0.1f, 0.9f}, {0.2f, 0.8f}, {0.2f, 0.8f}, {0.3f, 0.7f}, {0.65f, 0.35f}};
    clf_judged all = {.mode = CLF_SINGLE, .nlabel = 2};
    clf_suspect *found;
    size_t n;
    (void)state;

    for (uint32_t i = 0; i < 10; i++) {
        uint32_t gold = i >= 5;
        judge(&all, &gold, 1);
    }
    assert_int_equal(clf_find_suspects(&all, p[0], &found, &n, NULL), FUDA_OK);
    assert_int_equal(n, 2);
    assert_int_equal(found[0].doc, 4);
    assert_int_equal(found[0].gold, 0);
    assert_int_equal(found[0].other, 1);
    assert_close(found[0].doubt, 0.6, 1e-6);
    assert_int_equal(found[1].doc, 9);
    assert_int_equal(found[1].other, 0);
    assert_close(found[1].p_gold, 0.35, 1e-6);
    assert_close(found[1].p_other, 0.65, 1e-6);
    free(found);
    all.n = 9; /* four of label 1 are too few to know it */
    assert_int_equal(clf_find_suspects(&all, p[0], &found, &n, NULL), FUDA_OK);
    assert_int_equal(n, 0);
    free(found);
    clf_judged_release(&all);
}

/* A thousand documents, one in twenty with another label than the truth the probabilities lean to. */
static void planted_errors(void **state)
{
    enum { N = 1000, K = 4 };
    (void)state;

    for (int multi = 0; multi < 2; multi++) {
        clf_judged all = {.mode = multi ? CLF_MULTI : CLF_SINGLE, .nlabel = K};
        float *p = calloc(N * K, sizeof *p);
        bool planted[N] = {false};
        clf_suspect *found;
        fuda_rng rng = {11};
        size_t n, errors = 0, caught = 0;
        assert_non_null(p);
        for (size_t i = 0; i < N; i++) {
            uint32_t truth = (uint32_t)fuda_rng_below(&rng, K), gold = truth;
            float sum = 0;
            planted[i] = fuda_rng_below(&rng, 20) == 0;
            errors += planted[i];
            if (planted[i])
                gold = (truth + 1 + (uint32_t)fuda_rng_below(&rng, K - 1)) % K;
            for (uint32_t k = 0; k < K; k++)
                sum += p[i * K + k] = (float)(1 + fuda_rng_below(&rng, 100)) / 100 + (k == truth ? 2.0f : 0);
            for (uint32_t k = 0; k < K; k++)
                p[i * K + k] /= sum;
            judge(&all, &gold, 1);
        }
        assert_int_equal(clf_find_suspects(&all, p, &found, &n, NULL), FUDA_OK);
        for (size_t i = 0; i < n; i++)
            assert_true(i == 0 || found[i - 1].doubt >= found[i].doubt);
        for (size_t i = 0; i < n && i < (multi ? 2 : 1) * errors; i++)
            caught += planted[found[i].doc] && (multi || found[i].other != found[i].gold);
        assert_true(errors > 30);
        /* Multi: each error is two doubts, a label too much and one too little; thresholds at the mean p let
         * half of them pass. */
        assert_true(caught >= errors * (multi ? 8 : 4) / 10);
        free(found);
        free(p);
        clf_judged_release(&all);
    }
}

/* What does not count is not suspected. */
static void gaps(void **state)
{
    clf_judged all = {.mode = CLF_MULTI, .nlabel = 1};
    float p[20];
    const uint32_t zero = 0;
    clf_suspect *found;
    size_t n;
    (void)state;

    for (int i = 0; i < 20; i++) {
        judge(&all, &zero, i < 10);
        p[i] = i < 10 ? 0.9f : 0.1f;
    }
    p[3] = 0.01f;
    p[15] = 0.95f;
    assert_int_equal(clf_find_suspects(&all, p, &found, &n, NULL), FUDA_OK);
    assert_int_equal(n, 2);
    assert_int_equal(found[0].doc, 3);
    assert_int_equal(found[0].gold, 0);
    assert_int_equal(found[0].other, UINT32_MAX);
    assert_int_equal(found[1].doc, 15);
    assert_int_equal(found[1].gold, UINT32_MAX);
    assert_true(isnan(found[1].p_gold));
    free(found);
    p[3] = p[15] = NAN;
    assert_int_equal(clf_find_suspects(&all, p, &found, &n, NULL), FUDA_OK);
    for (size_t i = 0; i < n; i++)
        assert_true(found[i].doc != 3 && found[i].doc != 15);
    free(found);
    clf_judged_release(&all);
    assert_int_equal(clf_find_suspects(&all, p, &found, &n, NULL), FUDA_OK);
    assert_int_equal(n, 0);
    free(found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(thresholds_by_hand),
        cmocka_unit_test(planted_errors),
        cmocka_unit_test(gaps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
