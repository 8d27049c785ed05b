/* SPDX-License-Identifier: MIT */
/* Signatures and clusters against a twin that compares the sets themselves, each with each. */
#include "prelude.h"

#include <math.h>

#include "core/hash.h"
#include "core/minhash.h"
#include "core/random.h"

enum { MAX_MEMBERS = 400 };

typedef struct set {
    uint64_t member[MAX_MEMBERS]; /* each once */
    size_t n;
} set;

static int by_value(const void *x, const void *y)
{
    const uint64_t *p = x, *q = y;
    return (*p > *q) - (*p < *q);
}

/* Of sets whose members are sorted. */
static double jaccard(const set *x, const set *y)
{
    size_t both = 0;

    for (size_t i = 0, j = 0; i < x->n && j < y->n;) {
        uint64_t u = x->member[i], v = y->member[j];
        both += u == v;
        i += u <= v;
        j += v <= u;
    }
    return x->n + y->n == 0 ? 0 : (double)both / (double)(x->n + y->n - both);
}

static uint64_t member(uint64_t number)
{
    return fuda_hash64_stable(&number, sizeof number);
}

/* Members numbered from `from` on, `n` of them. */
static void fill(set *s, uint64_t from, size_t n)
{
    s->n = n;
    for (size_t i = 0; i < n; i++)
        s->member[i] = member(from + i);
    qsort(s->member, n, sizeof *s->member, by_value);
}

static fuda_signature signed_(const set *s)
{
    fuda_signature out;

    fuda_sign(s->member, s->n, &out);
    return out;
}

/* Two hundred pairs a similarity: the mean error must be that of an unbiased estimator, and each estimate
 * within six standard errors (a chance of 4e-7 in all to fail for a right one). */
static void similarity_is_unbiased(void **state)
{
    static const size_t shared[] = {0, 20, 100, 150, 180, 198, 200};
    static set x, y;
    (void)state;

    for (size_t s = 0; s < COUNT(shared); s++) {
        double error = 0, square = 0, truth = 0, spread;
        for (uint64_t trial = 0; trial < 200; trial++) {
            uint64_t from = (trial + 1) * 100000 + s * 1000;
            fill(&x, from, 200);
            fill(&y, from + 200 - shared[s], 200);
            fuda_signature p = signed_(&x), q = signed_(&y);
            truth = jaccard(&x, &y);
            spread = sqrt(truth * (1 - truth) / FUDA_SIGNATURE);
            double difference = fuda_similarity(&p, &q) - truth;
            assert_true(fabs(difference) <= 6 * spread + 1e-3);
            error += difference / 200;
            square += difference * difference / 200;
        }
        spread = sqrt(truth * (1 - truth) / FUDA_SIGNATURE);
        assert_true(fabs(error) <= 5 * spread / sqrt(200) + 1e-4);
        if (truth > 0.1 && truth < 1)
            assert_true(sqrt(square) > 0.8 * spread && sqrt(square) < 1.2 * spread);
    }
}

static void signature_is_of_the_set(void **state)
{
    static set s;
    uint64_t again[2 * MAX_MEMBERS];
    fuda_signature p, q;
    fuda_signing signing;
    fuda_rng rng = {5};
    (void)state;

    fill(&s, 1, 300);
    p = signed_(&s);
    for (size_t i = 0; i < s.n; i++)
        again[i] = again[2 * s.n - 1 - i] = s.member[i];
    for (size_t i = 2 * s.n; i > 1; i--) { /* twice each, shuffled */
        size_t j = fuda_rng_below(&rng, i);
        uint64_t keep = again[i - 1];
        again[i - 1] = again[j];
        again[j] = keep;
    }
    fuda_sign(again, 2 * s.n, &q);
    assert_memory_equal(&p, &q, sizeof p);
    fuda_signing_begin(&signing);
    for (size_t i = 0; i < s.n; i++)
        fuda_signing_add(&signing, s.member[i]);
    fuda_signing_end(&signing, &q);
    assert_memory_equal(&p, &q, sizeof p);
    /* Stored signatures stay good.  The values are from a second program, after the formulas of the header. */
    assert_int_equal(fuda_hash64_stable("term", 4), 0x46fae4ff04e201e0u);
    again[0] = fuda_hash64_stable("term", 4);
    fuda_sign(again, 1, &q);
    assert_int_equal(q.place[0], 0x96bb);
    assert_int_equal(q.place[1], 0x529d);
    assert_int_equal(q.place[127], 0xd221);
}

