/* SPDX-License-Identifier: MIT */
/* fuda model: what is in a model file. */
#include <fuda.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/lines.h"
#include "cli/locate.h"
#include "cli/message.h"
#include "cli/rows.h"
#include "cli/table.h"
#include "cli/width.h"

/* ---- show ----------------------------------------------------------------------------------- */

static void put_text(fuda_json *json, const char *key, const char *value)
{
    fuda_json_key(json, key);
    fuda_json_cstring(json, value);
}

static void put_bool(fuda_json *json, const char *key, bool value)
{
    fuda_json_key(json, key);
    fuda_json_bool(json, value);
}

static void put_settings(fuda_json *json, const fuda_text_settings *s)
{
    fuda_json_key(json, "text");
    fuda_json_object(json);
    put_bool(json, "words", s->words);
    put_bool(json, "phrases", s->phrases);
    put_bool(json, "stop_words", s->stop_words);
    put_bool(json, "numbers", s->numbers);
    lines_size(json, "word_ngrams", s->word_ngrams);
    lines_size(json, "char_ngrams", s->char_ngrams);
    fuda_json_object_end(json);
}

static void put_labels(fuda_json *json, const fuda_model *model, size_t n)
{
    fuda_json_key(json, "labels");
    fuda_json_array(json);
    for (uint32_t i = 0; i < n; i++) {
        fuda_json_object(json);
        put_text(json, "label", fuda_model_label(model, i));
        fuda_json_key(json, "name");
        fuda_json_object(json);
        put_text(json, "en", fuda_model_label_name(model, i, FUDA_LANG_EN));
        put_text(json, "ja", fuda_model_label_name(model, i, FUDA_LANG_JA));
        put_text(json, "zh", fuda_model_label_name(model, i, FUDA_LANG_ZH));
        fuda_json_object_end(json);
        fuda_json_object_end(json);
    }
    fuda_json_array_end(json);
}

static void show_json(output *out, const fuda_model *model)
{
    const fuda_model_info *info = fuda_model_describe(model);
    fuda_json *json = fuda_json_new();
    size_t len = 0;

    if (json == NULL)
        cli_out_of_memory();
    fuda_json_object(json);
    put_text(json, "hash", info->hash);
    put_bool(json, "single", info->single);
    lines_size(json, "documents", info->ndocument);
    lines_size(json, "features", info->nfeature);
    fuda_json_key(json, "alpha");
    fuda_json_real(json, info->alpha, 6);
    put_settings(json, &info->text);
    put_text(json, "data_hash", info->data_hash);
    put_text(json, "taxonomy_hash", info->taxonomy_hash);
    put_text(json, "taxonomy_version", info->taxonomy_version);
    put_text(json, "fuda", info->fuda_version);
    put_text(json, "icu", info->icu);
    put_text(json, "mecab", info->mecab);
    put_text(json, "dictionary", info->dictionary);
    put_text(json, "mismatch", info->mismatch);
    put_text(json, "counts_hash", info->counts_hash);
    lines_size(json, "learned", info->nlearned);
    lines_size(json, "unlearned", info->nunlearned);
    lines_size(json, "merged", info->nmerged);
    put_bool(json, "stale", info->stale);
    put_labels(json, model, info->nlabel);
    fuda_json_object_end(json);
    const char *text = fuda_json_text(json, &len);
    if (text == NULL)
        cli_out_of_memory();
    output_write(out, text, len);
    output_text(out, "\n");
    fuda_json_free(json);
}

static void fact(table *t, const char *name, const char *value)
{
    if (value == NULL || *value == '\0')
        return;
    table_style(t, "2");
    table_text(t, name);
    table_style(t, NULL);
    table_pad(t, 12);
    t->indent = 12;
    table_flow(t, value, strlen(value));
    table_line(t);
}

