/* SPDX-License-Identifier: MIT */
#include "corpus/json_scan.h"

#include <string.h>

#include "core/error.h"

enum { WRAPPER_DEPTH = 3, KEY_MAX = 64 };

void corpus_json_scan_release(corpus_json_scan *scan)
{
    fuda_buf_release(&scan->key);
    *scan = (corpus_json_scan){0};
}

/* One object while it is read. */
typedef struct object_scan {
    size_t depth;   /* brackets open */
    size_t braces;  /* … of them braces, while no array is open */
    bool string, escape, array_open;
    bool arrays[WRAPPER_DEPTH + 2];
} object_scan;

static bool is_result_key(const fuda_buf *key)
{
    static const char *const names[] = {"rows",  "results",   "data",  "documents",    "records",
                                        "items", "patents",   "hits",  "publications", "docs",
                                        "result", "entries"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strlen(names[i]) == key->len && memcmp(names[i], key->ptr, key->len) == 0)
            return true;
    return false;
}

static fuda_status refill(corpus_input *in, bool *end, fuda_error *err)
{
    *end = false;
    if (in->pos < in->len)
        return FUDA_OK;
    fuda_status st = corpus_input_fill(in, err);
    *end = st == FUDA_OK && in->pos == in->len;
    return st;
}

/* Skips blanks and what separates values; *c is the next byte, not consumed. */
static fuda_status next_byte(corpus_json_scan *scan, corpus_input *in, char *c, bool *end, fuda_error *err)
{
    for (;;) {
        fuda_status st = refill(in, end, err);
        if (st != FUDA_OK || *end)
            return st;
        *c = in->buf[in->pos];
        if (memchr(" \t\r\n,", *c, 5) == NULL)
            return FUDA_OK;
        scan->lines += *c == '\n';
        in->pos++;
    }
}

/* Whole stretches without a bracket or a quote, or of a string up to its end or an escape. */
static size_t stretch(const object_scan *o, const char *text, size_t len)
{
    size_t i = 0;

    if (o->string) {
        while (i < len && text[i] != '"' && text[i] != '\\')
            i++;
    } else {
        while (i < len && text[i] != '"' && text[i] != '{' && text[i] != '}' && text[i] != '[' && text[i] != ']')
            i++;
    }
    return i;
}

static size_t count_lines(const char *text, size_t len)
{
    size_t n = 0;
    const char *end = text + len;

    while (text < end && (text = memchr(text, '\n', (size_t)(end - text))) != NULL) {
        n++;
        text++;
    }
    return n;
}

/* After one bracket or quote; true when the object is complete. */
static bool step(corpus_json_scan *scan, object_scan *o, char c)
{
    if (o->string) {
        o->string = c != '"';
        return false;
    }
    if (c == '"') {
        o->string = true;
        fuda_buf_clear(&scan->key);
    } else if (c == '{' || c == '[') {
        if (o->depth < WRAPPER_DEPTH + 2)
            o->arrays[o->depth] = c == '[';
        o->depth++;
    } else {
        o->depth -= o->depth > 0;
        return o->depth == 0;
    }
    return false;
}

/* The array just opened is that of the results, and no value of the object itself. */
static bool opens_results(const corpus_json_scan *scan, const object_scan *o, char c)
{
    if (c != '[' || scan->array || o->depth < 2 || o->depth > WRAPPER_DEPTH + 1 || !is_result_key(&scan->key))
        return false;
    for (size_t i = 0; i + 1 < o->depth; i++)
        if (o->arrays[i])
            return false;
    return true;
}

