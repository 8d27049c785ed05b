/* SPDX-License-Identifier: MIT */
/* A file of phrases: one a line; empty lines and those that begin with # do not count. */
#ifndef CLI_PHRASES_H
#define CLI_PHRASES_H

#include <fuda.h>

typedef struct phrase_list {
    fuda_str *items; /* [n], owned, into text */
    size_t n;
    char *text;      /* owned */
} phrase_list;

/* False after a message: the file cannot be read, or a line is no phrase (fields with tabs between them, a NUL byte).
 * Free with phrases_release in any case. */
bool phrases_read(phrase_list *list, const char *path);
void phrases_release(phrase_list *list);

#endif
