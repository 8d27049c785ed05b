/* SPDX-License-Identifier: MIT */
/*
 * What a decision hangs on: the fewest words whose removal turns it.
 *
 * A word is removed by blanking all its places; every feature that overlaps one of them (a pair of words, a
 * phrase) loses that use.  Greedy: the word that adds most to the score of the moment goes first, the
 * document is scored again as tagging scores it, and so on until the decision turns; then each removed word
 * is tried back in, the least important first.  Where the score is a plain sum, removing the largest parts
 * first needs the fewest words; where it is divided by a length, or a label takes its best passage, the
 * set is irreducible but a smaller one may exist.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "models/worker.h"

enum { MOST_WORDS = 1000 };

typedef struct spot {
    bool in_title;
    uint32_t start, end;
    size_t use;
} spot;

typedef struct flipping {
    mdl_worker *k;
    const fuda_model *model;
    double min_p;
    uint32_t label;
    /* of the document */
    spot *spots;      /* [nuse] uses in the order of their places */
    uint32_t *blank;  /* [nuse] how many removed words cover a use */
    bool *gone;       /* [nitem] removed words and codes */
    double *gain;     /* [nitem] what a word's removal takes from the score, about */
    double *share;    /* [nitem] of one use */
    size_t *removed;  /* [MOST_WORDS] items */
    size_t nremoved;
    double *z;        /* [K] */
    /* of the last judgement */
    double p;
    uint32_t best;    /* single: the most probable label; UINT32_MAX: no evidence */
    size_t passage;   /* that the label rests on */
} flipping;

static void release(flipping *f)
{
    free(f->spots);
    free(f->blank);
    free(f->gone);
    free(f->gain);
    free(f->share);
    free(f->removed);
    free(f->z);
}

static int by_place(const void *a, const void *b)
{
    const spot *x = a, *y = b;

    if (x->in_title != y->in_title)
        return x->in_title ? -1 : 1;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return (x->use > y->use) - (x->use < y->use);
}

static bool prepare(flipping *f, size_t K)
{
    const mdl_extractor *x = &f->k->extractor;

    f->spots = malloc((x->nuse + 1) * sizeof *f->spots);
    f->blank = calloc(x->nuse + 1, sizeof *f->blank);
    f->gone = calloc(x->nitem + 1, sizeof *f->gone);
    f->gain = calloc(x->nitem + 1, sizeof *f->gain);
    f->share = calloc(x->nitem + 1, sizeof *f->share);
    f->removed = malloc(MOST_WORDS * sizeof *f->removed);
    f->z = malloc((K + 1) * sizeof *f->z);
    if (f->spots == NULL || f->blank == NULL || f->gone == NULL || f->gain == NULL || f->share == NULL ||
        f->removed == NULL || f->z == NULL)
        return false;
    for (size_t u = 0; u < x->nuse; u++)
        f->spots[u] = (spot){x->uses[u].in_title, x->uses[u].start, x->uses[u].end, u};
    if (x->nuse > 1)
        qsort(f->spots, x->nuse, sizeof *f->spots, by_place);
    return true;
}

/* ---- scoring what is left -------------------------------------------------------------------- */

/* The known features of a passage, less what is blanked. */
static size_t gather(flipping *f, size_t passage)
{
    mdl_worker *k = f->k;
    size_t n = mdl_gather(k, f->model, passage), kept = 0;
    const mdl_extractor *x = &k->extractor;
    const mdl_passages *cut = &k->passages;
    size_t from = cut->n > 1 ? cut->bounds[passage] : 0, to = cut->n > 1 ? cut->bounds[passage + 1] : x->nuse;

    for (size_t i = 0; i < n; i++)
        k->place[k->item[i]] = (uint32_t)i;
    for (size_t u = 0; u < x->nuse; u++) {
        uint32_t at = k->place[x->uses[u].item];
        bool here = cut->n <= 1 || x->uses[u].in_title || (u >= from && u < to);
        if (here && at != UINT32_MAX && f->blank[u] > 0)
            k->count[at]--;
    }
    for (size_t i = 0; i < n; i++) {
        k->place[k->item[i]] = UINT32_MAX;
        if (k->count[i] == 0 || f->gone[k->item[i]])
            continue;
        k->feature[kept] = k->feature[i];
        k->count[kept] = k->count[i];
        k->item[kept++] = k->item[i];
    }
    return kept;
}

