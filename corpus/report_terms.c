/* SPDX-License-Identifier: MIT */
/* Which terms set a group of documents apart. */
#include "corpus/report_terms.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"

/* Documents whose terms are counted at most; of a larger corpus every k-th. */
enum { MOST_DOCUMENTS = 20000, TERMS = 10, CONTEXTS = 2, SMALL = 200 };
/* The informative prior weighs as much as this many documents of the language. */
#define PRIOR_DOCUMENTS 10.0
/* G² at 1 %. */
#define LEAST_G2 6.634896601021213

typedef struct candidate {
    uint32_t term;
    stats_table table;
    double z;
} candidate;

/* What is compared: documents of the group in a language against the rest. */
typedef struct contest {
    const rep_index *x;
    const rep_group *group;
    uint32_t lang;
    uint32_t *count; /* [terms] documents of the group with the term */
    double docs, terms;           /* of the group */
    double rest_docs, rest_terms; /* of the rest  */
    candidate *best;              /* [top] by falling z */
    size_t n, top;
} contest;

static void count_group(contest *c)
{
    const rep_index *x = c->x;

    for (size_t i = 0; i < x->n; i++) {
        if (x->langs[i] != c->lang || !(c->group->weight[i] > 0))
            continue;
        c->docs++;
        c->terms += (double)(x->first[i + 1] - x->first[i]);
        for (size_t e = x->first[i]; e < x->first[i + 1]; e++)
            c->count[x->entries[e].term]++;
    }
    c->rest_docs = (double)x->lang_docs[c->lang] - c->docs;
    c->rest_terms = x->lang_terms[c->lang] - c->terms;
    for (uint32_t g = 0; g < REP_MOST_LANGS && c->group->only != FUDA_NO_ID; g++) {
        c->rest_docs += g == c->lang ? 0 : (double)x->lang_docs[g];
        c->rest_terms += g == c->lang ? 0 : x->lang_terms[g];
    }
}

static double rest_count(const contest *c, uint32_t term)
{
    double n = (double)(c->x->df[c->lang][term] - c->count[term]);

    for (uint32_t g = 0; g < REP_MOST_LANGS && c->group->only != FUDA_NO_ID; g++)
        n += g == c->lang || c->x->df[g] == NULL ? 0 : (double)c->x->df[g][term];
    return n;
}

static bool contains(fuda_str whole, fuda_str part)
{
    return part.len <= whole.len && memmem(whole.ptr, whole.len, part.ptr, part.len) != NULL;
}

/* The same thing said twice: one term is part of the other, and both stand in nearly the same documents. */
static bool repeats(const contest *c, const candidate *a, const candidate *b)
{
    fuda_str x = rep_string(&c->x->terms, a->term), y = rep_string(&c->x->terms, b->term);
    double less = fmin(a->table.a, b->table.a), more = fmax(a->table.a, b->table.a);

    return less > 0.7 * more && (contains(x, y) || contains(y, x));
}

static void consider(contest *c, candidate now)
{
    size_t at = c->n;

    for (size_t i = 0; i < c->n; i++) {
        if (!repeats(c, &now, &c->best[i]))
            continue;
        if (c->best[i].z >= now.z)
            return;
        memmove(&c->best[i], &c->best[i + 1], (c->n - i - 1) * sizeof now); /* the better one stays */
        c->n--;
        i--;
    }
    at = c->n < c->top ? c->n++ : c->top;
    if (at == c->top) {
        if (!(now.z > c->best[at - 1].z))
            return;
        at--;
    }
    for (; at > 0 && now.z > c->best[at - 1].z; at--)
        c->best[at] = c->best[at - 1];
    c->best[at] = now;
}

static void find_best(contest *c)
{
    const rep_index *x = c->x;
    double fewest = x->n < SMALL ? 2 : 3, total = c->terms + c->rest_terms;
    double prior_total = PRIOR_DOCUMENTS * total / (c->docs + c->rest_docs);

    for (uint32_t t = 0; t < x->terms.count; t++) {
        double in = c->count[t], out;
        if (in < fewest)
            continue;
        out = rest_count(c, t);
        candidate now = {t, {in, c->docs - in, out, c->rest_docs - out}, 0};
        if (in * c->rest_docs <= out * c->docs || stats_g2(&now.table) < LEAST_G2)
            continue;
        now.z = stats_log_odds(in, c->terms, out, c->rest_terms, prior_total * (in + out) / total, prior_total);
        if (now.z > 0)
            consider(c, now);
    }
}

/* ---- rows ----------------------------------------------------------------------------------- */

static bool copy(fuda_report *r, fuda_str from, fuda_str *to)
{
    *to = (fuda_str){fuda_arena_copy(&r->arena, from.ptr, from.len), from.len};
    return to->ptr != NULL;
}

