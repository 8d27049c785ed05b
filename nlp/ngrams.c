/* SPDX-License-Identifier: MIT */
#include "nlp/ngrams.h"

#include "core/utf8.h"
#include "nlp/unicode.h"

bool nlp_add_use(fuda_scratch *scratch, size_t *n, uint32_t term, size_t start, size_t end)
{
    if (term == FUDA_NO_ID || !FUDA_GROW(scratch->uses, scratch->uses_cap, *n + 1))
        return false;
    scratch->uses[(*n)++] = (nlp_use){term, (uint32_t)start, (uint32_t)end};
    return true;
}

/* The term of two neighbours: texts with a blank between them, in the language of the second. */
static uint32_t joined_term(fuda_scratch *scratch, char kind, uint32_t a, uint32_t b)
{
    nlp_lexicon *lex = &scratch->lexicon;
    uint64_t key = (uint64_t)a << 32 | b;
    uint32_t term = fuda_map64_get(&scratch->joined, key);
    fuda_buf *both = &scratch->both;

    if (term != FUDA_NO_ID)
        return term;
    char lang = fuda_strtab_bytes(&lex->terms, b)[1];
    fuda_buf_clear(both);
    fuda_buf_add(both, fuda_strtab_bytes(&lex->terms, a) + 2, fuda_strtab_len(&lex->terms, a) - 2);
    fuda_buf_add_char(both, ' ');
    fuda_buf_add(both, fuda_strtab_bytes(&lex->terms, b) + 2, fuda_strtab_len(&lex->terms, b) - 2);
    if (!both->failed)
        term = nlp_lexicon_term(lex, kind, lang, both->ptr, both->len);
    if (term != FUDA_NO_ID && !fuda_map64_add(&scratch->joined, key, term))
        return FUDA_NO_ID;
    return term;
}

bool nlp_add_word_ngrams(fuda_scratch *scratch, nlp_history *h, const nlp_piece *piece, uint32_t term, size_t *n)
{
    uint8_t longest = scratch->tokenizer->settings.word_ngrams;
    uint32_t pair = FUDA_NO_ID;

    if (longest < 2)
        return true;
    if (h->sentence != piece->sentence)
        *h = NLP_NO_HISTORY;
    if (h->word != FUDA_NO_ID) {
        pair = joined_term(scratch, NLP_KIND_PAIR, h->word, term);
        if (!nlp_add_use(scratch, n, pair, h->word_start, piece->end))
            return false;
    }
    /* A triple is a pair and a word; numbers of pairs and of words differ, so they share a table. */
    if (longest > 2 && h->pair != FUDA_NO_ID &&
        !nlp_add_use(scratch, n, joined_term(scratch, NLP_KIND_TRIPLE, h->pair, term), h->pair_start, piece->end))
        return false;
    *h = (nlp_history){term, pair, piece->start, h->word_start, piece->sentence};
    return true;
}

static uint32_t gram_term(fuda_scratch *scratch, char lang, uint32_t a, uint32_t b)
{
    uint64_t key = (uint64_t)(unsigned char)lang << 48 | (uint64_t)a << 24 | b;
    uint32_t term = fuda_map64_get(&scratch->grams, key);

    if (term != FUDA_NO_ID)
        return term;
    char text[8];
    size_t len = a == 0 ? 0 : fuda_utf8_put(a, text);
    len += fuda_utf8_put(b, text + len);
    term = nlp_lexicon_term(&scratch->lexicon, NLP_KIND_CHARS, lang, text, len);
    if (term != FUDA_NO_ID && !fuda_map64_add(&scratch->grams, key, term))
        return FUDA_NO_ID;
    return term;
}

/* The characters of one sentence. */
static bool sentence_grams(fuda_scratch *scratch, const char *text, const nlp_sentence *s, size_t *mark, size_t *n)
{
    const nlp_marks *marks = &scratch->marks;
    bool pairs = scratch->tokenizer->settings.char_ngrams == 2, zh = s->lang == FUDA_LANG_ZH;
    char lang = zh ? 'z' : 'j';
    uint32_t before = 0;
    size_t before_at = 0;

    for (size_t pos = s->start; pos < s->end;) {
        size_t at = pos;
        while (*mark < marks->n && marks->items[*mark].end <= at)
            ++*mark;
        if (*mark < marks->n && marks->items[*mark].start <= at) { /* addresses and markup are no text */
            pos = marks->items[*mark].end;
            before = 0;
            continue;
        }
        uint32_t c = fuda_utf8_next(text, s->end, &pos);
        nlp_class k = nlp_class_of(c);
        if (k != NLP_HAN && k != NLP_HIRAGANA && k != NLP_KATAKANA) {
            before = 0;
            continue;
        }
        if (zh)
            c = nlp_simplified(c);
        if (!nlp_add_use(scratch, n, gram_term(scratch, lang, 0, c), at, pos) ||
            (pairs && before != 0 &&
             !nlp_add_use(scratch, n, gram_term(scratch, lang, before, c), before_at, pos)))
            return false;
        before = c;
        before_at = at;
    }
    return true;
}

bool nlp_add_char_ngrams(fuda_scratch *scratch, const char *text, size_t *n)
{
    size_t mark = 0;

    for (size_t i = 0; scratch->tokenizer->settings.char_ngrams > 0 && i < scratch->scan.count; i++) {
        const nlp_sentence *s = &scratch->scan.items[i];
        if ((s->lang == FUDA_LANG_ZH || s->lang == FUDA_LANG_JA) && !sentence_grams(scratch, text, s, &mark, n))
            return false;
    }
    return true;
}
