/* SPDX-License-Identifier: MIT */
/*
 * Which documents are nearly the same text.  A text is the set of its runs of three units (shingles, Broder
 * 1997); a unit is a word of a script with blanks, letters and digits without regard to ASCII case, or one
 * character of Chinese, Japanese or Korean.  Everything else separates.  A text of fewer units is one run.
 */
#ifndef MODELS_NEAR_H
#define MODELS_NEAR_H

#include "core/minhash.h"
#include <fuda/document.h>

/* Similarity from which documents are kept in one fold: half of all runs shared.  One word in ten changed
 * leaves about that much. */
#define MDL_NEAR 0.5

/* The signature of a document's title and text.  Thread-safe. */
void mdl_near_sign(const fuda_document *document, fuda_signature *out);

#endif
