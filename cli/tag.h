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

/* The colour of the n-th label of a document. */
const char *tag_color(size_t n);

/* keep.c: members of a JSON object text, without the braces and without the keys fuda writes itself,
 * into a buffer for free; *len 0 when nothing is left. */
char *keep_members(const fuda_str *fields, size_t *len);

#endif
