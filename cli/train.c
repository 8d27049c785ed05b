/* SPDX-License-Identifier: MIT */
/* fuda train: labelled documents in, a model file out. */
#include <fuda.h>

#include "cli/input.h"
#include "cli/learning.h"
#include "cli/message.h"
#include "cli/output.h"

enum { BATCH = 256 };

static void summarise(const fuda_model *model, const input *in, const char *path)
{
    const fuda_model_info *info = fuda_model_describe(model);

    if (in->rejected > 0)
        say_note("%zu of %zu records left out", in->rejected, in->records);
    say_note("%s: %zu documents, %zu labels%s, %zu features, alpha %.6g", path, info->ndocument, info->nlabel,
             info->single ? " (one a document)" : "", info->nfeature, info->alpha);
}

int cmd_train(const cli_args *args)
{
    learning l = {0};
    input in = {0};
    fuda_error err = {0};
    fuda_model *model = NULL;
    int status, rejected;

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
