/* SPDX-License-Identifier: MIT */
#include "cli/options.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/message.h"

/* ---- near misses ---------------------------------------------------------------------------- */

enum { LONGEST = 32 };

/* Edits (insert, delete, replace, swap of neighbours) between two short names. */
static size_t distance(const char *a, const char *b)
{
    size_t n = strlen(a), m = strlen(b);
    size_t d[LONGEST + 1][LONGEST + 1];

    if (n > LONGEST || m > LONGEST)
        return LONGEST;
    for (size_t i = 0; i <= n; i++)
        d[i][0] = i;
    for (size_t j = 0; j <= m; j++)
        d[0][j] = j;
    for (size_t i = 1; i <= n; i++) {
        for (size_t j = 1; j <= m; j++) {
            size_t best = d[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
            if (d[i - 1][j] + 1 < best)
                best = d[i - 1][j] + 1;
            if (d[i][j - 1] + 1 < best)
                best = d[i][j - 1] + 1;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && d[i - 2][j - 2] + 1 < best)
                best = d[i - 2][j - 2] + 1;
            d[i][j] = best;
        }
    }
    return d[n][m];
}

/* Keeps the better of *best and name; a name the user began to type counts as nearest. */
static void consider(const char *typed, const char *name, const char **best, size_t *cost)
{
    size_t typed_len = strlen(typed);
    size_t c = distance(typed, name);

    if (typed_len >= 2 && strncmp(typed, name, typed_len) == 0)
        c = 0;
    if (c < *cost) {
        *cost = c;
        *best = name;
    }
}

/* One edit in short names, two in longer ones, three in long ones. */
static size_t reach(const char *typed)
{
    size_t n = strlen(typed);
    return n <= 3 ? 2 : n <= 7 ? 3 : 4;
}

const char *cli_nearest_verb(const char *name)
{
    const char *best = NULL;
    size_t cost = reach(name);

    for (size_t i = 0; i < cli_nverb; i++)
        consider(name, cli_verbs[i].name, &best, &cost);
    return best;
}

static const char *nearest_option(const cli_verb *verb, const char *name)
{
    const char *best = NULL;
    size_t cost = reach(name);

    for (const cli_group *const *g = verb->groups; *g != NULL; g++)
        for (size_t i = 0; i < (*g)->n; i++)
            if ((*g)->rows[i].help != NULL)
                consider(name, (*g)->rows[i].name, &best, &cost);
    return best;
}

/* ---- values --------------------------------------------------------------------------------- */

int cli_usage_error(const cli_verb *verb, const char *format, ...)
{
    char text[1024];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    say_error("%s: %s", verb->name, text);
    fprintf(stderr, "try 'fuda %s --help'\n", verb->name);
    return EXIT_FATAL;
}

static void list_choices(const cli_choice *choices, char *text, size_t size)
{
    size_t n = 0;

    text[0] = '\0';
    for (; choices->name != NULL && n < size; choices++) {
        int k = snprintf(text + n, size - n, "%s%s", n > 0 ? ", " : "", choices->name);
        n += k > 0 ? (size_t)k : 0;
    }
}

static const cli_choice *find_choice(const cli_choice *choices, const char *value)
{
    for (; choices != NULL && choices->name != NULL; choices++)
        if (strcmp(choices->name, value) == 0)
            return choices;
    return NULL;
}

/* The whole of `value` as a number in the row's range. */
static bool read_int(const cli_option *row, const char *value, int64_t *out)
{
    char *end = NULL;

    if (strspn(value, "-0123456789") != strlen(value) || *value == '\0')
        return false;
    errno = 0;
    long long number = strtoll(value, &end, 10);
    if (errno != 0 || *end != '\0' || (double)number < row->min || (double)number > row->max)
        return false;
    *out = number;
    return true;
}

static bool read_real(const cli_option *row, const char *value, double *out)
{
    char *end = NULL;

    /* No "inf", "nan" or hexadecimal. */
    if (strspn(value, "+-.0123456789eE") != strlen(value) || *value == '\0')
        return false;
    double number = strtod(value, &end);
    if (end == value || *end != '\0' || !(number >= row->min && number <= row->max))
        return false;
    *out = number;
    return true;
}

