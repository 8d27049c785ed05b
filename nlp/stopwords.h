/* SPDX-License-Identifier: MIT */
/* Words that carry no topic. */
#ifndef NLP_STOPWORDS_H
#define NLP_STOPWORDS_H

#include <stddef.h>

/* NULL-terminated lists of normalised words. */
extern const char *const nlp_stopwords_en[];
extern const char *const nlp_stopwords_ja[]; /* base forms */
extern const char *const nlp_stopwords_zh[]; /* simplified */

#endif
