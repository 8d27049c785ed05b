/* SPDX-License-Identifier: MIT */
/* Characters that have names in HTML and SGML. */
#ifndef CORPUS_ENTITIES_H
#define CORPUS_ENTITIES_H

#include <stddef.h>

/* The UTF-8 of a named character ("eacute", without & and ;) into out, and its length; 0 for an unknown name. */
size_t corpus_entity(const char *name, size_t len, char out[8]);

#endif
