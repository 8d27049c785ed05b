/* SPDX-License-Identifier: MIT */
/*
 * Naive Bayes against a twin: the formulas of classifier/bayes.h written down with dense arrays,
 * on random small data.  The twin shares no code with the layer.
 */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "classifier/bayes.h"
#include "core/random.h"
#include "assert_close.h"

enum { V = 23, K = 5, B = 3, N = 40, NHINT = 9 };

typedef struct world {
    clf_rows rows;
    double x[N][V];
    bool has[N][K];
    uint8_t block[V];
    uint8_t fold[N];
    clf_hint hints[NHINT];
    size_t nhint;
    double h[V][K];
} world;

/* Random rows; feature V - 1 occurs nowhere, V - 2 in the rows of fold 0 only. */
static void make_world(world *w, uint64_t seed, bool single, bool hints)
{
    fuda_rng rng = {seed};

    memset(w, 0, sizeof *w);
    for (size_t f = 0; f < V; f++)
        w->block[f] = (uint8_t)fuda_rng_below(&rng, B);
    for (uint32_t i = 0; i < N; i++) {
        uint32_t feature[V], count[V], label[K];
        size_t n = 0, nlabel = 0;
        w->fold[i] = (uint8_t)(i % 3);
        for (uint32_t f = 0; f < V - 1; f++) {
            if (fuda_rng_below(&rng, 3) != 0 || (f == V - 2 && w->fold[i] != 0))
                continue;
            feature[n] = f;
            count[n] = (uint32_t)fuda_rng_below(&rng, 4) + 1;
            w->x[i][f] = count[n++];
        }
        if (single)
            label[nlabel++] = (uint32_t)fuda_rng_below(&rng, K - 1); /* the last label stays empty */
        for (uint32_t k = 0; !single && k < K - 1; k++) {
            if (fuda_rng_below(&rng, 3) == 0)
                label[nlabel++] = k;
        }
        for (size_t l = 0; l < nlabel; l++)
            w->has[i][label[l]] = true;
        assert_true(clf_rows_add(&w->rows, feature, count, n, label, nlabel, i));
    }
    for (size_t i = 0; hints && i < NHINT; i++) {
        clf_hint hint = {(uint32_t)(i == 0 ? V - 1 : fuda_rng_below(&rng, V)),
                         (uint32_t)fuda_rng_below(&rng, K), i % 2 == 0 ? CLF_STRONG : CLF_WEAK};
        double pseudo = hint.strength == CLF_STRONG ? 10 : 2;
        w->hints[w->nhint++] = hint;
        /* A term listed twice for a label counts once, as the stronger. */
        if (pseudo > w->h[hint.feature][hint.label])
            w->h[hint.feature][hint.label] = pseudo;
    }
}

typedef struct twin {
    double n[V][K], t[V], docs[K], ndoc;
    double score[K], weight[V][K];
    bool known[V];
} twin;

static double counted(const world *w, size_t i, size_t f, bool binary)
{
    return binary ? w->x[i][f] > 0 : w->x[i][f];
}

static void twin_count(const world *w, bool binary, int without, twin *t)
{
    memset(t, 0, sizeof *t);
    for (size_t i = 0; i < N; i++) {
        if (w->fold[i] == without)
            continue;
        t->ndoc++;
        for (size_t k = 0; k < K; k++) {
            t->docs[k] += w->has[i][k];
            for (size_t f = 0; f < V; f++)
                t->n[f][k] += w->has[i][k] ? counted(w, i, f, binary) : 0;
        }
        for (size_t f = 0; f < V; f++)
            t->t[f] += counted(w, i, f, binary);
    }
    for (size_t f = 0; f < V; f++) {
        double mass = t->t[f];
        for (size_t k = 0; k < K; k++)
            mass += w->h[f][k];
        t->known[f] = mass > 0;
    }
}

/* θ of feature f among the known features of its block, for "has k" or "has not k". */
static double theta(const world *w, const twin *t, size_t f, size_t k, bool has, double alpha)
{
    double mine = 0, sum = 0;

    for (size_t g = 0; g < V; g++) {
        if (w->block[g] != w->block[f] || !t->known[g])
            continue;
        double m = has ? t->n[g][k] + w->h[g][k] : t->t[g] - t->n[g][k];
        for (size_t j = 0; !has && j < K; j++)
            m += j != k ? w->h[g][j] : 0;
        sum += m + alpha;
        if (g == f)
            mine = m + alpha;
    }
    return mine / sum;
}

static void twin_weights(const world *w, bool single, double alpha, twin *t)
{
    for (size_t f = 0; f < V; f++) {
        for (size_t k = 0; k < K; k++) {
            if (!t->known[f])
                continue;
            t->weight[f][k] = log(theta(w, t, f, k, true, alpha));
            if (!single)
                t->weight[f][k] -= log(theta(w, t, f, k, false, alpha));
        }
    }
}

