/* SPDX-License-Identifier: MIT */
/* Models with documents added, taken out, and models added together. */
#include "models/update.h"

#include <stdlib.h>
#include <string.h>

#include "classifier/member.h"
#include "core/error.h"
#include <fuda/update.h>

/* Models with a taxonomy have its labels and no others. */
static bool has_fixed_labels(const fuda_model *m)
{
    return m->info.taxonomy_hash[0] != '\0';
}

/* OK, or why documents cannot be added to a model and taken out of it as if it had been trained so. */
static fuda_status check_updatable(const fuda_model *m, fuda_error *err)
{
    if (m->info.mismatch[0] != '\0')
        return fuda_fail(err, FUDA_E_MISMATCH, "the model cannot be updated exactly: %s; train it again",
                         m->info.mismatch);
    /* Segmented words that are found for phrases' sake and not counted: new ones would be. */
    bool uncounted = m->text.words && (m->clf.choice.kinds >> CLF_KIND_CJK & 1) == 0;
    if (uncounted || !clf_choice_is_countable(&m->clf.choice))
        return fuda_fail(err, FUDA_E_MISMATCH,
                         "the model cannot be updated exactly: its weights (%s) are not sums over documents; train one "
                         "with --algorithm multinomial, bernoulli or joined",
                         m->info.choice);
    return FUDA_OK;
}

/* ---- putting a model together ---------------------------------------------------------------- */

static bool copy_strings(const fuda_model *from, const mdl_ledger *l, fuda_model *to)
{
    size_t K = l->labels.count;

    to->labels = calloc(K + 1, sizeof *to->labels);
    to->phrases = calloc(from->nphrase + 1, sizeof *to->phrases);
    if (to->labels == NULL || to->phrases == NULL)
        return false;
    for (uint32_t k = 0; k < K; k++) {
        const char *id = fuda_strtab_bytes(&l->labels, k);
        size_t len = fuda_strtab_len(&l->labels, k);
        uint32_t old = fuda_model_find_label(from, id, len);
        to->labels[k].id = mdl_keep(to, id, len);
        for (int s = 0; s < MDL_NLANG; s++) {
            const char *name = old == UINT32_MAX ? "" : from->labels[old].name[s];
            to->labels[k].name[s] = mdl_keep(to, name, strlen(name));
            if (to->labels[k].name[s] == NULL)
                return false;
        }
        if (to->labels[k].id == NULL)
            return false;
    }
    for (; to->nphrase < from->nphrase; to->nphrase++) {
        fuda_str p = from->phrases[to->nphrase];
        to->phrases[to->nphrase] = (fuda_str){mdl_keep(to, p.ptr, p.len), p.len};
        if (to->phrases[to->nphrase].ptr == NULL)
            return false;
    }
    return true;
}

static bool copy_info(const fuda_model *from, const mdl_ledger *l, fuda_model *to)
{
    const char *const *texts[] = {&from->info.taxonomy_hash, &from->info.taxonomy_version,
                                  &from->info.dictionary, &from->calibrated};
    const char **copies[] = {&to->info.taxonomy_hash, &to->info.taxonomy_version, &to->info.dictionary,
                             &to->calibrated};
    char hash[33];

    fuda_multihash_hex(&l->data, hash);
    to->info.data_hash = mdl_keep(to, hash, 32);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if ((*copies[i] = mdl_keep(to, *texts[i], strlen(*texts[i]))) == NULL)
            return false;
    to->info.fuda_version = fuda_version();
    to->info.icu = fuda_icu_version();
    to->info.mecab = fuda_mecab_version();
    to->info.nlearned = from->info.nlearned;
    to->info.nunlearned = from->info.nunlearned;
    to->info.nmerged = from->info.nmerged;
    return to->info.data_hash != NULL;
}

