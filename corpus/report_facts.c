/* SPDX-License-Identifier: MIT */
/* Loads what the report counts: labels, error rates, and every document's facts, in one pass each. */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "corpus/jsonl.h"
#include "corpus/report.h"

fuda_status rep_prepare(fuda_report *r, const char *sql, sqlite3_stmt **out, fuda_error *err)
{
    *out = NULL;
    return sqlite3_prepare_v2(r->corpus->db, sql, -1, out, NULL) == SQLITE_OK
               ? FUDA_OK
               : store_fail(r->corpus, "read", err);
}

void rep_finalize(sqlite3_stmt *stmt)
{
    sqlite3_finalize(stmt);
}

/* ---- labels --------------------------------------------------------------------------------- */

static int by_id(const void *a, const void *b)
{
    return strcmp(((const rep_label *)a)->id, ((const rep_label *)b)->id);
}

static const char *name_of(fuda_report *r, const char *id)
{
    const fuda_model *model = r->options.model;
    fuda_lang lang = r->options.names == FUDA_LANG_UND ? FUDA_LANG_EN : r->options.names;
    uint32_t l = model == NULL ? UINT32_MAX : fuda_model_find_label(model, id, strlen(id));
    const char *name = l == UINT32_MAX ? id : fuda_model_label_name(model, l, lang);

    return fuda_arena_copy(&r->arena, name, strlen(name));
}

static fuda_status add_label(fuda_report *r, size_t *cap, int64_t no, fuda_str id, fuda_error *err)
{
    const char *slash = memchr(id.ptr, '/', id.len);

    if (!FUDA_GROW(r->labels, *cap, r->nlabel + 1))
        return fuda_fail_nomem(err);
    rep_label *label = &r->labels[r->nlabel++];
    *label = (rep_label){.no = no, .id = fuda_arena_copy(&r->arena, id.ptr, id.len)};
    label->axis = fuda_strtab_add(&r->axes, id.ptr, slash == NULL ? 0 : (size_t)(slash - id.ptr));
    label->name = label->id == NULL ? NULL : name_of(r, label->id);
    return label->name == NULL || label->axis == FUDA_NO_ID ? fuda_fail_nomem(err) : FUDA_OK;
}

fuda_status rep_load_labels(fuda_report *r, const int64_t runs[3], fuda_error *err)
{
    static const char sql[] = "SELECT label_no, label FROM labels WHERE label_no IN"
                              " (SELECT label_no FROM predictions WHERE run IN (?1, ?2, ?3))";
    sqlite3_stmt *stmt;
    size_t cap = 0;
    bool row = true;
    fuda_status st = rep_prepare(r, sql, &stmt, err);

    /* "field" comes first wherever axes are listed. */
    if (st == FUDA_OK && (fuda_strtab_add(&r->axes, "field", 5) == FUDA_NO_ID ||
                          fuda_strtab_add(&r->axes, "driver", 6) == FUDA_NO_ID))
        st = fuda_fail_nomem(err);
    for (int i = 0; i < 3 && st == FUDA_OK; i++)
        store_bind_int(stmt, i + 1, runs[i]);
    while (st == FUDA_OK) {
        st = store_row(r->corpus, stmt, &row, err);
        if (st != FUDA_OK || !row)
            break;
        st = add_label(r, &cap, store_int(stmt, 0), store_text(stmt, 1), err);
    }
    rep_finalize(stmt);
    if (st == FUDA_OK && r->nlabel > 1)
        qsort(r->labels, r->nlabel, sizeof *r->labels, by_id);
    return st;
}

static uint32_t label_of_no(const fuda_report *r, int64_t no)
{
    for (size_t i = 0; i < r->nlabel; i++) {
        if (r->labels[i].no == no)
            return (uint32_t)i;
    }
    return FUDA_NO_ID;
}

/* ---- rates ---------------------------------------------------------------------------------- */

static fuda_status has_rates(fuda_report *r, bool *has, fuda_error *err)
{
    sqlite3_stmt *stmt;
    fuda_status st = rep_prepare(r, "SELECT 1 FROM sqlite_schema WHERE name = 'run_rates' AND type = 'table'",
                                 &stmt, err);

    *has = false;
    if (st == FUDA_OK)
        st = store_row(r->corpus, stmt, has, err);
    rep_finalize(stmt);
    return st;
}

