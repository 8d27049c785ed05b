/* SPDX-License-Identifier: MIT */
/* From a list of phrases to the trie of their symbols. */
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/utf8.h"
#include "nlp/forms.h"
#include "nlp/scratch.h"
#include "nlp/unicode.h"

/* Bounds the search for phrases at each word of a text. */
enum { MAX_PHRASE = 128 };

/* A phrase in the making: its symbols and its canonical text. */
typedef struct phrase_draft {
    uint32_t *symbols; /* [n], owned */
    size_t n, cap;
    fuda_buf name;
    bool words;        /* it has words of an alphabetic script, whose form depends on the language */
} phrase_draft;

/* The simplified form of the phrase, in place; false when it is the same. */
static bool simplify_phrase(phrase_draft *draft)
{
    bool changed = false;

    for (size_t i = 0; i < draft->n; i++)
        draft->symbols[i] = nlp_simplified(draft->symbols[i]); /* words are above all characters */
    for (size_t p = 0; p < draft->name.len;) {
        size_t at = p;
        uint32_t c = fuda_utf8_next(draft->name.ptr, draft->name.len, &p), s = nlp_simplified(c);
        if (c != FUDA_BAD_CHAR && s != c) {
            fuda_utf8_put(s, draft->name.ptr + at);
            changed = true;
        }
    }
    return changed;
}

static bool is_katakana(uint32_t symbol)
{
    return symbol >= 0x30A1 && symbol <= 0x30FC;
}

/* The symbols without the long-vowel marks that may be left out: behind three katakana or more, at the end of their
 * run or (all) anywhere.  Returns their number. */
static size_t shorten(const phrase_draft *draft, bool all, uint32_t *out)
{
    size_t n = 0, run = 0;

    for (size_t i = 0; i < draft->n; i++) {
        bool last = i + 1 == draft->n || !is_katakana(draft->symbols[i + 1]);
        run = is_katakana(draft->symbols[i]) ? run + 1 : 0;
        if (draft->symbols[i] != 0x30FC || run < 4 || (!all && !last))
            out[n++] = draft->symbols[i];
    }
    return n;
}

/* The phrase as Japanese writes it otherwise, under the same name: コンピューター as コンピュータ, and in the forms in which
 * nlp_japanese_form leaves words.  False when memory ran out. */
static bool add_spellings(nlp_phrases *phrases, const phrase_draft *draft)
{
    uint32_t symbols[MAX_PHRASE];
    size_t n;
    bool ok = true;

    for (int all = 0; ok && all < 2; all++) {
        n = shorten(draft, all, symbols);
        if (n != draft->n)
            ok = nlp_phrases_add(phrases, symbols, n, draft->name.ptr, draft->name.len);
    }
    if (draft->words || draft->name.len == 0 || draft->name.len > 3 * MAX_PHRASE)
        return ok;
    char form[3 * MAX_PHRASE];
    memcpy(form, draft->name.ptr, draft->name.len);
    size_t len = nlp_japanese_form(form, draft->name.len);
    if (len == draft->name.len && memcmp(form, draft->name.ptr, len) == 0)
        return ok;
    n = 0;
    for (size_t pos = 0; pos < len && n < MAX_PHRASE;)
        symbols[n++] = nlp_char_symbol(fuda_utf8_next(form, len, &pos));
    return ok && nlp_phrases_add(phrases, symbols, n, draft->name.ptr, draft->name.len);
}

/* The symbols of a phrase, found with the same normal forms and stems as any text. */
static fuda_status add_phrase(nlp_phrases *phrases, fuda_scratch *scratch, fuda_str phrase,
                              enum nlp_table table, phrase_draft *draft, fuda_error *err)
{
    fuda_buf *name = &draft->name;
    nlp_lexicon *lex = &scratch->lexicon;
    nlp_word w;

