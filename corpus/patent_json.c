/* SPDX-License-Identifier: MIT */
#include "corpus/patent_json.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "corpus/jsonl.h"
#include "corpus/patent_table.h"

enum { DEPTH = 8, KEYS = 200 };

static table_role role_of(const char *key)
{
    return corpus_table_role(key, strlen(key));
}

bool corpus_patent_json_is(const json_t *object)
{
    table_role roles[KEYS];
    size_t n = 0;
    void *at;

    for (at = json_object_iter((json_t *)object); at != NULL && n < KEYS;
         at = json_object_iter_next((json_t *)object, at))
        roles[n++] = role_of(json_object_iter_key(at));
    return corpus_table_is_patents(roles, n);
}

/* Some databases put JSON into strings. */
static json_t *opened(const json_t *value)
{
    const char *text = json_string_value(value);
    json_t *inner = NULL;

    if (text != NULL && (text[0] == '[' || text[0] == '{'))
        inner = json_loadb(text, json_string_length(value), 0, NULL);
    return inner;
}

static const char *string_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

/* All strings below a value, one a line. */
static void gather(const json_t *value, fuda_buf *out, int depth)
{
    size_t i;
    json_t *item;
    const char *key;

    if (depth > DEPTH)
        return;
    if (json_is_string(value)) {
        json_t *inner = opened(value);
        if (inner != NULL) {
            gather(inner, out, depth + 1);
            json_decref(inner);
        } else if (json_string_length(value) != 0) {
            fuda_buf_add_str(out, out->len == 0 ? "" : "\n");
            fuda_buf_add(out, json_string_value(value), json_string_length(value));
        }
    } else if (json_is_array(value)) {
        json_array_foreach(value, i, item) gather(item, out, depth + 1);
    } else if (json_is_object(value)) {
        const json_t *text = json_object_get(value, "text");
        if (json_is_string(text)) { /* beside a number or an id */
            gather(text, out, depth + 1);
            return;
        }
        json_object_foreach((json_t *)value, key, item) gather(item, out, depth + 1);
    }
}

static void take_part(corpus_patent *p, corpus_part part, const json_t *value)
{
    fuda_buf text = {0};
    const json_t *first = json_array_get(value, 0);
    size_t i;
    json_t *item;

    if (string_of(first, "language") != NULL) { /* one item a language */
        json_array_foreach(value, i, item)
        {
            const char *version = string_of(item, "text");
            if (version != NULL)
                corpus_patent_part(p, part, string_of(item, "language"), version, strlen(version));
        }
        return;
    }
    gather(value, &text, 0);
    p->failed |= text.failed;
    if (text.len != 0)
        corpus_patent_part(p, part, NULL, text.ptr, text.len);
    fuda_buf_release(&text);
}

static void take_person(corpus_patent *p, corpus_name_kind kind, const json_t *object)
{
    const char *name = string_of(object, "name"), *first = string_of(object, "first_name"),
               *last = string_of(object, "last_name");
    char both[512];

    if (name != NULL) {
        corpus_patent_name(p, kind, name, strlen(name));
    } else if (first != NULL || last != NULL) {
        int n = snprintf(both, sizeof both, "%.250s%s%.250s", first == NULL ? "" : first,
                         first == NULL || first[0] == '\0' ? "" : " ", last == NULL ? "" : last);
        corpus_patent_name(p, kind, both, (size_t)n);
    }
}

static bool has_names(const corpus_patent *p, corpus_name_kind kind)
{
    for (size_t i = 0; i < p->nnames; i++)
        if (p->names[i].kind == (int)kind)
            return true;
    return false;
}

static void take_simple(corpus_patent *p, table_role role, const json_t *value, int depth);

static void take_people(corpus_patent *p, table_role role, const json_t *value, int depth)
{
    corpus_name_kind kind = (corpus_name_kind)(role - TABLE_APPLICANTS);
    size_t i;
    json_t *item;

    if (!json_is_array(value)) {
        take_simple(p, role, value, depth);
        return;
    }
    json_array_foreach(value, i, item)
    {
        if (json_is_object(item))
            take_person(p, kind, item);
        else
            take_simple(p, role, item, depth + 1);
    }
}

