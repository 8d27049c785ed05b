/* SPDX-License-Identifier: MIT */
/* Counts of features with names, added and taken apart. */
#ifndef MODELS_UPDATE_H
#define MODELS_UPDATE_H

#include "classifier/bayes.h"
#include "core/hash.h"
#include "models/dataset.h"
#include "models/model.h"

/* What a model is made of, by name.  Features are sorted by their keys' bytes; labels stand in the
 * order of the model. */
typedef struct mdl_ledger {
    fuda_strtab vocabulary; /* [V] */
    fuda_strtab labels;     /* [K] */
    clf_counts counts;
    uint64_t lang_docs[FUDA_LANG_OTHER + 1], lang_uses[FUDA_LANG_OTHER + 1];
    fuda_multihash data;
} mdl_ledger;

void mdl_ledger_release(mdl_ledger *ledger);

/* Copies of a model's counts, and of those of all documents of a data set. */
fuda_status mdl_ledger_of_model(const fuda_model *model, mdl_ledger *out, fuda_error *err);
fuda_status mdl_ledger_of_data(fuda_dataset *data, clf_mode mode, bool binary, mdl_ledger *out, fuda_error *err);

/* a + b.  Labels are joined: in the order of `a` when fixed (b has no others), else by bytes. */
fuda_status mdl_ledger_add(const mdl_ledger *a, const mdl_ledger *b, bool fixed, mdl_ledger *out,
                           fuda_error *err);

/* Takes every row of the data set out of the ledger, in place: zeros may stay behind.  E_ARG with the
 * document's id when something would be negative; the ledger is then half done. */
fuda_status mdl_ledger_subtract(mdl_ledger *ledger, fuda_dataset *data, fuda_error *err);

/* Where one table's strings are in another, FUDA_NO_ID for those that are not; for free, NULL when memory ran out. */
uint32_t *mdl_places(const fuda_strtab *of, const fuda_strtab *in);

/* Drops features without count and hint, and unless fixed labels without documents. */
fuda_status mdl_ledger_compact(mdl_ledger *ledger, bool fixed, fuda_error *err);

/* A model of the ledger's counts and names, which it takes, with all else as in `from`; and its hashes and
 * description, when nothing changes any more (on failure the model is freed).  For the files of updates. */
fuda_status mdl_assemble(const fuda_model *from, mdl_ledger *l, fuda_model **out, fuda_error *err);
fuda_status mdl_complete(fuda_model *m, fuda_model **out, fuda_error *err);

#endif
