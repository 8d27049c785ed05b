/* SPDX-License-Identifier: MIT */
/* Japanese morphemes by MeCab: one shared model, one lattice a thread.  No other file includes MeCab. */
#ifndef NLP_MECAB_H
#define NLP_MECAB_H

#include <stdbool.h>
#include <stddef.h>

#include <fuda/status.h>

typedef struct nlp_mecab nlp_mecab;               /* dictionary; immutable, shared by threads */
typedef struct nlp_mecab_parser nlp_mecab_parser; /* one a thread                              */

/* One morpheme.  `feature` is the dictionary's comma-separated record; its address is the same
 * for the same dictionary entry as long as the nlp_mecab lives. */
typedef struct nlp_morpheme {
    size_t start; /* bytes into the parsed text */
    size_t end;
    const char *feature;
    bool known; /* from the dictionary, not made up by the unknown-word rules */
} nlp_morpheme;

/* dicdir and userdic may be NULL: the system's default dictionary (mecabrc).  Fails with E_ENGINE when
 * there is no dictionary or it is not in UTF-8. */
fuda_status nlp_mecab_open(const char *dicdir, const char *userdic, nlp_mecab **out, fuda_error *err);
void nlp_mecab_free(nlp_mecab *mecab);

/* What the dictionary is: "ipadic-utf8 392126 entries 5a1c…"; changes when the dictionary does. */
const char *nlp_mecab_fingerprint(const nlp_mecab *mecab);
const char *nlp_mecab_version(void); /* "0.996" */

fuda_status nlp_mecab_parser_new(const nlp_mecab *mecab, nlp_mecab_parser **out, fuda_error *err);
void nlp_mecab_parser_free(nlp_mecab_parser *parser);

/* Parses valid UTF-8 (a sentence; a few kilobytes at most).  Then _next gives the morphemes in
 * order until it returns false.  The text is copied. */
fuda_status nlp_mecab_parse(nlp_mecab_parser *parser, const char *text, size_t len, fuda_error *err);
bool nlp_mecab_next(nlp_mecab_parser *parser, nlp_morpheme *out);

#endif
