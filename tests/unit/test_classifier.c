/* SPDX-License-Identifier: MIT */
/* Training, probabilities and explanations of the classifier on small generated data. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "classifier/classifier.h"
#include "core/random.h"
#include "assert_close.h"

enum { V = 60, K = 6, B = 2, N = 150, NHINT = 14 };

typedef struct sample {
    clf_rows rows;
    uint8_t block[V];
    clf_hint hints[NHINT];
} sample;

/* Feature f leans to label f % K; in multi-label data a fifth of the rows has no label. */
static void make_sample(sample *s, bool single)
{
    fuda_rng rng = {17};

    memset(s, 0, sizeof *s);
    for (size_t f = 0; f < V; f++)
        s->block[f] = f % 3 == 0;
    for (uint32_t i = 0; i < N; i++) {
        uint32_t feature[V], count[V], label[K];
        size_t n = 0, nlabel = 0;
        for (uint32_t k = 0; k < K && i % 5 != 0; k++) {
            if ((!single || nlabel == 0) && fuda_rng_below(&rng, 3) == 0)
                label[nlabel++] = k;
        }
        if (single && nlabel == 0)
            label[nlabel++] = (uint32_t)fuda_rng_below(&rng, K);
        for (uint32_t f = 0; f < V - 2; f++) {
            bool leans = false;
            for (size_t l = 0; l < nlabel; l++)
                leans |= f % K == label[l];
            if (fuda_rng_below(&rng, leans ? 3 : 9) != 0)
                continue;
            feature[n] = f;
            count[n++] = 1 + (uint32_t)fuda_rng_below(&rng, 3);
        }
        assert_true(clf_rows_add(&s->rows, feature, count, n, label, nlabel, i));
    }
    for (uint32_t h = 0; h < NHINT; h++)
        s->hints[h] = (clf_hint){h < 2 ? h : h + 46, h % K, h % 3 == 0 ? CLF_WEAK : CLF_STRONG};
}

static fuda_status train_rows(const clf_rows *rows, const clf_settings *set, size_t nfeature, size_t nlabel,
                              size_t nblock, const uint8_t *block, const clf_hint *hints, size_t nhint,
                              clf_classifier *clf, fuda_error *err)
{
    const clf_problem p = {.rows = rows, .set = set, .nfeature = nfeature, .nlabel = nlabel, .nblock = nblock,
                           .block = block, .hints = hints, .nhint = nhint};
    return clf_train(&p, clf, err);
}

static void train(const sample *s, bool single, bool hints, int workers, double alpha, clf_classifier *clf)
{
    clf_settings set = {.mode = single ? CLF_SINGLE : CLF_MULTI, .alpha = alpha, .folds = 5, .seed = 1,
                        .workers = workers};
    fuda_error err = {0};
    if (train_rows(&s->rows, &set, V, K, B, s->block, s->hints, hints ? NHINT : 0, clf, &err) != FUDA_OK)
        fail_msg("training: %s", err.text);
}

static void predict(const clf_classifier *clf, const sample *s, size_t i, clf_work *work)
{
    size_t from = s->rows.ptr[i];
    clf_predict(clf, s->rows.feature + from, s->rows.count + from, s->rows.ptr[i + 1] - from, work);
}

