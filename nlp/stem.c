/* SPDX-License-Identifier: MIT */
#include "nlp/stem.h"

#include <libstemmer.h>
#include <limits.h>
#include <stdlib.h>

#include "core/error.h"

struct nlp_stemmer {
    struct sb_stemmer *snowball;
};

fuda_status nlp_stemmer_new(nlp_stemmer **out, fuda_error *err)
{
    *out = calloc(1, sizeof **out);
    if (*out == NULL)
        return fuda_fail_nomem(err);
    (*out)->snowball = sb_stemmer_new("english", "UTF_8");
    if ((*out)->snowball == NULL) {
        nlp_stemmer_free(*out);
        *out = NULL;
        return fuda_fail(err, FUDA_E_ENGINE, "libstemmer has no English stemmer");
    }
    return FUDA_OK;
}

void nlp_stemmer_free(nlp_stemmer *stemmer)
{
    if (stemmer != NULL) {
        sb_stemmer_delete(stemmer->snowball);
        free(stemmer);
    }
}

const char *nlp_stem(nlp_stemmer *stemmer, const char *word, size_t len, size_t *stem_len)
{
    const sb_symbol *stem;

    *stem_len = len;
    if (len > 64)
        return word; /* no English word; the stemmer's time grows with the square */
    stem = sb_stemmer_stem(stemmer->snowball, (const sb_symbol *)word, (int)len);
    if (stem == NULL)
        return NULL;
    *stem_len = (size_t)sb_stemmer_length(stemmer->snowball);
    return (const char *)stem;
}
