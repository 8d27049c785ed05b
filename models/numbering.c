/* SPDX-License-Identifier: MIT */
/* The final numbers of features and labels, and the taxonomy's terms among them. */
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "models/dataset.h"

typedef struct ranked {
    const char *ptr;
    size_t len;
    uint32_t old;
} ranked;

static int by_bytes(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    int order = memcmp(x->ptr, y->ptr, x->len < y->len ? x->len : y->len);
    return order != 0 ? order : (x->len > y->len) - (x->len < y->len);
}

/* Sorts a table by bytes; number[old] = new. */
static bool sort_table(fuda_strtab *tab, uint32_t *number)
{
    fuda_strtab sorted = {0};
    ranked *rows = malloc(((size_t)tab->count + 1) * sizeof *rows);
    bool ok = rows != NULL;

    for (uint32_t i = 0; ok && i < tab->count; i++)
        rows[i] = (ranked){fuda_strtab_bytes(tab, i), fuda_strtab_len(tab, i), i};
    if (ok)
        qsort(rows, tab->count, sizeof *rows, by_bytes);
    for (uint32_t i = 0; ok && i < tab->count; i++) {
        number[rows[i].old] = i;
        ok = fuda_strtab_add(&sorted, rows[i].ptr, rows[i].len) != FUDA_NO_ID;
    }
    free(rows);
    if (ok) {
        fuda_strtab_release(tab);
        *tab = sorted;
    } else {
        fuda_strtab_release(&sorted);
    }
    return ok;
}

/* Passes a key on with another kind byte. */
static fuda_status fn_of_kind(fuda_dataset *data, fuda_buf *key, int kind, uint32_t label, uint32_t strength,
                              fuda_status (*fn)(fuda_dataset *, const char *, size_t, uint32_t, uint32_t, void *,
                                                fuda_error *),
                              void *ctx, fuda_error *err)
{
    char before = key->ptr[0];
    fuda_status st;

    key->ptr[0] = (char)kind;
    st = fn(data, key->ptr, key->len, label, strength, ctx, err);
    key->ptr[0] = before;
    return st;
}

/* Calls fn for every key that a term or code of the taxonomy stands for. */
typedef fuda_status (*key_fn)(fuda_dataset *data, const char *key, size_t len, uint32_t label,
                              uint32_t strength, void *ctx, fuda_error *err);

static fuda_status each_code_key(fuda_dataset *data, fuda_str code, uint32_t label, key_fn fn, void *ctx,
                                 fuda_buf *keys, fuda_error *err)
{
    size_t last = SIZE_MAX;

    fuda_buf_clear(keys);
    mdl_code_keys(code.ptr, code.len, keys);
    if (keys->failed)
        return fuda_fail_nomem(err);
    /* The most specific of the code's keys is the one that was meant. */
    for (size_t at = 0; at < keys->len; at += strlen(keys->ptr + at) + 1)
        last = at;
    return last == SIZE_MAX ? FUDA_OK
                            : fn(data, keys->ptr + last, strlen(keys->ptr + last), label, CLF_STRONG, ctx, err);
}

static fuda_status each_hint_key(fuda_dataset *data, key_fn fn, void *ctx, fuda_error *err)
{
    const fuda_taxonomy *tax = data->options.taxonomy;
    fuda_buf key = {0};
    fuda_status st = FUDA_OK;

    for (uint32_t k = 0; st == FUDA_OK && tax != NULL && k < tax->nlabel; k++) {
        const mdl_label *label = &tax->labels[k];
        for (size_t t = 0; st == FUDA_OK && t < label->nterm; t++) {
            const mdl_term *term = &label->terms[t];
            st = nlp_key_of_term(data->extractors[0].scratch, term->lang, term->text.ptr, term->text.len,
                                 &key, err);
            if (st != FUDA_OK || key.len == 0)
                continue;
            if (term->strong || label->company < 0)
                st = fn(data, key.ptr, key.len, k, term->strong ? CLF_STRONG : CLF_WEAK, ctx, err);
            else
                st = fn_of_kind(data, &key, MDL_KIND_COMPANY + label->company, k, CLF_WEAK, fn, ctx, err);
            if (st == FUDA_OK && term->strong && tax->nanchor > 0)
                st = fn_of_kind(data, &key, MDL_KIND_TITLE, k, CLF_TITLE, fn, ctx, err);
        }
        for (size_t c = 0; st == FUDA_OK && c < label->ncode; c++)
            st = each_code_key(data, label->codes[c], k, fn, ctx, &key, err);
    }
    fuda_buf_release(&key);
    return st;
}