/* What the run decided on the documents that people labelled, arguable labels aside. */
static fuda_status measure_rates(fuda_report *r, int64_t run, fuda_error *err)
{
    /* For each label and language: labelled documents, and among them gold, given, both. */
    static const char sql[] =
        "WITH x AS (SELECT d.doc AS doc, r.lang AS lang FROM documents d JOIN results r ON r.run = ?1 AND r.doc = d.doc"
        "  AND r.hash = d.hash AND r.abstain IS NULL WHERE d.labelling <> 0),"
        " y AS (SELECT x.lang AS lang, l.label_no AS label_no, g.maybe AS maybe, coalesce(p.decided, 0) AS given"
        "  FROM x CROSS JOIN labels l LEFT JOIN gold g ON g.doc = x.doc AND g.label_no = l.label_no"
        "  LEFT JOIN predictions p ON p.run = ?1 AND p.doc = x.doc AND p.label_no = l.label_no)"
        " SELECT label_no, lang, total(maybe IS 0 AND given), total(maybe IS NULL AND given),"
        " total(maybe IS 0 AND NOT given), total(maybe IS NULL AND NOT given) FROM y GROUP BY 1, 2";
    sqlite3_stmt *stmt;
    bool row = true;
    fuda_status st = rep_prepare(r, sql, &stmt, err);

    if (st == FUDA_OK)
        store_bind_int(stmt, 1, run);
    while (st == FUDA_OK) {
        st = store_row(r->corpus, stmt, &row, err);
        if (st != FUDA_OK || !row)
            break;
        uint32_t l = label_of_no(r, store_int(stmt, 0));
        fuda_str lang = store_text(stmt, 1);
        uint32_t g = fuda_strtab_add(&r->langs, lang.ptr, lang.len);
        if (l == FUDA_NO_ID || g >= REP_MOST_LANGS)
            continue;
        stats_rates *all = &r->labels[l].all, *own = &r->labels[l].by_lang[g];
        *own = (stats_rates){store_real(stmt, 2), store_real(stmt, 3), store_real(stmt, 4), store_real(stmt, 5)};
        *all = (stats_rates){all->tp + own->tp, all->fp + own->fp, all->fn + own->fn, all->tn + own->tn};
        r->rates_known = true;
    }
    rep_finalize(stmt);
    if (st == FUDA_OK && !r->rates_known)
        st = fuda_fail(err, FUDA_E_ARG, "no document of run %lld was labelled by people: the model's errors cannot be measured",
                       (long long)run);
    return st;
}

fuda_status rep_load_rates(fuda_report *r, int64_t run, fuda_error *err)
{
    sqlite3_stmt *stmt = NULL;
    bool row = true;
    fuda_status st = has_rates(r, &row, err);

    r->rates_known = false;
    for (size_t l = 0; l < r->nlabel; l++) {
        r->labels[l].all = (stats_rates){0, 0, 0, 0};
        memset(r->labels[l].by_lang, 0, sizeof r->labels[l].by_lang);
    }
    if (r->options.rates_from_gold)
        return measure_rates(r, run, err);
    if (st != FUDA_OK || !row)
        return st;
    st = rep_prepare(r, "SELECT label_no, lang, tp, fp, fn, tn FROM run_rates WHERE run = ?1", &stmt, err);
    if (st == FUDA_OK)
        store_bind_int(stmt, 1, run);
    while (st == FUDA_OK) {
        st = store_row(r->corpus, stmt, &row, err);
        if (st != FUDA_OK || !row)
            break;
        uint32_t l = label_of_no(r, store_int(stmt, 0));
        fuda_str lang = store_text(stmt, 1);
        uint32_t g = lang.len == 0 ? FUDA_NO_ID : fuda_strtab_add(&r->langs, lang.ptr, lang.len);
        if (l == FUDA_NO_ID || (lang.len != 0 && g >= REP_MOST_LANGS))
            continue;
        for (int i = 2; i < 6; i++) {
            if (!(store_real(stmt, i) >= 0 && store_real(stmt, i) < 1e15))
                st = fuda_fail(err, FUDA_E_CORRUPT, "the corpus '%s' has error rates that are no counts", r->corpus->path);
        }
        *(g == FUDA_NO_ID ? &r->labels[l].all : &r->labels[l].by_lang[g]) =
            (stats_rates){store_real(stmt, 2), store_real(stmt, 3), store_real(stmt, 4), store_real(stmt, 5)};
        r->rates_known = true;
    }
    rep_finalize(stmt);
    return st;
}

/* ---- documents ------------------------------------------------------------------------------ */

