/* SPDX-License-Identifier: MIT */
/*
 * The texts a benchmark runs over, in memory: real documents of a data folder, or the sample corpus
 * of this repository, repeated, where that folder is missing.
 */
#ifndef BENCH_LOAD_H
#define BENCH_LOAD_H

#include <fuda.h>

typedef struct bench_set {
    const char *lang;           /* "ja", "zh", "en"                                    */
    char source[256];           /* what was read, for the report                       */
    bool sample;                /* the sample corpus, repeated: too uniform to compare */
    fuda_document *documents;   /* [n] id, title and text; owned, with their strings   */
    const fuda_document **list; /* [n] pointers to them, as fuda_tagger_run wants them */
    size_t n, cap;
    size_t bytes;               /* of titles and texts */
} bench_set;

/* Fills the set with at most `max_bytes` of text in a language; false (and a message on stderr) when
 * neither folder has any.  Only title and text are kept, so that detection is part of the work. */
bool bench_load(bench_set *set, const char *lang, const char *data, const char *sample, size_t max_bytes);
void bench_set_release(bench_set *set);

#endif