static size_t twin_score(const world *w, bool single, const double *x, twin *t)
{
    size_t m = 0;

    (void)w;
    for (size_t f = 0; f < V; f++)
        m += x[f] > 0 && t->known[f];
    for (size_t k = 0; k < K; k++) {
        t->score[k] = 0;
        for (size_t f = 0; f < V; f++)
            t->score[k] += (single ? x[f] : x[f] > 0) * t->weight[f][k];
        if (!single && m > 0)
            t->score[k] /= sqrt((double)m);
        if (single && t->docs[k] > 0)
            t->score[k] += log(t->docs[k] / t->ndoc);
        else if (single)
            t->score[k] += log(0.5 / (t->ndoc + 1)); /* no document: less than one, finite */
    }
    return m;
}

static void compare(const world *w, bool single, double alpha, int without)
{
    static twin t;
    clf_counts counts;
    clf_bayes bayes;
    fuda_error err;

    assert_int_equal(clf_count(&w->rows, single ? CLF_SINGLE : CLF_MULTI, !single, V, K, B, w->block, w->hints,
                               w->nhint, without < 0 ? NULL : w->fold, (uint8_t)without, 2, &counts, &err),
                     FUDA_OK);
    twin_count(w, !single, without, &t);
    assert_int_equal(counts.ndoc, (uint64_t)t.ndoc);
    for (size_t k = 0; k < K; k++)
        assert_int_equal(counts.label_docs[k], (uint64_t)t.docs[k]);
    for (size_t f = 0; f < V; f++) {
        size_t cell = counts.ptr[f];
        assert_int_equal(counts.total[f], (uint32_t)t.t[f]);
        for (uint32_t k = 0; k < K; k++) {
            if (t.n[f][k] <= 0)
                continue;
            assert_true(cell < counts.ptr[f + 1]);
            assert_int_equal(counts.label[cell], k);
            assert_int_equal(counts.count[cell], (uint32_t)t.n[f][k]);
            cell++;
        }
        assert_int_equal(cell, counts.ptr[f + 1]);
    }

    assert_int_equal(clf_bayes_make(&counts, alpha, &bayes, &err), FUDA_OK);
    twin_weights(w, single, alpha, &t);
    for (uint32_t f = 0; f < V; f++) {
        for (uint32_t k = 0; k < K; k++)
            assert_close(clf_bayes_weight(&bayes, f, k), t.weight[f][k], 1e-9);
    }
    for (size_t i = 0; i < N; i++) {
        size_t from = w->rows.ptr[i];
        double score[K];
        size_t m = clf_bayes_score(&bayes, w->rows.feature + from, w->rows.count + from,
                                   w->rows.ptr[i + 1] - from, score);
        assert_int_equal(m, twin_score(w, single, w->x[i], &t));
        for (size_t k = 0; k < K; k++)
            assert_close(score[k], t.score[k], 1e-8);
    }
    for (size_t k = 0; k < K && !single; k++)
        assert_close(bayes.prior[k], log((t.docs[k] + 1) / (t.ndoc - t.docs[k] + 1)), 1e-12);
    clf_bayes_release(&bayes);
    clf_counts_release(&counts);
}

static void equals_its_twin(void **state)
{
    static const double alphas[] = {1, 0.1, 0.001, 7.5};
    static world w;

    (void)state;
    for (uint64_t seed = 1; seed <= 8; seed++) {
        for (int kind = 0; kind < 4; kind++) {
            make_world(&w, seed, kind % 2 == 0, kind >= 2);
            for (size_t a = 0; a < 4; a++) {
                compare(&w, kind % 2 == 0, alphas[a], -1);
                compare(&w, kind % 2 == 0, alphas[a], (int)(seed % 3));
            }
            clf_rows_release(&w.rows);
        }
    }
}

static void ignores_features_never_seen(void **state)
{
    static world w;
    clf_counts counts;
    clf_bayes bayes;
    double with[K], without[K];
    const uint32_t feature[] = {V - 1, 2, V - 2}, count[] = {50, 1, 3};

    (void)state;
    for (int single = 0; single < 2; single++) {
        make_world(&w, 5, single, false);
        /* V - 1 occurs nowhere; V - 2 nowhere once fold 0 is left out. */
        assert_int_equal(clf_count(&w.rows, single ? CLF_SINGLE : CLF_MULTI, !single, V, K, B, w.block, NULL, 0,
                                   w.fold, 0, 1, &counts, NULL), FUDA_OK);
        assert_int_equal(clf_bayes_make(&counts, 0.5, &bayes, NULL), FUDA_OK);
        assert_int_equal(bayes.block[V - 1], UINT8_MAX);
        assert_int_equal(bayes.block[V - 2], UINT8_MAX);
        assert_int_equal(clf_bayes_score(&bayes, feature, count, 3, with), 1);
        assert_int_equal(clf_bayes_score(&bayes, feature + 1, count + 1, 1, without), 1);
        assert_memory_equal(with, without, sizeof with);
        for (uint32_t k = 0; k < K; k++)
            assert_true(clf_bayes_weight(&bayes, V - 1, k) == 0);
        assert_int_equal(clf_bayes_score(&bayes, feature, count, 1, with), 0);
        assert_int_equal(clf_bayes_score(&bayes, NULL, NULL, 0, without), 0);
        assert_memory_equal(with, without, sizeof with);
        clf_bayes_release(&bayes);
        clf_counts_release(&counts);
        clf_rows_release(&w.rows);
    }
}

