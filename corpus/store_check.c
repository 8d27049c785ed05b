/* SPDX-License-Identifier: MIT */
/*
 * Is the schema of a file the one fuda makes?  The file may come from anybody: a view or table of another
 * form under one of fuda's names could make fuda read or compute what it never meant to.
 */
#include <sqlite3.h>
#include <string.h>

#include "core/error.h"
#include "corpus/store.h"

static const char LIST[] = "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL";

/* The stored text of one of fuda's objects is the text fuda would store. */
static fuda_status check_object(fuda_corpus *corpus, sqlite3_stmt *want, sqlite3_stmt *find, fuda_error *err)
{
    const char *type = (const char *)sqlite3_column_text(want, 0);
    const char *name = (const char *)sqlite3_column_text(want, 1);
    const char *problem = NULL;
    fuda_status st = FUDA_OK;

    if (type == NULL || name == NULL)
        return fuda_fail_nomem(err);
    sqlite3_bind_text(find, 1, name, -1, SQLITE_STATIC);
    int code = sqlite3_step(find);
    if (code == SQLITE_DONE)
        problem = "is missing";
    else if (code != SQLITE_ROW)
        st = store_fail(corpus, "open", err);
    for (int i = 0; i < 4 && problem == NULL && st == FUDA_OK; i++) {
        const char *a = (const char *)sqlite3_column_text(want, i);
        const char *b = (const char *)sqlite3_column_text(find, i);
        if (a == NULL || b == NULL || strcmp(a, b) != 0)
            problem = "is not as fuda makes it";
    }
    if (problem != NULL)
        st = fuda_fail(err, FUDA_E_CORRUPT, "the corpus '%s' is damaged or was changed by hand: its %s '%s' %s",
                       corpus->path, type, name, problem);
    sqlite3_reset(find);
    return st;
}

static fuda_status compare(fuda_corpus *corpus, sqlite3 *model, fuda_error *err)
{
    sqlite3_stmt *want = NULL, *find = NULL;
    fuda_status st = FUDA_OK;
    int code = SQLITE_DONE;

    if (sqlite3_prepare_v2(model, LIST, -1, &want, NULL) != SQLITE_OK)
        st = fuda_fail_nomem(err);
    else if (sqlite3_prepare_v2(corpus->db,
                                "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name = ?1", -1,
                                &find, NULL) != SQLITE_OK)
        st = store_fail(corpus, "open", err);
    while (st == FUDA_OK && (code = sqlite3_step(want)) == SQLITE_ROW)
        st = check_object(corpus, want, find, err);
    if (st == FUDA_OK && code != SQLITE_DONE)
        st = fuda_fail_nomem(err);
    sqlite3_finalize(want);
    sqlite3_finalize(find);
    return st;
}

fuda_status store_check_schema(fuda_corpus *corpus, fuda_error *err)
{
    sqlite3 *model = NULL;
    fuda_status st = FUDA_OK;

    /* A database of the same schema in memory says how SQLite stores it. */
    if (sqlite3_open(":memory:", &model) != SQLITE_OK ||
        sqlite3_exec(model, store_schema, NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_exec(model, store_schema_2, NULL, NULL, NULL) != SQLITE_OK)
        st = fuda_fail_nomem(err);
    if (st == FUDA_OK)
        st = compare(corpus, model, err);
    sqlite3_close(model);
    return st;
}
