/* SPDX-License-Identifier: MIT */
/*
 * One patent publication as all readers of patents gather it, whatever the office, and its way into a record:
 * numbers and codes in one form, language versions chosen, parts joined.
 */
#ifndef CORPUS_PATENT_H
#define CORPUS_PATENT_H

#include "corpus/record.h"

typedef enum corpus_part { PART_TITLE, PART_ABSTRACT, PART_CLAIMS, PART_DESCRIPTION, PART_COUNT } corpus_part;

/* What the user wants of a patent; made by corpus_parts_parse. */
typedef struct corpus_parts {
    corpus_part order[PART_COUNT]; /* [n] as asked for */
    size_t n;
    char langs[8][8]; /* [nlang] preferred languages, best first */
    size_t nlang;
    bool versions; /* keep the language versions that were not chosen in the field `versions` */
} corpus_parts;

/* parts: "title,abstract" … (NULL: that); langs: "ja,zh,en" … (NULL: that).  Fails with E_ARG. */
fuda_status corpus_parts_parse(const char *parts, const char *langs, corpus_parts *out, fuda_error *err);

typedef enum corpus_name_kind { NAME_APPLICANT, NAME_INVENTOR, NAME_ASSIGNEE, NAME_KINDS } corpus_name_kind;

/* A stretch of patent->text. */
typedef struct corpus_span {
    int kind; /* corpus_part, corpus_name_kind */
    char lang[8];
    size_t start, len;
} corpus_span;

typedef struct corpus_patent {
    char country[8], kind[32], number[64]; /* as found */
    char date[16], filed[16], priority[16]; /* YYYY-MM-DD or empty */
    char application[64], family[64];
    char lang[8]; /* of the document, where a part does not say */
    fuda_buf text;
    corpus_span *parts, *names, *codes; /* [n…] */
    size_t nparts, nnames, ncodes, parts_cap, names_cap, codes_cap;
    size_t images; /* pages and figures seen, for the reason why there is no text */
    size_t line;   /* of the input, where it begins */
    size_t unnamed; /* without a publication number: makes the id BASE:UNNAMED; 0: BASE alone */
    bool failed;   /* out of memory */
} corpus_patent;

/* Empties it and keeps its memory; safe on a zeroed struct. */
void corpus_patent_clear(corpus_patent *patent);
void corpus_patent_release(corpus_patent *patent);

/* Sets a field unless it is set already; blanks around the value are dropped, a longer one is cut. */
void corpus_patent_set(char *field, size_t size, const char *value, size_t len);
#define PATENT_SET(field, value, len) corpus_patent_set(field, sizeof(field), value, len)
/* "20220103", "2022-01-03", "2022/1/3", "2022.01.03", "20220100", "2022" as ISO; out empty when it is no date. */
void corpus_date(const char *text, size_t len, char out[16]);
/* The earliest of several. */
void corpus_patent_priority(corpus_patent *patent, const char *text, size_t len);

/* Text, name or code: whitespace is not touched in texts, names are trimmed, codes normalised; what is no
 * IPC or CPC symbol and what is there already is passed over. */
void corpus_patent_part(corpus_patent *patent, corpus_part part, const char *lang, const char *text, size_t len);
void corpus_patent_name(corpus_patent *patent, corpus_name_kind kind, const char *text, size_t len);
void corpus_patent_code(corpus_patent *patent, const char *text, size_t len);

/*
 * "G06N 3/092" of the forms in use: "G06N3/092", "G06N   3/092  20060101AFI…", "G06N003/92", "B32B  302" (two
 * digits behind a group in three columns), "G06F11/07,140@H".  False when the text is no symbol down to a group.
 */
bool corpus_code_normal(const char *text, size_t len, char out[24]);

/*
 * The publication number in the form of fuda's ids: country, number, kind without blanks, dashes and leading
 * zeros; US applications with seven digits behind the year, WO with the full year and six digits.  Understands
 * "US-8926509-B2", "WO 1995/027654 A1", "特開2024-077600".  False when nothing is left.
 */
bool corpus_publication_id(const char *country, const char *number, const char *kind, fuda_buf *out);
/* The three pieces of "US 2011/0185700 A1", "US-8926509-B2", "US8926509B2", "特開平08-143465". */
void corpus_publication_split(const char *text, size_t len, corpus_patent *patent);

/*
 * Makes a record: id (see `unnamed`), title, text, codes, dates, family, names.  extra:
 * members of further fields as JSON text without braces, or empty.  A patent without any of the parts asked for
 * becomes an error that says why.  Fails with E_NOMEM only.
 */
fuda_status corpus_patent_record(corpus_patent *patent, const corpus_parts *parts, const char *base,
                                 fuda_str extra, fuda_batch *batch, fuda_record *record);

#endif
