/* SPDX-License-Identifier: MIT */
#include "nlp/words.h"

#include <stdint.h>

#include "core/utf8.h"
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
