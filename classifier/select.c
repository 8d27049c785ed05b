/* SPDX-License-Identifier: MIT */
/*
 * The choice of algorithm and settings, by cross-validation on the training rows, step by step: first which kinds of
 * features (with a naive Bayes that is quick to fit), then which algorithm on them, then its settings around where
 * they are.  A step keeps the best so far; of equals the first.  Accuracy decides for one label a document, micro-F1 at the
 * best common cut for several.
 *
 * Work is counted in additions, never timed, so that every machine chooses alike: where a linear candidate is dear,
 * candidates are compared on one fold, where it is very dear, on every second, third … row.  What is compared is
 * measured on the same rows.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "classifier/member.h"
#include "core/error.h"
#include "core/memory.h"

enum { FOLDS = 3, NBLEND = 4, ROUNDS = 10, MAX_CANDIDATES = 64 };
/* Additions for which a linear candidate is measured on three folds, and the most it may cost on one. */
#define CHEAP 3e8
#define DEAR 6e9

static const double blends[NBLEND] = {0, 0.5, 1, 2};

typedef struct selecting {
    const clf_problem *p; /* as given */
    clf_settings set;     /* with few rounds, and naive Bayes beside */
    uint8_t *fold;        /* [n] folds of this selection */
    clf_choice best;
    uint32_t second_kinds; /* second best in the first step; 0: none */
    double best_quality, last_quality;
    bool any;
    int folds;            /* how many of FOLDS are measured … */
    size_t stride;        /* … on every stride-th row        */
    fuda_buf log;
} selecting;

/* ---- measuring ------------------------------------------------------------------------------- */

/* Every stride-th of the rows, with every stride-th one's fold.  out->fold is the caller's to free. */
static bool thin(const selecting *s, size_t stride, clf_rows *rows, uint8_t *fold)
{
    const clf_rows *all = s->p->rows;
    size_t n = 0;

    for (size_t i = 0; i < all->n; i += stride) {
        size_t at = all->ptr[i], label = all->label_ptr[i];
        if (!clf_rows_add(rows, all->feature + at, all->count + at, all->ptr[i + 1] - at, all->label + label,
                          all->label_ptr[i + 1] - label, all->group[i]))
            return false;
        fold[n++] = s->fold[i];
    }
    return true;
}

typedef struct held_out {
    double *score[2]; /* [n][K] by the fit, and by the naive Bayes beside it */
    uint8_t *tested;  /* [n] */
} held_out;

static fuda_status measure_folds(const clf_problem *p, const clf_choice *c, int folds, held_out *h, fuda_error *err)
{
    const clf_rows *rows = p->rows;
    size_t K = p->nlabel;
    fuda_status st = FUDA_OK;

    for (int f = 0; st == FUDA_OK && f < folds; f++) {
        clf_fit fit = {0};
        st = clf_fit_make(p, c, p->fold, (uint8_t)f, p->set->workers, &fit, err);
        for (size_t i = 0; st == FUDA_OK && i < rows->n; i++) {
            size_t at = rows->ptr[i], n = rows->ptr[i + 1] - at;
            if (p->fold[i] != f)
                continue;
            clf_fit_score(&fit, rows->feature + at, rows->count + at, n, h->score[0] + i * K);
            h->tested[i] = 1;
            if (fit.beside.nlabel == 0)
                continue;
            clf_fit_score_beside(&fit, rows->feature + at, rows->count + at, n, h->score[1] + i * K);
            for (size_t k = 0; k < K; k++) {
                h->score[0][i * K + k] /= fit.spread[0];
                h->score[1][i * K + k] /= fit.spread[1];
            }
        }
        clf_fit_release(&fit);
    }
    return st;
}

static double accuracy(const clf_problem *p, const held_out *h, double blend)
{
    const clf_rows *rows = p->rows;
    size_t K = p->nlabel, right = 0, n = 0;

    for (size_t i = 0; i < rows->n; i++) {
        const double *a = h->score[0] + i * K, *b = h->score[1] + i * K;
        size_t best = 0;
        if (!h->tested[i])
            continue;
        for (size_t k = 1; k < K; k++)
            best = a[k] + blend * b[k] > a[best] + blend * b[best] ? k : best;
        right += best == rows->label[rows->label_ptr[i]];
        n++;
    }
    return n == 0 ? 0 : (double)right / (double)n;
}

typedef struct pair {
    double score;
    uint8_t gold;
} pair;

