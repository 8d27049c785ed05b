/* SPDX-License-Identifier: MIT */
#include "corpus/store.h"

#include <sqlite3.h>
#include <string.h>

#include "core/error.h"

const char *fuda_sqlite_version(void)
{
    return sqlite3_libversion();
}

/* ---- errors -------------------------------------------------------------------------------- */

fuda_status store_fail(fuda_corpus *corpus, const char *what, fuda_error *err)
{
    int code = corpus->db == NULL ? SQLITE_NOMEM : sqlite3_extended_errcode(corpus->db);
    const char *path = corpus->path;

    switch (code & 0xFF) {
    case SQLITE_NOMEM:
        return fuda_fail_nomem(err);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return fuda_fail(err, FUDA_E_BUSY, "cannot %s '%s': another process is using it", what, path);
    case SQLITE_NOTADB:
        return fuda_fail(err, FUDA_E_FORMAT, "'%s' is not a fuda corpus (not an SQLite file)", path);
    case SQLITE_CORRUPT:
        return fuda_fail(err, FUDA_E_CORRUPT, "the corpus '%s' is damaged: %s", path,
                         sqlite3_errmsg(corpus->db));
    case SQLITE_FULL:
        return fuda_fail(err, FUDA_E_IO,
                         "cannot %s '%s': the disk is full; what was stored before "
                         "is intact",
                         what, path);
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH: {
        int system = sqlite3_system_errno(corpus->db);
        return fuda_fail(err, FUDA_E_IO, "cannot %s '%s': %s", what, path,
                         system != 0 ? strerror(system) : sqlite3_errmsg(corpus->db));
    }
    case SQLITE_READONLY:
        return fuda_fail(err, FUDA_E_IO, "cannot %s '%s': the corpus is read-only", what, path);
    case SQLITE_TOOBIG:
        return fuda_fail(err, FUDA_E_ARG, "cannot %s '%s': a text is too long for SQLite", what, path);
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
    case SQLITE_ERROR: /* a table or column is missing */
        return fuda_fail(err, FUDA_E_CORRUPT, "cannot %s '%s': %s", what, path, sqlite3_errmsg(corpus->db));
    default:
        return fuda_fail(err, FUDA_E_ENGINE, "cannot %s '%s': SQLite says: %s", what, path,
                         sqlite3_errmsg(corpus->db));
    }
}

/* ---- statements ---------------------------------------------------------------------------- */

fuda_status store_prepare(fuda_corpus *corpus, store_query query, sqlite3_stmt **out, fuda_error *err)
{
    sqlite3_stmt **stmt = &corpus->statements[query];

    *out = NULL;
    if (*stmt == NULL && sqlite3_prepare_v3(corpus->db, store_queries[query], -1, SQLITE_PREPARE_PERSISTENT,
                                            stmt, NULL) != SQLITE_OK)
        return store_fail(corpus, "read", err);
    sqlite3_reset(*stmt);
    sqlite3_clear_bindings(*stmt);
    *out = *stmt;
    return FUDA_OK;
}

void store_bind(sqlite3_stmt *stmt, int index, fuda_str text)
{
    sqlite3_bind_text64(stmt, index, text.len == 0 ? "" : text.ptr, text.len, SQLITE_STATIC, SQLITE_UTF8);
}

void store_bind_or_null(sqlite3_stmt *stmt, int index, fuda_str text)
{
    if (text.len != 0)
        store_bind(stmt, index, text);
}

void store_bind_bytes(sqlite3_stmt *stmt, int index, fuda_str bytes)
{
    sqlite3_bind_blob64(stmt, index, bytes.ptr, bytes.len, SQLITE_STATIC);
}

void store_bind_int(sqlite3_stmt *stmt, int index, int64_t value)
{
    sqlite3_bind_int64(stmt, index, value);
}

void store_bind_real(sqlite3_stmt *stmt, int index, double value)
{
    sqlite3_bind_double(stmt, index, value);
}

void store_bind_cstring(sqlite3_stmt *stmt, int index, const char *text)
{
    if (text != NULL)
        store_bind(stmt, index, (fuda_str){text, strlen(text)});
}

fuda_status store_run(fuda_corpus *corpus, sqlite3_stmt *stmt, const char *what, fuda_error *err)
{
    fuda_status st = sqlite3_step(stmt) == SQLITE_DONE ? FUDA_OK : store_fail(corpus, what, err);
    sqlite3_reset(stmt);
    return st;
}

