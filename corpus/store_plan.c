/* SPDX-License-Identifier: MIT */
#include "corpus/store_plan.h"

#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/hash.h"
#include "corpus/record.h"

static const char TABLES[] =
    "CREATE TEMP TABLE IF NOT EXISTS plan ("
    "  doc INTEGER PRIMARY KEY, hash INTEGER NOT NULL, unit INTEGER NOT NULL, state INTEGER NOT NULL,"
    "  grp TEXT, date TEXT, cluster INTEGER, part INTEGER NOT NULL DEFAULT 0);"
    "CREATE INDEX IF NOT EXISTS temp.plan_unit ON plan (unit);"
    "CREATE INDEX IF NOT EXISTS temp.plan_grp ON plan (grp) WHERE grp IS NOT NULL;"
    "CREATE INDEX IF NOT EXISTS temp.plan_cluster ON plan (cluster) WHERE cluster IS NOT NULL;"
    "CREATE TEMP TABLE IF NOT EXISTS units ("
    "  unit INTEGER PRIMARY KEY, hash INTEGER NOT NULL, rarity INTEGER NOT NULL, part INTEGER);"
    "DELETE FROM temp.plan; DELETE FROM temp.units";

/* ---- parts ---------------------------------------------------------------------------------- */

static fuda_status bad_split(const char *text, fuda_error *err)
{
    return fuda_fail(err, FUDA_E_ARG,
                     "'%s' is no split: write names and shares that add up to 1, 'train=0.8,validation=0.1,test=0.1'",
                     text);
}

