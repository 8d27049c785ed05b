/* SPDX-License-Identifier: MIT */
/* The events of one patent's XML, gathered into a corpus_patent; patent_paths.c says what an element is. */
#include "corpus/patent_xml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "corpus/collect.h"
#include "corpus/patent_paths.h"

enum { VALUE_MAX = 4096 }; /* bytes of a number, date, name */

struct corpus_patent_xml {
    corpus_xml *xml;
    const corpus_parts *want;
    size_t max;
    corpus_patent patent;
    bool wanted[PART_COUNT];
    fuda_buf path;    /* "/a/b" from the patent's element on */
    size_t depth;     /* elements open */
    size_t record;    /* depth of the patent's element; 0 outside */
    size_t skip;      /* depth of a subtree passed over; 0: none */
    path_kind kind;   /* what is being read … */
    size_t at;        /* … from the element of this depth on; 0: nothing */
    fuda_buf value;   /* of a field; parts go here first, too */
    corpus_collect collect;
    char lang[16];    /* of the part, or of the next title */
    bool ours;        /* references: the number is one to take */
    size_t reference; /* depth where `ours` was decided against; 0: not */
    bool full;        /* the part is as long as wanted, or the patent too long */
    bool too_long, ready, seen;
    size_t unnamed; /* patents without a number so far */
    char root[48];    /* of the document, for messages */
    /* names and symbols in pieces */
    name_piece piece;
    size_t piece_at;
    char pieces[PIECES][256];
    char symbol[SYMBOL_PIECES][64];
    bool foreign_scheme, both_roles;
    char variant[NAME_KINDS][12]; /* the first form in which names of a kind came */
};

static void start_person(corpus_patent_xml *r, const char *const *attributes)
{
    const char *variant = corpus_xml_attribute(attributes, "data-format");
    const char *type = corpus_xml_attribute(attributes, "app-type");
    char *first = r->variant[r->kind - PATH_APPLICANT];

    /* The same people come in several forms: normalised, transliterated, as filed. */
    if (variant == NULL)
        variant = "-";
    if (first[0] == '\0')
        snprintf(first, sizeof r->variant[0], "%s", variant);
    if (strncmp(first, variant, sizeof r->variant[0] - 1) != 0) {
        r->kind = PATH_NOTHING;
        r->at = 0;
        r->skip = r->depth;
        return;
    }
    r->both_roles = type != NULL && strcmp(type, "applicant-inventor") == 0;
    r->piece = PIECE_NONE;
    for (int i = 0; i < PIECES; i++)
        r->pieces[i][0] = '\0';
}

static void end_person(corpus_patent_xml *r)
{
    char name[5 * 256];
    size_t len = 0;

    if (r->pieces[PIECE_WHOLE][0] != '\0') {
        len = (size_t)snprintf(name, sizeof name, "%s", r->pieces[PIECE_WHOLE]);
        /* "NAME [JP]" of EPODOC, where the blank may be a wide one */
        if (len > 5 && name[len - 1] == ']' && name[len - 4] == '[') {
            len -= 4;
            while (len > 3 && memcmp(name + len - 3, "\xE2\x80\x82", 3) == 0)
                len -= 3;
        }
    } else {
        for (int i = PIECE_GIVEN; i <= PIECE_SUFFIX; i++)
            if (r->pieces[i][0] != '\0')
                len += (size_t)snprintf(name + len, sizeof name - len, "%s%s", len == 0 ? "" : " ", r->pieces[i]);
    }
    corpus_patent_name(&r->patent, (corpus_name_kind)(r->kind - PATH_APPLICANT), name, len);
    if (r->both_roles)
        corpus_patent_name(&r->patent, NAME_INVENTOR, name, len);
}

static void start_symbol(corpus_patent_xml *r)
{
    r->foreign_scheme = false;
    for (int i = 0; i < SYMBOL_PIECES; i++)
        r->symbol[i][0] = '\0';
}

static void end_symbol(corpus_patent_xml *r)
{
    char text[6 * 64];
    int len;

    if (r->foreign_scheme)
        return;
    if (r->symbol[SYMBOL_SECTION][0] != '\0')
        len = snprintf(text, sizeof text, "%s%s%s %s/%s", r->symbol[SYMBOL_SECTION], r->symbol[SYMBOL_CLASS],
                       r->symbol[SYMBOL_SUBCLASS], r->symbol[SYMBOL_GROUP], r->symbol[SYMBOL_SUBGROUP]);
    else
        len = snprintf(text, sizeof text, "%s", r->symbol[SYMBOL_TEXT]);
    corpus_patent_code(&r->patent, text, (size_t)len);
}

static corpus_part part_of(path_kind kind)
{
    return (corpus_part)(kind - PATH_TITLE);
}

