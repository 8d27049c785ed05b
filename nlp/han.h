/* SPDX-License-Identifier: MIT */
/*
 * Word breaks in runs of Han characters: the same as those of ICU's dictionary break engine, several
 * times faster.  The dictionary is ICU's own (a trie of words with costs), but the first step into the
 * trie is a table, and nothing is allocated or converted.  A word of the dictionary costs its
 * value, a character that is no word 255; the cheapest way through the run is taken, of equally cheap
 * ways the one found first from the left.
 */
#ifndef NLP_HAN_H
#define NLP_HAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nlp/unicode.h"

typedef struct nlp_han {
    const uint16_t *trie;  /* ICU's, borrowed; NULL: not to be had, ICU must do it */
    uint32_t first[NLP_HAN_END - NLP_HAN_FIRST]; /* place in the trie behind each character, 0: none */
} nlp_han;

/* Of the process; made on first use.  After nlp_unicode_init.  Thread-safe. */
const nlp_han *nlp_han_dictionary(void);

/*
 * Breaks a run of n characters, all in [NLP_HAN_FIRST, NLP_HAN_END).  cost and back have room for n + 1
 * numbers; back[0..m) is filled with the ends of the m words, in order, and m returned.
 */
size_t nlp_han_break(const nlp_han *han, const uint16_t *run, size_t n, uint32_t *cost, uint32_t *back);

#endif
