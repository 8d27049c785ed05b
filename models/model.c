/* SPDX-License-Identifier: MIT */
#include "models/model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/file.h"

enum { MAX_MODEL_FILE = 1 << 30 };

char *mdl_keep(fuda_model *model, const char *text, size_t len)
{
    return fuda_arena_copy(&model->arena, text, len);
}

void fuda_model_free(fuda_model *model)
{
    if (model == NULL)
        return;
    fuda_tokenizer_free(model->tokenizer);
    fuda_strtab_release(&model->vocabulary);
    mdl_company_release(&model->company);
    clf_release(&model->clf);
    free(model->labels);
    free(model->phrases);
    fuda_arena_release(&model->arena);
    free(model);
}

fuda_status mdl_make_tokenizer(fuda_model *model, const char *mecab_dic, const char *mecab_userdic,
                               fuda_error *err)
{
    fuda_tokenizer_options options = {
        .settings = model->text, .mecab_dic = mecab_dic, .mecab_userdic = mecab_userdic,
        .phrases = model->phrases, .nphrase = model->nphrase,
    };
    if (!mdl_company_of(&model->vocabulary, &model->company))
        return fuda_fail_nomem(err);
    return fuda_tokenizer_new(&options, &model->tokenizer, err);
}

uint64_t mdl_mean_uses(const fuda_model *model, fuda_lang lang)
{
    return model->lang_docs[lang] == 0 ? 0 : model->lang_uses[lang] / model->lang_docs[lang];
}

void mdl_describe(fuda_model *model)
{
    fuda_model_info *info = &model->info;
    const char *icu = fuda_icu_version(), *dictionary = fuda_tokenizer_dictionary(model->tokenizer);
    char text[512];

    info->single = model->clf.counts.mode == CLF_SINGLE;
    info->nlabel = model->clf.counts.nlabel;
    info->nfeature = model->clf.counts.nfeature;
    info->ndocument = model->clf.counts.ndoc;
    info->alpha = model->clf.alpha;
    info->algorithm = clf_algorithm_name(model->clf.choice.algorithm);
    clf_choice_text(&model->clf.choice, text, sizeof text);
    info->choice = mdl_keep(model, text, strlen(text));
    info->choice = info->choice != NULL ? info->choice : "";
    info->why = model->clf.why != NULL ? model->clf.why : "";
    info->updatable = clf_choice_is_countable(&model->clf.choice);
    info->text = model->text;
    info->hash = model->hash;
    info->counts_hash = model->counts_hash;
    info->stale = strcmp(model->calibrated, info->data_hash) != 0;
    info->mismatch = "";
    if (strcmp(info->dictionary, dictionary) != 0) {
        snprintf(text, sizeof text,
                 "the model was made with the Japanese dictionary '%.150s', here it is '%.150s'; Japanese "
                 "terms may differ",
                 info->dictionary, dictionary);
    } else if (strcmp(info->icu, icu) != 0) {
        snprintf(text, sizeof text,
                 "the model was made with ICU %.50s, here it is %.50s; Chinese terms may differ", info->icu,
                 icu);
    } else {
        return;
    }
    const char *kept = mdl_keep(model, text, strlen(text));
    info->mismatch = kept != NULL ? kept : "the model was made with other dictionaries";
}

const fuda_model_info *fuda_model_describe(const fuda_model *model)
{
    return &model->info;
}

bool fuda_model_rates(const fuda_model *model, uint32_t label, fuda_lang lang, fuda_rates *out)
{
    const clf_classifier *clf = &model->clf;
    size_t part = lang == FUDA_LANG_UND ? 0 : 1 + (size_t)lang;

    if (clf->rates == NULL || label >= clf->counts.nlabel || part > clf->nlang)
        return false;
    const clf_rates *r = &clf->rates[part * clf->counts.nlabel + label];
    *out = (fuda_rates){r->hit, r->false_, r->missed, r->rest};
    return true;
}

