/* SPDX-License-Identifier: MIT */
/* The search index of a corpus: an FTS5 table over title and text, cut by fuda's own tokenizer. */
#ifndef CORPUS_STORE_FTS_H
#define CORPUS_STORE_FTS_H

#include "corpus/search_cut.h"
#include "corpus/store.h"

/* A corpus open for search.  While `ready` is set, the next texts FTS5 asks about are those, in this order: they
 * have been cut already, by many threads. */
typedef struct store_fts {
    fuda_corpus *corpus;
    fuda_tokenizer *tokenizer;
    fuda_scratch *scratch;
    search_cut cut;
    const search_cut *ready; /* [2] title and text, or NULL */
    size_t ready_len[2], ready_at;
    const char *match; /* the expression of the search at work: which of its strings are whole words */
    fuda_error error;  /* of the last text that could not be cut */
} store_fts;

/* What belongs to the corpus; made at the first call, which registers tokenizer and functions with the connection. */
fuda_status store_fts_get(fuda_corpus *corpus, store_fts **out, fuda_error *err);
/* After the connection is closed. */
void store_fts_free(store_fts *fts);

/* True when there is an index; fails with E_CORRUPT when it is not as fuda makes it. */
fuda_status store_fts_exists(store_fts *fts, bool *exists, fuda_error *err);
/* Makes a new, empty index in place of what there is; inside a transaction. */
fuda_status store_fts_make(store_fts *fts, fuda_error *err);
/* What the tokens depend on, as one line. */
fuda_status store_fts_identity(const store_fts *fts, fuda_buf *out, fuda_error *err);

/* store_index.c: brings the index up to date.  *left is false when it had to be stopped. */
fuda_status store_index(store_fts *fts, bool anew, int jobs, fuda_progress_fn progress, void *ctx, fuda_error *err);

#endif
