/* SPDX-License-Identifier: MIT */
/* How well models do that are trained as a data set says, on documents they have not seen. */
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/parallel.h"
#include "models/evaluation.h"
#include "models/near.h"
#include "models/training.h"

enum { BATCH = 256, DOCS_PER_BLOCK = 64 };

/* ---- what belongs together ------------------------------------------------------------------- */

typedef struct signing {
    const fuda_document *documents;
    size_t n;
    fuda_signature *signatures;
} signing;

static fuda_status sign_block(void *ctx, size_t b, int worker, fuda_error *err)
{
    signing *s = ctx;

    (void)worker;
    (void)err;
    for (size_t i = b * DOCS_PER_BLOCK; i < (b + 1) * DOCS_PER_BLOCK && i < s->n; i++)
        mdl_near_sign(&s->documents[i], &s->signatures[i]);
    return FUDA_OK;
}

/* cluster [n]: the first of each document's near-duplicates. */
static fuda_status find_near(const fuda_dataset *data, double near, uint32_t *cluster, fuda_error *err)
{
    size_t n = data->rows.n;
    signing s = {data->documents, n, NULL};
    fuda_status st;

    for (size_t i = 0; i < n; i++)
        cluster[i] = (uint32_t)i;
    if (near > 1)
        return FUDA_OK;
    s.signatures = malloc((n + 1) * sizeof *s.signatures);
    if (s.signatures == NULL)
        return fuda_fail_nomem(err);
    st = fuda_parallel((n + DOCS_PER_BLOCK - 1) / DOCS_PER_BLOCK, data->workers, sign_block, &s, err);
    if (st == FUDA_OK)
        st = fuda_near_clusters(s.signatures, n, near > 0 ? near : MDL_NEAR, cluster, err);
    free(s.signatures);
    return st;
}

static uint32_t root_of(uint32_t *parent, uint32_t i)
{
    while (parent[i] != i)
        i = parent[i] = parent[parent[i]];
    return i;
}

/* unit [n]: one number for documents that groups and clusters connect. */
static fuda_status join_groups(const clf_rows *rows, const uint32_t *cluster, uint32_t *unit, fuda_error *err)
{
    fuda_map64 first = {0};
    bool ok = true;

    memcpy(unit, cluster, rows->n * sizeof *unit);
    for (uint32_t i = 0; ok && i < rows->n; i++) {
        uint32_t other = fuda_map64_get(&first, rows->group[i]);
        if (other == FUDA_NO_ID) {
            ok = fuda_map64_add(&first, rows->group[i], i);
            continue;
        }
        uint32_t a = root_of(unit, i), b = root_of(unit, other);
        unit[a > b ? a : b] = a > b ? b : a;
    }
    for (uint32_t i = 0; i < rows->n; i++)
        unit[i] = root_of(unit, i);
    fuda_map64_release(&first);
    return ok ? FUDA_OK : fuda_fail_nomem(err);
}

/* ---- what would have leaked ------------------------------------------------------------------ */

typedef struct member {
    uint64_t key;
    uint32_t row;
    uint8_t fold;
} member;

