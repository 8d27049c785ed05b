/* SPDX-License-Identifier: MIT */
/* fuda tokenize: what the engine sees in a text. */
#include <fuda.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/input.h"
#include "cli/lines.h"
#include "cli/locate.h"
#include "cli/message.h"
#include "cli/phrases.h"
#include "cli/table.h"

enum { BATCH = 64 };

typedef struct job {
    const cli_args *args;
    output out;
    cli_format format;
    lines json;
    table view;
    fuda_model *model;   /* where there is one; it owns the tokenizer then */
    fuda_tokenizer *own; /* else this */
    fuda_scratch *scratch;
} job;

static void put_span(fuda_json *json, size_t start, size_t end)
{
    lines_size(json, "start", start);
    lines_size(json, "end", end);
}

static void write_json(job *j, const fuda_document *d, const fuda_tokens *tokens)
{
    fuda_json *json = j->json.json;

    lines_begin(&j->json, &d->id);
    fuda_json_key(json, "lang");
    fuda_json_cstring(json, fuda_lang_name(tokens->lang));
    fuda_json_key(json, "tokens");
    fuda_json_array(json);
    for (size_t i = 0; i < tokens->ntoken; i++) {
        const fuda_token *t = &tokens->tokens[i];
        if (j->args->terms && t->term.ptr == NULL)
            continue;
        fuda_json_object(json);
        put_span(json, t->start, t->end);
        fuda_json_key(json, "text");
        fuda_json_string(json, d->text.ptr + t->start, t->end - t->start);
        lines_str(json, "term", &t->term);
        fuda_json_key(json, "pos");
        fuda_json_cstring(json, t->pos);
        fuda_json_key(json, "lang");
        fuda_json_cstring(json, fuda_lang_name(t->lang));
        fuda_json_object_end(json);
    }
    fuda_json_array_end(json);
    fuda_json_key(json, "phrases");
    fuda_json_array(json);
    for (size_t i = 0; i < tokens->nphrase; i++) {
        fuda_json_object(json);
        put_span(json, tokens->phrases[i].start, tokens->phrases[i].end);
        lines_str(json, "term", &tokens->phrases[i].term);
        fuda_json_object_end(json);
    }
    fuda_json_array_end(json);
    lines_end(&j->json, NULL, 0);
}

static void put_offsets(table *t, size_t start, size_t end)
{
    char text[64];

    snprintf(text, sizeof text, "%zu-%zu", start, end);
    table_right(t, text, 14);
    table_pad(t, 16);
}

static void write_table(job *j, const fuda_document *d, const fuda_tokens *tokens)
{
    table *t = &j->view;

    table_style(t, "1");
    table_cut(t, d->id.ptr, d->id.len, t->width - 10);
    table_style(t, NULL);
    table_text(t, "  ");
    table_text(t, tokens->tag != NULL ? tokens->tag : fuda_lang_name(tokens->lang));
    table_line(t);
    for (size_t i = 0; i < tokens->ntoken; i++) {
        const fuda_token *k = &tokens->tokens[i];
        bool counted = k->term.ptr != NULL;
        if (j->args->terms && !counted)
            continue;
        put_offsets(t, k->start, k->end);
        if (!counted)
            table_style(t, "2");
        table_cut(t, d->text.ptr + k->start, k->end - k->start, 18);
        table_pad(t, 36);
        if (counted)
            table_style(t, "36");
        table_cut(t, counted ? k->term.ptr : "-", counted ? k->term.len : 1, 18);
        table_style(t, NULL);
        table_pad(t, 56);
        table_text(t, fuda_lang_name(k->lang));
        if (k->pos != NULL && k->pos[0] != '\0') {
            table_pad(t, 60);
            table_cut(t, k->pos, strlen(k->pos), 0);
        }
        table_line(t);
    }
    for (size_t i = 0; i < tokens->nphrase; i++) {
        put_offsets(t, tokens->phrases[i].start, tokens->phrases[i].end);
        table_text(t, "phrase ");
        table_style(t, "33");
        table_cut(t, tokens->phrases[i].term.ptr, tokens->phrases[i].term.len, 0);
        table_style(t, NULL);
        table_line(t);
    }
    table_line(t);
}

