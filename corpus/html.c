/* SPDX-License-Identifier: MIT */
#include "corpus/html.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/utf8.h"

void html_put(html_page *p, const char *markup)
{
    fuda_buf_add_str(&p->out, markup);
}

void html_putf(html_page *p, const char *format, ...)
{
    char text[1024];
    va_list args;

    va_start(args, format);
    int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    /* Only numbers and literals are formatted, so that it always fits. */
    if (n < 0 || (size_t)n >= sizeof text)
        p->out.failed = true;
    else
        fuda_buf_add(&p->out, text, (size_t)n);
}

/* Controls, marks that reorder or hide text, and what is no character. */
static bool is_unsafe(uint32_t c)
{
    return c == FUDA_BAD_CHAR || c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x061c || (c >= 0x200e && c <= 0x200f) ||
           (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff || (c >= 0xfff9 && c <= 0xfffb) ||
           (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef) || (c >= 0xe0000 && c <= 0xe007f);
}

static void put_char(html_page *p, uint32_t c, const char *bytes, size_t len)
{
    switch (c) {
    case '&':
        html_put(p, "&amp;");
        return;
    case '<':
        html_put(p, "&lt;");
        return;
    case '>':
        html_put(p, "&gt;");
        return;
    case '"':
        html_put(p, "&quot;");
        return;
    case '\'':
        html_put(p, "&#39;");
        return;
    case '\n':
    case '\r':
    case '\t':
        html_put(p, " ");
        return;
    default:
        if (is_unsafe(c))
            html_put(p, "\xef\xbf\xbd");
        else
            fuda_buf_add(&p->out, bytes, len);
    }
}

void html_text(html_page *p, fuda_str text, size_t most)
{
    size_t n = 0;

    for (size_t pos = 0; pos < text.len;) {
        size_t at = pos;
        uint32_t c = fuda_utf8_next(text.ptr, text.len, &pos);
        if (most != 0 && n++ == most) {
            html_put(p, "…");
            return;
        }
        put_char(p, c, text.ptr + at, pos - at);
    }
}

void html_cstring(html_page *p, const char *text, size_t most)
{
    html_text(p, (fuda_str){text, strlen(text)}, most);
}

void html_in(html_page *p, fuda_str lang, fuda_str text, size_t most)
{
    static const char *const known[][2] = {{"ja", "ja"}, {"zh", "zh"}, {"en", "en"}};

    for (size_t i = 0; i < 3; i++) {
        if (html_is(lang, known[i][0])) {
            html_putf(p, "<span lang=\"%s\">", known[i][1]);
            html_text(p, text, most);
            html_put(p, "</span>");
            return;
        }
    }
    html_text(p, text, most);
}

void html_count(html_page *p, double n)
{
    char digits[32];

    if (!isfinite(n)) {
        html_put(p, "–");
        return;
    }
    snprintf(digits, sizeof digits, "%.0f", n < 0 ? 0 : n);
    size_t len = strlen(digits);
    for (size_t i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0)
            fuda_buf_add_char(&p->out, ',');
        fuda_buf_add_char(&p->out, digits[i]);
    }
}

void html_percent(html_page *p, double share)
{
    if (isfinite(share))
        html_putf(p, "%.1f&#8239;%%", share * 100);
    else
        html_put(p, "–");
}

/* ---- cells ----------------------------------------------------------------------------------- */

static const fuda_cell *cell(const html_page *p, rep_table_id id, size_t row, const char *column)
{
    return rep_cell(p->r, id, row, rep_column(id, column));
}

fuda_str html_cell_text(const html_page *p, rep_table_id id, size_t row, const char *column)
{
    return cell(p, id, row, column)->text;
}

int64_t html_cell_int(const html_page *p, rep_table_id id, size_t row, const char *column)
{
    return cell(p, id, row, column)->number;
}

double html_cell_real(const html_page *p, rep_table_id id, size_t row, const char *column)
{
    return cell(p, id, row, column)->real;
}

size_t html_rows(const html_page *p, rep_table_id id)
{
    return p->r->tables[id].table.nrow;
}

bool html_same(fuda_str a, fuda_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

bool html_is(fuda_str text, const char *word)
{
    return html_same(text, (fuda_str){word, strlen(word)});
}

size_t html_label_row(const html_page *p, fuda_str label)
{
    for (size_t i = 0; i < html_rows(p, REP_LABELS); i++) {
        if (html_same(html_cell_text(p, REP_LABELS, i, "label"), label))
            return i;
    }
    return SIZE_MAX;
}

fuda_str html_name(const html_page *p, fuda_str label)
{
    size_t row = html_label_row(p, label);
    return row == SIZE_MAX ? label : html_cell_text(p, REP_LABELS, row, "name");
}

bool html_corrected(const html_page *p)
{
    for (size_t i = 0; i < html_rows(p, REP_LABELS); i++) {
        if (html_is(html_cell_text(p, REP_LABELS, i, "basis"), "corrected"))
            return true;
    }
    return false;
}

void html_section(html_page *p, const char *id, const char *title, const char *note)
{
    html_putf(p, "<section id=\"%s\"><h2>%s</h2>", id, title);
    if (note != NULL) {
        html_put(p, "<p class=\"note\">");
        html_put(p, note);
        html_put(p, "</p>");
    }
}
