/* SPDX-License-Identifier: MIT */
/* `fuda tag` for programs: JSON and rows. */
#include <stdlib.h>
#include <string.h>

#include "cli/message.h"
#include "cli/tag.h"

/* ---- JSON ----------------------------------------------------------------------------------- */

static void put_labels(fuda_json *json, const fuda_model *model, const fuda_result *result)
{
    fuda_json_key(json, "labels");
    fuda_json_array(json);
    for (size_t i = 0; i < result->ntag; i++) {
        fuda_json_object(json);
        fuda_json_key(json, "label");
        fuda_json_cstring(json, fuda_model_label(model, result->tags[i].label));
        lines_real(json, "p", result->tags[i].p);
        fuda_json_object_end(json);
    }
    fuda_json_array_end(json);
    fuda_json_key(json, "abstain");
    fuda_json_cstring(json, fuda_abstain_name(result->abstain));
}

/* `text` is what stands in the document, `term` what it counts as; a patent code stands nowhere. */
static void put_evidence(fuda_json *json, const fuda_model *model, const fuda_document *d,
                         const fuda_result *result, size_t most, double *rest)
{
    fuda_json_key(json, "evidence");
    fuda_json_array(json);
    for (size_t i = 0; i < result->ntag; i++) {
        size_t listed = 0;
        for (size_t j = 0; j < result->nevidence; j++) {
            const fuda_evidence *e = &result->evidence[j];
            if (e->label != result->tags[i].label)
                continue;
            if (most > 0 && listed >= most) {
                rest[i] += e->weight;
                continue;
            }
            listed++;
            fuda_json_object(json);
            fuda_json_key(json, "label");
            fuda_json_cstring(json, fuda_model_label(model, e->label));
            fuda_str whole = e->in_title ? d->title : d->text;
            bool placed = e->end > e->start && e->end <= whole.len;
            fuda_json_key(json, "text");
            if (placed)
                fuda_json_string(json, whole.ptr + e->start, e->end - e->start);
            else
                fuda_json_string(json, e->text.ptr, e->text.len);
            fuda_json_key(json, "term");
            fuda_json_string(json, e->text.ptr, e->text.len);
            lines_size(json, "start", e->start);
            lines_size(json, "end", e->end);
            lines_real(json, "weight", e->weight);
            if (e->in_title) {
                fuda_json_key(json, "part");
                fuda_json_cstring(json, "title");
            }
            fuda_json_object_end(json);
        }
    }
    fuda_json_array_end(json);
}

static void put_scores(fuda_json *json, const fuda_model *model, const fuda_result *result,
                       const double *rest)
{
    fuda_json_key(json, "scores");
    fuda_json_array(json);
    for (size_t i = 0; i < result->ntag; i++) {
        fuda_json_object(json);
        fuda_json_key(json, "label");
        fuda_json_cstring(json, fuda_model_label(model, result->tags[i].label));
        lines_real(json, "prior", result->tags[i].prior);
        lines_real(json, "rest", rest[i]);
        lines_real(json, "score", result->tags[i].score);
        fuda_json_object_end(json);
    }
    fuda_json_array_end(json);
}

/* `without` is null where no words turn the decision. */
static void put_flips(fuda_json *json, const fuda_model *model, const fuda_result *result)
{
    fuda_json_key(json, "counterfactual");
    fuda_json_array(json);
    for (size_t i = 0; result->flips != NULL && i < result->ntag; i++) {
        const fuda_flip *flip = &result->flips[i];
        fuda_json_object(json);
        fuda_json_key(json, "label");
        fuda_json_cstring(json, fuda_model_label(model, flip->label));
        fuda_json_key(json, "without");
        if (flip->turned) {
            fuda_json_array(json);
            for (size_t w = 0; w < flip->nword; w++)
                fuda_json_string(json, flip->words[w].ptr, flip->words[w].len);
            fuda_json_array_end(json);
        } else {
            fuda_json_null(json);
        }
        lines_real(json, "p", flip->p);
        fuda_json_key(json, "instead");
        fuda_json_cstring(json, flip->instead == UINT32_MAX || flip->instead == flip->label
                                    ? NULL
                                    : fuda_model_label(model, flip->instead));
        fuda_json_object_end(json);
    }
    fuda_json_array_end(json);
}

