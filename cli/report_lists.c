/* SPDX-License-Identifier: MIT */
/* The report for people: the cross-table, pairs, key terms, a comparison, and any one table. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cli/report.h"
#include "cli/width.h"

static bool same(fuda_str a, fuda_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static void put_name(table *t, const fuda_report *report, fuda_str label, size_t columns)
{
    fuda_str name = report_name(report, label);
    table_cut(t, name.ptr, name.len, columns);
}

/* ---- fields and drivers -------------------------------------------------------------------------- */

/* Rows of the cross-table come field by field, each with every driver. */
static size_t count_drivers(const fuda_report_table *cross)
{
    size_t n = 0;
    while (n < cross->nrow && same(report_text(cross, n, "field"), report_text(cross, 0, "field")))
        n++;
    return n;
}

void report_put_cross(table *t, const fuda_report *report)
{
    static const char *const shades[] = {"2", "0", "36", "1;36"};
    const fuda_report_table *cross = fuda_report_find(report, "cross");
    size_t ndriver = count_drivers(cross), names = t->width / 3, wide, shown;
    int64_t most = 1;
    char text[32];

    if (ndriver == 0)
        return;
    for (size_t i = 0; i < cross->nrow; i++)
        most = report_int(cross, i, "documents") > most ? report_int(cross, i, "documents") : most;
    names = least(names, 34);
    wide = strlen(report_count(most, text)) + 2;
    wide = wide < 5 ? 5 : wide;
    shown = least(ndriver, (t->width - names - 3) / wide);
    report_heading(t, cross->title, "documents with both, as tagged; drivers by their numbers");
    table_pad(t, names + 3);
    for (size_t d = 0; d < shown; d++) {
        snprintf(text, sizeof text, "%zu", d + 1);
        table_right(t, text, names + 3 + (d + 1) * wide);
    }
    table_line(t);
    for (size_t i = 0; i < cross->nrow; i++) {
        size_t d = i % ndriver;
        if (d == 0) {
            table_text(t, "  ");
            put_name(t, report, report_text(cross, i, "field"), names);
        }
        if (d < shown) {
            int64_t n = report_int(cross, i, "documents");
            table_pad(t, names + 3 + d * wide);
            table_style(t, shades[n == 0 ? 0 : n * 3 < most ? 1 : n * 3 < 2 * most ? 2 : 3]);
            table_right(t, n == 0 ? "·" : report_count(n, text), names + 3 + (d + 1) * wide);
            table_style(t, NULL);
        }
        if (d + 1 == ndriver)
            table_line(t);
    }
    t->indent = 2;
    table_pad(t, 2);
    for (size_t d = 0; d < shown; d++) {
        fuda_str name = report_name(report, report_text(cross, d, "driver"));
        snprintf(text, sizeof text, "%s%zu ", d > 0 ? "  " : "", d + 1);
        if (t->column + strlen(text) + width_text(name.ptr, name.len) > t->width && d > 0) {
            table_wrap(t);
            snprintf(text, sizeof text, "%zu ", d + 1);
        }
        table_style(t, "2");
        table_text(t, text);
        table_cut(t, name.ptr, name.len, t->width - t->column);
        table_style(t, NULL);
    }
    table_line(t);
}

void report_put_pairs(table *t, const fuda_report *report)
{
    enum { PAIRS = 10 };
    const fuda_report_table *pairs = fuda_report_find(report, "cooccurrence");
    size_t n = 0, names = (t->width - 6) / 3;
    char text[96], a[32];

    for (size_t i = 0; i < pairs->nrow && n < PAIRS; i++) {
        double q = report_real(pairs, i, "q");
        if (!(q < 0.05))
            break;
        if (n++ == 0)
            report_heading(t, pairs->title, "documents with both; odds ratio (95 %); q below 0.05");
        bool apart = report_real(pairs, i, "odds_ratio") < 1;
        table_text(t, "  ");
        put_name(t, report, report_text(pairs, i, "a"), names);
        table_pad(t, names + 3);
        table_text(t, apart ? "≠ " : "+ ");
        put_name(t, report, report_text(pairs, i, "b"), names - 2);
        table_pad(t, 2 * names + 4);
        table_right(t, report_count(report_int(pairs, i, "both"), a), 2 * names + 9);
        snprintf(text, sizeof text, "%8.1f (%.1f–%.1f)", report_real(pairs, i, "odds_ratio"),
                 report_real(pairs, i, "low"), report_real(pairs, i, "high"));
        if (t->column + width_text(text, strlen(text)) <= t->width)
            table_text(t, text);
        table_line(t);
    }
}

