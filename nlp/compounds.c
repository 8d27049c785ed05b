/* SPDX-License-Identifier: MIT */
#include "nlp/compounds.h"

#include <string.h>

enum { MOST_PIECES = 4, LONGEST = 40 }; /* bytes of a piece */

static const nlp_entry *entry_at(const fuda_scratch *scratch, size_t i)
{
    const nlp_piece *p = &scratch->segmenter.pieces[i];
    return &scratch->lexicon.tables[p->table].entries[p->entry];
}

static bool is_alphabetic(const nlp_piece *p)
{
    return (p->table == NLP_EN || p->table == NLP_ALPHA) && p->end - p->start <= LONGEST;
}

/* True when a hyphen and nothing else lies between two neighbours. */
static bool hyphen_between(const char *text, const nlp_piece *a, const nlp_piece *b)
{
    const char *gap = text + a->end;

    switch (b->start - a->end) {
    case 1:
        return *gap == '-';
    case 3: /* hyphens U+2010, U+2011, full width */
        return memcmp(gap, "\xE2\x80\x90", 3) == 0 || memcmp(gap, "\xE2\x80\x91", 3) == 0 ||
               memcmp(gap, "\xEF\xBC\x8D", 3) == 0;
    default:
        return false;
    }
}

static void add_norm(const fuda_scratch *scratch, fuda_buf *out, const nlp_entry *e)
{
    fuda_buf_add(out, scratch->lexicon.norms.ptr + e->norm, e->norm_len);
}

static uint32_t term_of(fuda_scratch *scratch, const nlp_piece *p, const char *text, size_t len)
{
    return nlp_lexicon_term(&scratch->lexicon, NLP_KIND_WORD, nlp_table_lang(p->table), text, len);
}

/* Number and unit, with a blank between them at most. */
static bool measure(fuda_scratch *scratch, const char *text, size_t i, uint32_t *term)
{
    const nlp_piece *p = &scratch->segmenter.pieces[i];
    const nlp_entry *number = entry_at(scratch, i), *unit = entry_at(scratch, i + 1);
    const char *norm = scratch->lexicon.norms.ptr;
    size_t gap = p[1].start - p->end;
    fuda_buf *both = &scratch->both;

    if (gap > 1 || (gap == 1 && text[p->end] != ' '))
        return true;
    if ((number->has & (NLP_HAS_LETTER | NLP_HAS_DIGIT)) != NLP_HAS_DIGIT || (unit->has & NLP_HAS_UNIT) == 0)
        return true;
    fuda_buf_clear(both);
    for (size_t k = 0; k < number->norm_len; k++) {
        if (norm[number->norm + k] != ',')
            fuda_buf_add_char(both, norm[number->norm + k]);
    }
    add_norm(scratch, both, unit);
    *term = both->failed ? FUDA_NO_ID : term_of(scratch, p, both->ptr, both->len);
    return *term != FUDA_NO_ID;
}

/* Prefix and word without the hyphen: the term of the whole, stemmed as any word. */
static bool prefixed(fuda_scratch *scratch, size_t i, uint32_t *term)
{
    const nlp_piece *p = &scratch->segmenter.pieces[i];
    fuda_buf *both = &scratch->both;
    uint32_t index;

    fuda_buf_clear(both);
    add_norm(scratch, both, entry_at(scratch, i));
    add_norm(scratch, both, entry_at(scratch, i + 1));
    if (both->failed ||
        nlp_lexicon_word(&scratch->lexicon, p->table, both->ptr, both->len, NULL, &index, NULL) != FUDA_OK)
        return false;
    *term = scratch->lexicon.tables[p->table].entries[index].term;
    return true;
}

/* Words joined by hyphens, up to piece `last`. */
static bool name(fuda_scratch *scratch, size_t i, size_t last, uint32_t *term)
{
    fuda_buf *both = &scratch->both;

    fuda_buf_clear(both);
    for (size_t k = i; k <= last; k++) {
        if (k > i)
            fuda_buf_add_char(both, '-');
        add_norm(scratch, both, entry_at(scratch, k));
    }
    *term = both->failed ? FUDA_NO_ID : term_of(scratch, &scratch->segmenter.pieces[i], both->ptr, both->len);
    return *term != FUDA_NO_ID;
}

bool nlp_compound(fuda_scratch *scratch, const char *text, size_t i, size_t *last, uint32_t *term)
{
    const nlp_piece *p = scratch->segmenter.pieces;
    size_t n = scratch->segmenter.npiece, end = i;
    unsigned has;

    *term = FUDA_NO_ID;
    *last = i + 1;
    if (i + 1 >= n || p[i + 1].start - p[i].end > 3 || !is_alphabetic(&p[i]) || !is_alphabetic(&p[i + 1]))
        return true;
    if (text[p[i].start] >= '0' && text[p[i].start] <= '9')
        return measure(scratch, text, i, term);
    if (!hyphen_between(text, &p[i], &p[i + 1]) ||
        (i > 0 && is_alphabetic(&p[i - 1]) && hyphen_between(text, &p[i - 1], &p[i])))
        return true;
    has = entry_at(scratch, i)->has;
    bool prefix = (has & NLP_HAS_PREFIX) != 0;
    if ((has & NLP_HAS_LETTER) == 0)
        return true;
    while (end + 1 < n && end + 1 - i < MOST_PIECES && is_alphabetic(&p[end + 1]) &&
           hyphen_between(text, &p[end], &p[end + 1]))
        has |= entry_at(scratch, ++end)->has;
    *last = end;
    if ((has & NLP_HAS_DIGIT) != 0)
        return name(scratch, i, end, term);
    return end != i + 1 || !prefix || prefixed(scratch, i, term);
}
