/* SPDX-License-Identifier: MIT */
/* UTF-8 as bytes: decoding with a strict check, encoding, cutting at character boundaries. */
#ifndef CORE_UTF8_H
#define CORE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FUDA_BAD_CHAR UINT32_MAX

/*
 * Decodes the character at text[*pos], *pos < len, and moves *pos behind it.  A malformed
 * sequence (overlong, surrogate, above U+10FFFF, truncated, stray continuation) gives
 * FUDA_BAD_CHAR and moves by one byte, so that every byte belongs to exactly one step.
 */
static inline uint32_t fuda_utf8_next(const char *text, size_t len, size_t *pos)
{
    const unsigned char *s = (const unsigned char *)text + *pos;
    size_t left = len - *pos;
    uint32_t c = s[0];

    if (c < 0x80) {
        *pos += 1;
        return c;
    }
    if (c >= 0xC2 && c <= 0xDF && left >= 2 && (s[1] & 0xC0) == 0x80) {
        *pos += 2;
        return (c & 0x1F) << 6 | (s[1] & 0x3Fu);
    }
    if ((c & 0xF0) == 0xE0 && left >= 3 && (s[1] & 0xC0) == 0x80 && (s[2] & 0xC0) == 0x80) {
        c = (c & 0x0F) << 12 | (s[1] & 0x3Fu) << 6 | (s[2] & 0x3Fu);
        if (c >= 0x800 && (c < 0xD800 || c > 0xDFFF)) {
            *pos += 3;
            return c;
        }
    } else if (c >= 0xF0 && c <= 0xF4 && left >= 4 && (s[1] & 0xC0) == 0x80 &&
               (s[2] & 0xC0) == 0x80 && (s[3] & 0xC0) == 0x80) {
        c = (c & 0x07) << 18 | (s[1] & 0x3Fu) << 12 | (s[2] & 0x3Fu) << 6 | (s[3] & 0x3Fu);
        if (c >= 0x10000 && c <= 0x10FFFF) {
            *pos += 4;
            return c;
        }
    }
    *pos += 1;
    return FUDA_BAD_CHAR;
}

/* Writes c (a valid scalar value) to out, which has room for 4 bytes; returns the length. */
static inline size_t fuda_utf8_put(uint32_t c, char *out)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

/* Offset of the first malformed byte, or len when all is well. */
static inline size_t fuda_utf8_check(const char *text, size_t len)
{
    size_t pos = 0;
    while (pos < len) {
        size_t at = pos;
        if (fuda_utf8_next(text, len, &pos) == FUDA_BAD_CHAR)
            return at;
    }
    return len;
}

#endif
