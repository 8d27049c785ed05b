/* SPDX-License-Identifier: MIT */
/* The surest documents of each label, with the passage that speaks most for it. */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "corpus/jsonl.h"
#include "corpus/report.h"

enum { DOCUMENTS = 3, PASSAGE = 330, LEAD = 48, MOST_MARKS = 24 };

/* A document to be shown for a label. */
typedef struct choice {
    uint32_t label;
    size_t rank;
    size_t doc; /* of the facts */
    float p;
} choice;

/* A document with its own copy of its strings. */
typedef struct shown {
    size_t doc;
    fuda_document document;
} shown;

typedef struct showing {
    fuda_report *r;
    choice *choices; /* by label and rank */
    size_t n, cap;
    shown *documents; /* [ndocument] each once, by doc */
    size_t ndocument;
    fuda_arena arena;
} showing;

/* ---- choosing ------------------------------------------------------------------------------- */

static bool better(const choice *a, const choice *b)
{
    return a->p != b->p ? a->p > b->p : a->doc < b->doc;
}

/* The most probable documents of a label; of a group of documents (a patent family) the best one. */
static bool choose(showing *s, uint32_t label)
{
    const rep_facts *f = &s->r->facts;
    size_t first = s->n, most = DOCUMENTS;

    if (!FUDA_GROW(s->choices, s->cap, s->n + most + 1))
        return false;
    for (size_t i = 0; i < f->n; i++) {
        for (size_t u = f->docs[i].use; u < f->docs[i + 1].use; u++) {
            if (f->uses[u].label != label || !f->uses[u].decided)
                continue;
            choice now = {label, 0, i, f->uses[u].p};
            size_t at = s->n;
            for (size_t k = first; k < s->n && f->docs[i].group != FUDA_NO_ID; k++)
                at = f->docs[s->choices[k].doc].group == f->docs[i].group ? k : at;
            if (at < s->n ? !better(&now, &s->choices[at]) : s->n - first == most && !better(&now, &s->choices[s->n - 1]))
                continue;
            if (at == s->n)
                at = s->n - first < most ? s->n++ : s->n - 1;
            for (; at > first && better(&now, &s->choices[at - 1]); at--)
                s->choices[at] = s->choices[at - 1];
            s->choices[at] = now;
        }
    }
    for (size_t k = first; k < s->n; k++)
        s->choices[k].rank = k - first + 1;
    return true;
}

static int by_doc(const void *a, const void *b)
{
    const shown *x = a, *y = b;
    return (x->doc > y->doc) - (x->doc < y->doc);
}

static bool list_documents(showing *s)
{
    size_t n = 0;

    s->documents = calloc(s->n + 1, sizeof *s->documents);
    if (s->documents == NULL)
        return false;
    for (size_t i = 0; i < s->n; i++)
        s->documents[i].doc = s->choices[i].doc;
    if (s->n > 1)
        qsort(s->documents, s->n, sizeof *s->documents, by_doc);
    for (size_t i = 0; i < s->n; i++) {
        if (i == 0 || s->documents[i].doc != s->documents[i - 1].doc)
            s->documents[n++] = s->documents[i];
    }
    s->ndocument = n;
    return true;
}

/* ---- reading -------------------------------------------------------------------------------- */

static bool copy(showing *s, fuda_str from, fuda_str *to)
{
    *to = (fuda_str){fuda_arena_copy(&s->arena, from.ptr, from.len), from.len};
    return to->ptr != NULL;
}

static fuda_status read_documents(showing *s, fuda_error *err)
{
    sqlite3_stmt *stmt;
    fuda_status st = rep_prepare(s->r, "SELECT id, title, text, lang, date, codes FROM documents WHERE doc = ?1", &stmt, err);

    for (size_t i = 0; i < s->ndocument && st == FUDA_OK; i++) {
        fuda_document *d = &s->documents[i].document;
        bool row = false;
        store_bind_int(stmt, 1, s->r->facts.docs[s->documents[i].doc].doc);
        st = store_row(s->r->corpus, stmt, &row, err);
        if (st != FUDA_OK || !row)
            break;
        if (!copy(s, store_text(stmt, 0), &d->id) || !copy(s, store_text(stmt, 1), &d->title) ||
            !copy(s, store_text(stmt, 2), &d->text) || !copy(s, store_text(stmt, 3), &d->lang) ||
            !copy(s, store_text(stmt, 4), &d->date))
            st = fuda_fail_nomem(err);
        fuda_str codes = store_text(stmt, 5);
        /* Damaged codes cost the document a little evidence, and the report nothing. */
        if (codes.len != 0 && !corpus_json_strings(&s->arena, codes.ptr, codes.len, &d->codes, &d->ncode))
            d->ncode = 0;
        store_reset(stmt);
    }
    rep_finalize(stmt);
    return st;
}

/* ---- passages ------------------------------------------------------------------------------- */

static bool starts_char(char c)
{
    return ((unsigned char)c & 0xC0) != 0x80;
}