/* Calibration by label; a label that is new gets the mean offset and decides at ½. */
static bool carry_calibration(const fuda_model *from, fuda_model *to)
{
    size_t K = to->clf.counts.nlabel, known = from->clf.counts.nlabel;
    double mean = 0;

    to->clf.alpha = from->clf.alpha;
    to->clf.tau = from->clf.tau;
    memcpy(to->clf.slope, from->clf.slope, sizeof to->clf.slope);
    to->clf.offset = calloc(K + 1, sizeof *to->clf.offset);
    to->clf.threshold = calloc(K + 1, sizeof *to->clf.threshold);
    if (to->clf.offset == NULL || to->clf.threshold == NULL)
        return false;
    for (size_t k = 0; k < known; k++)
        mean += from->clf.offset[k] / (double)known;
    for (size_t k = 0; k < K; k++) {
        uint32_t old = fuda_model_find_label(from, to->labels[k].id, strlen(to->labels[k].id));
        to->clf.offset[k] = old == UINT32_MAX ? clf_rounded(mean) : from->clf.offset[old];
        to->clf.threshold[k] = old != UINT32_MAX   ? from->clf.threshold[old]
                               : from->info.single ? 0
                                                   : 0.5;
    }
    return true;
}

static void *copy_of(const void *from, size_t size)
{
    void *to = malloc(size + 1);
    if (to != NULL && size > 0)
        memcpy(to, from, size);
    return to;
}

/* Rates by label as calibration: a new label has none.  The reasons of the choice stay with it. */
static bool carry_rates(const fuda_model *from, fuda_model *to)
{
    size_t K = to->clf.counts.nlabel, known = from->clf.counts.nlabel;

    if (from->clf.why != NULL && (to->clf.why = fuda_strndup(from->clf.why, strlen(from->clf.why))) == NULL)
        return false;
    if (from->clf.rates == NULL)
        return true;
    to->clf.nlang = from->clf.nlang;
    to->clf.rates = calloc((1 + to->clf.nlang) * K + 1, sizeof *to->clf.rates);
    for (size_t k = 0; to->clf.rates != NULL && k < K; k++) {
        uint32_t old = fuda_model_find_label(from, to->labels[k].id, strlen(to->labels[k].id));
        for (size_t l = 0; old != UINT32_MAX && l <= to->clf.nlang; l++)
            to->clf.rates[l * K + k] = from->clf.rates[l * known + old];
    }
    return to->clf.rates != NULL;
}

/* The choice; and weights that are not made from counts: then the counts are the old ones. */
static bool carry_fit(const fuda_model *from, fuda_model *to)
{
    const clf_fit *f = &from->clf.fit;
    size_t V = from->clf.counts.nfeature, K = from->clf.counts.nlabel;

    to->clf.choice = from->clf.choice;
    if (clf_uses_df(from->clf.choice.weighting) &&
        (to->clf.fit.df = copy_of(f->df, V * sizeof *f->df)) == NULL)
        return false;
    if (!clf_is_linear(from->clf.choice.algorithm))
        return true;
    to->clf.fit.weight = copy_of(f->weight, V * K * sizeof *f->weight);
    to->clf.fit.bias = copy_of(f->bias, K * sizeof *f->bias);
    return to->clf.fit.weight != NULL && to->clf.fit.bias != NULL;
}

/* A model of the ledger's counts, which it takes, with all else as in `from`. */
fuda_status mdl_assemble(const fuda_model *from, mdl_ledger *l, fuda_model **out, fuda_error *err)
{
    fuda_model *m = calloc(1, sizeof *m);
    fuda_status st;

    if (m == NULL)
        return fuda_fail_nomem(err);
    m->text = from->text;
    memcpy(m->lang_docs, l->lang_docs, sizeof m->lang_docs);
    memcpy(m->lang_uses, l->lang_uses, sizeof m->lang_uses);
    m->clf.counts = l->counts;
    l->counts = (clf_counts){0};
    m->vocabulary = l->vocabulary;
    l->vocabulary = (fuda_strtab){0};
    if (!copy_strings(from, l, m) || !copy_info(from, l, m) || !carry_calibration(from, m) ||
        !carry_rates(from, m) || !carry_fit(from, m))
        st = fuda_fail_nomem(err);
    else
        st = clf_prepare(&m->clf, err);
    if (st == FUDA_OK)
        st = mdl_make_tokenizer(m, NULL, NULL, err);
    if (st != FUDA_OK) {
        fuda_model_free(m);
        return st;
    }
    *out = m;
    return FUDA_OK;
}

