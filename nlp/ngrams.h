/* SPDX-License-Identifier: MIT */
/* Terms of several neighbours: pairs and triples of words, characters and pairs of characters. */
#ifndef NLP_NGRAMS_H
#define NLP_NGRAMS_H

#include "nlp/scratch.h"

/* The words of a sentence that came last. */
typedef struct nlp_history {
    uint32_t word, pair;          /* numbers of the last term and of the pair it ends; FUDA_NO_ID: none */
    size_t word_start, pair_start; /* bytes */
    uint32_t sentence;
} nlp_history;

#define NLP_NO_HISTORY ((nlp_history){.word = FUDA_NO_ID, .pair = FUDA_NO_ID})

/* Appends a use to scratch->uses; false when memory ran out or term is FUDA_NO_ID. */
bool nlp_add_use(fuda_scratch *scratch, size_t *n, uint32_t term, size_t start, size_t end);

/* Appends the pair and the triple (as the settings have it) that end with a word, and notes the word. */
bool nlp_add_word_ngrams(fuda_scratch *scratch, nlp_history *history, const nlp_piece *piece, uint32_t term,
                         size_t *n);

/* Appends the runs of one and two CJK characters of every Japanese and Chinese sentence. */
bool nlp_add_char_ngrams(fuda_scratch *scratch, const char *text, size_t *n);

#endif