static void show_table(output *out, const cli_args *args, const fuda_model *model)
{
    const fuda_model_info *info = fuda_model_describe(model);
    const fuda_text_settings *s = &info->text;
    table t;
    char text[512];
    size_t w = 0;

    table_init(&t, out, args);
    fact(&t, "hash", info->hash);
    snprintf(text, sizeof text, "%zu labels, %s", info->nlabel,
             info->single ? "one a document" : "any number a document");
    fact(&t, "decides", text);
    snprintf(text, sizeof text, "%zu features from %zu documents, alpha %.6g", info->nfeature,
             info->ndocument, info->alpha);
    fact(&t, "learned", text);
    snprintf(text, sizeof text, "%s%s%s%s%s%s", s->words ? "words" : "no words",
             s->word_ngrams > 2   ? ", word pairs and triples"
             : s->word_ngrams > 1 ? ", word pairs"
                                  : "", s->phrases ? ", phrases" : "",
             s->char_ngrams == 1   ? ", characters"
             : s->char_ngrams == 2 ? ", character pairs"
                                   : "",
             s->numbers ? ", numbers" : "", s->stop_words ? ", without stop words" : ", with stop words");
    fact(&t, "terms", text);
    fact(&t, "data", info->data_hash);
    if (info->taxonomy_hash != NULL && info->taxonomy_hash[0] != '\0') {
        snprintf(text, sizeof text, "%s (%s)", info->taxonomy_version, info->taxonomy_hash);
        fact(&t, "taxonomy", text);
    }
    snprintf(text, sizeof text, "fuda %s, ICU %s, MeCab %s, %s", info->fuda_version, info->icu, info->mecab,
             info->dictionary);
    fact(&t, "made by", text);
    if (info->nlearned + info->nunlearned + info->nmerged > 0) {
        snprintf(text, sizeof text, "%zu documents learned, %zu unlearned, %zu models merged since training",
                 info->nlearned, info->nunlearned, info->nmerged);
        fact(&t, "updated", text);
    }
    fact(&t, "counts", info->counts_hash);
    table_style(&t, "33");
    fact(&t, "note", info->mismatch);
    if (info->stale)
        fact(&t, "note", "calibration and thresholds are stale: those of other documents");
    table_style(&t, NULL);
    table_line(&t);
    for (size_t i = 0; i < info->nlabel; i++) {
        size_t n = width_text(fuda_model_label(model, i), strlen(fuda_model_label(model, i)));
        w = n > w ? n : w;
    }
    w = w > 40 ? 40 : w;
    for (size_t i = 0; i < info->nlabel; i++) {
        const char *label = fuda_model_label(model, i), *name = fuda_model_label_name(model, i, t.names);
        table_cut(&t, label, strlen(label), w);
        if (strcmp(label, name) != 0) {
            table_pad(&t, w + 2);
            table_cut(&t, name, strlen(name), 0);
        }
        table_line(&t);
    }
}

/* ---- terms ---------------------------------------------------------------------------------- */

static const char *kind_name(char kind)
{
    return kind == 'w'   ? "word"
           : kind == 'b' ? "pair"
           : kind == 'c' ? "characters"
           : kind == 'i' ? "code"
                         : "other";
}

static void terms_json(output *out, cli_format format, const fuda_feature_weight *terms, size_t n)
{
    fuda_json *json = fuda_json_new();
    size_t len = 0;

    if (json == NULL)
        cli_out_of_memory();
    if (format == CLI_JSON)
        output_text(out, "[");
    for (size_t i = 0; i < n; i++) {
        fuda_json_clear(json);
        fuda_json_object(json);
        fuda_json_key(json, "text");
        fuda_json_string(json, terms[i].text.ptr, terms[i].text.len);
        put_text(json, "lang", fuda_lang_name(terms[i].lang));
        put_text(json, "kind", kind_name(terms[i].kind));
        lines_real(json, "weight", terms[i].weight);
        fuda_json_object_end(json);
        const char *text = fuda_json_text(json, &len);
        if (text == NULL)
            cli_out_of_memory();
        if (format == CLI_JSON)
            output_text(out, i > 0 ? ",\n" : "\n");
        output_write(out, text, len);
        if (format != CLI_JSON)
            output_text(out, "\n");
    }
    if (format == CLI_JSON)
        output_text(out, "\n]\n");
    fuda_json_free(json);
}

static void terms_rows(output *out, cli_format format, const fuda_feature_weight *terms, size_t n)
{
    rows r = {.out = out, .format = format};

    rows_text(&r, "text");
    rows_text(&r, "lang");
    rows_text(&r, "kind");
    rows_text(&r, "weight");
    rows_end(&r);
    for (size_t i = 0; i < n; i++) {
        rows_cell(&r, terms[i].text.ptr, terms[i].text.len);
        rows_text(&r, fuda_lang_name(terms[i].lang));
        rows_text(&r, kind_name(terms[i].kind));
        rows_real(&r, terms[i].weight);
        rows_end(&r);
    }
}

