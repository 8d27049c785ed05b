/* SPDX-License-Identifier: MIT */
/* Gathering a patent and making a record of it; patent_number.c knows numbers, dates and codes. */
#include "corpus/patent.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include <fuda/json.h>

static const char *const part_names[PART_COUNT] = {"title", "abstract", "claims", "description"};

/* ---- what the user wants --------------------------------------------------------------------- */

/* The next item of a comma-separated list; false at its end. */
static bool next_item(const char **list, const char **item, size_t *len)
{
    *list += strspn(*list, ", ");
    *item = *list;
    *len = strcspn(*list, ", ");
    *list += *len;
    return *len != 0;
}

static fuda_status parse_langs(const char *langs, corpus_parts *out, fuda_error *err)
{
    const char *item;
    size_t len;

    while (next_item(&langs, &item, &len)) {
        if (len >= sizeof out->langs[0] || out->nlang == sizeof out->langs / sizeof out->langs[0])
            return fuda_fail(err, FUDA_E_ARG, "'%.40s' is no list of at most %zu language codes", item,
                             sizeof out->langs / sizeof out->langs[0]);
        memcpy(out->langs[out->nlang], item, len);
        out->langs[out->nlang++][len] = '\0';
    }
    return FUDA_OK;
}

fuda_status corpus_parts_parse(const char *parts, const char *langs, corpus_parts *out, fuda_error *err)
{
    const char *item;
    size_t len;

    *out = (corpus_parts){0};
    parts = parts == NULL ? "title,abstract" : parts;
    while (next_item(&parts, &item, &len)) {
        int part = 0;
        bool twice = false;
        while (part < PART_COUNT && (strlen(part_names[part]) != len || memcmp(part_names[part], item, len) != 0))
            part++;
        if (part == PART_COUNT)
            return fuda_fail(err, FUDA_E_ARG, "part '%.*s' is none of title, abstract, claims, description",
                             (int)(len < 40 ? len : 40), item);
        for (size_t i = 0; i < out->n; i++)
            twice |= out->order[i] == (corpus_part)part;
        if (!twice)
            out->order[out->n++] = (corpus_part)part;
    }
    if (out->n == 0)
        return fuda_fail(err, FUDA_E_ARG, "no part of a patent is asked for");
    return parse_langs(langs == NULL ? "ja,zh,en" : langs, out, err);
}

/* ---- gathering ------------------------------------------------------------------------------- */

void corpus_patent_clear(corpus_patent *p)
{
    fuda_buf_clear(&p->text);
    p->country[0] = p->kind[0] = p->number[0] = p->date[0] = p->filed[0] = p->priority[0] = '\0';
    p->application[0] = p->family[0] = p->lang[0] = '\0';
    p->nparts = p->nnames = p->ncodes = p->images = p->line = p->unnamed = 0;
    p->failed = false;
}

void corpus_patent_release(corpus_patent *p)
{
    fuda_buf_release(&p->text);
    free(p->parts);
    free(p->names);
    free(p->codes);
    *p = (corpus_patent){0};
}

static fuda_str trimmed(const char *text, size_t len)
{
    while (len != 0 && (unsigned char)*text <= ' ') {
        text++;
        len--;
    }
    while (len != 0 && (unsigned char)text[len - 1] <= ' ')
        len--;
    return (fuda_str){text, len};
}

void corpus_patent_set(char *field, size_t size, const char *value, size_t len)
{
    fuda_str v = trimmed(value, len);

    if (field[0] != '\0' || v.len == 0)
        return;
    if (v.len > size - 1) { /* cut where a character begins */
        v.len = size - 1;
        while (v.len != 0 && ((unsigned char)v.ptr[v.len] & 0xC0) == 0x80)
            v.len--;
    }
    memcpy(field, v.ptr, v.len);
    field[v.len] = '\0';
}

void corpus_patent_priority(corpus_patent *patent, const char *text, size_t len)
{
    char date[16];

    corpus_date(text, len, date);
    if (date[0] != '\0' && (patent->priority[0] == '\0' || strcmp(date, patent->priority) < 0))
        memcpy(patent->priority, date, sizeof date);
}

