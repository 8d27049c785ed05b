/* SPDX-License-Identifier: MIT */
#include "corpus/jsonl.h"

#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/utf8.h"
#include "corpus/patent_json.h"

/* Duplicate keys have no meaning one could rely on; \u0000 in a text is a character like any other.
 * The library bounds the depth of nesting (2048), so the recursion below is bounded too. */
enum { LOAD_FLAGS = JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL };

/* What is known while one record is read. */
typedef struct parse {
    fuda_batch *batch;
    fuda_record *record;
    const corpus_names *names;
    size_t number, line, offset;
} parse;

__attribute__((format(printf, 3, 4))) static fuda_status reject(const parse *p, size_t byte,
                                                                const char *format, ...)
{
    char text[256];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    p->record->status = FUDA_E_FORMAT;
    fuda_fail_at(&p->record->error, FUDA_E_FORMAT, p->line, p->offset + byte, "%s", text);
    return FUDA_E_FORMAT;
}

static const char *type_name(const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return "an object";
    case JSON_ARRAY:
        return "an array";
    case JSON_STRING:
        return "a string";
    case JSON_INTEGER:
    case JSON_REAL:
        return "a number";
    case JSON_TRUE:
    case JSON_FALSE:
        return "true or false";
    case JSON_NULL:
        break;
    }
    return "null";
}

/* ---- writing values back ------------------------------------------------------------------- */

static void write_value(fuda_json *out, json_t *value);

static void write_members(fuda_json *out, json_t *object)
{
    const char *key;
    json_t *member;

    json_object_foreach(object, key, member)
    {
        fuda_json_key(out, key);
        write_value(out, member);
    }
}

static void write_real(fuda_json *out, double value)
{
    char text[48];

    corpus_real_text(value, text);
    if (strpbrk(text, ".e") == NULL) /* 1.0 stays a real number */
        memcpy(text + strlen(text), ".0", 3);
    fuda_json_raw(out, text, strlen(text));
}

static void write_value(fuda_json *out, json_t *value)
{
    size_t i;
    json_t *item;

    switch (json_typeof(value)) {
    case JSON_OBJECT:
        fuda_json_object(out);
        write_members(out, value);
        fuda_json_object_end(out);
        break;
    case JSON_ARRAY:
        fuda_json_array(out);
        json_array_foreach(value, i, item) write_value(out, item);
        fuda_json_array_end(out);
        break;
    case JSON_STRING:
        fuda_json_string(out, json_string_value(value), json_string_length(value));
        break;
    case JSON_INTEGER:
        fuda_json_int(out, json_integer_value(value));
        break;
    case JSON_REAL:
        write_real(out, json_real_value(value));
        break;
    case JSON_TRUE:
    case JSON_FALSE:
        fuda_json_bool(out, json_is_true(value));
        break;
    case JSON_NULL:
        fuda_json_null(out);
        break;
    }
}

/* ---- fields -------------------------------------------------------------------------------- */