/* Enough features for several blocks of work (2048 features each). */
static void counts_do_not_depend_on_workers(void **state)
{
    enum { MANY = 9000, ROWS = 300, LABELS = 12 };
    static uint8_t block[MANY];
    static const int workers[] = {1, 2, 8};
    clf_rows rows = {0};
    clf_counts c[3];
    fuda_rng rng = {99};

    (void)state;
    for (uint32_t i = 0; i < ROWS; i++) {
        uint32_t feature[80], count[80], label[LABELS];
        size_t n = 0, nlabel = 0;
        for (uint32_t f = (uint32_t)fuda_rng_below(&rng, 200); f < MANY && n < 80;
             f += 1 + (uint32_t)fuda_rng_below(&rng, 220)) {
            feature[n] = f;
            count[n++] = 1 + (uint32_t)fuda_rng_below(&rng, 9);
        }
        for (uint32_t k = 0; k < LABELS; k++) {
            if (fuda_rng_below(&rng, 4) == 0)
                label[nlabel++] = k;
        }
        assert_true(clf_rows_add(&rows, feature, count, n, label, nlabel, i));
    }
    for (int j = 0; j < 3; j++)
        assert_int_equal(clf_count(&rows, CLF_MULTI, false, MANY, LABELS, 1, block, NULL, 0, NULL, UINT8_MAX,
                                   workers[j], &c[j], NULL), FUDA_OK);
    for (int j = 1; j < 3; j++) {
        assert_memory_equal(c[0].total, c[j].total, MANY * sizeof *c[0].total);
        assert_memory_equal(c[0].ptr, c[j].ptr, (MANY + 1) * sizeof *c[0].ptr);
        assert_memory_equal(c[0].label, c[j].label, c[0].ptr[MANY] * sizeof *c[0].label);
        assert_memory_equal(c[0].count, c[j].count, c[0].ptr[MANY] * sizeof *c[0].count);
        assert_memory_equal(c[0].label_docs, c[j].label_docs, LABELS * sizeof *c[0].label_docs);
    }
    for (int j = 0; j < 3; j++)
        clf_counts_release(&c[j]);
    clf_rows_release(&rows);
}

static void refuses_counts_past_32_bits(void **state)
{
    const uint32_t feature = 0, label = 0, huge = 4000000000u;
    const uint8_t block = 0;
    clf_rows rows = {0};
    clf_counts counts;
    fuda_error err;

    (void)state;
    assert_true(clf_rows_add(&rows, &feature, &huge, 1, &label, 1, 0));
    assert_true(clf_rows_add(&rows, &feature, &huge, 1, &label, 1, 1));
    assert_int_equal(clf_count(&rows, CLF_SINGLE, false, 1, 1, 1, &block, NULL, 0, NULL, UINT8_MAX, 1, &counts,
                               &err), FUDA_E_ARG);
    assert_string_equal(err.text, "a feature occurs more than 2^32 times in the training data");
    assert_null(counts.total);
    assert_int_equal(clf_count(&rows, CLF_SINGLE, true, 1, 1, 1, &block, NULL, 0, NULL, UINT8_MAX, 1, &counts,
                               &err), FUDA_OK);
    assert_int_equal(counts.total[0], 2);
    clf_counts_release(&counts);
    clf_rows_release(&rows);
}

/* Nothing at all: every size zero. */
static void survives_emptiness(void **state)
{
    clf_rows rows = {0};
    clf_counts counts;
    clf_bayes bayes;
    double score[2];

    (void)state;
    assert_int_equal(clf_count(&rows, CLF_MULTI, true, 0, 2, 1, NULL, NULL, 0, NULL, UINT8_MAX, 3, &counts, NULL),
                     FUDA_OK);
    assert_int_equal(clf_bayes_make(&counts, 1, &bayes, NULL), FUDA_OK);
    assert_int_equal(clf_bayes_score(&bayes, NULL, NULL, 0, score), 0);
    assert_true(isfinite(score[0]) && isfinite(score[1]) && isfinite(bayes.prior[0]));
    clf_bayes_release(&bayes);
    clf_counts_release(&counts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equals_its_twin),
        cmocka_unit_test(ignores_features_never_seen),
        cmocka_unit_test(counts_do_not_depend_on_workers),
        cmocka_unit_test(refuses_counts_past_32_bits),
        cmocka_unit_test(survives_emptiness),
    };
    return cmocka_run_group_tests_name("bayes", tests, NULL, NULL);
}
