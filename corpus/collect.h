/* SPDX-License-Identifier: MIT */
/*
 * Text out of markup: blanks and line ends as they look on the page.  A line end inside a sentence is a blank
 * between Latin words and nothing between Chinese or Japanese characters, where a blank would cut a word.
 */
#ifndef CORPUS_COLLECT_H
#define CORPUS_COLLECT_H

#include "core/memory.h"

typedef enum corpus_gap { GAP_NONE, GAP_BLANK, GAP_LINE, GAP_BREAK } corpus_gap;

typedef struct corpus_collect {
    fuda_buf *out;  /* borrowed */
    size_t start;   /* where this text begins in it */
    corpus_gap gap; /* what is due before the next character */
} corpus_collect;

static inline corpus_collect corpus_collect_begin(fuda_buf *out)
{
    return (corpus_collect){.out = out, .start = out->len, .gap = GAP_NONE};
}

/* Appends UTF-8 text; may be called with pieces cut at any character boundary. */
void corpus_collect_text(corpus_collect *c, const char *text, size_t len);

/* A line end of the layout, a paragraph's end. */
static inline void corpus_collect_gap(corpus_collect *c, corpus_gap gap)
{
    if (gap > c->gap)
        c->gap = gap;
}

#endif
