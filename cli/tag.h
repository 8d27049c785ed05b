/* SPDX-License-Identifier: MIT */
/* How `fuda tag` writes what it found: one writer a family of formats. */
#ifndef CLI_TAG_H
#define CLI_TAG_H

#include <fuda.h>

#include "cli/lines.h"
#include "cli/rows.h"
#include "cli/table.h"

/* One document and its result; result is NULL when the record is broken. */
void tag_write_json(lines *l, const cli_args *args, const fuda_model *model, const fuda_record *record,
                    const fuda_result *result);
void tag_write_row(rows *r, const fuda_model *model, const fuda_record *record, const fuda_result *result);
void tag_write_header(rows *r);
/* id_width: columns for ids. */
void tag_write_table(table *t, const cli_args *args, const fuda_model *model, const fuda_record *record,
                     const fuda_result *result, size_t id_width);

/* explain.c: the passages with evidence, and the words of each label with their weights.  Lines start at
 * column `indent`. */
void explain_table(table *t, const cli_args *args, const fuda_model *model, const fuda_document *document,
                   const fuda_result *result, size_t indent);

enum { TAG_MARKED = 64 /* labels a place can be marked with */ };

/* A feature of one label, over all the places where it occurs. */
typedef struct tag_word {
    fuda_str text;
    double weight; /* the sum over its places */
    size_t times;
    size_t order; /* of its first place, so that equal words sort alike everywhere */
} tag_word;

/* A place in the text to mark. */
typedef struct tag_place {
    size_t start, end;
    uint64_t labels;  /* bit i: the document's i-th tag */
    size_t strongest; /* the tag with the largest weight here */
    double weight;
} tag_place;

/* The words of a tag, strongest first; for free. */
tag_word *tag_words(const fuda_result *result, uint32_t label, size_t *n);
/* The places of the listed[i] first words of each tag i in the title or the text of `len` bytes, in order and
 * apart, into places (room: the result's evidence); how many. */
size_t tag_places(const fuda_result *result, bool in_title, size_t len, tag_word *const *words,
                  const size_t *listed, tag_place *places);

/* One page of HTML that needs nothing else. */
void tag_begin_html(output *out);
void tag_write_html(output *out, const cli_args *args, const fuda_model *model, const fuda_record *record,
                    const fuda_result *result);
void tag_end_html(output *out);

/* The colour of the n-th label of a document. */
const char *tag_color(size_t n);

/* keep.c: members of a JSON object text, without the braces and without the keys fuda writes itself,
 * into a buffer for free; *len 0 when nothing is left. */
char *keep_members(const fuda_str *fields, size_t *len);

#endif
