/* SPDX-License-Identifier: MIT */
/* Full-text search: the query and its filters, documents in order of their rank, hits with their context. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/utf8.h"
#include "corpus/search_query.h"
#include "corpus/store_fts.h"
#include "corpus/where.h"

/* Of one document: hits beyond are in the text all the same. */
enum { MOST_HITS = 100000 };

typedef struct searching {
    fuda_corpus *corpus;
    const fuda_search_options *options;
    store_fts *fts;
    fuda_buf match;     /* expression of FTS5 */
    where_clause where;
    int64_t run;
    sqlite3_stmt *list;
    fuda_search_hit *hits; /* [nhit] of the present document */
    size_t nhit, cap;
    fuda_search_span *spans;
    size_t spans_cap;
} searching;

/* ---- the filters ---------------------------------------------------------------------------- */

static void add_text(fuda_buf *out, const char *text)
{
    fuda_buf_add_char(out, '\'');
    for (const char *c = text; *c != '\0'; c++) {
        if (*c == '\'')
            fuda_buf_add_char(out, '\'');
        fuda_buf_add_char(out, *c);
    }
    fuda_buf_add_char(out, '\'');
}

/* The options as one condition in the language of where.h. */
static fuda_status write_condition(const fuda_search_options *o, fuda_buf *out, fuda_error *err)
{
    const struct {
        const char *value, *test;
    } tests[] = {{o->lang, "lang = "}, {o->since, "date >= "}, {o->until, "date <= "}};

    for (size_t i = 0; i < 3; i++) {
        if (tests[i].value == NULL)
            continue;
        fuda_buf_addf(out, "%s%s", out->len == 0 ? "" : " and ", tests[i].test);
        add_text(out, tests[i].value);
        /* "2023" as the last date means all of 2023: whatever begins so. */
        if (i == 2) {
            out->len -= 1;
            fuda_buf_add_str(out, "\xF4\x8F\xBF\xBF'");
        }
    }
    if (o->label != NULL) {
        fuda_buf_addf(out, "%s(label = ", out->len == 0 ? "" : " and ");
        add_text(out, o->label);
        fuda_buf_add_str(out, " or gold = ");
        add_text(out, o->label);
        fuda_buf_add_char(out, ')');
    }
    if (o->where != NULL)
        fuda_buf_addf(out, "%s(%s)", out->len == 0 ? "" : " and ", o->where);
    return fuda_buf_cstr(out) == NULL ? fuda_fail_nomem(err) : FUDA_OK;
}

static fuda_status parse_filters(searching *s, fuda_error *err)
{
    fuda_buf condition = {0};
    where_clause alone = {0};
    fuda_status st = FUDA_OK;

    /* By itself first: a bracket in it must not close another's. */
    if (s->options->where != NULL) {
        st = where_parse(s->options->where, 1, &alone, err);
        where_release(&alone);
    }
    if (st == FUDA_OK)
        st = write_condition(s->options, &condition, err);
    if (st == FUDA_OK)
        st = where_parse(condition.len == 0 ? NULL : condition.ptr, 1, &s->where, err);
    fuda_buf_release(&condition);
    return st;
}

static fuda_status find_run(searching *s, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    bool row = false;
    fuda_status st = FUDA_OK;

    s->run = s->options->run;
    if (s->run != 0)
        return FUDA_OK;
    st = store_prepare(s->corpus, STORE_RUN_LATEST, &stmt, err);
    if (st == FUDA_OK)
        st = store_row(s->corpus, stmt, &row, err);
    if (st == FUDA_OK && row)
        s->run = store_int(stmt, 0);
    store_reset(stmt);
    return st;
}

/* ---- hits ----------------------------------------------------------------------------------- */

static int by_place(const void *a, const void *b)
{
    const fuda_search_hit *x = a, *y = b;

    if (x->in_title != y->in_title)
        return x->in_title ? -1 : 1;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return x->end < y->end ? 1 : x->end > y->end ? -1 : 0;
}

/* In order, those that touch each other joined. */
static void join_hits(searching *s)
{
    size_t n = 0;

    if (s->nhit > 1)
        qsort(s->hits, s->nhit, sizeof *s->hits, by_place);
    for (size_t i = 0; i < s->nhit; i++) {
        fuda_search_hit *last = n == 0 ? NULL : &s->hits[n - 1];
        if (last != NULL && last->in_title == s->hits[i].in_title && s->hits[i].start <= last->end) {
            last->end = s->hits[i].end > last->end ? s->hits[i].end : last->end;
            continue;
        }
        s->hits[n++] = s->hits[i];
    }
    s->nhit = n;
}

