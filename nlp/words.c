/* SPDX-License-Identifier: MIT */
#include "nlp/words.h"

#include <stdint.h>

#include "core/utf8.h"
#include "nlp/ascii.h"
#include "nlp/unicode.h"

typedef enum kind { OTHER, LETTER, DIGIT, MARK, MID_LETTER, MID_NUM, MID_BOTH, UNDERSCORE } kind;

static kind kind_of(uint32_t c)
{
    if (c < 0x80) {
        if ((c | 32) >= 'a' && (c | 32) <= 'z')
            return LETTER;
        if (c >= '0' && c <= '9')
            return DIGIT;
        switch (c) {
        case '_':
            return UNDERSCORE;
        case '.':
        case '\'':
            return MID_BOTH;
        case ',':
        case ';':
            return MID_NUM;
        default:
            return OTHER;
        }
    }
    if (c == 0x2019 || c == 0x2018 || c == 0x2024 || c == 0xFF0E)
        return MID_BOTH;
    if (c == 0xB7)
        return MID_LETTER;
    switch (nlp_class_of(c)) {
    case NLP_LATIN:
    case NLP_LETTER:
    case NLP_HANGUL:
        return LETTER;
    case NLP_DIGIT:
        return DIGIT;
    case NLP_MARK:
        return MARK;
    default:
        return c == 0x200D || c == 0xAD ? MARK : OTHER;
    }
}

/* True when the character at `pos` (before `end`) continues a word across a joint. */
static bool joins(const char *text, size_t pos, size_t end, kind before, kind joint)
{
    if (pos >= end)
        return false;
    kind after = kind_of(fuda_utf8_next(text, end, &pos));
    if (before == LETTER && after == LETTER)
        return joint == MID_LETTER || joint == MID_BOTH;
    if (before == DIGIT && after == DIGIT)
        return joint == MID_NUM || joint == MID_BOTH;
    return false;
}

bool nlp_next_word(const char *text, size_t pos, size_t end, nlp_word *out)
{
    kind last = OTHER;
    bool ascii = true, letter = false;

    /* To the first character of a word. */
    while (pos < end) {
        size_t at = pos;
        uint32_t c = (unsigned char)text[pos];
        if (c < 0x80)
            pos++;
        else
            c = fuda_utf8_next(text, end, &pos);
        last = kind_of(c);
        if (last == LETTER || last == DIGIT || last == UNDERSCORE) {
            out->start = at;
            ascii = c < 0x80;
            letter = last == LETTER;
            break;
        }
    }
    if (last != LETTER && last != DIGIT && last != UNDERSCORE)
        return false;
    out->end = pos;
    while (pos < end) {
        uint32_t c = (unsigned char)text[pos];
        if (c < 0x80)
            pos++;
        else
            c = fuda_utf8_next(text, end, &pos);
        kind k = kind_of(c);
        if (k == LETTER || k == DIGIT || k == UNDERSCORE) {
            last = k;
            letter |= k == LETTER;
        } else if (k == MID_LETTER || k == MID_NUM || k == MID_BOTH) {
            if (!joins(text, pos, end, last, k))
                break;
        } else if (k != MARK) {
            break;
        }
        ascii = ascii && c < 0x80;
        out->end = pos;
    }
    out->has_letter = letter;
    out->ascii = ascii;
    return true;
}

/* ---- ASCII, 64 bytes at a time ------------------------------------------------------------------------ */

/* Bytes that are part of a word: letters, digits, underscores, and joints between two letters or two digits.
 * before, after: the bytes around the block, blank where there are none. */
static uint64_t word_bytes(const nlp_ascii *a, unsigned char before, unsigned char after)
{
    uint64_t letter_before = a->letter << 1 | ((before | 32u) - 'a' < 26u);
    uint64_t digit_before = a->digit << 1 | (before - (unsigned)'0' < 10u);
    uint64_t letter_after = a->letter >> 1 | (uint64_t)((after | 32u) - 'a' < 26u) << 63;
    uint64_t digit_after = a->digit >> 1 | (uint64_t)(after - (unsigned)'0' < 10u) << 63;

    return a->letter | a->digit | a->under | (a->joint & letter_before & letter_after) |
           ((a->joint | a->comma) & digit_before & digit_after);
}

/* One word at a time, to the end of the word that reaches `until`. */
static size_t slow_words(const char *text, size_t *pos, size_t until, size_t end, uint32_t *bounds, size_t room)
{
    size_t n = 0;
    nlp_word w;

    while (n < room && *pos < until) {
        if (!nlp_next_word(text, *pos, end, &w)) {
            *pos = end;
            break;
        }
        bounds[2 * n] = (uint32_t)w.start;
        bounds[2 * n + 1] = (uint32_t)w.end;
        n++;
        *pos = w.end;
    }
    return n;
}

size_t nlp_find_words(const char *text, size_t *pos, size_t end, uint32_t bounds[2 * NLP_WORDS])
{
    size_t n = 0, at = *pos; /* n: bounds, of which there are two a word */

    while (at < end && n / 2 + 34 < NLP_WORDS) {
        size_t len = end - at < 64 ? end - at : 64;
        nlp_ascii a = len < 64 ? nlp_ascii_of_tail(text + at, len) : nlp_ascii_of(text + at);
        if (a.high != 0 || (at + 64 < end && (unsigned char)text[at + 64] >= 0x80)) {
            size_t until = a.high != 0 ? at + 64 - (size_t)__builtin_clzll(a.high) : at + 65;
            if (n % 2 != 0)
                at = bounds[--n]; /* a word that has begun is read again from its start */
            n += 2 * slow_words(text, &at, until, end, bounds + n, NLP_WORDS - n / 2);
            continue;
        }
        unsigned char before = at > *pos ? (unsigned char)text[at - 1] : ' ';
        uint64_t in = word_bytes(&a, before, at + len < end ? (unsigned char)text[at + len] : ' ');
        /* A word's start and the byte behind its end are where the bits change. */
        uint64_t change = in ^ (in << 1 | (n % 2 != 0));
        for (; change != 0; change &= change - 1)
            bounds[n++] = (uint32_t)(at + (size_t)__builtin_ctzll(change));
        at += len;
    }
    /* At the end of the text, or of the room: there in the midst of a word, which is left for the next call. */
    if (n % 2 != 0 && at >= end)
        bounds[n++] = (uint32_t)end;
    else if (n % 2 != 0)
        at = bounds[--n];
    *pos = at;
    return n / 2;
}
