/* SPDX-License-Identifier: MIT */
/* The man page fuda(1) in mdoc, from the table of options. */
#include <stdio.h>
#include <string.h>

#include "cli/options.h"

/* Text with what roff would take for itself escaped; new lines stay. */
static void escaped(const char *text)
{
    bool start = true;

    for (const char *p = text; *p != '\0'; p++) {
        if (start && (*p == '.' || *p == '\''))
            fputs("\\&", stdout);
        if (*p == '\\')
            fputs("\\e", stdout);
        else if (*p == '~')
            fputs("\\(ti", stdout);
        else if (*p == '"')
            fputs("\\(dq", stdout);
        else
            putchar(*p);
        start = *p == '\n';
    }
}

/* Text with each sentence on a line of its own, as mdoc wants it. */
static void sentences(const char *text)
{
    char line[1024];
    size_t n = 0;

    for (const char *p = text; *p != '\0'; p++) {
        if (n + 2 < sizeof line)
            line[n++] = *p;
        if (*p == '.' && p[1] == ' ') {
            line[n++] = '\n';
            p++;
        }
    }
    line[n] = '\0';
    escaped(line);
    putchar('\n');
}

static void option(const cli_option *row)
{
    if (row->help == NULL)
        return;
    printf(".It");
    if (row->letter != 0)
        printf(" Fl %c ,", row->letter);
    printf(" Fl Fl %s", row->name);
    if (row->argument != NULL)
        printf(" Ar %s", row->argument);
    printf("\n");
    printf("%c", row->help[0] >= 'a' && row->help[0] <= 'z' ? row->help[0] - 'a' + 'A' : row->help[0]);
    escaped(row->help + 1);
    if (row->kind == CLI_CHOICE) {
        for (const cli_choice *c = row->choices; c->name != NULL; c++)
            printf("%s%s", c == row->choices ? ": " : ", ", c->name);
    }
    if (row->preset != NULL)
        printf(" (default: %s)", row->preset);
    printf(".\n");
}

static void options(const cli_group *group)
{
    printf(".Bl -tag -width Ds -compact\n");
    for (size_t i = 0; i < group->n; i++)
        option(&group->rows[i]);
    printf(".El\n");
}

static const cli_group *general_group(void)
{
    const cli_group *const *g = cli_verbs[0].groups;

    while (g[1] != NULL)
        g++;
    return *g;
}

static void verb_section(const cli_verb *verb)
{
    bool any = false;

    printf(".Ss %s\n", verb->name);
    for (const char *line = verb->synopsis; *line != '\0';) {
        size_t n = strcspn(line, "\n");
        printf(".Dl fuda %s %.*s\n", verb->name, (int)n, line);
        line += n + (line[n] == '\n');
    }
    printf(".Pp\n");
    sentences(verb->description);
    for (const cli_group *const *g = verb->groups; *g != NULL; g++)
        any = any || (*g != general_group() && (*g)->rows[0].help != NULL);
    if (!any)
        return;
    printf(".Bl -tag -width Ds -compact\n");
    for (const cli_group *const *g = verb->groups; *g != NULL; g++)
        for (size_t i = 0; *g != general_group() && i < (*g)->n; i++)
            option(&(*g)->rows[i]);
    printf(".El\n");
}

static const char *const tail =
    ".Sh INPUT\n"
    "Input is plain text (one document a file; a folder is a tree of such files), JSON Lines, CSV or TSV.\n"
    "Records have the fields\n"
    ".Cm id , title , text , lang , label\n"
    "(one) or\n"
    ".Cm labels\n"
    "(any number; in CSV separated by semicolons),\n"
    ".Cm group , date\n"
    "and\n"
    ".Cm codes .\n"
    "A file named\n"
    ".Sq -\n"
    "is standard input.\n"
    ".Sh OUTPUT\n"
    "Results go to standard output or to the file of\n"
    ".Fl Fl output ,\n"
    "which appears whole or not at all and is never overwritten without\n"
    ".Fl Fl force .\n"
    "Messages go to standard error.\n"
    "JSON Lines of\n"
    ".Cm tag\n"
    "have\n"
    ".Cm id , lang , labels\n"
    "(each with\n"
    ".Cm label\n"
    "and its probability\n"
    ".Cm p )\n"
    "and\n"
    ".Cm abstain ,\n"
    "which is null or the reason why no label was looked for: empty, language or no-evidence.\n"
    "With\n"
    ".Fl Fl explain ,\n"
    ".Cm evidence\n"
    "holds words with byte offsets and weights (log-odds), and\n"
    ".Cm scores\n"
    "the sums: prior, plus the listed weights, plus\n"
    ".Cm rest\n"
    "(the weights not listed) is the score.\n"
    ".Sh ENVIRONMENT\n"
    ".Bl -tag -width FUDA_MODEL\n"
    ".It Ev FUDA_MODEL\n"
    "Model used when\n"
    ".Fl Fl model\n"
    "is not given.\n"
    ".It Ev NO_COLOR\n"
    "No colours when set and not empty.\n"
    ".It Ev TERM\n"
    "No colours when it is dumb or not set.\n"
    ".It Ev COLUMNS\n"
    "Width of tables when the terminal does not say.\n"
    ".It Ev LC_ALL , Ev LC_MESSAGES , Ev LANG\n"
    "Language of label names in tables: Japanese, Chinese or else English.\n"
    ".El\n"
    ".Sh FILES\n"
    ".Bl -tag -width Ds\n"
    ".It Pa ../share/fuda/ai-fields-drivers.fuda\n"
    "The shipped model, relative to the program.\n"
    ".It Pa models/ai-fields-drivers.fuda\n"
    "The same in a build tree.\n"
    ".El\n"
    ".Sh EXIT STATUS\n"
    ".Bl -tag -width Ds -compact\n"
    ".It 0\n"
    "Done; also when the reader of the output went away.\n"
    ".It 1\n"
    "Done, but records were rejected, or the answer is no\n"
    ".Pq Fl Fl fail-under .\n"
    ".It 2\n"
    "Wrong usage, or the work could not be done.\n"
    ".It 130\n"
    "Interrupted.\n"
    ".El\n";

void help_man(void)
{
    printf(
        ".\\\" Made by 'fuda help --man' from its table of options.\n"
        ".Dd November 23, 2026\n.Dt FUDA 1\n.Os\n.Sh NAME\n.Nm fuda\n"
        ".Nd tag Japanese, Chinese and English text\n.Sh SYNOPSIS\n"
        ".Nm\n.Ar verb\n.Op Ar options\n.Op Ar\n.Nm\n.Cm help\n.Op Ar verb\n.Nm\n.Fl Fl version\n"
        ".Sh DESCRIPTION\n.Nm\n"
        "reads documents in three languages, cuts them into words, and gives them labels with probabilities\n"
        "from a naive Bayes model, which it can also train, measure and explain.\n"
        "Options may stand anywhere after the verb;\n.Sq --\nends them.\n"
        "All verbs know:\n");
    options(general_group());
    printf(".Sh VERBS\n");
    for (size_t i = 0; i < cli_nverb; i++)
        verb_section(&cli_verbs[i]);
    fputs(tail, stdout);
    printf(".Sh EXAMPLES\n");
    for (size_t i = 0; i < cli_nverb; i++) {
        if (cli_verbs[i].example == NULL)
            continue;
        printf(".Bd -literal -compact\n");
        escaped(cli_verbs[i].example);
        printf("\n.Ed\n");
    }
    printf(".Sh SEE ALSO\n.Xr mecab 1 ,\n.Xr sqlite3 1\n");
}
