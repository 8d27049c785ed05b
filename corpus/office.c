/* SPDX-License-Identifier: MIT */
#include "corpus/office.h"

#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "corpus/collect.h"
#include "corpus/patent.h"
#include "corpus/xml.h"

typedef enum member_kind { MEMBER_OTHER, MEMBER_OOXML, MEMBER_SHEET, MEMBER_ODF, MEMBER_BOOK, MEMBER_PROPERTIES } member_kind;

/* One member's text, put in order when all are read: zips list slides as they like. */
typedef struct part {
    long order;
    fuda_buf text;
} part;

typedef struct office {
    corpus_page *out;
    size_t max, total;
    part *parts; /* [n] */
    size_t n, cap;
    /* the member being read */
    corpus_xml *xml;
    member_kind kind;
    corpus_collect collect;
    fuda_buf value; /* of a property */
    size_t depth, skip, inside;
    bool too_long;
} office;

static bool ends_with(const char *name, const char *end)
{
    size_t n = strlen(name), m = strlen(end);
    return n >= m && strcmp(name + n - m, end) == 0;
}

static member_kind kind_of(const char *name, long *order)
{
    const char *digits = name + strcspn(name, "0123456789");

    *order = strtol(digits, NULL, 10);
    if (strcmp(name, "docProps/core.xml") == 0 || strcmp(name, "meta.xml") == 0 || ends_with(name, ".opf"))
        return MEMBER_PROPERTIES;
    if (strcmp(name, "word/document.xml") == 0 || strcmp(name, "xl/sharedStrings.xml") == 0)
        return MEMBER_OOXML;
    if (strcmp(name, "word/footnotes.xml") == 0 || strcmp(name, "word/endnotes.xml") == 0) {
        *order = 1;
        return MEMBER_OOXML;
    }
    if (strncmp(name, "ppt/slides/slide", 16) == 0 && ends_with(name, ".xml"))
        return MEMBER_OOXML;
    if (strncmp(name, "xl/worksheets/sheet", 19) == 0 && ends_with(name, ".xml"))
        return MEMBER_SHEET; /* only strings that are written into the cells */
    if (strcmp(name, "content.xml") == 0)
        return MEMBER_ODF;
    if (ends_with(name, ".xhtml") || ends_with(name, ".html") || ends_with(name, ".htm"))
        return MEMBER_BOOK;
    return MEMBER_OTHER;
}

/* ---- events ---------------------------------------------------------------------------------- */

static bool is_paragraph(const char *name)
{
    return strcmp(name, "p") == 0 || strcmp(name, "h") == 0 || strcmp(name, "si") == 0 || strcmp(name, "is") == 0;
}

/* Readings above characters, changes that were taken back, remarks. */
static bool is_hidden(const char *name)
{
    return strcmp(name, "rPh") == 0 || strcmp(name, "rt") == 0 || strcmp(name, "ruby-text") == 0 ||
           strcmp(name, "tracked-changes") == 0 || strcmp(name, "annotation") == 0 || strcmp(name, "moveFrom") == 0;
}

static bool carries_text(const office *o, const char *name)
{
    switch (o->kind) {
    case MEMBER_OOXML:
        return strcmp(name, "t") == 0;
    case MEMBER_SHEET:
        return strcmp(name, "is") == 0;
    case MEMBER_ODF:
        return strcmp(name, "p") == 0 || strcmp(name, "h") == 0;
    case MEMBER_PROPERTIES:
        return strcmp(name, "title") == 0 || strcmp(name, "created") == 0 || strcmp(name, "creation-date") == 0 ||
               strcmp(name, "date") == 0 || strcmp(name, "language") == 0;
    case MEMBER_BOOK:
    case MEMBER_OTHER:
        break;
    }
    return false;
}

static void on_start(void *self, const char *name, const char *const *attributes)
{
    office *o = self;

    (void)attributes;
    o->depth++;
    if (o->skip == 0 && is_hidden(name))
        o->skip = o->depth;
    if (is_paragraph(name))
        corpus_collect_gap(&o->collect, GAP_BREAK);
    else if (strcmp(name, "tab") == 0 || strcmp(name, "s") == 0)
        corpus_collect_gap(&o->collect, GAP_BLANK);
    else if (strcmp(name, "br") == 0 || strcmp(name, "line-break") == 0)
        corpus_collect_gap(&o->collect, GAP_BREAK);
    if (o->inside == 0 && carries_text(o, name)) {
        o->inside = o->depth;
        fuda_buf_clear(&o->value);
    }
}

static void end_property(office *o, const char *name)
{
    corpus_page *page = o->out;

    if (o->value.len == 0)
        return;
    if (strcmp(name, "title") == 0) {
        if (page->title.len == 0)
            fuda_buf_add(&page->title, o->value.ptr, o->value.len);
    } else if (strcmp(name, "language") == 0) {
        corpus_patent_set(page->lang, sizeof page->lang, o->value.ptr, o->value.len);
    } else if (page->date[0] == '\0') {
        corpus_date(o->value.ptr, o->value.len, page->date);
    }
}

