/* SPDX-License-Identifier: MIT */
/* A text to its tokens, phrases and terms. */
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/utf8.h"
#include "nlp/compounds.h"
#include "nlp/detect.h"
#include "nlp/forms.h"
#include "nlp/ngrams.h"
#include "nlp/scratch.h"
#include "nlp/unicode.h"

static void forget_terms(fuda_scratch *scratch)
{
    nlp_lexicon_clear(&scratch->lexicon);
    fuda_map64_clear(&scratch->joined);
    fuda_map64_clear(&scratch->grams);
    scratch->generation++;
}

uint32_t nlp_generation(const fuda_scratch *scratch)
{
    return scratch->generation;
}

void nlp_hold_terms(fuda_scratch *scratch, bool hold)
{
    scratch->held = hold;
}

uint32_t nlp_term_count(const fuda_scratch *scratch)
{
    return scratch->lexicon.terms.count;
}

const char *nlp_term_key(const fuda_scratch *scratch, uint32_t term, size_t *len)
{
    const fuda_strtab *terms = &scratch->lexicon.terms;
    *len = fuda_strtab_len(terms, term);
    return fuda_strtab_bytes(terms, term);
}

/* ---- detection ------------------------------------------------------------------------------- */

fuda_status fuda_detect(fuda_scratch *scratch, const char *text, size_t len,
                        const fuda_detection **out, fuda_error *err)
{
    nlp_scan *scan = &scratch->scan;
    fuda_detection *d = &scratch->detection;

    if (!nlp_scan_text(scan, text, len))
        return fuda_fail_nomem(err);
    nlp_decision decision = nlp_detect_scan(scan, text, len, FUDA_LANG_UND);
    if (!FUDA_GROW(scratch->runs, scratch->runs_cap, scan->count))
        return fuda_fail_nomem(err);
    size_t nrun = 0;
    for (size_t i = 0; i < scan->count; i++) {
        const nlp_sentence *s = &scan->items[i];
        if (nrun > 0 && strcmp(scratch->runs[nrun - 1].tag, s->tag) == 0)
            scratch->runs[nrun - 1].end = s->end;
        else
            scratch->runs[nrun++] = (fuda_run){s->start, s->end, s->lang, s->tag};
    }
    *d = (fuda_detection){
        .lang = decision.lang, .tag = decision.tag, .sure = decision.sure, .kana = scan->kana,
        .han = scan->han, .latin = scan->latin, .hangul = scan->hangul, .other = scan->other,
        .simplified = scan->simplified, .traditional = scan->traditional, .japanese = scan->japanese,
        .runs = scratch->runs, .nrun = nrun,
    };
    *out = d;
    return FUDA_OK;
}

/* ---- tokens ---------------------------------------------------------------------------------- */

static inline const nlp_entry *entry_of(const fuda_scratch *scratch, const nlp_piece *p)
{
    return &scratch->lexicon.tables[p->table].entries[p->entry];
}

static bool matches_phrases(const fuda_tokenizer *tokenizer)
{
    return tokenizer->settings.phrases && tokenizer->phrases.nnode != 0;
}

static fuda_status segment(fuda_scratch *scratch, const char *text, size_t len, fuda_lang lang,
                           nlp_decision *decision, fuda_error *err)
{
    nlp_segmenter *seg = &scratch->segmenter;
    fuda_status st = FUDA_OK;
    size_t mark = 0;

    if (len >= UINT32_MAX)
        return fuda_fail(err, FUDA_E_ARG, "a text of %zu bytes is longer than 4 GiB", len);
    if (!scratch->held && nlp_lexicon_is_full(&scratch->lexicon))
        forget_terms(scratch);
    if (!nlp_scan_text(&scratch->scan, text, len) || !nlp_find_marks(&scratch->marks, text, len))
        return fuda_fail_nomem(err);
    *decision = nlp_detect_scan(&scratch->scan, text, len, lang);
    seg->npiece = 0;
    for (size_t i = 0; st == FUDA_OK && i < scratch->scan.count; i++)
        st = nlp_segment_sentence(seg, &scratch->lexicon, text, &scratch->scan.items[i], (uint32_t)i, &scratch->marks,
                                  &mark, err);
    if (st != FUDA_OK)
        forget_terms(scratch); /* a half-made entry must not be found again */
    return st;
}

enum { MAX_PIECES = 128 }; /* of a phrase, as words or characters in ./phrase_list.c */