/* A string, or with `numbers` a number as text; null counts as absent. */
static fuda_status take_string(const parse *p, const char *key, const json_t *value, bool numbers,
                               fuda_str *out)
{
    char text[48];
    const char *bytes = text;
    size_t len;

    if (json_is_null(value))
        return FUDA_OK;
    if (json_is_string(value)) {
        bytes = json_string_value(value);
        len = json_string_length(value);
    } else if (numbers && json_is_integer(value)) {
        len = (size_t)snprintf(text, sizeof text, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    } else if (numbers && json_is_real(value)) {
        corpus_real_text(json_real_value(value), text);
        len = strlen(text);
    } else {
        return reject(p, 0, "field '%.60s' is %s, not a string", key, type_name(value));
    }
    return corpus_batch_str(p->batch, bytes, len, out) ? FUDA_OK : FUDA_E_NOMEM;
}

/* Ids and labels are names: they are printed, compared and used as file content. */
static fuda_status check_name(const parse *p, const char *key, fuda_str name)
{
    if (name.len != 0 && memchr(name.ptr, '\0', name.len) != NULL)
        return reject(p, 0, "field '%.60s' contains a NUL character", key);
    return FUDA_OK;
}

/* Empty items are passed over, unless they are an error (`strict`). */
static fuda_status take_array(const parse *p, const char *key, const json_t *value, bool strict,
                              const fuda_str **items, size_t *n)
{
    size_t count = json_array_size(value), kept = 0;
    fuda_str *list = fuda_arena_alloc(&p->batch->arena, (count + 1) * sizeof *list);

    if (list == NULL)
        return FUDA_E_NOMEM;
    for (size_t i = 0; i < count; i++) {
        const json_t *item = json_array_get(value, i);
        if (!json_is_string(item))
            return reject(p, 0, "item %zu of field '%.60s' is %s, not a string", i + 1, key, type_name(item));
        if (json_string_length(item) == 0 && strict)
            return reject(p, 0, "item %zu of field '%.60s' is empty", i + 1, key);
        if (json_string_length(item) == 0)
            continue;
        fuda_str *str = &list[kept++];
        if (!corpus_batch_str(p->batch, json_string_value(item), json_string_length(item), str))
            return FUDA_E_NOMEM;
        fuda_status st = check_name(p, key, *str);
        if (st != FUDA_OK)
            return st;
    }
    *items = list;
    *n = kept;
    return corpus_unique(list, n) ? FUDA_OK : FUDA_E_NOMEM;
}

/* An array, or with `cell` a string with items between semicolons; null counts as absent. */
static fuda_status take_list(const parse *p, const char *key, const json_t *value, bool cell,
                             const fuda_str **items, size_t *n)
{
    fuda_str text = {0};
    fuda_status st;

    if (json_is_null(value))
        return FUDA_OK;
    if (json_is_array(value))
        return take_array(p, key, value, !cell, items, n);
    if (!cell || !json_is_string(value))
        return reject(p, 0, "field '%.60s' is %s, not an array", key, type_name(value));
    st = take_string(p, key, value, false, &text);
    if (st == FUDA_OK)
        st = check_name(p, key, text);
    if (st == FUDA_OK && !corpus_split(p->batch, text, items, n))
        st = FUDA_E_NOMEM;
    return st;
}

static fuda_status take_label(const parse *p, const char *key, const json_t *value)
{
    fuda_document *doc = &p->record->document;
    fuda_str label = {0};
    fuda_status st = take_string(p, key, value, false, &label);

    if (st == FUDA_OK)
        st = check_name(p, key, label);
    if (st != FUDA_OK || label.len == 0)
        return st;
    if (doc->labelling != FUDA_UNLABELLED)
        return reject(p, 0, "has both 'label' and 'labels'");
    fuda_str *list = fuda_arena_alloc(&p->batch->arena, sizeof *list);
    if (list == NULL)
        return FUDA_E_NOMEM;
    *list = label;
    doc->labels = list;
    doc->nlabel = 1;
    doc->labelling = FUDA_ONE_LABEL;
    return FUDA_OK;
}

static fuda_status take_labels(const parse *p, const char *key, const json_t *value)
{
    fuda_document *doc = &p->record->document;
    fuda_status st;

    if (json_is_null(value))
        return FUDA_OK;
    if (doc->labelling != FUDA_UNLABELLED)
        return reject(p, 0, "has both 'label' and 'labels'");
    st = take_list(p, key, value, false, &doc->labels, &doc->nlabel);
    if (st == FUDA_OK)
        doc->labelling = FUDA_LABEL_SET;
    return st;
}

static fuda_status take_field(const parse *p, corpus_role role, const char *key, json_t *value)
{
    fuda_document *doc = &p->record->document;

    switch (role) {
    case CORPUS_TITLE:
        return take_string(p, key, value, false, &doc->title);
    case CORPUS_TEXT:
        return take_string(p, key, value, false, &doc->text);
    case CORPUS_LANG:
        return take_string(p, key, value, false, &doc->lang);
    case CORPUS_GROUP:
        return take_string(p, key, value, true, &doc->group);
    case CORPUS_DATE:
        return take_string(p, key, value, true, &doc->date);
    case CORPUS_CODES:
        return take_list(p, key, value, true, &doc->codes, &doc->ncode);
    case CORPUS_MAYBE:
        return take_list(p, key, value, true, &doc->maybe, &doc->nmaybe);
    case CORPUS_LABEL: /* who names the field takes it as it is: annotation tools write arrays there */
        return p->names->label != NULL && json_is_array(value) ? take_labels(p, key, value)
                                                               : take_label(p, key, value);
    case CORPUS_LABELS:
        return take_labels(p, key, value);
    case CORPUS_LABEL_ANY:
        return json_is_array(value) ? take_labels(p, key, value) : take_label(p, key, value);
    case CORPUS_ID: /* taken before all others */
    case CORPUS_FIELDS:
    case CORPUS_SOURCE:
    case CORPUS_P:
    case CORPUS_EXTRA:
        break;
    }
    return FUDA_OK;
}

/* True when `source` and `p` are what export wrote beside labels, and not metadata. */
static bool is_export(const json_t *object)
{
    const json_t *source = json_object_get(object, "source");
    return json_is_string(source) && corpus_is_source(json_string_value(source), json_string_length(source));
}

/* Everything that has no role, as the text of one object in document.fields. */
static fuda_status take_extras(const parse *p, json_t *object)
{
    bool exported = is_export(object), spliced = false;
    size_t n = 0, len;
    const char *key, *text;
    json_t *value;
    fuda_status st = FUDA_OK;
    fuda_json *out = fuda_json_new();

    if (out == NULL)
        return FUDA_E_NOMEM;
    fuda_json_object(out);
    json_object_foreach(object, key, value)
    {
        corpus_role role = corpus_role_of(p->names, key, strlen(key));
        if (role == CORPUS_FIELDS && json_is_object(value)) {
            write_members(out, value);
            spliced = true;
            n += json_object_size(value);
        } else if (role == CORPUS_FIELDS && exported && json_is_string(value) &&
                   corpus_json_splice(out, json_string_value(value), json_string_length(value))) {
            spliced = true; /* a data set whose fields all have one type */
            n++;
        } else if (role == CORPUS_EXTRA || role == CORPUS_FIELDS || (role == CORPUS_SOURCE && !exported) ||
                   (role == CORPUS_P && !(exported && (json_is_object(value) || json_is_array(value))))) {
            fuda_json_key(out, key);
            write_value(out, value);
            n++;
        }
    }
    fuda_json_object_end(out);
    text = fuda_json_text(out, &len);
    if (text == NULL)
        st = FUDA_E_NOMEM;
    else if (spliced && !corpus_json_is_object(text, len))
        st = reject(p, 0, "field 'fields' repeats a field of the record");
    else if (n != 0 && !corpus_batch_str(p->batch, text, len, &p->record->document.fields))
        st = FUDA_E_NOMEM;
    fuda_json_free(out);
    return st;
}

static fuda_status take_object(const parse *p, const char *base, json_t *object)
{
    fuda_document *doc = &p->record->document;
    const json_t *id = json_object_get(object, p->names->id);
    const json_t *text = json_object_get(object, p->names->text);
    const json_t *title = json_object_get(object, p->names->title);
    const char *key;
    json_t *value;
    fuda_status st = FUDA_OK;

    if (id != NULL)
        st = take_string(p, p->names->id, id, true, &doc->id);
    if (st == FUDA_OK)
        st = check_name(p, p->names->id, doc->id);
    if (st != FUDA_OK) {
        doc->id = (fuda_str){0};
        return st;
    }
    if (doc->id.len == 0 && !corpus_generate_id(p->batch, base, p->number, &doc->id))
        return FUDA_E_NOMEM;
    if ((text == NULL || json_is_null(text)) && (title == NULL || json_is_null(title)))
        return reject(p, 0, "has no field '%.60s'", p->names->text);
    json_object_foreach(object, key, value)
    {
        st = take_field(p, corpus_role_of(p->names, key, strlen(key)), key, value);
        if (st != FUDA_OK)
            return st;
    }
    return take_extras(p, object);
}

void corpus_json_write(fuda_json *out, struct json_t *value)
{
    write_value(out, value);
}

static fuda_status take_patent(const parse *p, const corpus_settings *settings, corpus_patent *patent,
                               const char *base, json_t *object)
{
    fuda_json *extra = fuda_json_new();
    fuda_status st = FUDA_E_NOMEM;
    size_t len;

    if (extra == NULL)
        return st;
    corpus_patent_clear(patent);
    patent->line = p->line;
    patent->unnamed = p->number;
    fuda_json_object(extra);
    corpus_patent_json_take(object, patent, extra);
    fuda_json_object_end(extra);
    const char *text = fuda_json_text(extra, &len);
    if (text != NULL)
        st = corpus_patent_record(patent, &settings->parts, base, (fuda_str){text + 1, len - 2}, p->batch,
                                  p->record);
    fuda_json_free(extra);
    return st == FUDA_OK ? p->record->status : st;
}

fuda_status corpus_json_record(fuda_batch *batch, fuda_record *record, const corpus_settings *settings,
                               corpus_patent *patent, const char *base, const char *text, size_t len, size_t number,
                               size_t line, size_t offset)
{
    parse p = {batch, record, &settings->names, number, line, offset};
    json_error_t error;
    size_t bad = fuda_utf8_check(text, len);
    fuda_status st;

    if (bad < len) {
        reject(&p, bad, "invalid UTF-8 at byte %zu of the input (0x%02x)", offset + bad,
               (unsigned)(unsigned char)text[bad]);
        return FUDA_OK;
    }
    json_t *root = json_loadb(text, len, LOAD_FLAGS, &error);
    if (root == NULL) {
        if (json_error_code(&error) == json_error_out_of_memory)
            return FUDA_E_NOMEM;
        reject(&p, error.position > 0 ? (size_t)error.position - 1 : 0, "malformed JSON at column %d: %s",
               error.column, error.text);
        return FUDA_OK;
    }
    if (!json_is_object(root))
        st = reject(&p, 0, "expected a JSON object, found %s", type_name(root));
    else if (!settings->names.chosen && json_object_get(root, "text") == NULL && corpus_patent_json_is(root))
        st = take_patent(&p, settings, patent, base, root);
    else
        st = take_object(&p, base, root);
    json_decref(root);
    if (st != FUDA_OK) {
        fuda_str id = record->document.id;
        record->document = (fuda_document){.id = id};
    }
    return st == FUDA_E_NOMEM ? st : FUDA_OK;
}

/* ---- stored JSON ---------------------------------------------------------------------------- */

static json_t *load(const char *text, size_t len)
{
    return len == 0 ? NULL : json_loadb(text, len, LOAD_FLAGS, NULL);
}

bool corpus_json_is_object(const char *text, size_t len)
{
    json_t *root = load(text, len);
    bool is = json_is_object(root);
    json_decref(root);
    return is;
}

bool corpus_json_has_key(const char *text, size_t len, const char *const *keys, size_t nkey)
{
    json_t *root = load(text, len);
    bool found = false;

    for (size_t i = 0; i < nkey && !found; i++)
        found = json_object_get(root, keys[i]) != NULL;
    json_decref(root);
    return found;
}

bool corpus_json_splice(fuda_json *out, const char *text, size_t len)
{
    json_t *root = load(text, len);
    bool is = json_is_object(root);

    if (is)
        write_members(out, root);
    json_decref(root);
    return is;
}

bool corpus_json_strings(fuda_arena *arena, const char *text, size_t len, const fuda_str **items, size_t *n)
{
    json_t *root = load(text, len);
    size_t count = json_array_size(root), kept = 0;
    fuda_str *list = NULL;
    bool ok;

    if (json_is_array(root))
        list = fuda_arena_alloc(arena, (count + 1) * sizeof *list);
    ok = list != NULL;
    for (size_t i = 0; i < count && ok; i++) {
        const json_t *item = json_array_get(root, i);
        size_t item_len = json_string_length(item);
        ok = json_is_string(item) &&
             (item_len == 0 || memchr(json_string_value(item), '\0', item_len) == NULL);
        if (ok && item_len != 0) {
            fuda_str *str = &list[kept++];
            str->len = item_len;
            str->ptr = fuda_arena_copy(arena, json_string_value(item), item_len);
            ok = str->ptr != NULL;
        }
    }
    json_decref(root);
    ok = ok && corpus_unique(list, &kept);
    *items = ok ? list : NULL;
    *n = ok ? kept : 0;
    return ok;
}
