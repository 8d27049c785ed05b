/* SPDX-License-Identifier: MIT */
#include "corpus/html_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/utf8.h"
#include "corpus/collect.h"
#include "corpus/html_scan.h"
#include "corpus/patent.h"

enum {
    DEEPEST = 400, /* open elements that are tracked; deeper ones count as text of these */
    LONG = 80,     /* weight of a block that is text by itself: a line or so */
    SHORT = 25     /* … of one that is text between texts */
};

typedef enum mark { MARK_ASIDE = 1, MARK_MAIN = 2, MARK_HEADING = 4, MARK_LINK = 8, MARK_HEADER = 16 } mark;

typedef struct block {
    size_t start, len;
    size_t weight, links; /* characters, Chinese and Japanese ones counted as two and a half; of them in links */
    unsigned marks;
    bool keep;
} block;

typedef struct element {
    char name[16];
    unsigned marks; /* its own and those around it */
} element;

typedef struct page_scan {
    corpus_page *page;
    fuda_buf all, piece; /* text of all blocks; one token's */
    block *blocks;       /* [n] */
    size_t n, cap;
    corpus_collect collect;
    size_t weight, links;
    element open[DEEPEST];
    size_t depth;
    bool in_title, in_heading, failed;
    fuda_buf heading; /* the first <h1> */
} page_scan;

static bool listed(const char *const *names, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}
#define LISTED(names, name) listed(names, sizeof(names) / sizeof(names)[0], name)

static bool is_inline(const char *name)
{
    static const char *const names[] = {"a",    "b",    "i",   "em",   "strong", "span", "sub",  "sup",     "u",    "s",
                                        "small", "code", "kbd", "abbr", "cite",   "q",    "mark", "font",    "time", "label",
                                        "img",  "bdi",  "ruby", "rb",  "rt",     "rp",   "wbr",  "tt",      "var",  "samp",
                                        "ins",  "del",  "big", "acronym", "bdo", "dfn",  "data", "picture", "source"};
    return LISTED(names, name);
}

static bool is_void(const char *name)
{
    static const char *const names[] = {"br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed",
                                        "source", "track", "wbr", "param"};
    return LISTED(names, name);
}

static bool contains(fuda_str text, const char *word)
{
    size_t n = strlen(word);

    for (size_t i = 0; i + n <= text.len; i++)
        if (strncasecmp(text.ptr + i, word, n) == 0)
            return true;
    return false;
}

/* By class names and ids that web designers use. */
static bool looks_aside(fuda_str attributes)
{
    static const char *const words[] = {"navbar",  "nav-",    "-nav",    "menu",   "footer", "sidebar", "breadcrumb",
                                        "cookie",  "comment", "share",   "social", "related", "advert", "banner",
                                        "popup",   "promo",   "pagination", "toolbar", "subscribe", "newsletter"};
    fuda_str class = corpus_html_attribute(attributes, "class"), id = corpus_html_attribute(attributes, "id");

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (contains(class, words[i]) || contains(id, words[i]))
            return true;
    return false;
}

static unsigned marks_of(const html_token *t)
{
    static const char *const asides[] = {"nav", "footer", "aside", "menu", "dialog", "rt", "rp", "select", "button"};
    static const char *const containers[] = {"div", "ul", "ol", "section", "p", "table"};
    fuda_str role = corpus_html_attribute(t->attributes, "role");
    unsigned marks = 0;

    if (LISTED(asides, t->name) || contains(role, "navigation") || contains(role, "contentinfo"))
        marks |= MARK_ASIDE;
    if (strcmp(t->name, "main") == 0 || strcmp(t->name, "article") == 0 || contains(role, "main"))
        marks |= MARK_MAIN;
    if (t->name[0] == 'h' && t->name[1] >= '1' && t->name[1] <= '6' && t->name[2] == '\0')
        marks |= MARK_HEADING;
    if (strcmp(t->name, "a") == 0)
        marks |= MARK_LINK;
    if (strcmp(t->name, "header") == 0)
        marks |= MARK_HEADER;
    if (marks == 0 && LISTED(containers, t->name) && looks_aside(t->attributes))
        marks |= MARK_ASIDE;
    return marks;
}

/* ---- blocks ---------------------------------------------------------------------------------- */

static unsigned present_marks(const page_scan *s)
{
    return s->depth == 0 ? 0 : s->open[s->depth - 1].marks;
}

static void end_block(page_scan *s)
{
    size_t len = s->all.len - s->collect.start;

    if (len > 0) {
        if (!FUDA_GROW(s->blocks, s->cap, s->n + 1)) {
            s->failed = true;
            return;
        }
        s->blocks[s->n++] = (block){.start = s->collect.start, .len = len, .weight = s->weight, .links = s->links,
                                    .marks = present_marks(s)};
    }
    s->collect = corpus_collect_begin(&s->all);
    s->weight = s->links = 0;
}

