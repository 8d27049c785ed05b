/* SPDX-License-Identifier: MIT */
/*
 * Terms that several words of an alphabetic script make together, beside the words:
 *   names      GPT-4o, Qwen2.5-72B, F-35: words joined by hyphens, the first with a letter, one with a digit
 *   measures   100 TOPS, 5 nm, 1,000 W: a number and a unit, written as one word ("100tops", the same as "100TOPS")
 *   prefixes   pre-trained, e-mail: as if there were no hyphen
 */
#ifndef NLP_COMPOUNDS_H
#define NLP_COMPOUNDS_H

#include "nlp/scratch.h"

/*
 * The compound that starts at piece i, if there is one: its term's number into *term (else FUDA_NO_ID) and
 * its last piece into *last.  False when memory ran out.
 */
bool nlp_compound(fuda_scratch *scratch, const char *text, size_t i, size_t *last, uint32_t *term);

#endif
