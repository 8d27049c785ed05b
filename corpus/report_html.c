/* SPDX-License-Identifier: MIT */
/* The report as one page that needs nothing else: no scripts, no other files, no network. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/error.h"
#include "core/file.h"
#include "corpus/html.h"

/* ---- head ------------------------------------------------------------------------------------ */

static double summary_of(const html_page *p, const char *item)
{
    for (size_t i = 0; i < html_rows(p, REP_SUMMARY); i++) {
        if (html_is(html_cell_text(p, REP_SUMMARY, i, "item"), item))
            return (double)html_cell_int(p, REP_SUMMARY, i, "documents");
    }
    return 0;
}

static fuda_str provenance_of(const html_page *p, const char *item)
{
    for (size_t i = 0; i < html_rows(p, REP_PROVENANCE); i++) {
        if (html_is(html_cell_text(p, REP_PROVENANCE, i, "item"), item))
            return html_cell_text(p, REP_PROVENANCE, i, "value");
    }
    return (fuda_str){0};
}

static void put_fact(html_page *p, double n, const char *what)
{
    html_put(p, "<div><dt>");
    html_put(p, what);
    html_put(p, "</dt><dd>");
    html_count(p, n);
    html_put(p, "</dd></div>");
}

static const char *language_name(fuda_str lang)
{
    static const char *const names[][2] = {{"ja", "Japanese"}, {"zh", "Chinese"}, {"en", "English"},
                                           {"other", "other languages"}};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (html_is(lang, names[i][0]))
            return names[i][1];
    }
    return "unknown language";
}

static void put_head(html_page *p)
{
    fuda_str where = provenance_of(p, "condition");
    size_t nyear = html_rows(p, REP_YEARS);

    html_put(p, "<header><p class=\"brand\">fuda report</p><h1>");
    html_text(p, provenance_of(p, "corpus"), 120);
    html_put(p, "</h1>");
    if (where.len > 0) {
        html_put(p, "<p class=\"where\">where <code>");
        html_text(p, where, 400);
        html_put(p, "</code></p>");
    }
    html_put(p, "<dl class=\"facts\">");
    put_fact(p, summary_of(p, "counted"), "documents");
    put_fact(p, summary_of(p, "tagged"), "tagged");
    for (size_t i = 0; i < html_rows(p, REP_LANGUAGES) && i < 4; i++)
        put_fact(p, (double)html_cell_int(p, REP_LANGUAGES, i, "documents"),
                 language_name(html_cell_text(p, REP_LANGUAGES, i, "lang")));
    if (nyear > 0)
        html_putf(p, "<div><dt>years</dt><dd>%lld–%lld</dd></div>", (long long)html_cell_int(p, REP_YEARS, 0, "year"),
                  (long long)html_cell_int(p, REP_YEARS, nyear - 1, "year"));
    html_put(p, "</dl></header>");
}

/* ---- in short -------------------------------------------------------------------------------- */

static void put_strong(html_page *p, fuda_str name)
{
    html_put(p, "<strong>");
    html_text(p, name, 120);
    html_put(p, "</strong>");
}

/* The first label of each axis is the most frequent one. */
static void put_largest(html_page *p, const char *axis, const char *sentence)
{
    for (size_t i = 0; i < html_rows(p, REP_LABELS); i++) {
        if (!html_is(html_cell_text(p, REP_LABELS, i, "axis"), axis) || html_cell_int(p, REP_LABELS, i, "raw") == 0)
            continue;
        html_put(p, "<li>");
        html_put(p, sentence);
        put_strong(p, html_cell_text(p, REP_LABELS, i, "name"));
        html_put(p, ": ");
        html_percent(p, html_cell_real(p, REP_LABELS, i, "share"));
        html_put(p, " of the documents (");
        html_percent(p, html_cell_real(p, REP_LABELS, i, "share_low"));
        html_put(p, " to ");
        html_percent(p, html_cell_real(p, REP_LABELS, i, "share_high"));
        html_put(p, ").</li>");
        return;
    }
}

static void put_directions(html_page *p, const char *direction, const char *word)
{
    enum { SHOWN = 4 };
    size_t n = 0;

    for (size_t i = 0; i < html_rows(p, REP_TRENDS); i++) {
        if (!html_is(html_cell_text(p, REP_TRENDS, i, "direction"), direction))
            continue;
        if (n < SHOWN) {
            html_put(p, n == 0 ? word : ", ");
            put_strong(p, html_cell_text(p, REP_TRENDS, i, "name"));
        }
        n++;
    }
    if (n > SHOWN)
        html_putf(p, " and %zu more", n - SHOWN);
    if (n > 0)
        html_put(p, ". ");
}

static bool any_direction(const html_page *p)
{
    for (size_t i = 0; i < html_rows(p, REP_TRENDS); i++) {
        fuda_str direction = html_cell_text(p, REP_TRENDS, i, "direction");
        if (html_is(direction, "rising") || html_is(direction, "falling"))
            return true;
    }
    return false;
}

