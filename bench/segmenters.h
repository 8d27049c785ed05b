/* SPDX-License-Identifier: MIT */
/*
 * The floor: MeCab and ICU called as directly as a program can call them, on the texts that fuda
 * gets.  What fuda does beyond this loop is what the benchmark measures.
 */
#ifndef BENCH_SEGMENTERS_H
#define BENCH_SEGMENTERS_H

#include "bench/load.h"

typedef struct bench_segmenter bench_segmenter;

/* MeCab for ja (its sentences are found beforehand, outside any measurement), ICU's word break
 * iterator for the others.  NULL, with a message on stderr, when the library cannot start. */
bench_segmenter *bench_segmenter_new(const bench_set *set);
void bench_segmenter_free(bench_segmenter *segmenter);
/* "MeCab" or "ICU". */
const char *bench_segmenter_name(const bench_segmenter *segmenter);
/* One pass over the whole set: the number of words. */
size_t bench_segmenter_run(bench_segmenter *segmenter);

#endif
