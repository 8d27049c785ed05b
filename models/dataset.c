/* SPDX-License-Identifier: MIT */
#include "models/dataset.h"

#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/parallel.h"

enum { DOCS_PER_BLOCK = 16, MAX_LABELS_PER_DOC = 10000 };

fuda_train_options fuda_train_options_default(void)
{
    fuda_train_options options = {.text = fuda_text_settings_default(), .folds = 5, .seed = 1};
    /* Pairs of words win accuracy on every set that was tried (docs/benchmarks.md). */
    options.text.word_ngrams = 2;
    return options;
}

static fuda_status copy_string(const char *text, char **out, fuda_error *err)
{
    *out = text == NULL ? NULL : fuda_strndup(text, strlen(text));
    return text != NULL && *out == NULL ? fuda_fail_nomem(err) : FUDA_OK;
}

static int by_text(const void *a, const void *b)
{
    const fuda_str *x = a, *y = b;
    size_t n = x->len < y->len ? x->len : y->len;
    int order = memcmp(x->ptr, y->ptr, n);
    return order != 0 ? order : (x->len > y->len) - (x->len < y->len);
}

/* Phrases of the taxonomy and of the options, each once, sorted: their order must not matter. */
static fuda_status gather_phrases(fuda_dataset *data, fuda_error *err)
{
    const fuda_taxonomy *tax = data->options.taxonomy;
    size_t n = data->options.nphrase, out = 0;

    for (size_t k = 0; tax != NULL && k < tax->nlabel; k++)
        n += tax->labels[k].nterm;
    for (size_t a = 0; tax != NULL && a < tax->nanchor; a++)
        n += tax->anchors[a].nterm;
    data->phrases = malloc((n + 1) * sizeof *data->phrases);
    if (data->phrases == NULL)
        return fuda_fail_nomem(err);
    n = 0;
    for (size_t i = 0; i < data->options.nphrase; i++) {
        fuda_str p = data->options.phrases[i];
        if (p.len == 0 || memchr(p.ptr, 0, p.len) != NULL)
            continue;
        p.ptr = fuda_arena_copy(&data->arena, p.ptr, p.len);
        if (p.ptr == NULL)
            return fuda_fail_nomem(err);
        data->phrases[n++] = p;
    }
    for (size_t k = 0; tax != NULL && k < tax->nlabel; k++) {
        for (size_t t = 0; t < tax->labels[k].nterm; t++)
            data->phrases[n++] = tax->labels[k].terms[t].text;
    }
    for (size_t a = 0; tax != NULL && a < tax->nanchor; a++) {
        for (size_t t = 0; t < tax->anchors[a].nterm; t++)
            data->phrases[n++] = tax->anchors[a].terms[t].text;
    }
    qsort(data->phrases, n, sizeof *data->phrases, by_text);
    for (size_t i = 0; i < n; i++) {
        if (out == 0 || by_text(&data->phrases[out - 1], &data->phrases[i]) != 0)
            data->phrases[out++] = data->phrases[i];
    }
    data->nphrase = out;
    return FUDA_OK;
}