    draft->n = 0;
    draft->words = false;
    fuda_buf_clear(name);
    /* Characters of CJK runs one by one, words of other scripts by their stems. */
    for (size_t pos = 0; pos < phrase.len;) {
        size_t at = pos;
        uint32_t c = fuda_utf8_next(phrase.ptr, phrase.len, &pos);
        nlp_class k = nlp_class_of(c);
        if (k == NLP_HAN || k == NLP_HIRAGANA || k == NLP_KATAKANA) {
            size_t from = name->len;
            /* With its voicing marks, which may be characters of their own. */
            for (size_t p = pos; p < phrase.len; pos = p) {
                if (nlp_class_of(fuda_utf8_next(phrase.ptr, phrase.len, &p)) != NLP_MARK)
                    break;
            }
            fuda_status st = nlp_normalize(phrase.ptr + at, pos - at, name, err);
            if (st != FUDA_OK)
                return st;
            for (size_t p = from; p < name->len;) {
                if (!FUDA_GROW(draft->symbols, draft->cap, draft->n + 1))
                    return fuda_fail_nomem(err);
                draft->symbols[draft->n++] = nlp_char_symbol(fuda_utf8_next(name->ptr, name->len, &p));
            }
        } else if (k != NLP_SPACE && k != NLP_PUNCT && k != NLP_MARK &&
                   nlp_next_word(phrase.ptr, at, phrase.len, &w) && w.start == at) {
            uint32_t index;
            draft->words = true;
            fuda_status st = nlp_lexicon_word(lex, table, phrase.ptr + at, w.end - at, NULL, &index, err);
            if (st != FUDA_OK)
                return st;
            const nlp_entry *e = &lex->tables[table].entries[index];
            /* The entry's stem is not kept; its term's text is, unless it is a stop word. */
            const char *stem = lex->norms.ptr + e->norm;
            size_t stem_len = e->norm_len;
            if (e->term != FUDA_NO_ID) {
                stem = fuda_strtab_bytes(&lex->terms, e->term) + 2;
                stem_len = fuda_strtab_len(&lex->terms, e->term) - 2;
            } else if (table == NLP_EN) {
                stem = nlp_stem(lex->stemmer, stem, stem_len, &stem_len);
                if (stem == NULL)
                    return fuda_fail_nomem(err);
            }
            if (name->len != 0 && (unsigned char)name->ptr[name->len - 1] < 0x80)
                fuda_buf_add_char(name, ' ');
            fuda_buf_add(name, stem, stem_len);
            uint32_t symbol = nlp_stem_symbol_add(phrases, stem, stem_len);
            if (symbol == FUDA_NO_ID || !FUDA_GROW(draft->symbols, draft->cap, draft->n + 1))
                return fuda_fail_nomem(err);
            draft->symbols[draft->n++] = symbol;
            pos = w.end;
        }
    }
    if (draft->n > MAX_PHRASE)
        return fuda_fail(err, FUDA_E_ARG, "a phrase has more than %d words or characters: '%.*s…'", MAX_PHRASE,
                         30, phrase.ptr);
    if (name->failed || !nlp_phrases_add(phrases, draft->symbols, draft->n, name->ptr, name->len))
        return fuda_fail_nomem(err);
    return FUDA_OK;
}

fuda_status nlp_add_phrases(fuda_tokenizer *tokenizer, const fuda_tokenizer_options *options,
                            fuda_error *err)
{
    fuda_scratch *scratch = NULL;
    phrase_draft draft = {0};
    /* Entries made meanwhile point into a trie that is still growing, so this scratch is thrown away. */
    fuda_status st = fuda_scratch_new(tokenizer, &scratch, err);

    for (size_t i = 0; st == FUDA_OK && i < options->nphrase; i++) {
        st = add_phrase(&tokenizer->phrases, scratch, options->phrases[i], NLP_EN, &draft, err);
        bool words = draft.words;
        if (st == FUDA_OK && !add_spellings(&tokenizer->phrases, &draft))
            st = fuda_fail_nomem(err);
        /* Both scripts of Chinese meet in the simplified one. */
        if (st == FUDA_OK && simplify_phrase(&draft) &&
            !nlp_phrases_add(&tokenizer->phrases, draft.symbols, draft.n, draft.name.ptr, draft.name.len))
            st = fuda_fail_nomem(err);
        /* Words as English has them, and as languages have them that are not stemmed. */
        if (st == FUDA_OK && words)
            st = add_phrase(&tokenizer->phrases, scratch, options->phrases[i], NLP_ALPHA, &draft, err);
    }
    fuda_scratch_free(scratch);
    fuda_buf_release(&draft.name);
    free(draft.symbols);
    return st;
}
