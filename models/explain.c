/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "models/worker.h"

static uint32_t second_best(const mdl_worker *k, size_t K, uint32_t label)
{
    uint32_t best = label == 0 ? 1 : 0;

    for (uint32_t l = 0; l < K; l++) {
        if (l != label && k->work.z[l] > k->work.z[best])
            best = l;
    }
    return best < K ? best : label;
}

static int stronger(const void *a, const void *b)
{
    const fuda_evidence *x = a, *y = b;
    double v = x->weight < 0 ? -x->weight : x->weight, w = y->weight < 0 ? -y->weight : y->weight;
    if (v != w)
        return v > w ? -1 : 1;
    if (x->in_title != y->in_title)
        return x->in_title ? -1 : 1;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return (x->end > y->end) - (x->end < y->end);
}

static bool explain(mdl_worker *k, const fuda_model *model, fuda_tag *tag, fuda_arena *arena,
                    fuda_evidence **out, size_t *nout)
{
    const clf_classifier *clf = &model->clf;
    mdl_extractor *x = &k->extractor;
    uint32_t rival;
    double *of_item;
    size_t n = 0, len, from = 0, to = x->nuse, nknown;

    if (k->passages.n > 1) {
        from = k->passages.bounds[k->best[tag->label]];
        to = k->passages.bounds[k->best[tag->label] + 1];
    }
    /* The scores of the passage the label rests on; of a short document, once more the same. */
    nknown = mdl_gather(k, model, k->best[tag->label]);
    clf_predict(clf, k->feature, k->count, nknown, &k->work);
    if (!FUDA_GROW(k->weight, k->weight_cap, nknown + x->nitem))
        return false;
    rival = second_best(k, clf->counts.nlabel, tag->label);
    clf_explain(clf, k->feature, k->count, nknown, &k->work, tag->label, rival, k->weight, &tag->prior);
    tag->score = clf->counts.mode == CLF_SINGLE ? k->work.z[tag->label] - k->work.z[rival]
                                                : k->work.z[tag->label];
    if (k->passages.n > 1) {
        double price = MDL_PASSAGE_PRICE * log((double)k->passages.n);
        tag->prior -= price;
        tag->score -= price;
    }
    /* Each use of a feature carries its share of the feature's weight. */
    of_item = k->weight + nknown;
    memset(of_item, 0, x->nitem * sizeof *of_item);
    for (size_t i = 0; i < nknown; i++)
        of_item[k->item[i]] = k->weight[i] / k->count[i];
    fuda_evidence *ev = fuda_arena_alloc(arena, (x->nuse + x->nitem + 1) * sizeof *ev);
    if (ev == NULL)
        return false;
    for (size_t u = 0; u < x->nuse; u++) {
        const mdl_use *use = &x->uses[u];
        if (of_item[use->item] == 0 || (!use->in_title && (u < from || u >= to)))
            continue;
        const char *key = mdl_item_key(x, &x->items[use->item], &len);
        const char *text = fuda_arena_copy(arena, key + 2, len - 2);
        if (text == NULL)
            return false;
        ev[n++] = (fuda_evidence){tag->label, use->in_title, use->start, use->end,
                                  {text, len - 2}, of_item[use->item]};
    }
    for (size_t i = 0; i < x->nitem; i++) {
        if (x->items[i].term != FUDA_NO_ID || of_item[i] == 0)
            continue;
        const char *key = mdl_item_key(x, &x->items[i], &len);
        const char *text = fuda_arena_copy(arena, key + 2, len - 2);
        if (text == NULL)
            return false;
        ev[n++] = (fuda_evidence){tag->label, false, 0, 0, {text, len - 2}, of_item[i]};
    }
    qsort(ev, n, sizeof *ev, stronger);
    *out = ev;
    *nout = n;
    return true;
}

bool mdl_explain(mdl_worker *k, const fuda_model *model, fuda_tag *tags, size_t ntag, fuda_arena *arena,
                 fuda_result *r)
{
    fuda_evidence **parts = fuda_arena_alloc(arena, (ntag + 1) * sizeof *parts), *all;
    size_t *sizes = fuda_arena_alloc(arena, (ntag + 1) * sizeof *sizes), total = 0, at = 0;

    if (parts == NULL || sizes == NULL)
        return false;
    for (size_t t = 0; t < ntag; t++) {
        if (!explain(k, model, &tags[t], arena, &parts[t], &sizes[t]))
            return false;
        total += sizes[t];
    }
    all = fuda_arena_alloc(arena, (total + 1) * sizeof *all);
    if (all == NULL)
        return false;
    for (size_t t = 0; t < ntag; t++) {
        memcpy(all + at, parts[t], sizes[t] * sizeof *all);
        at += sizes[t];
    }
    r->evidence = all;
    r->nevidence = total;
    return true;
}
