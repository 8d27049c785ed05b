/* SPDX-License-Identifier: MIT */
#include "core/parallel.h"

#include <omp.h>
#include <stdbool.h>

int fuda_worker_count(int jobs)
{
    int n = jobs > 0 ? jobs : omp_get_num_procs();
    return n < 1 ? 1 : n > 256 ? 256 : n;
}

static fuda_status serial(size_t nblock, fuda_block_fn fn, void *ctx, fuda_error *err)
{
    for (size_t b = 0; b < nblock; b++) {
        fuda_status st = fn(ctx, b, 0, err);
        if (st != FUDA_OK)
            return st;
    }
    return FUDA_OK;
}

fuda_status fuda_parallel(size_t nblock, int workers, fuda_block_fn fn, void *ctx, fuda_error *err)
{
    size_t first_bad = nblock;
    fuda_error bad = {0};

    if (workers <= 1 || nblock <= 1)
        return serial(nblock, fn, ctx, err);

#pragma omp parallel for schedule(dynamic, 1) num_threads(workers)
    for (size_t b = 0; b < nblock; b++) {
        size_t limit;
#pragma omp atomic read
        limit = first_bad;
        if (b >= limit)
            continue;
        fuda_error mine = {0};
        fuda_status st = fn(ctx, b, omp_get_thread_num(), &mine);
        if (st == FUDA_OK)
            continue;
#pragma omp critical(fuda_parallel_error)
        {
            if (b < first_bad) {
#pragma omp atomic write
                first_bad = b;
                bad = mine;
                bad.status = st;
            }
        }
    }
    if (first_bad == nblock)
        return FUDA_OK;
    if (err != NULL)
        *err = bad;
    return bad.status;
}
