/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "corpus/export.h"
#include "corpus/jsonl.h"

const char *export_source_name(export_source source)
{
    switch (source) {
    case EXPORT_GOLD:
        return "gold";
    case EXPORT_PREDICTED:
        return "predicted";
    case EXPORT_ABSTAINED:
        return "abstained";
    case EXPORT_NONE:
        break;
    }
    return "none";
}

static void write_text(fuda_json *json, const char *key, fuda_str value)
{
    if (value.len != 0) {
        fuda_json_key(json, key);
        fuda_json_string(json, value.ptr, value.len);
    }
}

static void write_list(fuda_json *json, const char *key, const fuda_str *items, size_t n)
{
    fuda_json_key(json, key);
    fuda_json_array(json);
    for (size_t i = 0; i < n; i++)
        fuda_json_string(json, items[i].ptr, items[i].len);
    fuda_json_array_end(json);
}

static void write_labels(fuda_json *json, const export_row *row)
{
    const fuda_document *doc = &row->document;

    if (!row->single && doc->labelling == FUDA_LABEL_SET) {
        write_list(json, "labels", doc->labels, doc->nlabel);
        return;
    }
    fuda_json_key(json, row->single ? "label" : "labels");
    if (doc->nlabel != 0)
        fuda_json_string(json, doc->labels[0].ptr, doc->labels[0].len);
    else
        fuda_json_null(json);
}

static bool write_p(fuda_json *json, const export_row *row, bool flat)
{
    const fuda_document *doc = &row->document;

    if (flat) {
        fuda_json_key(json, "p");
        fuda_json_array(json);
        for (size_t i = 0; i < doc->nlabel; i++)
            fuda_json_real(json, row->p[i], 4);
        fuda_json_array_end(json);
        return true;
    }

    fuda_json_key(json, "p");
    fuda_json_object(json);
    for (size_t i = 0; i < doc->nlabel; i++) {
        char *key = fuda_strndup(doc->labels[i].ptr, doc->labels[i].len);
        if (key == NULL)
            return false;
        fuda_json_key(json, key);
        fuda_json_real(json, row->p[i], 4);
        free(key);
    }
    fuda_json_object_end(json);
    return true;
}

/* Extra fields stand beside the others, unless one has a name that means something here: then all
 * of them go into one object, so that nothing is lost and reading gives the same fields back. */
static bool write_fields(const fuda_str fields, bool flat, fuda_json *json, fuda_buf *out)
{
    static const char *const reserved[] = {"id",    "title",  "text",  "lang",   "date", "group", "codes",
                                           "label", "labels", "maybe", "source", "p",    "fields"};
    size_t len;
    bool nested;

    if (fields.len <= 2) {
        fuda_json_object_end(json);
    } else if (flat) {
        fuda_json_key(json, "fields");
        fuda_json_string(json, fields.ptr, fields.len);
        fuda_json_object_end(json);
    } else {
        nested = corpus_json_has_key(fields.ptr, fields.len, reserved, sizeof reserved / sizeof reserved[0]);
        if (nested)
            fuda_json_key(json, "fields");
        if (nested)
            fuda_json_object(json);
        bool ok = corpus_json_splice(json, fields.ptr, fields.len);
        if (nested)
            fuda_json_object_end(json);
        fuda_json_object_end(json);
        if (!ok)
            return false;
    }
    const char *text = fuda_json_text(json, &len);
    if (text == NULL)
        return false;
    fuda_buf_add(out, text, len);
    fuda_buf_add_char(out, '\n');
    return !out->failed;
}

bool export_jsonl(const export_row *row, bool with_text, bool flat, fuda_json *json, fuda_buf *out)
{
    const fuda_document *doc = &row->document;

    fuda_json_clear(json);
    fuda_json_object(json);
    fuda_json_key(json, "id");
    fuda_json_string(json, doc->id.ptr, doc->id.len);
    if (with_text) {
        write_text(json, "title", doc->title);
        fuda_json_key(json, "text");
        fuda_json_string(json, doc->text.ptr, doc->text.len);
    }
    write_text(json, "lang", doc->lang);
    write_text(json, "date", doc->date);
    write_text(json, "group", doc->group);
    if (row->codes.len != 0) {
        fuda_json_key(json, "codes");
        fuda_json_raw(json, row->codes.ptr, row->codes.len);
    }
    write_labels(json, row);
    if (doc->nmaybe != 0)
        write_list(json, "maybe", doc->maybe, doc->nmaybe);
    fuda_json_key(json, "source");
    fuda_json_cstring(json, export_source_name(row->source));
    if (row->source == EXPORT_PREDICTED && !write_p(json, row, flat))
        return false;
    return write_fields(doc->fields, flat, json, out);
}
