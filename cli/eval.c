/* SPDX-License-Identifier: MIT */
/* fuda eval: a model, or a way of training, measured on labelled documents. */
#include <fuda.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/input.h"
#include "cli/learning.h"
#include "cli/lines.h"
#include "cli/locate.h"
#include "cli/message.h"
#include "cli/progress.h"
#include "cli/scores.h"

enum { BATCH = 256 };

/* Tags the documents of a batch and counts how well; false after a message. */
static bool measure(fuda_evaluation *evaluation, fuda_tagger *tagger, input *in, const fuda_record *records,
                    size_t n, const fuda_document **documents, size_t *index)
{
    const fuda_tag_options options = {
        .lang = (fuda_lang)in->args->lang, .min_p = in->args->min_p, .top = (size_t)in->args->top};
    const fuda_result *results = NULL;
    fuda_error err = {0};
    size_t good = 0;

    for (size_t i = 0; i < n; i++) {
        if (records[i].status != FUDA_OK)
            continue;
        index[good] = i;
        documents[good++] = &records[i].document;
    }
    if (good > 0 && fuda_tagger_run(tagger, documents, good, &options, &results, &err) != FUDA_OK) {
        say_error("%s", err.text);
        return false;
    }
    for (size_t i = 0; i < good; i++) {
        fuda_status st = fuda_evaluation_add(evaluation, documents[i], &results[i], &err);
        if (st == FUDA_E_ARG) {
            err.line = 0;
            input_reject(in, index[i], &documents[i]->id, &err);
        } else if (st != FUDA_OK) {
            say_error("%s", err.text);
            return false;
        }
    }
    return true;
}

static int with_model(const cli_args *args, const char *named, size_t first, fuda_evaluation **out)
{
    fuda_model *model = NULL;
    fuda_tagger *tagger = NULL;
    fuda_error err = {0};
    input in = {0};
    const fuda_record *records = NULL;
    size_t n = 0;
    int status = input_open(&in, args, first, BATCH);

    if (status == EXIT_DONE && (model = load_model(args, named)) == NULL)
        status = EXIT_FATAL;
    if (status == EXIT_DONE && (fuda_tagger_new(model, (int)args->jobs, &tagger, &err) != FUDA_OK ||
                                fuda_evaluation_new(model, out, &err) != FUDA_OK)) {
        say_error("%s", err.text);
        status = EXIT_FATAL;
    }
    if (status == EXIT_DONE) {
        const fuda_document **documents = cli_alloc(BATCH, sizeof *documents);
        size_t *index = cli_alloc(BATCH, sizeof *index);
        progress_start(args->progress, false, "measured");
        while (!in.failed && input_next(&in, &records, &n)) {
            if (!measure(*out, tagger, &in, records, n, documents, index))
                in.failed = true;
            progress_update(in.records, 0);
        }
        progress_end();
        free(documents);
        free(index);
        status = input_status(&in);
    }
    fuda_tagger_free(tagger);
    fuda_model_free(model);
    input_release(&in);
    return status;
}

static int cross_validate(const cli_args *args, fuda_evaluation **out)
{
    learning l = {0};
    fuda_error err = {0};
    input in = {0};
    int status = input_open(&in, args, 0, BATCH);

    if (status == EXIT_DONE)
        status = learning_open(&l, args);
    if (status == EXIT_DONE)
        status = learning_read(&l, &in);
    if (status != EXIT_FATAL) {
        say_detail("cross-validating %zu documents in %d parts", fuda_dataset_size(l.dataset), (int)args->cv);
        if (fuda_cross_validate(l.dataset, (int)args->cv, out, &err) != FUDA_OK) {
            say_error("%s", err.text);
            status = EXIT_FATAL;
        }
    }
    learning_release(&l);
    input_release(&in);
    return status;
}

/* True for names that documents have and models have not. */
static bool names_documents(const char *path)
{
    static const char *const ends[] = {".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".txt"};
    size_t len = strlen(path);

    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        size_t n = strlen(ends[i]);
        if (len > n && strcmp(path + len - n, ends[i]) == 0)
            return true;
    }
    return strcmp(path, "-") == 0;
}

int cmd_eval(const cli_args *args)
{
    fuda_evaluation *evaluation = NULL;
    output out = {0};
    const char *named = NULL;
    size_t first = 0;
    int status;

    if (args->cv > 0 && args->model != NULL)
        return cli_usage_error(args->verb, "--cv trains its own models; leave out --model");
    if (args->cv == 0 && args->model == NULL) {
        if (args->nfile == 0)
            return cli_usage_error(args->verb, "name a model and labelled documents, or use --cv");
        /* Without a model among the files, the default one. */
        if (!names_documents(args->files[0])) {
            named = args->files[0];
            first = 1;
        }
    }
    if (!output_open(&out, args->output, args->force))
        return EXIT_FATAL;
    status = args->cv > 0 ? cross_validate(args, &evaluation) : with_model(args, named, first, &evaluation);
    if (status != EXIT_FATAL && fuda_evaluation_documents(evaluation) == 0) {
        say_error("no labelled document to measure with");
        status = EXIT_FATAL;
    }
    if (status != EXIT_FATAL) {
        scores_write(&out, args, evaluation);
        double f1 = fuda_evaluation_micro(evaluation).f1;
        if (args->fail_under >= 0 && !(f1 >= args->fail_under)) {
            say_note("micro-averaged F1 %.4f is below %.4f", f1, args->fail_under);
            status = EXIT_REJECTED;
        }
    }
    status = output_finish(&out, status);
    fuda_evaluation_free(evaluation);
    return status;
}
