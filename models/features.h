/* SPDX-License-Identifier: MIT */
/*
 * The one way from a document to features.  Training and tagging both take it, so that they
 * cannot differ.  A feature's key is a byte string: kind, language, text (nlp/tokenizer.h), and
 * for patent codes 'i', 'i', code.
 */
#ifndef MODELS_FEATURES_H
#define MODELS_FEATURES_H

#include "core/hash.h"
#include "core/memory.h"
#include "models/company.h"
#include "nlp/tokenizer.h"
#include <fuda/document.h>

/* A feature's use in a document. */
typedef struct mdl_use {
    uint32_t item;       /* index in `items` */
    uint32_t start, end;
    bool in_title;
} mdl_use;

/* A distinct feature of a document. */
typedef struct mdl_item {
    uint32_t term;  /* number in the scratch, or for codes FUDA_NO_ID                    */
    uint32_t count;
    size_t key;     /* codes: offset of the key in `codes`                               */
    size_t key_len;
} mdl_item;

/* One a thread.  Everything is valid until the next document. */
typedef struct mdl_extractor {
    fuda_scratch *scratch; /* owned */
    mdl_item *items;       /* [nitem] in order of first use: text, title, codes */
    size_t nitem, items_cap;
    mdl_use *uses;         /* [nuse], when asked for */
    size_t nuse, uses_cap;
    fuda_buf codes;
    fuda_lang lang;
    const char *tag;
    size_t tokens;
    struct mdl_seen {
        uint32_t stamp;    /* document the term was last seen in … */
        uint32_t item;     /* … and its item there                 */
    } *seen;               /* [terms of the scratch] */
    size_t seen_cap;
    uint32_t now, generation;
    const struct mdl_company *company; /* borrowed, may be NULL: which terms count in company (company.h) */
    uint32_t *ends;        /* of the text's sentences */
    size_t ends_cap;
    uint8_t *around;       /* [sentences] groups whose anchors a sentence has */
    size_t around_cap;
    uint16_t *bits;        /* [terms of the scratch] of `company`; UNKNOWN_BITS: not looked up yet */
    size_t nbits, bits_cap;
} mdl_extractor;

fuda_status mdl_extractor_init(mdl_extractor *x, const fuda_tokenizer *tokenizer, fuda_error *err);
void mdl_extractor_release(mdl_extractor *x);

/* lang: UND: the document's own, else detected.  positions: fill `uses`. */
fuda_status mdl_extract(mdl_extractor *x, const fuda_document *document, fuda_lang lang, bool positions,
                        fuda_error *err);

/* The key of an item. */
const char *mdl_item_key(const mdl_extractor *x, const mdl_item *item, size_t *len);

/* Blocks: which distribution a key's feature belongs to. */
enum { MDL_NBLOCK = 8 };
uint8_t mdl_block_of_key(const char *key, size_t len);
/* Its kind: CLF_KIND_… of classifier/family.h. */
uint8_t mdl_kind_of_key(const char *key, size_t len);
/* Its language: UND for codes. */
fuda_lang mdl_lang_of_key(const char *key, size_t len);

/* Appends the keys under which a patent code counts — "G06N", "G06N 3", "G06N 3/092" — each
 * followed by a NUL byte.  Nothing for what is no IPC or CPC code. */
void mdl_code_keys(const char *code, size_t len, fuda_buf *out);

#endif
