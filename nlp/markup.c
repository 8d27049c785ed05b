/* SPDX-License-Identifier: MIT */
#include "nlp/markup.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"

enum {
    LONGEST_TAG = 2000, /* bytes */
    LONGEST_NAME = 64   /* bytes of a mail address' first part, of an entity's name */
};

void nlp_marks_release(nlp_marks *marks)
{
    free(marks->items);
    *marks = (nlp_marks){0};
}

static bool is_letter(char c)
{
    return ((unsigned char)c | 32u) - 'a' < 26u;
}

static bool is_digit(char c)
{
    return (unsigned char)c - (unsigned)'0' < 10u;
}

static bool is_one_of(char c, const char *set)
{
    return c != '\0' && strchr(set, c) != NULL;
}

static bool starts(const char *p, const char *end, const char *word)
{
    size_t n = strlen(word);
    if ((size_t)(end - p) < n)
        return false;
    for (size_t i = 0; i < n; i++) {
        if ((p[i] | (is_letter(p[i]) ? 32 : 0)) != word[i])
            return false;
    }
    return true;
}

/* ---- addresses ------------------------------------------------------------------------------------ */

/* The end of an address that goes on with anything but blanks, quotes and brackets; stops and the like at its
 * end belong to the sentence. */
static const char *address_end(const char *p, const char *end)
{
    while (p < end && (unsigned char)*p > ' ' && (unsigned char)*p < 0x7F && !is_one_of(*p, "\"'<>{}|\\^`[]"))
        p++;
    while (is_one_of(p[-1], ".,;:!?)("))
        p--;
    return p;
}

/* scheme://…: from the colon back over the scheme's letters. */
static bool web_address(const char *text, const char *floor, const char *colon, const char *end, nlp_mark *m)
{
    const char *from = colon;

    while (from > floor && colon - from < 12 && (is_letter(from[-1]) || is_digit(from[-1]) || is_one_of(from[-1], "+-")))
        from--;
    if (colon - from < 3 || !is_letter(*from) || end - colon < 4 || colon[1] != '/' || colon[2] != '/')
        return false;
    *m = (nlp_mark){(size_t)(from - text), (size_t)(address_end(colon + 3, end) - text), "url"};
    return m->end > (size_t)(colon + 3 - text);
}

static bool mail_address(const char *text, const char *floor, const char *at, const char *end, nlp_mark *m)
{
    const char *from = at, *to = at + 1;
    bool dot = false;

    while (from > floor && at - from < LONGEST_NAME && (is_letter(from[-1]) || is_digit(from[-1]) || is_one_of(from[-1], "._%+-")))
        from--;
    for (; to < end && (is_letter(*to) || is_digit(*to) || *to == '-' || *to == '.'); to++)
        dot |= *to == '.' && to + 1 < end && is_letter(to[1]);
    while (to > at + 1 && is_one_of(to[-1], ".-"))
        to--;
    *m = (nlp_mark){(size_t)(from - text), (size_t)(to - text), "e-mail"};
    return from < at && to > at + 1 && dot;
}

/* ---- markup ---------------------------------------------------------------------------------------- */

/* Names of elements that may stand in a tag without attributes. */
static bool is_element(const char *name, size_t len)
{
    static const char names[] =
        " a abbr address article aside b base blockquote body br button canvas caption center cite code col colgroup dd del "
        "details dfn div dl dt em embed figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header "
        "hr html i iframe img input ins kbd label legend li link main map mark meta nav noscript object ol optgroup "
        "option p param pre q rp rt ruby s samp script section select small source span strike strong style sub "
        "summary sup svg table tbody td template textarea tfoot th thead time title tr tt u ul var video wbr ";
    char padded[16];

    if (len > 12)
        return false;
    padded[0] = ' ';
    for (size_t i = 0; i < len; i++)
        padded[i + 1] = (char)(is_letter(name[i]) ? name[i] | 32 : name[i]);
    padded[len + 1] = ' ';
    return memmem(names, sizeof names - 1, padded, len + 2) != NULL;
}

/* What is known not to come any more, so that it is not looked for again and again. */
typedef struct gone {
    bool comment, script, style;
} gone;

/* Behind the closing tag of an element whose content is no text. */
static const char *skip_content(const char *p, const char *end, const char *close, bool *missing)
{
    if (*missing)
        return p;
    for (const char *q = p; (q = memchr(q, '<', (size_t)(end - q))) != NULL; q++) {
        if (starts(q, end, close)) {
            const char *gt = memchr(q, '>', (size_t)(end - q));
            return gt == NULL ? end : gt + 1;
        }
    }
    *missing = true;
    return p;
}

