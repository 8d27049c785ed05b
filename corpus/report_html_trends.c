/* SPDX-License-Identifier: MIT */
/* The page: a small line for every label's share over the years, with its uncertainty. */
#include <math.h>

#include "corpus/html.h"

/* Years of the trend table need as many documents. */
enum { FEWEST = 5, HEIGHT = 40 };

/* The rows of a label in the table of labels by year. */
static void find_series(const html_page *p, fuda_str label, size_t *from, size_t *to)
{
    size_t n = html_rows(p, REP_LABEL_YEARS);

    for (*from = 0; *from < n && !html_same(html_cell_text(p, REP_LABEL_YEARS, *from, "label"), label);)
        ++*from;
    for (*to = *from; *to < n && html_same(html_cell_text(p, REP_LABEL_YEARS, *to, "label"), label);)
        ++*to;
}

static bool counts(const html_page *p, size_t row)
{
    return html_cell_int(p, REP_LABEL_YEARS, row, "documents") >= FEWEST;
}

typedef struct scale {
    double first, last, most;
} scale;

static double x_of(const html_page *p, size_t row, const scale *s)
{
    double year = (double)html_cell_int(p, REP_LABEL_YEARS, row, "year");
    return s->last > s->first ? 100 * (year - s->first) / (s->last - s->first) : 50;
}

static double y_of(double share, const scale *s)
{
    double y = HEIGHT - 1 - (HEIGHT - 3) * (s->most > 0 ? share / s->most : 0);
    return isfinite(y) ? y : HEIGHT - 1;
}

static void put_line(html_page *p, size_t from, size_t to, const scale *s)
{
    html_putf(p, "<svg class=\"line\" viewBox=\"0 0 100 %d\" preserveAspectRatio=\"none\" aria-hidden=\"true\">", HEIGHT);
    html_put(p, "<polygon class=\"band\" points=\"");
    for (size_t i = from; i < to; i++) {
        if (counts(p, i))
            html_putf(p, "%.1f,%.1f ", x_of(p, i, s), y_of(html_cell_real(p, REP_LABEL_YEARS, i, "share_high"), s));
    }
    for (size_t i = to; i-- > from;) {
        if (counts(p, i))
            html_putf(p, "%.1f,%.1f ", x_of(p, i, s), y_of(html_cell_real(p, REP_LABEL_YEARS, i, "share_low"), s));
    }
    html_put(p, "\"/><polyline points=\"");
    for (size_t i = from; i < to; i++) {
        if (counts(p, i))
            html_putf(p, "%.1f,%.1f ", x_of(p, i, s), y_of(html_cell_real(p, REP_LABEL_YEARS, i, "share"), s));
    }
    html_put(p, "\"/></svg>");
}

static void put_card(html_page *p, size_t trend)
{
    fuda_str direction = html_cell_text(p, REP_TRENDS, trend, "direction");
    const char *mark = html_is(direction, "rising") ? "up" : html_is(direction, "falling") ? "down" : "flat";
    double slope = html_cell_real(p, REP_TRENDS, trend, "slope"), q = html_cell_real(p, REP_TRENDS, trend, "q");
    scale s = {.first = (double)html_cell_int(p, REP_TRENDS, trend, "first_year"),
               .last = (double)html_cell_int(p, REP_TRENDS, trend, "last_year")};
    size_t from, to;
    double high = 0;

    find_series(p, html_cell_text(p, REP_TRENDS, trend, "label"), &from, &to);
    /* Years of few documents have bands so wide that they would press the line flat: they are cut off. */
    for (size_t i = from; i < to; i++) {
        if (counts(p, i)) {
            s.most = fmax(s.most, html_cell_real(p, REP_LABEL_YEARS, i, "share"));
            high = fmax(high, html_cell_real(p, REP_LABEL_YEARS, i, "share_high"));
        }
    }
    s.most = s.most > 0 ? fmin(high, 1.8 * s.most) : high;
    html_putf(p, "<figure class=\"card %s\"><figcaption>", mark);
    html_text(p, html_cell_text(p, REP_TRENDS, trend, "name"), 80);
    html_put(p, "</figcaption>");
    put_line(p, from, to, &s);
    html_putf(p, "<div class=\"ends\"><span>%.0f <b>", s.first);
    html_percent(p, html_cell_real(p, REP_TRENDS, trend, "first_share"));
    html_putf(p, "</b></span><span>%.0f <b>", s.last);
    html_percent(p, html_cell_real(p, REP_TRENDS, trend, "last_share"));
    html_put(p, "</b></span></div><p class=\"verdict\">");
    html_put(p, html_is(direction, "rising") ? "↗ " : html_is(direction, "falling") ? "↘ " : "");
    if (isfinite(slope))
        html_putf(p, "%+.2f points a year <small>(%+.2f … %+.2f)</small>", 100 * slope,
                  100 * html_cell_real(p, REP_TRENDS, trend, "slope_low"), 100 * html_cell_real(p, REP_TRENDS, trend, "slope_high"));
    if (isfinite(q))
        html_putf(p, " <small>q&#8239;=&#8239;%.3f</small>", q);
    html_put(p, "</p></figure>");
}

/* The figures behind the lines: a row a label, a column a year. */
static void put_figures(html_page *p)
{
    size_t nyear = html_rows(p, REP_YEARS), first = nyear > 24 ? nyear - 24 : 0;

    html_put(p, "<details><summary>The shares as a table</summary><div class=\"scroll\" tabindex=\"0\" role=\"region\" "
                "aria-label=\"Shares by year\"><table class=\"plain\"><thead><tr><th scope=\"col\">Label</th>");
    for (size_t y = first; y < nyear; y++)
        html_putf(p, "<th scope=\"col\" class=\"n\">%lld</th>", (long long)html_cell_int(p, REP_YEARS, y, "year"));
    html_put(p, "</tr></thead><tbody>");
    for (size_t t = 0; t < html_rows(p, REP_TRENDS) && t < HTML_MOST_LABELS; t++) {
        size_t from, to;
        find_series(p, html_cell_text(p, REP_TRENDS, t, "label"), &from, &to);
        html_put(p, "<tr><th scope=\"row\">");
        html_text(p, html_cell_text(p, REP_TRENDS, t, "name"), 80);
        html_put(p, "</th>");
        for (size_t i = from + first; i < to; i++) {
            html_put(p, "<td class=\"n\">");
            html_percent(p, html_cell_real(p, REP_LABEL_YEARS, i, "share"));
            html_put(p, "</td>");
        }
        html_put(p, "</tr>");
    }
    html_put(p, "</tbody></table></div></details>");
}

void html_trends(html_page *p)
{
    size_t n = html_rows(p, REP_TRENDS), shown = 0;

    if (n == 0 || html_cell_int(p, REP_TRENDS, 0, "years") < 3)
        return;
    html_section(p, "trends", "What changed",
                 "Share of each label’s documents by year, with its 95&#8239;% interval, each on its own scale; the surest changes "
                 "first. Slope: Theil–Sen; q: Mann–Kendall test after control of the false discovery rate. Coloured: q below 0.05.");
    html_put(p, "<div class=\"cards\">");
    for (size_t i = 0; i < n && shown < HTML_MOST_LABELS; i++) {
        size_t row = html_label_row(p, html_cell_text(p, REP_TRENDS, i, "label"));
        if (row == SIZE_MAX || html_cell_int(p, REP_LABELS, row, "raw") == 0)
            continue;
        put_card(p, i);
        shown++;
    }
    html_put(p, "</div>");
    put_figures(p);
    html_put(p, "</section>");
}
