/* SPDX-License-Identifier: MIT */
/*
 * Iterative stratification (Sechidis, Tsoumakas, Vlahavas: On the stratification of multi-label data, 2011) over units:
 * documents that belong together.  Units with a rare label come first; each goes to the part that lacks its rarest
 * label most.  Among units of equal rarity the hash of their ids decides the order, so that the result depends on
 * the documents and the seed, not on the order of import.
 *
 * What a corpus has once assigned stays assigned (table splits): only new units are placed, against what the
 * parts hold already.
 */
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/hash.h"
#include "corpus/store_plan.h"

typedef struct split {
    store_rows *rows;
    const store_parts *parts;
    fuda_strtab names;  /* labels */
    size_t *totals;     /* [labels] documents that have it */
    size_t totals_cap;
    size_t *have;       /* [labels × STORE_PARTS] of those, how many are in a part */
    size_t have_cap;
    size_t documents, size[STORE_PARTS];
    uint32_t *labels;   /* [nlabel] of the present unit, with repetitions */
    size_t nlabel, labels_cap;
    size_t members;     /* documents of the present unit */
} split;

/* Adds a document's labels to those of the present unit. */
static fuda_status add_member(split *s, int64_t doc, store_state state, fuda_error *err)
{
    export_row row = {0};
    fuda_status st = store_rows_labels(s->rows, doc, state, &row, err);

    for (size_t i = 0; i < row.document.nlabel && st == FUDA_OK; i++) {
        const fuda_str *label = &row.document.labels[i];
        uint32_t known = s->names.count, no = fuda_strtab_add(&s->names, label->ptr, label->len);
        if (no == FUDA_NO_ID || !FUDA_GROW(s->totals, s->totals_cap, (size_t)s->names.count) ||
            !FUDA_GROW(s->have, s->have_cap, (size_t)s->names.count * STORE_PARTS) ||
            !FUDA_GROW(s->labels, s->labels_cap, s->nlabel + 1))
            return fuda_fail_nomem(err);
        if (no == known) {
            s->totals[no] = 0;
            memset(s->have + (size_t)no * STORE_PARTS, 0, STORE_PARTS * sizeof *s->have);
        }
        s->labels[s->nlabel++] = no;
    }
    s->members++;
    return st;
}

static void put_unit(split *s, size_t part)
{
    for (size_t i = 0; i < s->nlabel; i++)
        s->have[(size_t)s->labels[i] * STORE_PARTS + part]++;
    s->size[part] += s->members;
}

/* ---- what is known already ------------------------------------------------------------------- */

static size_t part_of(const store_parts *parts, fuda_str name)
{
    for (size_t i = 0; i < parts->n; i++) {
        if (strlen(parts->names[i]) == name.len && memcmp(parts->names[i], name.ptr, name.len) == 0)
            return i;
    }
    return STORE_PARTS;
}

/* The part of a unit's oldest document holds for all of them. */
static fuda_status fix_kept(split *s, fuda_export_counts *counts, fuda_error *err)
{
    fuda_corpus *corpus = s->rows->corpus;
    struct sqlite3_stmt *stmt, *set;
    int64_t unit = 0;
    size_t part = STORE_PARTS;
    bool row = true, begun = false;
    fuda_status st = store_prepare(corpus, STORE_PLAN_KEPT, &stmt, err);

    if (st != FUDA_OK)
        return st;
    store_bind_cstring(stmt, 1, s->parts->text);
    while (st == FUDA_OK) {
        st = store_row(corpus, stmt, &row, err);
        if (st != FUDA_OK || !row)
            break;
        size_t mine = part_of(s->parts, store_text(stmt, 1));
        if (mine == STORE_PARTS)
            continue;
        if (begun && store_int(stmt, 0) == unit) {
            counts->moved += mine != part;
            continue;
        }
        begun = true;
        unit = store_int(stmt, 0);
        part = mine;
        st = store_prepare(corpus, STORE_PLAN_FIX, &set, err);
        if (st == FUDA_OK) {
            store_bind_int(set, 1, unit);
            store_bind_int(set, 2, (int64_t)part);
            st = store_run(corpus, set, "plan the export of", err);
        }
    }
    store_reset(stmt);
    return st;
}

/* Counts labels, and what fixed units bring to their parts. */
static fuda_status count_labels(split *s, fuda_error *err)
{
    fuda_corpus *corpus = s->rows->corpus;
    struct sqlite3_stmt *stmt;
    bool row = true;
    fuda_status st = store_prepare(corpus, STORE_PLAN_BY_UNIT, &stmt, err);

    while (st == FUDA_OK) {
        st = store_row(corpus, stmt, &row, err);
        if (st != FUDA_OK || !row)
            break;
        s->nlabel = s->members = 0;
        st = add_member(s, store_int(stmt, 0), store_plan_state(store_int(stmt, 1)), err);
        for (size_t i = 0; i < s->nlabel && st == FUDA_OK; i++)
            s->totals[s->labels[i]]++;
        s->documents++;
        if (st == FUDA_OK && store_text(stmt, 3).len != 0)
            put_unit(s, (size_t)store_int(stmt, 3) % STORE_PARTS);
    }
    store_reset(stmt);
    return st;
}

/* ---- new units ------------------------------------------------------------------------------ */

