/* SPDX-License-Identifier: MIT */
#include "corpus/search_cut.h"

#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/utf8.h"
#include "nlp/unicode.h"

void search_cut_release(search_cut *cut)
{
    fuda_buf_release(&cut->bytes);
    fuda_buf_release(&cut->scratch);
    free(cut->tokens);
    *cut = (search_cut){0};
}

static bool is_cjk(nlp_class c)
{
    return c == NLP_HAN || c == NLP_HIRAGANA || c == NLP_KATAKANA || c == NLP_HANGUL;
}

static bool is_mark(uint32_t c, nlp_class class)
{
    return class == NLP_MARK || c == 0xFF9E || c == 0xFF9F; /* half-width voicing marks */
}

/* The character at *pos with the marks behind it; *cjk as its kind.  Moves *pos behind them. */
static void next_character(const char *text, size_t len, size_t *pos, bool *cjk)
{
    uint32_t c = fuda_utf8_next(text, len, pos);

    *cjk = is_cjk(nlp_class_of(c)) && c != 0xFF9E && c != 0xFF9F;
    while (*pos < len) {
        size_t after = *pos;
        c = fuda_utf8_next(text, len, &after);
        if (c == FUDA_BAD_CHAR || !is_mark(c, nlp_class_of(c)))
            break;
        *pos = after;
    }
}

/* Appends the normal form to cut->bytes, Han characters in their simplified form. */
static fuda_status add_normal(search_cut *cut, const char *text, size_t len, fuda_error *err)
{
    fuda_status st;

    fuda_buf_clear(&cut->scratch);
    st = nlp_normalize(text, len, &cut->scratch, err);
    for (size_t pos = 0; pos < cut->scratch.len && st == FUDA_OK;) {
        char out[4];
        uint32_t c = fuda_utf8_next(cut->scratch.ptr, cut->scratch.len, &pos);
        if (c != FUDA_BAD_CHAR && c >= 0x20) /* controls would be read as structure */
            fuda_buf_add(&cut->bytes, out, fuda_utf8_put(nlp_simplified(c), out));
    }
    return st == FUDA_OK && cut->bytes.failed ? fuda_fail_nomem(err) : st;
}

static search_token *push(search_cut *cut, size_t at, size_t start, size_t end)
{
    if (!FUDA_GROW(cut->tokens, cut->cap, cut->n + 1))
        return NULL;
    search_token *t = &cut->tokens[cut->n++];
    *t = (search_token){.at = at, .len = cut->bytes.len - at, .start = start, .end = end};
    return t;
}

/* The token with these bytes of the position that begins at `first`, or NULL. */
static search_token *find_token(search_cut *cut, size_t first, size_t at, size_t len)
{
    for (size_t i = first; i < cut->n; i++) {
        if (cut->tokens[i].len == len && memcmp(cut->bytes.ptr + cut->tokens[i].at, cut->bytes.ptr + at, len) == 0)
            return &cut->tokens[i];
    }
    return NULL;
}

/* The term of a word, beside the tokens of its first position. */
static fuda_status add_term(search_cut *cut, const fuda_token *word, size_t first, fuda_error *err)
{
    size_t at = cut->bytes.len;
    search_token *t;
    fuda_status st;

    cut->terms++;
    st = add_normal(cut, word->term.ptr, word->term.len, err);
    if (st != FUDA_OK)
        return st;
    t = find_token(cut, first, at, cut->bytes.len - at);
    if (cut->bytes.len == at || t != NULL) { /* the word as it stands is its term */
        cut->bytes.len = at;
        if (t != NULL)
            t->term = true;
        return FUDA_OK;
    }
    t = push(cut, at, word->start, word->end);
    if (t == NULL)
        return fuda_fail_nomem(err);
    t->term = true;
    return FUDA_OK;
}

/* A character and the pair it makes with the next, which may belong to the next word. */
static fuda_status add_character(search_cut *cut, const char *text, size_t len, size_t start, size_t end,
                                 fuda_error *err)
{
    size_t at = cut->bytes.len, next = end, alone;
    bool cjk = false;
    fuda_status st = add_normal(cut, text + start, end - start, err);
    search_token *t;

    if (st != FUDA_OK || cut->bytes.len == at)
        return st;
    t = push(cut, at, start, end);
    if (t == NULL)
        return fuda_fail_nomem(err);
    t->first = t->character = true;
    if (end < len)
        next_character(text, len, &next, &cjk);
    if (!cjk)
        return FUDA_OK;
    alone = cut->bytes.len;
    st = add_normal(cut, text + start, next - start, err);
    if (st != FUDA_OK)
        return st;
    t = push(cut, alone, start, next);
    if (t == NULL)
        return fuda_fail_nomem(err);
    t->pair = true;
    return FUDA_OK;
}

/* One word of the tokenizer: its characters, and the stretches of others between them. */
static fuda_status add_word(search_cut *cut, const char *text, size_t len, const fuda_token *word, fuda_error *err)
{
    size_t first = cut->n, pos = word->start;
    bool term = false;
    fuda_status st = FUDA_OK;

    while (pos < word->end && st == FUDA_OK) {
        size_t start = pos, at = cut->bytes.len;
        bool cjk;
        next_character(text, word->end, &pos, &cjk);
        if (cjk) {
            st = add_character(cut, text, len, start, pos, err);
        } else {
            for (size_t end = pos; end < word->end; pos = end) {
                next_character(text, word->end, &end, &cjk);
                if (cjk)
                    break;
            }
            st = add_normal(cut, text + start, pos - start, err);
            if (st == FUDA_OK && cut->bytes.len > at) {
                search_token *t = push(cut, at, start, pos);
                if (t == NULL)
                    return fuda_fail_nomem(err);
                t->first = true;
            }
        }
        if (st == FUDA_OK && !term && cut->n > first && word->term.ptr != NULL) {
            term = true;
            st = add_term(cut, word, first, err);
        }
    }
    return st;
}

fuda_status search_cut_text(search_cut *cut, fuda_scratch *scratch, const char *text, size_t len, fuda_error *err)
{
    const fuda_tokens *words = NULL;
    fuda_status st = fuda_tokenize(scratch, text, len, FUDA_LANG_UND, &words, err);

    fuda_buf_clear(&cut->bytes);
    cut->n = cut->terms = 0;
    for (size_t i = 0; st == FUDA_OK && i < words->ntoken; i++)
        st = add_word(cut, text, len, &words->tokens[i], err);
    return st;
}