static void empty_sets_are_like_nothing(void **state)
{
    fuda_signature none, one, zero;
    uint64_t x = 0;
    (void)state;

    fuda_sign(NULL, 0, &none);
    fuda_sign(&x, 1, &zero);
    x = 77;
    fuda_sign(&x, 1, &one);
    assert_true(fuda_similarity(&none, &none) == 0);
    assert_true(fuda_similarity(&none, &one) == 0);
    assert_true(fuda_similarity(&zero, &zero) == 1);
    assert_true(fuda_similarity(&one, &one) == 1);
    fuda_signature all[4] = {none, one, none, one};
    uint32_t cluster[4];
    assert_int_equal(fuda_near_clusters(all, 4, 0.5, cluster, NULL), FUDA_OK);
    assert_int_equal(cluster[0], 0);
    assert_int_equal(cluster[1], 1);
    assert_int_equal(cluster[2], 2);
    assert_int_equal(cluster[3], 1);
    assert_int_equal(fuda_near_clusters(NULL, 0, 0.5, NULL, NULL), FUDA_OK);
    assert_int_equal(fuda_near_clusters(all, 4, 0, cluster, NULL), FUDA_E_ARG);
    assert_int_equal(fuda_near_clusters(all, 4, 1.01, cluster, NULL), FUDA_E_ARG);
    assert_int_equal(fuda_near_clusters(all, 4, NAN, cluster, NULL), FUDA_E_ARG);
}

/* The connected components of a relation, by spreading the lowest number until nothing changes. */
static void components(size_t n, const bool *related, uint32_t *cluster)
{
    for (size_t i = 0; i < n; i++)
        cluster[i] = (uint32_t)i;
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++)
                if (related[i * n + j] && cluster[j] < cluster[i]) {
                    cluster[i] = cluster[j];
                    changed = true;
                }
    }
}

/*
 * Families of documents, each made from one ancestor by replacing members.  Within a family similarities
 * are far above the threshold or far below it, so that an estimate cannot be on the wrong side; sizes are
 * from 3 to 400 members.
 */
static void clusters_equal_brute_force(void **state)
{
    enum { N = 360 };
    static set sets[N];
    static fuda_signature signatures[N];
    static bool near_[N * N];
    static uint32_t want[N], got[N];
    fuda_rng rng = {9};
    uint64_t fresh = 1;
    size_t nnear = 0;
    (void)state;

    for (size_t i = 0; i < N; i++) {
        set *s = &sets[i];
        if (i < 4 || fuda_rng_below(&rng, 3) == 0) {
            fill(s, fresh, i % 7 == 0 ? 3 : 100 + fuda_rng_below(&rng, 300));
            fresh += 1000;
        } else {
            *s = sets[fuda_rng_below(&rng, i)];
            size_t change = fuda_rng_below(&rng, 3) == 0 ? s->n / 2 : s->n / 100;
            for (size_t j = 0; j < change; j++)
                s->member[fuda_rng_below(&rng, s->n)] = member(fresh++);
            qsort(s->member, s->n, sizeof *s->member, by_value);
        }
        signatures[i] = signed_(s);
    }
    for (size_t i = 0; i < N; i++)
        for (size_t j = 0; j < N; j++) {
            double truth = jaccard(&sets[i], &sets[j]);
            near_[i * N + j] = truth >= 0.7;
            nnear += i < j && truth >= 0.7;
            /* Chains of small changes come close to the threshold: those are decided by the estimate. */
            if (truth > 0.5 && truth < 0.9)
                near_[i * N + j] = fuda_similarity(&signatures[i], &signatures[j]) >= 0.7;
        }
    assert_true(nnear > 100);
    components(N, near_, want);
    assert_int_equal(fuda_near_clusters(signatures, N, 0.7, got, NULL), FUDA_OK);
    assert_memory_equal(got, want, sizeof got);
}