/* fuda_list(value): NULL stays; a JSON array of strings stays; else the parts between semicolons. */
static void list_function(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    (void)argc;
    if (sqlite3_value_type(argv[0]) == SQLITE_NULL)
        return;
    const char *text = (const char *)sqlite3_value_text(argv[0]);
    size_t len = (size_t)sqlite3_value_bytes(argv[0]), n = 0;
    const fuda_str *items = NULL;
    fuda_arena arena = {0};
    fuda_json *json = fuda_json_new();

    if (text == NULL || json == NULL) {
        fuda_json_free(json);
        sqlite3_result_error_nomem(context);
        return;
    }
    fuda_json_array(json);
    if (text[0] == '[' && corpus_json_strings(&arena, text, len, &items, &n)) {
        for (size_t i = 0; i < n; i++)
            fuda_json_string(json, items[i].ptr, items[i].len);
    } else {
        for (size_t i = 0, end; i < len; i = end + 1) {
            const char *semicolon = memchr(text + i, ';', len - i);
            end = semicolon == NULL ? len : (size_t)(semicolon - text);
            size_t from = i, to = end;
            while (from < to && (unsigned char)text[from] <= ' ')
                from++;
            while (to > from && (unsigned char)text[to - 1] <= ' ')
                to--;
            if (to > from)
                fuda_json_string(json, text + from, to - from);
        }
    }
    fuda_json_array_end(json);
    const char *out = fuda_json_text(json, &len);
    if (out == NULL)
        sqlite3_result_error_nomem(context);
    else
        sqlite3_result_text64(context, out, len, SQLITE_TRANSIENT, SQLITE_UTF8);
    fuda_json_free(json);
    fuda_arena_release(&arena);
}

fuda_status store_add_functions(fuda_corpus *corpus, fuda_error *err)
{
    int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;

    if (sqlite3_create_function_v2(corpus->db, "fuda_list", 1, flags, NULL, list_function, NULL, NULL, NULL) !=
        SQLITE_OK)
        return store_fail(corpus, "read", err);
    return FUDA_OK;
}

/* The number of a text in a dictionary; FUDA_NO_ID for none. */
static uint32_t number_of(fuda_report *r, fuda_strtab *tab, fuda_str text)
{
    if (text.len == 0)
        return FUDA_NO_ID;
    uint32_t id = fuda_strtab_add(tab, text.ptr, text.len);
    r->failed |= id == FUDA_NO_ID;
    return id;
}

static fuda_status add_applicants(fuda_report *r, fuda_str array, rep_facts *out, fuda_error *err)
{
    fuda_arena arena = {0};
    const fuda_str *items = NULL;
    size_t n = 0;
    fuda_status st = FUDA_OK;

    if (array.len != 0 && !corpus_json_strings(&arena, array.ptr, array.len, &items, &n))
        st = fuda_fail_nomem(err);
    if (st == FUDA_OK && !FUDA_GROW(out->applicants, out->applicants_cap, out->napplicant + n))
        st = fuda_fail_nomem(err);
    for (size_t i = 0; i < n && st == FUDA_OK; i++)
        out->applicants[out->napplicant++] = number_of(r, &r->applicants, items[i]);
    fuda_arena_release(&arena);
    return r->failed ? fuda_fail_nomem(err) : st;
}

enum { COL_DOC, COL_LANG, COL_YEAR, COL_GENRE, COL_APPLICANTS, COL_GROUP, COL_CURRENT, COL_ABSTAIN };

static fuda_status add_document(fuda_report *r, sqlite3_stmt *stmt, rep_facts *out, fuda_error *err)
{
    out->matching++;
    if (sqlite3_column_type(stmt, COL_CURRENT) == SQLITE_NULL) {
        out->unclassified++;
        return FUDA_OK;
    }
    if (store_int(stmt, COL_CURRENT) == 0) {
        out->outdated++;
        return FUDA_OK;
    }
    if (store_text(stmt, COL_ABSTAIN).len != 0) {
        out->abstained++;
        return FUDA_OK;
    }
    if (!FUDA_GROW(out->docs, out->cap, out->n + 2))
        return fuda_fail_nomem(err);
    int64_t year = store_int(stmt, COL_YEAR);
    out->docs[out->n++] = (rep_doc){.doc = store_int(stmt, COL_DOC),
                                    .lang = number_of(r, &r->langs, store_text(stmt, COL_LANG)),
                                    .genre = number_of(r, &r->genres, store_text(stmt, COL_GENRE)),
                                    .group = number_of(r, &r->groups, store_text(stmt, COL_GROUP)),
                                    .year = year >= 1000 && year < 3000 ? (int32_t)year : 0,
                                    .applicant = out->napplicant};
    if (out->docs[out->n - 1].lang >= REP_MOST_LANGS && !r->failed)
        return fuda_fail(err, FUDA_E_CORRUPT, "the corpus '%s' has results in languages fuda does not give",
                         r->corpus->path);
    return add_applicants(r, store_text(stmt, COL_APPLICANTS), out, err);
}