/* ---- key terms ------------------------------------------------------------------------------------ */

/* A term as the texts have it, else as it is counted. */
static fuda_str form_of(const fuda_report_table *terms, size_t row)
{
    fuda_str form = report_text(terms, row, "form");
    return form.len > 0 ? form : report_text(terms, row, "term");
}

static bool fits(const table *t, fuda_str text)
{
    return t->column + 2 + width_text(text.ptr, text.len) <= t->width;
}

/* The terms of rows that have the same values in `columns`; returns the row behind them. */
static size_t put_term_line(table *t, const fuda_report_table *terms, size_t row, const char *const columns[2])
{
    size_t first = row;
    fuda_str lang = report_text(terms, row, "lang");

    table_text(t, "    ");
    table_style(t, "2");
    table_cut(t, lang.ptr, lang.len, 5);
    table_style(t, NULL);
    table_pad(t, 8);
    for (; row < terms->nrow && same(report_text(terms, row, columns[0]), report_text(terms, first, columns[0])) &&
           same(report_text(terms, row, columns[1]), report_text(terms, first, columns[1])) &&
           same(report_text(terms, row, "lang"), lang); row++) {
        fuda_str form = form_of(terms, row);
        if (!fits(t, form))
            continue;
        if (t->column > 8)
            table_text(t, "  ");
        table_cut(t, form.ptr, form.len, 0);
    }
    table_line(t);
    return row;
}

void report_put_terms(table *t, const fuda_report *report)
{
    static const char *const columns[2] = {"axis", "value"};
    const fuda_report_table *terms = fuda_report_find(report, "terms");
    fuda_str shown = {NULL, 0};

    for (size_t row = 0; row < terms->nrow;) {
        fuda_str axis = report_text(terms, row, "axis"), value = report_text(terms, row, "value");
        if (axis.len != 5 || memcmp(axis.ptr, "label", 5) != 0) {
            row++;
            continue;
        }
        if (shown.ptr == NULL)
            report_heading(t, terms->title, "words that set a label's documents apart, within each language");
        if (!same(value, shown)) {
            table_text(t, "  ");
            put_name(t, report, value, t->width - 2);
            table_line(t);
            shown = value;
        }
        row = put_term_line(t, terms, row, columns);
    }
}

/* ---- comparison ------------------------------------------------------------------------------------ */

static void put_difference(table *t, const fuda_report_table *rows, size_t i, size_t names)
{
    char text[96], a[32], b[32];
    double low = report_real(rows, i, "low"), high = report_real(rows, i, "high");
    bool sure = low > 0 || high < 0;

    table_text(t, "  ");
    table_style(t, sure ? "1" : "2");
    table_text(t, !sure ? "·" : low > 0 ? "▲" : "▼");
    table_style(t, NULL);
    table_text(t, " ");
    table_cut(t, report_text(rows, i, "name").ptr, report_text(rows, i, "name").len, names);
    table_pad(t, names + 5);
    snprintf(text, sizeof text, "%7s %7s  %+6.1f (%+.1f … %+.1f)", report_percent(report_real(rows, i, "a_share"), a),
             report_percent(report_real(rows, i, "b_share"), b), 100 * report_real(rows, i, "difference"), 100 * low,
             100 * high);
    if (t->column + width_text(text, strlen(text)) <= t->width)
        table_text(t, text);
    else
        table_cut(t, text, strlen(text), 0);
    table_line(t);
}

