/* SPDX-License-Identifier: MIT */
/* The one place where loops are spread over threads (OpenMP). */
#ifndef CORE_PARALLEL_H
#define CORE_PARALLEL_H

#include <fuda/status.h>

/*
 * Work on one block.  `worker` is below the number of workers and never the same in two calls
 * at the same time: index per-thread scratch with it, and nothing else.  What a block computes
 * must not depend on the worker, or results would depend on the number of threads.
 */
typedef fuda_status (*fuda_block_fn)(void *ctx, size_t block, int worker, fuda_error *err);

/*
 * Calls fn for the blocks 0 … nblock - 1 on `workers` threads (at least 1).  Blocks are handed
 * out in order.  When blocks fail, the error of the lowest one is returned, whatever the
 * scheduling; blocks after it may or may not have run.
 */
fuda_status fuda_parallel(size_t nblock, int workers, fuda_block_fn fn, void *ctx,
                          fuda_error *err);

/* The number of threads for a request: 0 = all cores; result is 1 to 256. */
int fuda_worker_count(int jobs);

#endif
