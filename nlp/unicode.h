/* SPDX-License-Identifier: MIT */
/*
 * Everything fuda asks of ICU: character classes, normal forms, simplified forms of Chinese
 * characters, national character sets and dictionary word breaks.  No other file includes ICU.
 */
#ifndef NLP_UNICODE_H
#define NLP_UNICODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/memory.h"
#include <fuda/status.h>

/* What a character is to the tokenizer. */
typedef enum nlp_class {
    NLP_SPACE,
    NLP_PUNCT,    /* punctuation, symbols, controls, everything that is no part of a word */
    NLP_DIGIT,    /* decimal digits of any script, full width included                    */
    NLP_LATIN,
    NLP_HAN,      /* ideographs, 々 〆 〇                                                 */
    NLP_HIRAGANA,
    NLP_KATAKANA, /* half width included, and the long vowel mark                         */
    NLP_HANGUL,
    NLP_LETTER,   /* letters of other scripts                                             */
    NLP_MARK,     /* combining marks: belong to the character before them                 */
} nlp_class;

/* Sets up tables and primes ICU (once per process; later calls return at once).  ICU 72's word
 * breaks depend on what the process segmented before, so a fixed text goes first.  Thread-safe. */
fuda_status nlp_unicode_init(fuda_error *err);

/* What is asked of every character is in tables, filled by init.  Up to NLP_TABLE_END classes are
 * looked up; above it Han characters are decided by their range. */
enum { NLP_TABLE_END = 0x3400, NLP_HAN_FIRST = 0x4E00, NLP_HAN_END = 0xA000 };
typedef struct nlp_char_tables {
    uint8_t class_of[NLP_TABLE_END];
    uint8_t charsets[NLP_HAN_END - NLP_HAN_FIRST];
} nlp_char_tables;
extern nlp_char_tables nlp_chars;

nlp_class nlp_class_of_rare(uint32_t c); /* of a character that is in neither range */

/* The class of a character; FUDA_BAD_CHAR is NLP_PUNCT.  After init.  Thread-safe. */
static inline nlp_class nlp_class_of(uint32_t c)
{
    if (c < NLP_TABLE_END)
        return (nlp_class)nlp_chars.class_of[c];
    if (c >= NLP_HAN_FIRST && c < NLP_HAN_END)
        return NLP_HAN;
    return nlp_class_of_rare(c);
}

/* Appends the NFKC case-folded form of the text (Unicode 15 UAX #15; toNFKC_Casefold) to out.
 * Malformed bytes become U+FFFD.  After init.  Thread-safe. */
fuda_status nlp_normalize(const char *text, size_t len, fuda_buf *out, fuda_error *err);

/* Lower case of one letter (simple case folding); two characters composed into one, or FUDA_BAD_CHAR.  After
 * init.  Thread-safe. */
uint32_t nlp_fold_letter(uint32_t c);
uint32_t nlp_compose(uint32_t a, uint32_t b);

/* The simplified form of a Chinese character, or c itself.  After init.  Thread-safe. */
uint32_t nlp_simplified(uint32_t c);

/* Which national character sets hold a Han character: bit set. */
enum {
    NLP_IN_GB = 1,   /* GB 2312                                      */
    NLP_IN_BIG5 = 2, /* Big5                                         */
    NLP_IN_JIS = 4,  /* JIS X 0208                                   */
    NLP_IN_JIS1 = 8, /* its first level: the characters in daily use */
    NLP_IN_ALL = 15
};
static inline unsigned nlp_charsets(uint32_t c)
{
    return c >= NLP_HAN_FIRST && c < NLP_HAN_END ? nlp_chars.charsets[c - NLP_HAN_FIRST] : 0;
}

/* The trie of ICU's dictionary of Chinese and Japanese words (./han.c reads it), or NULL when this ICU
 * has none of the known form.  Belongs to ICU; stays for the life of the process. */
const uint16_t *nlp_han_trie(void);

/* A word breaker over UTF-16 text.  One thread per breaker. */
typedef struct nlp_breaker nlp_breaker;
fuda_status nlp_breaker_new(nlp_breaker **out, fuda_error *err);
void nlp_breaker_free(nlp_breaker *breaker);
/* Sets the text (borrowed until the next set) and returns to its start. */
fuda_status nlp_breaker_set(nlp_breaker *breaker, const uint16_t *text, size_t len, fuda_error *err);
/* The next boundary after the start, or -1 at the end. */
int32_t nlp_breaker_next(nlp_breaker *breaker);

/* "72.1": the ICU the process runs with.  Thread-safe. */
const char *nlp_unicode_version(void);

#endif
