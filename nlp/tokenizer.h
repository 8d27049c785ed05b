/* SPDX-License-Identifier: MIT */
/*
 * From text to terms.  A scratch numbers the terms it meets (0, 1, 2 …); the numbers hold until
 * its `generation` changes, which happens between texts only, when the tables have grown past
 * their bound.  What a term is called never depends on what was seen before.
 */
#ifndef NLP_TOKENIZER_H
#define NLP_TOKENIZER_H

#include "core/hash.h"
#include "core/memory.h"
#include <fuda/text.h>

/* One use of a term in the text. */
typedef struct nlp_use {
    uint32_t term;  /* number in the scratch            */
    uint32_t start; /* bytes; a text has at most 4 GiB  */
    uint32_t end;
} nlp_use;

typedef struct nlp_terms {
    fuda_lang lang;
    const char *tag;
    const nlp_use *uses;
    size_t nuse;
    size_t ntoken;  /* words seen, terms or not */
} nlp_terms;

/* Kinds of terms; the first byte of a key. */
enum { NLP_KIND_WORD = 'w', NLP_KIND_PAIR = 'b', NLP_KIND_TRIPLE = 't', NLP_KIND_CHARS = 'c', NLP_KIND_CODE = 'i' };

/* Terms of a text; borrowed from the scratch until its next use.  One thread per scratch. */
fuda_status nlp_terms_of(fuda_scratch *scratch, const char *text, size_t len, fuda_lang lang,
                         nlp_terms *out, fuda_error *err);

/* The key of a term: kind byte, language byte ('j', 'z', 'e', 'o'), text.  Valid until the next text. */
const char *nlp_term_key(const fuda_scratch *scratch, uint32_t term, size_t *len);
uint32_t nlp_term_count(const fuda_scratch *scratch);
uint32_t nlp_generation(const fuda_scratch *scratch);
/* The term of another kind with the language and text of `term`, made if it is new; FUDA_NO_ID when memory ran out. */
uint32_t nlp_term_of_kind(fuda_scratch *scratch, char kind, uint32_t term);
/* While held, the numbers stay, whatever the size of the tables. */
void nlp_hold_terms(fuda_scratch *scratch, bool hold);

/* Settings the tokenizer was made with.  Thread-safe. */
const fuda_text_settings *nlp_tokenizer_settings(const fuda_tokenizer *tokenizer);

/* The key under which a phrase or word is counted in a language; appended to out.  Empty when the
 * text has no term. */
fuda_status nlp_key_of_term(fuda_scratch *scratch, fuda_lang lang, const char *text, size_t len,
                            fuda_buf *out, fuda_error *err);

#endif
