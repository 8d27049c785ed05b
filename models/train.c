/* SPDX-License-Identifier: MIT */
/* From a data set to a model, and to a table of how well such models do. */
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "models/dataset.h"
#include "models/model.h"
#include "models/training.h"

/* What training takes from a data set, with its final numbers. */
typedef struct recipe {
    clf_settings settings;
    size_t nfeature, nlabel;
    uint8_t *block;  /* [nfeature] owned */
    uint8_t *kind;   /* [nfeature] owned */
    clf_hint *hints; /* [nhint] owned */
    size_t nhint;
} recipe;

static void recipe_release(recipe *r)
{
    free(r->block);
    free(r->kind);
    free(r->hints);
}

static fuda_status recipe_make(fuda_dataset *data, recipe *r, fuda_error *err)
{
    fuda_status st;

    *r = (recipe){0};
    if (data->rows.n == 0)
        return fuda_fail(err, FUDA_E_ARG, "there is no labelled document to learn from");
    st = mdl_dataset_sort(data, err);
    if (st == FUDA_OK)
        st = mdl_dataset_hints(data, &r->hints, &r->nhint, err);
    if (st != FUDA_OK)
        return st;
    r->nfeature = data->vocabulary.count;
    r->nlabel = data->labels.count;
    if (r->nlabel == 0)
        return fuda_fail(err, FUDA_E_ARG, "no document has a label");
    r->settings = data->asked;
    r->settings.mode = data->labelling == FUDA_ONE_LABEL ? CLF_SINGLE : CLF_MULTI;
    r->settings.alpha = data->options.alpha;
    r->settings.folds = data->options.folds;
    r->settings.seed = data->options.seed;
    r->settings.workers = data->workers;
    r->settings.select = data->options.features;
    r->settings.choose_kinds = data->options.choose_ngrams;
    r->settings.threshold = data->options.taxonomy != NULL ? data->options.taxonomy->threshold : 0;
    r->block = mdl_blocks(&data->vocabulary);
    r->kind = malloc(r->nfeature + 1);
    if (r->block == NULL || r->kind == NULL)
        return fuda_fail_nomem(err);
    for (uint32_t f = 0; f < r->nfeature; f++)
        r->kind[f] = mdl_kind_of_key(fuda_strtab_bytes(&data->vocabulary, f),
                                     fuda_strtab_len(&data->vocabulary, f));
    return FUDA_OK;
}

/* lang [rows->n]: fuda_lang of each row. */
static fuda_status train_on(const recipe *r, const clf_rows *rows, const uint8_t *lang, clf_classifier *out,
                            fuda_error *err)
{
    clf_problem p = {.rows = rows, .set = &r->settings, .nfeature = r->nfeature, .nlabel = r->nlabel,
                     .nblock = MDL_NBLOCK, .block = r->block, .kind = r->kind, .hints = r->hints, .nhint = r->nhint,
                     .lang = lang, .nlang = FUDA_LANG_OTHER + 1};
    return clf_train(&p, out, err);
}

/* ---- a model --------------------------------------------------------------------------------- */

static const char *keep_string(fuda_model *m, const char *text)
{
    return mdl_keep(m, text, strlen(text));
}

static fuda_status copy_names(fuda_model *m, const fuda_dataset *data)
{
    const fuda_taxonomy *tax = data->options.taxonomy;

    m->labels = calloc((size_t)data->labels.count + 1, sizeof *m->labels);
    if (m->labels == NULL)
        return FUDA_E_NOMEM;
    for (uint32_t k = 0; k < data->labels.count; k++) {
        m->labels[k].id = mdl_keep(m, fuda_strtab_bytes(&data->labels, k), fuda_strtab_len(&data->labels, k));
        for (int l = 0; l < MDL_NLANG; l++) {
            const char *name = tax != NULL ? tax->labels[k].name[l] : "";
            m->labels[k].name[l] = mdl_keep(m, name, strlen(name));
            if (m->labels[k].name[l] == NULL)
                return FUDA_E_NOMEM;
        }
        if (m->labels[k].id == NULL)
            return FUDA_E_NOMEM;
    }
    m->phrases = calloc(data->nphrase + 1, sizeof *m->phrases);
    if (m->phrases == NULL)
        return FUDA_E_NOMEM;
    for (size_t i = 0; i < data->nphrase; i++) {
        m->phrases[i] = (fuda_str){mdl_keep(m, data->phrases[i].ptr, data->phrases[i].len),
                                   data->phrases[i].len};
        if (m->phrases[i].ptr == NULL)
            return FUDA_E_NOMEM;
    }
    m->nphrase = data->nphrase;
    return FUDA_OK;
}

static fuda_status copy_vocabulary(fuda_model *m, const fuda_dataset *data)
{
    const uint32_t *slot = m->clf.fit.slot;

    for (uint32_t f = 0; f < data->vocabulary.count; f++) {
        if ((slot == NULL || slot[f] != UINT32_MAX) &&
            fuda_strtab_add(&m->vocabulary, fuda_strtab_bytes(&data->vocabulary, f),
                            fuda_strtab_len(&data->vocabulary, f)) == FUDA_NO_ID)
            return FUDA_E_NOMEM;
    }
    /* From here on a feature's number is its place in this vocabulary. */
    free(m->clf.fit.slot);
    m->clf.fit.slot = NULL;
    return FUDA_OK;
}