fuda_status store_row(fuda_corpus *corpus, sqlite3_stmt *stmt, bool *row, fuda_error *err)
{
    int code = sqlite3_step(stmt);
    fuda_status st = FUDA_OK;

    *row = code == SQLITE_ROW;
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        st = store_fail(corpus, "read", err);
    if (code != SQLITE_ROW)
        sqlite3_reset(stmt);
    return st;
}

int64_t store_changes(fuda_corpus *corpus)
{
    return sqlite3_changes(corpus->db);
}

int64_t store_last_number(fuda_corpus *corpus)
{
    return sqlite3_last_insert_rowid(corpus->db);
}

fuda_status store_exec(fuda_corpus *corpus, const char *sql, const char *what, fuda_error *err)
{
    return sqlite3_exec(corpus->db, sql, NULL, NULL, NULL) == SQLITE_OK ? FUDA_OK
                                                                        : store_fail(corpus, what, err);
}

void store_reset(sqlite3_stmt *stmt)
{
    if (stmt != NULL)
        sqlite3_reset(stmt);
}

fuda_str store_text(sqlite3_stmt *stmt, int column)
{
    const char *text = (const char *)sqlite3_column_text(stmt, column);
    int len = sqlite3_column_bytes(stmt, column);
    return text == NULL ? (fuda_str){0} : (fuda_str){text, (size_t)len};
}

fuda_str store_bytes(sqlite3_stmt *stmt, int column)
{
    const char *bytes = sqlite3_column_blob(stmt, column);
    int len = sqlite3_column_bytes(stmt, column);
    return bytes == NULL ? (fuda_str){0} : (fuda_str){bytes, (size_t)len};
}

int64_t store_int(sqlite3_stmt *stmt, int column)
{
    return sqlite3_column_int64(stmt, column);
}

double store_real(sqlite3_stmt *stmt, int column)
{
    return sqlite3_column_double(stmt, column);
}

static fuda_status run_query(fuda_corpus *corpus, store_query query, fuda_error *err)
{
    sqlite3_stmt *stmt;
    fuda_status st = store_prepare(corpus, query, &stmt, err);
    return st == FUDA_OK ? store_run(corpus, stmt, "write to", err) : st;
}

fuda_status store_begin(fuda_corpus *corpus, fuda_error *err)
{
    if (corpus->readonly)
        return fuda_fail(err, FUDA_E_IO, "cannot write to '%s': the corpus is read-only", corpus->path);
    return run_query(corpus, STORE_BEGIN, err);
}

fuda_status store_begin_read(fuda_corpus *corpus, fuda_error *err)
{
    return run_query(corpus, STORE_BEGIN_READ, err);
}

fuda_status store_commit(fuda_corpus *corpus, fuda_error *err)
{
    return run_query(corpus, STORE_COMMIT, err);
}

void store_rollback(fuda_corpus *corpus)
{
    if (!sqlite3_get_autocommit(corpus->db))
        sqlite3_exec(corpus->db, "ROLLBACK", NULL, NULL, NULL);
}

fuda_status store_label(fuda_corpus *corpus, fuda_str label, int64_t *no, fuda_error *err)
{
    sqlite3_stmt *stmt;
    bool row = false;
    fuda_status st = FUDA_OK;

    /* Nearly always it is there already. */
    for (int turn = 0; turn < 2 && st == FUDA_OK && !row; turn++) {
        if (turn == 1) {
            st = store_prepare(corpus, STORE_LABEL_ADD, &stmt, err);
            if (st == FUDA_OK) {
                store_bind(stmt, 1, label);
                st = store_run(corpus, stmt, "write to", err);
            }
        }
        if (st == FUDA_OK)
            st = store_prepare(corpus, STORE_LABEL_FIND, &stmt, err);
        if (st == FUDA_OK) {
            store_bind(stmt, 1, label);
            st = store_row(corpus, stmt, &row, err);
        }
        if (st == FUDA_OK && row) {
            *no = store_int(stmt, 0);
            store_reset(stmt);
        }
    }
    if (st == FUDA_OK && !row)
        st = fuda_fail(err, FUDA_E_CORRUPT, "the corpus '%s' loses a label it was given", corpus->path);
    return st;
}