/* Sets the row's value; false after a message. */
static bool set_value(const cli_verb *verb, const cli_option *row, const char *value, cli_args *args)
{
    char *field = (char *)args + row->offset;
    const cli_choice *choice = find_choice(row->choices, value == NULL ? "" : value);
    char names[256];
    bool ok = true;

    switch (row->kind) {
    case CLI_FLAG:
        *(bool *)field = true;
        break;
    case CLI_CLEAR:
        *(bool *)field = false;
        break;
    case CLI_TEXT:
        *(const char **)field = value;
        if (*value == '\0')
            cli_usage_error(verb, "option '--%s': %s is empty", row->name, row->argument);
        return *value != '\0';
    case CLI_PAIR: /* parse_long sets the second one */
        *(const char **)field = value;
        break;
    case CLI_CHOICE:
        if (choice != NULL) {
            *(int *)field = choice->value;
            break;
        }
        list_choices(row->choices, names, sizeof names);
        cli_usage_error(verb, "option '--%s': '%s' is none of %s", row->name, value, names);
        return false;
    case CLI_INT:
        if (choice != NULL)
            *(int64_t *)field = choice->value;
        else
            ok = read_int(row, value, (int64_t *)field);
        break;
    case CLI_REAL:
        if (choice != NULL)
            *(double *)field = choice->value;
        else
            ok = read_real(row, value, (double *)field);
        break;
    }
    if (!ok) {
        names[0] = '\0';
        if (row->choices != NULL)
            list_choices(row->choices, names, sizeof names);
        cli_usage_error(verb, "option '--%s': '%s' is no %s from %.10g to %.10g%s%s", row->name, value,
                        row->kind == CLI_INT ? "whole number" : "number", row->min, row->max,
                        names[0] != '\0' ? ", nor " : "", names);
    }
    return ok;
}

/* ---- the parser ----------------------------------------------------------------------------- */

static const cli_option *find_option(const cli_verb *verb, char letter, const char *name, size_t len)
{
    for (const cli_group *const *g = verb->groups; *g != NULL; g++) {
        for (size_t i = 0; i < (*g)->n; i++) {
            const cli_option *row = &(*g)->rows[i];
            if (name == NULL ? row->letter == letter
                             : strlen(row->name) == len && strncmp(row->name, name, len) == 0)
                return row;
        }
    }
    return NULL;
}

static bool takes_value(const cli_option *row)
{
    return row->kind != CLI_FLAG && row->kind != CLI_CLEAR;
}

/* "--name", "--name=value", "--name value" at argv[*i]. */
static bool parse_long(const cli_verb *verb, int argc, char **argv, int *i, cli_args *args)
{
    const char *name = argv[*i] + 2;
    size_t len = strcspn(name, "=");
    const char *value = name[len] == '=' ? name + len + 1 : NULL;
    const cli_option *row = find_option(verb, 0, name, len);

    if (row == NULL) {
        char typed[LONGEST + 1];
        snprintf(typed, sizeof typed, "%.*s", (int)(len < LONGEST ? len : LONGEST), name);
        const char *near = nearest_option(verb, typed);
        if (near != NULL)
            cli_usage_error(verb, "unknown option '--%.*s'; did you mean '--%s'?", (int)len, name, near);
        else
            cli_usage_error(verb, "unknown option '--%.*s'", (int)len, name);
        return false;
    }
    if (!takes_value(row) && value != NULL) {
        cli_usage_error(verb, "option '--%s' takes no value", row->name);
        return false;
    }
    if (takes_value(row) && value == NULL) {
        if (*i + 1 >= argc) {
            cli_usage_error(verb, "option '--%s' needs %s", row->name, row->argument);
            return false;
        }
        value = argv[++*i];
    }
    if (row->kind == CLI_PAIR) {
        if (*i + 1 >= argc) {
            cli_usage_error(verb, "option '--%s' needs two values: %s", row->name, row->argument);
            return false;
        }
        ((const char **)((char *)args + row->offset))[1] = argv[++*i];
    }
    return set_value(verb, row, value, args);
}