static size_t weight_of(fuda_str text)
{
    size_t pos = 0, twice = 0;

    while (pos < text.len) {
        uint32_t c = fuda_utf8_next(text.ptr, text.len, &pos);
        if (c >= ' ')
            twice += c >= 0x2E80 ? 5 : 2;
    }
    return twice / 2;
}

static void take_text(page_scan *s, fuda_str raw)
{
    fuda_buf_clear(&s->piece);
    corpus_html_unescape(raw, &s->piece);
    if (s->piece.len == 0)
        return;
    fuda_str text = {s->piece.ptr, s->piece.len};
    size_t weight = weight_of(text);
    corpus_collect_text(&s->collect, text.ptr, text.len);
    if (s->in_heading)
        fuda_buf_add(&s->heading, text.ptr, text.len);
    s->weight += weight;
    if ((present_marks(s) & MARK_LINK) != 0)
        s->links += weight;
}

/* ---- what the page says of itself ------------------------------------------------------------ */

static void set_date(corpus_page *page, fuda_str text)
{
    if (page->date[0] == '\0')
        corpus_date(text.ptr, text.len, page->date);
}

static void take_meta(page_scan *s, fuda_str attributes)
{
    static const char *const dates[] = {"article:published_time", "datePublished", "date",     "dc.date",
                                        "dc.date.issued",         "pubdate",       "publish-date", "citation_date",
                                        "citation_publication_date", "dcterms.date"};
    fuda_str name = corpus_html_attribute(attributes, "property"),
             content = corpus_html_attribute(attributes, "content");

    if (name.ptr == NULL)
        name = corpus_html_attribute(attributes, "name");
    if (name.ptr == NULL)
        name = corpus_html_attribute(attributes, "itemprop");
    if (name.ptr == NULL || content.len == 0)
        return;
    for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++)
        if (strlen(dates[i]) == name.len && strncasecmp(dates[i], name.ptr, name.len) == 0)
            set_date(s->page, content);
    if (name.len == 8 && strncasecmp(name.ptr, "og:title", 8) == 0) {
        fuda_buf_clear(&s->page->title);
        corpus_html_unescape(content, &s->page->title);
    }
}

static void take_script(page_scan *s, fuda_str text)
{
    static const char key[] = "\"datePublished\"";

    for (size_t i = 0; i + sizeof key < text.len && s->page->date[0] == '\0'; i++) {
        if (memcmp(text.ptr + i, key, sizeof key - 1) != 0)
            continue;
        for (i += sizeof key - 1; i < text.len && strchr(" :\"\n", text.ptr[i]) != NULL && text.ptr[i] != '\0';)
            i++;
        set_date(s->page, (fuda_str){text.ptr + i, text.len - i < 10 ? text.len - i : 10});
    }
}

/* ---- tags ------------------------------------------------------------------------------------ */

static void open_element(page_scan *s, const html_token *t)
{
    unsigned marks = present_marks(s) | marks_of(t);

    if (strcmp(t->name, "meta") == 0)
        take_meta(s, t->attributes);
    if (strcmp(t->name, "html") == 0) {
        fuda_str lang = corpus_html_attribute(t->attributes, "lang");
        if (lang.ptr == NULL)
            lang = corpus_html_attribute(t->attributes, "xml:lang");
        if (lang.len > 0 && lang.len < sizeof s->page->lang)
            memcpy(s->page->lang, lang.ptr, lang.len);
    }
    if (strcmp(t->name, "time") == 0) {
        fuda_str date = corpus_html_attribute(t->attributes, "datetime");
        if (date.ptr != NULL)
            set_date(s->page, date);
    }
    if (strcmp(t->name, "br") == 0)
        corpus_collect_gap(&s->collect, GAP_BREAK);
    else if (!is_inline(t->name))
        end_block(s);
    if (t->empty || is_void(t->name) || s->depth == DEEPEST)
        return;
    element *e = &s->open[s->depth++];
    memcpy(e->name, t->name, sizeof e->name);
    e->marks = marks;
    s->in_title = strcmp(t->name, "title") == 0;
    s->in_heading |= strcmp(t->name, "h1") == 0 && s->heading.len == 0;
}

static void close_element(page_scan *s, const html_token *t)
{
    size_t i = s->depth;

    if (!is_inline(t->name))
        end_block(s);
    if (strcmp(t->name, "h1") == 0)
        s->in_heading = false;
    while (i > 0 && strcmp(s->open[i - 1].name, t->name) != 0)
        i--;
    if (i > 0) /* what was left open inside ends with it */
        s->depth = i - 1;
}