static void on_end(void *self, const char *name)
{
    office *o = self;

    if (o->inside == o->depth) {
        o->inside = 0;
        if (o->kind == MEMBER_PROPERTIES)
            end_property(o, name);
    }
    if (o->skip == o->depth)
        o->skip = 0;
    if (is_paragraph(name))
        corpus_collect_gap(&o->collect, GAP_BREAK);
    o->depth--;
}

static void on_text(void *self, const char *bytes, size_t len)
{
    office *o = self;

    if (o->inside == 0 || o->skip != 0 || o->too_long)
        return;
    if (o->kind == MEMBER_PROPERTIES) {
        if (o->value.len + len < 1000)
            fuda_buf_add(&o->value, bytes, len);
        return;
    }
    corpus_collect_text(&o->collect, bytes, len);
    o->total += len;
    o->too_long = o->total > o->max;
}

/* ---- members --------------------------------------------------------------------------------- */

static fuda_status read_xml(office *o, corpus_input *in, fuda_error *err)
{
    corpus_xml_state state = XML_AT_PAUSE;
    fuda_status st = FUDA_OK;

    corpus_xml_reset(o->xml);
    o->depth = o->skip = o->inside = 0;
    while (st == FUDA_OK && state != XML_AT_END && !o->too_long)
        st = corpus_xml_run(o->xml, in, &state, err);
    return st;
}

static fuda_status read_book(office *o, corpus_input *in, fuda_buf *text, fuda_error *err)
{
    fuda_buf html = {0};
    corpus_page page = {0};
    fuda_status st = corpus_input_rest(in, o->max - o->total, &html, &o->too_long, err);

    if (st == FUDA_OK && !o->too_long && html.len > 0) {
        st = corpus_html_text(html.ptr, html.len, true, &page) ? FUDA_OK : fuda_fail_nomem(err);
        if (page.text.len > 0)
            fuda_buf_add(text, page.text.ptr, page.text.len);
        o->total += page.text.len;
    }
    corpus_page_release(&page);
    fuda_buf_release(&html);
    return st;
}

static fuda_status read_member(office *o, corpus_archive *archive, member_kind kind, long order, fuda_error *err)
{
    corpus_input in;
    fuda_status st;

    if (!FUDA_GROW(o->parts, o->cap, o->n + 1))
        return fuda_fail_nomem(err);
    part *p = &o->parts[o->n++];
    *p = (part){.order = kind == MEMBER_BOOK ? (long)o->n : order};
    o->kind = kind;
    o->collect = corpus_collect_begin(&p->text);
    st = corpus_input_over(&in, corpus_archive_member(archive), err);
    if (st != FUDA_OK)
        return st;
    st = kind == MEMBER_BOOK ? read_book(o, &in, &p->text, err) : read_xml(o, &in, err);
    corpus_input_close(&in);
    if (st == FUDA_OK && o->too_long)
        st = fuda_fail(err, FUDA_E_FORMAT, "the text is longer than %zu bytes", o->max);
    return st == FUDA_OK && p->text.failed ? fuda_fail_nomem(err) : st;
}

static int by_order(const void *a, const void *b)
{
    const part *x = a, *y = b;
    return x->order < y->order ? -1 : x->order > y->order;
}

static fuda_status join(office *o, fuda_error *err)
{
    if (o->n > 0)
        qsort(o->parts, o->n, sizeof *o->parts, by_order);
    for (size_t i = 0; i < o->n; i++) {
        if (o->parts[i].text.len == 0)
            continue;
        fuda_buf_add_str(&o->out->text, o->out->text.len == 0 ? "" : "\n");
        fuda_buf_add(&o->out->text, o->parts[i].text.ptr, o->parts[i].text.len);
    }
    return o->out->text.failed || o->out->title.failed ? fuda_fail_nomem(err) : FUDA_OK;
}

static fuda_status read_all(office *o, corpus_archive *archive, fuda_error *err)
{
    bool found = false;

    for (;;) {
        const char *name;
        long order;
        fuda_status st = corpus_archive_next(archive, &name, err);
        if (st != FUDA_OK)
            return st;
        if (name == NULL)
            return found ? join(o, err)
                         : fuda_fail(err, FUDA_E_FORMAT, "a zip that is no document of an office program fuda knows");
        member_kind kind = kind_of(name, &order);
        if (kind == MEMBER_OTHER)
            continue;
        found |= kind != MEMBER_PROPERTIES;
        st = read_member(o, archive, kind, order, err);
        if (st != FUDA_OK)
            return st;
    }
}

fuda_status corpus_office_text(corpus_input *in, const corpus_budget *limits, size_t max, corpus_page *out,
                               fuda_error *err)
{
    static const corpus_xml_events events = {on_start, on_end, on_text};
    office o = {.out = out, .max = max};
    corpus_budget budget = {.ratio = limits->ratio, .most = limits->most};
    corpus_archive *archive = NULL;
    fuda_status st = corpus_archive_open(in, true, &budget, &archive, err);

    if (st == FUDA_OK) {
        o.xml = corpus_xml_new(&events, &o, max);
        st = o.xml == NULL ? fuda_fail_nomem(err) : read_all(&o, archive, err);
    }
    corpus_xml_free(o.xml);
    corpus_archive_free(archive);
    for (size_t i = 0; i < o.n; i++)
        fuda_buf_release(&o.parts[i].text);
    free(o.parts);
    fuda_buf_release(&o.value);
    return st;
}
