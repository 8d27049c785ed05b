/* SPDX-License-Identifier: MIT */
/* Rows for annotation tools and trainers that read JSON: doccano, Label Studio, Prodigy, spaCy. */
#include <stdlib.h>

#include "core/error.h"
#include "corpus/export.h"
#include "corpus/jsonl.h"

static void put_str(fuda_json *json, const char *key, fuda_str value)
{
    fuda_json_key(json, key);
    fuda_json_string(json, value.ptr, value.len);
}

static void put_optional(fuda_json *json, const char *key, fuda_str value)
{
    if (value.len != 0)
        put_str(json, key, value);
}

static void put_list(fuda_json *json, const char *key, const fuda_str *items, size_t n)
{
    fuda_json_key(json, key);
    fuda_json_array(json);
    for (size_t i = 0; i < n; i++)
        fuda_json_string(json, items[i].ptr, items[i].len);
    fuda_json_array_end(json);
}

/* title and text as one, since these tools show one text. */
static bool put_text(fuda_json *json, const char *key, const export_row *row)
{
    fuda_buf text = {0};
    bool ok = export_add_text(row, &text);

    fuda_json_key(json, key);
    fuda_json_string(json, text.ptr == NULL ? "" : text.ptr, text.len);
    fuda_buf_release(&text);
    return ok;
}

/* What a tool keeps beside the text and shows or hands back. */
static void put_meta(fuda_json *json, const export_row *row)
{
    const fuda_document *doc = &row->document;

    put_optional(json, "lang", doc->lang);
    put_optional(json, "date", doc->date);
    put_optional(json, "group", doc->group);
    if (row->codes.len != 0) {
        fuda_json_key(json, "codes");
        fuda_json_raw(json, row->codes.ptr, row->codes.len);
    }
    if (doc->nmaybe != 0)
        put_list(json, "maybe", doc->maybe, doc->nmaybe);
    fuda_json_key(json, "source");
    fuda_json_cstring(json, export_source_name(row->source));
    if (doc->fields.len > 2) {
        fuda_json_key(json, "fields");
        fuda_json_raw(json, doc->fields.ptr, doc->fields.len);
    }
}

static fuda_status end_object(fuda_json *json, const char *before, const char *after, fuda_buf *out,
                              fuda_error *err)
{
    size_t len;

    fuda_json_object_end(json);
    const char *text = fuda_json_text(json, &len);
    if (text == NULL)
        return fuda_fail_nomem(err);
    fuda_buf_add_str(out, before);
    fuda_buf_add(out, text, len);
    fuda_buf_add_str(out, after);
    return out->failed ? fuda_fail_nomem(err) : FUDA_OK;
}

static fuda_json *begin_object(const export_set *set)
{
    fuda_json_clear(set->json);
    fuda_json_object(set->json);
    return set->json;
}

fuda_status export_doccano(const export_set *set, const export_row *row, fuda_buf *out, fuda_error *err)
{
    fuda_json *json = begin_object(set);

    put_str(json, "id", row->document.id);
    put_str(json, "doc_id", row->document.id); /* doccano numbers documents itself and hands this one back */
    if (!put_text(json, "text", row))
        return fuda_fail_nomem(err);
    put_list(json, "label", row->document.labels, row->document.nlabel);
    put_meta(json, row);
    return end_object(json, "", "\n", out, err);
}

/* [{"type": "choices", …}], the form of an answer in Label Studio. */
static void put_choices(fuda_json *json, const fuda_str *labels, size_t n)
{
    fuda_json_key(json, "result");
    fuda_json_array(json);
    if (n != 0) {
        fuda_json_object(json);
        fuda_json_key(json, "from_name");
        fuda_json_cstring(json, "labels");
        fuda_json_key(json, "to_name");
        fuda_json_cstring(json, "text");
        fuda_json_key(json, "type");
        fuda_json_cstring(json, "choices");
        fuda_json_key(json, "value");
        fuda_json_object(json);
        put_list(json, "choices", labels, n);
        fuda_json_object_end(json);
        fuda_json_object_end(json);
    }
    fuda_json_array_end(json);
}

