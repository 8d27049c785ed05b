/* SPDX-License-Identifier: MIT */
#include "cli/input.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/message.h"

enum { BATCH_BYTES = 16 << 20 }; /* of text, after which no further file joins a batch */

static const char *shown(const char *name)
{
    return strcmp(name, "-") == 0 ? "standard input" : name;
}

int input_open(input *in, const cli_args *args, size_t first, size_t size)
{
    static char dash[] = "-";
    int status = EXIT_DONE;

    *in = (input){.args = args, .size = size};
    in->options = (fuda_reader_options){.format = (fuda_format)args->input_format,
                                        .id_field = args->id_field,
                                        .title_field = args->title_field,
                                        .text_field = args->text_field,
                                        .label_field = args->label_field,
                                        .lang_field = args->lang_field,
                                        .date_field = args->date_field,
                                        .codes_field = args->codes_field,
                                        .group_field = args->group_field,
                                        .encoding = args->encoding,
                                        .parts = args->parts,
                                        .part_langs = args->part_langs,
                                        .keep_versions = args->keep_versions,
                                        .id_prefix = args->id_prefix,
                                        .max_ratio = args->max_ratio};
    in->files = args->files + first;
    in->nfile = args->nfile > first ? args->nfile - first : 0;
    if (in->nfile == 0) {
        if (isatty(STDIN_FILENO) == 1) {
            say_error("%s: no FILE, and standard input is a terminal", args->verb->name);
            help_verb(args->verb, true);
            return EXIT_FATAL;
        }
        in->standard[0] = dash;
        in->files = in->standard;
        in->nfile = 1;
    }
    /* Before any work: a mistyped name must not show up after an hour. */
    for (size_t i = 0; i < in->nfile; i++) {
        if (strcmp(in->files[i], "-") != 0 && access(in->files[i], R_OK) != 0) {
            say_error("cannot read '%s': %s", in->files[i], strerror(errno));
            status = EXIT_FATAL;
        }
    }
    in->batch = fuda_batch_new();
    if (in->batch == NULL)
        cli_out_of_memory();
    in->names = cli_alloc(size, sizeof *in->names);
    return status;
}

void input_release(input *in)
{
    fuda_reader_free(in->reader);
    fuda_batch_free(in->batch);
    free(in->names);
    *in = (input){0};
}

/* Opens the next file; false when there is none or it cannot be opened. */
static bool next_file(input *in)
{
    fuda_error err = {0};
    const char *name = in->files[in->at++];

    if (fuda_reader_open(name, &in->options, &in->reader, &err) == FUDA_OK)
        return true;
    if (err.line > 0)
        say_error("%s:%zu: %s", shown(name), err.line, err.text);
    else
        say_error("%s", err.text);
    in->reader = NULL;
    in->failed = true;
    return false;
}

static void report(input *in, const char *name, size_t line, const char *text)
{
    if (line > 0)
        say_error("%s:%zu: %s", shown(name), line, text);
    else
        say_error("%s: %s", shown(name), text);
    in->rejected++;
}

/* The file of a record, in a folder or an archive its own one. */
const char *input_file(const input *in, size_t index)
{
    size_t n;
    const fuda_record *records = fuda_batch_records(in->batch, &n);

    return index < n && records[index].file.len > 0 ? records[index].file.ptr : in->names[index];
}

bool input_next(input *in, const fuda_record **records, size_t *n)
{
    size_t have = 0, bytes = 0;

    fuda_batch_clear(in->batch);
    while (have < in->size && bytes < BATCH_BYTES) {
        bool more = false;
        fuda_error err = {0};

        if (in->reader == NULL) {
            if (in->at >= in->nfile)
                break;
            if (!next_file(in))
                continue;
        }
        const char *name = in->files[in->at - 1];
        fuda_status st = fuda_reader_read(in->reader, in->batch, in->size - have, &more, &err);
        *records = fuda_batch_records(in->batch, n);
        for (; have < *n && have < in->size; have++) {
            in->names[have] = name;
            bytes += (*records)[have].document.text.len;
        }
        if (st != FUDA_OK) {
            say_error("%s: %s", shown(name), err.text);
            in->failed = true;
        }
        if (st != FUDA_OK || !more) {
            in->skipped += fuda_reader_skipped(in->reader);
            fuda_reader_free(in->reader);
            in->reader = NULL;
        } else if (have > 0) {
            break; /* the reader thinks the batch is full */
        }
    }
    *records = fuda_batch_records(in->batch, n);
    if (*n > have)
        *n = have;
    for (size_t i = 0; i < *n; i++)
        if ((*records)[i].status != FUDA_OK)
            report(in, input_file(in, i), (*records)[i].error.line, (*records)[i].error.text);
    in->records += *n;
    return *n > 0;
}

size_t input_line(const input *in, size_t index)
{
    size_t n;
    const fuda_record *records = fuda_batch_records(in->batch, &n);

    return index < n ? records[index].line : 0;
}

void input_reject(input *in, size_t index, const fuda_str *id, const fuda_error *error)
{
    char text[sizeof error->text + 160];

    if (id != NULL && id->len > 0)
        snprintf(text, sizeof text, "'%.*s': %s", (int)(id->len < 120 ? id->len : 120), id->ptr, error->text);
    else
        snprintf(text, sizeof text, "%s", error->text);
    report(in, input_file(in, index), input_line(in, index), text);
}

int input_status(const input *in)
{
    return in->failed ? EXIT_FATAL : in->rejected > 0 ? EXIT_REJECTED : EXIT_DONE;
}