static void add_span(corpus_patent *p, corpus_span **spans, size_t *n, size_t *cap, int kind, const char *lang,
                     const char *text, size_t len)
{
    corpus_span span = {.kind = kind, .start = p->text.len, .len = len};

    if (lang != NULL)
        PATENT_SET(span.lang, lang, strlen(lang));
    for (char *c = span.lang; *c != '\0'; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c + 32);
    fuda_buf_add(&p->text, text, len);
    if (p->text.failed || !FUDA_GROW(*spans, *cap, *n + 1)) {
        p->failed = true;
        return;
    }
    (*spans)[(*n)++] = span;
}

static bool has_span(const corpus_patent *p, const corpus_span *spans, size_t n, int kind, const char *text,
                     size_t len)
{
    for (size_t i = 0; i < n; i++)
        if (spans[i].kind == kind && spans[i].len == len && memcmp(p->text.ptr + spans[i].start, text, len) == 0)
            return true;
    return false;
}

void corpus_patent_part(corpus_patent *p, corpus_part part, const char *lang, const char *text, size_t len)
{
    fuda_str v = trimmed(text, len);

    if (v.len != 0)
        add_span(p, &p->parts, &p->nparts, &p->parts_cap, (int)part, lang, v.ptr, v.len);
}

void corpus_patent_name(corpus_patent *p, corpus_name_kind kind, const char *text, size_t len)
{
    enum { MOST = 2000 }; /* nothing real has more; the search below is quadratic */
    fuda_str v = trimmed(text, len);

    if (v.len != 0 && p->nnames < MOST && !has_span(p, p->names, p->nnames, (int)kind, v.ptr, v.len))
        add_span(p, &p->names, &p->nnames, &p->names_cap, (int)kind, NULL, v.ptr, v.len);
}

void corpus_patent_code(corpus_patent *p, const char *text, size_t len)
{
    enum { MOST = 2000 };
    char code[24];

    if (p->ncodes < MOST && corpus_code_normal(text, len, code) &&
        !has_span(p, p->codes, p->ncodes, 0, code, strlen(code)))
        add_span(p, &p->codes, &p->ncodes, &p->codes_cap, 0, NULL, code, strlen(code));
}

/* ---- the record ------------------------------------------------------------------------------ */

static const char *lang_of(const corpus_patent *p, const corpus_span *span)
{
    return span->lang[0] != '\0' ? span->lang : p->lang;
}

/* "zh" is what "zh", "zh-hans", "zh_tw" begin with. */
static bool same_lang(const char *lang, const char *wanted)
{
    size_t n = strlen(wanted);
    return strncmp(lang, wanted, n) == 0 && (lang[n] == '\0' || lang[n] == '-' || lang[n] == '_');
}

/* The version of a part in one language (NULL: the first one); NULL when there is none. */
static const corpus_span *find_part(const corpus_patent *p, corpus_part part, const char *lang)
{
    for (size_t i = 0; i < p->nparts; i++)
        if (p->parts[i].kind == (int)part && (lang == NULL || same_lang(lang_of(p, &p->parts[i]), lang)))
            return &p->parts[i];
    return NULL;
}

/* One language for all parts, if one has all those that there are; else each part its own best. */
static void choose(const corpus_patent *p, const corpus_parts *want, const corpus_span *chosen[PART_COUNT])
{
    for (size_t l = 0; l < want->nlang; l++) {
        bool all = true;
        for (size_t i = 0; i < want->n; i++) {
            chosen[i] = find_part(p, want->order[i], want->langs[l]);
            all &= chosen[i] != NULL || find_part(p, want->order[i], NULL) == NULL;
        }
        if (all)
            return;
    }
    for (size_t i = 0; i < want->n; i++) {
        chosen[i] = NULL;
        for (size_t l = 0; l < want->nlang && chosen[i] == NULL; l++)
            chosen[i] = find_part(p, want->order[i], want->langs[l]);
        if (chosen[i] == NULL)
            chosen[i] = find_part(p, want->order[i], NULL);
    }
}

static fuda_str text_of(const corpus_patent *p, const corpus_span *span)
{
    return (fuda_str){p->text.ptr + span->start, span->len};
}

