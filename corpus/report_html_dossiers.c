/* SPDX-License-Identifier: MIT */
/* The page: for every label its key terms, these in context, and its surest documents with their evidence. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "corpus/html.h"

enum { TERMS_IN_HEAD = 3, CONTEXTS = 5, LONGEST_TITLE = 160 };

static fuda_str form_of(const html_page *p, size_t row)
{
    fuda_str form = html_cell_text(p, REP_TERMS, row, "form");
    return form.len > 0 ? form : html_cell_text(p, REP_TERMS, row, "term");
}

static bool is_of(const html_page *p, rep_table_id id, size_t row, const char *axis, fuda_str value)
{
    return html_same(html_cell_text(p, id, row, "value"), value) && html_is(html_cell_text(p, id, row, "axis"), axis);
}

/* ---- terms ------------------------------------------------------------------------------------ */

/* A line of terms a language. */
static void put_terms(html_page *p, const char *axis, fuda_str value, size_t most)
{
    fuda_str lang = {NULL, 0};

    for (size_t i = 0; i < html_rows(p, REP_TERMS); i++) {
        fuda_str now = html_cell_text(p, REP_TERMS, i, "lang");
        if (!is_of(p, REP_TERMS, i, axis, value) || html_cell_int(p, REP_TERMS, i, "rank") > (int64_t)most)
            continue;
        if (lang.ptr == NULL || !html_same(lang, now)) {
            html_put(p, lang.ptr == NULL ? "<p class=\"terms\">" : "</p><p class=\"terms\">");
            lang = now;
        }
        html_putf(p, "<span class=\"term\" title=\"%lld of %lld documents, elsewhere %lld of %lld; G² %.1f, z %.1f\">",
                  (long long)html_cell_int(p, REP_TERMS, i, "documents"), (long long)html_cell_int(p, REP_TERMS, i, "of"),
                  (long long)html_cell_int(p, REP_TERMS, i, "rest_documents"), (long long)html_cell_int(p, REP_TERMS, i, "rest_of"),
                  html_cell_real(p, REP_TERMS, i, "g2"), html_cell_real(p, REP_TERMS, i, "z"));
        html_in(p, now, form_of(p, i), 60);
        html_put(p, "</span> ");
    }
    if (lang.ptr != NULL)
        html_put(p, "</p>");
}

static void put_context(html_page *p, size_t i)
{
    fuda_str lang = html_cell_text(p, REP_CONTEXTS, i, "lang");

    html_put(p, "<div class=\"kwic\"><span class=\"left\">");
    html_in(p, lang, html_cell_text(p, REP_CONTEXTS, i, "left"), 0);
    html_put(p, "</span><mark>");
    html_in(p, lang, html_cell_text(p, REP_CONTEXTS, i, "keyword"), 60);
    html_put(p, "</mark><span class=\"right\">");
    html_in(p, lang, html_cell_text(p, REP_CONTEXTS, i, "right"), 0);
    html_put(p, "</span></div>");
}

/* The first context of the best terms of each language. */
static void put_contexts(html_page *p, fuda_str label)
{
    fuda_str lang = {NULL, 0}, term = {NULL, 0};
    size_t n = 0;
    bool open = false;

    for (size_t i = 0; i < html_rows(p, REP_CONTEXTS); i++) {
        fuda_str now = html_cell_text(p, REP_CONTEXTS, i, "lang"), own = html_cell_text(p, REP_CONTEXTS, i, "term");
        if (!is_of(p, REP_CONTEXTS, i, "label", label))
            continue;
        if (lang.ptr == NULL || !html_same(lang, now)) {
            lang = now;
            n = 0;
            term = (fuda_str){NULL, 0};
        }
        if (n >= CONTEXTS || (term.ptr != NULL && html_same(term, own)))
            continue;
        if (!open)
            html_put(p, "<div class=\"contexts\">");
        open = true;
        put_context(p, i);
        term = own;
        n++;
    }
    if (open)
        html_put(p, "</div>");
}

/* ---- documents ---------------------------------------------------------------------------------- */

/* The passage with its evidence marked: marks are "12-18 30-36", bytes of the passage in order. */
static void put_passage(html_page *p, fuda_str lang, fuda_str passage, fuda_str marks)
{
    size_t done = 0, at = 0;

    while (at < marks.len) {
        char *next;
        size_t start = strtoul(marks.ptr + at, &next, 10);
        if (*next != '-')
            break;
        size_t end = strtoul(next + 1, &next, 10);
        if (start < done || end > passage.len || end < start)
            break;
        html_in(p, lang, (fuda_str){passage.ptr + done, start - done}, 0);
        html_put(p, "<mark>");
        html_in(p, lang, (fuda_str){passage.ptr + start, end - start}, 0);
        html_put(p, "</mark>");
        done = end;
        at = (size_t)(next - marks.ptr) + (*next == ' ');
        if (*next != ' ')
            break;
    }
    html_in(p, lang, (fuda_str){passage.ptr + done, passage.len - done}, 0);
}