/* A name is part of a file's name and of YAML. */
static bool is_part_name(const char *name, size_t len)
{
    if (len == 0 || len > 32 || name[0] == '-')
        return false;
    for (size_t i = 0; i < len; i++) {
        char c = name[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-'))
            return false;
    }
    return true;
}

/* "0.15", whatever the program's locale; 0 for what is no share. */
static double read_share(const char *text, size_t len)
{
    double value = 0, unit = 1;
    bool point = false;

    for (size_t i = 0; i < len; i++) {
        if (text[i] == '.' && !point) {
            point = true;
            continue;
        }
        if (text[i] < '0' || text[i] > '9' || len > 12)
            return 0;
        value = value * 10 + (text[i] - '0');
        unit = point ? unit * 10 : unit;
    }
    return value / unit;
}

static fuda_status read_shares(const fuda_export_options *options, store_parts *out, fuda_error *err)
{
    const char *text = options->split;
    size_t used = 0, len = 0;
    double sum = 0;

    out->n = 0;
    out->hash = true;
    for (const char *at = text;;) {
        const char *equals = strchr(at, '='), *end = at + strcspn(at, ",");
        size_t name = equals == NULL ? 0 : (size_t)(equals - at);
        if (equals == NULL || equals > end || !is_part_name(at, name) || out->n == STORE_PARTS ||
            used + name + 1 > sizeof out->words)
            return bad_split(text, err);
        double share = read_share(equals + 1, (size_t)(end - equals - 1));
        if (!(share > 0 && share <= 1))
            return bad_split(text, err);
        memcpy(out->words + used, at, name);
        out->words[used + name] = '\0';
        for (size_t i = 0; i < out->n; i++) {
            if (strcmp(out->names[i], out->words + used) == 0)
                return bad_split(text, err);
        }
        out->names[out->n] = out->words + used;
        out->shares[out->n++] = share;
        used += name + 1;
        sum += share;
        if (*end == '\0')
            break;
        at = end + 1;
    }
    if (sum < 0.999 || sum > 1.001 || out->n < 2)
        return bad_split(text, err);
    for (size_t i = 0; i < out->n; i++) {
        char share[40];
        corpus_real_text(out->shares[i], share);
        int k = snprintf(out->text + len, sizeof out->text - len, "%s%s=%s", i == 0 ? "" : ",", out->names[i],
                         share);
        len += k > 0 ? (size_t)k : 0;
    }
    snprintf(out->text + len, sizeof out->text - len, " seed=%llu", (unsigned long long)options->seed);
    return FUDA_OK;
}

static bool is_date(const char *text, size_t len)
{
    static const char form[] = "dddd-dd-dd";

    if (len != 4 && len != 7 && len != 10)
        return false;
    for (size_t i = 0; i < len; i++) {
        if (form[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != '-')
            return false;
    }
    return (len < 7 || (memcmp(text + 5, "01", 2) >= 0 && memcmp(text + 5, "12", 2) <= 0)) &&
           (len < 10 || (memcmp(text + 8, "01", 2) >= 0 && memcmp(text + 8, "31", 2) <= 0));
}

static fuda_status read_dates(const fuda_export_options *options, store_parts *out, fuda_error *err)
{
    static const char *const two[] = {"train", "test"}, *const three[] = {"train", "validation", "test"};
    const char *at = options->split_date;
    size_t n = 0;

    out->date = true;
    for (bool more = true; more; n++) {
        size_t len = strcspn(at, ",");
        if (n == 2 || !is_date(at, len))
            return fuda_fail(err, FUDA_E_ARG,
                             "'%s' is no split by date: write one date or two, '2022-01-01,2023-01-01'",
                             options->split_date);
        memcpy(out->cuts[n], at, len);
        out->cuts[n][len] = '\0';
        more = at[len] == ',';
        at += len + 1;
    }
    if (n == 2 && strcmp(out->cuts[0], out->cuts[1]) >= 0)
        return fuda_fail(err, FUDA_E_ARG, "'%s': the second date is not later than the first", options->split_date);
    out->n = n + 1;
    for (size_t i = 0; i <= n; i++)
        out->names[i] = n == 1 ? two[i] : three[i];
    snprintf(out->text, sizeof out->text, "by date: %s", options->split_date);
    return FUDA_OK;
}

fuda_status store_parts_of(const fuda_export_options *options, store_parts *out, fuda_error *err)
{
    *out = (store_parts){.n = 1, .names = {options->format == FUDA_EXPORT_HUGGINGFACE ? "train" : "all"}};
    if (options->split != NULL && options->split_date != NULL)
        return fuda_fail(err, FUDA_E_ARG, "a data set is split by shares or by date, not both");
    if (options->split != NULL)
        return read_shares(options, out, err);
    return options->split_date != NULL ? read_dates(options, out, err) : FUDA_OK;
}

bool store_plan_needed(const fuda_export_options *options)
{
    return options->split != NULL || options->split_date != NULL || options->sample != 0 || options->per_label != 0;
}

/* ---- the plan ------------------------------------------------------------------------------- */

fuda_status store_plan_run(store_rows *x, store_query query, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    fuda_status st = store_prepare(x->corpus, query, &stmt, err);
    return st == FUDA_OK ? store_run(x->corpus, stmt, "plan the export of", err) : st;
}

store_state store_plan_state(int64_t number)
{
    return (store_state){(fuda_labelling)(number & 3), (number & 4) != 0, (number & 8) != 0};
}

static int64_t state_number(store_state s)
{
    return (int64_t)s.gold | (s.classified ? 4 : 0) | (s.abstained ? 8 : 0);
}

/* Equal for equal ids and seeds, everywhere and always. */
static int64_t hash_of(fuda_str id, uint64_t seed)
{
    return (int64_t)(fuda_mix64(fuda_hash64_stable(id.ptr, id.len) ^ fuda_mix64(seed + 1)) >> 1);
}

static bool has_answer(store_rows *x, store_state s)
{
    return (s.gold != FUDA_UNLABELLED && x->options->labels != FUDA_EXPORT_PREDICTED) ||
           (s.classified && !s.abstained && x->options->labels != FUDA_EXPORT_GOLD);
}

static fuda_status add_document(store_rows *x, struct sqlite3_stmt *from, store_state state, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    fuda_str date = store_text(from, 6);
    fuda_status st = store_prepare(x->corpus, STORE_PLAN_ADD, &stmt, err);

    if (st != FUDA_OK)
        return st;
    store_bind_int(stmt, 1, store_int(from, 0));
    store_bind_int(stmt, 2, hash_of(store_text(from, 1), x->options->seed));
    store_bind_int(stmt, 3, state_number(state));
    store_bind_or_null(stmt, 4, store_text(from, 5));
    if (date.len >= 4 && is_date(date.ptr, 4))
        store_bind(stmt, 5, date);
    if (store_int(from, 7) != 0)
        store_bind_int(stmt, 6, store_int(from, 7));
    return store_run(x->corpus, stmt, "plan the export of", err);
}

static fuda_status list_documents(store_rows *x, bool answered, fuda_export_counts *counts, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    bool row = true;
    fuda_status st = store_prepare(x->corpus, STORE_PLAN_SOURCE, &stmt, err);

    if (st != FUDA_OK)
        return st;
    store_bind_int(stmt, 1, x->run);
    store_bind_int(stmt, 2, (int64_t)x->options->labels);
    while (st == FUDA_OK) {
        st = store_row(x->corpus, stmt, &row, err);
        if (st != FUDA_OK || !row)
            break;
        store_state state = {(fuda_labelling)store_int(stmt, 2), store_int(stmt, 3) != 0,
                             store_text(stmt, 4).len != 0};
        if (answered && !has_answer(x, state))
            counts->unlabelled++;
        else
            st = add_document(x, stmt, state, err);
    }
    store_reset(stmt);
    return st;
}

/* ---- samples -------------------------------------------------------------------------------- */

/* A document stays while one of its labels has too few; without labels it counts for a label of its own. */
static fuda_status take_for_labels(store_rows *x, fuda_strtab *names, size_t **counts, size_t *cap, int64_t doc,
                                   store_state state, bool *taken, fuda_error *err)
{
    export_row row = {0};
    fuda_document *d = &row.document;
    static const fuda_str none[] = {{"", 0}};
    fuda_status st = store_rows_labels(x, doc, state, &row, err);
    size_t n = d->nlabel == 0 ? 1 : d->nlabel;
    const fuda_str *labels = d->nlabel == 0 ? none : d->labels;

    *taken = false;
    for (int turn = 0; turn < 2 && st == FUDA_OK; turn++) {
        for (size_t i = 0; i < n; i++) {
            uint32_t known = names->count, no = fuda_strtab_add(names, labels[i].ptr, labels[i].len);
            if (no == FUDA_NO_ID || !FUDA_GROW(*counts, *cap, (size_t)names->count))
                return fuda_fail_nomem(err);
            if (no == known)
                (*counts)[no] = 0;
            if (turn == 0)
                *taken = *taken || (*counts)[no] < x->options->per_label;
            else if (*taken)
                (*counts)[no]++;
        }
    }
    return st;
}

static fuda_status sample_labels(store_rows *x, fuda_error *err)
{
    struct sqlite3_stmt *stmt, *drop;
    fuda_strtab names = {0};
    size_t *counts = NULL, cap = 0;
    bool row = true;
    fuda_status st = store_prepare(x->corpus, STORE_PLAN_BY_HASH, &stmt, err);

    while (st == FUDA_OK) {
        bool taken = false;
        st = store_row(x->corpus, stmt, &row, err);
        if (st != FUDA_OK || !row)
            break;
        int64_t doc = store_int(stmt, 0);
        st = take_for_labels(x, &names, &counts, &cap, doc, store_plan_state(store_int(stmt, 1)), &taken, err);
        if (st == FUDA_OK && !taken) {
            st = store_prepare(x->corpus, STORE_PLAN_DROP, &drop, err);
            if (st == FUDA_OK) {
                store_bind_int(drop, 1, doc);
                st = store_run(x->corpus, drop, "plan the export of", err);
            }
        }
    }
    store_reset(stmt);
    fuda_strtab_release(&names);
    free(counts);
    return st;
}

static fuda_status sample(store_rows *x, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    fuda_status st = x->options->per_label != 0 ? sample_labels(x, err) : FUDA_OK;

    if (st != FUDA_OK || x->options->sample == 0)
        return st;
    st = store_prepare(x->corpus, STORE_PLAN_SAMPLE, &stmt, err);
    if (st != FUDA_OK)
        return st;
    store_bind_int(stmt, 1, (int64_t)x->options->sample);
    return store_run(x->corpus, stmt, "plan the export of", err);
}

/* ---- units and dates ------------------------------------------------------------------------ */

static fuda_status join_units(store_rows *x, fuda_error *err)
{
    int64_t changed = 1;
    fuda_status st = FUDA_OK;

    while (changed != 0 && st == FUDA_OK) {
        st = store_plan_run(x, STORE_PLAN_JOIN_GROUPS, err);
        changed = store_changes(x->corpus);
        if (st == FUDA_OK)
            st = store_plan_run(x, STORE_PLAN_JOIN_CLUSTERS, err);
        changed += store_changes(x->corpus);
    }
    return st;
}

/* The latest date of a unit decides, so that nothing of later than a cut is in training. */
static fuda_status split_by_date(store_rows *x, const store_parts *parts, fuda_export_counts *counts, fuda_error *err)
{
    struct sqlite3_stmt *stmt, *set;
    bool row = true;
    fuda_status st = store_prepare(x->corpus, STORE_PLAN_DATES, &stmt, err);

    while (st == FUDA_OK) {
        st = store_row(x->corpus, stmt, &row, err);
        if (st != FUDA_OK || !row)
            break;
        fuda_str date = store_text(stmt, 1);
        size_t part = 0;
        char text[16] = "";
        memcpy(text, date.len == 0 ? "" : date.ptr, date.len < 15 ? date.len : 15);
        while (part + 1 < parts->n && strcmp(text, parts->cuts[part]) >= 0)
            part++;
        st = store_prepare(x->corpus, date.len == 0 ? STORE_PLAN_DROP_UNIT : STORE_PLAN_ASSIGN, &set, err);
        if (st != FUDA_OK)
            break;
        store_bind_int(set, 1, store_int(stmt, 0));
        if (date.len != 0)
            store_bind_int(set, 2, (int64_t)part);
        st = store_run(x->corpus, set, "plan the export of", err);
        if (date.len == 0)
            counts->undated += (size_t)store_changes(x->corpus);
    }
    store_reset(stmt);
    return st;
}

fuda_status store_plan_make(store_rows *x, const store_parts *parts, bool answered, fuda_export_counts *counts,
                            fuda_error *err)
{
    fuda_status st = store_exec(x->corpus, TABLES, "plan the export of", err);

    if (st == FUDA_OK)
        st = list_documents(x, answered, counts, err);
    if (st == FUDA_OK)
        st = sample(x, err);
    if (st == FUDA_OK && (parts->hash || parts->date))
        st = join_units(x, err);
    if (st == FUDA_OK && parts->date)
        st = split_by_date(x, parts, counts, err);
    if (st == FUDA_OK && parts->hash)
        st = store_split_make(x, parts, counts, err);
    return st;
}