/* Why there is nothing to read. */
static void explain_empty(const corpus_patent *p, const corpus_parts *want, fuda_record *record)
{
    char asked[64] = "", there[64] = "";

    for (size_t i = 0; i < want->n; i++)
        snprintf(asked + strlen(asked), sizeof asked - strlen(asked), "%s%s", i == 0 ? "" : ", ",
                 part_names[want->order[i]]);
    for (int i = 0; i < PART_COUNT; i++)
        if (find_part(p, (corpus_part)i, NULL) != NULL)
            snprintf(there + strlen(there), sizeof there - strlen(there), "%s%s", there[0] == '\0' ? "" : ",",
                     part_names[i]);
    record->status = FUDA_E_FORMAT;
    if (there[0] != '\0')
        fuda_fail_at(&record->error, FUDA_E_FORMAT, p->line, 0,
                     "the patent has no text for %s; it has what --parts %s would take", asked, there);
    else
        fuda_fail_at(&record->error, FUDA_E_FORMAT, p->line, 0, "the patent has no text%s",
                     p->images > 0 ? ": its pages are images" : "");
}

static void write_names(fuda_json *out, const corpus_patent *p, const char *key, corpus_name_kind kind)
{
    bool any = false;

    for (size_t i = 0; i < p->nnames; i++) {
        if (p->names[i].kind != (int)kind)
            continue;
        if (!any) {
            fuda_json_key(out, key);
            fuda_json_array(out);
        }
        any = true;
        fuda_json_string(out, p->text.ptr + p->names[i].start, p->names[i].len);
    }
    if (any)
        fuda_json_array_end(out);
}

static void write_text(fuda_json *out, const char *key, const char *value)
{
    if (value[0] == '\0')
        return;
    fuda_json_key(out, key);
    fuda_json_cstring(out, value);
}

static void write_versions(fuda_json *out, const corpus_patent *p, const corpus_parts *want,
                           const corpus_span *const chosen[PART_COUNT])
{
    bool any = false;

    for (size_t i = 0; i < want->n; i++) {
        for (size_t j = 0; j < p->nparts; j++) {
            const corpus_span *span = &p->parts[j];
            if (span->kind != (int)want->order[i] || span == chosen[i])
                continue;
            if (!any) {
                fuda_json_key(out, "versions");
                fuda_json_array(out);
            }
            any = true;
            fuda_json_object(out);
            write_text(out, "part", part_names[want->order[i]]);
            write_text(out, "lang", lang_of(p, span));
            fuda_json_key(out, "text");
            fuda_json_string(out, p->text.ptr + span->start, span->len);
            fuda_json_object_end(out);
        }
    }
    if (any)
        fuda_json_array_end(out);
}

static fuda_status write_fields(const corpus_patent *p, const corpus_parts *want,
                                const corpus_span *const chosen[PART_COUNT], fuda_str extra, fuda_batch *batch,
                                fuda_document *doc)
{
    fuda_json *out = fuda_json_new();
    size_t len;
    bool langs = false;

    if (out == NULL)
        return FUDA_E_NOMEM;
    fuda_json_object(out);
    write_text(out, "country", p->country);
    write_text(out, "kind", p->kind);
    write_text(out, "application", p->application);
    write_text(out, "filed", p->filed);
    write_text(out, "priority", p->priority);
    write_names(out, p, "applicants", NAME_APPLICANT);
    write_names(out, p, "inventors", NAME_INVENTOR);
    write_names(out, p, "assignees", NAME_ASSIGNEE);
    for (size_t i = 0; i < want->n; i++) {
        if (chosen[i] == NULL || lang_of(p, chosen[i])[0] == '\0')
            continue;
        if (!langs) {
            fuda_json_key(out, "langs");
            fuda_json_object(out);
        }
        langs = true;
        write_text(out, part_names[want->order[i]], lang_of(p, chosen[i]));
    }
    if (langs)
        fuda_json_object_end(out);
    if (want->versions)
        write_versions(out, p, want, chosen);
    fuda_json_object_end(out);

    const char *text = fuda_json_text(out, &len);
    fuda_buf all = {0};
    bool ok = text != NULL;
    if (ok && extra.len != 0) { /* members behind ours */
        fuda_buf_add(&all, text, len - 1);
        fuda_buf_add_str(&all, len > 2 ? "," : "");
        fuda_buf_add(&all, extra.ptr, extra.len);
        fuda_buf_add_char(&all, '}');
        ok = !all.failed;
        text = all.ptr;
        len = all.len;
    }
    ok = ok && (len <= 2 || corpus_batch_str(batch, text, len, &doc->fields));
    fuda_buf_release(&all);
    fuda_json_free(out);
    return ok ? FUDA_OK : FUDA_E_NOMEM;
}

