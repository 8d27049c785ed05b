/* SPDX-License-Identifier: MIT */
#include "corpus/batch.h"

#include <stdlib.h>

fuda_batch *fuda_batch_new(void)
{
    return calloc(1, sizeof(fuda_batch));
}

void fuda_batch_free(fuda_batch *batch)
{
    if (batch != NULL) {
        fuda_arena_release(&batch->arena);
        free(batch->records);
        free(batch);
    }
}

void fuda_batch_clear(fuda_batch *batch)
{
    fuda_arena_reset(&batch->arena);
    batch->n = 0;
    batch->bytes = 0;
}

const fuda_record *fuda_batch_records(const fuda_batch *batch, size_t *n)
{
    *n = batch->n;
    return batch->records;
}

fuda_record *corpus_batch_add(fuda_batch *batch)
{
    if (!FUDA_GROW(batch->records, batch->cap, batch->n + 1))
        return NULL;
    fuda_record *record = &batch->records[batch->n++];
    *record = (fuda_record){0};
    return record;
}

bool corpus_batch_str(fuda_batch *batch, const void *bytes, size_t len, fuda_str *out)
{
    char *copy = fuda_arena_copy(&batch->arena, bytes, len);
    if (copy == NULL)
        return false;
    batch->bytes += len;
    *out = (fuda_str){copy, len};
    return true;
}