/* Bands are as long as the wished chance allows, and the chance is what is measured. */
static void bands_find_what_they_promise(void **state)
{
    static const double thresholds[] = {0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1};
    static set x, y;
    (void)state;

    for (size_t t = 0; t < COUNT(thresholds); t++) {
        fuda_banding b = fuda_banding_for(thresholds[t]);
        assert_true(b.rows >= 1 && b.bands >= 1 && b.rows * b.bands <= FUDA_SIGNATURE);
        assert_true(fuda_banding_chance(b, thresholds[t]) >= 0.99);
        fuda_banding longer = {b.rows + 1, FUDA_SIGNATURE / (b.rows + 1)};
        assert_true(longer.bands == 0 || fuda_banding_chance(longer, thresholds[t]) < 0.99);
    }
    fuda_banding b = fuda_banding_for(0.8);
    assert_int_equal(b.rows, 6);
    assert_int_equal(b.bands, 21);
    /* 160 of 180 shared: J = 0.8 */
    int found = 0, enough = 0;
    for (uint64_t trial = 0; trial < 600; trial++) {
        fuda_signature s[2];
        uint32_t cluster[2];
        fill(&x, trial * 1000 + 7, 180);
        fill(&y, trial * 1000 + 27, 180);
        assert_true(fabs(jaccard(&x, &y) - 0.8) < 1e-12);
        s[0] = signed_(&x);
        s[1] = signed_(&y);
        enough += fuda_similarity(&s[0], &s[1]) >= 0.7;
        assert_int_equal(fuda_near_clusters(s, 2, 0.7, cluster, NULL), FUDA_OK);
        found += cluster[1] == 0;
    }
    assert_true(enough > 550);
    assert_true(found >= enough - 1); /* chance at 0.8 with bands for 0.7: above 0.9999 */
}

/* Many copies, and many that share a band without being alike, end quickly and rightly. */
static void crowds(void **state)
{
    enum { N = 800 };
    fuda_signature *s = calloc(N, sizeof *s);
    uint32_t *cluster = malloc(N * sizeof *cluster);
    fuda_rng rng = {3};
    (void)state;

    assert_non_null(s);
    assert_non_null(cluster);
    for (size_t i = 0; i < N; i++)
        for (int j = 0; j < FUDA_SIGNATURE; j++)
            s[i].place[j] = (uint16_t)(j < 64 ? 7 : i < N / 2 ? 1 + fuda_rng_below(&rng, 60000) : 9);
    assert_int_equal(fuda_near_clusters(s, N, 0.8, cluster, NULL), FUDA_OK);
    for (uint32_t i = 0; i < N; i++)
        assert_int_equal(cluster[i], i < N / 2 ? i : N / 2);
    /* A crowd of one cluster that is not of equals. */
    for (size_t i = 0; i < N; i++)
        for (int j = 0; j < FUDA_SIGNATURE; j++)
            s[i].place[j] = (uint16_t)(j == (int)(i % FUDA_SIGNATURE) ? i + 1 : 7);
    assert_int_equal(fuda_near_clusters(s, N, 0.95, cluster, NULL), FUDA_OK);
    for (uint32_t i = 0; i < N; i++)
        assert_int_equal(cluster[i], 0);
    free(s);
    free(cluster);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(similarity_is_unbiased),
        cmocka_unit_test(signature_is_of_the_set),
        cmocka_unit_test(empty_sets_are_like_nothing),
        cmocka_unit_test(clusters_equal_brute_force),
        cmocka_unit_test(bands_find_what_they_promise),
        cmocka_unit_test(crowds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
