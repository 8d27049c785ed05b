/* SPDX-License-Identifier: MIT */
/* What is known of languages that are told apart by their words and letters. */
#ifndef NLP_LANGUAGES_H
#define NLP_LANGUAGES_H

/* Alphabets that several languages share. */
typedef enum nlp_script {
    NLP_SCRIPT_LATIN,
    NLP_SCRIPT_CYRILLIC,
    NLP_SCRIPT_ARABIC,
    NLP_SCRIPT_DEVANAGARI,
    NLP_SCRIPT_HEBREW,
    NLP_SCRIPT_NONE
} nlp_script;

typedef struct nlp_language {
    const char *tag;     /* ISO 639-1 or -3                                                      */
    nlp_script script;
    const char *letters; /* folded, beside a to z: letters it is written with that `words` may lack  */
    const char *words;   /* folded, single blanks between them, the most frequent first          */
} nlp_language;

extern const nlp_language nlp_languages[]; /* English first; ends with tag NULL; at most 64 */

#endif
