/* SPDX-License-Identifier: MIT */
/*
 * The report on a classified corpus: counts corrected for the model's errors, trends, cross-tables, key
 * terms, documents with their evidence; as tables, and as one page of HTML (docs/report.md describes
 * both, table by table and column by column).
 */
#ifndef FUDA_REPORT_H
#define FUDA_REPORT_H

#include <fuda/corpus.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct fuda_report fuda_report;

typedef struct fuda_report_options {
    int64_t run;             /* 0: the latest                                                  */
    const char *where;       /* which documents ("lang = 'ja' and year >= 2020"); NULL: all     */
    const char *compare[2];  /* two of: a year, a language, an applicant, a genre, "run N", or a
                              * condition as in `where`; NULL: nothing is compared              */
    const fuda_model *model; /* for the labels' names, and for evidence if it made the run; may be NULL */
    fuda_lang names;         /* language of the names; UND: English                             */
    int jobs;                /* threads; 0: all cores.  The report does not depend on it         */
    uint64_t seed;           /* of the bootstrap                                                */
    size_t top;              /* key terms a group, documents a label; 0: 10 and 3               */
    bool rates_from_gold;    /* measure the model's errors on the documents people labelled instead of
                              * taking those of its training; they must not have been trained on     */
    bool counts_only;        /* leave out what needs the texts: terms, contexts, documents      */
} fuda_report_options;

/*
 * Computes the whole report.  The corpus and the model are borrowed during the call only.  Fails with E_ARG
 * (nothing classified; no such run; a condition that cannot be read: then err->line is 1 for `where`, 2 and 3
 * for compare[0] and [1], and err->byte the place in it), E_CORRUPT, E_IO, E_NOMEM, E_ENGINE.  One thread a corpus.
 */
FUDA_API fuda_status fuda_report_new(fuda_corpus *corpus, const fuda_report_options *options,
                                     fuda_report **out, fuda_error *err);
FUDA_API void fuda_report_free(fuda_report *report);

/* ---- tables --------------------------------------------------------------------------------- */

typedef enum fuda_cell_kind { FUDA_CELL_TEXT, FUDA_CELL_INT, FUDA_CELL_REAL } fuda_cell_kind;

typedef struct fuda_report_column {
    const char *name;     /* stable, for programs */
    fuda_cell_kind kind;
    int decimals;         /* of FUDA_CELL_REAL    */
} fuda_report_column;

/* Absent: text.ptr NULL, number FUDA_NO_NUMBER, real not a number. */
typedef union fuda_cell {
    fuda_str text;
    int64_t number;
    double real;
} fuda_cell;
#define FUDA_NO_NUMBER INT64_MIN

typedef struct fuda_report_table {
    const char *name;     /* stable, for programs  */
    const char *title;    /* English, for people   */
    const fuda_report_column *columns; /* [ncolumn] */
    size_t ncolumn;
    const fuda_cell *cells; /* [nrow][ncolumn] */
    size_t nrow;
} fuda_report_table;

/* Tables belong to the report.  Every report has every table, some without rows.  Thread-safe. */
FUDA_API size_t fuda_report_table_count(void);
FUDA_API const char *fuda_report_table_name(size_t index);
FUDA_API const fuda_report_table *fuda_report_get(const fuda_report *report, size_t index);
/* NULL when there is no table of that name. */
FUDA_API const fuda_report_table *fuda_report_find(const fuda_report *report, const char *name);

/* Writes one self-contained page without scripts: the file appears whole or not at all.  "-": standard output. */
FUDA_API fuda_status fuda_report_html(const fuda_report *report, const char *path, bool force,
                                      fuda_error *err);

#ifdef __cplusplus
}
#endif
#endif