/* True when only blanks, hyphens or middle dots lie between two words of a phrase. */
static bool small_gap(const char *text, size_t from, size_t to)
{
    if (from == to)
        return true;
    if (to - from > 8)
        return false;
    while (from < to) {
        uint32_t c = fuda_utf8_next(text, to, &from);
        if (c != '-' && c != ' ' && c != '\t' && c != '\n' && c != '\r' && c != 0x2010 && c != 0x2011 &&
            c != 0x30FB && c != 0xB7 && c != 0x3000 && c != 0xA0)
            return false;
    }
    return true;
}

/* A search for the phrases that start at a piece: one after the other, the shorter first. */
typedef struct phrase_search {
    uint32_t node;
    size_t last; /* piece the search has come to */
} phrase_search;

static phrase_search search_phrases(const fuda_scratch *scratch, size_t i)
{
    return (phrase_search){entry_of(scratch, &scratch->segmenter.pieces[i])->node, i};
}

/* On over the characters of a piece.  A long-vowel mark at its end may be missing in the phrase. */
static uint32_t walk_piece(const fuda_scratch *scratch, uint32_t node, const nlp_entry *e)
{
    const nlp_phrases *phrases = &scratch->tokenizer->phrases;
    const char *norm = scratch->lexicon.norms.ptr + e->norm;

    for (size_t p = 0; p < e->norm_len && node != NLP_NO_NODE;) {
        uint32_t c = fuda_utf8_next(norm, e->norm_len, &p);
        uint32_t next = nlp_phrases_step(phrases, node, nlp_char_symbol(c));
        if (next == NLP_NO_NODE && c == 0x30FC && p == e->norm_len && nlp_drop_long_vowel(norm, p) != p)
            next = node;
        node = next;
    }
    return node;
}

/* The next phrase that starts at piece i and ends with piece s->last; FUDA_NO_ID: no more.  One of a single piece
 * counts only where words do not: as a word it is a term already, or a stop word ("IT" must not find "it"). */
static uint32_t next_phrase(const fuda_scratch *scratch, const char *text, size_t i, phrase_search *s, bool first)
{
    const nlp_phrases *phrases = &scratch->tokenizer->phrases;
    const nlp_piece *pieces = scratch->segmenter.pieces;

    if (first && s->node != NLP_NO_NODE && !scratch->tokenizer->settings.words && phrases->phrase_of[s->node] != FUDA_NO_ID)
        return phrases->phrase_of[s->node];
    while (s->node != NLP_NO_NODE && s->last + 1 < scratch->segmenter.npiece && s->last - i < MAX_PIECES) {
        const nlp_piece *p = &pieces[++s->last];
        const nlp_entry *e = entry_of(scratch, p);
        if (!nlp_phrases_may_follow(phrases, s->node, e->symbol) || !small_gap(text, p[-1].end, p->start))
            break;
        s->node = e->cjk ? walk_piece(scratch, s->node, e) : nlp_phrases_step(phrases, s->node, e->symbol);
        if (s->node != NLP_NO_NODE && phrases->phrase_of[s->node] != FUDA_NO_ID)
            return phrases->phrase_of[s->node];
    }
    s->node = NLP_NO_NODE;
    return FUDA_NO_ID;
}

/* A phrase is counted under the language of its first CJK piece, else that of its first piece. */
static uint32_t phrase_term(fuda_scratch *scratch, uint32_t phrase, size_t first, size_t last)
{
    const nlp_piece *pieces = scratch->segmenter.pieces;
    const fuda_strtab *names = &scratch->tokenizer->phrases.names;
    size_t at = first;

    while (at < last && !entry_of(scratch, &pieces[at])->cjk)
        at++;
    if (!entry_of(scratch, &pieces[at])->cjk)
        at = first;
    return nlp_lexicon_term(&scratch->lexicon, NLP_KIND_WORD, nlp_table_lang(pieces[at].table),
                            fuda_strtab_bytes(names, phrase), fuda_strtab_len(names, phrase));
}

static bool add_phrase_uses(fuda_scratch *scratch, const char *text, size_t i, size_t *n)
{
    phrase_search s = search_phrases(scratch, i);
    uint32_t phrase;

    for (bool first = true; (phrase = next_phrase(scratch, text, i, &s, first)) != FUDA_NO_ID; first = false) {
        const nlp_piece *pieces = scratch->segmenter.pieces;
        if (!nlp_add_use(scratch, n, phrase_term(scratch, phrase, i, s.last), pieces[i].start, pieces[s.last].end))
            return false;
    }
    return true;
}

