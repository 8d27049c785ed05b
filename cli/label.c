/* SPDX-License-Identifier: MIT */
/* fuda label: gold labels by hand. */
#include <fuda.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/message.h"
#include "cli/options.h"

enum { MOST_EDITS = 1000 };

typedef struct job {
    const cli_args *args;
    fuda_corpus *corpus;
    size_t changed, unchanged, rejected;
    fuda_label_edit edits[MOST_EDITS];
} job;

static bool read_edit(const char *word, size_t len, fuda_label_edit *out)
{
    if (len < 2 || strchr("+-?", word[0]) == NULL)
        return false;
    *out = (fuda_label_edit){word[0], {word + 1, len - 1}};
    return true;
}

/* Applies the first n edits; false after a message when going on is pointless. */
static bool apply(job *j, fuda_str id, size_t n, size_t line)
{
    fuda_error err = {0};
    bool changed = false;
    fuda_status st =
        fuda_corpus_label(j->corpus, id, j->edits, n, j->args->accept, j->args->run, &changed, &err);

    if (st == FUDA_OK) {
        j->changed += changed;
        j->unchanged += !changed;
        return true;
    }
    if (line != 0)
        say_error("line %zu: %s", line, err.text);
    else
        say_error("%s", err.text);
    j->rejected++;
    return st == FUDA_E_ARG;
}

static int label_one(job *j)
{
    const cli_args *args = j->args;
    size_t n = 0;

    for (size_t i = 2; i < args->nfile; i++) {
        if (n == MOST_EDITS)
            return cli_usage_error(args->verb, "more than %d labels", MOST_EDITS);
        if (!read_edit(args->files[i], strlen(args->files[i]), &j->edits[n++]))
            return cli_usage_error(args->verb, "'%s' is none of +LABEL, -LABEL, ?LABEL", args->files[i]);
    }
    if (n == 0 && !args->accept)
        return cli_usage_error(args->verb, "which labels? +LABEL, -LABEL, ?LABEL");
    if (!apply(j, (fuda_str){args->files[1], strlen(args->files[1])}, n, 0) || j->rejected != 0)
        return EXIT_FATAL;
    return EXIT_DONE;
}

/* An id up to a tab, or up to a blank where the line has no tab; then edits between blanks. */
static bool label_line(job *j, char *text, size_t len, size_t line)
{
    const char *tab = memchr(text, '\t', len);
    const char *end = tab != NULL ? tab : memchr(text, ' ', len);
    size_t id = end == NULL ? len : (size_t)(end - text), n = 0;

    for (size_t i = id; i < len;) {
        size_t k;
        while (i < len && strchr(" \t", text[i]) != NULL)
            i++;
        for (k = i; k < len && strchr(" \t", text[k]) == NULL; k++)
            ;
        if (k == i)
            break;
        if (n == MOST_EDITS || !read_edit(text + i, k - i, &j->edits[n])) {
            say_error("line %zu: '%.*s' is none of +LABEL, -LABEL, ?LABEL", line, (int)(k - i < 200 ? k - i : 200),
                      text + i);
            j->rejected++;
            return true;
        }
        n++;
        i = k;
    }
    if (n == 0 && !j->args->accept) {
        say_error("line %zu: no labels", line);
        j->rejected++;
        return true;
    }
    return apply(j, (fuda_str){text, id}, n, line);
}

static int label_lines(job *j)
{
    char *text = NULL;
    size_t size = 0, line = 0;
    bool going = true;
    ssize_t len;

    if (isatty(STDIN_FILENO) == 1)
        return cli_usage_error(j->args->verb, "name a document, or give lines on standard input");
    while (going && (len = getline(&text, &size, stdin)) >= 0) {
        line++;
        while (len > 0 && (text[len - 1] == '\n' || text[len - 1] == '\r'))
            len--;
        if (len > 0)
            going = label_line(j, text, (size_t)len, line);
    }
    free(text);
    if (ferror(stdin)) {
        say_error("cannot read standard input: %s", strerror(errno));
        return EXIT_FATAL;
    }
    return !going ? EXIT_FATAL : j->rejected != 0 ? EXIT_REJECTED : EXIT_DONE;
}

int cmd_label(const cli_args *args)
{
    fuda_error err = {0};
    int status = EXIT_FATAL;

    if (args->nfile == 0)
        return cli_usage_error(args->verb, "name the corpus");
    job *j = cli_alloc(1, sizeof *j);
    j->args = args;
    if (fuda_corpus_open(args->files[0], false, &j->corpus, &err) != FUDA_OK) {
        say_error("%s", err.text);
    } else {
        status = args->nfile == 1 ? label_lines(j) : label_one(j);
        if (j->changed + j->unchanged + j->rejected != 0)
            say_note("%zu changed, %zu unchanged, %zu rejected", j->changed, j->unchanged, j->rejected);
    }
    fuda_corpus_free(j->corpus);
    free(j);
    return status;
}
