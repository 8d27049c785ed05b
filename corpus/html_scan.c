/* SPDX-License-Identifier: MIT */
#include "corpus/html_scan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/utf8.h"
#include "corpus/entities.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static const char *find(const char *at, const char *end, const char *what)
{
    size_t n = strlen(what);

    for (; at + n <= end; at++)
        if (*at == *what && strncasecmp(at, what, n) == 0)
            return at;
    return NULL;
}

/* Behind the '>' of a tag, quotes respected as long as they are closed; NULL when there is no other '>'. */
static const char *tag_end(html_scan *s, const char *at)
{
    const char *first = s->no_tags ? NULL : memchr(at, '>', (size_t)(s->end - at));
    char quote = '\0';

    if (first == NULL) {
        s->no_tags = true; /* nor for any later '<': not to be looked for again and again */
        return NULL;
    }
    for (; at < s->end; at++) {
        if (quote != '\0') {
            if (*at == quote)
                quote = '\0';
        } else if ((*at == '"' || *at == '\'') && at[-1] == '=') {
            quote = *at;
        } else if (*at == '>') {
            return at + 1;
        }
    }
    return first + 1;
}

static bool is_raw(const char *name)
{
    return strcmp(name, "script") == 0 || strcmp(name, "style") == 0 || strcmp(name, "title") == 0 ||
           strcmp(name, "textarea") == 0 || strcmp(name, "noscript") == 0 || strcmp(name, "template") == 0 ||
           strcmp(name, "svg") == 0 || strcmp(name, "iframe") == 0;
}

/* The content of an element that is no markup, up to its end tag or the end of the page. */
static html_token raw_text(html_scan *s)
{
    char close[24];
    html_token token = {.kind = HTML_TEXT};

    snprintf(close, sizeof close, "</%s", s->raw);
    const char *stop = find(s->at, s->end, close);
    if (stop == NULL)
        stop = s->end;
    token.text = (fuda_str){s->at, (size_t)(stop - s->at)};
    s->at = stop;
    s->raw[0] = '\0';
    return token;
}

/* A tag at s->at, which is '<'; false when it is none. */
static bool read_tag(html_scan *s, html_token *token)
{
    const char *p = s->at + 1;
    size_t n = 0;

    if (p < s->end && *p == '/') {
        token->kind = HTML_CLOSE;
        p++;
    } else {
        token->kind = HTML_OPEN;
    }
    if (s->no_tags || p >= s->end || !is_letter(*p))
        return false;
    for (; p < s->end && !is_blank(*p) && *p != '>' && *p != '/'; p++)
        if (n + 1 < sizeof token->name)
            token->name[n++] = *p >= 'A' && *p <= 'Z' ? (char)(*p + 32) : *p;
    const char *stop = tag_end(s, p);
    if (stop == NULL)
        return false;
    token->attributes = (fuda_str){p, (size_t)(stop - 1 - p)};
    token->empty = token->attributes.len > 0 && token->attributes.ptr[token->attributes.len - 1] == '/';
    s->at = stop;
    if (token->kind == HTML_OPEN && !token->empty && is_raw(token->name))
        memcpy(s->raw, token->name, sizeof s->raw);
    return true;
}

/* Comments, declarations, processing instructions: behind them, or NULL. */
static const char *behind_markup(const html_scan *s)
{
    const char *stop;

    if (s->end - s->at >= 4 && memcmp(s->at, "<!--", 4) == 0) {
        stop = find(s->at + 4, s->end, "-->");
        return stop == NULL ? s->end : stop + 3;
    }
    if (s->end - s->at >= 2 && (s->at[1] == '!' || s->at[1] == '?')) {
        stop = memchr(s->at, '>', (size_t)(s->end - s->at));
        return stop == NULL ? s->end : stop + 1;
    }
    return NULL;
}

html_token corpus_html_next(html_scan *s)
{
    html_token token = {.kind = HTML_END};

    if (s->raw[0] != '\0')
        return raw_text(s);
    while (s->at < s->end) {
        const char *from = s->at, *behind;
        if (*from != '<') {
            const char *stop = memchr(from, '<', (size_t)(s->end - from));
            s->at = stop == NULL ? s->end : stop;
            token.kind = HTML_TEXT;
            token.text = (fuda_str){from, (size_t)(s->at - from)};
            return token;
        }
        if ((behind = behind_markup(s)) != NULL) {
            s->at = behind;
            continue;
        }
        if (read_tag(s, &token))
            return token;
        s->at++; /* a bracket that is one */
        token = (html_token){.kind = HTML_TEXT, .text = {from, 1}};
        return token;
    }
    return token;
}

fuda_str corpus_html_attribute(fuda_str attributes, const char *name)
{
    const char *p = attributes.ptr, *end = p + attributes.len;
    size_t n = strlen(name);

    while (p != NULL && p < end) {
        while (p < end && (is_blank(*p) || *p == '/'))
            p++;
        const char *key = p;
        while (p < end && !is_blank(*p) && *p != '=')
            p++;
        size_t key_len = (size_t)(p - key);
        while (p < end && is_blank(*p))
            p++;
        fuda_str value = {p, 0};
        if (p < end && *p == '=') {
            p++;
            while (p < end && is_blank(*p))
                p++;
            char quote = p < end && (*p == '"' || *p == '\'') ? *p++ : '\0';
            value.ptr = p;
            while (p < end && (quote != '\0' ? *p != quote : !is_blank(*p)))
                p++;
            value.len = (size_t)(p - value.ptr);
            p += p < end && quote != '\0';
        } else if (key_len == 0) {
            p++;
        }
        if (key_len == n && strncasecmp(key, name, n) == 0)
            return value;
    }
    return (fuda_str){NULL, 0};
}

/* The character of "&#x3042;" or "&amp;" at text; 0 bytes when it is none. */
static size_t entity(const char *text, size_t len, fuda_buf *out)
{
    char name[40], utf8[8];
    size_t n = 0, i = 1, size;

    while (i < len && n < sizeof name - 1 && (is_letter(text[i]) || (text[i] >= '0' && text[i] <= '9') || text[i] == '#'))
        name[n++] = text[i++];
    name[n] = '\0';
    if (n < 2)
        return 0;
    if (name[0] == '#') {
        bool hex = name[1] == 'x' || name[1] == 'X';
        unsigned long c = strtoul(name + (hex ? 2 : 1), NULL, hex ? 16 : 10);
        if (c == 0 || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))
            c = 0xFFFD;
        size = fuda_utf8_put((uint32_t)c, utf8);
    } else {
        size = corpus_entity(name, n, utf8);
    }
    if (size == 0)
        return 0;
    fuda_buf_add(out, utf8, size);
    return i + (i < len && text[i] == ';');
}

void corpus_html_unescape(fuda_str text, fuda_buf *out)
{
    for (size_t i = 0; i < text.len;) {
        const char *mark = memchr(text.ptr + i, '&', text.len - i);
        size_t stop = mark == NULL ? text.len : (size_t)(mark - text.ptr);
        fuda_buf_add(out, text.ptr + i, stop - i);
        if (stop == text.len)
            return;
        size_t used = entity(text.ptr + stop, text.len - stop, out);
        if (used == 0) {
            fuda_buf_add_char(out, '&');
            used = 1;
        }
        i = stop + used;
    }
}
