/* SPDX-License-Identifier: MIT */
/* Labelled documents as rows of feature counts: what training and cross-validation read. */
#ifndef CLASSIFIER_ROWS_H
#define CLASSIFIER_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <fuda/status.h>

/*
 * N rows, V features, K labels.  Row i has the features feature[ptr[i] … ptr[i + 1]) in
 * increasing order with their counts, and the labels label[label_ptr[i] … label_ptr[i + 1]).
 * All arrays are owned.
 */
typedef struct clf_rows {
    size_t n;             /* N */
    size_t *ptr;          /* [N + 1] */
    uint32_t *feature;    /* [ptr[N]] below V */
    uint32_t *count;      /* [ptr[N]] above 0 */
    size_t *label_ptr;    /* [N + 1] */
    uint32_t *label;      /* [label_ptr[N]] below K */
    uint32_t *group;      /* [N] rows of one group stay in one fold */
    size_t ptr_cap, feature_cap, count_cap, label_ptr_cap, label_cap, group_cap;
} clf_rows;

void clf_rows_release(clf_rows *rows);
/* Appends a row.  features need not be sorted yet (clf_rows_renumber sorts).  False: out of memory. */
bool clf_rows_add(clf_rows *rows, const uint32_t *feature, const uint32_t *count, size_t nfeature,
                  const uint32_t *label, size_t nlabel, uint32_t group);
/* Replaces every feature f by number[f] and sorts each row. */
void clf_rows_renumber(clf_rows *rows, const uint32_t *number);
/* The same for labels. */
void clf_rows_renumber_labels(clf_rows *rows, const uint32_t *number);

/*
 * Folds for cross-validation, deterministic in `seed`: fold[i] in 0 … nfold - 1 for each row.
 * Rows are dealt out label by label, rarest label first, so that every fold has its share of
 * each (Sechidis et al. 2011 in spirit); rows of one group go together.  E_NOMEM.
 */
fuda_status clf_folds(const clf_rows *rows, size_t nlabel, int nfold, uint64_t seed, uint8_t *fold,
                      fuda_error *err);

/* Which labels the rows have, in their places (UINT32_MAX: none, the row is left out): 1 or 0 in [nplace][nlabel],
 * the caller's to free; NULL when memory ran out. */
uint8_t *clf_rows_truth(const clf_rows *rows, const uint32_t *place, size_t nplace, size_t nlabel);

#endif
