/* SPDX-License-Identifier: MIT */
#include "nlp/segment.h"

#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/utf8.h"
#include "nlp/names.h"

fuda_status nlp_segmenter_init(nlp_segmenter *seg, const nlp_mecab *mecab, fuda_error *err)
{
    fuda_status st;

    *seg = (nlp_segmenter){0};
    if (mecab == NULL)
        return FUDA_OK;
    seg->han = nlp_han_dictionary();
    st = nlp_mecab_parser_new(mecab, &seg->mecab, err);
    if (st == FUDA_OK)
        st = nlp_breaker_new(&seg->breaker, err);
    return st;
}

void nlp_segmenter_release(nlp_segmenter *seg)
{
    nlp_mecab_parser_free(seg->mecab);
    nlp_breaker_free(seg->breaker);
    free(seg->units);
    fuda_buf_release(&seg->composed);
    free(seg->origin);
    free(seg->offsets);
    free(seg->ends);
    free(seg->costs);
    free(seg->pieces);
    free(seg->features);
    *seg = (nlp_segmenter){0};
}

/* Notes a word; its entry is looked up when the sentence is complete. */
static fuda_status add_piece(nlp_segmenter *seg, enum nlp_table table, size_t start, size_t end,
                             const char *feature, uint32_t number, fuda_error *err)
{
    size_t n = seg->npiece;

    if (!FUDA_GROW(seg->pieces, seg->pieces_cap, n + 1) ||
        !FUDA_GROW(seg->features, seg->features_cap, n + 1))
        return fuda_fail_nomem(err);
    seg->features[n] = feature;
    seg->pieces[seg->npiece++] = (nlp_piece){(uint32_t)start, (uint32_t)end, 0, number, table};
    return FUDA_OK;
}

/* The entries of the pieces from `first` on.  All are announced before the first is asked for, so
 * that the waits for memory overlap; meanwhile `entry` holds the hash. */
static fuda_status look_up(nlp_segmenter *seg, nlp_lexicon *lex, const char *text, size_t first,
                           fuda_error *err)
{
    for (size_t i = first; i < seg->npiece; i++) {
        nlp_piece *p = &seg->pieces[i];
        if (p->table != NLP_SKIP)
            p->entry = nlp_lexicon_expect(lex, text + p->start, p->end - p->start, seg->features[i]);
    }
    for (size_t i = first; i < seg->npiece; i++) {
        nlp_piece *p = &seg->pieces[i];
        fuda_status st = p->table == NLP_SKIP
                             ? nlp_lexicon_word(lex, p->table, seg->features[i], strlen(seg->features[i]), NULL,
                                                &p->entry, err)
                             : nlp_lexicon_meet(lex, p->table, text + p->start, p->end - p->start,
                                                seg->features[i], p->entry, &p->entry, err);
        if (st != FUDA_OK)
            return st;
    }
    return FUDA_OK;
}

/* Words of alphabetic scripts in [from, to), which holds no other words. */
static fuda_status alpha_words(nlp_segmenter *seg, const char *text, size_t from, size_t to,
                               enum nlp_table table, uint32_t number, fuda_error *err)
{
    uint32_t bounds[2 * NLP_WORDS];
    size_t n;

    while ((n = nlp_find_words(text, &from, to, bounds)) > 0) {
        size_t at = seg->npiece;
        if (!FUDA_GROW(seg->pieces, seg->pieces_cap, at + n) ||
            !FUDA_GROW(seg->features, seg->features_cap, at + n))
            return fuda_fail_nomem(err);
        for (size_t i = 0; i < n; i++, at++) {
            seg->features[at] = NULL;
            seg->pieces[at] = (nlp_piece){bounds[2 * i], bounds[2 * i + 1], 0, number, table};
        }
        seg->npiece = at;
    }
    return FUDA_OK;
}

static bool is_cjk(nlp_class k)
{
    return k == NLP_HAN || k == NLP_HIRAGANA || k == NLP_KATAKANA;
}

/* ---- Chinese: dictionary words in the CJK runs, the word scanner between them ---------------------------- */

