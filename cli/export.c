/* SPDX-License-Identifier: MIT */
/* fuda export: a labelled data set out of a corpus. */
#include <fuda.h>

#include <string.h>

#include "cli/message.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/table.h"

int cmd_export(const cli_args *args)
{
    static const fuda_format formats[] = {[CLI_FORMAT_AUTO] = FUDA_FORMAT_JSONL,
                                          [CLI_JSONL] = FUDA_FORMAT_JSONL,
                                          [CLI_CSV] = FUDA_FORMAT_CSV,
                                          [CLI_TSV] = FUDA_FORMAT_TSV};
    const char *path = args->output != NULL ? args->output : "-";
    cli_format format = args->format != CLI_FORMAT_AUTO ? (cli_format)args->format
                                                        : format_of_name(args->output, CLI_JSONL);
    const fuda_export_options options = {.format = formats[format],
                                         .labels = (fuda_export_labels)args->labels,
                                         .run = args->run,
                                         .min_p = args->min_p,
                                         .ids_only = args->ids_only,
                                         .bom = args->bom};
    fuda_error err = {0};
    fuda_corpus *corpus = NULL;
    int status = EXIT_FATAL;
    size_t n = 0;

    if (args->nfile != 1)
        return args->nfile == 0
                   ? cli_usage_error(args->verb, "name the corpus")
                   : cli_usage_error(args->verb, "'%s' is one argument too many", args->files[1]);
    if (args->bom && options.format != FUDA_FORMAT_CSV)
        return cli_usage_error(args->verb, "--bom goes with -f csv only");
    if (output_exists(args->output, args->force))
        return EXIT_FATAL;
    if (fuda_corpus_open(args->files[0], false, &corpus, &err) != FUDA_OK) {
        say_error("%s", err.text);
    } else if (fuda_corpus_export(corpus, &options, path, args->force, &n, &err) == FUDA_OK) {
        if (args->output != NULL && strcmp(path, "-") != 0)
            say_note("%s: %zu documents", path, n);
        status = EXIT_DONE;
    } else if (err.status == FUDA_E_IO && strcmp(path, "-") == 0 && output_stdout_closed()) {
        status = EXIT_DONE; /* the reader had enough */
    } else {
        say_error("%s", err.text);
    }
    fuda_corpus_free(corpus);
    return status;
}