/* "-q", "-qv", "-j4", "-j 4" at argv[*i]. */
static bool parse_short(const cli_verb *verb, int argc, char **argv, int *i, cli_args *args)
{
    for (const char *p = argv[*i] + 1; *p != '\0'; p++) {
        const cli_option *row = find_option(verb, *p, NULL, 0);
        if (row == NULL) {
            if (argv[*i][2] != '\0')
                cli_usage_error(verb, "unknown option '-%c' in '%s'", *p, argv[*i]);
            else
                cli_usage_error(verb, "unknown option '-%c'", *p);
            return false;
        }
        if (!takes_value(row)) {
            set_value(verb, row, NULL, args);
            continue;
        }
        const char *value = p + 1;
        if (*value == '\0') {
            if (*i + 1 >= argc) {
                cli_usage_error(verb, "option '-%c' needs %s", row->letter, row->argument);
                return false;
            }
            value = argv[++*i];
        }
        return set_value(verb, row, value, args);
    }
    return true;
}

static bool set_presets(const cli_verb *verb, cli_args *args)
{
    for (const cli_group *const *g = verb->groups; *g != NULL; g++) {
        for (size_t i = 0; i < (*g)->n; i++) {
            const cli_option *row = &(*g)->rows[i];
            if (row->kind == CLI_CLEAR)
                *(bool *)((char *)args + row->offset) = true;
            else if (row->preset != NULL && !set_value(verb, row, row->preset, args))
                return false;
        }
    }
    return true;
}

bool cli_parse(const cli_verb *verb, int argc, char **argv, int first, cli_args *args)
{
    bool options = true;

    /* What the rows of this verb do not set keeps "not asked for". */
    *args = (cli_args){.verb = verb, .argc = argc, .argv = argv, .fail_under = -1, .max_errors = -1, .data_format = -1};
    args->files = cli_alloc((size_t)argc + 1, sizeof *args->files);
    if (!set_presets(verb, args))
        return false;
    for (int i = first; i < argc; i++) {
        char *arg = argv[i];
        bool ok = true;
        /* label: behind the document, "-LABEL" is what to do with it. */
        if (verb->run == cmd_label && args->nfile >= 2 && arg[0] == '-' && arg[1] != '-' && arg[1] != '\0' &&
            (arg[2] != '\0' || find_option(verb, arg[1], NULL, 0) == NULL))
            args->files[args->nfile++] = arg;
        else if (options && strcmp(arg, "--") == 0)
            options = false;
        else if (options && arg[0] == '-' && arg[1] == '-')
            ok = parse_long(verb, argc, argv, &i, args);
        else if (options && arg[0] == '-' && arg[1] != '\0')
            ok = parse_short(verb, argc, argv, &i, args);
        else
            args->files[args->nfile++] = arg;
        if (!ok)
            return false;
    }
    return true;
}

char *command_line(const cli_args *args)
{
    size_t size = 1, n = 0;

    for (int i = 0; i < args->argc; i++)
        size += strlen(args->argv[i]) + 1;
    char *text = cli_alloc(size, 1);
    for (int i = 0; i < args->argc; i++) {
        const char *word = args->argv[i];
        const char *slash = i == 0 ? strrchr(word, '/') : NULL;
        if (slash != NULL)
            word = slash + 1;
        if (i > 0)
            text[n++] = ' ';
        memcpy(text + n, word, strlen(word));
        n += strlen(word);
    }
    return text;
}

void cli_args_release(cli_args *args)
{
    free(args->files);
    args->files = NULL;
}

const cli_verb *cli_find_verb(const char *name)
{
    for (size_t i = 0; i < cli_nverb; i++)
        if (strcmp(cli_verbs[i].name, name) == 0)
            return &cli_verbs[i];
    return NULL;
}
