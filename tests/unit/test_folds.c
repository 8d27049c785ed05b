/* SPDX-License-Identifier: MIT */
/* Rows and the folds they are dealt into. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "classifier/rows.h"
#include "core/random.h"

enum { N = 600, K = 7, NFOLD = 5 };

/* Labels from common to rare; label 6 has 3 rows; a fifth of the rows has none. */
static void make_rows(clf_rows *rows, bool single, bool groups)
{
    static const uint64_t one_in[] = {2, 3, 5, 10, 20, 40};
    fuda_rng rng = {3};

    *rows = (clf_rows){0};
    for (uint32_t i = 0; i < N; i++) {
        uint32_t label[K], feature = i, count = 1;
        size_t n = 0;
        for (uint32_t k = 0; k < 6 && !(single && n == 1); k++) {
            if (i % 5 != 0 && fuda_rng_below(&rng, one_in[k]) == 0)
                label[n++] = k;
        }
        if (i % 200 == 77 && !(single && n == 1))
            label[n++] = 6;
        if (single && n == 0)
            label[n++] = 0;
        /* Every third row belongs to a family of up to 4. */
        uint32_t group = groups && i % 3 == 0 ? (i / 12) * 2 + 1 : i * 2;
        assert_true(clf_rows_add(rows, &feature, &count, 1, label, n, group));
    }
}

static void every_row_once_and_shares_are_even(void **state)
{
    uint8_t fold[N];
    clf_rows rows;

    (void)state;
    for (int kind = 0; kind < 4; kind++) {
        bool single = kind % 2 == 0, groups = kind >= 2;
        size_t size[NFOLD] = {0}, share[K][NFOLD] = {{0}}, total[K] = {0};
        make_rows(&rows, single, groups);
        memset(fold, 0xEE, sizeof fold);
        assert_int_equal(clf_folds(&rows, K, NFOLD, 11, fold, NULL), FUDA_OK);
        for (size_t i = 0; i < N; i++) {
            assert_true(fold[i] < NFOLD);
            size[fold[i]]++;
            for (size_t l = rows.label_ptr[i]; l < rows.label_ptr[i + 1]; l++) {
                share[rows.label[l]][fold[i]]++;
                total[rows.label[l]]++;
            }
        }
        for (size_t f = 0; f < NFOLD; f++)
            assert_in_range(size[f], N / NFOLD * 9 / 10, N / NFOLD * 11 / 10);
        for (size_t k = 0; k < K; k++) {
            /* One row more or less without groups, or with several labels a row a few. */
            size_t slack = (single && !groups ? 1 : 3) + (single ? 0 : total[k] / 50);
            for (size_t f = 0; f < NFOLD; f++) {
                if (share[k][f] * NFOLD + slack * NFOLD < total[k] ||
                    share[k][f] * NFOLD > total[k] + slack * NFOLD)
                    fail_msg("kind %d: label %zu has %zu of %zu rows in fold %zu", kind, k, share[k][f], total[k], f);
            }
        }
        /* The rarest label: never two of its three single rows in one fold. */
        for (size_t f = 0; f < NFOLD && !groups; f++)
            assert_true(share[K - 1][f] <= 1);
        clf_rows_release(&rows);
    }
}

static void groups_stay_together(void **state)
{
    uint8_t fold[N];
    clf_rows rows;

    (void)state;
    for (int single = 0; single < 2; single++) {
        int of_group[2 * N];
        size_t joined = 0;
        make_rows(&rows, single, true);
        memset(of_group, -1, sizeof of_group);
        assert_int_equal(clf_folds(&rows, K, NFOLD, 1, fold, NULL), FUDA_OK);
        for (size_t i = 0; i < N; i++) {
            int *seen = &of_group[rows.group[i]];
            joined += *seen >= 0;
            assert_true(*seen < 0 || *seen == fold[i]);
            *seen = fold[i];
        }
        assert_int_equal(joined, N / 4); /* 50 groups of 4 */
        clf_rows_release(&rows);
    }
}

static void the_seed_decides(void **state)
{
    uint8_t a[N], b[N], c[N];
    clf_rows rows;

    (void)state;
    make_rows(&rows, false, true);
    assert_int_equal(clf_folds(&rows, K, NFOLD, 42, a, NULL), FUDA_OK);
    assert_int_equal(clf_folds(&rows, K, NFOLD, 42, b, NULL), FUDA_OK);
    assert_int_equal(clf_folds(&rows, K, NFOLD, 43, c, NULL), FUDA_OK);
    assert_memory_equal(a, b, sizeof a);
    assert_memory_not_equal(a, c, sizeof a);
    clf_rows_release(&rows);
}

static void few_rows(void **state)
{
    const uint32_t label = 0;
    uint8_t fold[3] = {9, 9, 9};
    clf_rows rows = {0};

    (void)state;
    assert_int_equal(clf_folds(&rows, 1, 2, 1, fold, NULL), FUDA_OK); /* none at all */
    assert_int_equal(fold[0], 9);
    for (uint32_t i = 0; i < 3; i++)
        assert_true(clf_rows_add(&rows, NULL, NULL, 0, &label, 1, i));
    assert_int_equal(clf_folds(&rows, 1, 50, 1, fold, NULL), FUDA_OK);
    assert_true(fold[0] != fold[1] && fold[1] != fold[2] && fold[0] != fold[2]);
    clf_rows_release(&rows);
}

static void renumbering_sorts(void **state)
{
    const uint32_t f1[] = {0, 1, 2, 3}, c1[] = {10, 11, 12, 13}, f2[] = {2}, c2[] = {7}, labels[] = {1, 0};
    const uint32_t number[] = {3, 0, 2, 1}, label_number[] = {5, 4};
    const uint32_t sorted[] = {0, 1, 2, 3, 2}, counts[] = {11, 13, 12, 10, 7}, renumbered[] = {4, 5};
    clf_rows rows = {0};

    (void)state;
    assert_true(clf_rows_add(&rows, f1, c1, 4, labels, 2, 0));
    assert_true(clf_rows_add(&rows, NULL, NULL, 0, NULL, 0, 1));
    assert_true(clf_rows_add(&rows, f2, c2, 1, NULL, 0, 2));
    clf_rows_renumber(&rows, number);
    clf_rows_renumber_labels(&rows, label_number);
    assert_memory_equal(rows.feature, sorted, sizeof sorted);
    assert_memory_equal(rows.count, counts, sizeof counts);
    assert_memory_equal(rows.label, renumbered, sizeof renumbered);
    assert_int_equal(rows.n, 3);
    assert_int_equal(rows.ptr[1], 4);
    assert_int_equal(rows.ptr[2], 4);
    assert_int_equal(rows.ptr[3], 5);
    assert_int_equal(rows.label_ptr[3], 2);
    clf_rows_release(&rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_once_and_shares_are_even),
        cmocka_unit_test(groups_stay_together),
        cmocka_unit_test(the_seed_decides),
        cmocka_unit_test(few_rows),
        cmocka_unit_test(renumbering_sorts),
    };
    return cmocka_run_group_tests_name("folds", tests, NULL, NULL);
}