static fuda_status load_hits(searching *s, int64_t doc, size_t title_len, size_t text_len, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    bool row = false;
    fuda_status st = store_prepare(s->corpus, STORE_SEARCH_HITS, &stmt, err);

    s->nhit = 0;
    if (st != FUDA_OK)
        return st;
    store_bind(stmt, 1, (fuda_str){s->match.ptr, s->match.len});
    store_bind_int(stmt, 2, doc);
    st = store_row(s->corpus, stmt, &row, err);
    const char *text = st == FUDA_OK && row ? (const char *)sqlite3_column_text(stmt, 0) : NULL;
    unsigned column;
    size_t start, end;
    int used = 0;
    for (; text != NULL && s->nhit < MOST_HITS && sscanf(text, "%u %zu %zu %n", &column, &start, &end, &used) == 3;
         text += used) {
        if (start > end || end > (column == 0 ? title_len : text_len))
            continue;
        if (!FUDA_GROW(s->hits, s->cap, s->nhit + 1)) {
            st = fuda_fail_nomem(err);
            break;
        }
        s->hits[s->nhit++] = (fuda_search_hit){column == 0, start, end};
    }
    store_reset(stmt);
    join_hits(s);
    return st;
}

/* ---- context -------------------------------------------------------------------------------- */

static bool is_inside(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

/* `n` characters before or behind a place, not past a line end. */
static size_t move_place(fuda_str text, size_t at, size_t n, bool back)
{
    while (n-- != 0) {
        if (back) {
            if (at == 0 || text.ptr[at - 1] == '\n')
                break;
            do
                at--;
            while (at > 0 && is_inside(text.ptr[at]));
        } else {
            if (at >= text.len || text.ptr[at] == '\n')
                break;
            do
                at++;
            while (at < text.len && is_inside(text.ptr[at]));
        }
    }
    return at;
}

/* Stretches of title and text around the hits; close ones share one. */
static fuda_status make_spans(searching *s, fuda_search_result *r, fuda_error *err)
{
    size_t n = 0, width = s->options->context == 0 ? 40 : s->options->context;
    size_t most = s->options->spans == 0 ? 3 : s->options->spans;

    for (size_t i = 0; i < s->nhit; i++) {
        const fuda_search_hit *h = &s->hits[i];
        fuda_str text = h->in_title ? r->title : r->text;
        size_t start = move_place(text, h->start, width, true), end = move_place(text, h->end, width, false);
        fuda_search_span *last = n == 0 ? NULL : &s->spans[n - 1];
        if (last != NULL && last->in_title == h->in_title && start <= last->end) {
            last->end = end > last->end ? end : last->end;
            continue;
        }
        if (n == most)
            break;
        if (!FUDA_GROW(s->spans, s->spans_cap, n + 1))
            return fuda_fail_nomem(err);
        s->spans[n++] = (fuda_search_span){h->in_title, start, end};
    }
    r->spans = s->spans;
    r->nspan = n;
    return FUDA_OK;
}

/* ---- the search ----------------------------------------------------------------------------- */

/* The documents that match, best first; equal ones in the order of import.  A title counts for three. */
static fuda_status prepare_list(searching *s, bool count, sqlite3_stmt **out, fuda_error *err)
{
    fuda_buf sql = {0};
    fuda_status st = FUDA_OK;
    int next;

    *out = NULL;
    fuda_buf_add_str(&sql, count ? "SELECT count(*)"
                                 : "SELECT d.doc, d.id, d.title, d.text, coalesce(r.lang, d.lang), d.date,"
                                   " -bm25(search, 3.0, 1.0)");
    fuda_buf_add_str(&sql, " FROM search JOIN documents d ON d.doc = search.rowid"
                           " LEFT JOIN results r ON r.run = ?1 AND r.doc = d.doc AND r.hash = d.hash"
                           " WHERE ");
    fuda_buf_add(&sql, s->where.sql.ptr, s->where.sql.len);
    next = (int)s->where.n + 2; /* parameters of the condition begin at ?2 */
    fuda_buf_addf(&sql, " AND search MATCH ?%d", next);
    if (!count)
        fuda_buf_addf(&sql, " ORDER BY bm25(search, 3.0, 1.0), d.doc LIMIT ?%d OFFSET ?%d", next + 1, next + 2);
    if (fuda_buf_cstr(&sql) == NULL)
        st = fuda_fail_nomem(err);
    else if (sqlite3_prepare_v2(s->corpus->db, sql.ptr, -1, out, NULL) != SQLITE_OK)
        st = store_fail(s->corpus, "search", err);
    if (st == FUDA_OK) {
        sqlite3_bind_int64(*out, 1, s->run);
        where_bind(&s->where, *out);
        sqlite3_bind_text64(*out, next, s->match.ptr, s->match.len, SQLITE_STATIC, SQLITE_UTF8);
        if (!count) {
            sqlite3_bind_int64(*out, next + 1, s->options->limit == 0 ? 20 : (int64_t)s->options->limit);
            sqlite3_bind_int64(*out, next + 2, (int64_t)s->options->offset);
        }
    }
    fuda_buf_release(&sql);
    return st;
}

static fuda_status count_matches(searching *s, size_t *total, fuda_error *err)
{
    sqlite3_stmt *stmt;
    bool row = false;
    fuda_status st = prepare_list(s, true, &stmt, err);

    if (st == FUDA_OK)
        st = store_row(s->corpus, stmt, &row, err);
    *total = st == FUDA_OK && row ? (size_t)sqlite3_column_int64(stmt, 0) : 0;
    sqlite3_finalize(stmt);
    return st;
}

static fuda_status each_result(searching *s, fuda_search_fn fn, void *ctx, fuda_error *err)
{
    bool row = true, going = true;
    fuda_status st = prepare_list(s, false, &s->list, err);

    while (st == FUDA_OK && going) {
        st = store_row(s->corpus, s->list, &row, err);
        if (st != FUDA_OK || !row)
            break;
        fuda_search_result r = {.id = store_text(s->list, 1),
                                .title = store_text(s->list, 2),
                                .text = store_text(s->list, 3),
                                .lang = store_text(s->list, 4),
                                .date = store_text(s->list, 5),
                                .score = store_real(s->list, 6)};
        st = load_hits(s, store_int(s->list, 0), r.title.len, r.text.len, err);
        r.hits = s->hits;
        r.nhit = s->nhit;
        if (st == FUDA_OK)
            st = make_spans(s, &r, err);
        if (st == FUDA_OK)
            going = fn(ctx, &r);
    }
    sqlite3_finalize(s->list);
    s->list = NULL;
    return st;
}

/* A corpus that cannot be written can be searched if its index is there. */
static fuda_status need_index(searching *s, fuda_error *err)
{
    bool exists = false;
    fuda_status st;

    if (!s->corpus->readonly)
        return store_index(s->fts, s->options->reindex, s->options->jobs, s->options->progress,
                           s->options->progress_ctx, err);
    st = store_fts_exists(s->fts, &exists, err);
    return st == FUDA_OK && !exists
               ? fuda_fail(err, FUDA_E_IO, "the corpus '%s' is read-only and has no search index", s->corpus->path)
               : st;
}

static void release(searching *s)
{
    if (s->fts != NULL)
        s->fts->match = NULL;
    where_release(&s->where);
    fuda_buf_release(&s->match);
    free(s->hits);
    free(s->spans);
}

fuda_status fuda_corpus_search(fuda_corpus *corpus, const char *query, const fuda_search_options *options,
                               fuda_search_fn fn, void *ctx, size_t *total, fuda_error *err)
{
    static const fuda_search_options defaults = {0};
    searching s = {.corpus = corpus, .options = options == NULL ? &defaults : options};
    fuda_status st = store_fts_get(corpus, &s.fts, err);

    if (total != NULL)
        *total = 0;
    if (st == FUDA_OK)
        st = search_query_parse(s.fts->scratch, query, &s.match, err);
    if (st == FUDA_OK && fuda_buf_cstr(&s.match) == NULL)
        st = fuda_fail_nomem(err);
    if (st == FUDA_OK) {
        s.fts->match = s.match.ptr;
        st = parse_filters(&s, err);
    }
    if (st == FUDA_OK)
        st = store_add_functions(corpus, err);
    if (st == FUDA_OK)
        st = need_index(&s, err);
    if (st == FUDA_OK)
        st = store_begin_read(corpus, err);
    if (st == FUDA_OK)
        st = find_run(&s, err);
    if (st == FUDA_OK && total != NULL)
        st = count_matches(&s, total, err);
    if (st == FUDA_OK)
        st = each_result(&s, fn, ctx, err);
    store_rollback(corpus);
    release(&s);
    return st;
}

fuda_status fuda_corpus_index(fuda_corpus *corpus, bool anew, int jobs, fuda_progress_fn progress, void *ctx,
                              fuda_error *err)
{
    store_fts *fts;
    fuda_status st = store_fts_get(corpus, &fts, err);

    return st == FUDA_OK ? store_index(fts, anew, jobs, progress, ctx, err) : st;
}