static void put_pair(html_page *p)
{
    for (size_t i = 0; i < html_rows(p, REP_COOCCURRENCE); i++) {
        if (!(html_cell_real(p, REP_COOCCURRENCE, i, "q") < 0.05) || html_cell_real(p, REP_COOCCURRENCE, i, "odds_ratio") <= 1)
            continue;
        html_put(p, "<li>Most surely bound: ");
        put_strong(p, html_name(p, html_cell_text(p, REP_COOCCURRENCE, i, "a")));
        html_put(p, " with ");
        put_strong(p, html_name(p, html_cell_text(p, REP_COOCCURRENCE, i, "b")));
        html_put(p, ", ");
        html_count(p, (double)html_cell_int(p, REP_COOCCURRENCE, i, "both"));
        html_putf(p, " documents, odds ratio %.1f (%.1f–%.1f).</li>", html_cell_real(p, REP_COOCCURRENCE, i, "odds_ratio"),
                  html_cell_real(p, REP_COOCCURRENCE, i, "low"), html_cell_real(p, REP_COOCCURRENCE, i, "high"));
        return;
    }
}

static void put_short(html_page *p)
{
    html_put(p, "<section id=\"short\" class=\"short\" aria-label=\"In short\"><ul>");
    put_largest(p, "field", "Most frequent field: ");
    put_largest(p, "driver", "Most frequent driver: ");
    put_largest(p, "", "Most frequent label: ");
    if (html_rows(p, REP_TRENDS) > 0) {
        html_put(p, "<li>");
        put_directions(p, "rising", "Rising: ");
        put_directions(p, "falling", "Falling: ");
        if (!any_direction(p))
            html_put(p, "No label’s share rises or falls beyond chance over the years at hand.");
        html_put(p, "</li>");
    }
    put_pair(p);
    html_put(p, html_corrected(p)
                    ? "<li>Counts are corrected for the model’s measured errors; intervals are 95&#8239;%.</li>"
                    : "<li><em>Uncorrected</em>: the model’s error rates are not known for this run, so counts are those of its "
                      "decisions; intervals (95&#8239;%) cover chance in the choice of documents only.</li>");
    html_put(p, "</ul></section>");
}

static void put_contents(html_page *p)
{
    static const struct {
        rep_table_id table;
        const char *link;
    } rows[] = {{REP_COMPARE, "<a href=\"#compare\">Comparison</a>"},
                {REP_LABELS, "<a href=\"#labels\">Labels</a>"},
                {REP_TRENDS, "<a href=\"#trends\">Trends</a>"},
                {REP_CROSS, "<a href=\"#cross\">Fields and drivers</a>"},
                {REP_APPLICANTS, "<a href=\"#applicants\">Applicants</a>"},
                {REP_DOCUMENTS, "<a href=\"#evidence\">Terms and evidence</a>"},
                {REP_LIMITS, "<a href=\"#method\">Method and limits</a>"}};

    html_put(p, "<nav aria-label=\"Contents\">");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (html_rows(p, rows[i].table) > 0)
            html_put(p, rows[i].link);
    }
    html_put(p, "</nav>");
}

/* ---- the page -------------------------------------------------------------------------------- */

static void write_page(html_page *p)
{
    /* The policy forbids what the page does not need, should anything ever slip through. */
    html_put(p, "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                "<meta name=\"color-scheme\" content=\"light dark\"><meta name=\"referrer\" content=\"no-referrer\"><title>");
    html_text(p, provenance_of(p, "corpus"), 120);
    html_put(p, " – fuda report</title><style>");
    for (size_t i = 0; html_style[i] != NULL; i++)
        html_put(p, html_style[i]);
    html_put(p, "</style></head><body><main>");
    put_head(p);
    put_short(p);
    put_contents(p);
    html_compare(p);
    html_labels(p);
    html_trends(p);
    html_cross(p);
    html_network(p);
    html_applicants(p);
    html_divisions(p);
    html_dossiers(p);
    html_group_terms(p);
    html_method(p);
    html_put(p, "</main></body></html>\n");
}

fuda_status fuda_report_html(const fuda_report *report, const char *path, bool force, fuda_error *err)
{
    html_page page = {.r = report};
    fuda_outfile file = {0};
    fuda_status st = fuda_outfile_open(&file, path, force, err);

    if (st == FUDA_OK) {
        write_page(&page);
        if (page.out.failed)
            st = fuda_fail_nomem(err);
        else if (fwrite(page.out.ptr, 1, page.out.len, file.stream) != page.out.len)
            st = fuda_fail_errno(err, "write to", path);
    }
    if (st == FUDA_OK)
        st = fuda_outfile_commit(&file, err);
    fuda_outfile_abandon(&file);
    fuda_buf_release(&page.out);
    return st;
}
