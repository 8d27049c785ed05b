/* SPDX-License-Identifier: MIT */
/*
 * The corpus file for the code that works on it: the open database, its statements (each is in the
 * table of store_schema.c, constant text, prepared once) and errors as sentences.
 */
#ifndef CORPUS_STORE_H
#define CORPUS_STORE_H

#include "corpus/store_seen.h"
#include <fuda/corpus.h>

struct sqlite3;
struct sqlite3_stmt;

enum {
    STORE_APPLICATION = 0x66756461, /* "fuda" in the file's header   */
    STORE_VERSION = 2               /* of the schema, in user_version */
};

typedef enum store_query {
    STORE_BEGIN,
    STORE_BEGIN_READ,
    STORE_COMMIT,
    STORE_LABEL_ADD,
    STORE_LABEL_FIND,
    /* import */
    STORE_DOC_FIND,
    STORE_DOC_ADD,
    STORE_DOC_CHANGE,
    STORE_DOC_TOUCH,
    STORE_GOLD_CLEAR,
    STORE_GOLD_ADD,
    STORE_GOLD_LIST,
    STORE_SEARCH_KEEP_OLD,
    /* gold */
    STORE_GOLD_PUT,
    STORE_GOLD_DROP,
    STORE_GOLD_CLEAR_SURE,
    STORE_GOLD_HAS_SURE,
    STORE_GOLD_ACCEPTABLE,
    STORE_GOLD_ACCEPT,
    /* classify */
    STORE_RUN_FIND,
    STORE_RUN_ADD,
    STORE_RUN_USE,
    STORE_RUN_GROW,
    STORE_RUN_FINISH,
    STORE_DOC_COUNT,
    STORE_TODO_COUNT,
    STORE_TODO_LIST,
    STORE_RESULT_CLEAR,
    STORE_RESULT_ADD,
    STORE_PREDICTION_CLEAR,
    STORE_PREDICTION_ADD,
    /* export */
    STORE_RUN_LATEST,
    STORE_RUN_GET,
    STORE_EXPORT_LIST,
    STORE_EXPORT_PLANNED,
    STORE_EXPORT_SHAPE,
    STORE_EXPORT_LABELS,
    STORE_PREDICTION_LIST,
    STORE_RATES_THERE,
    STORE_RATES_SUM,
    /* export's plan: which documents, in which part (tables of the connection's own) */
    STORE_PLAN_SOURCE,
    STORE_PLAN_ADD,
    STORE_PLAN_BY_HASH,
    STORE_PLAN_DROP,
    STORE_PLAN_SAMPLE,
    STORE_PLAN_COUNT,
    STORE_PLAN_JOIN_GROUPS,
    STORE_PLAN_JOIN_CLUSTERS,
    STORE_PLAN_UNITS,
    STORE_PLAN_KEPT,
    STORE_PLAN_FIX,
    STORE_PLAN_BY_UNIT,
    STORE_PLAN_RARITY,
    STORE_PLAN_FREE,
    STORE_PLAN_ASSIGN,
    STORE_PLAN_ASSIGN_FIXED,
    STORE_PLAN_DATES,
    STORE_PLAN_DROP_UNIT,
    STORE_PLAN_LIST,
    STORE_SPLIT_KEEP,
    /* near-duplicates */
    STORE_DEDUP_LEFT,
    STORE_DEDUP_TODO,
    STORE_DEDUP_SIGN,
    STORE_DEDUP_SIGNATURES,
    STORE_DEDUP_SIGNATURE,
    STORE_DEDUP_BAND,
    STORE_DEDUP_CROWDS,
    STORE_DEDUP_CLUSTER,
    /* diff */
    STORE_DIFF_COUNT,
    STORE_DIFF_LIST,
    STORE_DIFF_LABELS,
    /* search */
    STORE_SETTING_GET,
    STORE_SETTING_SET,
    STORE_SEARCH_OLD_LIST,
    STORE_SEARCH_OLD_DROP,
    STORE_SEARCH_DOCS_DROP,
    STORE_SEARCH_DELETE,
    STORE_SEARCH_TODO,
    STORE_SEARCH_LEFT,
    STORE_SEARCH_ADD,
    STORE_SEARCH_DONE,
    STORE_SEARCH_HITS,
    STORE_NQUERY
} store_query;

