/* SPDX-License-Identifier: MIT */
/*
 * Batches: records in the order they were read, with all their strings in one arena, so that
 * clearing a batch is one step and reading it again costs no allocation.
 */
#ifndef CORPUS_BATCH_H
#define CORPUS_BATCH_H

#include "core/memory.h"
#include <fuda/document.h>

struct fuda_batch {
    fuda_record *records; /* [n] */
    size_t n;
    size_t cap;
    fuda_arena arena;
    size_t bytes; /* of strings copied in: what bounds a batch */
};

/* A new record, all zero (OK and empty); NULL when memory ran out.  The pointer is valid until the
 * next call. */
fuda_record *corpus_batch_add(fuda_batch *batch);

/* Copies bytes into the batch; false when memory ran out. */
bool corpus_batch_str(fuda_batch *batch, const void *bytes, size_t len, fuda_str *out);

#endif