static fuda_status load_documents(fuda_report *r, const where_clause *where, rep_facts *out, fuda_error *err)
{
    static const char head[] = "SELECT d.doc, r.lang, " WHERE_YEAR ", " WHERE_GENRE ", " WHERE_APPLICANTS
                               ", d.grp, r.hash = d.hash, r.abstain FROM documents d"
                               " LEFT JOIN results r ON r.run = ?1 AND r.doc = d.doc WHERE ";
    fuda_buf sql = {0};
    sqlite3_stmt *stmt = NULL;
    bool row = true;
    fuda_status st;

    st = store_add_functions(r->corpus, err);
    if (st != FUDA_OK)
        return st;
    fuda_buf_add_str(&sql, head);
    fuda_buf_add(&sql, where->sql.ptr, where->sql.len);
    fuda_buf_add_str(&sql, " ORDER BY d.doc");
    st = fuda_buf_cstr(&sql) == NULL ? fuda_fail_nomem(err) : rep_prepare(r, sql.ptr, &stmt, err);
    if (st == FUDA_OK) {
        store_bind_int(stmt, 1, out->run);
        where_bind(where, stmt);
    }
    while (st == FUDA_OK) {
        st = store_row(r->corpus, stmt, &row, err);
        if (st != FUDA_OK || !row)
            break;
        st = add_document(r, stmt, out, err);
    }
    rep_finalize(stmt);
    fuda_buf_release(&sql);
    return st == FUDA_OK && r->failed ? fuda_fail_nomem(err) : st;
}

/* ---- predictions and gold labels ------------------------------------------------------------ */

/* Rows (doc, label_no, …) come in the order of documents, as out->docs are. */
static bool find_document(const rep_facts *out, int64_t doc, size_t *at)
{
    while (*at < out->n && out->docs[*at].doc < doc)
        ++*at;
    return *at < out->n && out->docs[*at].doc == doc;
}

static fuda_status load_predictions(fuda_report *r, rep_facts *out, fuda_error *err)
{
    sqlite3_stmt *stmt;
    size_t at = 0, filled = 0;
    bool row = true;
    fuda_status st =
        rep_prepare(r, "SELECT doc, label_no, p, decided FROM predictions WHERE run = ?1 ORDER BY doc, label_no",
                    &stmt, err);

    if (st == FUDA_OK)
        store_bind_int(stmt, 1, out->run);
    while (st == FUDA_OK) {
        st = store_row(r->corpus, stmt, &row, err);
        if (st != FUDA_OK || !row)
            break;
        if (!find_document(out, store_int(stmt, 0), &at))
            continue;
        for (; filled <= at; filled++)
            out->docs[filled].use = out->nuse;
        uint32_t label = label_of_no(r, store_int(stmt, 1));
        if (label == FUDA_NO_ID)
            continue;
        if (!FUDA_GROW(out->uses, out->uses_cap, out->nuse + 1)) {
            st = fuda_fail_nomem(err);
            break;
        }
        out->uses[out->nuse++] = (rep_use){label, (float)store_real(stmt, 2), store_int(stmt, 3) != 0};
    }
    for (; filled < out->n; filled++)
        out->docs[filled].use = out->nuse;
    rep_finalize(stmt);
    return st;
}

static fuda_status load_gold(fuda_report *r, rep_facts *out, fuda_error *err)
{
    sqlite3_stmt *stmt;
    size_t at = 0;
    bool row = true;
    fuda_status st = rep_prepare(r, "SELECT doc, label_no FROM gold WHERE maybe = 0 ORDER BY doc, label_no", &stmt, err);

    while (st == FUDA_OK) {
        st = store_row(r->corpus, stmt, &row, err);
        if (st != FUDA_OK || !row)
            break;
        uint32_t label = label_of_no(r, store_int(stmt, 1));
        if (label != FUDA_NO_ID && find_document(out, store_int(stmt, 0), &at))
            out->gold[label]++;
    }
    rep_finalize(stmt);
    return st;
}

fuda_status rep_load_facts(fuda_report *r, int64_t run, const where_clause *where, rep_facts *out, fuda_error *err)
{
    fuda_status st;

    *out = (rep_facts){.run = run, .gold = calloc(r->nlabel + 1, sizeof *out->gold)};
    st = out->gold == NULL ? fuda_fail_nomem(err) : load_documents(r, where, out, err);
    if (st == FUDA_OK && !FUDA_GROW(out->docs, out->cap, out->n + 1))
        st = fuda_fail_nomem(err);
    if (st == FUDA_OK)
        st = load_predictions(r, out, err);
    if (st == FUDA_OK)
        st = load_gold(r, out, err);
    if (st == FUDA_OK)
        out->docs[out->n] = (rep_doc){.use = out->nuse, .applicant = out->napplicant};
    return st;
}

void rep_facts_release(rep_facts *facts)
{
    free(facts->docs);
    free(facts->uses);
    free(facts->applicants);
    free(facts->gold);
    *facts = (rep_facts){0};
}