static void probabilities_are_probabilities(void **state)
{
    clf_classifier clf;
    clf_work work;
    sample s;

    (void)state;
    assert_true(clf_work_init(&work, K));
    for (int kind = 0; kind < 4; kind++) {
        bool single = kind % 2 == 0;
        size_t right = 0;
        make_sample(&s, single);
        train(&s, single, kind >= 2, 2, 0, &clf);
        for (size_t i = 0; i < N; i++) {
            double sum = 0;
            size_t best = 0;
            predict(&clf, &s, i, &work);
            for (size_t k = 0; k < K; k++) {
                assert_true(work.p[k] >= 0 && work.p[k] <= 1 && isfinite(work.z[k]));
                sum += work.p[k];
                best = work.p[k] > work.p[best] ? k : best;
                /* Odds follow the score. */
                if (!single)
                    assert_close(log(work.p[k] / (1 - work.p[k])), work.z[k], 1e-6);
                else
                    assert_close(log(work.p[k]) - log(work.p[0]), work.z[k] - work.z[0], 1e-6);
            }
            if (single) {
                assert_close(sum, 1, 1e-12);
                right += best == s.rows.label[s.rows.label_ptr[i]];
            }
        }
        if (single) {
            assert_true(right > N * 6 / 10);
            assert_true(clf.tau > 0);
        } else {
            assert_true(clf.slope[0] > 0);
        }
        clf_release(&clf);
        clf_rows_release(&s.rows);
    }
    clf_work_release(&work);
}

/* Calibrated on rows left out: the mean probability of a label is about its share. */
static void probabilities_match_frequencies(void **state)
{
    clf_classifier clf;
    clf_work work;
    sample s;

    (void)state;
    assert_true(clf_work_init(&work, K));
    make_sample(&s, false);
    train(&s, false, true, 1, 0, &clf);
    double expected = 0, seen = (double)s.rows.label_ptr[N];
    for (size_t i = 0; i < N; i++) {
        predict(&clf, &s, i, &work);
        for (size_t k = 0; k < K; k++)
            expected += work.p[k];
    }
    assert_true(expected > seen * 0.75 && expected < seen * 1.3);
    clf_release(&clf);
    clf_rows_release(&s.rows);
    clf_work_release(&work);
}

static void explanations_add_up(void **state)
{
    double weight[V], prior;
    clf_classifier clf;
    clf_work work;
    sample s;

    (void)state;
    assert_true(clf_work_init(&work, K));
    for (int kind = 0; kind < 4; kind++) {
        bool single = kind % 2 == 0;
        make_sample(&s, single);
        train(&s, single, kind >= 2, 1, 0.3, &clf);
        for (size_t i = 0; i < N; i++) {
            size_t from = s.rows.ptr[i], n = s.rows.ptr[i + 1] - from;
            predict(&clf, &s, i, &work);
            for (uint32_t k = 0; k < K; k++) {
                uint32_t rival = (k + 1 + (uint32_t)i % (K - 1)) % K;
                clf_explain(&clf, s.rows.feature + from, s.rows.count + from, n, &work, k, rival, weight,
                            &prior);
                double sum = prior;
                for (size_t j = 0; j < n; j++)
                    sum += weight[j];
                assert_close(sum, single ? work.z[k] - work.z[rival] : work.z[k], 1e-9);
                if (!single && kind >= 2) /* joined */
                    assert_close(prior, clf.offset[k], 0);
            }
        }
        clf_release(&clf);
        clf_rows_release(&s.rows);
    }
    clf_work_release(&work);
}

/* Hints make a term count that no training row has (feature V - 1 … V - 2 are in none). */
static void hints_speak_for_unseen_terms(void **state)
{
    const uint32_t feature = V - 1, one = 1, three = 3;
    clf_classifier with, without;
    clf_work work;
    sample s;

    (void)state;
    assert_true(clf_work_init(&work, K));
    make_sample(&s, false);
    train(&s, false, true, 1, 0, &with);
    train(&s, false, false, 1, 0, &without);
    clf_predict(&without, &feature, &one, 1, &work);
    assert_int_equal(work.known, 0);
    clf_predict(&with, &feature, &one, 1, &work);
    assert_int_equal(work.known, 1);
    for (size_t k = 0; k < K; k++)
        assert_true(k == (NHINT - 1) % K || work.p[k] < work.p[(NHINT - 1) % K]);
    /* u1 and u2 as the header says: log(1 + distinct), log(1 + uses). */
    clf_predict(&with, &feature, &three, 1, &work);
    const double *u = work.input + (NHINT - 1) % K * CLF_NINPUT;
    assert_close(u[1], log(2), 1e-12);
    assert_close(u[2], log(4), 1e-12);
    assert_close(u[3], 0, 0);
    clf_release(&with);
    clf_release(&without);
    clf_rows_release(&s.rows);
    clf_work_release(&work);
}

