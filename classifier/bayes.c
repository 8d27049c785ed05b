/* SPDX-License-Identifier: MIT */
#include "classifier/bayes.h"

#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/memory.h"
#include "core/parallel.h"

void clf_counts_release(clf_counts *counts)
{
    free(counts->block);
    free(counts->label_docs);
    free(counts->total);
    free(counts->ptr);
    free(counts->label);
    free(counts->count);
    free(counts->hints);
    *counts = (clf_counts){0};
}

/* Rows by feature: the transpose of clf_rows, for the rows that count. */
typedef struct columns {
    size_t *ptr;    /* [V + 1] */
    uint32_t *row;
    uint32_t *count;
} columns;

static void columns_release(columns *c)
{
    free(c->ptr);
    free(c->row);
    free(c->count);
}

static bool transpose(const clf_rows *rows, size_t nfeature, const uint8_t *fold, uint8_t without,
                      columns *out)
{
    size_t cells = rows->n == 0 ? 0 : rows->ptr[rows->n];

    out->ptr = calloc(nfeature + 2, sizeof *out->ptr);
    out->row = malloc((cells + 1) * sizeof *out->row);
    out->count = malloc((cells + 1) * sizeof *out->count);
    if (out->ptr == NULL || out->row == NULL || out->count == NULL)
        return false;
    for (size_t i = 0; i < rows->n; i++) {
        if (fold != NULL && fold[i] == without)
            continue;
        for (size_t j = rows->ptr[i]; j < rows->ptr[i + 1]; j++)
            out->ptr[rows->feature[j] + 2]++;
    }
    for (size_t f = 2; f < nfeature + 2; f++)
        out->ptr[f] += out->ptr[f - 1];
    for (size_t i = 0; i < rows->n; i++) {
        if (fold != NULL && fold[i] == without)
            continue;
        for (size_t j = rows->ptr[i]; j < rows->ptr[i + 1]; j++) {
            size_t at = out->ptr[rows->feature[j] + 1]++;
            out->row[at] = (uint32_t)i;
            out->count[at] = rows->count[j];
        }
    }
    return true;
}

/* Work on a stretch of features: the cells of the block, to be joined in block order. */
enum { FEATURES_PER_BLOCK = 2048 };

typedef struct part {
    uint32_t *label, *count;
    size_t n, label_cap, count_cap;
} part;

typedef struct counting {
    const clf_rows *rows;
    const columns *cols;
    clf_counts *out;
    part *parts;
    uint64_t **scratch; /* [workers][K] */
    bool binary;
} counting;

