/* SPDX-License-Identifier: MIT */
/*
 * The objects of a JSON file one by one, whatever holds them: an array, an object with an array of results
 * (`rows`, `results` …), objects one behind the other.  Only strings and brackets are looked at; what an object's text
 * means is for the parser of corpus/jsonl.c.
 */
#ifndef CORPUS_JSON_SCAN_H
#define CORPUS_JSON_SCAN_H

#include "corpus/input.h"

typedef struct corpus_json_scan {
    bool array;     /* inside the outermost array                                  */
    bool tail;      /* behind a wrapper's array: its end is to be found            */
    size_t wrapper; /* objects open around the results' array                      */
    size_t lines;   /* line ends consumed */
    fuda_buf key;   /* the last string, which is a key when an array follows       */
} corpus_json_scan;

typedef enum corpus_json_found {
    JSON_OBJECT_FOUND,
    JSON_TOO_LONG,  /* an object longer than max was passed over */
    JSON_NO_OBJECT, /* something else stands where an object should: nothing more can be read */
    JSON_CUT,       /* the input ends inside an object           */
    JSON_AT_END
} corpus_json_found;

/* Puts the next object's text into `object`; *line and *offset say where it begins.  Fails with E_IO, E_NOMEM. */
fuda_status corpus_json_scan_next(corpus_json_scan *scan, corpus_input *in, size_t max, fuda_buf *object,
                                  size_t *line, size_t *offset, corpus_json_found *found, fuda_error *err);
void corpus_json_scan_release(corpus_json_scan *scan);

/* True when the line is an object by itself as far as brackets tell: JSON Lines rather than JSON in general. */
bool corpus_json_is_line(const char *text, size_t len);

#endif