static bool add_compound_use(fuda_scratch *scratch, const char *text, size_t i, size_t *n)
{
    const nlp_piece *pieces = scratch->segmenter.pieces;
    size_t last;
    uint32_t term;

    if (!nlp_compound(scratch, text, i, &last, &term))
        return false;
    if (term == FUDA_NO_ID)
        return true;
    /* A phrase of the list at the same place is the same thing. */
    for (size_t k = *n; k > 0 && scratch->uses[k - 1].start == pieces[i].start; k--) {
        if (scratch->uses[k - 1].end == pieces[last].end)
            return true;
    }
    return nlp_add_use(scratch, n, term, pieces[i].start, pieces[last].end);
}

fuda_status nlp_terms_of(fuda_scratch *scratch, const char *text, size_t len, fuda_lang lang,
                         nlp_terms *out, fuda_error *err)
{
    const fuda_text_settings *set = &scratch->tokenizer->settings;
    const nlp_piece *pieces;
    nlp_decision decision;
    fuda_status st = segment(scratch, text, len, lang, &decision, err);
    size_t n = 0;
    bool match = matches_phrases(scratch->tokenizer), compounds = set->words || set->char_ngrams > 0;
    nlp_history history = NLP_NO_HISTORY;

    if (st != FUDA_OK)
        return st;
    pieces = scratch->segmenter.pieces;
    for (size_t i = 0; i < scratch->segmenter.npiece; i++) {
        const nlp_piece *p = &pieces[i];
        const nlp_entry *e = entry_of(scratch, p);
        uint32_t term = e->term;
        if (match && e->node != NLP_NO_NODE && !add_phrase_uses(scratch, text, i, &n))
            return fuda_fail_nomem(err);
        bool cjk = e->cjk; /* entries move when a compound makes one */
        if (compounds && !cjk && !add_compound_use(scratch, text, i, &n)) {
            forget_terms(scratch); /* a half-made entry must not be found again */
            return fuda_fail_nomem(err);
        }
        if (term != FUDA_NO_ID && (set->words || (set->char_ngrams > 0 && !cjk)) &&
            (!nlp_add_use(scratch, &n, term, p->start, p->end) ||
             !nlp_add_word_ngrams(scratch, &history, p, term, &n)))
            return fuda_fail_nomem(err);
    }
    if (!nlp_add_char_ngrams(scratch, text, &n))
        return fuda_fail_nomem(err);
    *out = (nlp_terms){decision.lang, decision.tag, scratch->uses, n, scratch->segmenter.npiece};
    return FUDA_OK;
}

static fuda_lang table_language(enum nlp_table table)
{
    static const fuda_lang langs[NLP_NTABLE] = {FUDA_LANG_EN, FUDA_LANG_OTHER, FUDA_LANG_ZH, FUDA_LANG_JA,
                                                FUDA_LANG_OTHER};
    return langs[table];
}

static bool show_phrases(fuda_scratch *scratch, const char *text, size_t i, size_t *n)
{
    const fuda_strtab *names = &scratch->tokenizer->phrases.names;
    const nlp_piece *pieces = scratch->segmenter.pieces;
    phrase_search s = search_phrases(scratch, i);
    uint32_t phrase;

    for (bool first = true; (phrase = next_phrase(scratch, text, i, &s, first)) != FUDA_NO_ID; first = false) {
        if (!FUDA_GROW(scratch->found, scratch->found_cap, *n + 1))
            return false;
        scratch->found[(*n)++] = (fuda_phrase){
            pieces[i].start, pieces[s.last].end, {fuda_strtab_bytes(names, phrase), fuda_strtab_len(names, phrase)}};
    }
    return true;
}

/* The term's number stands in place of its text for now: {NULL, number}. */
static bool show_compound(fuda_scratch *scratch, const char *text, size_t i, size_t *n)
{
    size_t last;
    uint32_t term;

    if (!nlp_compound(scratch, text, i, &last, &term))
        return false;
    if (term == FUDA_NO_ID)
        return true;
    const nlp_piece *pieces = scratch->segmenter.pieces;
    for (size_t k = *n; k > 0 && scratch->found[k - 1].start == pieces[i].start; k--) {
        if (scratch->found[k - 1].end == pieces[last].end)
            return true;
    }
    if (!FUDA_GROW(scratch->found, scratch->found_cap, *n + 1))
        return false;
    scratch->found[(*n)++] = (fuda_phrase){pieces[i].start, pieces[last].end, {NULL, term}};
    return true;
}

