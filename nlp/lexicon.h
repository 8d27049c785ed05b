/* SPDX-License-Identifier: MIT */
/*
 * What is known of each distinct word: its term, its place in the phrase trie, its part of
 * speech.  Worked out once per word and scratch, so that a token costs one look-up.
 */
#ifndef NLP_LEXICON_H
#define NLP_LEXICON_H

#include "core/hash.h"
#include "core/memory.h"
#include "nlp/phrases.h"
#include "nlp/stem.h"
#include <fuda/text.h>

typedef struct nlp_entry {
    uint32_t term;     /* number of its term, FUDA_NO_ID for none                    */
    uint32_t node;     /* trie node the word leads to from the root, or NLP_NO_NODE  */
    uint32_t symbol;   /* its first symbol in the trie, or FUDA_NO_ID                */
    uint32_t norm;     /* offset of the folded form in `norms`                       */
    uint32_t norm_len;
    bool cjk;          /* its symbols are its characters                             */
    uint8_t has;       /* set of NLP_HAS_…, of words in letters                      */
    const char *pos;   /* part of speech                                             */
} nlp_entry;

/* What compounds ask of a word (nlp/compounds.h). */
enum { NLP_HAS_LETTER = 1, NLP_HAS_DIGIT = 2, NLP_HAS_UNIT = 4, NLP_HAS_PREFIX = 8 };

typedef struct nlp_word_table {
    fuda_strtab keys;
    nlp_entry *entries; /* [keys.count], owned */
    size_t cap;
} nlp_word_table;

typedef struct nlp_stop_lists {
    fuda_strtab en, ja, zh;
} nlp_stop_lists;

/* A word of at most 16 bytes that was met lately, all in one place: most tokens are found here, and
 * the search of the table, which costs several cache misses, is left to the others. */
typedef struct nlp_recent {
    uint64_t head, tail;  /* its bytes: the first and the last eight       */
    const char *feature;  /* MeCab's record, or NULL                       */
    uint32_t entry;       /* index in its table                            */
    uint16_t len;         /* 0: nothing here                               */
    uint16_t table;
} nlp_recent;

/* Words by kind of segmenter. */
enum nlp_table {
    NLP_EN,
    NLP_ALPHA,
    NLP_ZH,
    NLP_JA,
    NLP_SKIP, /* addresses and markup: the word is the kind, and no term */
    NLP_NTABLE
};

enum { NLP_NRECENT = 32768 };

typedef struct nlp_lexicon {
    const fuda_text_settings *settings; /* borrowed, as the next two */
    const nlp_phrases *phrases;
    const nlp_stop_lists *stop;
    nlp_stemmer *stemmer;               /* owned */
    nlp_word_table tables[NLP_NTABLE];
    nlp_recent *recent;                 /* [NLP_NRECENT] by hash, in pairs, owned */
    fuda_strtab terms;                  /* keys of terms: kind, language, text */
    fuda_buf norms;
    fuda_strtab pos_names;
    const char **pos_list;              /* [pos_names.count] the same names, at addresses that stay */
    size_t pos_cap;
    fuda_arena pos_text;
    fuda_buf work;
} nlp_lexicon;

fuda_status nlp_stop_lists_init(nlp_stop_lists *lists, fuda_error *err);
void nlp_stop_lists_release(nlp_stop_lists *lists);

fuda_status nlp_lexicon_init(nlp_lexicon *lex, const fuda_text_settings *settings,
                             const nlp_phrases *phrases, const nlp_stop_lists *stop, fuda_error *err);
void nlp_lexicon_release(nlp_lexicon *lex);
/* Forgets all words and terms. */
void nlp_lexicon_clear(nlp_lexicon *lex);
/* True when the tables have outgrown their bound (a million words, or 64 MiB of text). */
bool nlp_lexicon_is_full(const nlp_lexicon *lex);

/* The entry's index in its table.  feature: MeCab's record (table NLP_JA), else NULL. */
fuda_status nlp_lexicon_word(nlp_lexicon *lex, enum nlp_table table, const char *word, size_t len,
                             const char *feature, uint32_t *index, fuda_error *err);
/* The same in two steps: _expect starts to fetch what _meet needs, while the processor does other
 * things, and gives the hash that _meet takes. */
uint32_t nlp_lexicon_expect(const nlp_lexicon *lex, const char *word, size_t len, const char *feature);
fuda_status nlp_lexicon_meet(nlp_lexicon *lex, enum nlp_table table, const char *word, size_t len,
                             const char *feature, uint32_t hash, uint32_t *index, fuda_error *err);

/* The number of a term with this kind and language; FUDA_NO_ID when memory ran out. */
uint32_t nlp_lexicon_term(nlp_lexicon *lex, char kind, char lang, const char *text, size_t len);

/* Language byte of a table. */
char nlp_table_lang(enum nlp_table table);

#endif
