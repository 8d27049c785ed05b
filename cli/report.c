/* SPDX-License-Identifier: MIT */
/* fuda report: from tags to an answer. */
#include "cli/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/locate.h"
#include "cli/message.h"
#include "cli/width.h"

/* ---- messages -------------------------------------------------------------------------------- */

/* What a condition's error is about, with a mark under the place. */
static void show_place(const char *text, size_t byte)
{
    enum { BEFORE = 60, AFTER = 40 };
    size_t len = strlen(text), start = 0, used, columns = 0, shown = 0;

    byte = byte < len ? byte : len;
    while (width_text(text + start, byte - start) > BEFORE) {
        width_decode(text + start, len - start, &used);
        start += used;
    }
    fputs(start > 0 ? "  …" : "  ", stderr);
    for (size_t i = start; i < len && shown < BEFORE + AFTER; i += used) {
        uint32_t c = width_decode(text + i, len - i, &used);
        if (width_unsafe(c) || c == 0xfffd)
            fputs("\xef\xbf\xbd", stderr);
        else
            fwrite(text + i, 1, used, stderr);
        size_t wide = width_unsafe(c) ? 1 : (size_t)width_of(c);
        columns += i < byte ? wide : 0;
        shown += wide;
    }
    fprintf(stderr, "\n  %*s^\n", (int)(columns + (start > 0)), "");
}

static int complain(const cli_args *args, const fuda_error *err)
{
    const char *const texts[] = {args->where, args->compare[0], args->compare[1]};

    if (err->line < 1 || err->line > 3 || texts[err->line - 1] == NULL) {
        say_error("%s", err->text);
        return EXIT_FATAL;
    }
    say_error("--%s: %s", err->line == 1 ? "where" : "compare", err->text);
    show_place(texts[err->line - 1], err->byte);
    return EXIT_FATAL;
}

static int list_tables(void)
{
    for (size_t i = 0; i < fuda_report_table_count(); i++)
        printf("%s\n", fuda_report_table_name(i));
    return EXIT_DONE;
}

static bool has_table(const char *name)
{
    for (size_t i = 0; i < fuda_report_table_count(); i++) {
        if (strcmp(fuda_report_table_name(i), name) == 0)
            return true;
    }
    return false;
}

/* ---- the work -------------------------------------------------------------------------------- */

static cli_format choose_format(const cli_args *args, const output *out)
{
    size_t len = args->output == NULL ? 0 : strlen(args->output);

    if (args->format != CLI_FORMAT_AUTO)
        return (cli_format)args->format;
    if (len > 5 && strcmp(args->output + len - 5, ".json") == 0)
        return CLI_JSON;
    cli_format format = format_of_name(args->output, CLI_JSON);
    return format == CLI_JSON && table_format(out, args) == CLI_TABLE ? CLI_TABLE : format;
}

static int write_report(const cli_args *args, const fuda_report *report)
{
    const fuda_report_table *only = args->table == NULL ? NULL : fuda_report_find(report, args->table);
    output out;

    if (!output_open(&out, args->output, args->force))
        return EXIT_FATAL;
    cli_format format = choose_format(args, &out);
    if (format == CLI_TABLE) {
        table t;
        table_init(&t, &out, args);
        if (only != NULL)
            report_write_table(&t, only);
        else
            report_write_text(&t, args, report);
    } else {
        report_write_data(&out, format, report, only);
    }
    return output_finish(&out, EXIT_DONE);
}

static int write_html(const cli_args *args, const fuda_report *report)
{
    fuda_error err = {0};

    if (fuda_report_html(report, args->html, args->force, &err) == FUDA_OK) {
        if (strcmp(args->html, "-") != 0)
            say_note("%s: written", args->html);
        return EXIT_DONE;
    }
    if (err.status == FUDA_E_IO && strcmp(args->html, "-") == 0 && output_stdout_closed())
        return EXIT_DONE;
    say_error("%s", err.text);
    return EXIT_FATAL;
}

/* The model gives names and evidence; without one the report has neither, but everything else. */
static bool find_model(const cli_args *args, fuda_model **model)
{
    char *path = locate_model(args, NULL);

    *model = path == NULL ? NULL : load_model(args, NULL);
    bool ok = path == NULL || *model != NULL;
    if (path == NULL)
        say_note("no model is at hand: labels go by their ids, and documents show no evidence");
    free(path);
    return ok;
}

static int report_on(const cli_args *args, fuda_corpus *corpus, const fuda_model *model)
{
    const fuda_report_options options = {.run = args->run,
                                         .where = args->where,
                                         .compare = {args->compare[0], args->compare[1]},
                                         .rates_from_gold = args->rates == 1,
                                         .model = model,
                                         .names = table_user_lang(),
                                         .jobs = (int)args->jobs,
                                         .seed = (uint64_t)args->seed,
                                         .top = (size_t)args->top};
    fuda_error err = {0};
    fuda_report *report = NULL;

    if (fuda_report_new(corpus, &options, &report, &err) != FUDA_OK)
        return complain(args, &err);
    int status = args->html != NULL ? write_html(args, report) : EXIT_DONE;
    /* With --html alone the page is the output. */
    if (status == EXIT_DONE &&
        (args->html == NULL || args->output != NULL || args->table != NULL || args->format != CLI_FORMAT_AUTO))
        status = write_report(args, report);
    fuda_report_free(report);
    return status;
}

int cmd_report(const cli_args *args)
{
    fuda_error err = {0};
    fuda_corpus *corpus = NULL;
    fuda_model *model = NULL;
    int status = EXIT_FATAL;

    if (args->table != NULL && strcmp(args->table, "list") == 0)
        return list_tables();
    if (args->nfile != 1)
        return args->nfile == 0
                   ? cli_usage_error(args->verb, "name the corpus")
                   : cli_usage_error(args->verb, "'%s' is one argument too many", args->files[1]);
    if (args->table != NULL && !has_table(args->table))
        return cli_usage_error(args->verb, "there is no table '%s'; --table list lists them", args->table);
    if (output_exists(args->output, args->force) || output_exists(args->html, args->force))
        return EXIT_FATAL;
    if (fuda_corpus_open(args->files[0], false, &corpus, &err) != FUDA_OK)
        say_error("%s", err.text);
    else if (find_model(args, &model))
        status = report_on(args, corpus, model);
    fuda_model_free(model);
    fuda_corpus_free(corpus);
    return status;
}
