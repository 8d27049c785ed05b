/* SPDX-License-Identifier: MIT */
/*
 * The members of a document's extra fields, copied as text into the object fuda writes.  A field
 * whose name fuda uses itself is left out: an object must not have a key twice.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/message.h"
#include "cli/tag.h"

static bool reserved(const char *key, size_t len)
{
    static const char *const names[] = {"id",     "lang",  "labels", "abstain", "evidence",
                                        "scores", "error", "title",  "text",    "date",
                                        "group",  "codes", "label",  "gold",    "maybe"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strlen(names[i]) == len && memcmp(names[i], key, len) == 0)
            return true;
    return false;
}

/* The end of the string that begins at text[at] (a quote). */
static size_t string_end(const fuda_str *text, size_t at)
{
    for (at++; at < text->len && text->ptr[at] != '"'; at++)
        if (text->ptr[at] == '\\')
            at++;
    return at < text->len ? at + 1 : text->len;
}

/* The end of the member that begins at text[at]: its comma, or the object's closing brace. */
static size_t member_end(const fuda_str *text, size_t at)
{
    size_t depth = 0;

    while (at < text->len) {
        char c = text->ptr[at];
        if (c == '"') {
            at = string_end(text, at);
            continue;
        }
        if (c == '{' || c == '[')
            depth++;
        else if ((c == '}' || c == ']' || c == ',') && depth == 0)
            break;
        else if (c == '}' || c == ']')
            depth--;
        at++;
    }
    return at;
}

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

char *keep_members(const fuda_str *fields, size_t *len)
{
    char *out = cli_alloc(fields->len + 1, 1);
    size_t at = 0;

    *len = 0;
    while (at < fields->len && blank(fields->ptr[at]))
        at++;
    if (at >= fields->len || fields->ptr[at] != '{')
        return out;
    at++;
    for (;;) {
        while (at < fields->len && (blank(fields->ptr[at]) || fields->ptr[at] == ','))
            at++;
        if (at >= fields->len || fields->ptr[at] != '"')
            break;
        size_t key = at, key_end = string_end(fields, at), end = member_end(fields, at);
        if (end >= fields->len)
            break;
        if (!reserved(fields->ptr + key + 1, key_end - key - 2)) {
            if (*len > 0)
                out[(*len)++] = ',';
            memcpy(out + *len, fields->ptr + key, end - key);
            *len += end - key;
        }
        at = end;
    }
    return out;
}