/* Puts the CJK runs of the sentence into seg->units; returns their number of units. */
static bool gather_runs(nlp_segmenter *seg, const char *text, const nlp_sentence *s, size_t *out)
{
    size_t n = 0, room = (s->end - s->start) + 2;
    bool in_run = false;

    if (!FUDA_GROW(seg->units, seg->units_cap, room) || !FUDA_GROW(seg->offsets, seg->offsets_cap, room))
        return false;
    for (size_t pos = s->start; pos < s->end;) {
        size_t at = pos;
        if ((unsigned char)text[pos] < 0x80) {
            pos++;
        } else {
            uint32_t c = fuda_utf8_next(text, s->end, &pos);
            nlp_class k = nlp_class_of(c);
            if (is_cjk(k) || (k == NLP_MARK && in_run)) {
                if (c >= 0x10000) {
                    seg->units[n] = (uint16_t)(0xD800 + ((c - 0x10000) >> 10));
                    seg->offsets[n++] = (uint32_t)at;
                    c = 0xDC00 + ((c - 0x10000) & 0x3FF);
                }
                seg->units[n] = (uint16_t)c;
                seg->offsets[n++] = (uint32_t)at;
                in_run = true;
                continue;
            }
        }
        if (in_run) {
            seg->units[n] = '\n';
            seg->offsets[n++] = (uint32_t)at;
            in_run = false;
        }
    }
    seg->units[n] = '\n';
    seg->offsets[n++] = (uint32_t)s->end;
    *out = n;
    return true;
}

/* The ends of the words in the run units[from … to) into seg->ends, as unit numbers. */
static fuda_status break_run(nlp_segmenter *seg, size_t from, size_t to, bool han, size_t *out,
                             fuda_error *err)
{
    size_t n = 0, room = to - from + 1;
    int32_t end;
    fuda_status st;

    if (!FUDA_GROW(seg->ends, seg->ends_cap, room) || !FUDA_GROW(seg->costs, seg->costs_cap, room))
        return fuda_fail_nomem(err);
    if (han && seg->han->trie != NULL) {
        n = nlp_han_break(seg->han, seg->units + from, to - from, seg->costs, seg->ends);
    } else {
        st = nlp_breaker_set(seg->breaker, seg->units + from, to - from, err);
        if (st != FUDA_OK)
            return st;
        while ((end = nlp_breaker_next(seg->breaker)) >= 0)
            seg->ends[n++] = (uint32_t)end;
    }
    n = nlp_join_names(seg->units + from, seg->ends, n);
    for (size_t i = 0; i < n; i++)
        seg->ends[i] += (uint32_t)from;
    *out = n;
    return FUDA_OK;
}

static fuda_status chinese(nlp_segmenter *seg, const char *text, const nlp_sentence *s, uint32_t number,
                           fuda_error *err)
{
    size_t n, done = s->start, nend = 0;
    fuda_status st = FUDA_OK;

    if (!gather_runs(seg, text, s, &n))
        return fuda_fail_nomem(err);
    for (size_t from = 0, to; st == FUDA_OK && from < n; from = to + 1) {
        bool han = true;
        for (to = from; seg->units[to] != '\n'; to++)
            han = han && seg->units[to] >= NLP_HAN_FIRST && seg->units[to] < NLP_HAN_END;
        if (from == to)
            continue;
        if (s->alpha != 0 && done < seg->offsets[from])
            st = alpha_words(seg, text, done, seg->offsets[from], NLP_EN, number, err);
        if (st == FUDA_OK)
            st = break_run(seg, from, to, han, &nend, err);
        done = seg->offsets[from];
        for (size_t i = 0; st == FUDA_OK && i < nend; i++) {
            size_t end = seg->offsets[seg->ends[i]];
            st = add_piece(seg, NLP_ZH, done, end, NULL, number, err);
            done = end;
        }
    }
    if (st == FUDA_OK && s->alpha != 0)
        st = alpha_words(seg, text, done, s->end, NLP_EN, number, err);
    return st;
}

/* ---- Japanese: MeCab over the whole sentence, its alphabetic morphemes replaced by words ------ */

static bool is_alphabetic(const char *text, size_t start, size_t end)
{
    for (size_t pos = start; pos < end;) {
        if (is_cjk(nlp_class_of(fuda_utf8_next(text, end, &pos))))
            return false;
    }
    return true;
}

/* Half-width kana and kana with their voicing marks apart are unknown to the dictionary. */
static bool is_loose_kana(uint32_t c)
{
    return (c >= 0xFF66 && c <= 0xFF9F) || c == 0x3099 || c == 0x309A;
}

static bool is_voicing(uint32_t c)
{
    return c == 0xFF9E || c == 0xFF9F || c == 0x3099 || c == 0x309A;
}

/* text[start, end) into seg->composed, kana with their marks as one character of full width. */
static fuda_status compose_kana(nlp_segmenter *seg, const char *text, size_t start, size_t end, fuda_error *err)
{
    fuda_buf *out = &seg->composed;

    fuda_buf_clear(out);
    for (size_t pos = start, at; pos < end;) {
        size_t from = out->len, next;
        at = pos;
        uint32_t c = fuda_utf8_next(text, end, &pos);
        bool loose = is_loose_kana(c);
        for (next = pos; is_cjk(nlp_class_of(c)) && next < end && is_voicing(fuda_utf8_next(text, end, &next)); pos = next)
            loose = true;
        fuda_status st = FUDA_OK;
        if (loose)
            st = nlp_normalize(text + at, pos - at, out, err);
        else
            fuda_buf_add(out, text + at, pos - at);
        if (st != FUDA_OK)
            return st;
        if (out->failed || !FUDA_GROW(seg->origin, seg->origin_cap, out->len + 1))
            return fuda_fail_nomem(err);
        for (size_t i = from; i < out->len; i++)
            seg->origin[i] = (uint32_t)at;
        seg->origin[out->len] = (uint32_t)pos;
    }
    return FUDA_OK;
}