static int by_score(const void *a, const void *b)
{
    const pair *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return x->gold - y->gold;
}

/* Micro-F1 at the cut common to all labels that makes it highest: only pairs near the top matter. */
static double best_f1(const clf_problem *p, const held_out *h, bool *ok)
{
    const clf_rows *rows = p->rows;
    size_t K = p->nlabel, n = 0, gold = 0, yes = 0, cap = 0;
    pair *pairs = NULL;
    double best = 0;

    for (size_t i = 0; i < rows->n; i++) {
        if (!h->tested[i])
            continue;
        if (!FUDA_GROW(pairs, cap, n + K)) {
            *ok = false;
            break;
        }
        for (size_t k = 0; k < K; k++)
            pairs[n + k] = (pair){h->score[0][i * K + k], 0};
        for (size_t j = rows->label_ptr[i]; j < rows->label_ptr[i + 1]; j++, gold++)
            pairs[n + rows->label[j]].gold = 1;
        n += K;
    }
    if (n > 0)
        qsort(pairs, n, sizeof *pairs, by_score);
    for (size_t i = 0; i < n; i++) {
        yes += pairs[i].gold;
        double f1 = (double)(2 * yes) / (double)(i + 1 + gold);
        best = f1 > best ? f1 : best;
    }
    free(pairs);
    return best;
}

/* How much of the rows candidates are measured on, from what one fold of a linear one costs. */
static void budget(selecting *s, bool linear)
{
    const clf_rows *rows = s->p->rows;
    double cells = rows->n == 0 ? 0 : (double)rows->ptr[rows->n];
    double cost = cells * ROUNDS * (linear ? (double)s->p->nlabel : 1);

    s->stride = (size_t)(cost / DEAR) + 1;
    s->folds = cost / (double)s->stride <= CHEAP ? FOLDS : 1;
}

static void note(selecting *s, const clf_choice *c, double quality)
{
    char text[256];

    clf_choice_text(c, text, sizeof text);
    fuda_buf_addf(&s->log, "%.4f\t%s", quality, text);
    fuda_buf_add_char(&s->log, '\n');
}

static void offer(selecting *s, const clf_choice *c, double quality)
{
    s->last_quality = quality;
    if (s->any && !(quality > s->best_quality))
        return;
    s->any = true;
    s->best = *c;
    s->best_quality = quality;
}

/* Measures a candidate — a linear one for every blend — and keeps it if it is the best so far. */
static fuda_status try(selecting *s, clf_choice c, fuda_error *err)
{
    clf_problem p = *s->p;
    clf_rows rows = {0};
    uint8_t *fold = malloc(s->p->rows->n + 1);
    held_out h = {0};
    bool ok = fold != NULL, blended = p.set->mode == CLF_SINGLE && clf_is_linear(c.algorithm);
    fuda_status st;

    p.set = &s->set;
    p.fold = s->fold;
    p.lang = NULL;
    if (ok && s->stride > 1) {
        ok = thin(s, s->stride, &rows, fold);
        p.rows = &rows;
        p.fold = fold;
    }
    h.tested = calloc(p.rows->n + 1, 1);
    for (int i = 0; i < 2; i++)
        h.score[i] = calloc(p.rows->n * p.nlabel + 1, sizeof *h.score[i]);
    ok = ok && h.tested != NULL && h.score[0] != NULL && h.score[1] != NULL;
    st = ok ? measure_folds(&p, &c, s->folds, &h, err) : fuda_fail_nomem(err);
    for (int b = 0; st == FUDA_OK && b < (blended ? NBLEND : 1); b++) {
        c.blend = blended ? blends[b] : 0;
        double quality = p.set->mode == CLF_SINGLE ? accuracy(&p, &h, c.blend) : best_f1(&p, &h, &ok);
        note(s, &c, quality);
        offer(s, &c, quality);
    }
    if (st == FUDA_OK && !ok)
        st = fuda_fail_nomem(err);
    free(fold);
    free(h.tested);
    free(h.score[0]);
    free(h.score[1]);
    clf_rows_release(&rows);
    return st;
}

/* ---- candidates ------------------------------------------------------------------------------ */

/* What a step tries, in order. */
typedef struct list {
    clf_choice of[MAX_CANDIDATES];
    size_t n;
} list;

static void add(list *l, clf_choice c)
{
    if (l->n < MAX_CANDIDATES)
        l->of[l->n++] = c;
}