static int ascending(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static fuda_status count_block(void *ctx, size_t b, int worker, fuda_error *err)
{
    counting *c = ctx;
    part *p = &c->parts[b];
    uint64_t *sum = c->scratch[worker];
    uint32_t *seen = NULL;
    size_t seen_cap = 0, last = (b + 1) * FEATURES_PER_BLOCK;
    fuda_status st = FUDA_OK;

    if (last > c->out->nfeature)
        last = c->out->nfeature;
    for (size_t f = b * FEATURES_PER_BLOCK; f < last; f++) {
        uint64_t total = 0;
        size_t nseen = 0;
        for (size_t j = c->cols->ptr[f]; j < c->cols->ptr[f + 1]; j++) {
            size_t i = c->cols->row[j];
            uint32_t x = c->binary ? 1 : c->cols->count[j];
            total += x;
            for (size_t l = c->rows->label_ptr[i]; l < c->rows->label_ptr[i + 1]; l++) {
                uint32_t k = c->rows->label[l];
                if (sum[k] == 0) {
                    if (!FUDA_GROW(seen, seen_cap, nseen + 1)) {
                        st = fuda_fail_nomem(err);
                        goto done;
                    }
                    seen[nseen++] = k;
                }
                sum[k] += x;
            }
        }
        if (total > UINT32_MAX) {
            st = fuda_fail(err, FUDA_E_ARG, "a feature occurs more than 2^32 times in the training data");
            goto done;
        }
        c->out->total[f] = (uint32_t)total;
        c->out->ptr[f + 1] = nseen;
        if (!FUDA_GROW(p->label, p->label_cap, p->n + nseen) ||
            !FUDA_GROW(p->count, p->count_cap, p->n + nseen)) {
            st = fuda_fail_nomem(err);
            goto done;
        }
        if (nseen > 1)
            qsort(seen, nseen, sizeof *seen, ascending);
        for (size_t s = 0; s < nseen; s++) {
            p->label[p->n] = seen[s];
            p->count[p->n++] = (uint32_t)sum[seen[s]];
            sum[seen[s]] = 0;
        }
    }
done:
    free(seen);
    return st;
}

static int by_feature_label(const void *a, const void *b)
{
    const clf_hint *x = a, *y = b;
    if (x->feature != y->feature)
        return x->feature < y->feature ? -1 : 1;
    if (x->label != y->label)
        return x->label < y->label ? -1 : 1;
    return (x->strength < y->strength) - (x->strength > y->strength); /* strong first */
}

static bool copy_hints(clf_counts *out, const clf_hint *hints, size_t nhint)
{
    out->hints = malloc((nhint + 1) * sizeof *hints);
    if (out->hints == NULL)
        return false;
    if (nhint != 0)
        memcpy(out->hints, hints, nhint * sizeof *hints);
    qsort(out->hints, nhint, sizeof *hints, by_feature_label);
    for (size_t i = 0; i < nhint; i++) {
        if (out->nhint == 0 || out->hints[out->nhint - 1].feature != out->hints[i].feature ||
            out->hints[out->nhint - 1].label != out->hints[i].label)
            out->hints[out->nhint++] = out->hints[i];
    }
    return true;
}

fuda_status clf_count(const clf_rows *rows, clf_mode mode, bool binary, size_t nfeature,
                      size_t nlabel, size_t nblock, const uint8_t *block, const clf_hint *hints,
                      size_t nhint, const uint8_t *fold, uint8_t without, int workers,
                      clf_counts *out, fuda_error *err)
{
    size_t nwork = (nfeature + FEATURES_PER_BLOCK - 1) / FEATURES_PER_BLOCK, at = 0;
    columns cols = {0};
    counting c = {.rows = rows, .cols = &cols, .out = out, .binary = binary};
    fuda_status st = FUDA_OK;

    *out = (clf_counts){.mode = mode, .binary = binary, .nfeature = nfeature, .nlabel = nlabel,
                        .nblock = nblock};
    out->block = malloc(nfeature + 1);
    out->label_docs = calloc(nlabel + 1, sizeof *out->label_docs);
    out->total = malloc((nfeature + 1) * sizeof *out->total);
    out->ptr = calloc(nfeature + 1, sizeof *out->ptr);
    c.parts = calloc(nwork + 1, sizeof *c.parts);
    c.scratch = calloc((size_t)workers, sizeof *c.scratch);
    if (out->block == NULL || out->label_docs == NULL || out->total == NULL || out->ptr == NULL ||
        c.parts == NULL || c.scratch == NULL || !copy_hints(out, hints, nhint) ||
        !transpose(rows, nfeature, fold, without, &cols)) {
        st = fuda_fail_nomem(err);
        goto done;
    }
    for (int w = 0; w < workers; w++) {
        c.scratch[w] = calloc(nlabel + 1, sizeof **c.scratch);
        if (c.scratch[w] == NULL) {
            st = fuda_fail_nomem(err);
            goto done;
        }
    }
    if (nfeature != 0)
        memcpy(out->block, block, nfeature);
    for (size_t i = 0; i < rows->n; i++) {
        if (fold != NULL && fold[i] == without)
            continue;
        out->ndoc++;
        for (size_t l = rows->label_ptr[i]; l < rows->label_ptr[i + 1]; l++)
            out->label_docs[rows->label[l]]++;
    }
    st = fuda_parallel(nwork, workers, count_block, &c, err);
    if (st != FUDA_OK)
        goto done;
    for (size_t f = 0; f < nfeature; f++)
        out->ptr[f + 1] += out->ptr[f];
    out->label = malloc((out->ptr[nfeature] + 1) * sizeof *out->label);
    out->count = malloc((out->ptr[nfeature] + 1) * sizeof *out->count);
    if (out->label == NULL || out->count == NULL) {
        st = fuda_fail_nomem(err);
        goto done;
    }
    for (size_t b = 0; b < nwork; b++) {
        if (c.parts[b].n != 0) {
            memcpy(out->label + at, c.parts[b].label, c.parts[b].n * sizeof *out->label);
            memcpy(out->count + at, c.parts[b].count, c.parts[b].n * sizeof *out->count);
        }
        at += c.parts[b].n;
    }
done:
    for (size_t b = 0; c.parts != NULL && b < nwork; b++) {
        free(c.parts[b].label);
        free(c.parts[b].count);
    }
    for (int w = 0; c.scratch != NULL && w < workers; w++)
        free(c.scratch[w]);
    free(c.parts);
    free(c.scratch);
    columns_release(&cols);
    if (st != FUDA_OK)
        clf_counts_release(out);
    return st;
}