/* Sets hashes and description; on failure the model is freed. */
fuda_status mdl_complete(fuda_model *m, fuda_model **out, fuda_error *err)
{
    fuda_buf bytes = {0};
    fuda_status st = mdl_serialize(m, &bytes, err);

    fuda_buf_release(&bytes);
    if (st != FUDA_OK) {
        fuda_model_free(m);
        return st;
    }
    mdl_describe(m);
    *out = m;
    return FUDA_OK;
}

/* ---- data ------------------------------------------------------------------------------------ */

fuda_status fuda_dataset_for_model(const fuda_model *model, const char *mecab_dic, const char *mecab_userdic,
                                   int jobs, fuda_dataset **out, fuda_error *err)
{
    fuda_train_options options = fuda_train_options_default();
    fuda_status st = check_updatable(model, err);

    *out = NULL;
    options.text = model->text;
    options.choose_ngrams = false;
    options.jobs = jobs;
    options.mecab_dic = mecab_dic;
    options.mecab_userdic = mecab_userdic;
    options.phrases = model->phrases;
    options.nphrase = model->nphrase;
    options.keep_documents = true;
    if (st == FUDA_OK)
        st = fuda_dataset_new(&options, out, err);
    if (st != FUDA_OK)
        return st;
    (*out)->labelling = model->info.single ? FUDA_ONE_LABEL : FUDA_LABEL_SET;
    (*out)->fixed_labels = has_fixed_labels(model);
    for (size_t k = 0; (*out)->fixed_labels && k < model->clf.counts.nlabel; k++) {
        const char *id = model->labels[k].id;
        if (fuda_strtab_add(&(*out)->labels, id, strlen(id)) == FUDA_NO_ID) {
            fuda_dataset_free(*out);
            *out = NULL;
            return fuda_fail_nomem(err);
        }
    }
    if ((st = mdl_dataset_company(*out, &model->vocabulary, err)) != FUDA_OK) {
        fuda_dataset_free(*out);
        *out = NULL;
        return st;
    }
    if (strcmp(model->info.dictionary, fuda_tokenizer_dictionary((*out)->tokenizer)) != 0) {
        fuda_dataset_free(*out);
        *out = NULL;
        return fuda_fail(err, FUDA_E_MISMATCH,
                         "the model was made with the Japanese dictionary '%.100s'; with another one it cannot be "
                         "updated exactly",
                         model->info.dictionary);
    }
    return FUDA_OK;
}

/* ---- learn, unlearn -------------------------------------------------------------------------- */

fuda_status fuda_model_learn(const fuda_model *model, fuda_dataset *documents, fuda_model **out, fuda_error *err)
{
    const clf_counts *counts = &model->clf.counts;
    mdl_ledger before = {0}, more = {0}, after = {0};
    fuda_model *m = NULL;
    fuda_status st = check_updatable(model, err);

    *out = NULL;
    if (st == FUDA_OK && documents->rows.n == 0)
        st = fuda_fail(err, FUDA_E_ARG, "there is no labelled document to learn from");
    if (st == FUDA_OK)
        st = mdl_ledger_of_model(model, &before, err);
    if (st == FUDA_OK)
        st = mdl_ledger_of_data(documents, counts->mode, counts->binary, &more, err);
    if (st == FUDA_OK)
        st = mdl_ledger_add(&before, &more, has_fixed_labels(model), &after, err);
    if (st == FUDA_OK)
        st = mdl_assemble(model, &after, &m, err);
    if (st == FUDA_OK) {
        m->info.nlearned += documents->rows.n;
        st = mdl_complete(m, out, err);
    }
    mdl_ledger_release(&before);
    mdl_ledger_release(&more);
    mdl_ledger_release(&after);
    return st;
}

fuda_status fuda_model_unlearn(const fuda_model *model, fuda_dataset *documents, fuda_model **out, fuda_error *err)
{
    mdl_ledger l = {0};
    fuda_model *m = NULL;
    fuda_status st = check_updatable(model, err);

    *out = NULL;
    if (st == FUDA_OK && documents->rows.n == 0)
        st = fuda_fail(err, FUDA_E_ARG, "there is no labelled document to unlearn");
    if (st == FUDA_OK)
        st = mdl_dataset_sort(documents, err);
    if (st == FUDA_OK)
        st = mdl_ledger_of_model(model, &l, err);
    if (st == FUDA_OK)
        st = mdl_ledger_subtract(&l, documents, err);
    if (st == FUDA_OK)
        st = mdl_ledger_compact(&l, has_fixed_labels(model), err);
    if (st == FUDA_OK && (l.counts.ndoc == 0 || l.counts.nlabel == 0))
        st = fuda_fail(err, FUDA_E_ARG, "no labelled document would be left");
    if (st == FUDA_OK)
        st = mdl_assemble(model, &l, &m, err);
    if (st == FUDA_OK) {
        m->info.nunlearned += documents->rows.n;
        st = mdl_complete(m, out, err);
    }
    mdl_ledger_release(&l);
    return st;
}

