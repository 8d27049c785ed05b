/* SPDX-License-Identifier: MIT */
/* fuda tag: documents in, labels out, in the order of the input. */
#include "cli/tag.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/input.h"
#include "cli/locate.h"
#include "cli/message.h"
#include "cli/progress.h"
#include "cli/width.h"

enum { BATCH = 256, ID_MIN = 4, ID_MAX = 24 };

typedef struct job {
    const cli_args *args;
    input in;
    output out;
    fuda_model *model;
    fuda_tagger *tagger;
    cli_format format;
    lines json;
    rows row;
    table view;
    size_t id_width; /* of the table; grows from batch to batch */
    size_t tagged, silent, abstained;
    const fuda_document *documents[BATCH];
} job;

static void widen_ids(job *j, const fuda_record *records, size_t n)
{
    const size_t most = j->view.width / 4 < ID_MAX ? j->view.width / 4 : ID_MAX;

    if (j->id_width < ID_MIN)
        j->id_width = ID_MIN;
    for (size_t i = 0; i < n; i++) {
        size_t w = width_text(records[i].document.id.ptr, records[i].document.id.len);
        if (w > j->id_width)
            j->id_width = w < most ? w : most;
    }
}

static void write_one(job *j, const fuda_record *record, const fuda_result *result)
{
    if (result != NULL) {
        j->abstained += result->abstain != FUDA_ANSWERED;
        j->tagged += result->ntag > 0;
        j->silent += result->abstain == FUDA_ANSWERED && result->ntag == 0;
    }
    if (j->format == CLI_TABLE)
        tag_write_table(&j->view, j->args, j->model, record, result, j->id_width);
    else if (j->format == CLI_CSV || j->format == CLI_TSV)
        tag_write_row(&j->row, j->model, record, result);
    else if (j->format == CLI_HTML)
        tag_write_html(&j->out, j->args, j->model, record, result);
    else
        tag_write_json(&j->json, j->args, j->model, record, result);
}

/* Tags and writes one batch; false after a message or when nobody reads. */
static bool do_batch(job *j, const fuda_record *records, size_t n)
{
    const fuda_tag_options options = {.lang = (fuda_lang)j->args->lang,
                                      .min_p = j->args->min_p,
                                      .top = (size_t)j->args->top,
                                      .explain = j->args->explain,
                                      .flip = j->args->flip};
    const fuda_result *results = NULL;
    fuda_error err = {0};
    size_t good = 0, at = 0;

    for (size_t i = 0; i < n; i++)
        if (records[i].status == FUDA_OK)
            j->documents[good++] = &records[i].document;
    if (good > 0 && fuda_tagger_run(j->tagger, j->documents, good, &options, &results, &err) != FUDA_OK) {
        say_error("%s", err.text);
        j->in.failed = true;
        return false;
    }
    if (j->format == CLI_TABLE)
        widen_ids(j, records, n);
    for (size_t i = 0; i < n; i++)
        write_one(j, &records[i], records[i].status == FUDA_OK ? &results[at++] : NULL);
    progress_update(j->in.records, 0);
    return output_flush(&j->out);
}

static int check_arguments(const cli_args *args)
{
    bool objects = args->format == CLI_JSONL || args->format == CLI_JSON || args->format == CLI_FORMAT_AUTO;

    if (args->keep && !objects)
        return cli_usage_error(args->verb, "--keep goes with -f jsonl or json only");
    if (args->explain && !objects && args->format != CLI_TABLE && args->format != CLI_HTML)
        return cli_usage_error(args->verb, "--explain goes with -f table, html, jsonl or json only");
    if (args->flip && !args->explain)
        return cli_usage_error(args->verb, "--flip goes with --explain");
    return EXIT_DONE;
}

static bool names_page(const char *path)
{
    size_t len = path != NULL ? strlen(path) : 0;
    return len > 5 && strcmp(path + len - 5, ".html") == 0;
}

static void begin_output(job *j)
{
    j->format = j->args->format != CLI_FORMAT_AUTO ? (cli_format)j->args->format
                : names_page(j->args->output)           ? CLI_HTML
                                                        : format_of_name(j->args->output, table_format(&j->out, j->args));
    if (j->format == CLI_TABLE) {
        table_init(&j->view, &j->out, j->args);
    } else if (j->format == CLI_CSV || j->format == CLI_TSV) {
        j->row = (rows){.out = &j->out, .format = j->format};
        tag_write_header(&j->row);
    } else if (j->format == CLI_HTML) {
        tag_begin_html(&j->out);
    } else {
        lines_open(&j->json, &j->out, j->format);
    }
}

static void summarise(const job *j)
{
    if (j->format == CLI_TABLE && j->in.records > 1)
        say_note("%zu documents: %zu tagged, %zu without a label, %zu abstained, %zu rejected", j->in.records,
                 j->tagged, j->silent, j->abstained, j->in.rejected);
}

int cmd_tag(const cli_args *args)
{
    job *j = cli_alloc(1, sizeof *j);
    const fuda_record *records = NULL;
    fuda_error err = {0};
    size_t n = 0;
    int status = check_arguments(args);

    j->args = args;
    if (status == EXIT_DONE)
        status = input_open(&j->in, args, 0, BATCH);
    if (status == EXIT_DONE && !output_open(&j->out, args->output, args->force))
        status = EXIT_FATAL;
    if (status == EXIT_DONE && (j->model = load_model(args, NULL)) == NULL)
        status = EXIT_FATAL;
    if (status == EXIT_DONE && fuda_tagger_new(j->model, (int)args->jobs, &j->tagger, &err) != FUDA_OK) {
        say_error("%s", err.text);
        status = EXIT_FATAL;
    }
    if (status == EXIT_DONE) {
        begin_output(j);
        progress_start(args->progress, isatty(fileno(j->out.stream)) == 1, "tagged");
        while (input_next(&j->in, &records, &n) && do_batch(j, records, n))
            ;
        progress_end();
        if (j->json.json != NULL)
            lines_close(&j->json);
        if (j->format == CLI_HTML)
            tag_end_html(&j->out);
        status = input_status(&j->in);
        if (!j->out.closed)
            summarise(j);
    }
    status = output_finish(&j->out, status);
    lines_release(&j->json);
    fuda_tagger_free(j->tagger);
    fuda_model_free(j->model);
    input_release(&j->in);
    free(j);
    return status;
}
