/* SPDX-License-Identifier: MIT */
/* Words of alphabetic scripts: letters and digits with the joints inside them (UAX #29 rules WB5 to
 * WB13; like ICU since 72, a colon is no joint). */
#ifndef NLP_WORDS_H
#define NLP_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct nlp_word {
    size_t start, end; /* bytes */
    bool has_letter;
    bool ascii;
} nlp_word;

/* The next word at or after `pos` and before `end`; CJK characters are passed over.  False when
 * there is none.  After nlp_unicode_init.  Thread-safe. */
bool nlp_next_word(const char *text, size_t pos, size_t end, nlp_word *out);

/*
 * The same words, many at a time: bounds[2 i] and bounds[2 i + 1] are where word i starts and ends.  Returns the
 * number of words, at most NLP_WORDS, and moves *pos behind them; 0 when there are no more.  Text in ASCII
 * is cut 64 bytes at a time; where other characters come up, nlp_next_word goes on.
 */
enum { NLP_WORDS = 256 };
size_t nlp_find_words(const char *text, size_t *pos, size_t end, uint32_t bounds[2 * NLP_WORDS]);

#endif
