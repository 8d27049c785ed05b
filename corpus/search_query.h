/* SPDX-License-Identifier: MIT */
/*
 * What people look for, as an expression of FTS5:
 *
 *   query   = and { "OR" and }
 *   and     = part { ["AND"] part | ("NOT" | "-") part }
 *   part    = [("title" | "text") ":"] ( "(" query ")" | near | phrase | word )
 *   near    = "NEAR" "(" ( phrase | word ) { phrase | word } [ "," number ] ")"
 *   phrase  = '"' text '"'         in this order, one after the other
 *   word    = text ["*"]           up to a blank; with a star, words that begin so
 *
 * Texts are cut as the index is (search_cut.h).  FTS5 gets strings of finished tokens in quotes and the operators
 * written here; nothing a user types is handed on as it stands.
 */
#ifndef CORPUS_SEARCH_QUERY_H
#define CORPUS_SEARCH_QUERY_H

#include "corpus/search_cut.h"

/* Before a token in an FTS5 string: it shares the position of the one before it; it stands for a whole word. */
enum { SEARCH_SAME_PLACE = '\x01', SEARCH_WHOLE_WORD = '\x02' };

/* Appends the expression.  Fails with E_ARG, err->byte is the place. */
fuda_status search_query_parse(fuda_scratch *scratch, const char *text, fuda_buf *out, fuda_error *err);

#endif
