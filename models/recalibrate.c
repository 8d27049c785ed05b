/* SPDX-License-Identifier: MIT */
/* Probabilities fitted anew, for a model whose counts have moved on. */
#include <stdlib.h>
#include <string.h>

#include "classifier/calibrate.h"
#include "classifier/member.h"
#include "core/error.h"
#include "models/update.h"
#include <fuda/update.h>

/* Scores of all documents whose labels the model knows, before they become probabilities. */
typedef struct scored {
    double *z;      /* [n][K] */
    uint8_t *truth; /* [n][K] */
    uint32_t *gold; /* [n] single */
    size_t n, gold_labels;
} scored;

static void scored_release(scored *s)
{
    free(s->z);
    free(s->truth);
    free(s->gold);
}

/* The model's numbers of a row's features. */
static size_t known_features(const clf_rows *rows, size_t i, const uint32_t *number, uint32_t *feature,
                             uint32_t *count)
{
    size_t n = 0;

    for (size_t j = rows->ptr[i]; j < rows->ptr[i + 1]; j++) {
        if (number[rows->feature[j]] == FUDA_NO_ID)
            continue;
        feature[n] = number[rows->feature[j]];
        count[n++] = rows->count[j];
    }
    return n;
}

static fuda_status score_documents(const fuda_model *m, fuda_dataset *data, const uint32_t *number,
                                   const uint32_t *label, scored *s, fuda_error *err)
{
    const clf_rows *rows = &data->rows;
    size_t K = m->clf.counts.nlabel, V = data->vocabulary.count, cells;
    uint32_t *feature = malloc((V + 1) * sizeof *feature), *count = malloc((V + 1) * sizeof *count);
    clf_work work = {0};
    bool ok = feature != NULL && count != NULL && clf_work_init(&work, K) && fuda_mul_size(rows->n, K, &cells) &&
              cells < SIZE_MAX / sizeof *s->z;

    if (ok) {
        s->z = malloc((cells + 1) * sizeof *s->z);
        s->truth = calloc(cells + 1, 1);
        s->gold = malloc((rows->n + 1) * sizeof *s->gold);
        ok = s->z != NULL && s->truth != NULL && s->gold != NULL;
    }
    for (size_t i = 0; ok && i < rows->n; i++) {
        size_t n = known_features(rows, i, number, feature, count);
        uint32_t gold = FUDA_NO_ID;
        for (size_t j = rows->label_ptr[i]; j < rows->label_ptr[i + 1]; j++) {
            if (label[rows->label[j]] == FUDA_NO_ID)
                continue;
            gold = label[rows->label[j]];
            s->truth[s->n * K + gold] = 1;
            s->gold_labels++;
        }
        clf_predict(&m->clf, feature, count, n, &work);
        /* A document without evidence gets no answer, one of an unknown label no right one. */
        if (work.known == 0 || (m->info.single && gold == FUDA_NO_ID)) {
            memset(s->truth + s->n * K, 0, K);
            continue;
        }
        memcpy(s->z + s->n * K, work.z, K * sizeof *work.z);
        s->gold[s->n++] = gold;
    }
    free(feature);
    free(count);
    clf_work_release(&work);
    return ok ? FUDA_OK : fuda_fail_nomem(err);
}

/* From z = c + Σ a u to z' = c' + a' z: the same form. */
static fuda_status fit(fuda_model *m, const scored *s, fuda_error *err)
{
    clf_classifier *clf = &m->clf;
    size_t K = clf->counts.nlabel;
    double slope = 1, *offset;
    fuda_status st;

    if (m->info.single) {
        clf->tau = clf_rounded(clf->tau * clf_fit_temperature(s->z, s->gold, s->n, K));
        return FUDA_OK;
    }
    offset = calloc(K + 1, sizeof *offset);
    if (offset == NULL)
        return fuda_fail_nomem(err);
    st = clf_fit_joint(s->z, s->truth, s->n, K, 1, &slope, offset, err);
    for (size_t k = 0; st == FUDA_OK && slope > 0 && k < K; k++)
        clf->offset[k] = clf_rounded(slope * clf->offset[k] + offset[k]);
    for (int i = 0; st == FUDA_OK && slope > 0 && i < CLF_NINPUT; i++)
        clf->slope[i] = clf_rounded(slope * clf->slope[i]);
    free(offset);
    if (st == FUDA_OK && !(slope > 0))
        st = fuda_fail(err, FUDA_E_ARG, "the model's scores do not follow these documents' labels");
    return st;
}

fuda_status fuda_model_recalibrate(const fuda_model *model, fuda_dataset *documents, fuda_model **out,
                                   fuda_error *err)
{
    mdl_ledger l = {0};
    fuda_model *m = NULL;
    scored s = {0};
    uint32_t *number = NULL, *label = NULL;
    fuda_status st = mdl_dataset_sort(documents, err);

    *out = NULL;
    if (st == FUDA_OK)
        st = mdl_ledger_of_model(model, &l, err);
    if (st == FUDA_OK) {
        number = mdl_places(&documents->vocabulary, &l.vocabulary);
        label = mdl_places(&documents->labels, &l.labels);
        st = number == NULL || label == NULL ? fuda_fail_nomem(err) : FUDA_OK;
    }
    if (st == FUDA_OK)
        st = score_documents(model, documents, number, label, &s, err);
    if (st == FUDA_OK && (s.n == 0 || s.gold_labels == 0))
        st = fuda_fail(err, FUDA_E_ARG, "there is no document with a label of the model to calibrate on");
    if (st == FUDA_OK)
        st = mdl_assemble(model, &l, &m, err);
    if (st == FUDA_OK) {
        m->info.single = model->info.single;
        m->calibrated = m->info.data_hash;
        st = fit(m, &s, err);
        if (st == FUDA_OK)
            st = mdl_complete(m, out, err);
        else
            fuda_model_free(m);
    }
    scored_release(&s);
    free(number);
    free(label);
    mdl_ledger_release(&l);
    return st;
}