static void take_token_text(page_scan *s, const html_token *t)
{
    const char *around = s->depth == 0 ? "" : s->open[s->depth - 1].name;

    if (strcmp(around, "title") == 0) {
        if (s->page->title.len == 0)
            corpus_html_unescape(t->text, &s->page->title);
    } else if (strcmp(around, "script") == 0) {
        take_script(s, t->text);
    } else if (strcmp(around, "style") != 0 && strcmp(around, "noscript") != 0 && strcmp(around, "template") != 0 &&
               strcmp(around, "svg") != 0 && strcmp(around, "textarea") != 0 && strcmp(around, "iframe") != 0) {
        take_text(s, t->text);
    }
}

/* ---- the choice ------------------------------------------------------------------------------ */

static bool is_aside(const block *b)
{
    return (b->marks & MARK_ASIDE) != 0 || ((b->marks & MARK_HEADER) != 0 && (b->marks & MARK_MAIN) == 0);
}

static void choose_blocks(page_scan *s)
{
    size_t all = 0, inside = 0;

    for (size_t i = 0; i < s->n; i++) {
        if (is_aside(&s->blocks[i]))
            continue;
        all += s->blocks[i].weight;
        inside += (s->blocks[i].marks & MARK_MAIN) != 0 ? s->blocks[i].weight : 0;
    }
    bool believe = inside * 4 > all && inside > LONG;
    for (size_t i = 0; i < s->n; i++) {
        block *b = &s->blocks[i];
        bool candidate = !is_aside(b) && b->links * 2 <= b->weight && !(believe && (b->marks & MARK_MAIN) == 0);
        b->keep = candidate && b->weight >= LONG;
        b->weight = candidate ? b->weight : 0;
    }
    for (size_t i = 0; i < s->n; i++) { /* what stands between texts, and headings above them */
        block *b = &s->blocks[i];
        if (b->keep || b->weight == 0)
            continue;
        bool before = i > 0 && s->blocks[i - 1].keep, behind = false;
        for (size_t k = i + 1; k < s->n && k <= i + 3 && !behind; k++)
            behind = s->blocks[k].keep && s->blocks[k].weight >= LONG;
        b->keep = (b->marks & MARK_HEADING) != 0 ? behind : (before && behind) || (before && b->weight >= SHORT);
    }
}

static void write_text(page_scan *s, bool whole)
{
    bool any = false;

    if (!whole)
        choose_blocks(s);
    for (size_t i = 0; i < s->n; i++)
        any |= s->blocks[i].keep;
    for (size_t i = 0; i < s->n; i++) {
        /* Nothing looked like text: a short page; then all of it but what is certainly beside it. */
        if (whole || s->blocks[i].keep || (!any && !is_aside(&s->blocks[i]))) {
            fuda_buf_add_str(&s->page->text, s->page->text.len == 0 ? "" : "\n");
            fuda_buf_add(&s->page->text, s->all.ptr + s->blocks[i].start, s->blocks[i].len);
        }
    }
}

static void tidy(fuda_buf *text)
{
    fuda_buf out = {0};
    corpus_collect c = corpus_collect_begin(&out);

    if (text->len > 0)
        corpus_collect_text(&c, text->ptr, text->len);
    fuda_buf_release(text);
    *text = out;
}

void corpus_page_release(corpus_page *page)
{
    fuda_buf_release(&page->text);
    fuda_buf_release(&page->title);
}

bool corpus_html_text(const char *html, size_t len, bool whole, corpus_page *out)
{
    page_scan *s = calloc(1, sizeof *s);
    html_scan scan = {.at = html, .end = html + len};
    html_token t;

    if (s == NULL)
        return false;
    s->page = out;
    s->collect = corpus_collect_begin(&s->all);
    while ((t = corpus_html_next(&scan)).kind != HTML_END && !s->failed) {
        if (t.kind == HTML_TEXT)
            take_token_text(s, &t);
        else if (t.kind == HTML_OPEN)
            open_element(s, &t);
        else
            close_element(s, &t);
    }
    end_block(s);
    write_text(s, whole);
    if (out->title.len == 0 && s->heading.len > 0)
        fuda_buf_add(&out->title, s->heading.ptr, s->heading.len);
    tidy(&out->title);
    bool ok = !s->failed && !s->all.failed && !s->piece.failed && !s->heading.failed && !out->text.failed &&
              !out->title.failed;
    fuda_buf_release(&s->all);
    fuda_buf_release(&s->piece);
    fuda_buf_release(&s->heading);
    free(s->blocks);
    free(s);
    return ok;
}