double fuda_model_threshold(const fuda_model *model, uint32_t label)
{
    return model->clf.threshold[label];
}

const char *fuda_model_label(const fuda_model *model, size_t index)
{
    return model->labels[index].id;
}

const char *fuda_model_label_name(const fuda_model *model, size_t index, fuda_lang lang)
{
    const mdl_names *names = &model->labels[index];

    for (int l = 0; l < MDL_NLANG; l++) {
        if (mdl_langs[l] == lang && names->name[l][0] != '\0')
            return names->name[l];
    }
    return names->name[0][0] != '\0' ? names->name[0] : names->id;
}

uint32_t fuda_model_find_label(const fuda_model *model, const char *label, size_t len)
{
    for (size_t k = 0; k < model->clf.counts.nlabel; k++) {
        if (strlen(model->labels[k].id) == len && memcmp(model->labels[k].id, label, len) == 0)
            return (uint32_t)k;
    }
    return UINT32_MAX;
}

const fuda_tokenizer *fuda_model_tokenizer(const fuda_model *model)
{
    return model->tokenizer;
}

fuda_status fuda_model_load(const char *path, const char *mecab_dic, fuda_model **out, fuda_error *err)
{
    fuda_buf file = {0};
    fuda_status st = fuda_file_read(path, MAX_MODEL_FILE, &file, err);

    *out = NULL;
    if (st == FUDA_OK)
        st = mdl_parse(file.ptr, file.len, path, mecab_dic, out, err);
    fuda_buf_release(&file);
    return st;
}

fuda_status fuda_model_save(const fuda_model *model, const char *path, bool force, fuda_error *err)
{
    fuda_outfile out;
    fuda_buf bytes = {0};
    /* Serialising only sets the hash, to what it is already. */
    fuda_status st = mdl_serialize((fuda_model *)model, &bytes, err);

    if (st == FUDA_OK)
        st = fuda_outfile_open(&out, path, force, err);
    if (st != FUDA_OK) {
        fuda_buf_release(&bytes);
        return st;
    }
    /* A short write leaves the stream's error flag, which commit reports. */
    (void)!fwrite(bytes.ptr, 1, bytes.len, out.stream);
    st = fuda_outfile_commit(&out, err);
    fuda_buf_release(&bytes);
    return st;
}

static int heavier(const void *a, const void *b)
{
    const fuda_feature_weight *x = a, *y = b;
    if (x->weight != y->weight)
        return x->weight > y->weight ? -1 : 1;
    /* Keys lie in one pool in byte order: equal weights come in that order. */
    return (x->text.ptr > y->text.ptr) - (x->text.ptr < y->text.ptr);
}

fuda_status fuda_model_terms(const fuda_model *model, uint32_t label, fuda_lang lang,
                             fuda_feature_weight *rows, size_t *n, fuda_error *err)
{
    size_t V = model->clf.counts.nfeature, max = *n, found = 0;
    fuda_feature_weight *all;

    if (label >= model->clf.counts.nlabel)
        return fuda_fail(err, FUDA_E_ARG, "the model has no label number %u", label);
    all = malloc((V + 1) * sizeof *all);
    if (all == NULL)
        return fuda_fail_nomem(err);
    for (uint32_t f = 0; f < V; f++) {
        const char *key = fuda_strtab_bytes(&model->vocabulary, f);
        size_t len = fuda_strtab_len(&model->vocabulary, f);
        fuda_lang of = mdl_lang_of_key(key, len);
        if (!clf_knows(&model->clf, f) || (lang != FUDA_LANG_UND && of != lang))
            continue;
        all[found++] = (fuda_feature_weight){{key + 2, len - 2}, of, key[0], clf_term_weight(&model->clf, f, label)};
    }
    qsort(all, found, sizeof *all, heavier);
    *n = found < max ? found : max;
    if (*n != 0)
        memcpy(rows, all, *n * sizeof *rows);
    free(all);
    return FUDA_OK;
}
