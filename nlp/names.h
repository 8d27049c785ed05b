/* SPDX-License-Identifier: MIT */
/*
 * Names that ICU's dictionary cuts in two although the first part is another name: 印度尼西亚 is not 印度 and
 * something.  What is put together here is one word, so that nothing is found inside it.
 */
#ifndef NLP_NAMES_H
#define NLP_NAMES_H

#include <stddef.h>
#include <stdint.h>

/* ends[0 … n): ends of the words in a run of UTF-16 units that begins at run[0].  Leaves out the ends inside names that
 * begin and end where words do; returns the new number.  After nlp_unicode_init.  Thread-safe. */
size_t nlp_join_names(const uint16_t *run, uint32_t *ends, size_t n);

#endif