static int by_key_and_fold(const void *a, const void *b)
{
    const member *x = a, *y = b;

    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    if (x->fold != y->fold)
        return x->fold < y->fold ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

/* Pairs of equal keys, and of those in different folds; sorts the members. */
static void count_pairs(member *members, size_t n, size_t *pairs, size_t *parted)
{
    size_t same_key = 0, same_both = 0;

    *pairs = *parted = 0;
    if (n > 1)
        qsort(members, n, sizeof *members, by_key_and_fold);
    for (size_t i = 1; i < n; i++) {
        bool key = members[i].key == members[i - 1].key;
        same_both = key && members[i].fold == members[i - 1].fold ? same_both + 1 : 0;
        same_key = key ? same_key + 1 : 0;
        *pairs += same_key;
        *parted += same_key - same_both;
    }
}

static bool same_labels(const clf_rows *rows, size_t i, size_t j)
{
    size_t a = rows->label_ptr[i], b = rows->label_ptr[j], n = rows->label_ptr[i + 1] - a;
    size_t found = 0;

    if (rows->label_ptr[j + 1] - b != n)
        return false;
    for (size_t x = 0; x < n; x++)
        for (size_t y = 0; y < n; y++)
            found += rows->label[a + x] == rows->label[b + y];
    return found == n;
}

/* Sorts the members by cluster and counts clusters of several, and those whose labels differ. */
static void count_clusters(const clf_rows *rows, member *members, size_t n, fuda_leakage *out)
{
    size_t end;

    qsort(members, n, sizeof *members, by_key_and_fold);
    for (size_t i = 0; i < n; i = end) {
        bool clash = false;
        for (end = i + 1; end < n && members[end].key == members[i].key; end++)
            clash = clash || !same_labels(rows, members[i].row, members[end].row);
        out->clusters += end - i > 1;
        out->clashing += clash;
    }
}

/* Draws folds without regard to what belongs together, to see what that would have done. */
static fuda_status measure_leakage(const fuda_dataset *data, size_t nlabel, int folds, const uint32_t *cluster,
                                   fuda_leakage *out, fuda_error *err)
{
    clf_rows alone = data->rows; /* with other groups */
    size_t n = alone.n, both, both_parted;
    uint8_t *fold = malloc(n + 1);
    member *members = malloc((n + 1) * sizeof *members);
    fuda_status st = FUDA_OK;

    alone.group = malloc((n + 1) * sizeof *alone.group);
    if (fold == NULL || members == NULL || alone.group == NULL) {
        st = fuda_fail_nomem(err);
        goto done;
    }
    for (uint32_t i = 0; i < n; i++)
        alone.group[i] = i;
    st = clf_folds(&alone, nlabel, folds, data->options.seed + 1, fold, err);
    if (st != FUDA_OK)
        goto done;
    for (uint32_t i = 0; i < n; i++)
        members[i] = (member){data->rows.group[i], i, fold[i]};
    count_pairs(members, n, &out->grouped, &out->grouped_parted);
    for (uint32_t i = 0; i < n; i++)
        members[i] = (member){(uint64_t)cluster[i] << 32 | data->rows.group[i], i, fold[i]};
    count_pairs(members, n, &both, &both_parted);
    for (uint32_t i = 0; i < n; i++)
        members[i] = (member){cluster[i], i, fold[i]};
    count_pairs(members, n, &out->near, &out->near_parted);
    out->near -= both;
    out->near_parted -= both_parted;
    count_clusters(&data->rows, members, n, out);
done:
    free(fold);
    free(members);
    free(alone.group);
    return st;
}

/* ---- folds ----------------------------------------------------------------------------------- */

static fuda_status draw_folds(const fuda_dataset *data, size_t nlabel, const fuda_cv_options *options,
                              uint8_t *fold, fuda_leakage *leakage, fuda_error *err)
{
    clf_rows rows = data->rows; /* with other groups */
    uint32_t *cluster = malloc((rows.n + 1) * sizeof *cluster);
    fuda_status st;

    rows.group = malloc((rows.n + 1) * sizeof *rows.group);
    st = cluster == NULL || rows.group == NULL ? fuda_fail_nomem(err)
                                               : find_near(data, options->near, cluster, err);
    if (st == FUDA_OK)
        st = join_groups(&data->rows, cluster, rows.group, err);
    /* Another seed than the inner folds have: they are drawn within the training part. */
    if (st == FUDA_OK)
        st = clf_folds(&rows, nlabel, options->folds, data->options.seed + 1, fold, err);
    if (st == FUDA_OK)
        st = measure_leakage(data, nlabel, options->folds, cluster, leakage, err);
    free(cluster);
    free(rows.group);
    return st;
}

static fuda_status tag_some(const fuda_model *model, fuda_tagger *tagger, const fuda_document *const *documents,
                            size_t n, fuda_evaluation *ev, fuda_error *err)
{
    const fuda_result *results;
    fuda_status st = fuda_tagger_run(tagger, documents, n, NULL, &results, err);

    for (size_t i = 0; st == FUDA_OK && i < n; i++)
        st = mdl_evaluation_add(ev, model, documents[i], &results[i], err);
    return st;
}

static fuda_status test_fold(fuda_dataset *data, const uint8_t *fold, uint8_t f, fuda_evaluation *ev,
                             fuda_error *err)
{
    const fuda_document *documents[BATCH];
    fuda_model *model = NULL;
    fuda_tagger *tagger = NULL;
    size_t n = 0;
    fuda_status st = mdl_train_part(data, fold, f, &model, err);

    if (st == FUDA_OK)
        st = fuda_tagger_new(model, data->workers, &tagger, err);
    for (size_t i = 0; st == FUDA_OK && i < data->rows.n; i++) {
        if (fold[i] == f)
            documents[n++] = &data->documents[i];
        if (n == BATCH) {
            st = tag_some(model, tagger, documents, n, ev, err);
            n = 0;
        }
    }
    if (st == FUDA_OK && n > 0)
        st = tag_some(model, tagger, documents, n, ev, err);
    fuda_tagger_free(tagger);
    fuda_model_free(model);
    return st;
}

static fuda_status check(fuda_dataset *data, const fuda_cv_options *options, fuda_error *err)
{
    if (options->folds < 2 || options->folds > 50)
        return fuda_fail(err, FUDA_E_ARG, "cross-validation needs 2 to 50 folds, not %d", options->folds);
    if (!(options->near >= 0))
        return fuda_fail(err, FUDA_E_ARG, "a similarity of near-duplicates is above 0");
    if (data->rows.n == 0)
        return fuda_fail(err, FUDA_E_ARG, "there is no labelled document to learn from");
    if (!data->options.keep_documents)
        return fuda_fail(err, FUDA_E_ARG, "the data set does not keep its documents");
    if (data->rows.n < (size_t)options->folds)
        return fuda_fail(err, FUDA_E_ARG, "%d folds need at least as many documents, there are %zu",
                         options->folds, data->rows.n);
    return FUDA_OK;
}

fuda_status fuda_cross_validate(fuda_dataset *data, const fuda_cv_options *options, fuda_evaluation **out,
                                fuda_error *err)
{
    fuda_leakage leakage = {0};
    uint8_t *fold = NULL;
    fuda_status st = check(data, options, err);

    *out = NULL;
    if (st == FUDA_OK)
        st = mdl_dataset_sort(data, err);
    if (st == FUDA_OK && (fold = malloc(data->rows.n)) == NULL)
        st = fuda_fail_nomem(err);
    if (st == FUDA_OK)
        st = draw_folds(data, data->labels.count, options, fold, &leakage, err);
    if (st == FUDA_OK)
        st = mdl_evaluation_make(data->labelling == FUDA_ONE_LABEL, &data->labels, out, err);
    if (st == FUDA_OK) {
        (*out)->keeps = options->keep;
        (*out)->leakage = leakage;
    }
    for (int f = 0; st == FUDA_OK && f < options->folds; f++)
        st = test_fold(data, fold, (uint8_t)f, *out, err);
    if (st != FUDA_OK) {
        fuda_evaluation_free(*out);
        *out = NULL;
    }
    free(fold);
    return st;
}