/* The piece of text whose evidence for the label weighs most: from a little before one piece of it on. */
static void best_window(const fuda_document *d, const fuda_result *result, uint32_t label, size_t *from, size_t *to)
{
    double most = 0;

    *from = 0;
    for (size_t i = 0; i < result->nevidence; i++) {
        const fuda_evidence *e = &result->evidence[i];
        double sum = 0;
        if (e->label != label || e->in_title || e->end <= e->start)
            continue;
        size_t begin = e->start > LEAD ? e->start - LEAD : 0;
        for (size_t k = 0; k < result->nevidence; k++) {
            const fuda_evidence *x = &result->evidence[k];
            if (x->label == label && !x->in_title && x->end > x->start && x->start >= begin && x->end <= begin + PASSAGE)
                sum += x->weight > 0 ? x->weight : 0;
        }
        if (sum > most) {
            most = sum;
            *from = begin;
        }
    }
    while (*from > 0 && *from < d->text.len && !starts_char(d->text.ptr[*from]))
        --*from;
    *to = *from + PASSAGE < d->text.len ? *from + PASSAGE : d->text.len;
    while (*to < d->text.len && *to > *from && !starts_char(d->text.ptr[*to]))
        --*to;
}

static int by_start(const void *a, const void *b)
{
    const fuda_evidence *const *x = a, *const *y = b;
    if ((*x)->start != (*y)->start)
        return (*x)->start < (*y)->start ? -1 : 1;
    return ((*x)->end < (*y)->end) - ((*x)->end > (*y)->end);
}

/* "12-18 30-36": bytes of the passage that are evidence for the label, without overlaps, in order. */
static void put_marks(showing *s, const fuda_result *result, uint32_t label, size_t from, size_t to)
{
    const fuda_evidence *list[MOST_MARKS];
    fuda_buf text = {0};
    size_t n = 0, done = from;

    for (size_t i = 0; i < result->nevidence && n < MOST_MARKS; i++) {
        const fuda_evidence *e = &result->evidence[i];
        if (e->label == label && !e->in_title && e->end > e->start && e->start >= from && e->end <= to && e->weight > 0)
            list[n++] = e;
    }
    if (n > 1)
        qsort(list, n, sizeof list[0], by_start);
    for (size_t i = 0; i < n; i++) {
        if (list[i]->start < done)
            continue;
        fuda_buf_addf(&text, "%s%zu-%zu", text.len == 0 ? "" : " ", list[i]->start - from, list[i]->end - from);
        done = list[i]->end;
    }
    s->r->failed |= text.failed;
    rep_put_text(s->r, REP_DOCUMENTS, text.failed ? (fuda_str){0} : (fuda_str){text.len == 0 ? "" : text.ptr, text.len});
    fuda_buf_release(&text);
}

static void put_row(showing *s, const choice *c, const fuda_document *d, const fuda_result *result)
{
    fuda_report *r = s->r;
    size_t from = 0, to;

    rep_put(r, REP_DOCUMENTS, r->labels[c->label].id);
    rep_put_int(r, REP_DOCUMENTS, (int64_t)c->rank);
    rep_put_text(r, REP_DOCUMENTS, d->id);
    rep_put_text(r, REP_DOCUMENTS, d->title);
    rep_put_text(r, REP_DOCUMENTS, rep_string(&r->langs, r->facts.docs[c->doc].lang));
    rep_put_text(r, REP_DOCUMENTS, d->date.len == 0 ? (fuda_str){0} : d->date);
    rep_put_real(r, REP_DOCUMENTS, (double)c->p);
    uint32_t own = result == NULL ? UINT32_MAX
                                  : fuda_model_find_label(r->options.model, r->labels[c->label].id,
                                                          strlen(r->labels[c->label].id));
    static const fuda_result nothing = {0};
    if (result == NULL)
        result = &nothing;
    best_window(d, result, own, &from, &to);
    rep_put_text(r, REP_DOCUMENTS, (fuda_str){d->text.ptr + from, to - from});
    put_marks(s, result, own, from, to);
}

static fuda_status put_rows(showing *s, fuda_error *err)
{
    fuda_report *r = s->r;
    const fuda_tag_options options = {.explain = true};
    const fuda_document **list = calloc(s->ndocument + 1, sizeof(const fuda_document *));
    const fuda_result *results = NULL;
    fuda_tagger *tagger = NULL;
    fuda_status st = list == NULL ? fuda_fail_nomem(err) : FUDA_OK;

    for (size_t i = 0; i < s->ndocument && st == FUDA_OK; i++)
        list[i] = &s->documents[i].document;
    if (st == FUDA_OK && r->model_made_run)
        st = fuda_tagger_new(r->options.model, r->options.jobs, &tagger, err);
    if (st == FUDA_OK && tagger != NULL)
        st = fuda_tagger_run(tagger, list, s->ndocument, &options, &results, err);
    for (size_t i = 0; i < s->n && st == FUDA_OK; i++) {
        const shown key = {.doc = s->choices[i].doc};
        const shown *d = bsearch(&key, s->documents, s->ndocument, sizeof key, by_doc);
        put_row(s, &s->choices[i], &d->document, results == NULL ? NULL : &results[d - s->documents]);
    }
    fuda_tagger_free(tagger);
    free(list);
    return st;
}

fuda_status rep_make_documents(fuda_report *r, fuda_error *err)
{
    showing s = {.r = r};
    bool ok = true;
    fuda_status st;

    for (uint32_t l = 0; l < r->nlabel && ok; l++)
        ok = choose(&s, l);
    ok = ok && list_documents(&s);
    st = ok ? read_documents(&s, err) : fuda_fail_nomem(err);
    if (st == FUDA_OK)
        st = put_rows(&s, err);
    free(s.choices);
    free(s.documents);
    fuda_arena_release(&s.arena);
    return st;
}