/* One line a document, whatever is in the text: line ends, tabs and blanks inside a token (in markup) are blanks. */
static void write_wakati(job *j, const fuda_document *d, const fuda_tokens *tokens)
{
    bool first = true;

    for (size_t i = 0; i < tokens->ntoken; i++) {
        const fuda_token *k = &tokens->tokens[i];
        fuda_str shown = {d->text.ptr + k->start, k->end - k->start};
        if (j->args->terms)
            shown = k->term;
        if (shown.ptr == NULL)
            continue;
        if (!first)
            output_text(&j->out, " ");
        first = false;
        for (size_t at = 0; at < shown.len; at++) {
            char c = shown.ptr[at];
            output_write(&j->out, c == '\n' || c == '\r' || c == '\t' ? " " : &shown.ptr[at], 1);
        }
    }
    output_text(&j->out, "\n");
}

static void write_broken(job *j, const fuda_record *record)
{
    if (j->format == CLI_JSONL)
        lines_error(&j->json, record);
    else if (j->format == CLI_WAKATI)
        output_text(&j->out, "\n");
}

static bool do_record(job *j, const fuda_record *record)
{
    const fuda_document *d = &record->document;
    const fuda_tokens *tokens = NULL;
    fuda_error err = {0};
    fuda_lang lang = (fuda_lang)j->args->lang;

    if (record->status != FUDA_OK) {
        write_broken(j, record);
        return true;
    }
    if (lang == FUDA_LANG_UND && d->lang.len > 0)
        lang = fuda_lang_from_name(d->lang.ptr, d->lang.len);
    if (fuda_tokenize(j->scratch, d->text.ptr, d->text.len, lang, &tokens, &err) != FUDA_OK) {
        say_error("%s", err.text);
        return false;
    }
    if (j->format == CLI_TABLE)
        write_table(j, d, tokens);
    else if (j->format == CLI_WAKATI)
        write_wakati(j, d, tokens);
    else
        write_json(j, d, tokens);
    return true;
}

/* A tokenizer of its own where phrases or a user dictionary are named; else the model's where a model is named or
 * shipped, so that its phrases show; else a plain one. */
static int open_tokenizer(job *j)
{
    fuda_tokenizer_options options = {.settings = fuda_text_settings_default(),
                                      .mecab_dic = j->args->mecab_dic, .mecab_userdic = j->args->mecab_userdic};
    bool own = j->args->phrases != NULL || j->args->mecab_userdic != NULL;
    const fuda_tokenizer *tokenizer;
    phrase_list list = {0};
    fuda_error err = {0};
    fuda_status st = FUDA_OK;

    if (own && j->args->model != NULL)
        return cli_usage_error(j->args->verb, "-m names a model, whose phrases and dictionary are its own: leave it out, or %s",
                               j->args->phrases != NULL ? "--phrases" : "--mecab-userdic");
    if (j->args->phrases != NULL && !phrases_read(&list, j->args->phrases)) {
        phrases_release(&list);
        return EXIT_FATAL;
    }
    char *path = own ? NULL : locate_model(j->args, NULL);
    if (path != NULL) {
        j->model = load_model(j->args, path);
        free(path);
        if (j->model == NULL)
            return EXIT_FATAL;
        tokenizer = fuda_model_tokenizer(j->model);
    } else {
        options.phrases = list.items;
        options.nphrase = list.n;
        st = fuda_tokenizer_new(&options, &j->own, &err);
        tokenizer = j->own;
    }
    phrases_release(&list);
    if (st == FUDA_OK)
        st = fuda_scratch_new(tokenizer, &j->scratch, &err);
    if (st != FUDA_OK)
        say_error("%s", err.text);
    return st == FUDA_OK ? EXIT_DONE : EXIT_FATAL;
}

int cmd_tokenize(const cli_args *args)
{
    job j = {.args = args};
    input in;
    const fuda_record *records = NULL;
    size_t n = 0;
    int status = input_open(&in, args, 0, BATCH);

    if (status == EXIT_DONE && !output_open(&j.out, args->output, args->force))
        status = EXIT_FATAL;
    if (status == EXIT_DONE)
        status = open_tokenizer(&j);
    if (status == EXIT_DONE) {
        bool going = true;
        j.format = table_format(&j.out, args);
        if (j.format == CLI_TABLE)
            table_init(&j.view, &j.out, args);
        else if (j.format == CLI_JSONL)
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
    fuda_tokenizer_free(j.own);
    fuda_model_free(j.model);
    input_release(&in);
    return status;
}