/* ---- company --------------------------------------------------------------------------------- */

/* True where the anchor stands in the term as a word of its own; Chinese and Japanese have no borders. */
static bool holds(const char *term, size_t n, const char *anchor, size_t m)
{
    for (const char *at = term; (at = memmem(at, n - (size_t)(at - term), anchor, m)) != NULL; at++) {
        bool latin = (unsigned char)anchor[0] < 0x80;
        if (!latin || ((at == term || at[-1] == ' ') && (at + m == term + n || at[m] == ' ')))
            return true;
    }
    return false;
}

/* Keys of group a's anchors as a vocabulary has them, each ending with NUL. */
static fuda_status anchor_keys(fuda_dataset *data, size_t a, fuda_buf *out, fuda_error *err)
{
    const mdl_label *group = &data->options.taxonomy->anchors[a];
    fuda_buf key = {0};
    fuda_status st = FUDA_OK;

    for (size_t t = 0; st == FUDA_OK && t < group->nterm; t++) {
        st = nlp_key_of_term(data->extractors[0].scratch, group->terms[t].lang, group->terms[t].text.ptr,
                             group->terms[t].text.len, &key, err);
        if (st != FUDA_OK || key.len < 3)
            continue;
        key.ptr[0] = (char)(MDL_KIND_ANCHOR + a);
        fuda_buf_add(out, key.ptr, key.len);
        fuda_buf_add_char(out, '\0');
    }
    fuda_buf_release(&key);
    return st == FUDA_OK && out->failed ? fuda_fail_nomem(err) : st;
}

/* A term of a label that holds an anchor ("AI governance") is one as well: the longer phrase must not hide it. */
static fuda_status note_term(fuda_dataset *data, const char *key, size_t len, uint32_t label, uint32_t strength,
                             void *ctx, fuda_error *err)
{
    const fuda_buf *anchors = ctx;
    char *word = fuda_strndup(key, len);
    bool ok = word != NULL && mdl_company_add(&data->company, key, len);

    (void)label;
    (void)strength;
    for (size_t a = 0; ok && key[0] != NLP_KIND_CODE && a < data->options.taxonomy->nanchor; a++) {
        for (size_t at = 0; ok && at < anchors[a].len; at += strlen(anchors[a].ptr + at) + 1) {
            const char *anchor = anchors[a].ptr + at;
            if (anchor[1] == key[1] && holds(key + 2, len - 2, anchor + 2, strlen(anchor + 2))) {
                word[0] = anchor[0];
                ok = mdl_company_add(&data->company, word, len);
                break;
            }
        }
    }
    free(word);
    return ok ? FUDA_OK : fuda_fail_nomem(err);
}

fuda_status mdl_dataset_company(fuda_dataset *data, const fuda_strtab *vocabulary, fuda_error *err)
{
    fuda_buf anchors[MDL_GROUPS] = {0};
    size_t n = data->options.taxonomy != NULL ? data->options.taxonomy->nanchor : 0;
    fuda_status st = FUDA_OK;

    if (vocabulary != NULL && !mdl_company_of(vocabulary, &data->company))
        return fuda_fail_nomem(err);
    for (size_t a = 0; st == FUDA_OK && a < n; a++) {
        st = anchor_keys(data, a, &anchors[a], err);
        for (size_t at = 0; st == FUDA_OK && at < anchors[a].len; at += strlen(anchors[a].ptr + at) + 1) {
            if (!mdl_company_add(&data->company, anchors[a].ptr + at, strlen(anchors[a].ptr + at)))
                st = fuda_fail_nomem(err);
        }
    }
    if (st == FUDA_OK && n > 0)
        st = each_hint_key(data, note_term, anchors, err);
    for (size_t a = 0; a < MDL_GROUPS; a++)
        fuda_buf_release(&anchors[a]);
    for (int w = 0; st == FUDA_OK && w < data->workers; w++)
        data->extractors[w].company = &data->company;
    return st;
}

