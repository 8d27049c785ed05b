/* SPDX-License-Identifier: MIT */
/* The page: labels as tables whose bars are drawn in the rows, divisions of the documents, a comparison. */
#include <math.h>

#include "corpus/html.h"

/* ---- labels ---------------------------------------------------------------------------------- */

/* Raw share as a bar, the best estimate as a mark on its interval; x from 0 to `most`. */
static void put_bar(html_page *p, double raw, double share, double low, double high, double most)
{
    double scale = most > 0 ? 100 / most : 0;

    html_put(p, "<svg class=\"bar\" viewBox=\"0 0 100 16\" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
    html_putf(p, "<rect class=\"raw\" x=\"0\" y=\"3\" width=\"%.2f\" height=\"10\"/>", raw * scale);
    if (isfinite(low) && isfinite(high))
        html_putf(p, "<rect class=\"ival\" x=\"%.2f\" y=\"7\" width=\"%.2f\" height=\"2\"/>", low * scale, (high - low) * scale);
    if (isfinite(share))
        html_putf(p, "<rect class=\"mark\" x=\"%.2f\" y=\"2\" width=\".7\" height=\"12\"/>", fmax(share * scale - 0.35, 0));
    html_put(p, "</svg>");
}

static const char *axis_title(fuda_str axis)
{
    return html_is(axis, "field") ? "Fields" : html_is(axis, "driver") ? "Drivers" : axis.len == 0 ? "Labels" : NULL;
}

static void open_axis(html_page *p, fuda_str axis, bool corrected)
{
    const char *title = axis_title(axis);

    html_put(p, "<div class=\"axis\"><table class=\"labels\"><caption>");
    if (title != NULL)
        html_put(p, title);
    else
        html_text(p, axis, 40);
    html_put(p, "</caption><thead><tr><th scope=\"col\">Label</th><th scope=\"col\" class=\"chart\">Share</th>"
                "<th scope=\"col\" class=\"n\">Tagged</th>");
    if (corrected)
        html_put(p, "<th scope=\"col\" class=\"n w\">Corrected (95&#8239;%)</th>");
    html_put(p, "<th scope=\"col\" class=\"n\">Share</th></tr></thead><tbody>");
}

static void put_label(html_page *p, size_t i, bool corrected, double most)
{
    double raw = (double)html_cell_int(p, REP_LABELS, i, "raw"), n = (double)html_cell_int(p, REP_LABELS, i, "documents");

    html_put(p, "<tr><th scope=\"row\">");
    html_text(p, html_cell_text(p, REP_LABELS, i, "name"), 80);
    html_put(p, "</th><td class=\"chart\">");
    put_bar(p, n > 0 ? raw / n : 0, html_cell_real(p, REP_LABELS, i, "share"), html_cell_real(p, REP_LABELS, i, "share_low"),
            html_cell_real(p, REP_LABELS, i, "share_high"), most);
    html_put(p, "</td><td class=\"n\" data-l=\"tagged\">");
    html_count(p, raw);
    html_put(p, "</td>");
    if (corrected) {
        html_put(p, "<td class=\"n\" data-l=\"corrected\">");
        html_count(p, html_cell_real(p, REP_LABELS, i, "corrected"));
        if (isfinite(html_cell_real(p, REP_LABELS, i, "corrected"))) {
            html_put(p, " <small>(");
            html_count(p, html_cell_real(p, REP_LABELS, i, "low"));
            html_put(p, "–");
            html_count(p, html_cell_real(p, REP_LABELS, i, "high"));
            html_put(p, ")</small>");
        } else {
            html_put(p, " <small>uncorrected</small>");
        }
        html_put(p, "</td>");
    }
    html_put(p, "<td class=\"n\">");
    html_percent(p, html_cell_real(p, REP_LABELS, i, "share"));
    html_put(p, "</td></tr>");
}

void html_labels(html_page *p)
{
    bool corrected = html_corrected(p), open = false;
    size_t n = html_rows(p, REP_LABELS), shown = 0;
    double most = 0;

    if (n == 0)
        return;
    html_section(p, "labels", "Labels",
                 corrected ? "Bars: share of documents as tagged. Marks and lines: share corrected for the model’s errors, with "
                             "its 95&#8239;% interval."
                           : "Bars and marks: share of documents as tagged; lines: 95&#8239;% interval for the choice of documents.");
    for (size_t i = 0; i < n; i++) {
        double high = html_cell_real(p, REP_LABELS, i, "share_high");
        double raw = (double)html_cell_int(p, REP_LABELS, i, "raw") / (double)html_cell_int(p, REP_LABELS, i, "documents");
        most = fmax(most, fmax(isfinite(high) ? high : 0, isfinite(raw) ? raw : 0));
    }
    html_put(p, "<div class=\"axes\">");
    for (size_t i = 0; i < n && shown < HTML_MOST_LABELS; i++) {
        fuda_str axis = html_cell_text(p, REP_LABELS, i, "axis");
        if (i == 0 || !html_same(axis, html_cell_text(p, REP_LABELS, i - 1, "axis"))) {
            html_put(p, open ? "</tbody></table></div>" : "");
            open_axis(p, axis, corrected);
            open = true;
        }
        put_label(p, i, corrected, most);
        shown++;
    }
    html_put(p, "</tbody></table></div></div>");
    if (shown < n)
        html_putf(p, "<p class=\"note\">%zu further labels are in the table ‘labels’ of <code>fuda report -f csv</code>.</p>",
                  n - shown);
    html_put(p, "</section>");
}

/* ---- divisions -------------------------------------------------------------------------------- */

static void put_division(html_page *p, rep_table_id id, const char *column, const char *title, size_t most_rows)
{
    size_t n = html_rows(p, id), from = id == REP_YEARS && n > most_rows ? n - most_rows : 0;
    double most = 1;

    if (n == 0)
        return;
    for (size_t i = from; i < n; i++)
        most = fmax(most, (double)html_cell_int(p, id, i, "documents"));
    html_put(p, "<table class=\"values\"><caption>");
    html_put(p, title);
    html_putf(p, "</caption><thead><tr><th scope=\"col\">%s</th><th scope=\"col\" class=\"chart\"></th>"
                 "<th scope=\"col\" class=\"n\">Documents</th><th scope=\"col\" class=\"n\">Tagged</th></tr></thead><tbody>",
              title);
    for (size_t i = from; i < n && i < from + most_rows; i++) {
        double documents = (double)html_cell_int(p, id, i, "documents");
        html_put(p, "<tr><th scope=\"row\">");
        if (id == REP_YEARS)
            html_putf(p, "%lld", (long long)html_cell_int(p, id, i, column));
        else
            html_text(p, html_cell_text(p, id, i, column), 60);
        html_put(p, "</th><td class=\"chart\"><svg class=\"bar\" viewBox=\"0 0 100 16\" preserveAspectRatio=\"none\" "
                    "aria-hidden=\"true\">");
        html_putf(p, "<rect class=\"raw\" x=\"0\" y=\"3\" width=\"%.2f\" height=\"10\"/>", 100 * documents / most);
        html_putf(p, "<rect class=\"part\" x=\"0\" y=\"3\" width=\"%.2f\" height=\"10\"/></svg></td><td class=\"n\">",
                  100 * (double)html_cell_int(p, id, i, "tagged") / most);
        html_count(p, documents);
        html_put(p, "</td><td class=\"n\">");
        html_count(p, (double)html_cell_int(p, id, i, "tagged"));
        html_put(p, "</td></tr>");
    }
    html_put(p, "</tbody></table>");
}

void html_divisions(html_page *p)
{
    enum { SHOWN = 16 };

    html_section(p, "documents", "Documents", "Bars: documents; the darker part got at least one label.");
    html_put(p, "<div class=\"columns\">");
    put_division(p, REP_YEARS, "year", "Year", SHOWN);
    put_division(p, REP_LANGUAGES, "lang", "Language", SHOWN);
    put_division(p, REP_GENRES, "genre", "Genre", SHOWN);
    html_put(p, "</div></section>");
}

/* ---- comparison -------------------------------------------------------------------------------- */

static void put_difference_bar(html_page *p, size_t i, double most)
{
    double low = html_cell_real(p, REP_COMPARE, i, "low"), high = html_cell_real(p, REP_COMPARE, i, "high");
    double value = html_cell_real(p, REP_COMPARE, i, "difference"), scale = most > 0 ? 50 / most : 0;

    html_put(p, "<svg class=\"bar\" viewBox=\"0 0 100 16\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
                "<rect class=\"zero\" x=\"49.85\" y=\"0\" width=\".3\" height=\"16\"/>");
    if (isfinite(low) && isfinite(high))
        html_putf(p, "<rect class=\"ival\" x=\"%.2f\" y=\"7\" width=\"%.2f\" height=\"2\"/>", 50 + low * scale,
                  (high - low) * scale);
    if (isfinite(value))
        html_putf(p, "<rect class=\"mark\" x=\"%.2f\" y=\"2\" width=\".9\" height=\"12\"/>", 50 + value * scale - 0.45);
    html_put(p, "</svg>");
}

static void put_side_terms(html_page *p, const char *side, const char *text)
{
    fuda_str lang = {NULL, 0};

    html_put(p, "<div><h3>");
    html_put(p, side);
    html_put(p, " <span class=\"quiet\">");
    html_cstring(p, text, 120);
    html_put(p, "</span></h3>");
    for (size_t i = 0; i < html_rows(p, REP_COMPARE_TERMS); i++) {
        fuda_str own = html_cell_text(p, REP_COMPARE_TERMS, i, "side"), now = html_cell_text(p, REP_COMPARE_TERMS, i, "lang");
        fuda_str form = html_cell_text(p, REP_COMPARE_TERMS, i, "form");
        if (own.ptr == NULL || own.ptr[0] != (side[0] == 'A' ? 'a' : 'b'))
            continue;
        if (lang.ptr == NULL || !html_same(lang, now)) {
            html_put(p, lang.ptr == NULL ? "<p class=\"terms\">" : "</p><p class=\"terms\">");
            lang = now;
        }
        html_put(p, "<span class=\"term\">");
        html_in(p, now, form.len > 0 ? form : html_cell_text(p, REP_COMPARE_TERMS, i, "term"), 60);
        html_put(p, "</span> ");
    }
    html_put(p, lang.ptr == NULL ? "<p class=\"note\">No term sets this side apart.</p></div>" : "</p></div>");
}

void html_compare(html_page *p)
{
    size_t n = html_rows(p, REP_COMPARE);
    double most = 0;

    if (n == 0)
        return;
    html_section(p, "compare", "Comparison", "Share in A less share in B, in percentage points, with 95&#8239;% interval.");
    html_put(p, "<p class=\"sides\"><strong>A</strong> ");
    html_cstring(p, p->r->sides[0], 200);
    html_put(p, " <span class=\"quiet\">");
    html_count(p, (double)html_cell_int(p, REP_COMPARE, 0, "a_documents"));
    html_put(p, " documents</span> <strong>B</strong> ");
    html_cstring(p, p->r->sides[1], 200);
    html_put(p, " <span class=\"quiet\">");
    html_count(p, (double)html_cell_int(p, REP_COMPARE, 0, "b_documents"));
    html_put(p, " documents</span></p>");
    for (size_t i = 0; i < n; i++)
        most = fmax(most, fmax(fabs(html_cell_real(p, REP_COMPARE, i, "low")), fabs(html_cell_real(p, REP_COMPARE, i, "high"))));
    html_put(p, "<table class=\"labels\"><thead><tr><th scope=\"col\">Label</th><th scope=\"col\" class=\"chart\">B more · A more"
                "</th><th scope=\"col\" class=\"n\">A</th><th scope=\"col\" class=\"n\">B</th><th scope=\"col\" class=\"n w\">"
                "Difference</th></tr></thead><tbody>");
    for (size_t i = 0; i < n && i < HTML_MOST_LABELS; i++) {
        html_put(p, "<tr><th scope=\"row\">");
        html_text(p, html_cell_text(p, REP_COMPARE, i, "name"), 80);
        html_put(p, "</th><td class=\"chart\">");
        put_difference_bar(p, i, most);
        html_put(p, "</td><td class=\"n\" data-l=\"A\">");
        html_percent(p, html_cell_real(p, REP_COMPARE, i, "a_share"));
        html_put(p, "</td><td class=\"n\" data-l=\"B\">");
        html_percent(p, html_cell_real(p, REP_COMPARE, i, "b_share"));
        html_putf(p, "</td><td class=\"n\">%+.1f <small>(%+.1f … %+.1f)</small></td></tr>",
                  100 * html_cell_real(p, REP_COMPARE, i, "difference"), 100 * html_cell_real(p, REP_COMPARE, i, "low"),
                  100 * html_cell_real(p, REP_COMPARE, i, "high"));
    }
    html_put(p, "</tbody></table><div class=\"columns two\">");
    put_side_terms(p, "A", p->r->sides[0]);
    put_side_terms(p, "B", p->r->sides[1]);
    html_put(p, "</div></section>");
}