/* Decides once more; true when the label is no longer given. */
static bool is_turned(flipping *f)
{
    mdl_worker *k = f->k;
    const clf_classifier *clf = &f->model->clf;
    size_t K = clf->counts.nlabel, known = 0, N = k->passages.n > 1 ? k->passages.n : 1;
    double price = N > 1 ? MDL_PASSAGE_PRICE * log((double)N) : 0;

    f->passage = 0;
    for (size_t l = 0; l < K; l++)
        f->z[l] = -HUGE_VAL;
    for (size_t j = 0; j < N; j++) {
        size_t n = gather(f, j);
        clf_predict(clf, k->feature, k->count, n, &k->work);
        known += k->work.known;
        if (k->work.z[f->label] > f->z[f->label])
            f->passage = j;
        for (size_t l = 0; l < K; l++)
            f->z[l] = k->work.z[l] > f->z[l] ? k->work.z[l] : f->z[l];
    }
    f->best = UINT32_MAX;
    f->p = N > 1 ? 1 / (1 + exp(price - f->z[f->label])) : k->work.p[f->label];
    if (known == 0) {
        f->p = NAN;
        return true; /* nothing left to answer with */
    }
    if (clf->counts.mode == CLF_SINGLE) {
        f->best = 0;
        for (uint32_t l = 1; l < K; l++)
            f->best = k->work.p[l] > k->work.p[f->best] ? l : f->best;
    }
    if (f->min_p > 0)
        return f->p < f->min_p;
    return clf->counts.mode == CLF_SINGLE ? f->best != f->label : f->p < clf->threshold[f->label];
}

/* ---- removing -------------------------------------------------------------------------------- */

static bool is_word(const mdl_extractor *x, size_t item)
{
    size_t len;
    char kind = *mdl_item_key(x, &x->items[item], &len);

    return kind == 'w' || kind == 'c' || kind == 'i';
}

/* Blanks an item's places (change 1), or uncovers them (−1). */
static void cover(flipping *f, size_t item, int change)
{
    const mdl_extractor *x = &f->k->extractor;
    size_t first = 0; /* no use before it reaches here */

    f->gone[item] = change > 0;
    for (size_t s = 0; s < x->nuse; s++) {
        const spot *mine = &f->spots[s];
        if (x->uses[mine->use].item != item)
            continue;
        while (first < s && (f->spots[first].in_title != mine->in_title || f->spots[first].end <= mine->start))
            first++;
        for (size_t o = first; o < x->nuse; o++) {
            const spot *other = &f->spots[o];
            if (other->in_title != mine->in_title || other->start >= mine->end)
                break;
            if (other->end > mine->start)
                f->blank[other->use] += (uint32_t)change;
        }
    }
}

/* What taking each word away would take from the score of the passage at hand, about. */
static void weigh(flipping *f, uint32_t rival)
{
    mdl_worker *k = f->k;
    const mdl_extractor *x = &k->extractor;
    size_t n = gather(f, f->passage);
    double prior;

    memset(f->gain, 0, x->nitem * sizeof *f->gain);
    memset(f->share, 0, x->nitem * sizeof *f->share);
    clf_predict(&f->model->clf, k->feature, k->count, n, &k->work);
    clf_explain(&f->model->clf, k->feature, k->count, n, &k->work, f->label, rival, k->weight, &prior);
    for (size_t i = 0; i < n; i++) {
        f->share[k->item[i]] = k->weight[i] / k->count[i];
        if (x->items[k->item[i]].term == FUDA_NO_ID)
            f->gain[k->item[i]] = k->weight[i];
    }
    for (size_t s = 0; s < x->nuse; s++) {
        const mdl_use *mine = &x->uses[f->spots[s].use];
        if (f->blank[f->spots[s].use] > 0)
            continue;
        f->gain[mine->item] += f->share[mine->item];
        for (size_t o = s + 1; o < x->nuse; o++) {
            const mdl_use *other = &x->uses[f->spots[o].use];
            if (other->in_title != mine->in_title || other->start >= mine->end)
                break;
            if (f->blank[f->spots[o].use] > 0 || other->item == mine->item)
                continue;
            f->gain[mine->item] += f->share[other->item];
            f->gain[other->item] += f->share[mine->item];
        }
    }
}

