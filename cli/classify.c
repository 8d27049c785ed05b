/* SPDX-License-Identifier: MIT */
/* fuda classify: a model over a corpus; what is done stays done when it is interrupted. */
#include <fuda.h>

#include <stdlib.h>
#include <string.h>

#include "cli/interrupt.h"
#include "cli/locate.h"
#include "cli/message.h"
#include "cli/progress.h"

static bool on_progress(void *ctx, const fuda_progress *progress)
{
    (void)ctx;
    progress_update(progress->done, progress->total);
    return !interrupt_came();
}

static int classify(const cli_args *args, fuda_corpus *corpus, const fuda_model *model)
{
    char *command = command_line(args);
    const fuda_classify_options options = {
        .tag = {.lang = (fuda_lang)args->lang, .min_p = args->min_p, .top = (size_t)args->top},
        .jobs = (int)args->jobs,
        .force = args->force,
        .command = command,
        .progress = on_progress};
    fuda_classify_counts counts = {0};
    fuda_error err = {0};

    interrupt_catch();
    progress_start(args->progress, false, "classified");
    fuda_status st = fuda_corpus_classify(corpus, model, &options, &counts, &err);
    progress_end();
    free(command);
    if (st == FUDA_E_INTERRUPTED) {
        say_error("interrupted: %zu documents are classified and stored; run the same command again%s to go on",
                  counts.classified, args->force ? ", without --force," : "");
        return EXIT_INTERRUPTED;
    }
    if (st != FUDA_OK) {
        say_error("%s", err.text);
        return EXIT_FATAL;
    }
    say_note("run %lld: %zu classified, %zu of them tagged, %zu done before", (long long)counts.run,
             counts.classified, counts.tagged, counts.skipped);
    return EXIT_DONE;
}

int cmd_classify(const cli_args *args)
{
    fuda_error err = {0};
    fuda_corpus *corpus = NULL;
    fuda_model *model = NULL;
    int status = EXIT_FATAL;

    if (args->nfile != 1)
        return args->nfile == 0
                   ? cli_usage_error(args->verb, "name the corpus")
                   : cli_usage_error(args->verb, "'%s' is one argument too many", args->files[1]);
    if (fuda_corpus_open(args->files[0], false, &corpus, &err) != FUDA_OK)
        say_error("%s", err.text);
    else if ((model = load_model(args, NULL)) != NULL)
        status = classify(args, corpus, model);
    fuda_model_free(model);
    fuda_corpus_free(corpus);
    return status;
}
