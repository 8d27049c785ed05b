/* SPDX-License-Identifier: MIT */
#include "models/company.h"

#include <stdlib.h>
#include <string.h>

void mdl_company_release(mdl_company *company)
{
    fuda_strtab_release(&company->terms);
    free(company->bits);
    *company = (mdl_company){0};
}

bool mdl_is_anchor_key(const char *key, size_t len)
{
    return len > 2 && key[0] >= MDL_KIND_ANCHOR && key[0] < MDL_KIND_ANCHOR + MDL_GROUPS;
}

/* What a key's kind says of its term. */
static uint16_t bits_of_kind(char kind)
{
    if (kind >= MDL_KIND_ANCHOR && kind < MDL_KIND_ANCHOR + MDL_GROUPS)
        return (uint16_t)(MDL_IS_ANCHOR << (kind - MDL_KIND_ANCHOR));
    if (kind >= MDL_KIND_COMPANY && kind < MDL_KIND_COMPANY + MDL_GROUPS)
        return (uint16_t)(MDL_NEEDS << (kind - MDL_KIND_COMPANY));
    return kind == MDL_KIND_TITLE ? MDL_IN_TITLE : 0;
}

bool mdl_company_add(mdl_company *company, const char *key, size_t len)
{
    uint16_t bits = len > 2 ? bits_of_kind(key[0]) : 0;
    size_t before = company->cap;
    uint32_t id;

    if (bits == 0)
        return true;
    char *word = malloc(len);
    if (word == NULL)
        return false;
    memcpy(word, key, len);
    word[0] = NLP_KIND_WORD;
    id = fuda_strtab_add(&company->terms, word, len);
    free(word);
    if (id == FUDA_NO_ID || !FUDA_GROW(company->bits, company->cap, (size_t)id + 1))
        return false;
    if (company->cap > before)
        memset(company->bits + before, 0, (company->cap - before) * sizeof *company->bits);
    company->bits[id] |= bits;
    return true;
}

bool mdl_company_of(const fuda_strtab *vocabulary, mdl_company *out)
{
    bool ok = true;

    *out = (mdl_company){0};
    for (uint32_t f = 0; ok && f < vocabulary->count; f++)
        ok = mdl_company_add(out, fuda_strtab_bytes(vocabulary, f), fuda_strtab_len(vocabulary, f));
    if (!ok)
        mdl_company_release(out);
    return ok;
}

uint16_t mdl_company_bits(const mdl_company *company, const char *key, size_t len)
{
    uint32_t id = fuda_strtab_find(&company->terms, key, len);
    return id == FUDA_NO_ID ? 0 : company->bits[id];
}

/* Length of the mark at text[i] that ends a sentence, 0 for none. */
static size_t end_mark(const char *text, size_t len, size_t i)
{
    static const char *const marks[] = {"\xE3\x80\x82", "\xEF\xBC\x81", "\xEF\xBC\x9F", "\xEF\xBC\x9B"}; /* 。！？； */
    unsigned char c = (unsigned char)text[i];

    if (c == '\n')
        return 1;
    if (c == '.' || c == '!' || c == '?' || c == ';')
        return i + 1 < len && (text[i + 1] == ' ' || text[i + 1] == '\n' || text[i + 1] == '\r') ? 1 : 0;
    if ((c != 0xE3 && c != 0xEF) || len - i < 3)
        return 0;
    for (size_t m = 0; m < sizeof marks / sizeof marks[0]; m++) {
        if (memcmp(text + i, marks[m], 3) == 0)
            return 3;
    }
    return 0;
}

bool mdl_sentence_ends(const char *text, size_t len, uint32_t **ends, size_t *cap, size_t *n)
{
    *n = 0;
    for (size_t i = 0; i < len; i++) {
        size_t mark = end_mark(text, len, i);
        if (mark == 0)
            continue;
        if (!FUDA_GROW(*ends, *cap, *n + 1))
            return false;
        (*ends)[(*n)++] = (uint32_t)(i + mark);
        i += mark - 1;
    }
    return true;
}

size_t mdl_sentence_of(const uint32_t *ends, size_t n, uint32_t at)
{
    size_t low = 0, high = n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (ends[middle] <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
