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
            if (st == FUDA_OK && key.len != 0)
                st = fn(data, key.ptr, key.len, k, term->strong ? CLF_STRONG : CLF_WEAK, ctx, err);
        }
        for (size_t c = 0; st == FUDA_OK && c < label->ncode; c++)
            st = each_code_key(data, label->codes[c], k, fn, ctx, &key, err);
    }
    fuda_buf_release(&key);
    return st;
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
