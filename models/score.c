/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "core/error.h"
#include "models/worker.h"

#define UNMAPPED (UINT32_MAX - 1)

void mdl_worker_release(mdl_worker *k)
{
    mdl_extractor_release(&k->extractor);
    clf_work_release(&k->work);
    free(k->map);
    free(k->feature);
    free(k->count);
    free(k->item);
    free(k->place);
    free(k->weight);
    free(k->order);
    free(k->passages.bounds);
    free(k->best_z);
    free(k->best);
}

fuda_status mdl_worker_init(mdl_worker *k, const fuda_model *model, fuda_error *err)
{
    size_t K = model->clf.counts.nlabel;
    fuda_status st = mdl_extractor_init(&k->extractor, model->tokenizer, err);

    if (st != FUDA_OK)
        return st;
    k->extractor.company = &model->company;
    k->order = malloc((K + 1) * sizeof *k->order);
    k->best = calloc(K + 1, sizeof *k->best);
    k->best_z = malloc((K + 1) * sizeof *k->best_z);
    if (k->order == NULL || k->best == NULL || k->best_z == NULL || !clf_work_init(&k->work, K))
        return fuda_fail_nomem(err);
    return FUDA_OK;
}

/* The feature of an item, or FUDA_NO_ID when the model does not know it. */
static uint32_t feature_of(mdl_worker *k, const fuda_model *model, const mdl_item *item)
{
    uint32_t f = item->term == FUDA_NO_ID ? UNMAPPED : k->map[item->term];

    if (f == UNMAPPED) {
        size_t len;
        const char *key = mdl_item_key(&k->extractor, item, &len);
        f = fuda_strtab_find(&model->vocabulary, key, len);
        if (item->term != FUDA_NO_ID)
            k->map[item->term] = f;
    }
    return f;
}

/* Makes room for the extracted document. */
static bool prepare(mdl_worker *k)
{
    mdl_extractor *x = &k->extractor;
    size_t terms = nlp_term_count(x->scratch);

    if (nlp_generation(x->scratch) != k->generation) {
        k->generation = nlp_generation(x->scratch);
        k->nmap = 0;
    }
    if (!FUDA_GROW(k->map, k->map_cap, terms) || !FUDA_GROW(k->feature, k->feature_cap, x->nitem) ||
        !FUDA_GROW(k->count, k->count_cap, x->nitem) || !FUDA_GROW(k->item, k->item_cap, x->nitem))
        return false;
    if (x->nitem > k->place_cap) {
        size_t before = k->place_cap;
        if (!FUDA_GROW(k->place, k->place_cap, x->nitem))
            return false;
        for (size_t i = before; i < k->place_cap; i++)
            k->place[i] = UINT32_MAX;
    }
    while (k->nmap < terms)
        k->map[k->nmap++] = UNMAPPED;
    return true;
}

/* The known features of the whole document into k->feature, ->count, ->item. */
static size_t gather_all(mdl_worker *k, const fuda_model *model)
{
    const mdl_extractor *x = &k->extractor;
    size_t n = 0;

    for (size_t i = 0; i < x->nitem; i++) {
        uint32_t f = feature_of(k, model, &x->items[i]);
        if (f == FUDA_NO_ID)
            continue;
        k->feature[n] = f;
        k->count[n] = x->items[i].count;
        k->item[n++] = (uint32_t)i;
    }
    return n;
}

/* Of one passage of several, with the title and the codes. */
size_t mdl_gather(mdl_worker *k, const fuda_model *model, size_t passage)
{
    const mdl_extractor *x = &k->extractor;
    const mdl_passages *cut = &k->passages;
    size_t n = 0;

    if (cut->n <= 1)
        return gather_all(k, model);

    for (size_t u = cut->bounds[passage]; u < x->nuse; u++) {
        if (u == cut->bounds[passage + 1] && (u = cut->bounds[cut->n]) >= x->nuse)
            break; /* on to the title */
        uint32_t i = x->uses[u].item;
        if (k->place[i] == UINT32_MAX) {
            uint32_t f = feature_of(k, model, &x->items[i]);
            if (f == FUDA_NO_ID)
                continue;
            k->place[i] = (uint32_t)n;
            k->feature[n] = f;
            k->count[n] = 0;
            k->item[n++] = i;
        }
        k->count[k->place[i]]++;
    }
    for (size_t i = 0; i < n; i++)
        k->place[k->item[i]] = UINT32_MAX;
    /* Codes are the last items. */
    for (size_t i = x->nitem; i > 0 && x->items[i - 1].term == FUDA_NO_ID; i--) {
        uint32_t f = feature_of(k, model, &x->items[i - 1]);
        if (f == FUDA_NO_ID)
            continue;
        k->feature[n] = f;
        k->count[n] = x->items[i - 1].count;
        k->item[n++] = (uint32_t)(i - 1);
    }
    return n;
}

bool mdl_score(mdl_worker *k, const fuda_model *model, fuda_str text)
{
    const clf_classifier *clf = &model->clf;
    size_t K = clf->counts.nlabel, n, known = 0;
    double price;

    k->passages.n = 1;
    if (!prepare(k) ||
        (clf->counts.mode == CLF_MULTI &&
         !mdl_cut(&k->extractor, text, (size_t)mdl_mean_uses(model, k->extractor.lang), &k->passages)))
        return false;
    if (k->passages.n <= 1) {
        n = gather_all(k, model);
        clf_predict(clf, k->feature, k->count, n, &k->work);
        return true;
    }
    price = MDL_PASSAGE_PRICE * log((double)k->passages.n);
    for (size_t l = 0; l < K; l++)
        k->best_z[l] = -HUGE_VAL;
    for (size_t j = 0; j < k->passages.n; j++) {
        n = mdl_gather(k, model, j);
        clf_predict(clf, k->feature, k->count, n, &k->work);
        known += k->work.known;
        for (size_t l = 0; l < K; l++) {
            if (k->work.z[l] > k->best_z[l]) {
                k->best_z[l] = k->work.z[l];
                k->best[l] = (uint32_t)j;
            }
        }
    }
    for (size_t l = 0; l < K; l++)
        k->work.p[l] = 1 / (1 + exp(price - k->best_z[l]));
    k->work.known = known;
    return true;
}
