/* SPDX-License-Identifier: MIT */
/* fuda learn, unlearn, merge: models changed exactly, without training again. */
#include <fuda.h>

#include <stdlib.h>
#include <string.h>

#include "cli/input.h"
#include "cli/learning.h"
#include "cli/locate.h"
#include "cli/message.h"
#include "cli/output.h"

enum { BATCH = 256 };

/* Where the new model goes; NULL after a message. */
static const char *target_of(const cli_args *args, const char *model)
{
    if (args->in_place && args->output != NULL) {
        (void)cli_usage_error(args->verb, "--in-place and --output exclude each other");
        return NULL;
    }
    if (args->in_place)
        return model;
    if (args->output == NULL) {
        (void)cli_usage_error(args->verb, "where to? name the new model's file with --output%s",
                              model != NULL ? ", or change the old one with --in-place" : "");
        return NULL;
    }
    return output_exists(args->output, args->force) ? NULL : args->output;
}

static bool save(const cli_args *args, const fuda_model *model, const char *target)
{
    fuda_error err = {0};

    if (fuda_model_save(model, target, args->force || args->in_place, &err) == FUDA_OK)
        return true;
    say_error("%s", err.text);
    return false;
}

static void summarise(const fuda_model *model, const char *target)
{
    const fuda_model_info *info = fuda_model_describe(model);

    say_note("%s: %zu documents, %zu labels%s, %zu features", target, info->ndocument, info->nlabel,
             info->single ? " (one a document)" : "", info->nfeature);
    if (info->stale)
        say_note("calibration and thresholds are still those of the documents before; --recalibrate FILE renews the probabilities");
}

/* ---- learn, unlearn ------------------------------------------------------------------------- */

typedef fuda_status (*update_fn)(const fuda_model *model, fuda_dataset *documents, fuda_model **out,
                                 fuda_error *err);

/* Reads documents as the model reads documents: the files from args->files[1] on, or one file. */
static int read_documents(const cli_args *args, const fuda_model *model, const char *file, learning *l,
                          size_t *rejected)
{
    cli_args one = *args;
    char *files[1] = {(char *)file};
    fuda_error err = {0};
    input in = {0};
    int status;

    if (file != NULL) {
        one.files = files;
        one.nfile = 1;
    }
    status = input_open(&in, &one, file != NULL ? 0 : 1, BATCH);
    if (status == EXIT_DONE && fuda_dataset_for_model(model, args->mecab_dic, args->mecab_userdic, (int)args->jobs,
                                                      &l->dataset, &err) != FUDA_OK) {
        say_error("%s", err.text);
        status = EXIT_FATAL;
    }
    if (status == EXIT_DONE)
        status = learning_read(l, &in);
    *rejected = in.rejected;
    input_release(&in);
    return status;
}

/* Replaces *model by what `change` makes of it and the documents, or by NULL after a message.  With `strict` a
 * rejected document is the end of it. */
static int apply(const cli_args *args, fuda_model **model, update_fn change, const char *file, bool strict)
{
    learning l = {0};
    fuda_model *changed = NULL;
    fuda_error err = {0};
    size_t rejected = 0;
    int status = read_documents(args, *model, file, &l, &rejected);

    if (status == EXIT_REJECTED && strict) {
        say_error("%zu records cannot be used; nothing was changed", rejected);
    } else if (status != EXIT_FATAL && change(*model, l.dataset, &changed, &err) != FUDA_OK) {
        say_error("%s; nothing was changed", err.text);
        status = err.status == FUDA_E_ARG ? EXIT_REJECTED : EXIT_FATAL;
    }
    fuda_model_free(*model);
    *model = changed;
    learning_release(&l);
    return status;
}

static int update(const cli_args *args, update_fn change, bool strict)
{
    const char *named = args->nfile > 0 ? args->files[0] : NULL, *target;
    fuda_model *model;
    int status = EXIT_DONE;

    if (named == NULL)
        return cli_usage_error(args->verb, "name a model and labelled documents");
    target = target_of(args, named);
    if (target == NULL || (model = load_model(args, named)) == NULL)
        return EXIT_FATAL;
    if (args->nfile > 1 || args->recalibrate == NULL)
        status = apply(args, &model, change, NULL, strict);
    if (model != NULL && args->recalibrate != NULL) {
        int calibrated = apply(args, &model, fuda_model_recalibrate, args->recalibrate, false);
        status = calibrated != EXIT_DONE ? calibrated : status;
    }
    if (model != NULL && !save(args, model, target))
        status = EXIT_FATAL;
    else if (model != NULL)
        summarise(model, target);
    fuda_model_free(model);
    return status;
}

int cmd_learn(const cli_args *args)
{
    return update(args, fuda_model_learn, false);
}

int cmd_unlearn(const cli_args *args)
{
    return update(args, fuda_model_unlearn, true);
}

/* ---- merge ---------------------------------------------------------------------------------- */

int cmd_merge(const cli_args *args)
{
    fuda_model **models = NULL, *sum = NULL;
    const char *target;
    fuda_error err = {0};
    int status = EXIT_DONE;

    if (args->nfile < 2)
        return cli_usage_error(args->verb, "name two models or more");
    target = target_of(args, NULL);
    if (target == NULL)
        return EXIT_FATAL;
    models = cli_alloc(args->nfile, sizeof *models);
    for (size_t i = 0; i < args->nfile; i++)
        models[i] = NULL;
    for (size_t i = 0; i < args->nfile && status == EXIT_DONE; i++)
        if ((models[i] = load_model(args, args->files[i])) == NULL)
            status = EXIT_FATAL;
    if (status == EXIT_DONE &&
        fuda_model_merge((const fuda_model *const *)models, args->nfile, &sum, &err) != FUDA_OK) {
        say_error("%s", err.text);
        status = EXIT_FATAL;
    }
    if (status == EXIT_DONE && !save(args, sum, target))
        status = EXIT_FATAL;
    if (status == EXIT_DONE)
        summarise(sum, target);
    fuda_model_free(sum);
    for (size_t i = 0; i < args->nfile; i++)
        fuda_model_free(models[i]);
    free(models);
    return status;
}