fuda_status fuda_dataset_new(const fuda_train_options *options, fuda_dataset **out, fuda_error *err)
{
    const fuda_train_options defaults = fuda_train_options_default();
    fuda_dataset *data = calloc(1, sizeof *data);
    fuda_status st;

    *out = NULL;
    if (data == NULL)
        return fuda_fail_nomem(err);
    data->options = options != NULL ? *options : defaults;
    if (data->options.folds == 0)
        data->options.folds = 5;
    data->workers = fuda_worker_count(data->options.jobs);
    if (data->options.choose_ngrams) {
        const char *name = data->options.algorithm;
        bool joined = data->options.taxonomy != NULL || (name != NULL && strcmp(name, "joined") == 0);
        /* All that may be chosen from; where nothing is chosen, words and pairs. */
        data->options.choose_ngrams = !joined;
        data->options.text.word_ngrams = 2;
        data->options.text.char_ngrams = joined ? 0 : 2;
    }
    data->digest = fuda_digest_new();
    data->extractors = calloc((size_t)data->workers, sizeof *data->extractors);
    st = data->digest == NULL || data->extractors == NULL ? fuda_fail_nomem(err) : FUDA_OK;
    if (st == FUDA_OK && (data->options.folds < 2 || data->options.folds > 50))
        st = fuda_fail(err, FUDA_E_ARG, "cross-validation needs 2 to 50 folds, not %d", data->options.folds);
    /* The bounds of the model file. */
    if (st == FUDA_OK && data->options.alpha != 0 &&
        !(data->options.alpha >= 1e-6 && data->options.alpha <= 1000))
        st = fuda_fail(err, FUDA_E_ARG, "smoothing (alpha) goes from 0.000001 to 1000; 0 chooses it");
    if (st == FUDA_OK)
        st = mdl_read_options(&data->options, &data->asked, err);
    if (st == FUDA_OK && (st = copy_string(data->options.mecab_dic, &data->mecab_dic, err)) == FUDA_OK &&
        (st = copy_string(data->options.mecab_userdic, &data->mecab_userdic, err)) == FUDA_OK)
        st = gather_phrases(data, err);
    for (size_t k = 0; st == FUDA_OK && data->options.taxonomy != NULL &&
                       k < data->options.taxonomy->nlabel; k++) {
        const char *id = data->options.taxonomy->labels[k].id;
        if (fuda_strtab_add(&data->labels, id, strlen(id)) == FUDA_NO_ID)
            st = fuda_fail_nomem(err);
    }
    if (st == FUDA_OK) {
        fuda_tokenizer_options tok = {
            .settings = data->options.text, .mecab_dic = data->mecab_dic,
            .mecab_userdic = data->mecab_userdic, .phrases = data->phrases, .nphrase = data->nphrase,
        };
        st = fuda_tokenizer_new(&tok, &data->tokenizer, err);
    }
    for (int w = 0; st == FUDA_OK && w < data->workers; w++)
        st = mdl_extractor_init(&data->extractors[w], data->tokenizer, err);
    if (st == FUDA_OK)
        st = mdl_dataset_company(data, NULL, err);
    if (st != FUDA_OK) {
        fuda_dataset_free(data);
        return st;
    }
    *out = data;
    return FUDA_OK;
}

void fuda_dataset_free(fuda_dataset *data)
{
    if (data == NULL)
        return;
    for (int w = 0; data->extractors != NULL && w < data->workers; w++)
        mdl_extractor_release(&data->extractors[w]);
    free(data->extractors);
    mdl_company_release(&data->company);
    fuda_tokenizer_free(data->tokenizer);
    free(data->mecab_dic);
    free(data->mecab_userdic);
    free(data->phrases);
    fuda_arena_release(&data->arena);
    fuda_strtab_release(&data->vocabulary);
    fuda_strtab_release(&data->labels);
    fuda_strtab_release(&data->groups);
    fuda_strtab_release(&data->maybe_names);
    clf_rows_release(&data->rows);
    clf_rows_release(&data->maybe);
    free(data->documents);
    free(data->langs);
    fuda_digest_free(data->digest);
    free(data->hashes);
    free(data);
}

size_t fuda_dataset_size(const fuda_dataset *data)
{
    return data->rows.n;
}

/* ---- adding ---------------------------------------------------------------------------------- */

/* Why a document cannot be learned from, or OK. */
static fuda_status check_labels(const fuda_dataset *data, const fuda_document *d, fuda_error *err)
{
    if (d->labelling == FUDA_UNLABELLED)
        return fuda_fail(err, FUDA_E_ARG, "the document has neither 'label' nor 'labels'");
    if (data->labelling != FUDA_UNLABELLED && d->labelling != data->labelling)
        return fuda_fail(err, FUDA_E_ARG,
                         d->labelling == FUDA_ONE_LABEL
                             ? "the document has one 'label' where the ones before it have 'labels'"
                             : "the document has 'labels' where the ones before it have one 'label'");
    if (d->labelling == FUDA_ONE_LABEL && d->nlabel != 1)
        return fuda_fail(err, FUDA_E_ARG, "the document has %zu labels where one 'label' belongs", d->nlabel);
    if (d->nlabel > MAX_LABELS_PER_DOC)
        return fuda_fail(err, FUDA_E_ARG, "the document has %zu labels, more than %d", d->nlabel,
                         MAX_LABELS_PER_DOC);
    for (size_t i = 0; i < d->nlabel; i++) {
        if (d->labels[i].len == 0)
            return fuda_fail(err, FUDA_E_ARG, "the document has an empty label");
        if (memchr(d->labels[i].ptr, 0, d->labels[i].len) != NULL)
            return fuda_fail(err, FUDA_E_ARG, "a label has a NUL character inside");
        if ((data->options.taxonomy != NULL || data->fixed_labels) &&
            fuda_strtab_find(&data->labels, d->labels[i].ptr, d->labels[i].len) == FUDA_NO_ID)
            return fuda_fail(err, FUDA_E_ARG, "the taxonomy has no label '%.*s'",
                             (int)(d->labels[i].len < 100 ? d->labels[i].len : 100), d->labels[i].ptr);
    }
    return FUDA_OK;
}

