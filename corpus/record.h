/* SPDX-License-Identifier: MIT */
/*
 * What a field of a record means by its name, and the small rules that JSON Lines and CSV share:
 * generated ids, lists in one cell, numbers as text.
 */
#ifndef CORPUS_RECORD_H
#define CORPUS_RECORD_H

#include "corpus/batch.h"

/* The names of the fields that options can rename; all borrowed. */
typedef struct corpus_names {
    const char *id, *title, *text, *lang, *date, *codes, *group;
    const char *label; /* NULL: `labels` and `label` */
    bool chosen;       /* some of id, title, text are the user's: tables of patents are not looked for */
} corpus_names;

typedef enum corpus_role {
    CORPUS_EXTRA, /* none of the following: metadata, kept in document.fields  */
    CORPUS_ID,
    CORPUS_TITLE,
    CORPUS_TEXT,
    CORPUS_LANG,
    CORPUS_LABEL,     /* one label                                                 */
    CORPUS_LABELS,    /* a set of labels                                           */
    CORPUS_LABEL_ANY, /* the field an option names: one label, or in JSON a set */
    CORPUS_MAYBE,
    CORPUS_GROUP,
    CORPUS_DATE,
    CORPUS_CODES,
    CORPUS_FIELDS, /* an object of extra fields                                 */
    CORPUS_SOURCE, /* where exported labels came from                           */
    CORPUS_P       /* probabilities of exported labels                          */
} corpus_role;

/* options may be NULL. */
corpus_names corpus_names_of(const fuda_reader_options *options);
corpus_role corpus_role_of(const corpus_names *names, const char *field, size_t len);

/* True for the words export writes into `source`: gold, predicted, abstained, none. */
bool corpus_is_source(const char *text, size_t len);

/* "BASE:LINE", for records without an id.  False when memory ran out. */
bool corpus_generate_id(fuda_batch *batch, const char *base, size_t line, fuda_str *out);

/* The items of "a; b;c" without blanks around them and without empty ones, each once.  Items point
 * into `text`, which must belong to the batch.  False when memory ran out. */
bool corpus_split(fuda_batch *batch, fuda_str text, const fuda_str **items, size_t *n);

/* Drops later copies of equal items, updating *n.  False when memory ran out. */
bool corpus_unique(fuda_str *items, size_t *n);

/* Adds a member to the document's fields, which must not have it.  False when memory ran out. */
bool corpus_add_field(fuda_batch *batch, fuda_document *document, const char *key, const char *value);

/* The shortest decimal form that reads back as the same number, with '.' whatever the locale. */
void corpus_real_text(double value, char out[40]);

#endif