/* The documents to show each best term in: the heaviest of the group that have it. */
static bool find_places(fuda_report *r, const contest *c, rep_places *places)
{
    const rep_index *x = c->x;
    size_t first = places->n;
    fuda_str value, lang, term;

    if (!FUDA_GROW(places->items, places->cap, first + c->n * CONTEXTS) || !copy(r, c->group->value, &value) ||
        !copy(r, rep_string(&r->langs, c->lang), &lang))
        return false;
    for (size_t b = 0; b < c->n; b++) {
        if (!copy(r, rep_string(&x->terms, c->best[b].term), &term))
            return false;
        for (size_t i = 0; i < CONTEXTS; i++)
            places->items[first + b * CONTEXTS + i] = (rep_place){
                .axis = c->group->axis, .value = value, .lang = lang, .term = term, .doc = SIZE_MAX};
    }
    for (size_t i = 0; i < x->n; i++) {
        if (x->langs[i] != c->lang || !(c->group->weight[i] > 0))
            continue;
        for (size_t e = x->first[i]; e < x->first[i + 1]; e++) {
            uint32_t mark = c->count[x->entries[e].term]; /* see key_terms_of: number of the best term + 1 */
            if (mark == 0)
                continue;
            rep_place *at = &places->items[first + (mark - 1) * CONTEXTS];
            rep_place now = at[0];
            now.doc = i;
            now.start = x->entries[e].start;
            now.end = x->entries[e].end;
            for (size_t k = 0; k < CONTEXTS; k++) {
                if (at[k].doc != SIZE_MAX && !(c->group->weight[now.doc] > c->group->weight[at[k].doc]))
                    continue;
                rep_place old = at[k];
                at[k] = now;
                now = old;
                if (now.doc == SIZE_MAX)
                    break;
            }
        }
    }
    places->n = first + c->n * CONTEXTS;
    return true;
}

static void put_rows(fuda_report *r, const contest *c)
{
    rep_table_id id = c->group->table;

    for (size_t i = 0; i < c->n; i++) {
        const candidate *b = &c->best[i];
        double g2 = stats_g2(&b->table);
        rep_put(r, id, c->group->axis);
        if (id == REP_TERMS)
            rep_put_text(r, id, c->group->value);
        rep_put_text(r, id, rep_string(&r->langs, c->lang));
        rep_put_int(r, id, (int64_t)i + 1);
        rep_put_text(r, id, rep_string(&c->x->terms, b->term));
        rep_put(r, id, NULL); /* the form found in the texts: rep_put_contexts */
        rep_put_int(r, id, (int64_t)b->table.a);
        rep_put_int(r, id, (int64_t)(b->table.a + b->table.b));
        rep_put_int(r, id, (int64_t)b->table.c);
        rep_put_int(r, id, (int64_t)(b->table.c + b->table.d));
        rep_put_real(r, id, g2);
        rep_put_real(r, id, stats_chi1_tail(g2));
        rep_put_real(r, id, stats_log_ratio(&b->table));
        rep_put_real(r, id, b->z);
    }
}

static bool key_terms_of(fuda_report *r, const rep_index *x, const rep_group *group, uint32_t lang,
                         uint32_t *count, candidate *best, rep_places *places)
{
    contest c = {.x = x, .group = group, .lang = lang, .count = count, .best = best,
                 .top = r->options.top == 0 ? TERMS : r->options.top};

    memset(count, 0, (x->terms.count + 1) * sizeof *count);
    count_group(&c);
    if (c.docs == 0 || c.rest_docs == 0)
        return true;
    find_best(&c);
    put_rows(r, &c);
    memset(count, 0, (x->terms.count + 1) * sizeof *count);
    for (size_t i = 0; i < c.n; i++)
        count[c.best[i].term] = (uint32_t)i + 1;
    return find_places(r, &c, places);
}

fuda_status rep_key_terms(fuda_report *r, const rep_index *x, const rep_group *group, rep_places *places,
                          fuda_error *err)
{
    size_t top = r->options.top == 0 ? TERMS : r->options.top;
    uint32_t *count = malloc((x->terms.count + 1) * sizeof *count);
    candidate *best = calloc(top + 1, sizeof *best);
    bool ok = count != NULL && best != NULL;

    for (uint32_t g = 0; g < REP_MOST_LANGS && ok; g++) {
        if (x->df[g] != NULL && (group->only == FUDA_NO_ID || group->only == g))
            ok = key_terms_of(r, x, group, g, count, best, places);
    }
    free(count);
    free(best);
    return ok && !r->failed ? FUDA_OK : fuda_fail_nomem(err);
}

/* ---- the groups of the report ---------------------------------------------------------------- */

typedef struct job {
    fuda_report *r;
    rep_index x;
    size_t *at;    /* [n of the index] document in the facts */
    float *weight; /* [n of the index] */
    rep_places places;
} job;

