/* SPDX-License-Identifier: MIT */
#include "classifier/rows.h"

#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/memory.h"
#include "core/random.h"

void clf_rows_release(clf_rows *rows)
{
    free(rows->ptr);
    free(rows->feature);
    free(rows->count);
    free(rows->label_ptr);
    free(rows->label);
    free(rows->group);
    *rows = (clf_rows){0};
}

bool clf_rows_add(clf_rows *rows, const uint32_t *feature, const uint32_t *count, size_t nfeature,
                  const uint32_t *label, size_t nlabel, uint32_t group)
{
    size_t n = rows->n;
    size_t at = n == 0 ? 0 : rows->ptr[n], label_at = n == 0 ? 0 : rows->label_ptr[n];

    if (!FUDA_GROW(rows->ptr, rows->ptr_cap, n + 2) ||
        !FUDA_GROW(rows->label_ptr, rows->label_ptr_cap, n + 2) ||
        !FUDA_GROW(rows->group, rows->group_cap, n + 1) ||
        !FUDA_GROW(rows->feature, rows->feature_cap, at + nfeature) ||
        !FUDA_GROW(rows->count, rows->count_cap, at + nfeature) ||
        !FUDA_GROW(rows->label, rows->label_cap, label_at + nlabel))
        return false;
    rows->ptr[n] = at;
    rows->label_ptr[n] = label_at;
    if (nfeature != 0) {
        memcpy(rows->feature + at, feature, nfeature * sizeof *feature);
        memcpy(rows->count + at, count, nfeature * sizeof *count);
    }
    if (nlabel != 0)
        memcpy(rows->label + label_at, label, nlabel * sizeof *label);
    rows->ptr[n + 1] = at + nfeature;
    rows->label_ptr[n + 1] = label_at + nlabel;
    rows->group[n] = group;
    rows->n++;
    return true;
}

typedef struct cell {
    uint32_t feature, count;
} cell;

static int by_feature(const void *a, const void *b)
{
    const cell *x = a, *y = b;
    return (x->feature > y->feature) - (x->feature < y->feature);
}

void clf_rows_renumber(clf_rows *rows, const uint32_t *number)
{
    cell *cells = NULL;
    size_t cap = 0;

    for (size_t i = 0; i < rows->n; i++) {
        size_t at = rows->ptr[i], m = rows->ptr[i + 1] - at;
        for (size_t j = 0; j < m; j++)
            rows->feature[at + j] = number[rows->feature[at + j]];
        if (!FUDA_GROW(cells, cap, m)) {
            /* No room to sort with: insertion sort in place, slow but right. */
            for (size_t j = 1; j < m; j++) {
                cell c = {rows->feature[at + j], rows->count[at + j]};
                size_t k = j;
                for (; k > 0 && rows->feature[at + k - 1] > c.feature; k--) {
                    rows->feature[at + k] = rows->feature[at + k - 1];
                    rows->count[at + k] = rows->count[at + k - 1];
                }
                rows->feature[at + k] = c.feature;
                rows->count[at + k] = c.count;
            }
            continue;
        }
        for (size_t j = 0; j < m; j++)
            cells[j] = (cell){rows->feature[at + j], rows->count[at + j]};
        if (m > 1)
            qsort(cells, m, sizeof *cells, by_feature);
        for (size_t j = 0; j < m; j++) {
            rows->feature[at + j] = cells[j].feature;
            rows->count[at + j] = cells[j].count;
        }
    }
    free(cells);
}

void clf_rows_renumber_labels(clf_rows *rows, const uint32_t *number)
{
    for (size_t j = 0; rows->n != 0 && j < rows->label_ptr[rows->n]; j++)
        rows->label[j] = number[rows->label[j]];
}

/* ---- folds ----------------------------------------------------------------------------------- */

typedef struct unit {
    uint32_t group;  /* index of the first row, for single rows                      */
    uint32_t label;  /* rarest label of its rows, K when it has none                 */
    size_t support;  /* rows with that label                                         */
    uint64_t random; /* order among units of one label                               */
    uint32_t first;  /* position in the list of rows by group                        */
    uint32_t size;
} unit;

