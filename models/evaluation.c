/* SPDX-License-Identifier: MIT */
#include "models/evaluation.h"

#include <stdlib.h>
#include <string.h>

#include "classifier/metrics.h"
#include "core/error.h"
#include "models/model.h"

enum { NLANG = FUDA_LANG_OTHER + 1 };

struct fuda_evaluation {
    bool single;
    char **labels;              /* [nlabel] owned, each */
    size_t nlabel;
    const fuda_model *model;    /* borrowed; NULL in cross-validation */
    clf_metrics all;
    clf_metrics by_lang[NLANG]; /* by fuda_lang */
    size_t langs[NLANG];        /* languages met, in fuda_lang's order */
    size_t nlang;
    size_t empty, silent;       /* documents without gold labels, and without predicted ones */
    uint32_t *gold, *predicted, *ignore; /* work space */
    size_t gold_cap, predicted_cap, ignore_cap;
};

void fuda_evaluation_free(fuda_evaluation *ev)
{
    if (ev == NULL)
        return;
    for (size_t k = 0; ev->labels != NULL && k < ev->nlabel; k++)
        free(ev->labels[k]);
    free(ev->labels);
    clf_metrics_release(&ev->all);
    for (int l = 0; l < NLANG; l++)
        clf_metrics_release(&ev->by_lang[l]);
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
        ok = ev->labels != NULL && clf_metrics_init(&ev->all, ev->nlabel);
        for (int l = 0; ok && l < NLANG; l++)
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

void mdl_evaluation_add(fuda_evaluation *ev, fuda_lang lang, const uint32_t *gold, size_t ngold,
                        size_t extra_gold, const uint32_t *predicted, size_t npredicted,
                        const uint32_t *ignore, size_t nignore)
{
    clf_metrics *mine = &ev->by_lang[lang];

    if (mine->documents == 0) {
        size_t at = ev->nlang++;
        for (; at > 0 && ev->langs[at - 1] > (size_t)lang; at--)
            ev->langs[at] = ev->langs[at - 1];
        ev->langs[at] = (size_t)lang;
    }
    clf_metrics_add(&ev->all, gold, ngold, extra_gold, predicted, npredicted, ignore, nignore);
    clf_metrics_add(mine, gold, ngold, extra_gold, predicted, npredicted, ignore, nignore);
    if (ngold + extra_gold + nignore == 0) {
        ev->empty++;
        ev->silent += npredicted == 0;
    }
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

fuda_status fuda_evaluation_add(fuda_evaluation *ev, const fuda_document *document,
                                const fuda_result *result, fuda_error *err)
{
    size_t ngold, nignore, unknown, unknown_maybe, npredicted = 0;

    if (ev->model == NULL)
        return fuda_fail(err, FUDA_E_ARG, "this evaluation belongs to no model");
    if (document->labelling == FUDA_UNLABELLED)
        return fuda_fail(err, FUDA_E_ARG, "the document has neither 'label' nor 'labels'");
    if (!find_labels(ev->model, document->labels, document->nlabel, &ev->gold, &ev->gold_cap, &ngold,
                     &unknown) ||
        !find_labels(ev->model, document->maybe, document->nmaybe, &ev->ignore, &ev->ignore_cap, &nignore,
                     &unknown_maybe) ||
        !FUDA_GROW(ev->predicted, ev->predicted_cap, result->ntag))
        return fuda_fail_nomem(err);
    for (size_t i = 0; i < result->ntag; i++)
        ev->predicted[npredicted++] = result->tags[i].label;
    mdl_evaluation_add(ev, result->lang, ev->gold, ngold, unknown, ev->predicted, npredicted, ev->ignore,
                       nignore);
    return FUDA_OK;
}

/* ---- reading the table ----------------------------------------------------------------------- */

static fuda_score score_of(clf_tally tally)
{
    clf_ratio r = clf_ratio_of(tally);
    return (fuda_score){r.precision, r.recall, r.f1, (size_t)r.support};
}

bool fuda_evaluation_single(const fuda_evaluation *ev)
{
    return ev->single;
}

size_t fuda_evaluation_documents(const fuda_evaluation *ev)
{
    return (size_t)ev->all.documents;
}

double fuda_evaluation_accuracy(const fuda_evaluation *ev)
{
    return ev->all.documents == 0 ? 0 : (double)ev->all.right / (double)ev->all.documents;
}

fuda_score fuda_evaluation_micro(const fuda_evaluation *ev)
{
    return score_of(ev->all.all);
}

double fuda_evaluation_macro_f1(const fuda_evaluation *ev)
{
    return clf_macro_f1(&ev->all);
}

size_t fuda_evaluation_label_count(const fuda_evaluation *ev)
{
    return ev->nlabel;
}

const char *fuda_evaluation_label(const fuda_evaluation *ev, size_t index)
{
    return ev->labels[index];
}

fuda_score fuda_evaluation_label_score(const fuda_evaluation *ev, size_t index)
{
    return score_of(ev->all.labels[index]);
}

size_t fuda_evaluation_language_count(const fuda_evaluation *ev)
{
    return ev->nlang;
}

const char *fuda_evaluation_language(const fuda_evaluation *ev, size_t index)
{
    return fuda_lang_name((fuda_lang)ev->langs[index]);
}

size_t fuda_evaluation_language_documents(const fuda_evaluation *ev, size_t index)
{
    return (size_t)ev->by_lang[ev->langs[index]].documents;
}

fuda_score fuda_evaluation_language_score(const fuda_evaluation *ev, size_t index)
{
    return score_of(ev->by_lang[ev->langs[index]].all);
}

void fuda_evaluation_silence(const fuda_evaluation *ev, size_t *empty, size_t *silent)
{
    *empty = ev->empty;
    *silent = ev->silent;
}