static bool is_part(path_kind kind)
{
    return kind >= PATH_TITLE && kind <= PATH_DESCRIPTION;
}

static bool is_person(path_kind kind)
{
    return kind >= PATH_APPLICANT && kind <= PATH_ASSIGNEE;
}

static void end_value(corpus_patent_xml *r)
{
    corpus_patent *p = &r->patent;
    const char *text = r->value.len == 0 ? "" : r->value.ptr;
    size_t len = r->value.len;
    char date[16];

    switch (r->kind) {
    case PATH_COUNTRY:
        if (r->reference == 0)
            PATENT_SET(p->country, text, len);
        break;
    case PATH_NUMBER:
        if (r->reference == 0)
            PATENT_SET(p->number, text, len);
        break;
    case PATH_KIND:
        if (r->reference == 0)
            PATENT_SET(p->kind, text, len);
        break;
    case PATH_APPLICATION:
        if (r->reference == 0)
            PATENT_SET(p->application, text, len);
        break;
    case PATH_DATE:
        corpus_date(text, len, date);
        PATENT_SET(p->date, date, strlen(date));
        break;
    case PATH_FILED:
        corpus_date(text, len, date);
        PATENT_SET(p->filed, date, strlen(date));
        break;
    case PATH_PRIORITY:
        corpus_patent_priority(p, text, len);
        break;
    case PATH_CODE:
        corpus_patent_code(p, text, len);
        break;
    case PATH_TITLE_LANG:
        snprintf(r->lang, sizeof r->lang, "%.*s", (int)(len < 8 ? len : 8), text);
        break;
    default:
        if (is_part(r->kind)) {
            corpus_patent_part(p, part_of(r->kind), r->lang, text, len);
            r->lang[0] = '\0';
        } else if (is_person(r->kind)) {
            end_person(r);
        } else if (r->kind == PATH_SYMBOL) {
            end_symbol(r);
        }
    }
    p->failed |= r->value.failed;
    r->kind = PATH_NOTHING;
    r->at = 0;
}

/* The attributes that many offices put on the patent's own element. */
static void start_patent(corpus_patent_xml *r, const char *name, const char *const *attributes)
{
    static const struct {
        const char *name;
        size_t offset, size;
    } fields[] = {
#define FIELD(name, field) {name, offsetof(corpus_patent, field), sizeof((corpus_patent *)NULL)->field}
        FIELD("doc-number", number), FIELD("docNumber", number), FIELD("kind", kind),
        FIELD("kind-of-st16", kind), FIELD("family-id", family), FIELD("lang", lang),
        FIELD("languageCode", lang),
#undef FIELD
    };
    corpus_patent *p = &r->patent;
    char date[16];

    corpus_patent_clear(p);
    p->line = corpus_xml_line(r->xml);
    r->record = r->depth;
    r->at = r->skip = r->reference = 0;
    r->kind = PATH_NOTHING;
    r->too_long = false;
    r->seen = true;
    r->lang[0] = '\0';
    for (int i = 0; i < NAME_KINDS; i++)
        r->variant[i][0] = '\0';
    fuda_buf_clear(&r->path);
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        const char *value = corpus_xml_attribute(attributes, fields[i].name);
        if (value != NULL)
            corpus_patent_set((char *)p + fields[i].offset, fields[i].size, value, strlen(value));
    }
    const char *published = corpus_xml_attribute(attributes, "date-publ");
    if (published == NULL)
        published = corpus_xml_attribute(attributes, "datePublication");
    if (published != NULL) {
        corpus_date(published, strlen(published), date);
        PATENT_SET(p->date, date, strlen(date));
    }
    /* A country without a number is where the file is from, which is the same here. */
    const char *country = corpus_xml_attribute(attributes, "country");
    if (country != NULL)
        PATENT_SET(p->country, country, strlen(country));
    else if (strcmp(name, "patent-application-publication") == 0)
        PATENT_SET(p->country, "US", 2);
    for (char *c = p->lang; *c != '\0'; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c + 32);
}

/* What an office writes its own documents in, where the XML does not say. */
static const char *office_lang(const char *name, const char *country)
{
    if (strcmp(name, "exchange-document") == 0 || strcmp(name, "fulltext-document") == 0)
        return "";
    return strcmp(country, "US") == 0 ? "en" : strcmp(country, "JP") == 0 ? "ja" : strcmp(country, "CN") == 0 ? "zh" : "";
}

static void start_value(corpus_patent_xml *r, path_kind kind, const char *const *attributes)
{
    const char *lang = corpus_xml_attribute(attributes, "lang");

    r->kind = kind;
    r->at = r->depth;
    fuda_buf_clear(&r->value);
    r->collect = corpus_collect_begin(&r->value);
    r->full = false;
    if (lang == NULL)
        lang = corpus_xml_attribute(attributes, "languageCode");
    if (is_part(kind) && lang != NULL)
        snprintf(r->lang, sizeof r->lang, "%.8s", lang);
    if (is_person(kind))
        start_person(r, attributes);
    else if (kind == PATH_SYMBOL)
        start_symbol(r);
}