/* Features of the documents of one block, in one buffer: per feature u32 count, u32 length, key. */
typedef struct extract_block {
    fuda_buf bytes;
    size_t nitem[DOCS_PER_BLOCK];
    uint8_t lang[DOCS_PER_BLOCK];
} extract_block;

typedef struct extracting {
    fuda_dataset *data;
    const fuda_document *const *documents;
    const bool *use;
    size_t n;
    extract_block *blocks;
} extracting;

static fuda_status extract_some(void *ctx, size_t b, int worker, fuda_error *err)
{
    extracting *x = ctx;
    mdl_extractor *ex = &x->data->extractors[worker];
    extract_block *out = &x->blocks[b];

    for (size_t j = 0; j < DOCS_PER_BLOCK && b * DOCS_PER_BLOCK + j < x->n; j++) {
        size_t i = b * DOCS_PER_BLOCK + j;
        if (!x->use[i])
            continue;
        fuda_status st = mdl_extract(ex, x->documents[i], FUDA_LANG_UND, false, err);
        if (st != FUDA_OK)
            return st;
        out->nitem[j] = ex->nitem;
        out->lang[j] = (uint8_t)ex->lang;
        for (size_t k = 0; k < ex->nitem; k++) {
            size_t len;
            const char *key = mdl_item_key(ex, &ex->items[k], &len);
            uint32_t head[2] = {ex->items[k].count, (uint32_t)len};
            fuda_buf_add(&out->bytes, head, sizeof head);
            fuda_buf_add(&out->bytes, key, len);
        }
        if (out->bytes.failed)
            return fuda_fail_nomem(err);
    }
    return FUDA_OK;
}

static void digest_string(fuda_digest *digest, fuda_str s)
{
    uint64_t len = s.len;
    fuda_digest_add(digest, &len, sizeof len);
    fuda_digest_add(digest, s.ptr, s.len);
}

/* Of what is learned of a document: another id or group makes no other counts. */
static void digest_document(fuda_digest *digest, const fuda_document *d)
{
    uint64_t counts[2] = {d->nlabel, d->ncode};

    fuda_digest_restart(digest);
    digest_string(digest, d->title);
    digest_string(digest, d->text);
    digest_string(digest, d->lang);
    fuda_digest_add(digest, counts, sizeof counts);
    for (size_t i = 0; i < d->nlabel; i++)
        digest_string(digest, d->labels[i]);
    for (size_t i = 0; i < d->ncode; i++)
        digest_string(digest, d->codes[i]);
}

/* Rows of one group share a number; a row without group has one of its own. */
static uint32_t group_number(fuda_dataset *data, const fuda_document *d)
{
    uint32_t id;

    if (d->group.len == 0)
        return (uint32_t)data->rows.n * 2;
    id = fuda_strtab_add(&data->groups, d->group.ptr, d->group.len);
    return id == FUDA_NO_ID ? id : id * 2 + 1;
}

typedef struct row_buffers {
    uint32_t *feature, *count, *label;
    size_t feature_cap, count_cap, label_cap;
} row_buffers;

static bool add_row(fuda_dataset *data, const fuda_document *d, fuda_lang lang, size_t nitem,
                    const char **bytes, row_buffers *row)
{
    size_t nlabel = 0;
    uint32_t group = group_number(data, d);

    if (group == FUDA_NO_ID || !FUDA_GROW(row->feature, row->feature_cap, nitem) ||
        !FUDA_GROW(row->count, row->count_cap, nitem) ||
        !FUDA_GROW(row->label, row->label_cap, d->nlabel > d->nmaybe ? d->nlabel : d->nmaybe) ||
        !FUDA_GROW(data->langs, data->langs_cap, data->rows.n + 1))
        return false;
    for (size_t i = 0; i < nitem; i++) {
        uint32_t head[2];
        memcpy(head, *bytes, sizeof head);
        row->count[i] = head[0];
        row->feature[i] = fuda_strtab_add(&data->vocabulary, *bytes + sizeof head, head[1]);
        if (row->feature[i] == FUDA_NO_ID)
            return false;
        *bytes += sizeof head + head[1];
    }
    for (size_t i = 0; i < d->nmaybe; i++) {
        row->label[i] = fuda_strtab_add(&data->maybe_names, d->maybe[i].ptr, d->maybe[i].len);
        if (row->label[i] == FUDA_NO_ID)
            return false;
    }
    if (!clf_rows_add(&data->maybe, NULL, NULL, 0, row->label, d->nmaybe, 0))
        return false;
    for (size_t i = 0; i < d->nlabel; i++) {
        uint32_t label = fuda_strtab_add(&data->labels, d->labels[i].ptr, d->labels[i].len);
        size_t j = 0;
        if (label == FUDA_NO_ID)
            return false;
        while (j < nlabel && row->label[j] != label)
            j++;
        if (j == nlabel)
            row->label[nlabel++] = label;
    }
    data->langs[data->rows.n] = (uint8_t)lang;
    return clf_rows_add(&data->rows, row->feature, row->count, nitem, row->label, nlabel, group);
}

