/* SPDX-License-Identifier: MIT */
/* JSON objects of patent databases into patents.  With corpus/jsonl.c the only code that knows the JSON library. */
#ifndef CORPUS_PATENT_JSON_H
#define CORPUS_PATENT_JSON_H

#include "corpus/patent.h"
#include <fuda/json.h>

struct json_t;

/* True when the object's keys are those of a patent. */
bool corpus_patent_json_is(const struct json_t *object);

/* Takes the object into the (cleared) patent, and what has no role into `extra`, an open object. */
void corpus_patent_json_take(struct json_t *object, corpus_patent *patent, fuda_json *extra);

#endif