static void put_document(html_page *p, size_t i)
{
    fuda_str lang = html_cell_text(p, REP_DOCUMENTS, i, "lang"), title = html_cell_text(p, REP_DOCUMENTS, i, "title");
    fuda_str id = html_cell_text(p, REP_DOCUMENTS, i, "id"), date = html_cell_text(p, REP_DOCUMENTS, i, "date");

    html_put(p, "<article><h4>");
    html_in(p, lang, title.len > 0 ? title : id, LONGEST_TITLE);
    html_put(p, "</h4><p class=\"meta\">");
    html_text(p, id, 80);
    if (date.len > 0) {
        html_put(p, " · ");
        html_text(p, date, 32);
    }
    html_putf(p, " · p&#8239;=&#8239;%.3f</p><blockquote>", html_cell_real(p, REP_DOCUMENTS, i, "p"));
    put_passage(p, lang, html_cell_text(p, REP_DOCUMENTS, i, "passage"), html_cell_text(p, REP_DOCUMENTS, i, "marks"));
    html_put(p, " …</blockquote></article>");
}

static void put_documents(html_page *p, fuda_str label)
{
    for (size_t i = 0; i < html_rows(p, REP_DOCUMENTS); i++) {
        if (html_same(html_cell_text(p, REP_DOCUMENTS, i, "label"), label))
            put_document(p, i);
    }
}

/* ---- dossiers ----------------------------------------------------------------------------------- */

static void put_head_terms(html_page *p, fuda_str label)
{
    size_t n = 0;

    html_put(p, "<span class=\"preview\">");
    for (size_t i = 0; i < html_rows(p, REP_TERMS); i++) {
        if (!is_of(p, REP_TERMS, i, "label", label) || html_cell_int(p, REP_TERMS, i, "rank") > TERMS_IN_HEAD)
            continue;
        html_put(p, n++ > 0 ? " · " : "");
        html_in(p, html_cell_text(p, REP_TERMS, i, "lang"), form_of(p, i), 40);
    }
    html_put(p, "</span>");
}

void html_dossiers(html_page *p)
{
    size_t shown = 0;

    if (html_rows(p, REP_DOCUMENTS) == 0)
        return;
    html_section(p, "evidence", "Terms and evidence",
                 "For every label: the terms that set its documents apart from others of the same language, each once in context, "
                 "and its surest documents with the passage that speaks most for it.");
    for (size_t i = 0; i < html_rows(p, REP_LABELS) && shown < HTML_MOST_LABELS; i++) {
        fuda_str label = html_cell_text(p, REP_LABELS, i, "label");
        if (html_cell_int(p, REP_LABELS, i, "raw") == 0)
            continue;
        html_put(p, shown++ == 0 ? "<details class=\"dossier\" open><summary><span class=\"name\">"
                                 : "<details class=\"dossier\"><summary><span class=\"name\">");
        html_text(p, html_cell_text(p, REP_LABELS, i, "name"), 80);
        html_put(p, "</span> <span class=\"quiet\">");
        html_count(p, (double)html_cell_int(p, REP_LABELS, i, "raw"));
        html_put(p, "</span>");
        put_head_terms(p, label);
        html_put(p, "</summary><div class=\"body\">");
        put_terms(p, "label", label, SIZE_MAX / 2);
        put_contexts(p, label);
        put_documents(p, label);
        html_put(p, "</div></details>");
    }
    html_put(p, "</section>");
}

/* ---- years, languages, applicants ---------------------------------------------------------------- */

static bool has_terms(const html_page *p, const char *axis, fuda_str value)
{
    for (size_t i = 0; i < html_rows(p, REP_TERMS); i++) {
        if (is_of(p, REP_TERMS, i, axis, value))
            return true;
    }
    return false;
}

static void put_group(html_page *p, rep_table_id id, const char *column, const char *axis)
{
    enum { GROUPS = 24, TERMS = 8 };
    size_t n = html_rows(p, id), from = id == REP_YEARS && n > GROUPS ? n - GROUPS : 0;
    char digits[24];

    for (size_t i = from; i < n && i < from + GROUPS; i++) {
        fuda_str value = html_cell_text(p, id, i, column);
        if (id == REP_YEARS) {
            int len = snprintf(digits, sizeof digits, "%lld", (long long)html_cell_int(p, id, i, column));
            value = (fuda_str){digits, (size_t)len};
        }
        if (!has_terms(p, axis, value))
            continue;
        html_put(p, "<tr><th scope=\"row\">");
        html_text(p, value, 60);
        html_put(p, "</th><td>");
        put_terms(p, axis, value, TERMS);
        html_put(p, "</td></tr>");
    }
}

void html_group_terms(html_page *p)
{
    if (html_rows(p, REP_TERMS) == 0)
        return;
    html_section(p, "groups", "Terms of years, languages and applicants",
                 "What sets the documents of each apart from the others; a line a language.");
    html_put(p, "<table class=\"groups\"><tbody>");
    put_group(p, REP_YEARS, "year", "year");
    put_group(p, REP_LANGUAGES, "lang", "language");
    put_group(p, REP_APPLICANTS, "applicant", "applicant");
    html_put(p, "</tbody></table></section>");
}
