/* SPDX-License-Identifier: MIT */
/*
 * JSON into documents and the questions the corpus has about stored JSON.  With patent_json.c the only code that
 * knows the JSON library.
 */
#ifndef CORPUS_JSONL_H
#define CORPUS_JSONL_H

#include "corpus/settings.h"
#include <fuda/json.h>

/*
 * Makes a record of a text that is a JSON object: a document of ours, or a patent of a database; `patent` is room for
 * that.  `number` makes its id where it has none, `line` is where it begins, `offset` that of its first
 * byte in the input, `base` what ids are made from where there is none.  What is wrong with the line
 * becomes the record's error; the function fails with E_NOMEM only.
 */
fuda_status corpus_json_record(fuda_batch *batch, fuda_record *record, const corpus_settings *settings,
                               corpus_patent *patent, const char *base, const char *text, size_t len, size_t number,
                               size_t line, size_t offset);

/* Writes a value of the library's as it was. */
struct json_t;
void corpus_json_write(fuda_json *out, struct json_t *value);

/* True when the text is one JSON object without a key twice. */
bool corpus_json_is_object(const char *text, size_t len);

/* True when the text is a JSON object and has one of the keys. */
bool corpus_json_has_key(const char *text, size_t len, const char *const *keys, size_t nkey);

/* Writes the members of the JSON object `text` into the object the writer is in; false, and nothing
 * written, when it is not a JSON object. */
bool corpus_json_splice(fuda_json *out, const char *text, size_t len);

/* The strings of a JSON array, copied into the arena, each once and no empty ones; false when it is
 * not an array of strings (one with a NUL included) or memory ran out. */
bool corpus_json_strings(fuda_arena *arena, const char *text, size_t len, const fuda_str **items, size_t *n);

#endif
