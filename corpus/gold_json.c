/* SPDX-License-Identifier: MIT */
#include "corpus/gold_json.h"

#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/error.h"
#include "core/utf8.h"
#include "corpus/record.h"

typedef struct reading {
    fuda_batch *batch;
    fuda_record *record;
    fuda_str *labels, *maybe; /* [n] in the batch's arena */
    size_t nlabel, nmaybe;
} reading;

__attribute__((format(printf, 2, 3))) static fuda_status reject(reading *r, const char *format, ...)
{
    char text[256];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    r->record->status = fuda_fail(&r->record->error, FUDA_E_FORMAT, "%s", text);
    return FUDA_E_FORMAT;
}

/* A string, or a number as text. */
static fuda_status take_string(reading *r, const json_t *value, fuda_str *out)
{
    char number[48];
    const char *text = number;
    size_t len;

    if (json_is_integer(value)) {
        len = (size_t)snprintf(number, sizeof number, "%lld", (long long)json_integer_value(value));
    } else if (json_is_string(value)) {
        text = json_string_value(value);
        len = json_string_length(value);
    } else {
        return reject(r, "an id or label is neither a string nor a number");
    }
    if (len == 0 || memchr(text, '\0', len) != NULL)
        return reject(r, "an id or label is empty or has a NUL character");
    return corpus_batch_str(r->batch, text, len, out) ? FUDA_OK : FUDA_E_NOMEM;
}

/* Room for the items of an array, and one more. */
static fuda_str *room(reading *r, const json_t *array)
{
    return fuda_arena_alloc(&r->batch->arena, (json_array_size(array) + 1) * sizeof(fuda_str));
}

static fuda_status take_list(reading *r, const json_t *value, fuda_str **items, size_t *n)
{
    *items = room(r, value);
    *n = 0;
    if (*items == NULL)
        return FUDA_E_NOMEM;
    if (json_is_string(value))
        return json_string_length(value) == 0 ? FUDA_OK : take_string(r, value, &(*items)[(*n)++]);
    if (!json_is_array(value))
        return reject(r, "labels are neither an array nor a string");
    for (size_t i = 0; i < json_array_size(value); i++) {
        fuda_status st = take_string(r, json_array_get(value, i), &(*items)[*n]);
        if (st != FUDA_OK)
            return st;
        (*n)++;
    }
    return corpus_unique(*items, n) ? FUDA_OK : FUDA_E_NOMEM;
}

/* ---- Label Studio --------------------------------------------------------------------------- */

/* The choices of one annotation as an array of JSON; new. */
static json_t *choices_of(const json_t *annotation)
{
    const json_t *result = json_object_get(annotation, "result");
    json_t *all = json_array();

    for (size_t i = 0; all != NULL && i < json_array_size(result); i++) {
        const json_t *choices = json_object_get(json_object_get(json_array_get(result, i), "value"), "choices");
        for (size_t k = 0; k < json_array_size(choices); k++)
            json_array_append(all, json_array_get(choices, k));
    }
    return all;
}

static bool has_choice(const json_t *choices, const json_t *choice)
{
    for (size_t i = 0; i < json_array_size(choices); i++) {
        if (json_equal(json_array_get(choices, i), choice))
            return true;
    }
    return false;
}

/* What all annotators chose is a label, what some of them chose is arguable. */
static fuda_status take_annotations(reading *r, const json_t *annotations)
{
    json_t *every = NULL, *some = json_array();
    size_t people = 0;
    fuda_status st = some == NULL ? FUDA_E_NOMEM : FUDA_OK;

    for (size_t i = 0; i < json_array_size(annotations) && st == FUDA_OK; i++) {
        const json_t *annotation = json_array_get(annotations, i);
        json_t *mine;
        if (json_is_true(json_object_get(annotation, "was_cancelled")))
            continue;
        mine = choices_of(annotation);
        if (mine == NULL) {
            st = FUDA_E_NOMEM;
            break;
        }
        people++;
        for (size_t k = 0; k < json_array_size(mine); k++) {
            if (!has_choice(some, json_array_get(mine, k)))
                json_array_append(some, json_array_get(mine, k));
        }
        if (every == NULL)
            every = json_incref(mine);
        for (size_t k = json_array_size(every); k-- > 0;) {
            if (!has_choice(mine, json_array_get(every, k)))
                json_array_remove(every, k);
        }
        json_decref(mine);
    }
    for (size_t k = json_array_size(some); st == FUDA_OK && k-- > 0;) {
        if (has_choice(every, json_array_get(some, k)))
            json_array_remove(some, k);
    }
    if (st == FUDA_OK && people != 0) {
        r->record->document.labelling = FUDA_LABEL_SET;
        st = take_list(r, every, &r->labels, &r->nlabel);
        if (st == FUDA_OK)
            st = take_list(r, some, &r->maybe, &r->nmaybe);
    }
    json_decref(every);
    json_decref(some);
    return st;
}

