/* SPDX-License-Identifier: MIT */
/*
 * One line on standard error that says how far a long command is: on a terminal it is rewritten
 * in place, in a log (--progress always) a new line comes every few seconds.
 */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

/* when: a cli_when.  busy: results go to the same terminal, so that `auto` shows nothing. */
void progress_start(int when, bool busy, const char *what);
/* total 0: not known.  Cheap; draws at most ten times a second. */
void progress_update(size_t done, size_t total);
/* Takes the line off the terminal, so that a message can be written. */
void progress_clear(void);
void progress_end(void);

#endif
