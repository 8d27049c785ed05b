/* SPDX-License-Identifier: MIT */
/*
 * The report's parts (include/fuda/report.h): facts of every document that is counted, loaded once; tables
 * computed from them.
 */
#ifndef CORPUS_REPORT_H
#define CORPUS_REPORT_H

#include "core/stats.h"
#include "corpus/store.h"
#include "corpus/where.h"
#include <fuda/report.h>

/* A prediction that was stored for a document. */
typedef struct rep_use {
    uint32_t label; /* index in report.labels */
    float p;
    bool decided;
} rep_use;

/* A document that is counted: classified in its present version, and not abstained from. */
typedef struct rep_doc {
    int64_t doc;                 /* its number in the corpus                            */
    uint32_t lang, genre, group; /* numbers in the report's dictionaries, or FUDA_NO_ID */
    int32_t year;                /* 0: unknown                                          */
    size_t use, applicant;       /* its first ones; they end where those of the next begin */
} rep_doc;

/* Everything about the documents of one condition and run. */
typedef struct rep_facts {
    int64_t run;
    rep_doc *docs; /* [n], and one behind them that ends the last */
    size_t n, cap;
    rep_use *uses;
    size_t nuse, uses_cap;
    uint32_t *applicants; /* numbers in report.applicants */
    size_t napplicant, applicants_cap;
    size_t *gold; /* [nlabel] documents people gave the label */
    size_t matching, unclassified, outdated, abstained;
} rep_facts;

enum { REP_MOST_LANGS = 8 };

typedef struct rep_label {
    int64_t no; /* in the corpus */
    const char *id, *name;
    uint32_t axis;          /* number of what stands before the slash */
    stats_rates all;        /* held-out decisions; zero: unknown      */
    stats_rates by_lang[REP_MOST_LANGS];
} rep_label;

/* The tables, in the order of the report. */
typedef enum rep_table_id {
    REP_SUMMARY,
    REP_LABELS,
    REP_TRENDS,
    REP_YEARS,
    REP_LANGUAGES,
    REP_GENRES,
    REP_APPLICANTS,
    REP_LABEL_YEARS,
    REP_LABEL_LANGUAGES,
    REP_LABEL_GENRES,
    REP_LABEL_APPLICANTS,
    REP_CROSS,
    REP_COOCCURRENCE,
    REP_TERMS,
    REP_CONTEXTS,
    REP_DOCUMENTS,
    REP_COMPARE,
    REP_COMPARE_TERMS,
    REP_RATES,
    REP_PROVENANCE,
    REP_LIMITS,
    REP_NTABLE
} rep_table_id;

typedef struct rep_table {
    fuda_report_table table;
    fuda_cell *cells;
    size_t n, cap; /* cells */
} rep_table;

struct fuda_report {
    fuda_corpus *corpus;        /* during fuda_report_new only */
    fuda_report_options options; /* likewise                    */
    fuda_arena arena;           /* every string of the report  */
    bool failed;                /* memory ran out in a helper without a status */
    rep_label *labels;          /* [nlabel] ordered by id      */
    size_t nlabel;
    fuda_strtab axes, langs, genres, applicants, groups;
    bool single;                /* the run's model gives one label a document */
    bool model_made_run;        /* options.model is the one that made the run */
    bool rates_known;
    const char *sides[2];       /* what was compared, as given; NULL: nothing */
    size_t sampled;             /* documents whose terms were counted */
    rep_facts facts;
    rep_table tables[REP_NTABLE];
};

/* ---- tables (report_tables.c) ----------------------------------------------------------------- */

void rep_tables_init(fuda_report *r);
/* Append the next cell; a lack of memory is remembered in r->failed. */
void rep_put_text(fuda_report *r, rep_table_id id, fuda_str text); /* copied; ptr NULL: absent */
void rep_put(fuda_report *r, rep_table_id id, const char *text);   /* copied; NULL: absent */
__attribute__((format(printf, 3, 4))) void rep_putf(fuda_report *r, rep_table_id id, const char *format, ...);
void rep_put_int(fuda_report *r, rep_table_id id, int64_t number);
void rep_put_real(fuda_report *r, rep_table_id id, double value);
/* The cell of a finished table; col by name must exist. */
size_t rep_column(rep_table_id id, const char *name);
const fuda_cell *rep_cell(const fuda_report *r, rep_table_id id, size_t row, size_t column);
fuda_str rep_string(const fuda_strtab *tab, uint32_t id);

/* ---- facts (report_facts.c) ------------------------------------------------------------------- */

/* Finds the run (0: the latest) and fills the report's labels with those of it and of the others (0: none). */
fuda_status rep_load_labels(fuda_report *r, const int64_t runs[3], fuda_error *err);
/* Held-out rates of the run, where the corpus has them. */
fuda_status rep_load_rates(fuda_report *r, int64_t run, fuda_error *err);
fuda_status rep_load_facts(fuda_report *r, int64_t run, const where_clause *where, rep_facts *out, fuda_error *err);
void rep_facts_release(rep_facts *facts);
/* Calls SQLite for a statement that is not in the store's table; the caller finalises. */
fuda_status rep_prepare(fuda_report *r, const char *sql, struct sqlite3_stmt **out, fuda_error *err);
void rep_finalize(struct sqlite3_stmt *stmt);

/* ---- estimates (report_estimate.c) ------------------------------------------------------------- */

/* Documents and positive decisions on one label, by language. */
typedef struct rep_tally {
    uint32_t label;
    double documents[REP_MOST_LANGS], positive[REP_MOST_LANGS];
    /* computed: */
    double raw, total;
    bool corrected;      /* else by the decisions alone               */
    double count;        /* best estimate: corrected, else raw        */
    stats_interval around; /* of the count; NaN without documents     */
} rep_tally;

/* Adds document i to the tallies [nlabel]. */
void rep_tally_add(const fuda_report *r, const rep_facts *f, size_t i, rep_tally *tallies);
/* Fills in the second part of n tallies, in parallel. */
fuda_status rep_estimate(fuda_report *r, rep_tally *tallies, size_t n, fuda_error *err);

/* ---- the parts ---------------------------------------------------------------------------------- */

fuda_status rep_make_counts(fuda_report *r, fuda_error *err);    /* report_counts.c  */
fuda_status rep_make_trends(fuda_report *r, fuda_error *err);    /* report_trends.c; after the counts */
void rep_make_relations(fuda_report *r);                         /* report_relations.c */
fuda_status rep_make_terms(fuda_report *r, fuda_error *err);     /* report_terms.c */
fuda_status rep_make_documents(fuda_report *r, fuda_error *err); /* report_documents.c */
fuda_status rep_make_info(fuda_report *r, fuda_error *err);      /* report_info.c */

#endif
