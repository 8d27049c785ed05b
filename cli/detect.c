/* SPDX-License-Identifier: MIT */
/* fuda detect: the language of documents, and what speaks for it. */
#include <fuda.h>

#include <stdio.h>
#include <string.h>

#include "cli/input.h"
#include "cli/lines.h"
#include "cli/message.h"
#include "cli/table.h"

enum { BATCH = 64 };

typedef struct job {
    output out;
    cli_format format;
    lines json;
    table view;
    fuda_tokenizer *tokenizer;
    fuda_scratch *scratch;
} job;

static void write_json(job *j, const fuda_document *d, const fuda_detection *f)
{
    fuda_json *json = j->json.json;

    lines_begin(&j->json, &d->id);
    fuda_json_key(json, "lang");
    fuda_json_cstring(json, f->tag);
    fuda_json_key(json, "sure");
    fuda_json_bool(json, f->sure);
    fuda_json_key(json, "evidence");
    fuda_json_object(json);
    lines_size(json, "kana", f->kana);
    lines_size(json, "han", f->han);
    lines_size(json, "latin", f->latin);
    lines_size(json, "hangul", f->hangul);
    lines_size(json, "other", f->other);
    lines_size(json, "simplified", f->simplified);
    lines_size(json, "traditional", f->traditional);
    lines_size(json, "japanese", f->japanese);
    fuda_json_object_end(json);
    fuda_json_key(json, "runs");
    fuda_json_array(json);
    for (size_t i = 0; i < f->nrun; i++) {
        fuda_json_object(json);
        lines_size(json, "start", f->runs[i].start);
        lines_size(json, "end", f->runs[i].end);
        fuda_json_key(json, "lang");
        fuda_json_cstring(json, f->runs[i].tag);
        fuda_json_object_end(json);
    }
    fuda_json_array_end(json);
    lines_end(&j->json, NULL, 0);
}

/* "name 12" after a separator, unless it is nothing. */
static void put_count(table *t, const char *name, size_t count, bool *begun)
{
    char text[64];

    if (count == 0)
        return;
    snprintf(text, sizeof text, "%s%s %zu", *begun ? ", " : "", name, count);
    table_flow(t, text, strlen(text));
    *begun = true;
}

static void write_table(job *j, const fuda_document *d, const fuda_detection *f)
{
    table *t = &j->view;
    bool begun = false;
    char text[96];

    table_cut(t, d->id.ptr, d->id.len, 24);
    table_pad(t, 26);
    table_style(t, f->sure ? "1;36" : "1;33");
    table_text(t, f->tag);
    table_style(t, NULL);
    if (!f->sure)
        table_text(t, "?");
    table_pad(t, 36);
    t->indent = 36;
    put_count(t, "kana", f->kana, &begun);
    put_count(t, "han", f->han, &begun);
    put_count(t, "latin", f->latin, &begun);
    put_count(t, "hangul", f->hangul, &begun);
    put_count(t, "other", f->other, &begun);
    put_count(t, "simplified only", f->simplified, &begun);
    put_count(t, "traditional only", f->traditional, &begun);
    put_count(t, "Japanese only", f->japanese, &begun);
    table_line(t);
    for (size_t i = 0; f->nrun > 1 && i < f->nrun; i++) {
        const fuda_run *r = &f->runs[i];
        snprintf(text, sizeof text, "%zu-%zu", r->start, r->end);
        table_style(t, "2");
        table_right(t, text, 24);
        table_pad(t, 26);
        table_text(t, r->tag);
        table_pad(t, 36);
        table_style(t, NULL);
        table_cut(t, d->text.ptr + r->start, r->end - r->start, 0);
        table_line(t);
    }
}

static bool do_record(job *j, const fuda_record *record)
{
    const fuda_detection *found = NULL;
    fuda_error err = {0};

    if (record->status != FUDA_OK) {
        if (j->format == CLI_JSONL)
            lines_error(&j->json, record);
        return true;
    }
    if (fuda_detect(j->scratch, record->document.text.ptr, record->document.text.len, &found, &err) !=
        FUDA_OK) {
        say_error("%s", err.text);
        return false;
    }
    if (j->format == CLI_TABLE)
        write_table(j, &record->document, found);
    else
        write_json(j, &record->document, found);
    return true;
}

int cmd_detect(const cli_args *args)
{
    job j = {0};
    input in;
    fuda_error err = {0};
    const fuda_record *records = NULL;
    size_t n = 0;
    int status = input_open(&in, args, 0, BATCH);

    if (status == EXIT_DONE && !output_open(&j.out, args->output, args->force))
        status = EXIT_FATAL;
    if (status == EXIT_DONE && (fuda_tokenizer_new(NULL, &j.tokenizer, &err) != FUDA_OK ||
                                fuda_scratch_new(j.tokenizer, &j.scratch, &err) != FUDA_OK)) {
        say_error("%s", err.text);
        status = EXIT_FATAL;
    }
    if (status == EXIT_DONE) {
        bool going = true;
        j.format = table_format(&j.out, args);
        if (j.format == CLI_TABLE)
            table_init(&j.view, &j.out, args);
        else
            lines_open(&j.json, &j.out, j.format);
        while (going && input_next(&in, &records, &n)) {
            for (size_t i = 0; i < n && going; i++) {
                going = do_record(&j, &records[i]);
                in.failed = in.failed || !going;
            }
            going = output_flush(&j.out) && going;
        }
        status = input_status(&in);
    }
    status = output_finish(&j.out, status);
    lines_release(&j.json);
    fuda_scratch_free(j.scratch);
    fuda_tokenizer_free(j.tokenizer);
    input_release(&in);
    return status;
}