static void threads_change_nothing(void **state)
{
    static const int workers[] = {1, 2, 8};
    clf_classifier c[3];
    sample s;

    (void)state;
    for (int single = 0; single < 2; single++) {
        make_sample(&s, single);
        for (int w = 0; w < 3; w++)
            train(&s, single, true, workers[w], 0, &c[w]);
        for (int w = 1; w < 3; w++) {
            assert_memory_equal(c[0].slope, c[w].slope, sizeof c[0].slope);
            assert_memory_equal(c[0].offset, c[w].offset, K * sizeof(double));
            assert_memory_equal(&c[0].tau, &c[w].tau, sizeof(double));
            assert_memory_equal(&c[0].alpha, &c[w].alpha, sizeof(double));
            const clf_bayes *one = single ? &c[0].fit.bayes : &c[0].bayes;
            const clf_bayes *other = single ? &c[w].fit.bayes : &c[w].bayes;
            assert_int_equal(one->ptr[one->nfeature], other->ptr[one->nfeature]);
            assert_memory_equal(one->delta, other->delta, one->ptr[one->nfeature] * sizeof(double));
        }
        for (int w = 0; w < 3; w++)
            clf_release(&c[w]);
        clf_rows_release(&s.rows);
    }
}

static void settings_and_small_data(void **state)
{
    const uint32_t feature = 0, one = 1, label = 0;
    const uint8_t block = 0;
    clf_settings set = {.mode = CLF_MULTI, .folds = 5, .workers = 1};
    clf_classifier clf;
    clf_rows rows = {0};
    clf_work work;
    fuda_error err;

    (void)state;
    assert_true(clf_work_init(&work, 1));
    /* 0, 1, 2 rows. */
    for (int n = 0; n < 3; n++) {
        for (int single = 0; single < 2; single++) {
            set.mode = single ? CLF_SINGLE : CLF_MULTI;
            assert_int_equal(train_rows(&rows, &set, 1, 1, 1, &block, NULL, 0, &clf, &err), FUDA_OK);
            if (n < 2) {
                assert_close(clf.tau, 1, 0);
                assert_close(clf.alpha, 0.1, 0);
            }
            clf_predict(&clf, &feature, &one, 1, &work);
            assert_int_equal(work.known, n > 0);
            assert_true(work.p[0] >= 0 && work.p[0] <= 1);
            clf_release(&clf);
        }
        assert_true(clf_rows_add(&rows, &feature, &one, 1, &label, 1, (uint32_t)n));
    }
    static const int bad[] = {1, 51, 0, -3};
    for (size_t i = 0; i < 4; i++) {
        set.folds = bad[i];
        assert_int_equal(train_rows(&rows, &set, 1, 1, 1, &block, NULL, 0, &clf, &err), FUDA_E_ARG);
        assert_non_null(strstr(err.text, "cross-validation needs 2 to 50 folds"));
        assert_null(clf.offset);
    }
    /* The model file stores millionths: what is not stored must not be used. */
    set.folds = 2;
    set.alpha = 0.12345678;
    assert_int_equal(train_rows(&rows, &set, 1, 1, 1, &block, NULL, 0, &clf, &err), FUDA_OK);
    assert_close(clf.alpha, 0.123457, 1e-15);
    clf_release(&clf);
    clf_rows_release(&rows);
    clf_work_release(&work);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(probabilities_are_probabilities),
        cmocka_unit_test(probabilities_match_frequencies),
        cmocka_unit_test(explanations_add_up),
        cmocka_unit_test(hints_speak_for_unseen_terms),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(settings_and_small_data),
    };
    return cmocka_run_group_tests_name("classifier", tests, NULL, NULL);
}