static fuda_status set_rarity(split *s, int64_t unit, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    size_t least = s->documents + 1; /* without labels: last */
    fuda_status st = store_prepare(s->rows->corpus, STORE_PLAN_RARITY, &stmt, err);

    for (size_t i = 0; i < s->nlabel; i++)
        least = s->totals[s->labels[i]] < least ? s->totals[s->labels[i]] : least;
    if (st != FUDA_OK)
        return st;
    store_bind_int(stmt, 1, unit);
    store_bind_int(stmt, 2, (int64_t)least);
    return store_run(s->rows->corpus, stmt, "plan the export of", err);
}

/* Is label a before b: the rarer one, and of equally rare ones that with the smaller name? */
static bool is_rarer(const split *s, uint32_t a, uint32_t b)
{
    size_t n = fuda_strtab_len(&s->names, a), m = fuda_strtab_len(&s->names, b);
    int order;

    if (s->totals[a] != s->totals[b])
        return s->totals[a] < s->totals[b];
    order = memcmp(fuda_strtab_bytes(&s->names, a), fuda_strtab_bytes(&s->names, b), n < m ? n : m);
    return order != 0 ? order < 0 : n < m;
}

/* Where the unit's rarest label is lacking most; if that is equal, where documents are lacking most. */
static size_t choose_part(const split *s)
{
    uint32_t rarest = FUDA_NO_ID;
    size_t best = 0;
    double best_label = 0, best_size = 0;

    for (size_t i = 0; i < s->nlabel; i++) {
        uint32_t l = s->labels[i];
        if (rarest == FUDA_NO_ID || is_rarer(s, l, rarest))
            rarest = l;
    }
    for (size_t p = 0; p < s->parts->n; p++) {
        double size = s->parts->shares[p] * (double)s->documents - (double)s->size[p];
        double label = rarest == FUDA_NO_ID ? 0
                                            : s->parts->shares[p] * (double)s->totals[rarest] -
                                                  (double)s->have[(size_t)rarest * STORE_PARTS + p];
        if (p == 0 || label > best_label + 1e-9 || (label > best_label - 1e-9 && size > best_size + 1e-9)) {
            best = p;
            best_label = label;
            best_size = size;
        }
    }
    return best;
}

static fuda_status assign(split *s, int64_t unit, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    size_t part = choose_part(s);
    fuda_status st = store_prepare(s->rows->corpus, STORE_PLAN_ASSIGN, &stmt, err);

    if (st != FUDA_OK)
        return st;
    put_unit(s, part);
    store_bind_int(stmt, 1, unit);
    store_bind_int(stmt, 2, (int64_t)part);
    return store_run(s->rows->corpus, stmt, "plan the export of", err);
}

/* Calls `finish` for each unit of a query's rows, once its members' labels are gathered. */
static fuda_status each_unit(split *s, store_query query, fuda_status (*finish)(split *, int64_t, fuda_error *),
                             fuda_error *err)
{
    fuda_corpus *corpus = s->rows->corpus;
    struct sqlite3_stmt *stmt;
    int64_t unit = 0;
    bool row = true;
    fuda_status st = store_prepare(corpus, query, &stmt, err);

    s->nlabel = s->members = 0;
    while (st == FUDA_OK) {
        st = store_row(corpus, stmt, &row, err);
        if (st != FUDA_OK)
            break;
        if (s->members != 0 && (!row || store_int(stmt, 2) != unit)) {
            st = finish(s, unit, err);
            s->nlabel = s->members = 0;
        }
        if (!row || st != FUDA_OK)
            break;
        unit = store_int(stmt, 2);
        st = add_member(s, store_int(stmt, 0), store_plan_state(store_int(stmt, 1)), err);
    }
    store_reset(stmt);
    return st;
}

/* ---- keeping it ----------------------------------------------------------------------------- */

static fuda_status keep_parts(split *s, fuda_error *err)
{
    fuda_corpus *corpus = s->rows->corpus;
    struct sqlite3_stmt *stmt, *keep;
    bool row = true;
    fuda_status st = store_prepare(corpus, STORE_PLAN_LIST, &stmt, err);

    while (st == FUDA_OK) {
        st = store_row(corpus, stmt, &row, err);
        if (st != FUDA_OK || !row)
            break;
        st = store_prepare(corpus, STORE_SPLIT_KEEP, &keep, err);
        if (st != FUDA_OK)
            break;
        store_bind_cstring(keep, 1, s->parts->text);
        store_bind_int(keep, 2, store_int(stmt, 0));
        store_bind_cstring(keep, 3, s->parts->names[(size_t)store_int(stmt, 1) % s->parts->n]);
        st = store_run(corpus, keep, "keep the split in", err);
    }
    store_reset(stmt);
    return st;
}

fuda_status store_split_make(store_rows *rows, const store_parts *parts, fuda_export_counts *counts,
                             fuda_error *err)
{
    split s = {.rows = rows, .parts = parts};
    fuda_status st = store_plan_run(rows, STORE_PLAN_UNITS, err);

    if (st == FUDA_OK)
        st = fix_kept(&s, counts, err);
    if (st == FUDA_OK)
        st = count_labels(&s, err);
    if (st == FUDA_OK)
        st = each_unit(&s, STORE_PLAN_BY_UNIT, set_rarity, err);
    if (st == FUDA_OK)
        st = each_unit(&s, STORE_PLAN_FREE, assign, err);
    if (st == FUDA_OK)
        st = store_plan_run(rows, STORE_PLAN_ASSIGN_FIXED, err);
    counts->unsaved = rows->corpus->readonly;
    if (st == FUDA_OK && !rows->corpus->readonly)
        st = keep_parts(&s, err);
    fuda_strtab_release(&s.names);
    free(s.totals);
    free(s.have);
    free(s.labels);
    return st;
}
