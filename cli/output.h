/* SPDX-License-Identifier: MIT */
/*
 * Where results go: standard output, or a file that is written beside its target and takes its
 * place only when it is complete.  A closed pipe is remembered and ends quietly.
 */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

typedef struct output {
    FILE *stream;
    char *target;     /* owned; NULL when written directly */
    char *temp;       /* owned; the unfinished file, or NULL */
    const char *name; /* for messages */
    bool force;
    bool closed; /* nobody reads any more */
    int error;   /* errno of the first failed write, or 0 */
} output;

/* Ends with status 130 and no unfinished files on SIGINT, SIGTERM or SIGHUP; closed pipes become
 * errors.  Once, at the start of the program. */
void output_setup(void);

/* path NULL or "-": standard output.  False after a message. */
bool output_open(output *out, const char *path, bool force);
/* True when path names a file that may not be written over; says so. */
bool output_exists(const char *path, bool force);

/* These never fail at once: output_flush and output_finish tell. */
void output_write(output *out, const char *text, size_t len);
void output_text(output *out, const char *text);
void output_format(output *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Hands on what was written; false when going on is pointless. */
bool output_flush(output *out);
/* Completes the output when `status` is EXIT_DONE or EXIT_REJECTED, else removes an unfinished
 * file.  Returns the exit status: that given, or EXIT_FATAL after a message when writing failed,
 * or EXIT_DONE when the reader went away. */
int output_finish(output *out, int status);

/* Whether standard output is a pipe or socket nobody reads. */
bool output_stdout_closed(void);

#endif
