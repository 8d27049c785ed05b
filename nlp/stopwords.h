/* SPDX-License-Identifier: MIT */
/* Words that carry no topic, and the function words by which languages are told apart. */
#ifndef NLP_STOPWORDS_H
#define NLP_STOPWORDS_H

#include <stddef.h>

/* NULL-terminated lists of normalised words. */
extern const char *const nlp_stopwords_en[];
extern const char *const nlp_stopwords_ja[]; /* base forms */
extern const char *const nlp_stopwords_zh[]; /* simplified */

/* Frequent short words of languages in Latin script, for detection. */
typedef struct nlp_function_words {
    const char *lang;  /* ISO 639-1 */
    const char *words; /* separated by single blanks, lower case */
} nlp_function_words;
extern const nlp_function_words nlp_function_word_lists[]; /* English first; ends with lang NULL */

#endif
