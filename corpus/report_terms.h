/* SPDX-License-Identifier: MIT */
/*
 * Key terms: in which documents each term stands, and which terms set a group of documents apart from the
 * rest.  A document counts once for a term, however often it says it.
 */
#ifndef CORPUS_REPORT_TERMS_H
#define CORPUS_REPORT_TERMS_H

#include "corpus/report.h"

/* What a document says is said in this many bytes; the rest of a very long one costs time only. */
enum { REP_LONGEST = 64 * 1024 };

/* A term's first place in a document: bytes of title, line end, text. */
typedef struct rep_entry {
    uint32_t term, start, end;
} rep_entry;

typedef struct rep_index {
    size_t n;        /* documents, in the order of the corpus */
    int64_t *docs;   /* [n] their numbers */
    uint32_t *langs; /* [n] */
    size_t *first;   /* [n + 1] their entries */
    rep_entry *entries;
    size_t nentry, entries_cap;
    fuda_strtab terms;
    uint32_t *df[REP_MOST_LANGS];      /* [terms] documents of a language with the term; NULL: none */
    size_t lang_docs[REP_MOST_LANGS];
    double lang_terms[REP_MOST_LANGS]; /* sum of df */
} rep_index;

/* Counts the terms of n documents, docs ascending.  The arrays are copied. */
fuda_status rep_index_build(fuda_report *r, const int64_t *docs, const uint32_t *langs, size_t n, rep_index *out,
                            fuda_error *err);
void rep_index_release(rep_index *x);

/* A group of documents whose terms are wanted. */
typedef struct rep_group {
    rep_table_id table; /* REP_TERMS or REP_COMPARE_TERMS          */
    const char *axis;   /* "label", "year", …; or the side         */
    fuda_str value;
    const float *weight; /* [n of the index] 0: not in the group; else contexts come from the heaviest */
    uint32_t only;       /* all its documents are of this language, and the rest of others; else FUDA_NO_ID */
} rep_group;

/* A place that is to be shown in the table of contexts. */
typedef struct rep_place {
    const char *axis;
    fuda_str value, lang, term; /* in the report's arena */
    size_t doc;                 /* of the index */
    uint32_t start, end;
    fuda_str id, left, keyword, right; /* filled in later */
} rep_place;

typedef struct rep_places {
    rep_place *items;
    size_t n, cap;
} rep_places;

/* Writes the key terms of a group, language by language, and remembers where to show them. */
fuda_status rep_key_terms(fuda_report *r, const rep_index *x, const rep_group *group, rep_places *places,
                          fuda_error *err);
/* Reads the texts, writes the table of contexts, and the forms found into the terms' table. */
fuda_status rep_put_contexts(fuda_report *r, const rep_index *x, rep_table_id table, rep_places *places,
                             fuda_error *err);

#endif
