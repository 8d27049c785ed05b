/* SPDX-License-Identifier: MIT */
#include "nlp/phrases.h"

#include <stdlib.h>

#include "core/memory.h"

/* Symbols of words follow the last code point. */
enum { FIRST_STEM = 0x110000 };

void nlp_phrases_release(nlp_phrases *phrases)
{
    fuda_strtab_release(&phrases->stems);
    fuda_map64_release(&phrases->edges);
    fuda_strtab_release(&phrases->names);
    free(phrases->follow);
    free(phrases->phrase_of);
    *phrases = (nlp_phrases){0};
}

uint32_t nlp_stem_symbol(const nlp_phrases *phrases, const char *stem, size_t len)
{
    uint32_t id = fuda_strtab_find(&phrases->stems, stem, len);
    return id == FUDA_NO_ID ? FUDA_NO_ID : FIRST_STEM + id;
}

uint32_t nlp_stem_symbol_add(nlp_phrases *phrases, const char *stem, size_t len)
{
    uint32_t id = fuda_strtab_add(&phrases->stems, stem, len);
    return id == FUDA_NO_ID ? FUDA_NO_ID : FIRST_STEM + id;
}

static uint32_t new_node(nlp_phrases *phrases)
{
    if (phrases->nnode >= FUDA_NO_ID - 1 ||
        !FUDA_GROW(phrases->phrase_of, phrases->nnode_cap, phrases->nnode + 1) ||
        !FUDA_GROW(phrases->follow, phrases->follow_cap, phrases->nnode + 1))
        return NLP_NO_NODE;
    phrases->follow[phrases->nnode] = 0;
    phrases->phrase_of[phrases->nnode] = FUDA_NO_ID;
    return (uint32_t)phrases->nnode++;
}

bool nlp_phrases_add(nlp_phrases *phrases, const uint32_t *symbols, size_t n, const char *name,
                     size_t len)
{
    uint32_t node = 0;

    if (n == 0)
        return true;
    if (phrases->nnode == 0 && new_node(phrases) == NLP_NO_NODE)
        return false;
    for (size_t i = 0; i < n; i++) {
        uint32_t next = nlp_phrases_step(phrases, node, symbols[i]);
        if (next == NLP_NO_NODE) {
            next = new_node(phrases);
            if (next == NLP_NO_NODE ||
                !fuda_map64_add(&phrases->edges, (uint64_t)node << 32 | symbols[i], next))
                return false;
            phrases->follow[node] |= nlp_symbol_bit(symbols[i]);
        }
        node = next;
    }
    if (phrases->phrase_of[node] == FUDA_NO_ID) {
        uint32_t id = fuda_strtab_add(&phrases->names, name, len);
        if (id == FUDA_NO_ID)
            return false;
        phrases->phrase_of[node] = id;
    }
    return true;
}
