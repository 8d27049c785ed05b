/* SPDX-License-Identifier: MIT */
/*
 * Terms in company.  Some words are signs of a label only beside others: "law" speaks of the
 * regulation of AI where AI stands in the same sentence, "patient" of AI in medicine likewise.  A taxonomy names
 * groups of anchors (words on AI, on technology …) and gives a label the group its weak terms need.
 *
 * A weak term of such a label is then no labelled feature by itself; the pair "term, with an anchor of group g in
 * its sentence" is one, counted as a feature of its own beside the term.  A strong term in the title is one too.
 * Both are features like any other: naive Bayes learns their weights, explanations show them at the term's place.
 *
 * Keys: a kind byte, then language and text of the term.
 *     '1' + g    the term in company of group g
 *     '5'        the term in the title
 *     'A' + g    never counted: says in a vocabulary that the term is an anchor of group g
 * So a vocabulary says it all, and models need nothing more.
 */
#ifndef MODELS_COMPANY_H
#define MODELS_COMPANY_H

#include "core/hash.h"
#include "core/memory.h"
#include "nlp/tokenizer.h"

enum { MDL_GROUPS = 4 /* at most */, MDL_KIND_COMPANY = '1', MDL_KIND_TITLE = '5', MDL_KIND_ANCHOR = 'A' };

/* What a term is there for: bits. */
enum { MDL_IS_ANCHOR = 1 /* << g */, MDL_NEEDS = 1 << MDL_GROUPS /* << g */, MDL_IN_TITLE = 1 << (2 * MDL_GROUPS) };

/* Immutable once made: shared by threads. */
typedef struct mdl_company {
    fuda_strtab terms; /* keys of kind 'w' */
    uint16_t *bits;    /* [terms] */
    size_t cap;
} mdl_company;

void mdl_company_release(mdl_company *company);

/* True for keys that only a vocabulary has, and no document. */
bool mdl_is_anchor_key(const char *key, size_t len);

/* Notes what a key of a vocabulary says; keys of other kinds are passed over.  False: out of memory. */
bool mdl_company_add(mdl_company *company, const char *key, size_t len);

/* Notes all keys of a vocabulary. */
bool mdl_company_of(const fuda_strtab *vocabulary, mdl_company *out);

/* The bits of a term's key, 0 for none. */
uint16_t mdl_company_bits(const mdl_company *company, const char *key, size_t len);

/* Where the sentences of a text end: offsets into `ends` (grown), *n of them.  False: out of memory. */
bool mdl_sentence_ends(const char *text, size_t len, uint32_t **ends, size_t *cap, size_t *n);
/* The number of the sentence that holds offset `at`. */
size_t mdl_sentence_of(const uint32_t *ends, size_t n, uint32_t at);

#endif
