/* SPDX-License-Identifier: MIT */
/*
 * Long documents.  A label may rest on one passage of many: the score of a whole document that
 * speaks of ten things is low for each.  A document three times as long as those the model was
 * trained on, or longer, is cut into N passages of about their size, at line or sentence ends;
 * title and patent codes belong to every passage.  Each label takes its best passage:
 *
 *     z[k] = max_j z_j[k] − ¼ log N
 *
 * The last part is the price of looking N times.  (Figures: docs/classifier.md.)
 */
#ifndef MODELS_PASSAGES_H
#define MODELS_PASSAGES_H

#include "models/features.h"

#define MDL_PASSAGE_PRICE 0.25
enum { MDL_LONG = 3 /* passages, from which on a document is cut */ };

typedef struct mdl_passages {
    size_t n;
    size_t *bounds; /* [n + 1] indexes into the extractor's uses; the title's uses follow bounds[n] */
    size_t cap;
} mdl_passages;

/*
 * Cuts the extracted document (with positions) into passages of about `target` uses; n = 1 when it
 * is not long or target is 0.  Sorts the text's uses by where they stand.  False: out of memory.
 */
bool mdl_cut(mdl_extractor *x, fuda_str text, size_t target, mdl_passages *out);

#endif
