/* SPDX-License-Identifier: MIT */
/* --help, from the table of options. */
#include <stdio.h>
#include <string.h>

#include "cli/options.h"

enum { COLUMN = 30, WIDTH = 88 };

static size_t word_length(const char *text)
{
    return strcspn(text, " \n");
}

/* Wraps text between `indent` and WIDTH; the cursor is at `column`. */
static void wrap(FILE *out, const char *text, int indent, int column)
{
    bool first = true;

    while (*text != '\0') {
        if (*text == '\n') {
            fputc('\n', out);
            column = 0;
            first = true;
            text++;
            continue;
        }
        size_t n = word_length(text);
        if (!first && column + 1 + (int)n > WIDTH) {
            fputc('\n', out);
            column = 0;
            first = true;
        }
        if (first)
            column += fprintf(out, "%*s", indent > column ? indent - column : 0, "");
        else
            column += fprintf(out, " ");
        column += fprintf(out, "%.*s", (int)n, text);
        first = false;
        text += n;
        while (*text == ' ')
            text++;
    }
    fputc('\n', out);
}

static void print_synopsis(FILE *out, const cli_verb *verb)
{
    const char *line = verb->synopsis;
    const char *lead = "usage:";

    while (*line != '\0') {
        size_t n = strcspn(line, "\n");
        fprintf(out, "%-6s fuda %s %.*s\n", lead, verb->name, (int)n, line);
        lead = "";
        line += n + (line[n] == '\n');
    }
}

static void print_option(FILE *out, const cli_option *row)
{
    char text[1024];
    int n = 0, column;

    if (row->letter != 0)
        column = fprintf(out, "  -%c, --%s", row->letter, row->name);
    else
        column = fprintf(out, "      --%s", row->name);
    if (row->argument != NULL)
        column += fprintf(out, " %s", row->argument);
    if (column > COLUMN - 2) {
        fputc('\n', out);
        column = 0;
    }
    n = snprintf(text, sizeof text, "%s", row->help);
    if (row->kind == CLI_CHOICE) {
        for (const cli_choice *c = row->choices; c->name != NULL; c++)
            n +=
                snprintf(text + n, sizeof text - (size_t)n, "%s%s", c == row->choices ? ": " : ", ", c->name);
    }
    if (row->preset != NULL)
        snprintf(text + n, sizeof text - (size_t)n, " [%s]", row->preset);
    wrap(out, text, COLUMN, column);
}

void help_verb(const cli_verb *verb, bool to_stderr)
{
    FILE *out = to_stderr ? stderr : stdout;
    const char *title = "";

    print_synopsis(out, verb);
    if (to_stderr) {
        fprintf(out, "try 'fuda %s --help'\n", verb->name);
        return;
    }
    fputc('\n', out);
    wrap(out, verb->description, 0, 0);
    for (const cli_group *const *g = verb->groups; *g != NULL; g++) {
        if ((*g)->rows[0].help == NULL)
            continue;
        if (strcmp(title, (*g)->title) != 0)
            fprintf(out, "\n%s\n", (*g)->title);
        title = (*g)->title;
        for (size_t i = 0; i < (*g)->n; i++)
            print_option(out, &(*g)->rows[i]);
    }
    if (verb->example != NULL) {
        fprintf(out, "\nExamples\n");
        for (const char *line = verb->example; *line != '\0';) {
            size_t n = strcspn(line, "\n");
            fprintf(out, "  %.*s\n", (int)n, line);
            line += n + (line[n] == '\n');
        }
    }
}

void help_overview(bool to_stderr)
{
    FILE *out = to_stderr ? stderr : stdout;

    fprintf(out, "usage: fuda VERB [options] [FILE...]\n\n"
                 "Tags Japanese, Chinese and English text.\n\n");
    for (size_t i = 0; i < cli_nverb; i++)
        fprintf(out, "  %-11s %s\n", cli_verbs[i].name, cli_verbs[i].summary);
    fprintf(
        out,
        "\n'fuda VERB --help' shows the options of a verb, 'fuda --version' the versions of all parts.\n");
}
