/* SPDX-License-Identifier: MIT */
/* Parts of a text that are no words though they have letters: addresses and markup. */
#ifndef NLP_MARKUP_H
#define NLP_MARKUP_H

#include <stdbool.h>
#include <stddef.h>

typedef struct nlp_mark {
    size_t start, end; /* bytes */
    const char *kind;  /* "url", "e-mail", "markup", "entity": static */
} nlp_mark;

typedef struct nlp_marks {
    nlp_mark *items; /* [n] in order, apart; owned */
    size_t n, cap;
} nlp_marks;

void nlp_marks_release(nlp_marks *marks);

/*
 * Finds web and mail addresses, tags, comments, scripts and style sheets of HTML and XML, and entities.  What only
 * looks like a tag (a < b and c > d) is left alone.  Time grows with the length of the text.  False when
 * memory ran out.  One thread an object.
 */
bool nlp_find_marks(nlp_marks *marks, const char *text, size_t len);

#endif
