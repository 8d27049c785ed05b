/* SPDX-License-Identifier: MIT */
/* Counts: labels, years, languages, genres, applicants, and each label within each of these. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "corpus/report.h"

enum { MOST_APPLICANTS = 20, MOST_GENRES = 30 };

/* The values of one way to divide the documents, and which are shown. */
typedef struct division {
    rep_table_id values, labels; /* tables */
    size_t nvalue;               /* before choosing                      */
    uint32_t *rank;              /* [nvalue] place in the table, or FUDA_NO_ID */
    uint32_t *chosen;            /* [n] values, in the order of the table */
    size_t n;
    size_t *documents, *tagged; /* [nvalue] */
    int32_t first_year;
} division;

static bool is_tagged(const rep_facts *f, size_t i)
{
    for (size_t u = f->docs[i].use; u < f->docs[i + 1].use; u++) {
        if (f->uses[u].decided)
            return true;
    }
    return false;
}

/* The values of document i; one, but for applicants. */
static size_t values_of(const fuda_report *r, const division *d, size_t i, const uint32_t **values, uint32_t *one)
{
    const rep_facts *f = &r->facts;
    const rep_doc *doc = &f->docs[i];

    *values = one;
    switch (d->values) {
    case REP_YEARS:
        *one = doc->year == 0 ? FUDA_NO_ID : (uint32_t)(doc->year - d->first_year);
        break;
    case REP_LANGUAGES:
        *one = doc->lang;
        break;
    case REP_GENRES:
        *one = doc->genre;
        break;
    default:
        *values = &f->applicants[doc->applicant];
        return f->docs[i + 1].applicant - doc->applicant;
    }
    return *one != FUDA_NO_ID;
}

static void count_values(fuda_report *r, division *d)
{
    const uint32_t *values;
    uint32_t one;

    for (size_t i = 0; i < r->facts.n; i++) {
        size_t n = values_of(r, d, i, &values, &one);
        bool tagged = n > 0 && is_tagged(&r->facts, i);
        for (size_t v = 0; v < n; v++) {
            d->documents[values[v]]++;
            d->tagged[values[v]] += tagged;
        }
    }
}

static const fuda_strtab *names_of(const fuda_report *r, const division *d)
{
    return d->values == REP_LANGUAGES ? &r->langs : d->values == REP_GENRES ? &r->genres : &r->applicants;
}

static int compare_names(const fuda_strtab *tab, uint32_t a, uint32_t b)
{
    fuda_str x = rep_string(tab, a), y = rep_string(tab, b);
    int order = memcmp(x.ptr, y.ptr, x.len < y.len ? x.len : y.len);
    return order != 0 ? order : (x.len > y.len) - (x.len < y.len);
}

/* Years in their order; other values by falling numbers of documents, then by name. */
static bool before(const fuda_report *r, const division *d, uint32_t a, uint32_t b)
{
    if (d->values == REP_YEARS)
        return a < b;
    if (d->documents[a] != d->documents[b])
        return d->documents[a] > d->documents[b];
    return compare_names(names_of(r, d), a, b) < 0;
}

/* Keeps the best `most` values. */
static void choose(const fuda_report *r, division *d, size_t most)
{
    for (uint32_t v = 0; v < d->nvalue; v++) {
        if (d->documents[v] == 0 || (d->n == most && !before(r, d, v, d->chosen[d->n - 1])))
            continue;
        size_t at = d->n < most ? d->n++ : d->n - 1;
        for (; at > 0 && before(r, d, v, d->chosen[at - 1]); at--)
            d->chosen[at] = d->chosen[at - 1];
        d->chosen[at] = v;
    }
    for (size_t i = 0; i < d->n; i++)
        d->rank[d->chosen[i]] = (uint32_t)i;
}

static void put_value(fuda_report *r, rep_table_id table, const division *d, uint32_t value)
{
    if (d->values == REP_YEARS)
        rep_put_int(r, table, d->first_year + (int32_t)value);
    else
        rep_put_text(r, table, rep_string(names_of(r, d), value));
}

