/* SPDX-License-Identifier: MIT */
#include "models/features.h"

#include <stdlib.h>
#include <string.h>

#include "classifier/family.h"
#include "core/error.h"

fuda_status mdl_extractor_init(mdl_extractor *x, const fuda_tokenizer *tokenizer, fuda_error *err)
{
    *x = (mdl_extractor){0};
    return fuda_scratch_new(tokenizer, &x->scratch, err);
}

void mdl_extractor_release(mdl_extractor *x)
{
    fuda_scratch_free(x->scratch);
    free(x->items);
    free(x->uses);
    free(x->seen);
    free(x->ends);
    free(x->around);
    free(x->bits);
    fuda_buf_release(&x->codes);
    *x = (mdl_extractor){0};
}

uint8_t mdl_block_of_key(const char *key, size_t len)
{
    uint8_t lang;

    if (len < 2 || key[0] == NLP_KIND_CODE)
        return 7;
    if (key[0] < 'a')
        return 4; /* company.h */
    lang = key[1] == 'e' ? 0 : key[1] == 'j' ? 1 : key[1] == 'z' ? 2 : 3;
    return key[0] == NLP_KIND_CHARS ? (uint8_t)(lang == 1 ? 5 : 6) : lang;
}

uint8_t mdl_kind_of_key(const char *key, size_t len)
{
    switch (len < 2 ? NLP_KIND_CODE : key[0]) {
    case NLP_KIND_PAIR:
        return CLF_KIND_PAIR;
    case NLP_KIND_TRIPLE:
        return CLF_KIND_TRIPLE;
    case NLP_KIND_CHARS: {
        /* One character: its first byte says how many there are. */
        unsigned char c = len > 2 ? (unsigned char)key[2] : 0;
        return len - 2 <= (c >= 0xf0 ? 4u : c >= 0xe0 ? 3u : c >= 0xc0 ? 2u : 1u) ? CLF_KIND_CHAR : CLF_KIND_CHARS;
    }
    case NLP_KIND_WORD:
        return key[1] == 'j' || key[1] == 'z' ? CLF_KIND_CJK : CLF_KIND_PLAIN;
    default:
        return CLF_KIND_PLAIN;
    }
}

fuda_lang mdl_lang_of_key(const char *key, size_t len)
{
    if (len < 2 || key[0] == NLP_KIND_CODE)
        return FUDA_LANG_UND;
    return key[1] == 'e'   ? FUDA_LANG_EN
           : key[1] == 'j' ? FUDA_LANG_JA
           : key[1] == 'z' ? FUDA_LANG_ZH
                           : FUDA_LANG_OTHER;
}

const char *mdl_item_key(const mdl_extractor *x, const mdl_item *item, size_t *len)
{
    if (item->term != FUDA_NO_ID)
        return nlp_term_key(x->scratch, item->term, len);
    *len = item->key_len;
    return x->codes.ptr + item->key;
}

/* ---- patent codes ---------------------------------------------------------------------------- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void add_code_key(fuda_buf *out, const char *code, size_t len)
{
    fuda_buf_add(out, "ii", 2);
    fuda_buf_add(out, code, len);
    fuda_buf_add_char(out, '\0');
}

void mdl_code_keys(const char *code, size_t len, fuda_buf *out)
{
    char text[32];
    size_t n = 0, i = 0, group, sub;

    while (i < len && code[i] == ' ')
        i++;
    /* Section, class, subclass: "G06N". */
    if (len - i < 4)
        return;
    for (size_t j = 0; j < 4; j++) {
        char c = code[i + j];
        if (c >= 'a' && c <= 'z')
            c = (char)(c - 32);
        bool letter = (j == 0 && ((c >= 'A' && c <= 'H') || c == 'Y')) || (j == 3 && c >= 'A' && c <= 'Z');
        if (!(j == 0 || j == 3 ? letter : is_digit(c)))
            return;
        text[n++] = c;
    }
    i += 4;
    add_code_key(out, text, n);
    /* Main group, up to four digits with or without blanks or zeros before them: "G06N 3", "G06N0003". */
    while (i < len && code[i] == ' ')
        i++;
    text[n++] = ' ';
    group = n;
    for (size_t end = i + 4; i < len && i < end && is_digit(code[i]); i++) {
        if (code[i] != '0' || n > group)
            text[n++] = code[i];
    }
    if (n == group)
        return;
    add_code_key(out, text, n);
    /* Subgroup other than 00: "G06N 3/092". */
    if (i >= len || (code[i] != '/' && code[i] != ':'))
        return;
    text[n++] = '/';
    for (sub = n, i++; i < len && is_digit(code[i]) && n - sub < 6; i++)
        text[n++] = code[i];
    if (n > sub && !(n - sub == 2 && text[sub] == '0' && text[sub + 1] == '0'))
        add_code_key(out, text, n);
}

