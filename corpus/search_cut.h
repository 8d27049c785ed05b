/* SPDX-License-Identifier: MIT */
/*
 * A text as the search index sees it: positions, each with one or more tokens.
 *
 *   Han, kana, hangul   a position a character: the character itself, the pair it begins, and, where a word
 *                       begins whose term is another (a dictionary form, a longer word), that term
 *   everything else     a position a word: the word as it stands, and its stem
 *
 * All in normal form (NFKC, folded case) and with simplified Han characters.  So that a text of any number of
 * characters is found wherever it stands, and words in their other forms, too.
 */
#ifndef CORPUS_SEARCH_CUT_H
#define CORPUS_SEARCH_CUT_H

#include "core/memory.h"
#include <fuda/text.h>

typedef struct search_token {
    size_t at, len;     /* in `bytes`                               */
    size_t start, end;  /* bytes of the text                        */
    bool first;         /* begins a position; else it shares the one before */
    bool character;     /* of a CJK character                       */
    bool pair;          /* … and the next                           */
    bool term;          /* the form fuda counts                     */
} search_token;

typedef struct search_cut {
    fuda_buf bytes;
    search_token *tokens; /* [n] */
    size_t n, cap;
    size_t terms; /* words that have a term */
    fuda_buf scratch;
} search_cut;

void search_cut_release(search_cut *cut);
/* Cuts a text; earlier tokens are gone.  The tokenizer's scratch belongs to one thread. */
fuda_status search_cut_text(search_cut *cut, fuda_scratch *scratch, const char *text, size_t len, fuda_error *err);

/* Changes whenever tokens would differ: the index is then made anew. */
#define SEARCH_CUT_VERSION "1"

#endif