static void put_values(fuda_report *r, const division *d)
{
    for (size_t i = 0; i < d->n; i++) {
        put_value(r, d->values, d, d->chosen[i]);
        rep_put_int(r, d->values, (int64_t)d->documents[d->chosen[i]]);
        rep_put_int(r, d->values, (int64_t)d->tagged[d->chosen[i]]);
    }
}

/* The columns of an estimate. */
static void put_estimate(fuda_report *r, rep_table_id table, const rep_tally *t)
{
    rep_put_int(r, table, (int64_t)t->total);
    rep_put_int(r, table, (int64_t)t->raw);
    rep_put_real(r, table, t->corrected ? t->count : NAN);
    rep_put_real(r, table, t->corrected ? t->around.low : NAN);
    rep_put_real(r, table, t->corrected ? t->around.high : NAN);
    rep_put_real(r, table, t->total > 0 ? t->count / t->total : NAN);
    rep_put_real(r, table, t->around.low / t->total);
    rep_put_real(r, table, t->around.high / t->total);
    rep_put(r, table, t->corrected ? "corrected" : "uncorrected");
}

static fuda_status put_label_values(fuda_report *r, const division *d, fuda_error *err)
{
    const uint32_t *values;
    uint32_t one;
    size_t n = d->n * r->nlabel;
    rep_tally *tallies = calloc(n + 1, sizeof *tallies);
    fuda_status st;

    if (tallies == NULL)
        return fuda_fail_nomem(err);
    for (size_t i = 0; i < n; i++)
        tallies[i].label = (uint32_t)(i % r->nlabel);
    for (size_t i = 0; i < r->facts.n; i++) {
        size_t nv = values_of(r, d, i, &values, &one);
        for (size_t v = 0; v < nv; v++) {
            if (d->rank[values[v]] != FUDA_NO_ID)
                rep_tally_add(r, &r->facts, i, tallies + d->rank[values[v]] * r->nlabel);
        }
    }
    st = rep_estimate(r, tallies, n, err);
    for (size_t l = 0; l < r->nlabel && st == FUDA_OK; l++) {
        for (size_t i = 0; i < d->n; i++) {
            rep_put(r, d->labels, r->labels[l].id);
            put_value(r, d->labels, d, d->chosen[i]);
            put_estimate(r, d->labels, &tallies[i * r->nlabel + l]);
        }
    }
    free(tallies);
    return st;
}

static void year_range(const fuda_report *r, int32_t *first, int32_t *last)
{
    *first = 0;
    *last = -1;
    for (size_t i = 0; i < r->facts.n; i++) {
        int32_t year = r->facts.docs[i].year;
        if (year == 0)
            continue;
        if (*first == 0 || year < *first)
            *first = year;
        if (year > *last)
            *last = year;
    }
}

static fuda_status divide(fuda_report *r, rep_table_id values, rep_table_id labels, size_t most, fuda_error *err)
{
    division d = {.values = values, .labels = labels};
    int32_t last = 0;
    fuda_status st = FUDA_OK;

    if (values == REP_YEARS) {
        year_range(r, &d.first_year, &last);
        d.nvalue = last < 0 ? 0 : (size_t)(last - d.first_year) + 1;
        most = d.nvalue;
    } else {
        d.nvalue = names_of(r, &d)->count;
    }
    d.rank = malloc((d.nvalue + 1) * sizeof *d.rank);
    d.chosen = calloc(most + 1, sizeof *d.chosen);
    d.documents = calloc(d.nvalue + 1, sizeof *d.documents);
    d.tagged = calloc(d.nvalue + 1, sizeof *d.tagged);
    if (d.rank == NULL || d.chosen == NULL || d.documents == NULL || d.tagged == NULL) {
        st = fuda_fail_nomem(err);
    } else {
        memset(d.rank, 0xff, (d.nvalue + 1) * sizeof *d.rank);
        count_values(r, &d);
        choose(r, &d, most);
        put_values(r, &d);
        st = put_label_values(r, &d, err);
    }
    free(d.rank);
    free(d.chosen);
    free(d.documents);
    free(d.tagged);
    return st;
}

/* ---- labels --------------------------------------------------------------------------------- */

/* Documents with the label by EM over its stored probabilities; those that were too low to be stored count
 * as 0.  NaN where the prevalence in training is unknown. */
