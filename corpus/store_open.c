/* SPDX-License-Identifier: MIT */
/* Opening a corpus file: is it one, in which version, may it be written; and making a new one. */
#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/error.h"
#include "core/memory.h"
#include "corpus/store_fts.h"

enum { BUSY_MS = 5000 };

static fuda_status get_number(fuda_corpus *corpus, const char *sql, int64_t *out, fuda_error *err)
{
    sqlite3_stmt *stmt = NULL;
    fuda_status st = FUDA_OK;

    *out = 0;
    if (sqlite3_prepare_v2(corpus->db, sql, -1, &stmt, NULL) != SQLITE_OK)
        st = store_fail(corpus, "open", err);
    else if (sqlite3_step(stmt) == SQLITE_ROW)
        *out = sqlite3_column_int64(stmt, 0);
    else
        st = store_fail(corpus, "open", err);
    sqlite3_finalize(stmt);
    return st;
}

typedef struct identity {
    int64_t application, version, objects; /* objects: tables, views … of any kind */
} identity;

static fuda_status get_identity(fuda_corpus *corpus, identity *out, fuda_error *err)
{
    fuda_status st = get_number(corpus, "PRAGMA application_id", &out->application, err);
    if (st == FUDA_OK)
        st = get_number(corpus, "PRAGMA user_version", &out->version, err);
    if (st == FUDA_OK)
        st = get_number(corpus, "SELECT count(*) FROM sqlite_schema", &out->objects, err);
    return st;
}

/* An empty file becomes a corpus; two processes may try at the same time. */
static fuda_status make_schema(fuda_corpus *corpus, fuda_error *err)
{
    char numbers[96];
    int64_t objects = 0;
    fuda_status st = store_exec(corpus, "PRAGMA journal_mode = WAL", "create", err);

    snprintf(numbers, sizeof numbers, "PRAGMA application_id = %d; PRAGMA user_version = %d",
             STORE_APPLICATION, STORE_VERSION);
    if (st == FUDA_OK)
        st = store_exec(corpus, "BEGIN IMMEDIATE", "create", err);
    if (st == FUDA_OK)
        st = get_number(corpus, "SELECT count(*) FROM sqlite_schema", &objects, err);
    if (st == FUDA_OK && objects == 0) {
        st = store_exec(corpus, store_schema, "create", err);
        if (st == FUDA_OK)
            st = store_exec(corpus, store_schema_2, "create", err);
        if (st == FUDA_OK)
            st = store_exec(corpus, numbers, "create", err);
    }
    if (st == FUDA_OK)
        st = store_exec(corpus, "COMMIT", "create", err);
    if (st != FUDA_OK)
        store_rollback(corpus);
    return st;
}

/* From version 1: new tables beside the old ones, and the views anew. */
static fuda_status upgrade(fuda_corpus *corpus, fuda_error *err)
{
    static const char *const steps[] = {"DROP VIEW IF EXISTS label_counts", "DROP VIEW IF EXISTS tagged",
                                        "DROP VIEW IF EXISTS latest_run", store_schema_2,
                                        "PRAGMA user_version = 2"};
    int64_t version = 0;
    fuda_status st;

    if (sqlite3_db_readonly(corpus->db, "main") == 1)
        return fuda_fail(err, FUDA_E_VERSION,
                         "the corpus '%s' has format 1 and may not be written; open it once where it may, "
                         "to bring it up to date",
                         corpus->path);
    st = store_exec(corpus, "BEGIN IMMEDIATE", "upgrade", err);
    if (st == FUDA_OK)
        st = get_number(corpus, "PRAGMA user_version", &version, err);
    for (size_t i = 0; i < sizeof steps / sizeof steps[0] && st == FUDA_OK && version == 1; i++)
        st = store_exec(corpus, steps[i], "upgrade", err);
    if (st == FUDA_OK)
        st = store_check_schema(corpus, err); /* what was no corpus before stays as it was */
    if (st == FUDA_OK)
        st = store_exec(corpus, "COMMIT", "upgrade", err);
    if (st != FUDA_OK)
        store_rollback(corpus);
    return st;
}

static fuda_status check_identity(fuda_corpus *corpus, bool create, fuda_error *err)
{
    identity is = {0};
    fuda_status st = get_identity(corpus, &is, err);

    if (st == FUDA_OK && is.application == 0 && is.version == 0 && is.objects == 0 && create) {
        st = make_schema(corpus, err);
        if (st == FUDA_OK)
            st = get_identity(corpus, &is, err);
    }
    if (st != FUDA_OK)
        return st;
    if (is.application != STORE_APPLICATION)
        return fuda_fail(err, FUDA_E_FORMAT, "'%s' is not a fuda corpus (%s)", corpus->path,
                         is.objects == 0 ? "an empty file" : "an SQLite file of another program");
    if (is.version > STORE_VERSION)
        return fuda_fail(err, FUDA_E_VERSION,
                         "the corpus '%s' has format %lld, made by a newer fuda; this one reads up to %d",
                         corpus->path, (long long)is.version, STORE_VERSION);
    if (is.version < 1)
        return fuda_fail(err, FUDA_E_CORRUPT, "the corpus '%s' has no format version", corpus->path);
    return is.version < STORE_VERSION ? upgrade(corpus, err) : store_check_schema(corpus, err);
}

