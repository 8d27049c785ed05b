/* SPDX-License-Identifier: MIT */
/* What 64 bytes of text are, as bits: 16 bytes at a time where the processor has SSE2, else by a table. */
#ifndef NLP_ASCII_H
#define NLP_ASCII_H

#include <stdint.h>
#include <string.h>

#if defined(__SSE2__) && !defined(NLP_PORTABLE)
#define NLP_SSE2 1
#include <emmintrin.h>
#endif

typedef struct nlp_ascii {
    uint64_t letter, digit, under; /* bit i: byte i is a letter of ASCII, a digit, '_'  */
    uint64_t joint;                /* . '                                              */
    uint64_t comma;                /* , ;                                              */
    uint64_t high;                 /* 0x80 and above: no ASCII                         */
    uint64_t control;              /* below blank                                      */
} nlp_ascii;

#if defined(NLP_SSE2)

static inline uint64_t nlp_mask16(__m128i x)
{
    return (uint32_t)_mm_movemask_epi8(x);
}

/* Bytes in from … from + n − 1, which are below 0x80. */
static inline __m128i nlp_in_range(__m128i bytes, char from, char n)
{
    /* The range moved to the least signed numbers: one comparison. */
    __m128i moved = _mm_add_epi8(bytes, _mm_set1_epi8((char)(-128 - from)));
    return _mm_cmplt_epi8(moved, _mm_set1_epi8((char)(-128 + n)));
}

static inline nlp_ascii nlp_ascii_of(const char *text)
{
    nlp_ascii a = {0};

    for (int i = 0; i < 64; i += 16) {
        __m128i b = _mm_loadu_si128((const __m128i *)(const void *)(text + i));
        __m128i low = _mm_or_si128(b, _mm_set1_epi8(0x20));
        a.letter |= nlp_mask16(nlp_in_range(low, 'a', 26)) << i;
        a.digit |= nlp_mask16(nlp_in_range(b, '0', 10)) << i;
        a.under |= nlp_mask16(_mm_cmpeq_epi8(b, _mm_set1_epi8('_'))) << i;
        a.joint |= nlp_mask16(_mm_or_si128(_mm_cmpeq_epi8(b, _mm_set1_epi8('.')),
                                           _mm_cmpeq_epi8(b, _mm_set1_epi8('\'')))) << i;
        a.comma |= nlp_mask16(_mm_or_si128(_mm_cmpeq_epi8(b, _mm_set1_epi8(',')),
                                           _mm_cmpeq_epi8(b, _mm_set1_epi8(';')))) << i;
        a.high |= nlp_mask16(b) << i;
        a.control |= nlp_mask16(nlp_in_range(b, 0, ' ')) << i;
    }
    return a;
}

#else

static inline nlp_ascii nlp_ascii_of(const char *text)
{
    nlp_ascii a = {0};

    for (int i = 0; i < 64; i++) {
        unsigned char c = (unsigned char)text[i];
        uint64_t bit = (uint64_t)1 << i;
        if ((c | 32u) - 'a' < 26u)
            a.letter |= bit;
        else if (c - (unsigned)'0' < 10u)
            a.digit |= bit;
        else if (c == '_')
            a.under |= bit;
        else if (c == '.' || c == '\'')
            a.joint |= bit;
        else if (c == ',' || c == ';')
            a.comma |= bit;
        else if (c >= 0x80)
            a.high |= bit;
        else if (c < ' ')
            a.control |= bit;
    }
    return a;
}

#endif

/* The same for fewer than 64 bytes: those behind the end are blanks. */
static inline nlp_ascii nlp_ascii_of_tail(const char *text, size_t n)
{
    char block[64];

    memset(block, ' ', sizeof block);
    memcpy(block, text, n);
    return nlp_ascii_of(block);
}

#endif
