/* SPDX-License-Identifier: MIT */
#include "corpus/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/hash.h"
#include <fuda/json.h>

corpus_names corpus_names_of(const fuda_reader_options *options)
{
    corpus_names names = {.id = "id",     .title = "title", .text = "text", .lang = "lang",
                          .date = "date", .codes = "codes", .group = "group"};

    if (options == NULL)
        return names;
    if (options->id_field != NULL)
        names.id = options->id_field;
    if (options->title_field != NULL)
        names.title = options->title_field;
    if (options->text_field != NULL)
        names.text = options->text_field;
    if (options->lang_field != NULL)
        names.lang = options->lang_field;
    if (options->date_field != NULL)
        names.date = options->date_field;
    if (options->codes_field != NULL)
        names.codes = options->codes_field;
    if (options->group_field != NULL)
        names.group = options->group_field;
    names.label = options->label_field;
    names.chosen = options->id_field != NULL || options->title_field != NULL || options->text_field != NULL;
    return names;
}

static bool same(const char *field, size_t len, const char *name)
{
    return strlen(name) == len && memcmp(field, name, len) == 0;
}

corpus_role corpus_role_of(const corpus_names *names, const char *field, size_t len)
{
    static const struct {
        const char *name;
        corpus_role role;
    } fixed[] = {
        {"maybe", CORPUS_MAYBE}, {"fields", CORPUS_FIELDS}, {"source", CORPUS_SOURCE}, {"p", CORPUS_P},
    };

    if (same(field, len, names->id))
        return CORPUS_ID;
    if (same(field, len, names->text))
        return CORPUS_TEXT;
    if (same(field, len, names->title))
        return CORPUS_TITLE;
    if (same(field, len, names->lang))
        return CORPUS_LANG;
    if (same(field, len, names->date))
        return CORPUS_DATE;
    if (same(field, len, names->codes))
        return CORPUS_CODES;
    if (same(field, len, names->group))
        return CORPUS_GROUP;
    /* A name of its own for the labels leaves the standard ones to mean nothing special. */
    if (names->label != NULL && same(field, len, names->label)) {
        return same(field, len, "labels")  ? CORPUS_LABELS
               : same(field, len, "label") ? CORPUS_LABEL
                                           : CORPUS_LABEL_ANY;
    }
    if (names->label == NULL && same(field, len, "label"))
        return CORPUS_LABEL;
    if (names->label == NULL && same(field, len, "labels"))
        return CORPUS_LABELS;
    for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++) {
        if (same(field, len, fixed[i].name))
            return fixed[i].role;
    }
    return CORPUS_EXTRA;
}

bool corpus_is_source(const char *text, size_t len)
{
    return same(text, len, "gold") || same(text, len, "predicted") || same(text, len, "abstained") ||
           same(text, len, "none");
}

bool corpus_generate_id(fuda_batch *batch, const char *base, size_t line, fuda_str *out)
{
    fuda_buf id = {0};
    bool ok;

    fuda_buf_addf(&id, "%s:%zu", base, line);
    ok = !id.failed && corpus_batch_str(batch, id.ptr, id.len, out);
    fuda_buf_release(&id);
    return ok;
}

bool corpus_unique(fuda_str *items, size_t *n)
{
    fuda_strtab seen = {0};
    size_t kept = 0;
    bool ok = true;

    for (size_t i = 0; i<*n && * n> 1 && ok; i++) {
        uint32_t known = seen.count;
        uint32_t id = fuda_strtab_add(&seen, items[i].ptr, items[i].len);
        if (id == known)
            items[kept++] = items[i];
        ok = id != FUDA_NO_ID;
    }
    if (*n > 1)
        *n = kept;
    fuda_strtab_release(&seen);
    return ok;
}

bool corpus_split(fuda_batch *batch, fuda_str text, const fuda_str **items, size_t *n)
{
    size_t count = 1;
    fuda_str *list;

    *items = NULL;
    *n = 0;
    for (size_t i = 0; i < text.len; i++)
        count += text.ptr[i] == ';';
    list = fuda_arena_alloc(&batch->arena, count * sizeof *list);
    if (list == NULL)
        return false;
    for (size_t from = 0; from <= text.len;) {
        const char *semicolon = from == text.len ? NULL : memchr(text.ptr + from, ';', text.len - from);
        size_t end = semicolon == NULL ? text.len : (size_t)(semicolon - text.ptr);
        size_t next = end + 1;
        while (from < end && memchr(" \t\r\n", text.ptr[from], 4) != NULL)
            from++;
        while (end > from && memchr(" \t\r\n", text.ptr[end - 1], 4) != NULL)
            end--;
        if (end > from)
            list[(*n)++] = (fuda_str){text.ptr + from, end - from};
        from = next;
    }
    *items = list;
    return corpus_unique(list, n);
}

bool corpus_add_field(fuda_batch *batch, fuda_document *document, const char *key, const char *value)
{
    fuda_json *json = fuda_json_new();
    fuda_buf all = {0};
    size_t len;
    bool ok = json != NULL;

    if (!ok)
        return false;
    fuda_json_object(json);
    fuda_json_key(json, key);
    fuda_json_cstring(json, value);
    fuda_json_object_end(json);
    const char *text = fuda_json_text(json, &len);
    ok = text != NULL;
    if (ok && document->fields.len > 2) { /* "{…}" and "{…}" become "{…,…}" */
        fuda_buf_add(&all, document->fields.ptr, document->fields.len - 1);
        fuda_buf_add_char(&all, ',');
        fuda_buf_add(&all, text + 1, len - 1);
    } else if (ok) {
        fuda_buf_add(&all, text, len);
    }
    ok = ok && !all.failed && corpus_batch_str(batch, all.ptr, all.len, &document->fields);
    fuda_buf_release(&all);
    fuda_json_free(json);
    return ok;
}

void corpus_real_text(double value, char out[40])
{
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(out, 40, "%.*g", digits, value);
        if (strtod(out, NULL) == value)
            break;
    }
    for (char *c = out; *c != '\0'; c++) {
        if (*c == ',')
            *c = '.';
    }
}
