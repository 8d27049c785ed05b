/* SPDX-License-Identifier: MIT */
/*
 * The trie of known phrases.  A phrase is a sequence of symbols: one per CJK character (its
 * folded form) and one per word of an alphabetic script (its stem).  Matching starts and ends at token
 * boundaries of the text, so 学会 is not found inside 大学会议 (大学|会议), but how the segmenter cut the
 * inside of a phrase does not matter.
 */
#ifndef NLP_PHRASES_H
#define NLP_PHRASES_H

#include "core/hash.h"

typedef struct nlp_phrases {
    fuda_strtab stems;   /* words of alphabetic scripts that occur in phrases      */
    fuda_map64 edges;    /* node << 32 | symbol → node; node 0 is the root         */
    uint64_t *follow;    /* [nnode] a bit for each symbol that may follow: a sieve before `edges`; owned */
    uint32_t *phrase_of; /* [nnode] phrase that ends here, or FUDA_NO_ID; owned    */
    size_t nnode, nnode_cap, follow_cap;
    fuda_strtab names;   /* [phrase id] its canonical text                         */
} nlp_phrases;

#define NLP_NO_NODE FUDA_NO_ID

void nlp_phrases_release(nlp_phrases *phrases);

/* Adds one phrase of `n` symbols; false when memory ran out. */
bool nlp_phrases_add(nlp_phrases *phrases, const uint32_t *symbols, size_t n, const char *name,
                     size_t len);

/* The symbol of a character, and of a word (FUDA_NO_ID when no phrase contains it). */
static inline uint32_t nlp_char_symbol(uint32_t c)
{
    return c;
}
uint32_t nlp_stem_symbol(const nlp_phrases *phrases, const char *stem, size_t len);
/* The same while building: the word is added; FUDA_NO_ID when memory ran out. */
uint32_t nlp_stem_symbol_add(nlp_phrases *phrases, const char *stem, size_t len);

static inline uint64_t nlp_symbol_bit(uint32_t symbol)
{
    return (uint64_t)1 << (symbol * 0x9E3779B1u >> 26);
}

/* False when no phrase goes on from the node with the symbol; true is no promise. */
static inline bool nlp_phrases_may_follow(const nlp_phrases *phrases, uint32_t node, uint32_t symbol)
{
    return node < phrases->nnode && (phrases->follow[node] & nlp_symbol_bit(symbol)) != 0;
}

static inline uint32_t nlp_phrases_step(const nlp_phrases *phrases, uint32_t node, uint32_t symbol)
{
    return nlp_phrases_may_follow(phrases, node, symbol)
               ? fuda_map64_get(&phrases->edges, (uint64_t)node << 32 | symbol)
               : NLP_NO_NODE;
}

#endif
