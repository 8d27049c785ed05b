/* SPDX-License-Identifier: MIT */
/* The fits of classifier/calibrate.h against losses written down here. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "classifier/calibrate.h"
#include "core/random.h"
#include "assert_close.h"

enum { N = 120, K = 6, M = 4 };

/* What the fit promises to minimise, λ = 2 and ε = 0.01; the best c0 is the mean of the offsets. */
static double joint_loss(const double *u, const uint8_t *truth, size_t m, const double *a, const double *c)
{
    double sum = 0, c0 = 0;

    for (size_t k = 0; k < K; k++)
        c0 += c[k] / K;
    for (size_t i = 0; i < N; i++) {
        for (size_t k = 0; k < K; k++) {
            double z = c[k];
            for (size_t j = 0; j < m; j++)
                z += a[j] * u[(i * K + k) * m + j];
            z = truth[i * K + k] ? -z : z;
            sum += z > 30 ? z : log(1 + exp(z));
        }
    }
    for (size_t k = 0; k < K; k++)
        sum += 2.0 / 2 * (c[k] - c0) * (c[k] - c0);
    for (size_t j = 0; j < m; j++)
        sum += 0.01 / 2 * a[j] * a[j];
    return sum;
}

static double uniform(fuda_rng *rng)
{
    return (double)fuda_rng_below(rng, 1u << 30) / (1u << 30);
}

/* Labels 0: no positive row; 1: nothing but positive rows; the others by a noisy logistic law. */
static void make_problem(uint64_t seed, size_t m, double scale, double *u, uint8_t *truth)
{
    fuda_rng rng = {seed};

    for (size_t i = 0; i < N; i++) {
        for (size_t k = 0; k < K; k++) {
            double z = -1 + 0.2 * (double)k;
            for (size_t j = 0; j < m; j++) {
                double x = uniform(&rng) * 4 - 2;
                u[(i * K + k) * m + j] = x * scale;
                z += x * (j == 0 ? 1.5 : 0.5);
            }
            truth[i * K + k] = k == 0 ? 0 : k == 1 ? 1 : uniform(&rng) < 1 / (1 + exp(-z));
        }
    }
}

static void fit_has_no_gradient(void **state)
{
    static double u[N * K * M];
    static uint8_t truth[N * K];
    double slope[M], offset[K];

    (void)state;
    for (uint64_t seed = 1; seed <= 6; seed++) {
        for (size_t m = 1; m <= M; m += 3) {
            double scale = seed % 2 == 0 ? 1 : 5;
            make_problem(seed, m, scale, u, truth);
            assert_int_equal(clf_fit_joint(u, truth, N, K, m, slope, offset, NULL), FUDA_OK);
            double best = joint_loss(u, truth, m, slope, offset);
            for (size_t j = 0; j < m + K; j++) {
                double *x = j < m ? &slope[j] : &offset[j - m], at = *x, eps = 1e-4;
                *x = at + eps;
                double up = joint_loss(u, truth, m, slope, offset);
                *x = at - eps;
                double down = joint_loss(u, truth, m, slope, offset);
                *x = at;
                assert_close((up - down) / (2 * eps), 0, 2e-3);
                assert_true(up > best - 1e-9 && down > best - 1e-9);
            }
            /* The slope belongs to inputs of that scale. */
            assert_true(slope[0] * scale > 0.7 && slope[0] * scale < 3);
            /* Labels without a positive or a negative row are drawn to the mean, not to infinity. */
            assert_true(isfinite(offset[0]) && isfinite(offset[1]));
            assert_true(offset[0] < 0 && offset[0] > -20);
            assert_true(offset[1] > 0 && offset[1] < 20);
        }
    }
}

/* One class only: the loss has no minimum, the fit stops somewhere sensible. */
static void one_sided_truth_stays_finite(void **state)
{
    static double u[N * K];
    static uint8_t truth[N * K];
    double slope, offset[K];

    (void)state;
    for (int positive = 0; positive < 2; positive++) {
        make_problem(9, 1, 1, u, truth);
        memset(truth, positive, sizeof truth);
        assert_int_equal(clf_fit_joint(u, truth, N, K, 1, &slope, offset, NULL), FUDA_OK);
        assert_true(isfinite(slope));
        for (size_t k = 0; k < K; k++) {
            assert_true(fabs(offset[k]) < 100);
            assert_true(positive ? offset[k] > 1 : offset[k] < -1);
        }
    }
}

