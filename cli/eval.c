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

/* A model at work, and what became of its answers. */
typedef struct side {
    fuda_model *model;
    fuda_tagger *tagger;
    fuda_evaluation *evaluation;
} side;

static void side_release(side *s)
{
    fuda_tagger_free(s->tagger);
    fuda_evaluation_free(s->evaluation);
    fuda_model_free(s->model);
}

static int side_open(side *s, const cli_args *args, const char *named)
{
    fuda_error err = {0};

    s->model = load_model(args, named);
    if (s->model == NULL)
        return EXIT_FATAL;
    if (fuda_tagger_new(s->model, (int)args->jobs, &s->tagger, &err) == FUDA_OK &&
        fuda_evaluation_new(s->model, &s->evaluation, &err) == FUDA_OK &&
        (args->suspects == 0 || fuda_evaluation_keep(s->evaluation, &err) == FUDA_OK))
        return EXIT_DONE;
    say_error("%s", err.text);
    return EXIT_FATAL;
}

/* Tags the documents of a batch and counts how well; false after a message.  What one side cannot use, the
 * other cannot use either. */
static bool measure(side *s, bool report, input *in, const fuda_document **documents, size_t n,
                    const size_t *index)
{
    const fuda_tag_options options = {
        .lang = (fuda_lang)in->args->lang, .min_p = in->args->min_p, .top = (size_t)in->args->top};
    const fuda_result *results = NULL;
    fuda_error err = {0};

    if (n > 0 && fuda_tagger_run(s->tagger, documents, n, &options, &results, &err) != FUDA_OK) {
        say_error("%s", err.text);
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        fuda_status st = fuda_evaluation_add(s->evaluation, documents[i], &results[i], &err);
        if (st == FUDA_E_ARG && report) {
            err.line = 0;
            input_reject(in, index[i], &documents[i]->id, &err);
        } else if (st != FUDA_OK && st != FUDA_E_ARG) {
            say_error("%s", err.text);
            return false;
        }
    }
    return true;
}

static void measure_all(side *sides, size_t nside, input *in)
{
    const fuda_document **documents = cli_alloc(BATCH, sizeof *documents);
    size_t *index = cli_alloc(BATCH, sizeof *index), n = 0;
    const fuda_record *records = NULL;

    progress_start(in->args->progress, false, "measured");
    while (!in->failed && input_next(in, &records, &n)) {
        size_t good = 0;
        for (size_t i = 0; i < n; i++) {
            if (records[i].status != FUDA_OK)
                continue;
            index[good] = i;
            documents[good++] = &records[i].document;
        }
        for (size_t s = 0; s < nside && !in->failed; s++)
            in->failed = !measure(&sides[s], s == 0, in, documents, good, index);
        progress_update(in->records, 0);
    }
    progress_end();
    free(documents);
    free(index);
}

/* sides[1] is opened only with --versus. */
static int with_models(const cli_args *args, const char *named, size_t first, side sides[2])
{
    size_t nside = args->versus != NULL ? 2 : 1;
    input in = {0};
    int status = input_open(&in, args, first, BATCH);

    if (status == EXIT_DONE)
        status = side_open(&sides[0], args, named);
    if (status == EXIT_DONE && nside == 2)
        status = side_open(&sides[1], args, args->versus);
    if (status == EXIT_DONE) {
        measure_all(sides, nside, &in);
        status = input_status(&in);
    }
    input_release(&in);
    return status;
}

static int cross_validate(const cli_args *args, fuda_evaluation **out)
{
    const fuda_cv_options options = {(int)args->cv, args->no_dedup ? 2 : args->near, args->suspects > 0};
    learning l = {0};
    fuda_error err = {0};
    input in = {0};
    int status = input_open(&in, args, 0, BATCH);

    if (status == EXIT_DONE)
        status = learning_open(&l, args);
    if (status == EXIT_DONE)
        status = learning_read(&l, &in);
    if (status != EXIT_FATAL) {
        say_detail("cross-validating %zu documents in %d parts", fuda_dataset_size(l.dataset), options.folds);
        if (fuda_cross_validate(l.dataset, &options, out, &err) != FUDA_OK) {
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

/* Measures the difference to --versus and writes everything. */
static int report(output *out, const cli_args *args, const side *sides)
{
    const fuda_bootstrap_options bootstrap = {(size_t)args->bootstrap, (uint64_t)args->seed, (int)args->jobs};
    fuda_comparison versus;
    fuda_error err = {0};
    scores s = {0};
    int status = EXIT_DONE;

    if (args->versus != NULL) {
        if (fuda_evaluation_compare(sides[0].evaluation, sides[1].evaluation, &bootstrap, &versus, &err) != FUDA_OK) {
            say_error("%s", err.text);
            return EXIT_FATAL;
        }
        s.versus = &versus;
        s.versus_name = args->versus;
    }
    if (scores_gather(&s, args, sides[0].evaluation)) {
        scores_write(out, &s);
        double f1 = fuda_evaluation_micro(sides[0].evaluation).f1;
        if (args->fail_under >= 0 && !(f1 >= args->fail_under)) {
            say_note("micro-averaged F1 %.4f is below %.4f", f1, args->fail_under);
            status = EXIT_REJECTED;
        }
    } else {
        status = EXIT_FATAL;
    }
    scores_release(&s);
    return status;
}

static const char *misuse(const cli_args *args)
{
    if (args->cv > 0 && args->model != NULL)
        return "--cv trains its own models; leave out --model";
    if (args->cv > 0 && args->versus != NULL)
        return "--versus compares two models; leave out --cv";
    if (args->cv > 0 && (args->min_p > 0 || args->top > 0 || args->lang != FUDA_LANG_UND))
        return "--cv decides as the models it trains do; leave out --min-p, --top and --lang";
    if (args->cv == 0 && args->model == NULL && args->nfile == 0)
        return "name a model and labelled documents, or use --cv";
    return NULL;
}

int cmd_eval(const cli_args *args)
{
    side sides[2] = {{0}};
    output out = {0};
    const char *named = NULL, *wrong = misuse(args);
    size_t first = 0;
    int status;

    if (wrong != NULL)
        return cli_usage_error(args->verb, "%s", wrong);
    /* Without a model among the files, the default one. */
    if (args->cv == 0 && args->model == NULL && !names_documents(args->files[0])) {
        named = args->files[0];
        first = 1;
    }
    if (!output_open(&out, args->output, args->force))
        return EXIT_FATAL;
    status = args->cv > 0 ? cross_validate(args, &sides[0].evaluation) : with_models(args, named, first, sides);
    if (status != EXIT_FATAL && fuda_evaluation_documents(sides[0].evaluation) == 0) {
        say_error("no labelled document to measure with");
        status = EXIT_FATAL;
    }
    if (status != EXIT_FATAL) {
        int reported = report(&out, args, sides);
        status = reported != EXIT_DONE ? reported : status;
    }
    status = output_finish(&out, status);
    side_release(&sides[0]);
    side_release(&sides[1]);
    return status;
}