static void keep_str(fuda_json *json, const char *key, const fuda_str *text)
{
    if (text->ptr == NULL)
        return;
    fuda_json_key(json, key);
    fuda_json_string(json, text->ptr, text->len);
}

static void keep_list(fuda_json *json, const char *key, const fuda_str *items, size_t n)
{
    fuda_json_key(json, key);
    fuda_json_array(json);
    for (size_t i = 0; i < n; i++)
        fuda_json_string(json, items[i].ptr, items[i].len);
    fuda_json_array_end(json);
}

/* The input's own fields.  Its label set goes by the name `gold`, since `labels` is the answer's. */
static void put_kept(fuda_json *json, const fuda_document *d)
{
    keep_str(json, "title", &d->title);
    keep_str(json, "text", &d->text);
    keep_str(json, "date", &d->date);
    keep_str(json, "group", &d->group);
    if (d->ncode > 0)
        keep_list(json, "codes", d->codes, d->ncode);
    if (d->labelling == FUDA_ONE_LABEL && d->nlabel > 0)
        lines_str(json, "label", &d->labels[0]);
    else if (d->labelling == FUDA_LABEL_SET)
        keep_list(json, "gold", d->labels, d->nlabel);
    if (d->nmaybe > 0)
        keep_list(json, "maybe", d->maybe, d->nmaybe);
}

void tag_write_json(lines *l, const cli_args *args, const fuda_model *model, const fuda_record *record,
                    const fuda_result *result)
{
    const fuda_document *d = &record->document;
    char *members = NULL;
    size_t len = 0;

    if (result == NULL) {
        lines_error(l, record);
        return;
    }
    lines_begin(l, &d->id);
    fuda_json_key(l->json, "lang");
    fuda_json_cstring(l->json, fuda_lang_name(result->lang));
    put_labels(l->json, model, result);
    if (args->explain) {
        double *rest = cli_alloc(result->ntag, sizeof *rest);
        put_evidence(l->json, model, d, result, (size_t)args->evidence, rest);
        put_scores(l->json, model, result, rest);
        free(rest);
        if (args->flip)
            put_flips(l->json, model, result);
    }
    if (args->keep) {
        put_kept(l->json, d);
        if (d->fields.len > 0)
            members = keep_members(&d->fields, &len);
    }
    lines_end(l, members, len);
    free(members);
}

/* ---- rows ----------------------------------------------------------------------------------- */

void tag_write_header(rows *r)
{
    static const char *const names[] = {"id", "lang", "labels", "p", "abstain", "error"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        rows_text(r, names[i]);
    rows_end(r);
}

/* The labels or their probabilities, joined by semicolons. */
static void list_cell(rows *r, const fuda_model *model, const fuda_result *result, bool names)
{
    size_t size = 1, n = 0;

    for (size_t i = 0; i < result->ntag; i++)
        size += names ? strlen(fuda_model_label(model, result->tags[i].label)) + 1 : 32;
    char *text = cli_alloc(size, 1);
    for (size_t i = 0; i < result->ntag; i++) {
        int k = names ? snprintf(text + n, size - n, "%s%s", i > 0 ? ";" : "",
                                 fuda_model_label(model, result->tags[i].label))
                      : snprintf(text + n, size - n, "%s%.4f", i > 0 ? ";" : "", result->tags[i].p);
        n += k > 0 ? (size_t)k : 0;
    }
    rows_cell(r, text, n);
    free(text);
}

void tag_write_row(rows *r, const fuda_model *model, const fuda_record *record, const fuda_result *result)
{
    rows_cell(r, record->document.id.ptr, record->document.id.len);
    if (result == NULL) {
        for (int i = 0; i < 4; i++)
            rows_text(r, NULL);
        rows_text(r, record->error.text);
    } else {
        rows_text(r, fuda_lang_name(result->lang));
        list_cell(r, model, result, true);
        list_cell(r, model, result, false);
        rows_text(r, fuda_abstain_name(result->abstain));
        rows_text(r, NULL);
    }
    rows_end(r);
}