static int by_rarity(const void *a, const void *b)
{
    const unit *x = a, *y = b;
    if (x->support != y->support)
        return x->support < y->support ? -1 : 1;
    if (x->label != y->label)
        return x->label < y->label ? -1 : 1;
    if (x->random != y->random)
        return x->random < y->random ? -1 : 1;
    return (x->first > y->first) - (x->first < y->first);
}

typedef struct member {
    uint32_t group, row;
} member;

static int by_group(const void *a, const void *b)
{
    const member *x = a, *y = b;
    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

fuda_status clf_folds(const clf_rows *rows, size_t nlabel, int nfold, uint64_t seed, uint8_t *fold,
                      fuda_error *err)
{
    size_t n = rows->n, nunit = 0;
    member *members = malloc((n + 1) * sizeof *members);
    unit *units = malloc((n + 1) * sizeof *units);
    size_t *support = calloc(nlabel + 1, sizeof *support);
    size_t *per_fold = calloc((nlabel + 1) * (size_t)nfold, sizeof *per_fold);
    size_t *size = calloc((size_t)nfold, sizeof *size);
    fuda_status st = FUDA_OK;

    if (members == NULL || units == NULL || support == NULL || per_fold == NULL || size == NULL) {
        st = fuda_fail_nomem(err);
        goto done;
    }
    for (size_t j = 0; n != 0 && j < rows->label_ptr[n]; j++)
        support[rows->label[j]]++;
    support[nlabel] = SIZE_MAX;
    for (size_t i = 0; i < n; i++)
        members[i] = (member){rows->group[i], (uint32_t)i};
    qsort(members, n, sizeof *members, by_group);
    fuda_rng rng = {seed};
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || members[i].group != members[i - 1].group)
            units[nunit++] = (unit){members[i].group, (uint32_t)nlabel, SIZE_MAX, fuda_rng_next(&rng),
                                    (uint32_t)i, 0};
        unit *u = &units[nunit - 1];
        u->size++;
        for (size_t j = rows->label_ptr[members[i].row]; j < rows->label_ptr[members[i].row + 1]; j++) {
            if (support[rows->label[j]] < support[u->label])
                u->label = rows->label[j];
        }
        u->support = support[u->label];
    }
    qsort(units, nunit, sizeof *units, by_rarity);
    /* Each unit to the fold with the fewest rows of its rarest label, then the fewest rows. */
    for (size_t i = 0; i < nunit; i++) {
        const unit *u = &units[i];
        size_t *mine = per_fold + u->label * (size_t)nfold;
        int best = 0;
        for (int f = 1; f < nfold; f++) {
            if (mine[f] < mine[best] || (mine[f] == mine[best] && size[f] < size[best]))
                best = f;
        }
        size[best] += u->size;
        for (size_t m = u->first; m < (size_t)u->first + u->size; m++) {
            uint32_t row = members[m].row;
            fold[row] = (uint8_t)best;
            /* All its labels: the common ones make up later for what rare ones brought along. */
            for (size_t j = rows->label_ptr[row]; j < rows->label_ptr[row + 1]; j++)
                per_fold[rows->label[j] * (size_t)nfold + best]++;
            per_fold[nlabel * (size_t)nfold + best] += rows->label_ptr[row] == rows->label_ptr[row + 1];
        }
    }
done:
    free(members);
    free(units);
    free(support);
    free(per_fold);
    free(size);
    return st;
}

uint8_t *clf_rows_truth(const clf_rows *rows, const uint32_t *place, size_t nplace, size_t nlabel)
{
    uint8_t *truth = calloc(nplace * nlabel + 1, 1);

    for (size_t i = 0; truth != NULL && i < rows->n; i++)
        for (size_t l = rows->label_ptr[i]; place[i] != UINT32_MAX && l < rows->label_ptr[i + 1]; l++)
            truth[place[i] * nlabel + rows->label[l]] = 1;
    return truth;
}