static fuda_status japanese_part(nlp_segmenter *seg, const char *text, size_t start, size_t end, bool loose,
                                 uint32_t number, fuda_error *err)
{
    nlp_morpheme m;
    size_t done = start; /* words before it are settled */
    fuda_status st = loose ? compose_kana(seg, text, start, end, err) : FUDA_OK;

    if (st == FUDA_OK)
        st = loose ? nlp_mecab_parse(seg->mecab, seg->composed.ptr, seg->composed.len, err)
                   : nlp_mecab_parse(seg->mecab, text + start, end - start, err);
    while (st == FUDA_OK && nlp_mecab_next(seg->mecab, &m)) {
        m.start = loose ? seg->origin[m.start] : m.start + start;
        m.end = loose ? seg->origin[m.end] : m.end + start;
        if (m.start < done || m.end <= m.start)
            continue; /* half of a character that does not compose */
        if (is_alphabetic(text, m.start, m.end))
            continue; /* covered by the word scanner below */
        if (done < m.start)
            st = alpha_words(seg, text, done, m.start, NLP_EN, number, err);
        if (st == FUDA_OK)
            st = add_piece(seg, NLP_JA, m.start, m.end, m.feature, number, err);
        done = m.end;
    }
    if (st == FUDA_OK && done < end)
        st = alpha_words(seg, text, done, end, NLP_EN, number, err);
    return st;
}

/* MeCab gets valid UTF-8 without control characters only: the sentence is cut at anything else. */
static fuda_status japanese(nlp_segmenter *seg, const char *text, const nlp_sentence *s, uint32_t number,
                            fuda_error *err)
{
    fuda_status st = FUDA_OK;
    size_t start = s->start, pos = s->start;
    bool loose = false;

    while (st == FUDA_OK && pos < s->end) {
        size_t at = pos;
        uint32_t c = fuda_utf8_next(text, s->end, &pos);
        if (c != FUDA_BAD_CHAR && c >= 0x20 && c != 0x7F) {
            loose = loose || is_loose_kana(c);
            continue;
        }
        if (start < at)
            st = japanese_part(seg, text, start, at, loose, number, err);
        start = pos;
        loose = false;
    }
    if (st == FUDA_OK && start < s->end)
        st = japanese_part(seg, text, start, s->end, loose, number, err);
    return st;
}

/* A sentence, or what lies between the marks in it. */
static fuda_status segment_part(nlp_segmenter *seg, const char *text, const nlp_sentence *s, uint32_t number,
                                fuda_error *err)
{
    fuda_lang lang = seg->mecab == NULL && s->lang != FUDA_LANG_OTHER ? FUDA_LANG_EN : s->lang;

    if (s->start >= s->end)
        return FUDA_OK;
    switch (lang) {
    case FUDA_LANG_JA:
        return japanese(seg, text, s, number, err);
    case FUDA_LANG_ZH:
        return chinese(seg, text, s, number, err);
    default:
        return alpha_words(seg, text, s->start, s->end, lang == FUDA_LANG_EN ? NLP_EN : NLP_ALPHA, number, err);
    }
}

fuda_status nlp_segment_sentence(nlp_segmenter *seg, nlp_lexicon *lex, const char *text,
                                 const nlp_sentence *s, uint32_t number, const nlp_marks *marks, size_t *mark,
                                 fuda_error *err)
{
    size_t first = seg->npiece;
    nlp_sentence part = *s;
    fuda_status st = FUDA_OK;

    while (*mark < marks->n && marks->items[*mark].end <= s->start)
        ++*mark;
    for (size_t m = *mark; st == FUDA_OK && m < marks->n && marks->items[m].start < s->end; m++) {
        const nlp_mark *at = &marks->items[m];
        size_t start = at->start > part.start ? at->start : part.start, end = at->end < s->end ? at->end : s->end;
        part.end = start;
        st = segment_part(seg, text, &part, number, err);
        if (st == FUDA_OK)
            st = add_piece(seg, NLP_SKIP, start, end, at->kind, number, err);
        part.start = end;
    }
    part.end = s->end;
    if (st == FUDA_OK)
        st = segment_part(seg, text, &part, number, err);
    return st == FUDA_OK ? look_up(seg, lex, text, first, err) : st;
}