fuda_status export_label_studio(const export_set *set, const export_row *row, fuda_buf *out, fuda_error *err)
{
    fuda_json *json = begin_object(set);
    const fuda_document *doc = &row->document;
    bool gold = row->source == EXPORT_GOLD, predicted = row->source == EXPORT_PREDICTED;
    const fuda_str *labels = predicted ? doc->labels : row->both;
    const double *p = predicted ? row->p : row->both_p;
    size_t n = predicted ? doc->nlabel : row->nboth;

    fuda_json_key(json, "data");
    fuda_json_object(json);
    put_str(json, "id", doc->id);
    if (!put_text(json, "text", row))
        return fuda_fail_nomem(err);
    put_meta(json, row);
    fuda_json_object_end(json);
    if (gold) {
        fuda_json_key(json, "annotations");
        fuda_json_array(json);
        fuda_json_object(json);
        put_choices(json, doc->labels, doc->nlabel);
        fuda_json_object_end(json);
        fuda_json_array_end(json);
    }
    if (predicted || n != 0) {
        double least = 1;
        for (size_t i = 0; i < n; i++)
            least = p[i] < least ? p[i] : least;
        fuda_json_key(json, "predictions");
        fuda_json_array(json);
        fuda_json_object(json);
        fuda_json_key(json, "model_version");
        fuda_json_cstring(json, set->model);
        fuda_json_key(json, "score"); /* of the least probable label: annotators begin with the doubtful ones */
        fuda_json_real(json, least, 4);
        put_choices(json, labels, n);
        fuda_json_object_end(json);
        fuda_json_array_end(json);
    }
    /* The comma comes before every row but the first of its file, which the array's bracket ends. */
    return end_object(json, ",\n", "", out, err);
}

fuda_status export_prodigy(const export_set *set, const export_row *row, fuda_buf *out, fuda_error *err)
{
    fuda_json *json = begin_object(set);
    bool answered = row->source == EXPORT_GOLD || row->source == EXPORT_PREDICTED;

    if (!put_text(json, "text", row))
        return fuda_fail_nomem(err);
    fuda_json_key(json, "options");
    fuda_json_array(json);
    for (size_t i = 0; i < set->nlabel; i++) {
        fuda_json_object(json);
        put_str(json, "id", set->labels[i]);
        put_str(json, "text", set->labels[i]);
        fuda_json_object_end(json);
    }
    fuda_json_array_end(json);
    if (answered)
        put_list(json, "accept", row->document.labels, row->document.nlabel);
    if (row->source == EXPORT_GOLD) { /* what a program said is not yet accepted by anybody */
        fuda_json_key(json, "answer");
        fuda_json_cstring(json, "accept");
    }
    fuda_json_key(json, "meta");
    fuda_json_object(json);
    put_str(json, "id", row->document.id);
    put_meta(json, row);
    fuda_json_object_end(json);
    return end_object(json, "", "\n", out, err);
}

fuda_status export_spacy(const export_set *set, const export_row *row, fuda_buf *out, fuda_error *err)
{
    fuda_json *json = begin_object(set);
    const fuda_document *doc = &row->document;

    if (!put_text(json, "text", row))
        return fuda_fail_nomem(err);
    fuda_json_key(json, "cats");
    fuda_json_object(json);
    for (size_t i = 0, j; i < set->nlabel; i++) {
        char *key = fuda_strndup(set->labels[i].ptr, set->labels[i].len);
        if (key == NULL)
            return fuda_fail_nomem(err);
        for (j = 0; j < doc->nlabel && export_label_number(set, doc->labels[j]) != i; j++)
            ;
        fuda_json_key(json, key);
        fuda_json_real(json, j < doc->nlabel ? 1.0 : 0.0, 1);
        free(key);
    }
    fuda_json_object_end(json);
    fuda_json_key(json, "meta");
    fuda_json_object(json);
    put_str(json, "id", doc->id);
    put_meta(json, row);
    fuda_json_object_end(json);
    return end_object(json, "", "\n", out, err);
}
