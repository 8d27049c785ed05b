/* SPDX-License-Identifier: MIT */
/* fuda diff: what changed between two runs. */
#include <fuda.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/lines.h"
#include "cli/locate.h"
#include "cli/message.h"
#include "cli/rows.h"
#include "cli/table.h"

typedef struct job {
    const cli_args *args;
    output out;
    table table;
    lines list;
    rows rows;
    cli_format format;
    size_t shown;
    bool any_total;
} job;

/* ---- a table --------------------------------------------------------------------------------- */

static void show_p(table *t, double p)
{
    char text[16];

    if (p > 0)
        snprintf(text, sizeof text, "%3.0f%%", 100 * p);
    else
        snprintf(text, sizeof text, "<10%%"); /* what was not stored */
    table_text(t, text);
}

static void show_table(job *j, const fuda_diff_document *d)
{
    table *t = &j->table;

    table_style(t, "1");
    table_cut(t, d->id.ptr, d->id.len, 40);
    table_style(t, NULL);
    if (!d->same_version)
        table_text(t, "  (changed between the runs)");
    table_text(t, "  ");
    table_cut(t, d->title.ptr, d->title.len, 0);
    table_line(t);
    for (size_t i = 0; i < d->nlabel; i++) {
        const fuda_diff_label *l = &d->labels[i];
        table_pad(t, 2);
        table_style(t, l->decided[1] ? "32" : "31");
        table_text(t, l->decided[1] ? "+ " : "- ");
        table_cut(t, l->label.ptr, l->label.len, 40);
        table_style(t, NULL);
        table_text(t, "  ");
        show_p(t, l->p[0]);
        table_text(t, " → ");
        show_p(t, l->p[1]);
        table_line(t);
        for (size_t k = 0; k < l->nfeature; k++) {
            char text[64];
            const fuda_diff_feature *f = &l->features[k];
            snprintf(text, sizeof text, "%+6.2f  (%+.2f → %+.2f)  ", f->weight[1] - f->weight[0], f->weight[0],
                     f->weight[1]);
            table_pad(t, 6);
            table_text(t, text);
            table_cut(t, f->text.ptr, f->text.len, 40);
            table_line(t);
        }
    }
}

/* ---- data ------------------------------------------------------------------------------------ */

static void show_json(job *j, const fuda_diff_document *d)
{
    fuda_json *json = j->list.json;

    lines_begin(&j->list, &d->id);
    fuda_json_key(json, "same_version");
    fuda_json_bool(json, d->same_version);
    fuda_json_key(json, "labels");
    fuda_json_array(json);
    for (size_t i = 0; i < d->nlabel; i++) {
        const fuda_diff_label *l = &d->labels[i];
        fuda_json_object(json);
        lines_str(json, "label", &l->label);
        fuda_json_key(json, "change");
        fuda_json_cstring(json, l->decided[1] ? "gained" : "lost");
        fuda_json_key(json, "p");
        fuda_json_array(json);
        for (int side = 0; side < 2; side++) {
            if (l->p[side] > 0)
                fuda_json_real(json, l->p[side], 4);
            else
                fuda_json_null(json);
        }
        fuda_json_array_end(json);
        fuda_json_key(json, "features");
        fuda_json_array(json);
        for (size_t k = 0; k < l->nfeature; k++) {
            fuda_json_object(json);
            lines_str(json, "text", &l->features[k].text);
            fuda_json_key(json, "weights");
            fuda_json_array(json);
            fuda_json_real(json, l->features[k].weight[0], 4);
            fuda_json_real(json, l->features[k].weight[1], 4);
            fuda_json_array_end(json);
            fuda_json_object_end(json);
        }
        fuda_json_array_end(json);
        fuda_json_object_end(json);
    }
    fuda_json_array_end(json);
    lines_end(&j->list, NULL, 0);
}

static void show_rows(job *j, const fuda_diff_document *d)
{
    for (size_t i = 0; i < d->nlabel; i++) {
        const fuda_diff_label *l = &d->labels[i];
        rows_cell(&j->rows, d->id.ptr, d->id.len);
        rows_cell(&j->rows, l->label.ptr, l->label.len);
        rows_text(&j->rows, l->decided[1] ? "gained" : "lost");
        for (int side = 0; side < 2; side++) {
            if (l->p[side] > 0)
                rows_real(&j->rows, l->p[side]);
            else
                rows_text(&j->rows, NULL);
        }
        rows_end(&j->rows);
    }
}

static bool on_document(void *ctx, const fuda_diff_document *d)
{
    job *j = ctx;

    if (j->args->limit != 0 && j->shown >= (size_t)j->args->limit)
        return true; /* the totals are of all */
    j->shown++;
    if (j->format == CLI_TABLE)
        show_table(j, d);
    else if (j->format == CLI_JSONL)
        show_json(j, d);
    else
        show_rows(j, d);
    return output_flush(&j->out);
}