/* The tables of version 1, and what version 2 adds to them. */
extern const char store_schema[], store_schema_2[];
extern const char *const store_queries[STORE_NQUERY];

struct fuda_corpus {
    struct sqlite3 *db;
    char *path;
    bool readonly;
    struct sqlite3_stmt *statements[STORE_NQUERY]; /* NULL until first used */
    store_seen seen;                               /* documents of this input */
    struct store_fts *fts;                         /* NULL until search is used; FTS5 keeps a pointer to it */
};

/* The last failure of SQLite as a status and a sentence: "cannot WHAT 'PATH': reason". */
fuda_status store_fail(fuda_corpus *corpus, const char *what, fuda_error *err);

/* A statement ready for binding; it belongs to the corpus.  Do not nest the same query. */
fuda_status store_prepare(fuda_corpus *corpus, store_query query, struct sqlite3_stmt **out, fuda_error *err);

/* Binding: the bytes must stay until the statement is bound anew or reset. */
void store_bind(struct sqlite3_stmt *stmt, int index, fuda_str text); /* '' when empty   */
void store_bind_or_null(struct sqlite3_stmt *stmt, int index, fuda_str text);
void store_bind_bytes(struct sqlite3_stmt *stmt, int index, fuda_str bytes); /* a blob */
void store_bind_int(struct sqlite3_stmt *stmt, int index, int64_t value);
void store_bind_real(struct sqlite3_stmt *stmt, int index, double value);
void store_bind_cstring(struct sqlite3_stmt *stmt, int index, const char *text); /* may be NULL */

/* Runs a bound statement that returns no rows. */
fuda_status store_run(fuda_corpus *corpus, struct sqlite3_stmt *stmt, const char *what, fuda_error *err);
/* The next row; *row is false behind the last, and then the statement is reset. */
fuda_status store_row(fuda_corpus *corpus, struct sqlite3_stmt *stmt, bool *row, fuda_error *err);
/* Rows the last statement that changes anything has changed. */
int64_t store_changes(fuda_corpus *corpus);
/* The number of the row last inserted. */
int64_t store_last_number(fuda_corpus *corpus);
/* Frees the statement's locks before its last row. */
void store_reset(struct sqlite3_stmt *stmt);

/* Columns of a row: borrowed until the next step. */
fuda_str store_text(struct sqlite3_stmt *stmt, int column);
fuda_str store_bytes(struct sqlite3_stmt *stmt, int column); /* of a blob */
int64_t store_int(struct sqlite3_stmt *stmt, int column);
double store_real(struct sqlite3_stmt *stmt, int column);

/* SQL of the library without parameters; for schema and settings only. */
fuda_status store_exec(fuda_corpus *corpus, const char *sql, const char *what, fuda_error *err);

/* store_check.c: every table, index and view fuda makes is in the file as fuda makes it. */
fuda_status store_check_schema(fuda_corpus *corpus, fuda_error *err);

/* begin takes the writer's place at once (E_BUSY after the time limit); E_IO on a read-only corpus. */
fuda_status store_begin(fuda_corpus *corpus, fuda_error *err);
/* One view of the corpus for several queries; ended by store_rollback. */
fuda_status store_begin_read(fuda_corpus *corpus, fuda_error *err);
fuda_status store_commit(fuda_corpus *corpus, fuda_error *err);
/* Undoes what is open, if anything is. */
void store_rollback(fuda_corpus *corpus);

/* Continues the run of this model and these settings, or begins one.  labels [labels of the model] gets their
 * numbers. */
fuda_status store_open_run(fuda_corpus *corpus, const fuda_model *model, const fuda_classify_options *options,
                           int64_t *labels, int64_t *number, fuda_error *err);

/* store_clusters.c: links documents by their signatures and writes the clusters, in a transaction of its own. */
fuda_status store_find_clusters(fuda_corpus *corpus, double threshold, fuda_dedup_counts *counts, fuda_error *err);

/* report_facts.c: the SQL functions that conditions (where.h) use. */
fuda_status store_add_functions(fuda_corpus *corpus, fuda_error *err);

/* The number of a label, added if it is new; inside a transaction. */
fuda_status store_label(fuda_corpus *corpus, fuda_str label, int64_t *no, fuda_error *err);

#endif
