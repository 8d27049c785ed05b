/* SPDX-License-Identifier: MIT */
/* fuda train: labelled documents in, a model file out. */
#include <fuda.h>

#include <string.h>

#include "cli/input.h"
#include "cli/learning.h"
#include "cli/message.h"
#include "cli/output.h"

enum { BATCH = 256 };

/* What was compared, best last line first: on a terminal people see why a model is what it is. */
static void explain_choice(const fuda_model_info *info)
{
    say_note("chosen: %s", info->choice);
    for (const char *line = info->why; *line != '\0';) {
        size_t len = strcspn(line, "\n"), score = strcspn(line, "\t\n");
        if (score < len)
            say_detail("  %.*s  %.*s", (int)score, line, (int)(len - score - 1), line + score + 1);
        line += len + (line[len] == '\n');
    }
}

static void summarise(const fuda_model *model, const input *in, const char *path)
{
    const fuda_model_info *info = fuda_model_describe(model);

    if (in->rejected > 0)
        say_note("%zu of %zu records left out", in->rejected, in->records);
    explain_choice(info);
    say_note("%s: %zu documents, %zu labels%s, %zu features", path, info->ndocument, info->nlabel,
             info->single ? " (one a document)" : "", info->nfeature);
}

static int list_algorithms(void)
{
    output out = {0};
    const char *name, *about;

    if (!output_open(&out, NULL, false))
        return EXIT_FATAL;
    for (size_t i = 0; (name = fuda_algorithm(i, &about)) != NULL; i++)
        output_format(&out, "%-16s %s\n", name, about);
    return output_finish(&out, EXIT_DONE);
}

int cmd_train(const cli_args *args)
{
    learning l = {0};
    input in = {0};
    fuda_error err = {0};
    fuda_model *model = NULL;
    int status, rejected;

    if (args->algorithm != NULL && strcmp(args->algorithm, "list") == 0)
        return list_algorithms();
    if (args->output == NULL)
        return cli_usage_error(args->verb, "where to? name the model's file with --output");
    if (output_exists(args->output, args->force))
        return EXIT_FATAL;
    status = input_open(&in, args, 0, BATCH);
    if (status == EXIT_DONE)
        status = learning_open(&l, args);
    if (status == EXIT_DONE)
        status = learning_read(&l, &in);
    if (status != EXIT_FATAL) {
        rejected = status;
        say_detail("learning from %zu documents", fuda_dataset_size(l.dataset));
        if (fuda_train(l.dataset, &model, &err) != FUDA_OK ||
            fuda_model_save(model, args->output, args->force, &err) != FUDA_OK) {
            say_error("%s", err.text);
            status = EXIT_FATAL;
        } else {
            summarise(model, &in, args->output);
            status = rejected;
        }
    }
    fuda_model_free(model);
    learning_release(&l);
    input_release(&in);
    return status;
}
