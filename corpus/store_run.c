/* SPDX-License-Identifier: MIT */
/* Which run a classification belongs to, and what the corpus remembers of it. */
#include <string.h>

#include "core/error.h"
#include "corpus/record.h"
#include "corpus/store.h"
#include <fuda/json.h>

typedef struct opening {
    fuda_corpus *corpus;
    const fuda_model *model;
    const fuda_classify_options *options;
    int64_t run;
} opening;

/* What a run's answers depend on besides the model, as one line of JSON. */
static fuda_status write_settings(const fuda_tag_options *tag, fuda_json *out, fuda_str *text,
                                  fuda_error *err)
{
    char min_p[40];

    corpus_real_text(tag->min_p, min_p);
    fuda_json_object(out);
    fuda_json_key(out, "lang");
    fuda_json_cstring(out, tag->lang == FUDA_LANG_UND ? "auto" : fuda_lang_name(tag->lang));
    fuda_json_key(out, "min_p");
    fuda_json_raw(out, min_p, strlen(min_p));
    fuda_json_key(out, "top");
    fuda_json_int(out, (int64_t)tag->top);
    fuda_json_object_end(out);
    text->ptr = fuda_json_text(out, &text->len);
    return text->ptr == NULL ? fuda_fail_nomem(err) : FUDA_OK;
}

static fuda_status find_run(opening *c, fuda_str settings, bool *found, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    fuda_status st = store_prepare(c->corpus, STORE_RUN_FIND, &stmt, err);

    *found = false;
    if (st != FUDA_OK)
        return st;
    store_bind_cstring(stmt, 1, fuda_model_describe(c->model)->hash);
    store_bind(stmt, 2, settings);
    st = store_row(c->corpus, stmt, found, err);
    if (*found)
        c->run = store_int(stmt, 0);
    store_reset(stmt);
    return st;
}

static fuda_status add_run(opening *c, fuda_str settings, fuda_error *err)
{
    const fuda_model_info *info = fuda_model_describe(c->model);
    struct sqlite3_stmt *stmt;
    bool found;
    fuda_status st = store_prepare(c->corpus, STORE_RUN_ADD, &stmt, err);

    if (st != FUDA_OK)
        return st;
    store_bind_cstring(stmt, 1, info->hash);
    store_bind(stmt, 2, settings);
    store_bind_int(stmt, 3, info->single);
    store_bind_cstring(stmt, 4, c->options->command);
    store_bind_cstring(stmt, 5, fuda_version());
    store_bind_cstring(stmt, 6, fuda_icu_version());
    store_bind_cstring(stmt, 7, fuda_mecab_version());
    store_bind_cstring(stmt, 8, fuda_tokenizer_dictionary(fuda_model_tokenizer(c->model)));
    store_bind_cstring(stmt, 9, info->taxonomy_hash);
    store_bind_cstring(stmt, 10, info->taxonomy_version);
    st = store_run(c->corpus, stmt, "write to", err);
    return st == FUDA_OK ? find_run(c, settings, &found, err) : st;
}

/* Continues the run of this model and these settings, or begins one. */
fuda_status store_open_run(fuda_corpus *corpus, const fuda_model *model, const fuda_classify_options *options,
                           int64_t *labels, int64_t *number, fuda_error *err)
{
    opening o = {.corpus = corpus, .model = model, .options = options}, *c = &o;
    struct sqlite3_stmt *stmt;
    bool found = false;
    fuda_str settings = {0};
    fuda_json *json = fuda_json_new();
    fuda_status st =
        json == NULL ? fuda_fail_nomem(err) : write_settings(&c->options->tag, json, &settings, err);

    if (st == FUDA_OK)
        st = store_begin(c->corpus, err);
    if (st == FUDA_OK && !c->options->force)
        st = find_run(c, settings, &found, err);
    if (st == FUDA_OK && !found)
        st = add_run(c, settings, err);
    if (st == FUDA_OK)
        st = store_prepare(c->corpus, STORE_RUN_USE, &stmt, err);
    if (st == FUDA_OK) {
        store_bind_int(stmt, 1, c->run);
        st = store_run(c->corpus, stmt, "write to", err);
    }
    for (size_t i = 0; i < fuda_model_describe(model)->nlabel && st == FUDA_OK; i++) {
        const char *label = fuda_model_label(c->model, (uint32_t)i);
        st = store_label(c->corpus, (fuda_str){label, strlen(label)}, &labels[i], err);
    }
    if (st == FUDA_OK)
        st = store_commit(c->corpus, err);
    if (st != FUDA_OK)
        store_rollback(c->corpus);
    *number = o.run;
    fuda_json_free(json);
    return st;
}

