/* SPDX-License-Identifier: MIT */
#include "models/evaluation.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "models/model.h"

void fuda_evaluation_free(fuda_evaluation *ev)
{
    if (ev == NULL)
        return;
    for (size_t k = 0; ev->labels != NULL && k < ev->nlabel; k++)
        free(ev->labels[k]);
    free(ev->labels);
    clf_judged_release(&ev->judged);
    clf_metrics_release(&ev->all);
    for (int l = 0; l < MDL_NPART; l++)
        clf_metrics_release(&ev->by_lang[l]);
    fuda_strtab_release(&ev->groups);
    fuda_buf_release(&ev->ids);
    free(ev->unit_of_group);
    free(ev->id_at);
    free(ev->p);
    free(ev->label_intervals);
    free(ev->gold);
    free(ev->predicted);
    free(ev->ignore);
    free(ev);
}

fuda_status mdl_evaluation_make(bool single, const fuda_strtab *labels, fuda_evaluation **out,
                                fuda_error *err)
{
    fuda_evaluation *ev = calloc(1, sizeof *ev);
    bool ok = ev != NULL;

    *out = NULL;
    if (ok) {
        ev->single = single;
        ev->nlabel = labels->count;
        ev->labels = calloc(ev->nlabel + 1, sizeof *ev->labels);
        ev->judged = (clf_judged){.mode = single ? CLF_SINGLE : CLF_MULTI, .nlabel = ev->nlabel};
        ok = ev->labels != NULL && clf_metrics_init(&ev->all, ev->nlabel);
        for (int l = 0; ok && l < MDL_NPART; l++)
            ok = clf_metrics_init(&ev->by_lang[l], ev->nlabel);
        for (uint32_t k = 0; ok && k < ev->nlabel; k++) {
            ev->labels[k] = fuda_strndup(fuda_strtab_bytes(labels, k), fuda_strtab_len(labels, k));
            ok = ev->labels[k] != NULL;
        }
    }
    if (!ok) {
        fuda_evaluation_free(ev);
        return fuda_fail_nomem(err);
    }
    *out = ev;
    return FUDA_OK;
}

fuda_status fuda_evaluation_new(const fuda_model *model, fuda_evaluation **out, fuda_error *err)
{
    fuda_strtab labels = {0};
    fuda_status st = FUDA_OK;

    *out = NULL;
    for (size_t k = 0; st == FUDA_OK && k < model->clf.counts.nlabel; k++) {
        const char *id = model->labels[k].id;
        if (fuda_strtab_add(&labels, id, strlen(id)) == FUDA_NO_ID)
            st = fuda_fail_nomem(err);
    }
    if (st == FUDA_OK)
        st = mdl_evaluation_make(model->info.single, &labels, out, err);
    if (st == FUDA_OK)
        (*out)->model = model;
    fuda_strtab_release(&labels);
    return st;
}

/* Numbers of the labels the model knows; *unknown counts the others. */
static bool find_labels(const fuda_model *model, const fuda_str *labels, size_t n, uint32_t **out,
                        size_t *cap, size_t *nfound, size_t *unknown)
{
    *nfound = *unknown = 0;
    if (!FUDA_GROW(*out, *cap, n))
        return false;
    for (size_t i = 0; i < n; i++) {
        uint32_t k = fuda_model_find_label(model, labels[i].ptr, labels[i].len);
        size_t j = 0;
        if (k == UINT32_MAX) {
            ++*unknown;
            continue;
        }
        while (j < *nfound && (*out)[j] != k)
            j++;
        if (j == *nfound)
            (*out)[(*nfound)++] = k;
    }
    return true;
}

/* ---- adding ---------------------------------------------------------------------------------- */

/* Documents of one group share a number, others have one of their own. */
static bool unit_of(fuda_evaluation *ev, fuda_str group, uint32_t *unit)
{
    uint32_t before = ev->groups.count, id;

    *unit = ev->judged.nunit;
    if (group.len == 0)
        return true;
    id = fuda_strtab_add(&ev->groups, group.ptr, group.len);
    if (id == FUDA_NO_ID || !FUDA_GROW(ev->unit_of_group, ev->unit_cap, (size_t)id + 1))
        return false;
    if (id == before)
        ev->unit_of_group[id] = *unit;
    *unit = ev->unit_of_group[id];
    return true;
}

