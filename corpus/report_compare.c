/* SPDX-License-Identifier: MIT */
#include "corpus/report_compare.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "corpus/report_terms.h"

/* ---- what the sides are ---------------------------------------------------------------------- */

/* "run 3", "run:3", "run=3" */
static bool read_run(const char *text, int64_t *run)
{
    int64_t n = 0;

    if (strncmp(text, "run", 3) != 0)
        return false;
    text += 3;
    text += strspn(text, " :=");
    if (*text == '\0' || strlen(text) > 15)
        return false;
    for (; *text != '\0'; text++) {
        if (!isdigit((unsigned char)*text))
            return false;
        n = n * 10 + (*text - '0');
    }
    *run = n;
    return n > 0;
}

fuda_status rep_sides_read(fuda_report *r, int64_t run, rep_sides *out, fuda_error *err)
{
    out->wanted = r->options.compare[0] != NULL;
    if (out->wanted && r->options.compare[1] == NULL)
        return fuda_fail(err, FUDA_E_ARG, "a comparison needs two sides");
    for (int i = 0; i < 2 && out->wanted; i++) {
        out->side[i].text = r->options.compare[i];
        out->side[i].run = run;
        out->side[i].is_run = read_run(out->side[i].text, &out->side[i].run);
    }
    return FUDA_OK;
}

void rep_sides_release(rep_sides *sides)
{
    rep_facts_release(&sides->side[0].facts);
    rep_facts_release(&sides->side[1].facts);
}

static bool is_year(const char *text)
{
    return strlen(text) == 4 && strspn(text, "0123456789") == 4;
}

/* column = 'text', with its quotes doubled */
static void add_equality(fuda_buf *out, const char *column, const char *text)
{
    fuda_buf_addf(out, "%s = '", column);
    for (; *text != '\0'; text++) {
        fuda_buf_add_char(out, *text);
        if (*text == '\'')
            fuda_buf_add_char(out, '\'');
    }
    fuda_buf_add_char(out, '\'');
}

/* The side as a condition. */
static fuda_status expand(fuda_report *r, const char *text, size_t line, fuda_buf *out, fuda_error *err)
{
    size_t len = strlen(text);

    if (where_looks_like(text))
        fuda_buf_add_str(out, text);
    else if (is_year(text))
        fuda_buf_addf(out, "year = %s", text);
    else if (fuda_strtab_find(&r->langs, text, len) != FUDA_NO_ID)
        add_equality(out, "lang", text);
    else if (fuda_strtab_find(&r->applicants, text, len) != FUDA_NO_ID)
        add_equality(out, "applicant", text);
    else if (fuda_strtab_find(&r->genres, text, len) != FUDA_NO_ID)
        add_equality(out, "genre", text);
    else
        return fuda_fail_at(err, FUDA_E_ARG, line, 0,
                            "'%.80s' is no year, language, applicant or genre of the documents counted, no 'run N',"
                            " and no condition", text);
    return FUDA_OK;
}

static fuda_status load_side(fuda_report *r, rep_sides *sides, int i, fuda_error *err)
{
    fuda_buf text = {0};
    where_clause where = {0};
    size_t line = (size_t)i + 2;
    const char *side = sides->side[i].text;
    fuda_status st = FUDA_OK;

    if (!sides->side[i].is_run) {
        st = expand(r, side, line, &text, err);
        if (st == FUDA_OK && fuda_buf_cstr(&text) == NULL)
            st = fuda_fail_nomem(err);
        /* By itself first, so that errors have the place the user sees. */
        if (st == FUDA_OK)
            st = where_parse(text.ptr, line, &where, err);
        where_release(&where);
        if (st == FUDA_OK && r->options.where != NULL) {
            fuda_buf both = {0};
            fuda_buf_addf(&both, "(%s) and (%s)", r->options.where, text.ptr);
            fuda_buf_release(&text);
            text = both;
        }
    } else if (r->options.where != NULL) {
        fuda_buf_add_str(&text, r->options.where);
    }
    if (st == FUDA_OK && text.len > 0 && fuda_buf_cstr(&text) == NULL)
        st = fuda_fail_nomem(err);
    if (st == FUDA_OK)
        st = where_parse(text.len == 0 ? NULL : text.ptr, line, &where, err);
    if (st == FUDA_OK)
        st = rep_load_facts(r, sides->side[i].run, &where, &sides->side[i].facts, err);
    if (st == FUDA_OK && sides->side[i].facts.n == 0)
        st = fuda_fail_at(err, FUDA_E_ARG, line, 0, "there are no classified documents for '%.120s'", side);
    where_release(&where);
    fuda_buf_release(&text);
    return st;
}