static double em_count(const fuda_report *r, uint32_t label, double *p)
{
    const stats_rates *all = &r->labels[label].all;
    size_t n = 0;

    for (size_t u = 0; u < r->facts.nuse; u++) {
        if (r->facts.uses[u].label == label)
            p[n++] = (double)r->facts.uses[u].p;
    }
    while (n < r->facts.n)
        p[n++] = 0;
    return stats_em_prevalence(p, n, (all->tp + all->fn) / (all->tp + all->fn + all->fp + all->tn)) * (double)n;
}

/* Fields, drivers, others; within an axis by falling estimates. */
static bool label_before(const fuda_report *r, const rep_tally *a, const rep_tally *b)
{
    const rep_label *x = &r->labels[a->label], *y = &r->labels[b->label];

    if (x->axis != y->axis)
        return x->axis < y->axis;
    if (a->count != b->count)
        return a->count > b->count;
    return a->raw != b->raw ? a->raw > b->raw : a->label < b->label;
}

static fuda_status put_labels(fuda_report *r, fuda_error *err)
{
    rep_tally *tallies = calloc(r->nlabel + 1, sizeof *tallies);
    double *p = calloc(r->facts.n + 1, sizeof *p);
    fuda_status st = tallies == NULL || p == NULL ? fuda_fail_nomem(err) : FUDA_OK;

    for (size_t l = 0; l < r->nlabel && st == FUDA_OK; l++)
        tallies[l].label = (uint32_t)l;
    for (size_t i = 0; i < r->facts.n && st == FUDA_OK; i++)
        rep_tally_add(r, &r->facts, i, tallies);
    if (st == FUDA_OK)
        st = rep_estimate(r, tallies, r->nlabel, err);
    for (size_t l = 1; l < r->nlabel && st == FUDA_OK; l++) { /* insertion sort: few labels */
        rep_tally item = tallies[l];
        size_t at = l;
        for (; at > 0 && label_before(r, &item, &tallies[at - 1]); at--)
            tallies[at] = tallies[at - 1];
        tallies[at] = item;
    }
    for (size_t l = 0; l < r->nlabel && st == FUDA_OK; l++) {
        const rep_label *label = &r->labels[tallies[l].label];
        rep_put(r, REP_LABELS, label->id);
        rep_put(r, REP_LABELS, label->name);
        rep_put_text(r, REP_LABELS, rep_string(&r->axes, label->axis));
        rep_put_int(r, REP_LABELS, (int64_t)r->facts.gold[tallies[l].label]);
        put_estimate(r, REP_LABELS, &tallies[l]);
        rep_put_real(r, REP_LABELS, em_count(r, tallies[l].label, p));
    }
    free(tallies);
    free(p);
    return st;
}

static void put_summary(fuda_report *r)
{
    const rep_facts *f = &r->facts;
    size_t tagged = 0, dated = 0;

    for (size_t i = 0; i < f->n; i++) {
        tagged += is_tagged(f, i);
        dated += f->docs[i].year != 0;
    }
    const struct {
        const char *item;
        size_t n;
    } rows[] = {{"matching", f->matching},   {"counted", f->n},           {"tagged", tagged},
                {"with a year", dated},      {"abstained", f->abstained}, {"outdated", f->outdated},
                {"unclassified", f->unclassified}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        rep_put(r, REP_SUMMARY, rows[i].item);
        rep_put_int(r, REP_SUMMARY, (int64_t)rows[i].n);
    }
}

fuda_status rep_make_counts(fuda_report *r, fuda_error *err)
{
    fuda_status st;

    put_summary(r);
    st = put_labels(r, err);
    if (st == FUDA_OK)
        st = divide(r, REP_YEARS, REP_LABEL_YEARS, 0, err);
    if (st == FUDA_OK)
        st = divide(r, REP_LANGUAGES, REP_LABEL_LANGUAGES, REP_MOST_LANGS, err);
    if (st == FUDA_OK)
        st = divide(r, REP_GENRES, REP_LABEL_GENRES, MOST_GENRES, err);
    if (st == FUDA_OK)
        st = divide(r, REP_APPLICANTS, REP_LABEL_APPLICANTS, MOST_APPLICANTS, err);
    return st;
}
