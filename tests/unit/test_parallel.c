/* SPDX-License-Identifier: MIT */
/* The parallel loop: every block once, workers apart, the lowest error whatever the scheduling. */
#include "prelude.h"

#include <sched.h>

#include "core/error.h"
#include "core/parallel.h"

enum { N = 2000, MAX_WORKERS = 8 };

typedef struct job {
    int runs[N];
    int busy[MAX_WORKERS];
    bool shared_worker;
    size_t bad[4]; /* blocks that fail, in order; SIZE_MAX ends */
    unsigned spin;
} job;

static fuda_status work(void *ctx, size_t block, int worker, fuda_error *err)
{
    job *j = ctx;
    if (worker < 0 || worker >= MAX_WORKERS ||
        __atomic_exchange_n(&j->busy[worker], 1, __ATOMIC_SEQ_CST) != 0)
        __atomic_store_n(&j->shared_worker, true, __ATOMIC_SEQ_CST);
    __atomic_add_fetch(&j->runs[block], 1, __ATOMIC_SEQ_CST);
    /* Early blocks take longest, so that later ones fail first. */
    for (size_t i = 0; i < j->spin && block % 16 < 8; i++)
        sched_yield();
    fuda_status st = FUDA_OK;
    for (size_t i = 0; i < COUNT(j->bad) && j->bad[i] != SIZE_MAX; i++) {
        if (j->bad[i] == block)
            st = fuda_fail_at(err, FUDA_E_FORMAT, block, 0, "block %zu", block);
    }
    __atomic_store_n(&j->busy[worker], 0, __ATOMIC_SEQ_CST);
    return st;
}

static void every_block_runs_once(void **state)
{
    static const int workers[] = {0, 1, 2, 8};
    static const size_t counts[] = {0, 1, 2, 7, N};
    (void)state;
    for (size_t w = 0; w < COUNT(workers); w++) {
        for (size_t c = 0; c < COUNT(counts); c++) {
            static job j;
            fuda_error err = {.status = FUDA_OK, .text = "untouched"};
            j = (job){.bad = {SIZE_MAX}, .spin = 1};
            assert_int_equal(fuda_parallel(counts[c], workers[w], work, &j, &err), FUDA_OK);
            assert_string_equal(err.text, "untouched");
            for (size_t b = 0; b < N; b++)
                assert_int_equal(j.runs[b], b < counts[c]);
            assert_false(j.shared_worker);
        }
    }
}

static void lowest_error_wins(void **state)
{
    static const int workers[] = {1, 2, 8};
    static const size_t bad[][4] = {{0, SIZE_MAX},
                                    {N - 1, SIZE_MAX},
                                    {17, 18, 19, SIZE_MAX},
                                    {3, 12, 13, 1999},
                                    {1000, 1009, 1010, SIZE_MAX}};
    (void)state;
    for (size_t w = 0; w < COUNT(workers); w++) {
        for (size_t i = 0; i < COUNT(bad); i++) {
            for (int repeat = 0; repeat < 5; repeat++) {
                static job j;
                fuda_error err = {0};
                char want[32];
                j = (job){.spin = 4};
                memcpy(j.bad, bad[i], sizeof j.bad);
                assert_int_equal(fuda_parallel(N, workers[w], work, &j, &err), FUDA_E_FORMAT);
                snprintf(want, sizeof want, "block %zu", bad[i][0]);
                assert_string_equal(err.text, want);
                assert_int_equal(err.status, FUDA_E_FORMAT);
                assert_int_equal(err.line, bad[i][0]);
                for (size_t b = 0; b <= bad[i][0]; b++)
                    assert_int_equal(j.runs[b], 1); /* those before it have run */
                assert_int_equal(fuda_parallel(N, workers[w], work, &j, NULL), FUDA_E_FORMAT);
            }
        }
    }
}

static void worker_count_is_bounded(void **state)
{
    (void)state;
    assert_in_range(fuda_worker_count(0), 1, 256);
    assert_int_equal(fuda_worker_count(0), fuda_worker_count(-5));
    assert_int_equal(fuda_worker_count(1), 1);
    assert_int_equal(fuda_worker_count(8), 8);
    assert_int_equal(fuda_worker_count(100000), 256);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_block_runs_once),
        cmocka_unit_test(lowest_error_wins),
        cmocka_unit_test(worker_count_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