static fuda_status connect(fuda_corpus *corpus, const char *name, int flags, fuda_error *err)
{
    if (sqlite3_open_v2(name, &corpus->db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL) !=
        SQLITE_OK) {
        fuda_status st = store_fail(corpus, "open", err);
        sqlite3_close(corpus->db);
        corpus->db = NULL;
        return st;
    }
    sqlite3_busy_timeout(corpus->db, BUSY_MS);
    sqlite3_db_config(corpus->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(corpus->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(corpus->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    sqlite3_db_config(corpus->db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
    return FUDA_OK;
}

/* file:PATH?immutable=1 with what has a meaning in a URI escaped. */
static fuda_status connect_immutable(fuda_corpus *corpus, fuda_error *err)
{
    fuda_buf uri = {0};
    fuda_status st;

    fuda_buf_add_str(&uri, "file:");
    for (const char *c = corpus->path; *c != '\0'; c++) {
        if (strchr("%?#", *c) != NULL)
            fuda_buf_addf(&uri, "%%%02X", (unsigned)(unsigned char)*c);
        else
            fuda_buf_add_char(&uri, *c);
    }
    fuda_buf_add_str(&uri, "?immutable=1");
    st = fuda_buf_cstr(&uri) == NULL ? fuda_fail_nomem(err)
                                     : connect(corpus, uri.ptr, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, err);
    fuda_buf_release(&uri);
    return st;
}

/* True when a WAL holds changes that the main file has not. */
static bool has_wal(const char *path)
{
    fuda_buf wal = {0};
    struct stat info;
    bool has;

    fuda_buf_addf(&wal, "%s-wal", path);
    has = fuda_buf_cstr(&wal) == NULL || (stat(wal.ptr, &info) == 0 && info.st_size != 0);
    fuda_buf_release(&wal);
    return has;
}

static fuda_status open_store(fuda_corpus *corpus, bool create, fuda_error *err)
{
    struct stat info;
    int flags = SQLITE_OPEN_READWRITE;
    fuda_status st;

    if (stat(corpus->path, &info) != 0) {
        if (!create || errno != ENOENT)
            return fuda_fail_errno(err, "open", corpus->path);
        flags |= SQLITE_OPEN_CREATE;
    } else if (S_ISDIR(info.st_mode)) {
        errno = EISDIR;
        return fuda_fail_errno(err, "open", corpus->path);
    } else if (info.st_size > 0 && info.st_size < 512) {
        /* Smaller than any page; SQLite takes a file of one byte for an empty one. */
        return fuda_fail(err, FUDA_E_FORMAT, "'%s' is not a fuda corpus (not an SQLite file)", corpus->path);
    }
    st = connect(corpus, corpus->path, flags, err);
    if (st == FUDA_OK)
        st = check_identity(corpus, create, err);
    /* A corpus on a read-only medium: the files beside it that WAL needs cannot be made. */
    if (st == FUDA_E_IO && (flags & SQLITE_OPEN_CREATE) == 0 && access(corpus->path, R_OK) == 0 &&
        !has_wal(corpus->path)) {
        sqlite3_close(corpus->db);
        corpus->db = NULL;
        st = connect_immutable(corpus, err);
        if (st == FUDA_OK)
            st = check_identity(corpus, false, err);
    }
    if (st != FUDA_OK)
        return st;
    corpus->readonly = sqlite3_db_readonly(corpus->db, "main") == 1;
    /* In WAL mode NORMAL keeps every committed batch through a kill; only a loss of power can take the
     * last ones, whole. */
    if (!corpus->readonly)
        st = store_exec(corpus, "PRAGMA synchronous = NORMAL", "open", err);
    return st;
}

fuda_status fuda_corpus_open(const char *path, bool create, fuda_corpus **out, fuda_error *err)
{
    fuda_corpus *corpus = calloc(1, sizeof *corpus);
    fuda_buf name = {0};
    fuda_status st;

    *out = NULL;
    if (corpus == NULL)
        return fuda_fail_nomem(err);
    /* SQLite has its own ideas of names such as ":memory:" and "file:…". */
    fuda_buf_add_str(&name, path[0] == ':' || strncmp(path, "file:", 5) == 0 ? "./" : "");
    fuda_buf_add_str(&name, path);
    if (path[0] == '\0')
        st = fuda_fail(err, FUDA_E_ARG, "the name of the corpus file is empty");
    else
        st = fuda_buf_cstr(&name) == NULL ? fuda_fail_nomem(err) : FUDA_OK;
    corpus->path = name.ptr;
    if (st == FUDA_OK)
        st = open_store(corpus, create, err);
    if (st != FUDA_OK) {
        fuda_corpus_free(corpus);
        return st;
    }
    *out = corpus;
    return FUDA_OK;
}

void fuda_corpus_free(fuda_corpus *corpus)
{
    if (corpus == NULL)
        return;
    for (int i = 0; i < STORE_NQUERY; i++)
        sqlite3_finalize(corpus->statements[i]);
    sqlite3_close(corpus->db);
    store_fts_free(corpus->fts);
    store_seen_clear(&corpus->seen);
    free(corpus->path);
    free(corpus);
}