/* ---- merge ----------------------------------------------------------------------------------- */

static bool same_phrases(const fuda_model *a, const fuda_model *b)
{
    if (a->nphrase != b->nphrase)
        return false;
    for (size_t i = 0; i < a->nphrase; i++)
        if (a->phrases[i].len != b->phrases[i].len ||
            memcmp(a->phrases[i].ptr, b->phrases[i].ptr, a->phrases[i].len) != 0)
            return false;
    return true;
}

static bool same_text(const fuda_text_settings *a, const fuda_text_settings *b)
{
    return a->words == b->words && a->phrases == b->phrases && a->stop_words == b->stop_words &&
           a->numbers == b->numbers && a->word_ngrams == b->word_ngrams && a->char_ngrams == b->char_ngrams;
}

/* What keeps two models from being parts of one, or NULL. */
static const char *difference(const fuda_model *a, const fuda_model *b)
{
    if (a->clf.counts.mode != b->clf.counts.mode)
        return "one gives one label a document, the other any number";
    if (!same_text(&a->text, &b->text))
        return "they count different terms (n-grams, stop words, numbers)";
    if (!same_phrases(a, b))
        return "they know different phrases";
    if (strcmp(a->info.taxonomy_hash, b->info.taxonomy_hash) != 0)
        return "they have different taxonomies";
    if (strcmp(a->info.dictionary, b->info.dictionary) != 0)
        return "they were made with different Japanese dictionaries";
    if (a->clf.choice.algorithm != b->clf.choice.algorithm || a->clf.choice.weighting != b->clf.choice.weighting)
        return "they have different algorithms or weightings; train the parts with the same --algorithm";
    if (clf_rounded(a->clf.alpha) != clf_rounded(b->clf.alpha))
        return "their smoothing differs; train the parts with the same --alpha";
    return NULL;
}

static fuda_status check_mergeable(const fuda_model *const *models, size_t n, fuda_error *err)
{
    fuda_status st = n == 0 ? fuda_fail(err, FUDA_E_ARG, "there is no model to merge") : FUDA_OK;

    for (size_t i = 0; st == FUDA_OK && i < n; i++) {
        const char *what = difference(models[0], models[i]);
        st = check_updatable(models[i], err);
        if (st == FUDA_OK && what != NULL)
            st = fuda_fail(err, FUDA_E_MISMATCH, "model %zu cannot be merged with the first: %s", i + 1, what);
    }
    return st;
}

fuda_status fuda_model_merge(const fuda_model *const *models, size_t n, fuda_model **out, fuda_error *err)
{
    mdl_ledger sum = {0};
    fuda_model *m = NULL;
    fuda_status st = check_mergeable(models, n, err);

    *out = NULL;
    if (st == FUDA_OK)
        st = mdl_ledger_of_model(models[0], &sum, err);
    for (size_t i = 1; st == FUDA_OK && i < n; i++) {
        mdl_ledger part = {0}, next = {0};
        st = mdl_ledger_of_model(models[i], &part, err);
        if (st == FUDA_OK)
            st = mdl_ledger_add(&sum, &part, has_fixed_labels(models[0]), &next, err);
        mdl_ledger_release(&part);
        mdl_ledger_release(&sum);
        sum = next;
    }
    if (st == FUDA_OK)
        st = mdl_assemble(models[0], &sum, &m, err);
    if (st == FUDA_OK) {
        for (size_t i = 1; i < n; i++) {
            m->info.nlearned += models[i]->info.nlearned;
            m->info.nunlearned += models[i]->info.nunlearned;
            m->info.nmerged += models[i]->info.nmerged;
        }
        m->info.nmerged += n - 1;
        st = mdl_complete(m, out, err);
    }
    mdl_ledger_release(&sum);
    return st;
}
