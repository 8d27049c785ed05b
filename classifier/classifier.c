/* SPDX-License-Identifier: MIT */
#include "classifier/member.h"

#include <math.h>
#include <stdlib.h>

#include "core/error.h"

/* Bounds on what calibration reads: 128 MiB of cells, but no fewer rows than the least. */
enum { CALIBRATION_ROWS = 20000, CALIBRATION_CELLS = 16 << 20, CALIBRATION_LEAST = 200 };

static const clf_member *member_of(const clf_classifier *clf)
{
    return clf->choice.algorithm == CLF_JOINED ? &clf_joint : &clf_general;
}

void clf_release(clf_classifier *clf)
{
    clf_counts_release(&clf->counts);
    clf_bayes_release(&clf->bayes);
    free(clf->offset);
    free(clf->threshold);
    free(clf->hint_ptr);
    clf_fit_release(&clf->fit);
    free(clf->rates);
    free(clf->why);
    *clf = (clf_classifier){0};
}

bool clf_work_init(clf_work *work, size_t nlabel)
{
    *work = (clf_work){0};
    work->input = calloc(nlabel * CLF_NINPUT + 1, sizeof *work->input);
    work->z = calloc(nlabel + 1, sizeof *work->z);
    work->p = calloc(nlabel + 1, sizeof *work->p);
    return work->input != NULL && work->z != NULL && work->p != NULL;
}

void clf_work_release(clf_work *work)
{
    free(work->input);
    free(work->z);
    free(work->p);
    *work = (clf_work){0};
}

/* Every stride-th row gets a place, so that not too many do. */
size_t clf_places(const clf_rows *rows, size_t cells_per_row, uint32_t *place)
{
    size_t most = CALIBRATION_CELLS / (cells_per_row + 1), n = 0, stride;

    most = most > CALIBRATION_ROWS ? CALIBRATION_ROWS : most < CALIBRATION_LEAST ? CALIBRATION_LEAST : most;
    stride = rows->n / most + 1;

    for (size_t i = 0; i < rows->n; i++)
        place[i] = i % stride == 0 ? (uint32_t)n++ : UINT32_MAX;
    return n;
}

double clf_rounded(double x)
{
    return round(x * 1e6) / 1e6;
}

void clf_softmax(const double *z, size_t K, double *p)
{
    double top = -HUGE_VAL, total = 0;

    for (size_t k = 0; k < K; k++)
        top = z[k] > top ? z[k] : top;
    for (size_t k = 0; k < K; k++)
        total += p[k] = exp(z[k] - top);
    for (size_t k = 0; k < K; k++)
        p[k] /= total;
}

static fuda_status check(const clf_problem *p, fuda_error *err)
{
    const clf_settings *set = p->set;

    if (set->folds < 2 || set->folds > 50)
        return fuda_fail(err, FUDA_E_ARG, "cross-validation needs 2 to 50 folds, not %d", set->folds);
    if (!(set->mode == CLF_SINGLE ? clf_algorithm_single : clf_algorithm_multi)(set->algorithm))
        return fuda_fail(err, FUDA_E_ARG, "the algorithm '%s' is for %s", clf_algorithm_name(set->algorithm),
                         set->mode == CLF_SINGLE ? "documents with any number of labels"
                                                 : "documents with one label each");
    return FUDA_OK;
}

fuda_status clf_train(const clf_problem *problem, clf_classifier *out, fuda_error *err)
{
    uint8_t *fold = malloc(problem->rows->n + 1);
    clf_problem p = *problem;
    fuda_status st = check(problem, err);

    p.fold = fold;
    *out = (clf_classifier){.tau = 1};
    out->counts.mode = p.set->mode;
    out->choice.algorithm = p.set->algorithm;
    /* A taxonomy's terms are worth most joined with naive Bayes. */
    if (p.set->algorithm == CLF_AUTO && p.set->mode == CLF_MULTI && p.nhint > 0)
        out->choice.algorithm = CLF_JOINED;
    if (out->choice.algorithm == CLF_JOINED)
        out->choice = clf_choice_of(CLF_JOINED, false);
    out->offset = calloc(p.nlabel + 1, sizeof *out->offset);
    out->threshold = calloc(p.nlabel + 1, sizeof *out->threshold);
    if (st == FUDA_OK && (fold == NULL || out->offset == NULL || out->threshold == NULL))
        st = fuda_fail_nomem(err);
    for (size_t k = 0; st == FUDA_OK && k < p.nlabel; k++)
        out->threshold[k] = p.set->mode == CLF_SINGLE ? 0 : p.set->threshold > 0 ? p.set->threshold : 0.5;
    if (st == FUDA_OK)
        st = clf_folds(p.rows, p.nlabel, p.set->folds, p.set->seed, fold, err);
    if (st == FUDA_OK)
        st = member_of(out)->train(&p, out, err);
    if (st == FUDA_OK)
        st = clf_prepare(out, err);
    free(fold);
    if (st != FUDA_OK)
        clf_release(out);
    return st;
}

bool clf_knows(const clf_classifier *clf, uint32_t feature)
{
    return member_of(clf)->knows(clf, feature);
}

fuda_status clf_prepare(clf_classifier *clf, fuda_error *err)
{
    return member_of(clf)->prepare(clf, err);
}

void clf_predict(const clf_classifier *clf, const uint32_t *feature, const uint32_t *count, size_t n,
                 clf_work *work)
{
    member_of(clf)->predict(clf, feature, count, n, work);
}

void clf_explain(const clf_classifier *clf, const uint32_t *feature, const uint32_t *count, size_t n,
                 const clf_work *work, uint32_t label, uint32_t rival, double *weight, double *prior)
{
    member_of(clf)->explain(clf, feature, count, n, work, label, rival, weight, prior);
}

double clf_term_weight(const clf_classifier *clf, uint32_t feature, uint32_t label)
{
    return member_of(clf)->term_weight(clf, feature, label);
}