/* ---- extraction ------------------------------------------------------------------------------ */

/* Room for `more` items and uses beside those there are, and for every term. */
static fuda_status make_room(mdl_extractor *x, size_t more, bool positions, fuda_error *err)
{
    size_t count = nlp_term_count(x->scratch);

    if (count > x->seen_cap) {
        size_t before = x->seen_cap;
        if (!FUDA_GROW(x->seen, x->seen_cap, count))
            return fuda_fail_nomem(err);
        memset(x->seen + before, 0, (x->seen_cap - before) * sizeof *x->seen);
    }
    if (!FUDA_GROW(x->items, x->items_cap, x->nitem + more) ||
        (positions && !FUDA_GROW(x->uses, x->uses_cap, x->nuse + more)))
        return fuda_fail_nomem(err);
    return FUDA_OK;
}

static void count_use(mdl_extractor *x, uint32_t term, const nlp_use *u, bool in_title, bool positions)
{
    struct mdl_seen *seen = &x->seen[term];

    if (seen->stamp != x->now) {
        *seen = (struct mdl_seen){x->now, (uint32_t)x->nitem};
        x->items[x->nitem++] = (mdl_item){.term = term};
    }
    x->items[seen->item].count++;
    if (positions)
        x->uses[x->nuse++] = (mdl_use){seen->item, u->start, u->end, in_title};
}

static fuda_status add_terms(mdl_extractor *x, const nlp_terms *terms, bool in_title, bool positions,
                             fuda_error *err)
{
    fuda_status st = make_room(x, terms->nuse, positions, err);

    for (size_t i = 0; st == FUDA_OK && i < terms->nuse; i++)
        count_use(x, terms->uses[i].term, &terms->uses[i], in_title, positions);
    x->tokens += terms->ntoken;
    return st;
}

/* ---- company --------------------------------------------------------------------------------- */

enum { UNKNOWN_BITS = UINT16_MAX };

static uint16_t bits_of(mdl_extractor *x, uint32_t term)
{
    if (x->bits[term] == UNKNOWN_BITS) {
        size_t len;
        const char *key = nlp_term_key(x->scratch, term, &len);
        x->bits[term] = key[0] == NLP_KIND_WORD ? mdl_company_bits(x->company, key, len) : 0;
    }
    return x->bits[term];
}

/* Notes which groups have an anchor in each sentence. */
static bool look_around(mdl_extractor *x, const nlp_terms *terms, const char *text, size_t len, size_t *n)
{
    size_t count = nlp_term_count(x->scratch);

    if (!mdl_sentence_ends(text, len, &x->ends, &x->ends_cap, n) || !FUDA_GROW(x->around, x->around_cap, *n + 1) ||
        !FUDA_GROW(x->bits, x->bits_cap, count))
        return false;
    while (x->nbits < count)
        x->bits[x->nbits++] = UNKNOWN_BITS;
    memset(x->around, 0, *n + 1);
    for (size_t i = 0; i < terms->nuse; i++) {
        unsigned groups = bits_of(x, terms->uses[i].term) & (MDL_NEEDS - 1);
        if (groups != 0)
            x->around[mdl_sentence_of(x->ends, *n, terms->uses[i].start)] |= (uint8_t)groups;
    }
    return true;
}

static fuda_status count_kind(mdl_extractor *x, char kind, const nlp_use *u, bool in_title, bool positions,
                              fuda_error *err)
{
    uint32_t term = nlp_term_of_kind(x->scratch, kind, u->term);
    fuda_status st = term == FUDA_NO_ID ? fuda_fail_nomem(err) : make_room(x, 1, positions, err);

    if (st == FUDA_OK)
        count_use(x, term, u, in_title, positions);
    return st;
}