/* ---- labels --------------------------------------------------------------------------------- */

typedef struct difference {
    rep_tally a, b;
    double value, low, high, g2, p, q;
} difference;

static fuda_status tally_side(fuda_report *r, const rep_facts *f, rep_tally *tallies, fuda_error *err)
{
    for (size_t l = 0; l < r->nlabel; l++)
        tallies[l] = (rep_tally){.label = (uint32_t)l};
    for (size_t i = 0; i < f->n; i++)
        rep_tally_add(r, f, i, tallies);
    fuda_status st = rep_load_rates(r, f->run, err); /* each run errs in its own way */
    return st == FUDA_OK ? rep_estimate(r, tallies, r->nlabel, err) : st;
}

/* Interval of a difference from the intervals of its two parts (Newcombe 1998; Zou and Donner 2008). */
static void subtract(difference *d)
{
    double a = d->a.count / d->a.total, b = d->b.count / d->b.total;
    double a_down = a - d->a.around.low / d->a.total, a_up = d->a.around.high / d->a.total - a;
    double b_down = b - d->b.around.low / d->b.total, b_up = d->b.around.high / d->b.total - b;
    const stats_table t = {d->a.raw, d->a.total - d->a.raw, d->b.raw, d->b.total - d->b.raw};

    d->value = a - b;
    d->low = d->value - sqrt(a_down * a_down + b_up * b_up);
    d->high = d->value + sqrt(a_up * a_up + b_down * b_down);
    d->g2 = stats_g2(&t);
    d->p = d->q = stats_chi1_tail(d->g2);
}

static int by_g2(const void *a, const void *b)
{
    const difference *x = a, *y = b;
    if (x->g2 != y->g2)
        return x->g2 > y->g2 ? -1 : 1;
    return (x->a.label > y->a.label) - (x->a.label < y->a.label);
}

static void put_side(fuda_report *r, const rep_tally *t)
{
    rep_put_int(r, REP_COMPARE, (int64_t)t->total);
    rep_put_int(r, REP_COMPARE, (int64_t)t->raw);
    rep_put_real(r, REP_COMPARE, t->count / t->total);
    rep_put_real(r, REP_COMPARE, t->around.low / t->total);
    rep_put_real(r, REP_COMPARE, t->around.high / t->total);
}

static void put_difference(fuda_report *r, const difference *d)
{
    rep_put(r, REP_COMPARE, r->labels[d->a.label].id);
    rep_put(r, REP_COMPARE, r->labels[d->a.label].name);
    put_side(r, &d->a);
    put_side(r, &d->b);
    rep_put_real(r, REP_COMPARE, d->value);
    rep_put_real(r, REP_COMPARE, d->low);
    rep_put_real(r, REP_COMPARE, d->high);
    rep_put_real(r, REP_COMPARE, d->p);
    rep_put_real(r, REP_COMPARE, d->q);
    rep_put(r, REP_COMPARE, d->a.corrected && d->b.corrected ? "corrected" : "uncorrected");
}