static void on_total(void *ctx, const fuda_diff_total *total)
{
    job *j = ctx;
    table *t = &j->table;
    char text[64];

    if (j->format != CLI_TABLE)
        return;
    if (!j->any_total) {
        table_line(t);
        table_text(t, "label");
        table_right(t, "gained", 50);
        table_right(t, "lost", 60);
        table_line(t);
    }
    j->any_total = true;
    table_cut(t, total->label, strlen(total->label), 40);
    snprintf(text, sizeof text, "%zu", total->gained);
    table_right(t, text, 50);
    snprintf(text, sizeof text, "%zu", total->lost);
    table_right(t, text, 60);
    table_line(t);
}

/* ---- the verb -------------------------------------------------------------------------------- */

static bool read_run(const char *text, int64_t *out)
{
    char *end = NULL;
    long long number = strtoll(text, &end, 10);

    *out = number;
    return strspn(text, "0123456789") == strlen(text) && *text != '\0' && number > 0;
}

/* The models named, or for each run the model at hand if it is the run's. */
static bool find_models(const cli_args *args, fuda_corpus *corpus, const int64_t runs[2], fuda_model *models[2])
{
    fuda_error err = {0};
    fuda_model *at_hand = NULL;

    for (int i = 0; i < 2; i++) {
        char hash[33];
        if (args->models[0] != NULL) {
            models[i] = load_model(args, args->models[i]);
            if (models[i] == NULL)
                return false;
            continue;
        }
        if (fuda_corpus_run_model(corpus, runs[i], hash, &err) != FUDA_OK) {
            say_error("%s", err.text);
            return false;
        }
        char *path = locate_model(args, NULL);
        if (path != NULL && fuda_model_load(path, args->mecab_dic, &at_hand, &err) == FUDA_OK) {
            if (strcmp(fuda_model_describe(at_hand)->hash, hash) == 0)
                models[i] = at_hand;
            else
                fuda_model_free(at_hand);
        }
        free(path);
    }
    if (models[0] == NULL || models[1] == NULL)
        say_note("without the models of both runs (--models A B) the features that moved a label are not shown");
    return true;
}

static int diff(job *j, fuda_corpus *corpus, const int64_t runs[2], fuda_model *const models[2])
{
    static const char *const head[] = {"id", "label", "change", "p1", "p2"};
    const fuda_diff_options options = {
        .model = {models[0], models[1]}, .top = (size_t)j->args->top, .jobs = (int)j->args->jobs};
    fuda_diff_counts counts = {0};
    fuda_error err = {0};

    j->rows = (rows){.out = &j->out, .format = j->format};
    if (j->format == CLI_CSV || j->format == CLI_TSV) {
        for (size_t i = 0; i < sizeof head / sizeof head[0]; i++)
            rows_text(&j->rows, head[i]);
        rows_end(&j->rows);
    }
    if (fuda_corpus_diff(corpus, runs[0], runs[1], &options, on_document, on_total, j, &counts, &err) != FUDA_OK) {
        say_error("%s", err.text);
        return EXIT_FATAL;
    }
    say_note("%zu of %zu documents have other labels", counts.changed, counts.compared);
    if (counts.versions != 0)
        say_note("%zu documents were changed between the runs", counts.versions);
    if (counts.only[0] + counts.only[1] != 0)
        say_note("%zu documents are in run %lld only, %zu in run %lld only", counts.only[0], (long long)runs[0],
                 counts.only[1], (long long)runs[1]);
    return EXIT_DONE;
}

int cmd_diff(const cli_args *args)
{
    job j = {.args = args};
    int64_t runs[2];
    fuda_model *models[2] = {NULL, NULL};
    fuda_error err = {0};
    fuda_corpus *corpus = NULL;
    int status = EXIT_FATAL;

    if (args->nfile != 3)
        return cli_usage_error(args->verb, "name the corpus and two runs");
    if (!read_run(args->files[1], &runs[0]) || !read_run(args->files[2], &runs[1]))
        return cli_usage_error(args->verb, "a run is a number");
    if (fuda_corpus_open(args->files[0], false, &corpus, &err) != FUDA_OK) {
        say_error("%s", err.text);
        return EXIT_FATAL;
    }
    if (find_models(args, corpus, runs, models) && output_open(&j.out, args->output, args->force)) {
        j.format = table_format(&j.out, args);
        table_init(&j.table, &j.out, args);
        lines_open(&j.list, &j.out, CLI_JSONL);
        status = output_finish(&j.out, diff(&j, corpus, runs, models));
        lines_release(&j.list);
    }
    fuda_model_free(models[0]);
    fuda_model_free(models[1]);
    fuda_corpus_free(corpus);
    return status;
}