/* Reads the object that begins at the next byte. */
static fuda_status read_object(corpus_json_scan *scan, corpus_input *in, size_t max, fuda_buf *object,
                               corpus_json_found *found, bool *results, fuda_error *err)
{
    object_scan o = {0};
    bool too_long = false, end;

    *results = false;
    for (;;) {
        fuda_status st = refill(in, &end, err);
        if (st != FUDA_OK)
            return st;
        if (end) {
            *found = JSON_CUT;
            return FUDA_OK;
        }
        const char *from = in->buf + in->pos;
        size_t left = in->len - in->pos, n;
        bool complete = false;
        char c = *from;
        if (o.escape) {
            o.escape = false;
            n = 1;
        } else {
            n = stretch(&o, from, left);
            if (o.string && scan->key.len + n <= KEY_MAX)
                fuda_buf_add(&scan->key, from, n);
            else if (o.string)
                fuda_buf_clear(&scan->key);
            if (n < left) {
                c = from[n++];
                if (o.string && c == '\\')
                    o.escape = true;
                else
                    complete = step(scan, &o, c);
            } else {
                c = '\0';
            }
        }
        scan->lines += count_lines(from, n);
        too_long |= n > max - object->len;
        if (too_long)
            fuda_buf_clear(object);
        else
            fuda_buf_add(object, from, n);
        in->pos += n;
        if (object->failed || scan->key.failed)
            return fuda_fail_nomem(err);
        if (complete) {
            *found = too_long ? JSON_TOO_LONG : JSON_OBJECT_FOUND;
            return FUDA_OK;
        }
        if (!o.string && opens_results(scan, &o, c)) {
            st = next_byte(scan, in, &c, &end, err);
            if (st != FUDA_OK)
                return st;
            if (!end && (c == '{' || c == ']')) {
                scan->wrapper = o.depth - 1;
                *results = true;
                return FUDA_OK;
            }
        }
    }
}

/* The rest of the objects around the results. */
static fuda_status skip_wrapper(corpus_json_scan *scan, corpus_input *in, fuda_error *err)
{
    object_scan o = {.depth = scan->wrapper};
    bool end;

    while (o.depth > 0) {
        fuda_status st = refill(in, &end, err);
        if (st != FUDA_OK || end)
            return st;
        char c = in->buf[in->pos++];
        scan->lines += c == '\n';
        if (o.escape)
            o.escape = false;
        else if (o.string && c == '\\')
            o.escape = true;
        else if (c == '"' || (!o.string && strchr("{}[]", c) != NULL && c != '\0'))
            step(scan, &o, c);
    }
    scan->wrapper = 0;
    return FUDA_OK;
}

fuda_status corpus_json_scan_next(corpus_json_scan *scan, corpus_input *in, size_t max, fuda_buf *object,
                                  size_t *line, size_t *offset, corpus_json_found *found, fuda_error *err)
{
    for (;;) {
        bool end, results;
        char c = '\0';
        fuda_status st = next_byte(scan, in, &c, &end, err);

        fuda_buf_clear(object);
        *line = scan->lines + 1;
        *offset = corpus_input_offset(in);
        if (st != FUDA_OK)
            return st;
        if (end) {
            *found = scan->array ? JSON_CUT : JSON_AT_END;
            scan->array = false;
            return FUDA_OK;
        }
        if (c == '[' && !scan->array) {
            scan->array = true;
            in->pos++;
        } else if (c == ']' && scan->array) {
            scan->array = false;
            in->pos++;
            if (scan->wrapper > 0 && (st = skip_wrapper(scan, in, err)) != FUDA_OK)
                return st;
        } else if (c == '{') {
            st = read_object(scan, in, max, object, found, &results, err);
            if (st != FUDA_OK || !results)
                return st;
            scan->array = true;
        } else {
            *found = JSON_NO_OBJECT;
            return FUDA_OK;
        }
    }
}

bool corpus_json_is_line(const char *text, size_t len)
{
    object_scan o = {0};
    corpus_json_scan scan = {0};
    bool complete = false;

    for (size_t i = 0; i < len && !complete; i++) {
        if (o.escape)
            o.escape = false;
        else if (o.string && text[i] == '\\')
            o.escape = true;
        else if (text[i] == '"' || (!o.string && memchr("{}[]", text[i], 4) != NULL))
            complete = step(&scan, &o, text[i]);
    }
    corpus_json_scan_release(&scan);
    return complete;
}
