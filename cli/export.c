/* SPDX-License-Identifier: MIT */
/* fuda export: a labelled data set out of a corpus. */
#include <fuda.h>

#include <stdlib.h>
#include <string.h>

#include "cli/locate.h"
#include "cli/message.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/table.h"

static fuda_export_format format_of(const cli_args *args)
{
    if (args->data_format >= 0)
        return (fuda_export_format)args->data_format;
    switch (format_of_name(args->output, CLI_JSONL)) {
    case CLI_CSV:
        return FUDA_EXPORT_CSV;
    case CLI_TSV:
        return FUDA_EXPORT_TSV;
    default:
        return FUDA_EXPORT_JSONL;
    }
}

static bool is_stdout(const char *path)
{
    return path == NULL || strcmp(path, "-") == 0;
}

/* What was left out or moved is said, whatever the format. */
static void say_counts(const cli_args *args, const fuda_export_counts *counts)
{
    if (!is_stdout(args->output))
        say_note("%s: %zu documents", args->output, counts->documents);
    if (counts->unlabelled != 0)
        say_note("%zu documents without known labels are left out: this format cannot tell them from documents with none",
                 counts->unlabelled);
    if (counts->undated != 0)
        say_note("%zu documents without a date are left out of the split by date", counts->undated);
    if (counts->moved != 0)
        say_note("%zu documents are now in another part: new documents tie them to others", counts->moved);
    if (counts->unsaved)
        say_note("the corpus is read-only: the split is not kept in it, and later ones may differ");
}

static int check_args(const cli_args *args, const fuda_export_options *options)
{
    if (args->nfile != 1)
        return args->nfile == 0
                   ? cli_usage_error(args->verb, "name the corpus")
                   : cli_usage_error(args->verb, "'%s' is one argument too many", args->files[1]);
    if (args->bom && options->format != FUDA_EXPORT_CSV)
        return cli_usage_error(args->verb, "--bom goes with -f csv only");
    if (args->guard && options->format != FUDA_EXPORT_CSV && options->format != FUDA_EXPORT_TSV)
        return cli_usage_error(args->verb, "--guard-formulas goes with -f csv and -f tsv only");
    if (fuda_export_is_folder(options) && is_stdout(args->output))
        return cli_usage_error(args->verb, "this export is a folder of files: name it with -o");
    if (!fuda_export_is_folder(options) && output_exists(args->output, args->force))
        return EXIT_FATAL;
    return EXIT_DONE;
}

int cmd_export(const cli_args *args)
{
    char *command = command_line(args);
    fuda_export_options options = {.format = format_of(args),
                                   .labels = (fuda_export_labels)args->labels,
                                   .run = args->run,
                                   .min_p = args->min_p,
                                   .ids_only = args->ids_only,
                                   .bom = args->bom,
                                   .guard = args->guard,
                                   .sample = (size_t)args->sample,
                                   .per_label = (size_t)args->per_label,
                                   .split = args->split,
                                   .split_date = args->split_date,
                                   .seed = (uint64_t)args->seed,
                                   .command = command};
    const char *path = args->output != NULL ? args->output : "-";
    fuda_error err = {0};
    fuda_corpus *corpus = NULL;
    fuda_model *model = NULL;
    fuda_export_counts counts = {0};
    int status = check_args(args, &options);

    if (status == EXIT_DONE && args->model != NULL) {
        model = load_model(args, NULL);
        status = model == NULL ? EXIT_FATAL : EXIT_DONE;
        options.tokenizer = model == NULL ? NULL : fuda_model_tokenizer(model);
    }
    if (status != EXIT_DONE) {
        free(command);
        return status;
    }
    status = EXIT_FATAL;
    if (fuda_corpus_open(args->files[0], false, &corpus, &err) != FUDA_OK) {
        say_error("%s", err.text);
    } else if (fuda_corpus_export(corpus, &options, path, args->force, &counts, &err) == FUDA_OK) {
        say_counts(args, &counts);
        status = EXIT_DONE;
    } else if (err.status == FUDA_E_IO && is_stdout(path) && output_stdout_closed()) {
        status = EXIT_DONE; /* the reader had enough */
    } else {
        say_error("%s", err.text);
    }
    fuda_corpus_free(corpus);
    fuda_model_free(model);
    free(command);
    return status;
}