/* Keeps the id and the probabilities; those of arguable labels are not to be wondered at. */
static bool keep(fuda_evaluation *ev, fuda_str id, const clf_judgement *j)
{
    size_t n = ev->judged.n, K = ev->nlabel;
    float *p;

    if (!FUDA_GROW(ev->id_at, ev->id_cap, n + 2) || !FUDA_GROW(ev->p, ev->p_cap, (n + 1) * K))
        return false;
    ev->id_at[0] = 0;
    fuda_buf_add(&ev->ids, id.ptr, id.len);
    ev->id_at[n + 1] = ev->ids.len;
    p = ev->p + n * K;
    for (size_t k = 0; k < K; k++)
        p[k] = j->p == NULL ? NAN : (float)j->p[k];
    for (size_t i = 0; i < j->nignore; i++)
        p[j->ignore[i]] = NAN;
    return !ev->ids.failed;
}

static void count(fuda_evaluation *ev, fuda_lang lang, const clf_judgement *j)
{
    clf_metrics *mine = &ev->by_lang[lang];

    if (mine->documents == 0) {
        size_t at = ev->nlang++;
        for (; at > 0 && ev->langs[at - 1] > (size_t)lang; at--)
            ev->langs[at] = ev->langs[at - 1];
        ev->langs[at] = (size_t)lang;
    }
    clf_metrics_add(&ev->all, &ev->judged, ev->judged.n - 1, 1);
    clf_metrics_add(mine, &ev->judged, ev->judged.n - 1, 1);
    clf_levels_add(&ev->levels, ev->judged.mode, ev->nlabel, j);
    if (j->ngold + j->extra_gold + j->nignore == 0) {
        ev->empty++;
        ev->silent += j->ngiven == 0;
    }
}

static void count_reliability(fuda_evaluation *ev, const clf_judgement *j)
{
    size_t best = 0;

    for (size_t k = 1; k < ev->nlabel; k++)
        best = j->p[k] > j->p[best] ? k : best;
    for (size_t k = 0; k < ev->nlabel; k++) {
        bool gold = clf_contains(j->gold, j->ngold, k);
        if (ev->single ? k != best : !gold && clf_contains(j->ignore, j->nignore, k))
            continue;
        clf_reliability_add(&ev->sure, j->p[k], gold);
        if (clf_contains(j->given, j->ngiven, k))
            clf_reliability_add(&ev->given, j->p[k], gold);
    }
}

fuda_status mdl_evaluation_add(fuda_evaluation *ev, const fuda_model *model, const fuda_document *document,
                               const fuda_result *result, fuda_error *err)
{
    clf_judgement j = {.p = result->p, .ngiven = result->ntag, .part = (uint8_t)result->lang};
    size_t unknown_maybe;

    if (document->labelling == FUDA_UNLABELLED)
        return fuda_fail(err, FUDA_E_ARG, "the document has neither 'label' nor 'labels'");
    if (!find_labels(model, document->labels, document->nlabel, &ev->gold, &ev->gold_cap, &j.ngold,
                     &j.extra_gold) ||
        !find_labels(model, document->maybe, document->nmaybe, &ev->ignore, &ev->ignore_cap, &j.nignore,
                     &unknown_maybe) ||
        !FUDA_GROW(ev->predicted, ev->predicted_cap, result->ntag))
        return fuda_fail_nomem(err);
    for (size_t i = 0; i < result->ntag; i++)
        ev->predicted[i] = result->tags[i].label;
    j.gold = ev->gold;
    j.given = ev->predicted;
    j.ignore = ev->ignore;
    if (!unit_of(ev, document->group, &j.unit) || (ev->keeps && !keep(ev, document->id, &j)) ||
        !clf_judged_add(&ev->judged, &j))
        return fuda_fail_nomem(err);
    ev->resampled = false;
    ev->abstained[result->abstain]++;
    count(ev, result->lang, &j);
    if (j.p != NULL)
        count_reliability(ev, &j);
    return FUDA_OK;
}

fuda_status fuda_evaluation_add(fuda_evaluation *ev, const fuda_document *document,
                                const fuda_result *result, fuda_error *err)
{
    if (ev->model == NULL)
        return fuda_fail(err, FUDA_E_ARG, "this evaluation belongs to no model");
    return mdl_evaluation_add(ev, ev->model, document, result, err);
}

fuda_status fuda_evaluation_keep(fuda_evaluation *ev, fuda_error *err)
{
    if (ev->judged.n > 0)
        return fuda_fail(err, FUDA_E_ARG, "the first documents' probabilities are gone already");
    ev->keeps = true;
    return FUDA_OK;
}