/* The anchors' keys go into the vocabulary, and with it into the model. */
static fuda_status add_anchors(fuda_dataset *data, fuda_error *err)
{
    const mdl_company *c = &data->company;

    for (uint32_t i = 0; i < c->terms.count; i++) {
        size_t len = fuda_strtab_len(&c->terms, i);
        for (int a = 0; a < MDL_GROUPS; a++) {
            if (!(c->bits[i] >> a & MDL_IS_ANCHOR))
                continue;
            char *key = fuda_strndup(fuda_strtab_bytes(&c->terms, i), len);
            if (key != NULL)
                key[0] = (char)(MDL_KIND_ANCHOR + a);
            bool ok = key != NULL && fuda_strtab_add(&data->vocabulary, key, len) != FUDA_NO_ID;
            free(key);
            if (!ok)
                return fuda_fail_nomem(err);
        }
    }
    return FUDA_OK;
}

static fuda_status add_key(fuda_dataset *data, const char *key, size_t len, uint32_t label,
                           uint32_t strength, void *ctx, fuda_error *err)
{
    (void)label;
    (void)strength;
    (void)ctx;
    return fuda_strtab_add(&data->vocabulary, key, len) == FUDA_NO_ID ? fuda_fail_nomem(err) : FUDA_OK;
}

fuda_status mdl_dataset_sort(fuda_dataset *data, fuda_error *err)
{
    uint32_t *number = NULL;
    fuda_status st;

    if (data->sorted)
        return FUDA_OK;
    st = each_hint_key(data, add_key, NULL, err);
    if (st == FUDA_OK)
        st = add_anchors(data, err);
    if (st != FUDA_OK)
        return st;
    size_t room = data->vocabulary.count > data->labels.count ? data->vocabulary.count : data->labels.count;
    number = malloc((room + 1) * sizeof *number);
    if (number == NULL || !sort_table(&data->vocabulary, number)) {
        free(number);
        return fuda_fail_nomem(err);
    }
    clf_rows_renumber(&data->rows, number);
    /* With a taxonomy the labels keep its order, which is the one people know. */
    if (data->options.taxonomy == NULL && !data->fixed_labels) {
        if (!sort_table(&data->labels, number)) {
            free(number);
            return fuda_fail_nomem(err);
        }
        clf_rows_renumber_labels(&data->rows, number);
    }
    free(number);
    data->sorted = true;
    return FUDA_OK;
}

uint8_t *mdl_blocks(const fuda_strtab *vocabulary)
{
    uint8_t *block = malloc((size_t)vocabulary->count + 1);

    for (uint32_t f = 0; block != NULL && f < vocabulary->count; f++)
        block[f] = mdl_block_of_key(fuda_strtab_bytes(vocabulary, f), fuda_strtab_len(vocabulary, f));
    return block;
}

typedef struct hint_list {
    clf_hint *items;
    size_t n, cap;
} hint_list;

static fuda_status add_hint(fuda_dataset *data, const char *key, size_t len, uint32_t label,
                            uint32_t strength, void *ctx, fuda_error *err)
{
    hint_list *list = ctx;
    uint32_t feature = fuda_strtab_find(&data->vocabulary, key, len);

    if (feature == FUDA_NO_ID)
        return FUDA_OK;
    if (!FUDA_GROW(list->items, list->cap, list->n + 1))
        return fuda_fail_nomem(err);
    list->items[list->n++] = (clf_hint){feature, label, strength};
    return FUDA_OK;
}

fuda_status mdl_dataset_hints(fuda_dataset *data, clf_hint **hints, size_t *n, fuda_error *err)
{
    hint_list list = {0};
    fuda_status st = each_hint_key(data, add_hint, &list, err);

    if (st != FUDA_OK) {
        free(list.items);
        return st;
    }
    *hints = list.items;
    *n = list.n;
    return FUDA_OK;
}