/* The text settings that give just the kinds of features the classifier uses. */
static fuda_text_settings used_text(const fuda_dataset *data, uint32_t kinds)
{
    fuda_text_settings text = data->options.text;

    if (!data->options.choose_ngrams)
        return text;
    text.word_ngrams = kinds >> CLF_KIND_TRIPLE & 1 ? 3 : kinds >> CLF_KIND_PAIR & 1 ? 2 : 1;
    text.char_ngrams = kinds >> CLF_KIND_CHARS & 1 ? 2 : kinds >> CLF_KIND_CHAR & 1;
    /* Characters alone need no segmenter, unless phrases were named. */
    if (text.char_ngrams > 0 && text.word_ngrams == 1 && (kinds >> CLF_KIND_CJK & 1) == 0 && data->nphrase == 0)
        text.words = false;
    return text;
}

static fuda_status fill_info(fuda_model *m, const fuda_dataset *data)
{
    const fuda_taxonomy *tax = data->options.taxonomy;
    fuda_multihash sum = {0};
    char hash[33];

    for (size_t i = 0; i < data->rows.n; i++)
        fuda_multihash_add(&sum, &data->hashes[i]);
    fuda_multihash_hex(&sum, hash);
    m->info.data_hash = m->calibrated = keep_string(m, hash);
    m->info.taxonomy_hash = tax != NULL ? keep_string(m, tax->hash) : "";
    m->info.taxonomy_version = tax != NULL ? keep_string(m, tax->version) : "";
    m->info.fuda_version = fuda_version();
    m->info.icu = fuda_icu_version();
    m->info.mecab = fuda_mecab_version();
    m->info.dictionary = keep_string(m, fuda_tokenizer_dictionary(data->tokenizer));
    return m->info.data_hash == NULL || m->info.taxonomy_hash == NULL || m->info.taxonomy_version == NULL ||
                   m->info.dictionary == NULL
               ? FUDA_E_NOMEM
               : FUDA_OK;
}

/* ---- all rows, or all but a fold ------------------------------------------------------------- */

static bool copy_rows(const clf_rows *rows, const uint8_t *fold, uint8_t without, clf_rows *out)
{
    for (size_t i = 0; i < rows->n; i++) {
        size_t at = rows->ptr[i], label = rows->label_ptr[i];
        if (fold[i] != without &&
            !clf_rows_add(out, rows->feature + at, rows->count + at, rows->ptr[i + 1] - at,
                          rows->label + label, rows->label_ptr[i + 1] - label, rows->group[i]))
            return false;
    }
    return true;
}

/* What a model knows of the languages of the documents it was trained on. */
static void count_languages(const fuda_dataset *data, const recipe *r, const uint8_t *fold, uint8_t without,
                            fuda_model *m)
{
    for (size_t i = 0; i < data->rows.n; i++) {
        if (fold != NULL && fold[i] == without)
            continue;
        m->lang_docs[data->langs[i]]++;
        for (size_t j = data->rows.ptr[i]; j < data->rows.ptr[i + 1]; j++)
            m->lang_uses[data->langs[i]] += m->clf.choice.kinds >> r->kind[data->rows.feature[j]] & 1
                                        ? data->rows.count[j]
                                        : 0;
    }
}

static fuda_status learn(fuda_dataset *data, const recipe *r, const uint8_t *fold, uint8_t without,
                         clf_classifier *out, fuda_error *err)
{
    clf_rows part = {0};
    uint8_t *lang;
    size_t n = 0;
    fuda_status st;

    if (fold == NULL)
        return train_on(r, &data->rows, data->langs, out, err);
    lang = malloc(data->rows.n + 1);
    for (size_t i = 0; lang != NULL && i < data->rows.n; i++) {
        lang[n] = data->langs[i];
        n += fold[i] != without;
    }
    if (lang == NULL || !copy_rows(&data->rows, fold, without, &part))
        st = fuda_fail_nomem(err);
    else if (part.n == 0)
        st = fuda_fail(err, FUDA_E_ARG, "a fold leaves nothing to train on: fewer folds, or more documents");
    else
        st = train_on(r, &part, lang, out, err);
    free(lang);
    clf_rows_release(&part);
    return st;
}

fuda_status mdl_train_part(fuda_dataset *data, const uint8_t *fold, uint8_t without, fuda_model **out,
                           fuda_error *err)
{
    recipe r;
    fuda_buf bytes = {0};
    fuda_model *m = calloc(1, sizeof *m);
    fuda_status st;

    *out = NULL;
    if (m == NULL)
        return fuda_fail_nomem(err);
    st = recipe_make(data, &r, err);
    if (st == FUDA_OK)
        st = learn(data, &r, fold, without, &m->clf, err);
    if (st == FUDA_OK) {
        m->text = used_text(data, m->clf.choice.kinds);
        count_languages(data, &r, fold, without, m);
        st = copy_names(m, data);
        if (st == FUDA_OK)
            st = copy_vocabulary(m, data);
        if (st == FUDA_OK)
            st = fill_info(m, data);
        if (st != FUDA_OK)
            fuda_fail_nomem(err);
    }
    if (st == FUDA_OK)
        st = mdl_make_tokenizer(m, data->mecab_dic, data->mecab_userdic, err);
    if (st == FUDA_OK && fold == NULL)
        st = mdl_serialize(m, &bytes, err); /* for the hash */
    if (st == FUDA_OK) {
        mdl_describe(m);
        *out = m;
    } else {
        fuda_model_free(m);
    }
    fuda_buf_release(&bytes);
    recipe_release(&r);
    return st;
}

fuda_status fuda_train(fuda_dataset *data, fuda_model **out, fuda_error *err)
{
    return mdl_train_part(data, NULL, 0, out, err);
}