/* All parts but the title, in the order asked for, with an empty line between them. */
static bool join_parts(const corpus_patent *p, const corpus_parts *want,
                       const corpus_span *const chosen[PART_COUNT], fuda_batch *batch, fuda_document *doc)
{
    fuda_buf text = {0};
    bool ok = true;

    for (size_t i = 0; i < want->n && ok; i++) {
        if (chosen[i] == NULL)
            continue;
        fuda_str part = text_of(p, chosen[i]);
        if (want->order[i] == PART_TITLE) {
            ok = corpus_batch_str(batch, part.ptr, part.len, &doc->title);
        } else {
            fuda_buf_add_str(&text, text.len == 0 ? "" : "\n\n");
            fuda_buf_add(&text, part.ptr, part.len);
        }
        if (doc->lang.len == 0 || want->order[i] != PART_TITLE) { /* the text's language, else the title's */
            const char *lang = lang_of(p, chosen[i]);
            if (lang[0] != '\0' && (doc->lang.len == 0 || text.len == part.len))
                ok = ok && corpus_batch_str(batch, lang, strlen(lang), &doc->lang);
        }
    }
    ok = ok && !text.failed && (text.len == 0 || corpus_batch_str(batch, text.ptr, text.len, &doc->text));
    fuda_buf_release(&text);
    return ok;
}

static bool take_codes(const corpus_patent *p, fuda_batch *batch, fuda_document *doc)
{
    fuda_str *codes = fuda_arena_alloc(&batch->arena, (p->ncodes + 1) * sizeof *codes);

    if (codes == NULL)
        return false;
    for (size_t i = 0; i < p->ncodes; i++)
        if (!corpus_batch_str(batch, p->text.ptr + p->codes[i].start, p->codes[i].len, &codes[i]))
            return false;
    doc->codes = codes;
    doc->ncode = p->ncodes;
    return true;
}

fuda_status corpus_patent_record(corpus_patent *p, const corpus_parts *want, const char *base, fuda_str extra,
                                 fuda_batch *batch, fuda_record *record)
{
    const corpus_span *chosen[PART_COUNT] = {NULL};
    fuda_document *doc = &record->document;
    fuda_buf id = {0};
    bool any = false, ok = !p->failed;

    record->line = p->line;
    if (ok && corpus_publication_id(p->country, p->number, p->kind, &id))
        ok = !id.failed && corpus_batch_str(batch, id.ptr, id.len, &doc->id);
    else if (ok && p->unnamed == 0)
        ok = corpus_batch_str(batch, base, strlen(base), &doc->id);
    else if (ok)
        ok = corpus_generate_id(batch, base, p->unnamed, &doc->id);
    fuda_buf_release(&id);
    if (!ok)
        return FUDA_E_NOMEM;
    choose(p, want, chosen);
    for (size_t i = 0; i < want->n; i++)
        any |= chosen[i] != NULL;
    if (!any) {
        explain_empty(p, want, record);
        return FUDA_OK;
    }
    ok = join_parts(p, want, chosen, batch, doc) && take_codes(p, batch, doc) &&
         (p->date[0] == '\0' || corpus_batch_str(batch, p->date, strlen(p->date), &doc->date)) &&
         (p->family[0] == '\0' || corpus_batch_str(batch, p->family, strlen(p->family), &doc->group));
    return ok ? write_fields(p, want, chosen, extra, batch, doc) : FUDA_E_NOMEM;
}