static size_t heaviest(const flipping *f)
{
    const mdl_extractor *x = &f->k->extractor;
    size_t best = SIZE_MAX;

    for (size_t i = 0; i < x->nitem; i++) {
        if (f->gone[i] || !(f->gain[i] > 0) || !is_word(x, i))
            continue;
        if (best == SIZE_MAX || f->gain[i] > f->gain[best])
            best = i;
    }
    return best;
}

/* Removes words until the label is gone, against one rival where labels exclude each other. */
static bool remove_words(flipping *f, uint32_t rival)
{
    f->nremoved = 0;
    while (!is_turned(f)) {
        weigh(f, rival);
        size_t item = heaviest(f);
        if (item == SIZE_MAX || f->nremoved == MOST_WORDS)
            return false;
        cover(f, item, 1);
        f->removed[f->nremoved++] = item;
    }
    return true;
}

/* Puts back what is not needed, the last removed first. */
static void put_back(flipping *f)
{
    for (size_t i = f->nremoved; i-- > 0;) {
        cover(f, f->removed[i], -1);
        if (is_turned(f)) {
            memmove(f->removed + i, f->removed + i + 1, (f->nremoved - i - 1) * sizeof *f->removed);
            f->nremoved--;
        } else {
            cover(f, f->removed[i], 1);
        }
    }
    (void)is_turned(f); /* p and best of what is removed in the end */
}

static void restore(flipping *f)
{
    for (size_t i = 0; i < f->nremoved; i++)
        cover(f, f->removed[i], -1);
    f->nremoved = 0;
}

/* ---- rivals ---------------------------------------------------------------------------------- */

/* The labels that come next, at most three: the fewest words lead to one of them. */
enum { RIVALS = 3 };

static size_t find_rivals(flipping *f, uint32_t rivals[RIVALS])
{
    const clf_classifier *clf = &f->model->clf;
    size_t n = 0;

    if (clf->counts.mode == CLF_MULTI || clf->counts.nlabel < 2) {
        rivals[0] = f->label;
        return 1;
    }
    (void)is_turned(f);
    for (uint32_t l = 0; l < clf->counts.nlabel; l++) {
        size_t at = n;
        if (l == f->label)
            continue;
        while (at > 0 && f->z[l] > f->z[rivals[at - 1]])
            at--;
        if (at == RIVALS)
            continue;
        n = n < RIVALS ? n + 1 : n;
        memmove(rivals + at + 1, rivals + at, (n - 1 - at) * sizeof *rivals);
        rivals[at] = l;
    }
    return n;
}

static bool keep_words(const flipping *f, fuda_arena *arena, fuda_flip *out)
{
    const mdl_extractor *x = &f->k->extractor;
    fuda_str *words = fuda_arena_alloc(arena, (f->nremoved + 1) * sizeof *words);

    if (words == NULL)
        return false;
    for (size_t i = 0; i < f->nremoved; i++) {
        size_t len;
        const char *key = mdl_item_key(x, &x->items[f->removed[i]], &len);
        words[i] = (fuda_str){fuda_arena_copy(arena, key + 2, len - 2), len - 2};
        if (words[i].ptr == NULL)
            return false;
    }
    *out = (fuda_flip){f->label, true, words, f->nremoved, f->p, f->best};
    return true;
}

static bool flip(flipping *f, fuda_arena *arena, fuda_flip *out)
{
    uint32_t rivals[RIVALS];
    size_t n = find_rivals(f, rivals);
    bool ok = true;

    *out = (fuda_flip){.label = f->label, .p = f->p, .instead = UINT32_MAX};
    for (size_t r = 0; ok && r < n; r++) {
        if (remove_words(f, rivals[r])) {
            put_back(f);
            if (!out->turned || f->nremoved < out->nword)
                ok = keep_words(f, arena, out);
        }
        restore(f);
    }
    return ok;
}

bool mdl_flip(mdl_worker *k, const fuda_model *model, const fuda_tag *tags, size_t ntag, double min_p,
              fuda_arena *arena, fuda_result *result)
{
    flipping f = {.k = k, .model = model, .min_p = min_p};
    fuda_flip *flips = fuda_arena_alloc(arena, (ntag + 1) * sizeof *flips);
    bool ok = flips != NULL && prepare(&f, model->clf.counts.nlabel) &&
              FUDA_GROW(k->weight, k->weight_cap, k->extractor.nitem);

    for (size_t t = 0; ok && t < ntag; t++) {
        f.label = tags[t].label;
        ok = flip(&f, arena, &flips[t]);
    }
    release(&f);
    result->flips = flips;
    return ok;
}