/* An element inside of what is being read. */
static void start_inside(corpus_patent_xml *r, const char *name, const char *const *attributes)
{
    if (is_part(r->kind)) {
        if (corpus_path_is_hidden(name))
            r->skip = r->depth;
        else if (corpus_path_is_block(name))
            corpus_collect_gap(&r->collect, GAP_BREAK);
        else if (strcmp(name, "br") == 0 || strcmp(name, "Br") == 0)
            corpus_collect_gap(&r->collect, GAP_LINE);
    } else if (is_person(r->kind)) {
        name_piece piece = corpus_path_piece(name);
        if (piece != PIECE_NONE) {
            r->piece = piece;
            r->piece_at = r->depth;
            fuda_buf_clear(&r->value);
            r->collect = corpus_collect_begin(&r->value);
        }
    } else if (r->kind == PATH_SYMBOL) {
        const char *scheme = corpus_xml_attribute(attributes, "scheme");
        if (scheme != NULL && strncmp(scheme, "CPC", 3) != 0 && strncmp(scheme, "IPC", 3) != 0)
            r->foreign_scheme = true;
        fuda_buf_clear(&r->value);
        r->collect = corpus_collect_begin(&r->value);
    }
}

static void on_start(void *self, const char *name, const char *const *attributes)
{
    corpus_patent_xml *r = self;

    if (r->depth++ == 0)
        snprintf(r->root, sizeof r->root, "%.40s", name);
    if (r->record == 0) {
        if (!corpus_path_is_patent(name))
            return;
        start_patent(r, name, attributes);
    }
    fuda_buf_add_char(&r->path, '/');
    fuda_buf_add_str(&r->path, name);
    if (corpus_path_is_image(name))
        r->patent.images++;
    if (r->skip != 0)
        return;
    if (r->at != 0) {
        start_inside(r, name, attributes);
        return;
    }
    path_kind kind = r->path.failed ? PATH_NOTHING : corpus_path_kind(r->path.ptr, r->path.len);
    if (kind == PATH_SKIP) {
        r->skip = r->depth;
    } else if (kind == PATH_REFERENCE) {
        const char *form = corpus_xml_attribute(attributes, "data-format");
        if (form == NULL)
            form = corpus_xml_attribute(attributes, "document-id-type");
        if (r->reference == 0 && form != NULL && (strcmp(form, "epodoc") == 0 || strcmp(form, "original") == 0))
            r->reference = r->depth;
    } else if (kind != PATH_NOTHING) {
        start_value(r, kind, attributes);
    }
}

static void copy_value(const corpus_patent_xml *r, char *out, size_t size)
{
    if (r->value.len != 0)
        corpus_patent_set(out, size, r->value.ptr, r->value.len);
}

static void end_inside(corpus_patent_xml *r, const char *name)
{
    if (is_part(r->kind)) {
        if (corpus_path_is_block(name))
            corpus_collect_gap(&r->collect, GAP_BREAK);
    } else if (is_person(r->kind) && r->piece != PIECE_NONE && r->depth == r->piece_at) {
        copy_value(r, r->pieces[r->piece], sizeof r->pieces[0]);
        r->piece = PIECE_NONE;
    } else if (r->kind == PATH_SYMBOL) {
        symbol_piece piece = corpus_path_symbol(name);
        if (piece != SYMBOL_PIECES)
            copy_value(r, r->symbol[piece], sizeof r->symbol[0]);
        fuda_buf_clear(&r->value);
        r->collect = corpus_collect_begin(&r->value);
    }
}

static void on_end(void *self, const char *name)
{
    corpus_patent_xml *r = self;

    if (r->record != 0) {
        if (r->skip == 0 && r->at == r->depth)
            end_value(r);
        else if (r->skip == 0 && r->at != 0)
            end_inside(r, name);
        if (r->skip == r->depth)
            r->skip = 0;
        if (r->reference == r->depth)
            r->reference = 0;
        if (!r->path.failed)
            r->path.len -= strlen(name) + 1;
        if (r->record == r->depth) {
            const char *lang = office_lang(name, r->patent.country);
            PATENT_SET(r->patent.lang, lang, strlen(lang));
            r->record = 0;
            r->ready = true;
            corpus_xml_pause(r->xml);
        }
    }
    r->depth--;
}