static fuda_status add_company(mdl_extractor *x, const nlp_terms *terms, fuda_str text, bool in_title,
                               bool positions, fuda_error *err)
{
    size_t nsentence;
    fuda_status st = FUDA_OK;

    if (x->company == NULL || x->company->terms.count == 0)
        return FUDA_OK;
    if (!look_around(x, terms, text.ptr, text.len, &nsentence))
        return fuda_fail_nomem(err);
    for (size_t i = 0; st == FUDA_OK && i < terms->nuse; i++) {
        const nlp_use *u = &terms->uses[i];
        unsigned bits = bits_of(x, u->term), needs = bits / MDL_NEEDS & (MDL_NEEDS - 1);
        if (needs != 0)
            needs &= x->around[mdl_sentence_of(x->ends, nsentence, u->start)];
        for (int g = 0; st == FUDA_OK && g < MDL_GROUPS; g++) {
            if (needs >> g & 1)
                st = count_kind(x, (char)(MDL_KIND_COMPANY + g), u, in_title, positions, err);
        }
        if (st == FUDA_OK && in_title && (bits & MDL_IN_TITLE))
            st = count_kind(x, MDL_KIND_TITLE, u, in_title, positions, err);
    }
    return st;
}

static fuda_status add_codes(mdl_extractor *x, const fuda_document *document, fuda_error *err)
{
    size_t first = x->nitem;

    for (size_t i = 0; i < document->ncode; i++)
        mdl_code_keys(document->codes[i].ptr, document->codes[i].len, &x->codes);
    if (x->codes.failed)
        return fuda_fail_nomem(err);
    for (size_t at = 0; at < x->codes.len;) {
        size_t len = strlen(x->codes.ptr + at), j = first;
        while (j < x->nitem && (x->items[j].key_len != len ||
                                memcmp(x->codes.ptr + x->items[j].key, x->codes.ptr + at, len) != 0))
            j++;
        if (j == x->nitem) {
            if (x->nitem - first >= 1000)
                break; /* a patent has tens of codes; more is not worth the search */
            if (!FUDA_GROW(x->items, x->items_cap, x->nitem + 1))
                return fuda_fail_nomem(err);
            x->items[x->nitem++] = (mdl_item){.term = FUDA_NO_ID, .count = 1, .key = at, .key_len = len};
        }
        at += len + 1;
    }
    return FUDA_OK;
}

fuda_status mdl_extract(mdl_extractor *x, const fuda_document *document, fuda_lang lang, bool positions,
                        fuda_error *err)
{
    nlp_terms terms;
    fuda_status st;

    x->nitem = x->nuse = x->tokens = 0;
    fuda_buf_clear(&x->codes);
    if (lang == FUDA_LANG_UND)
        lang = fuda_lang_from_name(document->lang.ptr, document->lang.len);
    st = nlp_terms_of(x->scratch, document->text.ptr, document->text.len, lang, &terms, err);
    if (st != FUDA_OK)
        return st;
    if (nlp_generation(x->scratch) != x->generation || ++x->now == 0) {
        /* Term numbers start anew. */
        x->generation = nlp_generation(x->scratch);
        if (x->seen_cap != 0)
            memset(x->seen, 0, x->seen_cap * sizeof *x->seen);
        x->now = 1;
        x->nbits = 0;
    }
    x->lang = terms.lang;
    x->tag = terms.tag;
    st = add_terms(x, &terms, false, positions, err);
    if (st == FUDA_OK)
        st = add_company(x, &terms, document->text, false, positions, err);
    if (st == FUDA_OK && document->title.len != 0) {
        /* The text decides the language of its title. */
        fuda_lang of_title = lang != FUDA_LANG_UND ? lang : x->lang;
        nlp_hold_terms(x->scratch, true);
        st = nlp_terms_of(x->scratch, document->title.ptr, document->title.len, of_title, &terms, err);
        nlp_hold_terms(x->scratch, false);
        if (st == FUDA_OK && x->lang == FUDA_LANG_UND) {
            x->lang = terms.lang;
            x->tag = terms.tag;
        }
        if (st == FUDA_OK)
            st = add_terms(x, &terms, true, positions, err);
        if (st == FUDA_OK)
            st = add_company(x, &terms, document->title, true, positions, err);
    }
    return st == FUDA_OK ? add_codes(x, document, err) : st;
}