/* A given setting stands, whatever a candidate would have. */
static clf_choice fixed(const clf_problem *p, clf_choice c)
{
    if (p->set->alpha > 0)
        c.alpha = clf_rounded(p->set->alpha);
    if (p->set->weighting_fixed)
        c.weighting = p->set->weighting;
    c.select = p->set->select;
    return c;
}

static bool same(const clf_choice *a, const clf_choice *b)
{
    return a->algorithm == b->algorithm && a->weighting == b->weighting && a->alpha == b->alpha &&
           a->cost == b->cost && a->kinds == b->kinds && a->min_df == b->min_df && a->select == b->select;
}

static fuda_status try_all(selecting *s, const list *l, fuda_error *err)
{
    clf_choice done[MAX_CANDIDATES];
    fuda_status st = FUDA_OK;
    size_t n = 0;

    for (size_t i = 0; st == FUDA_OK && i < l->n; i++) {
        clf_choice c = fixed(s->p, l->of[i]);
        bool again = false;
        for (size_t j = 0; j < n; j++)
            again |= same(&done[j], &c);
        if (again)
            continue;
        done[n++] = c;
        st = try(s, c, err);
    }
    return st;
}

static uint32_t kinds_there(const clf_problem *p)
{
    uint32_t kinds = 0;

    for (size_t f = 0; p->kind != NULL && f < p->nfeature; f++)
        kinds |= 1u << p->kind[f];
    return p->kind == NULL ? CLF_ALL_KINDS : kinds;
}

/* Sets of kinds worth a try, of those the documents have. */
static void list_kinds(uint32_t there, clf_choice base, list *l)
{
    const uint32_t word = 1u << CLF_KIND_PLAIN | 1u << CLF_KIND_CJK, pairs = 1u << CLF_KIND_PAIR,
                   triples = 1u << CLF_KIND_TRIPLE, chars = 1u << CLF_KIND_CHAR | 1u << CLF_KIND_CHARS;
    const uint32_t sets[] = {word, word | pairs, word | pairs | triples, word | chars,
                             word | pairs | chars, 1u << CLF_KIND_PLAIN | chars};

    for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++) {
        clf_choice c = base;
        bool again = false;
        c.kinds = sets[i] & there;
        for (size_t j = 0; j < l->n; j++)
            again |= l->of[j].kinds == c.kinds;
        if (c.kinds != 0 && !again)
            add(l, c);
    }
}

static void list_alphas(clf_choice c, list *l)
{
    static const double alphas[] = {1, 0.3, 0.1, 0.03, 0.01};

    for (size_t i = 0; i < sizeof alphas / sizeof alphas[0]; i++) {
        c.alpha = alphas[i];
        add(l, c);
    }
}

/* First settings of every algorithm that may be chosen. */
static void list_algorithms(const clf_problem *p, uint32_t kinds, list *l)
{
    bool single = p->set->mode == CLF_SINGLE;
    static const clf_algorithm order[] = {CLF_MULTINOMIAL, CLF_COMPLEMENT, CLF_COMPLEMENT_NORM, CLF_BERNOULLI,
                                          CLF_SVM, CLF_NB_SVM, CLF_NB_LOGISTIC};

    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        clf_choice c = clf_choice_of(order[i], single);
        if (!(single ? clf_algorithm_single : clf_algorithm_multi)(order[i]))
            continue;
        c.kinds = kinds;
        add(l, c);
        if (order[i] == CLF_COMPLEMENT) {
            c.min_df = 2;
            add(l, c);
        }
    }
}

/* Settings near the best so far. */
static void list_near(const selecting *s, list *l)
{
    clf_choice c = s->best, d = c;

    if (!clf_is_linear(c.algorithm)) {
        list_alphas(c, l);
        if (c.algorithm == CLF_MULTINOMIAL && s->p->set->mode == CLF_SINGLE) {
            c.weighting = CLF_LOG;
            add(l, c);
        }
        return;
    }
    d.cost = c.cost * 3;
    add(l, d);
    d.cost = c.cost / 3;
    add(l, d);
    d = c;
    d.weighting = CLF_BINARY_L2;
    add(l, d);
    /* The machines may like fewer kinds of features than naive Bayes did. */
    d = c;
    d.kinds = s->second_kinds;
    if (d.kinds != 0 && d.kinds != c.kinds)
        add(l, d);
}

