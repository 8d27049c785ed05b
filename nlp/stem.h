/* SPDX-License-Identifier: MIT */
/* English stems by Snowball (libstemmer's "english", Porter 2).  No other file includes libstemmer. */
#ifndef NLP_STEM_H
#define NLP_STEM_H

#include <stddef.h>

#include <fuda/status.h>

typedef struct nlp_stemmer nlp_stemmer; /* one a thread */

fuda_status nlp_stemmer_new(nlp_stemmer **out, fuda_error *err);
void nlp_stemmer_free(nlp_stemmer *stemmer);
/* The stem of a lower-case word; valid until the next call.  *stem_len is set.  NULL when memory ran out. */
const char *nlp_stem(nlp_stemmer *stemmer, const char *word, size_t len, size_t *stem_len);

#endif
