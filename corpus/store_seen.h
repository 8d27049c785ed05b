/* SPDX-License-Identifier: MIT */
/*
 * Which documents one input has given already: a bit a document, in pages, so that an input of a hundred
 * million documents needs a dozen megabytes and one of ten needs one page.
 */
#ifndef CORPUS_STORE_SEEN_H
#define CORPUS_STORE_SEEN_H

#include "core/hash.h"

enum { STORE_SEEN_PAGE = 4096 }; /* bytes */

typedef struct store_seen {
    fuda_map64 index; /* number / bits of a page → page */
    unsigned char **pages; /* [npage] */
    size_t npage, cap;
    int64_t *fresh; /* [nfresh] set since the last store_seen_keep */
    size_t nfresh, fresh_cap;
} store_seen;

/* Sets the bit; *old tells whether it was set before.  False when memory ran out. */
bool store_seen_add(store_seen *seen, int64_t doc, bool *old);
/* What was set stays set, or is taken back (the transaction failed). */
void store_seen_keep(store_seen *seen);
void store_seen_undo(store_seen *seen);
void store_seen_clear(store_seen *seen);

#endif