static void terms_table(output *out, const cli_args *args, const fuda_feature_weight *terms, size_t n)
{
    table t;
    char text[32];

    table_init(&t, out, args);
    for (size_t i = 0; i < n; i++) {
        snprintf(text, sizeof text, "%+.3f", terms[i].weight);
        table_right(&t, text, 9);
        table_pad(&t, 11);
        table_text(&t, fuda_lang_name(terms[i].lang));
        table_pad(&t, 18);
        table_style(&t, "36");
        table_cut(&t, terms[i].text.ptr, terms[i].text.len, 0);
        table_style(&t, NULL);
        if (terms[i].kind != 'w') {
            table_style(&t, "2");
            table_text(&t, "  ");
            table_text(&t, kind_name(terms[i].kind));
            table_style(&t, NULL);
        }
        table_line(&t);
    }
}

/* The model's label most like a name, for a hint: one that contains it. */
static const char *similar_label(const fuda_model *model, const char *name)
{
    const size_t n = fuda_model_describe(model)->nlabel;

    for (size_t i = 0; i < n; i++)
        if (*name != '\0' && strstr(fuda_model_label(model, i), name) != NULL)
            return fuda_model_label(model, i);
    return NULL;
}

static int terms(output *out, const cli_args *args, const fuda_model *model, const char *label)
{
    uint32_t index = fuda_model_find_label(model, label, strlen(label));
    size_t n = (size_t)args->count;
    fuda_error err = {0};

    if (index == UINT32_MAX) {
        const char *near = similar_label(model, label);
        if (near != NULL)
            say_error("the model has no label '%s'; did you mean '%s'?", label, near);
        else
            say_error("the model has no label '%s'; 'fuda model show' lists them", label);
        return EXIT_FATAL;
    }
    if (n > fuda_model_describe(model)->nfeature)
        n = fuda_model_describe(model)->nfeature;
    fuda_feature_weight *list = cli_alloc(n, sizeof *list);
    if (fuda_model_terms(model, index, (fuda_lang)args->lang, list, &n, &err) != FUDA_OK) {
        say_error("%s", err.text);
        free(list);
        return EXIT_FATAL;
    }
    cli_format format = table_format(out, args);
    if (format == CLI_TABLE)
        terms_table(out, args, list, n);
    else if (format == CLI_CSV || format == CLI_TSV)
        terms_rows(out, format, list, n);
    else
        terms_json(out, format, list, n);
    free(list);
    return EXIT_DONE;
}

/* ---- the verb ------------------------------------------------------------------------------- */

int cmd_model(const cli_args *args)
{
    const char *what = args->nfile > 0 ? args->files[0] : "";
    bool is_terms = strcmp(what, "terms") == 0, is_show = strcmp(what, "show") == 0;
    size_t first = is_terms ? 2 : 1; /* where the model's file may be named */
    fuda_model *model;
    output out = {0};
    int status = EXIT_DONE;

    if (!is_terms && !is_show && strcmp(what, "verify") != 0)
        return *what == '\0' ? cli_usage_error(args->verb, "say what: show, terms or verify")
                             : cli_usage_error(args->verb, "'%s' is none of show, terms, verify", what);
    if (is_terms && args->nfile < 2)
        return cli_usage_error(args->verb, "terms: of which label?");
    if (args->nfile > first + 1 || (args->nfile > first && args->model != NULL))
        return cli_usage_error(args->verb, "'%s' is one argument too many", args->files[args->nfile - 1]);
    if (is_show && (args->format == CLI_CSV || args->format == CLI_TSV))
        return cli_usage_error(args->verb, "show: as table or json only");
    if (!output_open(&out, args->output, args->force))
        return EXIT_FATAL;
    model = load_model(args, args->nfile > first ? args->files[first] : NULL);
    if (model == NULL) {
        status = EXIT_FATAL;
    } else if (is_terms) {
        status = terms(&out, args, model, args->files[1]);
    } else if (is_show) {
        if (table_format(&out, args) == CLI_TABLE)
            show_table(&out, args, model);
        else
            show_json(&out, model);
    } else {
        output_format(&out, "ok %s\n", fuda_model_describe(model)->hash);
    }
    status = output_finish(&out, status);
    fuda_model_free(model);
    return status;
}
