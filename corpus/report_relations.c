/* SPDX-License-Identifier: MIT */
/* Which labels come together: the cross-table of fields and drivers, and pairs beyond chance. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "corpus/report.h"

/* Decided labels of document i; returns how many. */
static size_t decided(const rep_facts *f, size_t i, uint32_t *labels)
{
    size_t n = 0;

    for (size_t u = f->docs[i].use; u < f->docs[i + 1].use; u++) {
        if (f->uses[u].decided)
            labels[n++] = f->uses[u].label;
    }
    return n;
}

/* both [K][K]: documents with the row's label and the column's; the diagonal: with the label. */
static void count_pairs(const fuda_report *r, size_t *both, uint32_t *labels)
{
    for (size_t i = 0; i < r->facts.n; i++) {
        size_t n = decided(&r->facts, i, labels);
        for (size_t a = 0; a < n; a++) {
            for (size_t b = 0; b < n; b++)
                both[labels[a] * r->nlabel + labels[b]]++;
        }
    }
}

/* The first two axes of the labels; where there are fields and drivers, these. */
static void choose_axes(const fuda_report *r, const uint32_t *order, size_t n, uint32_t axes[2])
{
    axes[0] = axes[1] = FUDA_NO_ID;
    for (size_t i = 0; i < n; i++) {
        uint32_t axis = r->labels[order[i]].axis;
        if (axis < axes[0]) {
            axes[1] = axes[0];
            axes[0] = axis;
        } else if (axis > axes[0] && axis < axes[1]) {
            axes[1] = axis;
        }
    }
}

/* Rows and columns in the order of the table of labels, where labels with none at all are left out. */
static void put_cross(fuda_report *r, const size_t *both, const uint32_t *order, size_t n)
{
    uint32_t axes[2];

    choose_axes(r, order, n, axes);
    for (size_t i = 0; i < n; i++) {
        uint32_t a = order[i];
        if (r->labels[a].axis != axes[0])
            continue;
        for (size_t j = 0; j < n; j++) {
            uint32_t b = order[j];
            if (r->labels[b].axis != axes[1])
                continue;
            double count = (double)both[a * r->nlabel + b];
            rep_put(r, REP_CROSS, r->labels[a].id);
            rep_put(r, REP_CROSS, r->labels[b].id);
            rep_put_int(r, REP_CROSS, (int64_t)count);
            rep_put_real(r, REP_CROSS, count / (double)both[a * r->nlabel + a]);
            rep_put_real(r, REP_CROSS, count / (double)both[b * r->nlabel + b]);
        }
    }
}

typedef struct pair {
    uint32_t a, b;
    stats_table table;
    double g2, q;
} pair;

static int by_g2(const void *a, const void *b)
{
    const pair *x = a, *y = b;

    if (x->g2 != y->g2)
        return x->g2 > y->g2 ? -1 : 1;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

static void put_pair(fuda_report *r, const pair *p)
{
    const stats_table *t = &p->table;
    stats_interval around;
    double odds = stats_odds_ratio(t, STATS_Z95, &around);

    rep_put(r, REP_COOCCURRENCE, r->labels[p->a].id);
    rep_put(r, REP_COOCCURRENCE, r->labels[p->b].id);
    rep_put_int(r, REP_COOCCURRENCE, (int64_t)t->a);
    rep_put_real(r, REP_COOCCURRENCE, (t->a + t->b) * (t->a + t->c) / (t->a + t->b + t->c + t->d));
    rep_put_real(r, REP_COOCCURRENCE, stats_pmi(t));
    rep_put_real(r, REP_COOCCURRENCE, odds);
    rep_put_real(r, REP_COOCCURRENCE, around.low);
    rep_put_real(r, REP_COOCCURRENCE, around.high);
    rep_put_real(r, REP_COOCCURRENCE, p->g2);
    rep_put_real(r, REP_COOCCURRENCE, stats_chi1_tail(p->g2));
    rep_put_real(r, REP_COOCCURRENCE, p->q);
}

/* Every pair of labels that both occur, the most surely bound or apart first. */
static bool put_pairs(fuda_report *r, const size_t *both, const uint32_t *order, size_t n)
{
    size_t m = 0, room = n * (n - (n > 0)) / 2, N = r->facts.n;
    pair *pairs = calloc(room + 1, sizeof *pairs);
    double *p = calloc(room + 1, sizeof *p);
    size_t *index = calloc(room + 1, sizeof *index);
    bool ok = pairs != NULL && p != NULL && index != NULL;

    for (size_t i = 0; i < n && ok; i++) {
        for (size_t j = i + 1; j < n; j++) {
            uint32_t a = order[i], b = order[j];
            double ab = (double)both[a * r->nlabel + b], na = (double)both[a * r->nlabel + a];
            double nb = (double)both[b * r->nlabel + b];
            pair *now = &pairs[m++];
            *now = (pair){.a = a, .b = b, .table = {ab, na - ab, nb - ab, (double)N - na - nb + ab}};
            now->g2 = stats_g2(&now->table);
        }
    }
    if (m > 1 && ok)
        qsort(pairs, m, sizeof *pairs, by_g2);
    for (size_t i = 0; i < m && ok; i++)
        p[i] = stats_chi1_tail(pairs[i].g2);
    if (ok)
        stats_benjamini_hochberg(p, m, index);
    for (size_t i = 0; i < m && ok; i++) {
        pairs[i].q = p[i];
        put_pair(r, &pairs[i]);
    }
    free(pairs);
    free(p);
    free(index);
    return ok;
}

static uint32_t find_label(const fuda_report *r, const char *id)
{
    uint32_t l = 0;
    while (l < r->nlabel && r->labels[l].id != id && strcmp(r->labels[l].id, id) != 0)
        l++;
    return l;
}

void rep_make_relations(fuda_report *r)
{
    size_t K = r->nlabel, n = 0;
    size_t *both = calloc(K * K + 1, sizeof *both);
    uint32_t *order = calloc(K + 1, sizeof *order), *labels = calloc(K + 1, sizeof *labels);

    if (both == NULL || order == NULL || labels == NULL) {
        r->failed = true;
    } else if (!r->single) {
        count_pairs(r, both, labels);
        for (size_t i = 0; i < r->tables[REP_LABELS].table.nrow; i++) {
            uint32_t l = find_label(r, rep_cell(r, REP_LABELS, i, 0)->text.ptr);
            if (both[l * K + l] > 0)
                order[n++] = l;
        }
        put_cross(r, both, order, n);
        r->failed |= !put_pairs(r, both, order, n);
    }
    free(both);
    free(order);
    free(labels);
}