static bool copy_text(fuda_dataset *data, fuda_str from, fuda_str *to)
{
    *to = (fuda_str){fuda_arena_copy(&data->arena, from.ptr, from.len), from.len};
    return to->ptr != NULL;
}

static bool copy_texts(fuda_dataset *data, const fuda_str *from, size_t n, const fuda_str **to)
{
    fuda_str *list = fuda_arena_alloc(&data->arena, (n + 1) * sizeof *list);
    bool ok = list != NULL;

    for (size_t i = 0; ok && i < n; i++)
        ok = copy_text(data, from[i], &list[i]);
    *to = list;
    return ok;
}

/* Copies what tagging and measuring read of a document. */
static bool keep_document(fuda_dataset *data, const fuda_document *d)
{
    fuda_document copy = {.labelling = d->labelling, .nlabel = d->nlabel, .nmaybe = d->nmaybe,
                          .ncode = d->ncode};

    if (!data->options.keep_documents)
        return true;
    if (!copy_text(data, d->id, &copy.id) || !copy_text(data, d->title, &copy.title) ||
        !copy_text(data, d->text, &copy.text) || !copy_text(data, d->lang, &copy.lang) ||
        !copy_text(data, d->group, &copy.group) || !copy_texts(data, d->labels, d->nlabel, &copy.labels) ||
        !copy_texts(data, d->maybe, d->nmaybe, &copy.maybe) ||
        !copy_texts(data, d->codes, d->ncode, &copy.codes) ||
        !FUDA_GROW(data->documents, data->documents_cap, data->rows.n + 1))
        return false;
    data->documents[data->rows.n] = copy;
    return true;
}

fuda_status fuda_dataset_add(fuda_dataset *data, const fuda_document *const *documents, size_t n,
                             fuda_error *rejected, fuda_error *err)
{
    size_t nblock = (n + DOCS_PER_BLOCK - 1) / DOCS_PER_BLOCK;
    extracting x = {.data = data, .documents = documents, .n = n};
    row_buffers row = {0};
    bool *use = calloc(n + 1, sizeof *use);
    fuda_status st = FUDA_OK;

    x.blocks = calloc(nblock + 1, sizeof *x.blocks);
    x.use = use;
    if (use == NULL || x.blocks == NULL)
        st = fuda_fail_nomem(err);
    for (size_t i = 0; st == FUDA_OK && i < n; i++) {
        fuda_error why = {0};
        use[i] = check_labels(data, documents[i], &why) == FUDA_OK;
        if (use[i])
            data->labelling = documents[i]->labelling;
        if (rejected != NULL)
            rejected[i] = why;
    }
    if (st == FUDA_OK)
        st = fuda_parallel(nblock, data->workers, extract_some, &x, err);
    data->sorted = false;
    for (size_t b = 0; st == FUDA_OK && b < nblock; b++) {
        const char *bytes = x.blocks[b].bytes.ptr;
        for (size_t j = 0; st == FUDA_OK && j < DOCS_PER_BLOCK && b * DOCS_PER_BLOCK + j < n; j++) {
            size_t i = b * DOCS_PER_BLOCK + j;
            if (!use[i])
                continue;
            digest_document(data->digest, documents[i]);
            if (!FUDA_GROW(data->hashes, data->hashes_cap, data->rows.n + 1)) {
                st = fuda_fail_nomem(err);
                break;
            }
            data->hashes[data->rows.n] = fuda_multihash_of(data->digest);
            if (!keep_document(data, documents[i]) ||
                !add_row(data, documents[i], (fuda_lang)x.blocks[b].lang[j], x.blocks[b].nitem[j], &bytes,
                         &row))
                st = fuda_fail_nomem(err);
        }
    }
    for (size_t b = 0; x.blocks != NULL && b < nblock; b++)
        fuda_buf_release(&x.blocks[b].bytes);
    free(x.blocks);
    free(use);
    free(row.feature);
    free(row.count);
    free(row.label);
    return st;
}
