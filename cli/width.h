/* SPDX-License-Identifier: MIT */
/*
 * How many columns text takes on a terminal, and which characters must not reach it.  Knows UTF-8 and
 * ranges of code points, nothing of output.
 */
#ifndef CLI_WIDTH_H
#define CLI_WIDTH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The character at text (len > 0) and the bytes it takes; malformed bytes are U+FFFD, one by one. */
uint32_t width_decode(const char *text, size_t len, size_t *used);
/* 0 for combining marks, 2 for East Asian wide and full-width characters and emoji, else 1. */
int width_of(uint32_t c);
/* Controls, and marks that reorder or hide text: shown as U+FFFD, never sent to a terminal. */
bool width_unsafe(uint32_t c);
/* White space and line ends of any script. */
bool width_blank(uint32_t c);
/* Columns of text printed safely. */
size_t width_text(const char *text, size_t len);

#endif