static void on_text(void *self, const char *bytes, size_t len)
{
    corpus_patent_xml *r = self;

    if (r->record == 0 || r->at == 0 || r->skip != 0 || r->full)
        return;
    if (!is_part(r->kind)) {
        r->full = r->value.len > VALUE_MAX;
        if (is_person(r->kind))
            corpus_collect_text(&r->collect, bytes, len);
        else /* symbols may stand in columns, whose blanks count */
            fuda_buf_add(&r->value, bytes, len);
        return;
    }
    corpus_collect_text(&r->collect, bytes, len);
    /* Of a part nobody asked for it is enough to know that it is there. */
    if (!r->wanted[part_of(r->kind)])
        r->full = r->value.len > 0;
    else if (r->patent.text.len + r->value.len > r->max)
        r->full = r->too_long = true;
}

/* ---- the reader ------------------------------------------------------------------------------ */

corpus_patent_xml *corpus_patent_xml_new(const corpus_parts *parts, size_t max)
{
    static const corpus_xml_events events = {on_start, on_end, on_text};
    corpus_patent_xml *r = calloc(1, sizeof *r);

    if (r == NULL)
        return NULL;
    r->xml = corpus_xml_new(&events, r, max);
    r->want = parts;
    r->max = max;
    for (size_t i = 0; i < parts->n; i++)
        r->wanted[parts->order[i]] = true;
    if (r->xml == NULL) {
        free(r);
        return NULL;
    }
    return r;
}

void corpus_patent_xml_free(corpus_patent_xml *r)
{
    if (r == NULL)
        return;
    corpus_xml_free(r->xml);
    corpus_patent_release(&r->patent);
    fuda_buf_release(&r->path);
    fuda_buf_release(&r->value);
    free(r);
}

static void forget(corpus_patent_xml *r)
{
    r->depth = r->record = 0;
    r->ready = r->seen = false;
    r->root[0] = '\0';
}

void corpus_patent_xml_reset(corpus_patent_xml *r)
{
    r->unnamed = 0;
    corpus_xml_reset(r->xml);
    forget(r);
}

static fuda_status add_error(corpus_patent_xml *r, fuda_batch *batch, const fuda_error *failure, fuda_error *err)
{
    fuda_record *record = corpus_batch_add(batch);
    fuda_buf id = {0};
    bool ok = record != NULL;

    if (ok) {
        record->status = failure->status;
        record->error = *failure;
        record->line = failure->line;
        if (r->record != 0 && r->patent.number[0] != '\0' &&
            corpus_publication_id(r->patent.country, r->patent.number, r->patent.kind, &id))
            ok = !id.failed && corpus_batch_str(batch, id.ptr, id.len, &record->document.id);
    }
    fuda_buf_release(&id);
    return ok ? FUDA_OK : fuda_fail_nomem(err);
}

static fuda_status add_patent(corpus_patent_xml *r, const char *base, fuda_batch *batch, fuda_error *err)
{
    fuda_error failure;
    fuda_record *record;

    r->ready = false;
    if (r->too_long) {
        r->record = 1; /* its number is known */
        fuda_fail_at(&failure, FUDA_E_FORMAT, r->patent.line, 0, "the patent is longer than %zu bytes", r->max);
        fuda_status st = add_error(r, batch, &failure, err);
        r->record = 0;
        return st;
    }
    /* A file of one patent needs no line in the id. */
    if (r->patent.number[0] == '\0' && r->unnamed++ > 0)
        r->patent.unnamed = r->unnamed;
    record = corpus_batch_add(batch);
    if (record == NULL || r->path.failed ||
        corpus_patent_record(&r->patent, r->want, base, (fuda_str){0}, batch, record) != FUDA_OK)
        return fuda_fail_nomem(err);
    return FUDA_OK;
}

fuda_status corpus_patent_xml_next(corpus_patent_xml *r, corpus_input *in, const char *base, fuda_batch *batch,
                                   bool *end, fuda_error *err)
{
    *end = false;
    for (;;) {
        corpus_xml_state state;
        fuda_error failure = {0};
        fuda_status st = corpus_xml_run(r->xml, in, &state, &failure);

        if (st == FUDA_E_FORMAT) {
            st = add_error(r, batch, &failure, err);
            forget(r);
            return st;
        }
        if (st != FUDA_OK) {
            if (err != NULL)
                *err = failure;
            return st;
        }
        if (state == XML_AT_END) {
            *end = true;
            return FUDA_OK;
        }
        if (state == XML_AT_DOCUMENT && !r->seen) {
            fuda_fail_at(&failure, FUDA_E_FORMAT, corpus_xml_line(r->xml), 0,
                         "the XML's element <%s> is no patent format that fuda knows", r->root);
            forget(r);
            return add_error(r, batch, &failure, err);
        }
        bool ready = r->ready;
        if (state == XML_AT_DOCUMENT)
            forget(r);
        if (ready)
            return add_patent(r, base, batch, err);
    }
}
