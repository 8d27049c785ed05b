/* SPDX-License-Identifier: MIT */
/*
 * Conditions on documents, as people write them:
 *
 *   lang = 'ja' and (year >= 2020 or label in ('field/robotics', 'field/ai-chips')) and not title like '%draft%'
 *
 *   or      = and { "or" and }            and = not { "and" not }          not = "not" not | test
 *   test    = "(" or ")" | column op value | column ["not"] "in" "(" value { "," value } ")"
 *           | column ["not"] "like" 'pattern' | column ["not"] "between" value "and" value
 *           | column "is" ["not"] "null"
 *   op      = "=" | "==" | "!=" | "<>" | "<" | "<=" | ">" | ">="
 *
 * The result is SQL made of constant pieces, in which every value — names of further fields, too — is a
 * parameter: nothing a user writes becomes SQL.
 */
#ifndef CORPUS_WHERE_H
#define CORPUS_WHERE_H

#include "core/memory.h"
#include <fuda/document.h>

struct sqlite3_stmt;

typedef struct where_value {
    bool is_text;
    fuda_str text; /* owned by the arena */
    double number;
} where_value;

typedef struct where_clause {
    fuda_buf sql;        /* true for the documents d wanted, results r of the run ?1; parameters from ?2 on */
    where_value *values; /* [n] of the parameters ?2, ?3 … */
    size_t n, cap;
    fuda_arena arena;
} where_clause;

/* Shared with the statement that lists documents: the expressions behind the columns.  Fields that SQLite cannot
 * read (nested deeper than it goes, damaged) count as absent: one document does not stop a report. */
#define WHERE_FIELDS "(CASE WHEN json_valid(d.fields) THEN d.fields END)"
#define WHERE_YEAR                                                                                           \
    "(CASE WHEN d.date GLOB '[12][0-9][0-9][0-9]*' THEN CAST(substr(d.date, 1, 4) AS INTEGER)"              \
    " ELSE nullif(CAST(json_extract(" WHERE_FIELDS ", '$.year') AS INTEGER), 0) END)"
#define WHERE_GENRE "CAST(json_extract(" WHERE_FIELDS ", '$.genre') AS TEXT)"
/* fuda_list: text "a; b" or a JSON array as a JSON array (report_facts.c). */
#define WHERE_APPLICANTS                                                                                     \
    "fuda_list(coalesce(json_extract(" WHERE_FIELDS ", '$.applicants'), json_extract(" WHERE_FIELDS ", '$.applicant'),"     \
    " json_extract(" WHERE_FIELDS ", '$.assignees'), json_extract(" WHERE_FIELDS ", '$.assignee')))"

/* text NULL: every document.  Fails with E_ARG: err->byte is the place, err->line `line`. */
fuda_status where_parse(const char *text, size_t line, where_clause *out, fuda_error *err);
void where_release(where_clause *clause);
/* Binds the values to a statement that holds the clause once. */
void where_bind(const where_clause *clause, struct sqlite3_stmt *stmt);
/* True when the text is more than one word, i.e. can only be a condition. */
bool where_looks_like(const char *text);

#endif