void report_put_compare(table *t, const cli_args *args, const fuda_report *report)
{
    static const char *const columns[2] = {"side", "side"};
    const fuda_report_table *rows = fuda_report_find(report, "compare");
    const fuda_report_table *terms = fuda_report_find(report, "compare_terms");
    size_t names = least(t->width / 3, 40), neither = 0;
    char text[32];

    for (int i = 0; i < 2; i++) {
        table_text(t, i == 0 ? "A  " : "B  ");
        table_cut(t, args->compare[i], strlen(args->compare[i]), t->width - 24);
        table_text(t, "  ");
        table_text(t, report_count(rows->nrow == 0 ? 0 : report_int(rows, 0, i == 0 ? "a_documents" : "b_documents"), text));
        table_text(t, " documents");
        table_line(t);
    }
    bool corrected = rows->nrow > 0 && report_text(rows, 0, "basis").len == strlen("corrected");
    report_heading(t, rows->title, corrected ? "share in A and B, difference in points (95 %), corrected"
                                             : "share in A and B, difference in points (95 %), uncorrected");
    for (size_t i = 0; i < rows->nrow; i++) {
        if (report_int(rows, i, "a_raw") + report_int(rows, i, "b_raw") > 0)
            put_difference(t, rows, i, names);
        else
            neither++;
    }
    if (neither > 0) {
        table_style(t, "2");
        output_format(t->out, "    %zu further labels in neither", neither);
        table_style(t, NULL);
        table_line(t);
    }
    fuda_str side = {NULL, 0};
    if (terms->nrow > 0)
        report_heading(t, terms->title, "within each language");
    for (size_t row = 0; row < terms->nrow;) {
        if (!same(side, report_text(terms, row, "side"))) {
            side = report_text(terms, row, "side");
            table_text(t, side.ptr[0] == 'a' ? "  A" : "  B");
            table_line(t);
        }
        row = put_term_line(t, terms, row, columns);
    }
}

/* ---- any table ------------------------------------------------------------------------------------- */

enum { MOST_COLUMNS = 32, WIDEST_CELL = 40 };

static fuda_str cell_text(const fuda_report_table *from, size_t row, size_t c, char text[64])
{
    const fuda_cell *cell = &from->cells[row * from->ncolumn + c];

    text[0] = '\0';
    if (from->columns[c].kind == FUDA_CELL_TEXT)
        return cell->text.ptr == NULL ? (fuda_str){"", 0} : cell->text;
    if (from->columns[c].kind == FUDA_CELL_INT && cell->number != FUDA_NO_NUMBER)
        snprintf(text, 64, "%lld", (long long)cell->number);
    else if (from->columns[c].kind == FUDA_CELL_REAL && isfinite(cell->real))
        snprintf(text, 64, "%.*f", from->columns[c].decimals, cell->real);
    return (fuda_str){text, strlen(text)};
}

/* One row a line each cell of which keeps to its column; what does not fit is cut at the edge. */
void report_write_table(table *t, const fuda_report_table *from)
{
    size_t width[MOST_COLUMNS] = {0}, n = least(from->ncolumn, MOST_COLUMNS);
    char text[64];

    /* A single column of sentences wraps instead. */
    for (size_t row = 0; row < from->nrow && n == 1; row++) {
        fuda_str cell = cell_text(from, row, 0, text);
        table_flow(t, cell.ptr, cell.len);
        table_line(t);
    }
    if (n == 1)
        return;
    for (size_t c = 0; c < n; c++) {
        width[c] = strlen(from->columns[c].name);
        for (size_t row = 0; row < from->nrow; row++) {
            fuda_str cell = cell_text(from, row, c, text);
            /* Long texts are cut; measuring more than can be shown is of no use. */
            size_t used = width_text(cell.ptr, least(cell.len, 4 * WIDEST_CELL));
            width[c] = used > width[c] ? least(used, WIDEST_CELL) : width[c];
        }
    }
    for (size_t row = 0; row <= from->nrow; row++) {
        size_t at = 0;
        for (size_t c = 0; c < n && at + 2 < t->width; c++) {
            bool number = from->columns[c].kind != FUDA_CELL_TEXT;
            fuda_str cell = row == 0 ? (fuda_str){from->columns[c].name, strlen(from->columns[c].name)}
                                     : cell_text(from, row - 1, c, text);
            size_t room = least(width[c], t->width - at);
            if (row == 0)
                table_style(t, "2");
            table_pad(t, at);
            if (number && width_text(cell.ptr, cell.len) <= room)
                table_pad(t, at + room - width_text(cell.ptr, cell.len));
            table_cut(t, cell.ptr, cell.len, room);
            if (row == 0)
                table_style(t, NULL);
            at += width[c] + 2;
        }
        table_line(t);
    }
}