/* A string or number, or whatever is in arrays and objects of them. */
static void take_simple(corpus_patent *p, table_role role, const json_t *value, int depth)
{
    char number[32];
    size_t i;
    json_t *item;
    const char *key;

    if (depth > DEPTH)
        return;
    if (json_is_string(value)) {
        json_t *inner = opened(value);
        if (inner != NULL && role >= TABLE_APPLICANTS && role <= TABLE_ASSIGNEES)
            take_people(p, role, inner, depth + 1);
        else if (inner != NULL)
            take_simple(p, role, inner, depth + 1);
        else
            corpus_table_take(p, role, json_string_value(value), json_string_length(value), LIST_ANY);
        json_decref(inner);
    } else if (json_is_integer(value)) {
        int n = snprintf(number, sizeof number, "%lld", (long long)json_integer_value(value));
        corpus_table_take(p, role, number, (size_t)n, LIST_ANY);
    } else if (json_is_array(value)) {
        json_array_foreach(value, i, item) take_simple(p, role, item, depth + 1);
    } else if (json_is_object(value)) {
        json_object_foreach((json_t *)value, key, item) take_simple(p, role, item, depth + 1);
    }
}

/* {"doc_number", "country", "kind", "date"} */
static void take_reference(corpus_patent *p, const json_t *object, bool publication)
{
    static const struct {
        const char *key;
        table_role published, filed;
    } members[] = {{"country", TABLE_COUNTRY, TABLE_OTHER},
                   {"kind", TABLE_KIND, TABLE_OTHER},
                   {"doc_number", TABLE_NUMBER, TABLE_APPLICATION},
                   {"date", TABLE_DATE, TABLE_FILED}};

    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++)
        take_simple(p, publication ? members[i].published : members[i].filed,
                    json_object_get(object, members[i].key), 0);
}

static void take_member(corpus_patent *p, table_role role, json_t *value)
{
    const char *key;
    json_t *member;

    switch (role) {
    case TABLE_TITLE:
    case TABLE_ABSTRACT:
    case TABLE_CLAIMS:
    case TABLE_DESCRIPTION:
        take_part(p, (corpus_part)(role - TABLE_TITLE), value);
        break;
    case TABLE_APPLICANTS:
    case TABLE_INVENTORS:
    case TABLE_ASSIGNEES: {
        /* The same people under a second key are there in another form. */
        json_t *inner = opened(value);
        if (!has_names(p, (corpus_name_kind)(role - TABLE_APPLICANTS)))
            take_people(p, role, inner == NULL ? value : inner, 0);
        json_decref(inner);
        break;
    }
    case TABLE_PUBLICATION:
        take_reference(p, value, true);
        break;
    case TABLE_FILING:
        take_reference(p, value, false);
        break;
    case TABLE_PARTIES:
        json_object_foreach(value, key, member)
        {
            table_role of = role_of(key);
            if (of >= TABLE_APPLICANTS && of <= TABLE_ASSIGNEES)
                take_people(p, of, member, 0);
        }
        break;
    default:
        take_simple(p, role, value, 0);
    }
}

void corpus_patent_json_take(json_t *object, corpus_patent *p, fuda_json *extra)
{
    const char *key;
    json_t *value;
    bool google = false;

    /* Columns of their own for country and kind before the number that repeats them, other dates before grants. */
    json_object_foreach(object, key, value)
    {
        table_role role = role_of(key);
        google |= role == TABLE_GOOGLE;
        if (role == TABLE_COUNTRY || role == TABLE_KIND)
            take_member(p, role, value);
    }
    json_object_foreach(object, key, value)
    {
        table_role role = role_of(key);
        if (role == TABLE_COUNTRY || role == TABLE_KIND || role == TABLE_GRANTED)
            continue;
        if (role == TABLE_OTHER || role == TABLE_LENS || role == TABLE_GOOGLE || (role == TABLE_ID && !google)) {
            char other[300];
            if (json_is_null(value) || (json_is_string(value) && json_string_length(value) == 0))
                continue;
            snprintf(other, sizeof other, "source_%.280s", key);
            fuda_json_key(extra, corpus_table_is_taken(key) || role == TABLE_ID ? other : key);
            corpus_json_write(extra, value);
            continue;
        }
        take_member(p, role, value);
    }
    json_object_foreach(object, key, value)
    {
        if (role_of(key) == TABLE_GRANTED)
            take_member(p, TABLE_GRANTED, value);
    }
}
