/* SPDX-License-Identifier: MIT */
/*
 * Which language a text in letters is in.  Naive Bayes over its words: a word is drawn from the language's common
 * words (nlp/languages.c), or made up letter by letter with the chances of letter trigrams in
 * those words, smoothed by bigrams and letters (linear interpolation, Jelinek and Mercer 1980).
 */
#ifndef NLP_GUESS_H
#define NLP_GUESS_H

#include <stdbool.h>
#include <stddef.h>

#include "nlp/languages.h"

typedef struct nlp_guess {
    const char *tag; /* of nlp_languages, or "und"                                       */
    bool english;
    bool sure;       /* the second best is 20 times less likely                          */
    unsigned words;  /* words that were judged                                           */
    unsigned common; /* of them, common words of the language that English does not have */
} nlp_guess;

/* True when the text begins with so many words that only English has that nothing else needs to be asked:
 * quick, for the usual case.  Looks at `most` words at most.  Thread-safe. */
bool nlp_surely_english(const char *text, size_t len, unsigned most);

/* True when a third of the text's words are common in English, and hardly one is common elsewhere only: not as quick,
 * but quicker than a guess.  expected: the text before it was English, so that less will do.  Thread-safe. */
bool nlp_mostly_english(const char *text, size_t len, bool expected);

/* True when the text has a frequent word of a language in Latin letters: it is more than names.  Thread-safe. */
bool nlp_has_common_words(const char *text, size_t len);

/* The best guess for text whose letters are of the script.  After nlp_unicode_init.  Thread-safe. */
nlp_guess nlp_guess_language(const char *text, size_t len, nlp_script script);

#endif
