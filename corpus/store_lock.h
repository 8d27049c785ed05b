/* SPDX-License-Identifier: MIT */
/* One process at a time does a piece of work on a corpus that is longer than a transaction. */
#ifndef CORPUS_STORE_LOCK_H
#define CORPUS_STORE_LOCK_H

#include "corpus/store.h"

typedef struct store_lock {
    int fd; /* -1: not held */
    char *path;
} store_lock;

#define STORE_UNLOCKED ((store_lock){.fd = -1})

/*
 * Takes the lock NAME-WORK, a file beside the corpus; `slot` tells pieces of work apart that do not exclude
 * each other (runs).  Fails at once with E_BUSY when another process holds it.  The lock ends with the
 * process, however that ends; a file that is left over means nothing.
 */
fuda_status store_lock_take(store_lock *lock, fuda_corpus *corpus, const char *work, int64_t slot,
                            fuda_error *err);
/* Safe when it is not held. */
void store_lock_drop(store_lock *lock);

#endif
