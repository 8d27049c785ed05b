/* SPDX-License-Identifier: MIT */
#include "corpus/collect.h"

#include <string.h>

#include "core/utf8.h"

/* Characters that are written without blanks between words: Han, kana, their punctuation; not Hangul. */
static bool is_dense(uint32_t c)
{
    return (c >= 0x2E80 && c <= 0xA4CF && !(c >= 0x3130 && c <= 0x318F)) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0xFF00 && c <= 0xFF9F) || (c >= 0x20000 && c <= 0x3FFFF);
}

static uint32_t last_char(const corpus_collect *c)
{
    size_t pos = c->out->len;

    do
        pos--;
    while (pos > c->start && ((unsigned char)c->out->ptr[pos] & 0xC0) == 0x80);
    return fuda_utf8_next(c->out->ptr, c->out->len, &pos);
}

static void flush(corpus_collect *c, const char *next, size_t len)
{
    size_t pos = 0;

    if (c->gap == GAP_NONE)
        return;
    if (c->out->len > c->start && !c->out->failed) {
        if (c->gap == GAP_BREAK)
            fuda_buf_add_char(c->out, '\n');
        else if (c->gap == GAP_BLANK || !is_dense(last_char(c)) || !is_dense(fuda_utf8_next(next, len, &pos)))
            fuda_buf_add_char(c->out, ' ');
    }
    c->gap = GAP_NONE;
}

void corpus_collect_text(corpus_collect *c, const char *text, size_t len)
{
    for (size_t i = 0; i < len;) {
        size_t from = i;
        while (i < len && memchr(" \t\r\n\f", text[i], 5) == NULL)
            i++;
        if (i > from) {
            flush(c, text + from, i - from);
            fuda_buf_add(c->out, text + from, i - from);
        }
        for (; i < len && memchr(" \t\r\n\f", text[i], 5) != NULL; i++)
            corpus_collect_gap(c, text[i] == '\n' ? GAP_LINE : GAP_BLANK);
    }
}