static fuda_status compare_labels(fuda_report *r, rep_sides *sides, fuda_error *err)
{
    size_t K = r->nlabel;
    rep_tally *a = calloc(K + 1, sizeof *a), *b = calloc(K + 1, sizeof *b);
    difference *d = calloc(K + 1, sizeof *d);
    double *p = calloc(K + 1, sizeof *p);
    size_t *order = calloc(K + 1, sizeof *order);
    fuda_status st = a == NULL || b == NULL || d == NULL || p == NULL || order == NULL ? fuda_fail_nomem(err) : FUDA_OK;

    if (st == FUDA_OK)
        st = tally_side(r, &sides->side[0].facts, a, err);
    if (st == FUDA_OK)
        st = tally_side(r, &sides->side[1].facts, b, err);
    if (st == FUDA_OK)
        st = rep_load_rates(r, r->facts.run, err);
    for (size_t l = 0; l < K && st == FUDA_OK; l++) {
        d[l] = (difference){.a = a[l], .b = b[l]};
        subtract(&d[l]);
        p[l] = d[l].p;
    }
    if (st == FUDA_OK) {
        stats_benjamini_hochberg(p, K, order);
        for (size_t l = 0; l < K; l++)
            d[l].q = p[l];
        if (K > 1)
            qsort(d, K, sizeof *d, by_g2);
        for (size_t l = 0; l < K; l++)
            put_difference(r, &d[l]);
    }
    free(a);
    free(b);
    free(d);
    free(p);
    free(order);
    return st;
}

/* ---- terms ---------------------------------------------------------------------------------- */

/* The documents of both sides in order; in [n]: 1 side a, 2 side b, 3 both.  Returns their number. */
static size_t merge(const rep_facts *a, const rep_facts *b, int64_t *docs, uint32_t *langs, unsigned char *in)
{
    size_t n = 0;

    for (size_t i = 0, j = 0; i < a->n || j < b->n; n++) {
        bool left = i < a->n && (j >= b->n || a->docs[i].doc <= b->docs[j].doc);
        bool right = j < b->n && (i >= a->n || b->docs[j].doc <= a->docs[i].doc);
        const rep_doc *doc = left ? &a->docs[i] : &b->docs[j];
        docs[n] = doc->doc;
        langs[n] = doc->lang;
        in[n] = (unsigned char)(left | right << 1);
        i += left;
        j += right;
    }
    return n;
}

static fuda_status compare_terms(fuda_report *r, rep_sides *sides, fuda_error *err)
{
    enum { MOST = 20000 };
    static const char *const names[] = {"a", "b"};
    const rep_facts *a = &sides->side[0].facts, *b = &sides->side[1].facts;
    size_t most = a->n + b->n, n = 0, step;
    int64_t *docs = malloc((most + 1) * sizeof *docs);
    uint32_t *langs = malloc((most + 1) * sizeof *langs);
    unsigned char *in = malloc(most + 1);
    float *weight = malloc((most + 1) * sizeof *weight);
    rep_index x = {0};
    rep_places places = {0};
    fuda_status st = docs == NULL || langs == NULL || in == NULL || weight == NULL ? fuda_fail_nomem(err) : FUDA_OK;

    if (st == FUDA_OK) {
        n = merge(a, b, docs, langs, in);
        step = (n + MOST - 1) / MOST;
        size_t kept = 0;
        for (size_t i = 0; i < n; i += step, kept++) {
            docs[kept] = docs[i];
            langs[kept] = langs[i];
            in[kept] = in[i];
        }
        st = rep_index_build(r, docs, langs, kept, &x, err);
    }
    for (int side = 0; side < 2 && st == FUDA_OK; side++) {
        const char *text = sides->side[side].text;
        rep_group group = {REP_COMPARE_TERMS, names[side], {text, strlen(text)}, weight, FUDA_NO_ID};
        for (size_t i = 0; i < x.n; i++)
            weight[i] = (in[i] >> side & 1) != 0 ? 1 : 0;
        st = rep_key_terms(r, &x, &group, &places, err);
    }
    if (st == FUDA_OK)
        st = rep_put_contexts(r, &x, REP_COMPARE_TERMS, &places, err);
    rep_index_release(&x);
    free(places.items);
    free(docs);
    free(langs);
    free(in);
    free(weight);
    return st;
}

fuda_status rep_make_compare(fuda_report *r, rep_sides *sides, fuda_error *err)
{
    fuda_status st = load_side(r, sides, 0, err);

    if (st == FUDA_OK)
        st = load_side(r, sides, 1, err);
    if (st == FUDA_OK)
        st = compare_labels(r, sides, err);
    if (st == FUDA_OK && !r->options.counts_only)
        st = compare_terms(r, sides, err);
    for (int i = 0; i < 2; i++)
        r->sides[i] = fuda_arena_copy(&r->arena, sides->side[i].text, strlen(sides->side[i].text));
    return st;
}
