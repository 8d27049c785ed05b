/* SPDX-License-Identifier: MIT */
/*
 * Everything fuda says on standard error, and memory that is there or ends the program.
 * Control characters in messages (they may quote a document) are neutralised.
 */
#ifndef CLI_MESSAGE_H
#define CLI_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>

#if defined(__GNUC__)
#define CLI_FORMAT(a, b) __attribute__((format(printf, a, b)))
#else
#define CLI_FORMAT(a, b)
#endif

/* quiet drops notes; verbose adds details.  Errors are always shown. */
void message_setup(bool quiet, bool verbose);

/* One line each, "fuda: " before and a line end after are added. */
void say_error(const char *format, ...) CLI_FORMAT(1, 2);
void say_note(const char *format, ...) CLI_FORMAT(1, 2);
void say_detail(const char *format, ...) CLI_FORMAT(1, 2);

/* Zeroed memory for n objects / an array made larger; never NULL: without memory the program ends
 * with status 2 (unfinished output files are removed on the way). */
void *cli_alloc(size_t n, size_t size);
void *cli_grow(void *old, size_t n, size_t size);
/* A copy of n bytes and a NUL; for free. */
char *cli_strndup(const char *text, size_t n);
_Noreturn void cli_out_of_memory(void);

#endif
