/* SPDX-License-Identifier: MIT */
/* A model at work: documents to results, in parallel and in order. */
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/parallel.h"
#include "models/worker.h"

enum { DOCS_PER_BLOCK = 8 };

struct fuda_tagger {
    const fuda_model *model;
    int nworker;
    mdl_worker *workers;
    fuda_result *results;  /* [n of the last run] */
    size_t results_cap;
    fuda_arena *arenas;    /* [blocks] what the results of a block point to */
    size_t narena, arenas_cap;
    const fuda_document *const *documents; /* of the run under way */
    size_t n;
    fuda_tag_options options;
};

const char *fuda_abstain_name(fuda_abstain abstain)
{
    static const char *const names[] = {NULL, "empty", "language", "no-evidence"};
    return (unsigned)abstain < 4 ? names[abstain] : NULL;
}

void fuda_tagger_free(fuda_tagger *tagger)
{
    if (tagger == NULL)
        return;
    for (int w = 0; tagger->workers != NULL && w < tagger->nworker; w++)
        mdl_worker_release(&tagger->workers[w]);
    for (size_t i = 0; i < tagger->narena; i++)
        fuda_arena_release(&tagger->arenas[i]);
    free(tagger->workers);
    free(tagger->arenas);
    free(tagger->results);
    free(tagger);
}

fuda_status fuda_tagger_new(const fuda_model *model, int jobs, fuda_tagger **out, fuda_error *err)
{
    fuda_tagger *tagger = calloc(1, sizeof *tagger);
    fuda_status st = FUDA_OK;

    *out = NULL;
    if (tagger == NULL)
        return fuda_fail_nomem(err);
    tagger->model = model;
    tagger->nworker = fuda_worker_count(jobs);
    tagger->workers = calloc((size_t)tagger->nworker, sizeof *tagger->workers);
    if (tagger->workers == NULL)
        st = fuda_fail_nomem(err);
    for (int w = 0; st == FUDA_OK && w < tagger->nworker; w++)
        st = mdl_worker_init(&tagger->workers[w], model, err);
    if (st != FUDA_OK) {
        fuda_tagger_free(tagger);
        return st;
    }
    *out = tagger;
    return FUDA_OK;
}

/* ---- deciding -------------------------------------------------------------------------------- */

/* Labels by falling probability into k->order (insertion sort: few labels are ever decided). */
static size_t decide(mdl_worker *k, const fuda_model *model, const fuda_tag_options *options)
{
    const clf_classifier *clf = &model->clf;
    bool single = clf->counts.mode == CLF_SINGLE;
    size_t K = clf->counts.nlabel, n = 0, most = options->top != 0 ? options->top : single ? 1 : K;

    for (uint32_t l = 0; l < K; l++) {
        double p = k->work.p[l];
        if (options->min_p > 0 ? p < options->min_p : p < clf->threshold[l])
            continue;
        size_t at = n < most ? n++ : most;
        if (at == most && !(p > k->work.p[k->order[most - 1]]))
            continue;
        if (at == most)
            at--;
        for (; at > 0 && p > k->work.p[k->order[at - 1]]; at--)
            k->order[at] = k->order[at - 1];
        k->order[at] = l;
    }
    return n;
}

/* ---- tagging --------------------------------------------------------------------------------- */

static bool has_content(fuda_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if ((unsigned char)s.ptr[i] > ' ')
            return true;
    }
    return false;
}

/* A model that was trained on enough documents of other languages speaks them too. */
static bool speaks(const fuda_model *model, fuda_lang lang)
{
    return lang != FUDA_LANG_OTHER || model->lang_docs[FUDA_LANG_OTHER] * 20 >= model->clf.counts.ndoc;
}

static fuda_status tag_document(fuda_tagger *tagger, mdl_worker *k, const fuda_document *d, fuda_arena *arena,
                                fuda_result *r, fuda_error *err)
{
    const fuda_model *model = tagger->model;
    const fuda_tag_options *options = &tagger->options;
    size_t ntag, K = model->clf.counts.nlabel;
    bool multi = model->clf.counts.mode == CLF_MULTI;
    fuda_status st;

    *r = (fuda_result){.tag = "und"};
    if (!has_content(d->text) && !has_content(d->title) && d->ncode == 0) {
        r->abstain = FUDA_ABSTAIN_EMPTY;
        return FUDA_OK;
    }
    st = mdl_extract(&k->extractor, d, options->lang, multi || options->explain || options->flip, err);
    if (st != FUDA_OK)
        return st;
    r->lang = k->extractor.lang;
    r->tag = k->extractor.tag;
    r->tokens = k->extractor.tokens;
    if (!speaks(model, r->lang)) {
        r->abstain = FUDA_ABSTAIN_LANGUAGE;
        return FUDA_OK;
    }
    if (!mdl_score(k, model, d->text))
        return fuda_fail_nomem(err);
    if (k->work.known == 0) {
        r->abstain = FUDA_ABSTAIN_NO_EVIDENCE;
        return FUDA_OK;
    }
    ntag = decide(k, model, options);
    fuda_tag *tags = fuda_arena_alloc(arena, (ntag + 1) * sizeof *tags);
    double *p = fuda_arena_alloc(arena, (K + 1) * sizeof *p);
    if (tags == NULL || p == NULL)
        return fuda_fail_nomem(err);
    memcpy(p, k->work.p, K * sizeof *p);
    for (size_t t = 0; t < ntag; t++)
        tags[t] = (fuda_tag){.label = k->order[t], .p = p[k->order[t]]};
    r->p = p;
    r->tags = tags;
    r->ntag = ntag;
    if (options->explain && !mdl_explain(k, model, tags, ntag, arena, r))
        return fuda_fail_nomem(err);
    if (options->flip && !mdl_flip(k, model, tags, ntag, options->min_p, arena, r))
        return fuda_fail_nomem(err);
    return FUDA_OK;
}

static fuda_status tag_block(void *ctx, size_t b, int w, fuda_error *err)
{
    fuda_tagger *tagger = ctx;

    for (size_t i = b * DOCS_PER_BLOCK; i < (b + 1) * DOCS_PER_BLOCK && i < tagger->n; i++) {
        fuda_status st = tag_document(tagger, &tagger->workers[w], tagger->documents[i], &tagger->arenas[b],
                                      &tagger->results[i], err);
        if (st != FUDA_OK)
            return st;
    }
    return FUDA_OK;
}

fuda_status fuda_tagger_run(fuda_tagger *tagger, const fuda_document *const *documents, size_t n,
                            const fuda_tag_options *options, const fuda_result **results, fuda_error *err)
{
    size_t nblock = (n + DOCS_PER_BLOCK - 1) / DOCS_PER_BLOCK;
    fuda_status st;

    *results = NULL;
    if (!FUDA_GROW(tagger->results, tagger->results_cap, n) ||
        !FUDA_GROW(tagger->arenas, tagger->arenas_cap, nblock))
        return fuda_fail_nomem(err);
    for (size_t b = 0; b < tagger->narena; b++)
        fuda_arena_reset(&tagger->arenas[b]);
    while (tagger->narena < nblock)
        tagger->arenas[tagger->narena++] = (fuda_arena){0};
    tagger->documents = documents;
    tagger->n = n;
    tagger->options = options != NULL ? *options : (fuda_tag_options){0};
    st = fuda_parallel(nblock, tagger->nworker, tag_block, tagger, err);
    tagger->documents = NULL;
    if (st == FUDA_OK)
        *results = tagger->results;
    return st;
}
