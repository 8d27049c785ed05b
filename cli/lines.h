/* SPDX-License-Identifier: MIT */
/* JSON objects on their way out: one a line, or the members of one array. */
#ifndef CLI_LINES_H
#define CLI_LINES_H

#include <fuda.h>

#include "cli/options.h"
#include "cli/output.h"

typedef struct lines {
    output *out;
    fuda_json *json; /* the object at work */
    bool array;      /* CLI_JSON: all objects in one array */
    bool begun;
} lines;

void lines_open(lines *l, output *out, cli_format format);
/* Ends the array. */
void lines_close(lines *l);
void lines_release(lines *l);

/* Empties l->json and opens an object in it, with the key "id" written. */
void lines_begin(lines *l, const fuda_str *id);
/* Closes the object and writes it.  `members`: the text of more members to append ("\"a\":1,…"), or NULL. */
void lines_end(lines *l, const char *members, size_t len);
/* A whole object for a record that could not be read. */
void lines_error(lines *l, const fuda_record *record);

void lines_str(fuda_json *json, const char *key, const fuda_str *text); /* empty: null */
void lines_size(fuda_json *json, const char *key, size_t value);
void lines_real(fuda_json *json, const char *key, double value); /* 4 decimals */

#endif