static void degenerate_sizes(void **state)
{
    const double u = 1;
    const uint8_t truth = 1;
    double slope = 7, offset = 7;

    (void)state;
    assert_int_equal(clf_fit_joint(NULL, NULL, 0, 1, 1, &slope, &offset, NULL), FUDA_OK);
    assert_close(slope, 0, 1e-9);
    assert_close(offset, 0, 1e-9);
    assert_int_equal(clf_fit_joint(&u, &truth, 1, 1, 1, &slope, &offset, NULL), FUDA_OK);
    assert_true(isfinite(slope) && isfinite(offset));
    /* An input that is always 0 gets no slope. */
    static double zero[N * K];
    static uint8_t some[N * K];
    double offsets[K];
    for (size_t i = 0; i < N * K; i += 3)
        some[i] = 1;
    assert_int_equal(clf_fit_joint(zero, some, N, K, 1, &slope, offsets, NULL), FUDA_OK);
    assert_close(slope, 0, 1e-9);
}

static double surprise(const double *score, const uint32_t *truth, double tau)
{
    double sum = 0;

    for (size_t i = 0; i < N; i++) {
        double total = 0;
        for (size_t k = 0; k < K; k++)
            total += exp(tau * (score[i * K + k] - score[i * K + truth[i]]));
        sum += log(total);
    }
    return sum;
}

static void temperature_minimises(void **state)
{
    static double score[N * K];
    static uint32_t truth[N];
    static const double spreads[] = {0.5, 3, 40};

    (void)state;
    for (uint64_t seed = 1; seed <= 9; seed++) {
        fuda_rng rng = {seed};
        for (size_t i = 0; i < N; i++) {
            truth[i] = (uint32_t)fuda_rng_below(&rng, K);
            for (size_t k = 0; k < K; k++)
                score[i * K + k] = spreads[seed % 3] * (uniform(&rng) + (k == truth[i] ? 0.4 : 0)) - 50;
        }
        double tau = clf_fit_temperature(score, truth, N, K), best = surprise(score, truth, tau);
        assert_true(tau >= 1e-4 && tau <= 1e4);
        for (double t = 1e-4; t <= 1e4; t *= 1.05)
            assert_true(best <= surprise(score, truth, t) + 1e-5);
    }
}

static void temperature_at_its_bounds(void **state)
{
    static double score[N * K];
    static uint32_t truth[N];

    (void)state;
    /* Always right: as sharp as allowed.  Always wrong: as flat as allowed. */
    for (size_t i = 0; i < N; i++) {
        truth[i] = (uint32_t)(i % K);
        for (size_t k = 0; k < K; k++)
            score[i * K + k] = k == truth[i] ? 0.5 : 0;
    }
    assert_true(clf_fit_temperature(score, truth, N, K) > 9.9);
    for (size_t i = 0; i < N * K; i++)
        score[i] = -score[i];
    assert_true(clf_fit_temperature(score, truth, N, K) < 1.1e-4);
    assert_close(clf_fit_temperature(score, truth, 0, K), 1, 0);
    assert_close(clf_fit_temperature(score, truth, N, 1), 1, 0);
    /* Scores as far apart as those of a long document. */
    for (size_t i = 0; i < N * K; i++)
        score[i] = i % 7 == 0 ? -1e6 : -2e6;
    assert_true(isfinite(clf_fit_temperature(score, truth, N, K)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fit_has_no_gradient),
        cmocka_unit_test(one_sided_truth_stays_finite),
        cmocka_unit_test(degenerate_sizes),
        cmocka_unit_test(temperature_minimises),
        cmocka_unit_test(temperature_at_its_bounds),
    };
    return cmocka_run_group_tests_name("calibrate", tests, NULL, NULL);
}