static fuda_status sample(job *j, fuda_error *err)
{
    const rep_facts *f = &j->r->facts;
    size_t n = f->n < MOST_DOCUMENTS ? f->n : MOST_DOCUMENTS;
    int64_t *docs = malloc((n + 1) * sizeof *docs);
    uint32_t *langs = malloc((n + 1) * sizeof *langs);
    fuda_status st = FUDA_OK;

    j->at = malloc((n + 1) * sizeof *j->at);
    j->weight = malloc((n + 1) * sizeof *j->weight);
    if (docs == NULL || langs == NULL || j->at == NULL || j->weight == NULL)
        st = fuda_fail_nomem(err);
    for (size_t i = 0; i < n && st == FUDA_OK; i++) {
        j->at[i] = (size_t)((double)i * (double)f->n / (double)n);
        docs[i] = f->docs[j->at[i]].doc;
        langs[i] = f->docs[j->at[i]].lang;
    }
    if (st == FUDA_OK)
        st = rep_index_build(j->r, docs, langs, n, &j->x, err);
    j->r->sampled = n;
    free(docs);
    free(langs);
    return st;
}

/* Weights: the probability of the label, 1 for what is not a matter of degree. */
static void weigh_label(job *j, uint32_t label)
{
    const rep_facts *f = &j->r->facts;

    for (size_t i = 0; i < j->x.n; i++) {
        j->weight[i] = 0;
        for (size_t u = f->docs[j->at[i]].use; u < f->docs[j->at[i] + 1].use; u++) {
            if (f->uses[u].label == label && f->uses[u].decided)
                j->weight[i] = f->uses[u].p > 1e-6f ? f->uses[u].p : 1e-6f;
        }
    }
}

static bool has_applicant(const rep_facts *f, size_t doc, uint32_t applicant)
{
    for (size_t a = f->docs[doc].applicant; a < f->docs[doc + 1].applicant; a++) {
        if (f->applicants[a] == applicant)
            return true;
    }
    return false;
}

static fuda_status labels(job *j, fuda_error *err)
{
    fuda_report *r = j->r;
    fuda_status st = FUDA_OK;

    for (uint32_t l = 0; l < r->nlabel && st == FUDA_OK; l++) {
        rep_group group = {REP_TERMS, "label", {r->labels[l].id, strlen(r->labels[l].id)}, j->weight, FUDA_NO_ID};
        weigh_label(j, l);
        st = rep_key_terms(r, &j->x, &group, &j->places, err);
    }
    return st;
}

/* The groups of a table of years, languages or applicants. */
static fuda_status values(job *j, rep_table_id table, const char *axis, fuda_error *err)
{
    fuda_report *r = j->r;
    const rep_facts *f = &r->facts;
    char digits[16];
    fuda_status st = FUDA_OK;

    for (size_t row = 0; row < r->tables[table].table.nrow && st == FUDA_OK; row++) {
        const fuda_cell *cell = rep_cell(r, table, row, 0);
        rep_group group = {REP_TERMS, axis, {0}, j->weight, FUDA_NO_ID};
        uint32_t id = FUDA_NO_ID;
        if (table == REP_YEARS) {
            snprintf(digits, sizeof digits, "%d", (int)cell->number);
            group.value = (fuda_str){digits, strlen(digits)};
        } else {
            group.value = cell->text;
            id = fuda_strtab_find(table == REP_LANGUAGES ? &r->langs : &r->applicants, cell->text.ptr, cell->text.len);
        }
        if (table == REP_LANGUAGES)
            group.only = id;
        for (size_t i = 0; i < j->x.n; i++) {
            bool in = table == REP_YEARS       ? f->docs[j->at[i]].year == cell->number
                      : table == REP_LANGUAGES ? f->docs[j->at[i]].lang == id
                                               : has_applicant(f, j->at[i], id);
            j->weight[i] = in ? 1 : 0;
        }
        st = rep_key_terms(r, &j->x, &group, &j->places, err);
    }
    return st;
}

fuda_status rep_make_terms(fuda_report *r, fuda_error *err)
{
    job j = {.r = r};
    fuda_status st = sample(&j, err);

    if (st == FUDA_OK)
        st = labels(&j, err);
    if (st == FUDA_OK)
        st = values(&j, REP_YEARS, "year", err);
    if (st == FUDA_OK)
        st = values(&j, REP_LANGUAGES, "language", err);
    if (st == FUDA_OK)
        st = values(&j, REP_APPLICANTS, "applicant", err);
    if (st == FUDA_OK)
        st = rep_put_contexts(r, &j.x, REP_TERMS, &j.places, err);
    rep_index_release(&j.x);
    free(j.places.items);
    free(j.at);
    free(j.weight);
    return st;
}