fuda_status fuda_tokenize(fuda_scratch *scratch, const char *text, size_t len, fuda_lang lang,
                          const fuda_tokens **out, fuda_error *err)
{
    nlp_decision decision;
    fuda_status st = segment(scratch, text, len, lang, &decision, err);
    const fuda_strtab *terms = &scratch->lexicon.terms;
    const nlp_piece *pieces = scratch->segmenter.pieces;
    size_t n = scratch->segmenter.npiece, nphrase = 0;

    if (st != FUDA_OK)
        return st;
    bool match = matches_phrases(scratch->tokenizer);
    if (!FUDA_GROW(scratch->tokens, scratch->tokens_cap, n))
        return fuda_fail_nomem(err);
    /* Compounds make terms, and terms move: all of them before the first is shown. */
    for (size_t i = 0; i < n; i++) {
        const nlp_entry *e = entry_of(scratch, &pieces[i]);
        if ((match && e->node != NLP_NO_NODE && !show_phrases(scratch, text, i, &nphrase)) ||
            (!entry_of(scratch, &pieces[i])->cjk && !show_compound(scratch, text, i, &nphrase))) {
            forget_terms(scratch);
            return fuda_fail_nomem(err);
        }
    }
    for (size_t i = 0; i < nphrase; i++) {
        if (scratch->found[i].term.ptr == NULL) {
            uint32_t term = (uint32_t)scratch->found[i].term.len;
            scratch->found[i].term = (fuda_str){fuda_strtab_bytes(terms, term) + 2, fuda_strtab_len(terms, term) - 2};
        }
    }
    for (size_t i = 0; i < n; i++) {
        const nlp_piece *p = &pieces[i];
        const nlp_entry *e = entry_of(scratch, p);
        fuda_token *t = &scratch->tokens[i];
        *t = (fuda_token){.start = p->start, .end = p->end, .pos = e->pos,
                          .lang = table_language(p->table)};
        if (e->term != FUDA_NO_ID)
            t->term = (fuda_str){fuda_strtab_bytes(terms, e->term) + 2,
                                 fuda_strtab_len(terms, e->term) - 2};
    }
    scratch->view = (fuda_tokens){decision.lang, decision.tag, scratch->tokens, n,
                                  scratch->found, nphrase};
    *out = &scratch->view;
    return FUDA_OK;
}

uint32_t nlp_term_of_kind(fuda_scratch *scratch, char kind, uint32_t term)
{
    size_t len;
    const char *key = nlp_term_key(scratch, term, &len);
    char lang = key[1], *text = fuda_strndup(key + 2, len - 2); /* the table may move */
    uint32_t id = text == NULL ? FUDA_NO_ID : nlp_lexicon_term(&scratch->lexicon, kind, lang, text, len - 2);

    free(text);
    return id;
}

fuda_status nlp_key_of_term(fuda_scratch *scratch, fuda_lang lang, const char *text, size_t len,
                            fuda_buf *out, fuda_error *err)
{
    nlp_terms terms;
    size_t best = SIZE_MAX, key_len;
    fuda_status st = nlp_terms_of(scratch, text, len, lang, &terms, err);

    fuda_buf_clear(out);
    if (st != FUDA_OK)
        return st;
    /* The use that covers the whole term; a single use may leave something at the edges. */
    for (size_t i = 0; i < terms.nuse; i++) {
        const nlp_use *u = &terms.uses[i];
        nlp_term_key(scratch, u->term, &key_len);
        if (nlp_term_key(scratch, u->term, &key_len)[0] != NLP_KIND_WORD)
            continue;
        if (best == SIZE_MAX || u->end - u->start > terms.uses[best].end - terms.uses[best].start)
            best = i;
    }
    if (best == SIZE_MAX)
        return FUDA_OK;
    const nlp_use *u = &terms.uses[best];
    if ((size_t)(u->end - u->start) * 10 < len * 8)
        return FUDA_OK;
    const char *key = nlp_term_key(scratch, u->term, &key_len);
    fuda_buf_add(out, key, key_len);
    return out->failed ? fuda_fail_nomem(err) : FUDA_OK;
}
