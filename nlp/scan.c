/* SPDX-License-Identifier: MIT */
#include "nlp/scan.h"

#include <stdlib.h>

#include "core/memory.h"
#include "core/utf8.h"
#include "nlp/ascii.h"
#include "nlp/unicode.h"

void nlp_scan_release(nlp_scan *scan)
{
    free(scan->items);
    *scan = (nlp_scan){0};
}

/* Han characters of a sentence by the character sets that hold them. */
typedef struct han_counts {
    uint32_t n[NLP_IN_ALL + 1];
} han_counts;

static void add_han(nlp_scan *scan, nlp_sentence *s, han_counts *counts)
{
    for (unsigned sets = 0; sets <= NLP_IN_ALL; sets++) {
        uint32_t n = counts->n[sets];
        s->han += n;
        if (sets == 0 || n == 0)
            continue;
        s->no_gb += (sets & NLP_IN_GB) == 0 ? n : 0;
        s->no_big5 += (sets & NLP_IN_BIG5) == 0 ? n : 0;
        s->no_jis += (sets & NLP_IN_JIS) == 0 ? n : 0;
        s->rare_jis += (sets & NLP_IN_JIS) != 0 && (sets & NLP_IN_JIS1) == 0 ? n : 0;
        if (sets == NLP_IN_GB)
            scan->simplified += n;
        else if ((sets & NLP_IN_BIG5) != 0 && (sets & NLP_IN_GB) == 0)
            scan->traditional += n;
        else if ((sets & (NLP_IN_GB | NLP_IN_BIG5)) == 0)
            scan->japanese += n;
    }
    *counts = (han_counts){0};
}

/* Ends the sentence at `end` and begins the next one there. */
static bool finish(nlp_scan *scan, nlp_sentence *s, han_counts *counts, size_t end)
{
    s->end = end;
    add_han(scan, s, counts);
    if (s->kana != 0 || s->han != 0 || s->alpha != 0) {
        if (!FUDA_GROW(scan->items, scan->cap, scan->count + 1))
            return false;
        scan->han += s->han;
        scan->kana += s->kana;
        scan->items[scan->count++] = *s;
    }
    *s = (nlp_sentence){.start = end};
    return true;
}

/* Counts ASCII 64 bytes at a time; returns where it stops: at a byte that is not ASCII or may end a line or
 * the text, or where blanks begin to end the sentence. */
static size_t pass_ascii(nlp_scan *scan, nlp_sentence *s, const char *text, size_t pos, size_t len)
{
    while (pos + 64 <= len && pos + 64 - s->start <= NLP_SENTENCE_MAX / 2) {
        nlp_ascii a = nlp_ascii_of(text + pos);
        uint64_t stop = a.high | a.control;
        size_t n = stop == 0 ? 64 : (size_t)__builtin_ctzll(stop);
        uint64_t mask = n == 64 ? UINT64_MAX : ((uint64_t)1 << n) - 1;
        uint32_t letters = (uint32_t)__builtin_popcountll(a.letter & mask);
        scan->latin += letters;
        s->alpha += letters + (uint32_t)__builtin_popcountll(a.digit & mask);
        pos += n;
        if (n != 64)
            break;
    }
    return pos;
}

bool nlp_scan_text(nlp_scan *scan, const char *text, size_t len)
{
    nlp_sentence s = {0};
    han_counts han = {0};
    nlp_sentence *items = scan->items;
    size_t cap = scan->cap, pos = 0;

    *scan = (nlp_scan){.items = items, .cap = cap};
    while (pos < len) {
        unsigned char b = (unsigned char)text[pos];
        bool ends = false;

        if (b < 0x80 && b >= ' ' && pos + 64 <= len) {
            size_t to = pass_ascii(scan, &s, text, pos, len);
            if (to != pos) {
                pos = to;
                continue;
            }
        }
        if (b < 0x80) {
            pos++;
            if ((b | 32) >= 'a' && (b | 32) <= 'z') {
                s.alpha++;
                scan->latin++;
                if (pos - s.start < NLP_SENTENCE_MAX)
                    continue;
            }
            if (b >= '0' && b <= '9')
                s.alpha++;
            ends = b == '\n' || b == '\r' || b == '\0' ||
                   ((b == ' ' || b == '!' || b == '?') && pos - s.start > NLP_SENTENCE_MAX / 2);
        } else {
            uint32_t c = fuda_utf8_next(text, len, &pos);
            switch (nlp_class_of(c)) {
            case NLP_HAN:
                han.n[nlp_charsets(c)]++;
                break;
            case NLP_HIRAGANA:
            case NLP_KATAKANA:
                s.kana++;
                break;
            case NLP_LATIN:
                s.alpha++;
                scan->latin++;
                scan->marked_latin += c < 0xFF00; /* full-width ASCII is no accent */
                break;
            case NLP_HANGUL:
                s.alpha++;
                s.hangul++;
                scan->hangul++;
                break;
            case NLP_LETTER:
                s.alpha++;
                s.other++;
                scan->other++;
                if (scan->first_other == 0)
                    scan->first_other = c;
                break;
            case NLP_DIGIT:
                s.alpha++;
                break;
            case NLP_PUNCT:
                ends = c == 0x3002 || c == 0xFF01 || c == 0xFF1F || c == 0xFF0E || c == 0xFF61 ||
                       (c == 0x3001 && pos - s.start > NLP_SENTENCE_MAX / 2);
                break;
            case NLP_SPACE:
                ends = pos - s.start > NLP_SENTENCE_MAX / 2;
                break;
            case NLP_MARK:
                break;
            }
        }
        if ((ends || pos - s.start >= NLP_SENTENCE_MAX) && !finish(scan, &s, &han, pos))
            return false;
    }
    return finish(scan, &s, &han, len);
}
