/* SPDX-License-Identifier: MIT */
/* The page: heat maps, as tables whose cells are shaded. */
#include <math.h>

#include "corpus/html.h"

enum { LEVELS = 8, MOST_COLUMNS = 40, MOST_ROWS = 40 };

/* 0 for nothing, else 1 … LEVELS - 1: the root, since a few cells are far above the rest. */
static int level_of(double n, double most)
{
    /* Where all counts are small, none looks large. */
    return n <= 0 ? 0 : 1 + (int)fmin(LEVELS - 2, floor((LEVELS - 1) * sqrt(n / fmax(most, 12))));
}

static void put_column_head(html_page *p, fuda_str name)
{
    html_put(p, "<th scope=\"col\"><span>");
    html_text(p, name, 60);
    html_put(p, "</span></th>");
}

static void put_heat(html_page *p, double n, double most)
{
    html_putf(p, "<td class=\"h%d\">", level_of(n, most));
    if (n > 0)
        html_count(p, n);
    html_put(p, "</td>");
}

static void open_map(html_page *p, const char *corner, const char *label)
{
    html_putf(p, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"%s\"><table class=\"heat\"><thead><tr>"
                 "<th scope=\"col\" class=\"corner\">%s</th>",
              label, corner);
}

/* ---- fields and drivers ------------------------------------------------------------------------ */

void html_cross(html_page *p)
{
    size_t n = html_rows(p, REP_CROSS), ncolumn = 0;
    double most = 0;

    if (n == 0)
        return;
    while (ncolumn < n && html_same(html_cell_text(p, REP_CROSS, ncolumn, "field"), html_cell_text(p, REP_CROSS, 0, "field")))
        ncolumn++;
    for (size_t i = 0; i < n; i++)
        most = fmax(most, (double)html_cell_int(p, REP_CROSS, i, "documents"));
    html_section(p, "cross", "Fields and drivers", "Documents that carry both labels, as tagged.");
    open_map(p, "", "Fields and drivers");
    for (size_t c = 0; c < ncolumn && c < MOST_COLUMNS; c++)
        put_column_head(p, html_name(p, html_cell_text(p, REP_CROSS, c, "driver")));
    html_put(p, "</tr></thead><tbody>");
    for (size_t row = 0; row < n && row < ncolumn * MOST_ROWS; row += ncolumn) {
        html_put(p, "<tr><th scope=\"row\">");
        html_text(p, html_name(p, html_cell_text(p, REP_CROSS, row, "field")), 60);
        html_put(p, "</th>");
        for (size_t c = 0; c < ncolumn && c < MOST_COLUMNS; c++)
            put_heat(p, (double)html_cell_int(p, REP_CROSS, row + c, "documents"), most);
        html_put(p, "</tr>");
    }
    html_put(p, "</tbody></table></div></section>");
}

/* ---- applicants and fields ------------------------------------------------------------------------ */

/* Labels of the first axis that any applicant's document has. */
static size_t choose_columns(const html_page *p, size_t *rows)
{
    size_t n = 0, napplicant = html_rows(p, REP_APPLICANTS);
    fuda_str axis = html_cell_text(p, REP_LABELS, 0, "axis");

    for (size_t i = 0; i < html_rows(p, REP_LABELS) && n < MOST_COLUMNS; i++) {
        fuda_str label = html_cell_text(p, REP_LABELS, i, "label");
        bool any = false;
        if (!html_same(html_cell_text(p, REP_LABELS, i, "axis"), axis))
            continue;
        size_t from = 0;
        while (from < html_rows(p, REP_LABEL_APPLICANTS) &&
               !html_same(html_cell_text(p, REP_LABEL_APPLICANTS, from, "label"), label))
            from += napplicant;
        for (size_t a = 0; a < napplicant && from + a < html_rows(p, REP_LABEL_APPLICANTS); a++)
            any |= html_cell_int(p, REP_LABEL_APPLICANTS, from + a, "raw") > 0;
        if (any)
            rows[n++] = from;
    }
    return n;
}

void html_applicants(html_page *p)
{
    size_t napplicant = html_rows(p, REP_APPLICANTS), from[MOST_COLUMNS], n;
    double most = 0;

    if (napplicant == 0 || html_rows(p, REP_LABELS) == 0)
        return;
    n = choose_columns(p, from);
    for (size_t c = 0; c < n; c++) {
        for (size_t a = 0; a < napplicant; a++)
            most = fmax(most, (double)html_cell_int(p, REP_LABEL_APPLICANTS, from[c] + a, "raw"));
    }
    html_section(p, "applicants", "Applicants and fields", "Documents of the most frequent applicants, as tagged; first column: all their documents.");
    open_map(p, "", "Applicants and fields");
    html_put(p, "<th scope=\"col\"><span>documents</span></th>");
    for (size_t c = 0; c < n; c++)
        put_column_head(p, html_name(p, html_cell_text(p, REP_LABEL_APPLICANTS, from[c], "label")));
    html_put(p, "</tr></thead><tbody>");
    for (size_t a = 0; a < napplicant; a++) {
        html_put(p, "<tr><th scope=\"row\">");
        html_text(p, html_cell_text(p, REP_APPLICANTS, a, "applicant"), 60);
        html_put(p, "</th><td class=\"all\">");
        html_count(p, (double)html_cell_int(p, REP_APPLICANTS, a, "documents"));
        html_put(p, "</td>");
        for (size_t c = 0; c < n; c++)
            put_heat(p, (double)html_cell_int(p, REP_LABEL_APPLICANTS, from[c] + a, "raw"), most);
        html_put(p, "</tr>");
    }
    html_put(p, "</tbody></table></div></section>");
}