/* ---- the others ----------------------------------------------------------------------------- */

static fuda_status take_labels(reading *r, const json_t *object, const char *label_field)
{
    const json_t *accept = json_object_get(object, "accept"), *answer = json_object_get(object, "answer");
    const json_t *labels = json_object_get(object, label_field == NULL ? "labels" : label_field);
    const json_t *label = label_field == NULL ? json_object_get(object, "label") : NULL;
    const json_t *maybe = json_object_get(object, "maybe");
    fuda_document *doc = &r->record->document;
    fuda_status st = FUDA_OK;

    if (json_is_array(accept)) {
        if (!json_is_string(answer) || strcmp(json_string_value(answer), "accept") != 0)
            return FUDA_OK; /* rejected, ignored, or not answered */
        labels = accept;
        label = NULL;
    }
    if (labels != NULL && !json_is_null(labels)) {
        doc->labelling = FUDA_LABEL_SET;
        st = take_list(r, labels, &r->labels, &r->nlabel);
    } else if (label != NULL && !json_is_null(label)) {
        doc->labelling = json_is_array(label) ? FUDA_LABEL_SET : FUDA_ONE_LABEL;
        st = take_list(r, label, &r->labels, &r->nlabel);
        if (doc->labelling == FUDA_ONE_LABEL && r->nlabel == 0)
            doc->labelling = FUDA_UNLABELLED;
    }
    if (st == FUDA_OK && maybe != NULL && !json_is_null(maybe))
        st = take_list(r, maybe, &r->maybe, &r->nmaybe);
    return st;
}

static fuda_status take_object(reading *r, const json_t *object, const char *id_field, const char *label_field)
{
    const json_t *data = json_object_get(object, "data"), *meta = json_object_get(object, "meta");
    const json_t *annotations = json_object_get(object, "annotations"), *id = NULL;
    fuda_document *doc = &r->record->document;
    const char *field = id_field == NULL ? "id" : id_field;
    bool studio = json_is_object(data) && json_is_array(annotations);
    fuda_status st;

    if (!json_is_object(object))
        return reject(r, "expected a JSON object");
    if (studio)
        id = json_object_get(data, field);
    else if (json_is_object(meta))
        id = json_object_get(meta, field);
    if (id == NULL && !studio && id_field == NULL)
        id = json_object_get(object, "doc_id"); /* doccano gives `id` a number of its own */
    if (id == NULL && !studio)
        id = json_object_get(object, field);
    if (id == NULL)
        return reject(r, "has no field '%.60s' that names the document", field);
    st = take_string(r, id, &doc->id);
    if (st == FUDA_OK)
        st = studio ? take_annotations(r, annotations) : take_labels(r, object, label_field);
    doc->labels = r->labels;
    doc->nlabel = r->nlabel;
    doc->maybe = r->maybe;
    doc->nmaybe = r->nmaybe;
    return st;
}

fuda_status corpus_gold_record(fuda_batch *batch, fuda_record *record, const char *id_field, const char *label_field,
                               const char *text, size_t len)
{
    reading r = {.batch = batch, .record = record};
    json_error_t error;
    json_t *root = fuda_utf8_check(text, len) < len
                       ? NULL
                       : json_loadb(text, len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
    fuda_status st = root == NULL ? reject(&r, "malformed JSON") : take_object(&r, root, id_field, label_field);

    json_decref(root);
    if (st != FUDA_OK)
        record->document = (fuda_document){.id = record->document.id};
    return st == FUDA_E_NOMEM ? st : FUDA_OK;
}
