/* SPDX-License-Identifier: MIT */
/*
 * Text for a person at a terminal: colours, columns of known width, lines that wrap.  Everything a
 * document brings goes out through here, with control characters neutralised.
 */
#ifndef CLI_TABLE_H
#define CLI_TABLE_H

#include <fuda.h>

#include "cli/options.h"
#include "cli/output.h"

typedef struct table {
    output *out;
    size_t width; /* columns of the terminal                           */
    bool color;
    fuda_lang names; /* language of names and headings: that of the user  */
    size_t column;   /* where the next character goes, from 0             */
    size_t indent;   /* column at which a wrapped line goes on            */
    const char *bar; /* printed before the text of a wrapped line, or NULL */
} table;

void table_init(table *t, output *out, const cli_args *args);
/* The format that the name of an output file asks for (".csv", ".tsv", ".jsonl"). */
cli_format format_of_name(const char *path, cli_format otherwise);

/* The format to write: args->format, or what the kind of output suggests. */
cli_format table_format(const output *out, const cli_args *args);
/* A person's language by LC_ALL, LC_MESSAGES, LANG: JA, ZH or EN. */
fuda_lang table_user_lang(void);

/* Terminal attributes as in "1;36"; style NULL ends them.  Nothing without colour. */
void table_style(table *t, const char *style);
/* A literal of the program. */
void table_text(table *t, const char *text);
/* Foreign text on one line, in at most `max` columns (0: what is left of the line); cut text ends in
 * "…".  Runs of blanks are one. */
void table_cut(table *t, const char *text, size_t len, size_t max);
/* Foreign text that wraps at the terminal's edge to t->indent. */
void table_flow(table *t, const char *text, size_t len);
/* Blanks up to a column. */
void table_pad(table *t, size_t column);
/* A literal of known width, right-aligned to end before a column. */
void table_right(table *t, const char *text, size_t column);
void table_line(table *t);
/* Ends the line, if one is begun, and goes to t->indent, past the bar. */
void table_wrap(table *t);

#endif