static bool tag(const char *text, const char *lt, const char *end, gone *state, nlp_mark *m)
{
    const char *p = lt + 1, *limit = end - lt > LONGEST_TAG ? lt + LONGEST_TAG : end, *name, *gt;
    bool closing = p < end && *p == '/', attributes = false;

    if (starts(lt, end, "<!--")) {
        gt = state->comment ? NULL : memmem(lt, (size_t)(end - lt), "-->", 3);
        state->comment = gt == NULL;
        *m = (nlp_mark){(size_t)(lt - text), gt == NULL ? 0 : (size_t)(gt + 3 - text), "markup"};
        return gt != NULL;
    }
    p += closing;
    name = p += p < limit && is_one_of(*p, "!?");
    while (p < limit && (is_letter(*p) || is_digit(*p) || is_one_of(*p, ":_-.")))
        p++;
    size_t name_len = (size_t)(p - name);
    if (name_len == 0 || !is_letter(*name) || p == limit || !(is_one_of(*p, " \t\r\n>/?")))
        return false;
    bool bare = true; /* nothing but the name */
    for (gt = p; gt < limit && *gt != '>' && *gt != '<'; gt++) {
        attributes |= *gt == '=';
        bare = bare && is_one_of(*gt, " \t\r\n/");
    }
    if (gt == limit || *gt != '>')
        return false;
    /* Without attributes only what is known to be a tag, or closes one. */
    if (!(bare && is_element(name, name_len)) && !(bare && closing) && !attributes && gt[-1] != '/' && lt[1] != '!' && lt[1] != '?')
        return false;
    gt++;
    if (!closing && name_len == 6 && starts(name, end, "script"))
        gt = skip_content(gt, end, "</script", &state->script);
    else if (!closing && name_len == 5 && starts(name, end, "style"))
        gt = skip_content(gt, end, "</style", &state->style);
    *m = (nlp_mark){(size_t)(lt - text), (size_t)(gt - text), "markup"};
    return true;
}

/* Names that are common in running text: "R&D;" is none. */
static bool is_entity(const char *name, size_t len)
{
    static const char names[] =
        " amp lt gt quot apos nbsp ensp emsp thinsp shy copy reg trade hellip mdash ndash lsquo rsquo sbquo ldquo rdquo "
        "bdquo laquo raquo lsaquo rsaquo bull middot sdot times divide deg plusmn minus frac12 frac14 frac34 sup1 sup2 "
        "sup3 micro para sect yen euro pound cent iexcl iquest ordf ordm szlig aelig oelig oslash aring ccedil ntilde "
        "alpha beta gamma delta epsilon theta lambda mu pi sigma omega le ge ne infin larr rarr uarr darr harr prime ";
    static const char *const accents[] = {"acute", "grave", "circ", "uml", "tilde", "cedil", "ring", "slash", "caron"};
    char padded[16];

    if (len < 2 || len > 12)
        return false;
    for (size_t i = 0; i < sizeof accents / sizeof accents[0]; i++) {
        size_t n = strlen(accents[i]);
        if (len == n + 1 && memcmp(name + 1, accents[i], n) == 0)
            return true;
    }
    padded[0] = ' ';
    for (size_t i = 0; i < len; i++)
        padded[i + 1] = (char)(is_letter(name[i]) ? name[i] | 32 : name[i]);
    padded[len + 1] = ' ';
    return memmem(names, sizeof names - 1, padded, len + 2) != NULL;
}

static bool entity(const char *text, const char *amp, const char *end, nlp_mark *m)
{
    const char *p = amp + 1;

    p += p < end && *p == '#';
    const char *from = p;
    while (p < end && p - from < LONGEST_NAME && (is_letter(*p) || is_digit(*p)))
        p++;
    *m = (nlp_mark){(size_t)(amp - text), (size_t)(p + 1 - text), "entity"};
    return p > from && p < end && *p == ';' && (amp[1] == '#' || is_entity(from, (size_t)(p - from)));
}

static bool mark_at(const char *text, const char *floor, const char *p, const char *end, gone *state,
                    nlp_mark *m)
{
    switch (*p) {
    case ':':
        return web_address(text, floor, p, end, m);
    case '@':
        return mail_address(text, floor, p, end, m);
    case '<':
        return tag(text, p, end, state, m);
    case '&':
        return entity(text, p, end, m);
    default: /* the stop of www. */
        if (p - floor < 3 || end - p < 2 || !starts(p - 3, end, "www.") || !is_letter(p[1]) ||
            (p - floor > 3 && (is_letter(p[-4]) || is_digit(p[-4]))))
            return false;
        *m = (nlp_mark){(size_t)(p - 3 - text), (size_t)(address_end(p + 2, end) - text), "url"};
        return true;
    }
}

bool nlp_find_marks(nlp_marks *marks, const char *text, size_t len)
{
    static const char signs[] = ":@<&.";
    const char *next[sizeof signs - 1], *end = text + len, *floor = text;

    gone state = {0};

    marks->n = 0;
    for (int i = 0; i < (int)sizeof signs - 1; i++)
        next[i] = len == 0 ? NULL : memchr(text, signs[i], len);
    for (;;) {
        /* The sign that comes first. */
        int best = -1;
        for (int i = 0; i < (int)sizeof signs - 1; i++) {
            if (next[i] != NULL && (best < 0 || next[i] < next[best]))
                best = i;
        }
        if (best < 0)
            return true;
        const char *p = next[best];
        nlp_mark m;
        if (p >= floor && mark_at(text, floor, p, end, &state, &m)) {
            if (!FUDA_GROW(marks->items, marks->cap, marks->n + 1))
                return false;
            marks->items[marks->n++] = m;
            floor = text + m.end;
        }
        const char *from = floor > p + 1 ? floor : p + 1;
        next[best] = from >= end ? NULL : memchr(from, signs[best], (size_t)(end - from));
    }
}
