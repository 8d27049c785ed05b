/* SPDX-License-Identifier: MIT */
/* fuda import --gold: labels from files for documents that are there. */
#include <fuda.h>

#include <stdlib.h>
#include <string.h>

#include "cli/message.h"
#include "cli/options.h"
#include "cli/progress.h"

enum { BATCH = 1024 };

typedef struct job {
    const cli_args *args;
    fuda_corpus *corpus;
    fuda_batch *batch;
    fuda_gold_counts counts;
    size_t rejected;
    const fuda_document *documents[BATCH];
    fuda_error errors[BATCH];
    size_t lines[BATCH];
} job;

static void reject(job *j, const char *name, size_t line, const fuda_error *error)
{
    const char *shown = strcmp(name, "-") == 0 ? "standard input" : name;

    progress_clear();
    if (line != 0)
        say_error("%s:%zu: %s", shown, line, error->text);
    else
        say_error("%s: %s", shown, error->text);
    j->rejected++;
}

static bool store(job *j, const char *name, fuda_error *err)
{
    fuda_gold_counts counts;
    size_t n, good = 0;
    const fuda_record *records = fuda_batch_records(j->batch, &n);

    for (size_t i = 0; i < n; i++) {
        if (records[i].status != FUDA_OK) {
            reject(j, name, records[i].line, &records[i].error);
            continue;
        }
        j->lines[good] = records[i].line;
        j->documents[good++] = &records[i].document;
    }
    if (fuda_corpus_gold(j->corpus, j->documents, good, &counts, j->errors, err) != FUDA_OK)
        return false;
    for (size_t i = 0; i < good; i++) {
        if (j->errors[i].status != FUDA_OK)
            reject(j, name, j->lines[i], &j->errors[i]);
    }
    j->counts.changed += counts.changed;
    j->counts.unchanged += counts.unchanged;
    j->counts.unlabelled += counts.unlabelled;
    progress_update(j->counts.changed + j->counts.unchanged, 0);
    return true;
}

static bool take_file(job *j, const char *name, fuda_error *err)
{
    const fuda_reader_options options = {.format = (fuda_format)j->args->input_format,
                                         .id_field = j->args->id_field,
                                         .label_field = j->args->label_field};
    fuda_gold *gold;
    bool more = true, ok = fuda_gold_open(name, &options, &gold, err) == FUDA_OK;

    if (!ok)
        return false;
    while (ok && more) {
        fuda_batch_clear(j->batch);
        ok = fuda_gold_read(gold, j->batch, BATCH, &more, err) == FUDA_OK && store(j, name, err);
    }
    fuda_gold_free(gold);
    return ok;
}

int import_gold(const cli_args *args)
{
    static char dash[] = "-";
    static char *standard[] = {dash};
    char **files = args->nfile > 1 ? args->files + 1 : standard;
    size_t nfile = args->nfile > 1 ? args->nfile - 1 : 1;
    fuda_error err = {0};
    bool ok = true;

    if (args->rejects != NULL)
        return cli_usage_error(args->verb, "--rejects does not go with --gold");
    job *j = cli_alloc(1, sizeof *j);
    j->args = args;
    j->batch = fuda_batch_new();
    if (j->batch == NULL)
        cli_out_of_memory();
    ok = fuda_corpus_open(args->files[0], false, &j->corpus, &err) == FUDA_OK;
    progress_start(args->progress, false, "labelled");
    for (size_t i = 0; ok && i < nfile; i++)
        ok = take_file(j, files[i], &err);
    progress_end();
    if (!ok)
        say_error("%s", err.text);
    if (j->corpus != NULL)
        say_note("%zu changed, %zu unchanged, %zu not labelled, %zu rejected", j->counts.changed, j->counts.unchanged,
                 j->counts.unlabelled, j->rejected);
    int status = !ok ? EXIT_FATAL : j->rejected != 0 ? EXIT_REJECTED : EXIT_DONE;
    fuda_corpus_free(j->corpus);
    fuda_batch_free(j->batch);
    free(j);
    return status;
}