static uint32_t step_kinds(selecting *s, bool given, clf_algorithm algorithm, fuda_error *err, fuda_status *st)
{
    bool single = s->p->set->mode == CLF_SINGLE;
    uint32_t there = kinds_there(s->p);
    clf_choice base = clf_choice_of(given && !clf_is_linear(algorithm) ? algorithm
                                    : single                           ? CLF_COMPLEMENT
                                                                       : CLF_MULTINOMIAL,
                                    single);
    list l = {.n = 0};

    if (s->p->set->choose_kinds)
        list_kinds(there, base, &l);
    if (l.n < 2)
        return CLF_ALL_KINDS;
    double second = 0;
    for (size_t i = 0; *st == FUDA_OK && i < l.n; i++) {
        clf_choice before = s->best;
        double was = s->best_quality;
        *st = try(s, fixed(s->p, l.of[i]), err);
        if (*st != FUDA_OK)
            break;
        /* The loser of the two best is second, unless an earlier loser was better. */
        bool won = i == 0 || s->best.kinds == l.of[i].kinds;
        double lost = won ? (i == 0 ? 0 : was) : s->last_quality;
        if (lost > second) {
            second = lost;
            s->second_kinds = won ? before.kinds : l.of[i].kinds;
        }
    }
    return *st == FUDA_OK && s->any ? s->best.kinds : CLF_ALL_KINDS;
}

static fuda_status walk(selecting *s, fuda_error *err)
{
    clf_algorithm algorithm = s->p->set->algorithm;
    bool given = algorithm != CLF_AUTO, single = s->p->set->mode == CLF_SINGLE;
    list l = {.n = 0};
    fuda_status st = FUDA_OK;
    uint32_t kinds;

    budget(s, false);
    kinds = step_kinds(s, given, algorithm, err, &st);

    if (st != FUDA_OK)
        return st;
    budget(s, !given || clf_is_linear(algorithm));
    s->any = s->any && s->folds == FOLDS && s->stride == 1; /* else it was measured on other rows */
    if (given) {
        clf_choice c = clf_choice_of(algorithm, single);
        c.kinds = kinds;
        s->any = s->any && !clf_is_linear(algorithm); /* what went before was another algorithm */
        if (clf_is_linear(algorithm))
            add(&l, c);
        else
            list_alphas(c, &l);
    } else {
        list_algorithms(s->p, kinds, &l);
    }
    st = try_all(s, &l, err);
    l.n = 0;
    if (st == FUDA_OK && (!given || clf_is_linear(algorithm))) {
        list_near(s, &l);
        st = try_all(s, &l, err);
    }
    return st;
}

/* True where there is nothing to compare: too few rows, or one setting only. */
static bool no_choice(const clf_problem *p)
{
    return p->rows->n < 2 * FOLDS || p->nlabel < 2;
}

fuda_status clf_select(const clf_problem *p, clf_choice *out, char **why, fuda_error *err)
{
    bool single = p->set->mode == CLF_SINGLE;
    selecting s = {.p = p, .set = *p->set};
    clf_algorithm usual = p->set->algorithm != CLF_AUTO ? p->set->algorithm : CLF_MULTINOMIAL;
    /* Labelled features are pseudo-counts of the multinomial member; no other has a use for them. */
    clf_settings narrowed = *p->set;
    clf_problem q = *p;
    fuda_status st;

    *why = NULL;
    *out = fixed(p, clf_choice_of(usual, single));
    if (no_choice(p))
        return FUDA_OK;
    if (p->nhint > 0 && narrowed.algorithm == CLF_AUTO)
        narrowed.algorithm = CLF_MULTINOMIAL;
    q.set = &narrowed;
    s.p = &q;
    s.set = narrowed;
    s.set.rounds = ROUNDS;
    s.set.beside = true;
    s.fold = malloc(p->rows->n + 1);
    st = s.fold == NULL ? fuda_fail_nomem(err)
                        : clf_folds(p->rows, p->nlabel, FOLDS, p->set->seed + 2, s.fold, err);
    if (st == FUDA_OK)
        st = walk(&s, err);
    if (st == FUDA_OK && s.any) {
        *out = s.best;
        if (out->kinds != CLF_ALL_KINDS && (kinds_there(p) >> CLF_KIND_CJK & 1) == 0)
            out->kinds |= 1u << CLF_KIND_CJK;
        *why = fuda_strndup(s.log.ptr != NULL ? s.log.ptr : "", s.log.len);
        if (*why == NULL || s.log.failed)
            st = fuda_fail_nomem(err);
    }
    free(s.fold);
    fuda_buf_release(&s.log);
    return st;
}
