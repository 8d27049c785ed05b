/* SPDX-License-Identifier: MIT */
/* The report for people: what there is, labels with bars, trends, and how the documents divide. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cli/report.h"
#include "cli/width.h"

/* ---- cells ----------------------------------------------------------------------------------- */

static const fuda_cell *find_cell(const fuda_report_table *from, size_t row, const char *column)
{
    static const fuda_cell none = {.number = FUDA_NO_NUMBER};

    for (size_t c = 0; c < from->ncolumn; c++) {
        if (strcmp(from->columns[c].name, column) == 0)
            return &from->cells[row * from->ncolumn + c];
    }
    return &none;
}

fuda_str report_text(const fuda_report_table *from, size_t row, const char *column)
{
    return find_cell(from, row, column)->text;
}

int64_t report_int(const fuda_report_table *from, size_t row, const char *column)
{
    return find_cell(from, row, column)->number;
}

double report_real(const fuda_report_table *from, size_t row, const char *column)
{
    return find_cell(from, row, column)->real;
}

static bool is(fuda_str text, const char *word)
{
    return text.len == strlen(word) && memcmp(text.ptr, word, text.len) == 0;
}

fuda_str report_name(const fuda_report *report, fuda_str label)
{
    const fuda_report_table *labels = fuda_report_find(report, "labels");

    for (size_t i = 0; i < labels->nrow; i++) {
        fuda_str id = report_text(labels, i, "label");
        if (id.len == label.len && memcmp(id.ptr, label.ptr, id.len) == 0)
            return report_text(labels, i, "name");
    }
    return label;
}

const char *report_count(int64_t n, char text[32])
{
    char digits[24];
    size_t len, at = 0;

    snprintf(digits, sizeof digits, "%lld", (long long)(n < 0 ? 0 : n));
    len = strlen(digits);
    for (size_t i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0)
            text[at++] = ',';
        text[at++] = digits[i];
    }
    text[at] = '\0';
    return text;
}

const char *report_percent(double share, char text[32])
{
    if (!isfinite(share))
        snprintf(text, 32, "–");
    else
        snprintf(text, 32, "%.1f%%", share * 100);
    return text;
}

/* ---- pieces ---------------------------------------------------------------------------------- */

void report_heading(table *t, const char *text, const char *note)
{
    table_line(t);
    table_style(t, "1");
    table_text(t, text);
    table_style(t, NULL);
    if (note != NULL && t->column + width_text(note, strlen(note)) + 2 <= t->width) {
        table_style(t, "2");
        table_text(t, "  ");
        table_text(t, note);
        table_style(t, NULL);
    }
    table_line(t);
}

void report_bar(table *t, double share, size_t columns)
{
    static const char *const eighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    size_t end = t->column + columns;
    size_t n = isfinite(share) && share > 0 ? (size_t)(fmin(share, 1) * 8 * (double)columns + 0.5) : 0;

    if (n == 0 && share > 0)
        n = 1;
    table_style(t, "36");
    for (size_t i = 0; i < n / 8; i++)
        table_text(t, "█");
    table_text(t, eighths[n % 8]);
    table_style(t, NULL);
    table_pad(t, end);
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* ---- what is counted --------------------------------------------------------------------------- */

static int64_t summary_of(const fuda_report *report, const char *item)
{
    const fuda_report_table *t = fuda_report_find(report, "summary");

    for (size_t i = 0; i < t->nrow; i++) {
        if (is(report_text(t, i, "item"), item))
            return report_int(t, i, "documents");
    }
    return 0;
}

static void put_head(table *t, const cli_args *args, const fuda_report *report)
{
    const fuda_report_table *info = fuda_report_find(report, "provenance");
    char text[32];

    table_style(t, "1");
    table_cut(t, args->files[0], strlen(args->files[0]), t->width / 2);
    table_style(t, NULL);
    for (size_t i = 0; i < info->nrow; i++) {
        if (!is(report_text(info, i, "item"), "run"))
            continue;
        table_text(t, "  run ");
        table_cut(t, report_text(info, i, "value").ptr, report_text(info, i, "value").len, 12);
    }
    table_text(t, "  ");
    table_text(t, report_count(summary_of(report, "counted"), text));
    table_text(t, " documents, ");
    table_text(t, report_count(summary_of(report, "tagged"), text));
    table_text(t, " tagged");
    table_line(t);
    if (args->where != NULL) {
        table_text(t, "where ");
        t->indent = 6;
        table_flow(t, args->where, strlen(args->where));
        table_line(t);
    }
}

/* ---- labels ------------------------------------------------------------------------------------ */

/* "812 (750–890)" */
static void estimate_text(const fuda_report_table *labels, size_t row, char text[128])
{
    char a[32], b[32], c[32];

    if (isfinite(report_real(labels, row, "corrected")))
        snprintf(text, 128, "%s (%s–%s)", report_count(llround(report_real(labels, row, "corrected")), a),
                 report_count(llround(report_real(labels, row, "low")), b),
                 report_count(llround(report_real(labels, row, "high")), c));
    else
        snprintf(text, 128, "–");
}

static size_t name_width(const table *t, const fuda_report_table *from, const char *column)
{
    size_t most = 0;

    for (size_t i = 0; i < from->nrow; i++) {
        fuda_str name = report_text(from, i, column);
        size_t n = name.ptr == NULL ? 0 : width_text(name.ptr, name.len);
        most = n > most ? n : most;
    }
    return least(most, t->width * 2 / 5);
}

static const char *axis_heading(const table *t, fuda_str axis)
{
    static const char *const headings[][4] = {
        {"field", "Fields", "分野", "领域"}, {"driver", "Drivers", "要因", "动因"}, {"", "Labels", "ラベル", "标签"}};
    int lang = t->names == FUDA_LANG_JA ? 2 : t->names == FUDA_LANG_ZH ? 3 : 1;

    for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++) {
        if (is(axis, headings[i][0]))
            return headings[i][lang];
    }
    return NULL;
}

/* Columns of the table of labels; 0: left out because the terminal is narrow. */
typedef struct label_columns {
    size_t names, bar, raw, estimate, share;
} label_columns;

static label_columns label_layout(const table *t, const fuda_report_table *labels, bool corrected)
{
    enum { SHORTEST = 14, EDGE = 3, LONGEST_BAR = 40 };
    label_columns c = {name_width(t, labels, "name"), 0, 8, corrected ? 22 : 0, 8};

    if (t->width < EDGE + SHORTEST + c.raw + c.estimate + c.share)
        c.share = 0;
    if (corrected && t->width < EDGE + SHORTEST + c.raw + c.estimate + c.share)
        c.raw = 0;
    c.names = least(c.names, t->width - EDGE - c.raw - c.estimate - c.share);
    size_t used = EDGE + c.names + c.raw + c.estimate + c.share;
    c.bar = t->width > used + 8 ? least(t->width - used, LONGEST_BAR) : 0;
    return c;
}

static void put_label(table *t, const fuda_report_table *labels, size_t i, const label_columns *c, int64_t most)
{
    fuda_str name = report_text(labels, i, "name");
    size_t at = c->names + 3 + c->bar;
    char text[128], digits[32];

    table_text(t, "  ");
    table_cut(t, name.ptr, name.len, c->names);
    table_pad(t, c->names + 3);
    if (c->bar > 0)
        report_bar(t, (double)report_int(labels, i, "raw") / (double)most, c->bar);
    if (c->raw > 0)
        table_right(t, report_count(report_int(labels, i, "raw"), digits), at + c->raw);
    if (c->estimate > 0) {
        estimate_text(labels, i, text);
        table_right(t, text, at + c->raw + c->estimate);
    }
    if (c->share > 0)
        table_right(t, report_percent(report_real(labels, i, "share"), digits), at + c->raw + c->estimate + c->share);
    table_line(t);
}

static void put_axis(table *t, fuda_str axis, bool corrected)
{
    const char *heading = axis_heading(t, axis);
    char own[64];

    snprintf(own, sizeof own, "%.*s", (int)least(axis.len, 60), axis.ptr);
    report_heading(t, heading != NULL ? heading : own,
                   corrected ? "documents as tagged, corrected (95 %), share" : "documents as tagged, uncorrected; share");
}

static void put_labels(table *t, const fuda_report *report)
{
    const fuda_report_table *labels = fuda_report_find(report, "labels");
    fuda_str shown = {NULL, 0}; /* the axis at hand */
    int64_t most = 1;
    bool corrected = false;
    size_t none = 0;

    for (size_t i = 0; i < labels->nrow; i++) {
        int64_t n = report_int(labels, i, "raw");
        most = n > most ? n : most;
        corrected |= isfinite(report_real(labels, i, "corrected"));
    }
    const label_columns columns = label_layout(t, labels, corrected);
    for (size_t i = 0; i < labels->nrow; i++) {
        fuda_str axis = report_text(labels, i, "axis");
        if (report_int(labels, i, "raw") == 0 && !(report_real(labels, i, "high") >= 1)) {
            none++;
            continue;
        }
        if (shown.ptr == NULL || axis.len != shown.len || memcmp(axis.ptr, shown.ptr, axis.len) != 0)
            put_axis(t, axis, corrected);
        put_label(t, labels, i, &columns, most);
        shown = axis;
    }
    if (none > 0) {
        table_style(t, "2");
        output_format(t->out, "  %zu further labels in no document", none);
        table_style(t, NULL);
        table_line(t);
    }
}

/* ---- trends ------------------------------------------------------------------------------------ */

/* The label's shares over the years of the report, a block a year; a blank where there are no documents. */
static void put_spark(table *t, const fuda_report *report, fuda_str label, size_t columns)
{
    static const char *const blocks[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    const fuda_report_table *years = fuda_report_find(report, "label_years");
    size_t first = SIZE_MAX, n = 0, end = t->column + columns;
    double most = 0;

    for (size_t i = 0; i < years->nrow; i++) {
        fuda_str id = report_text(years, i, "label");
        if (id.len != label.len || memcmp(id.ptr, label.ptr, id.len) != 0)
            continue;
        first = first == SIZE_MAX ? i : first;
        n++;
    }
    size_t from = n > columns ? first + n - columns : first;
    for (size_t i = from; i < first + n; i++)
        most = fmax(most, report_real(years, i, "share"));
    table_style(t, "36");
    for (size_t i = from; i < first + n; i++) {
        double share = report_real(years, i, "share");
        table_text(t, isfinite(share) && most > 0 ? blocks[(size_t)(share / most * 7 + 0.5)] : blocks[0]);
    }
    table_style(t, NULL);
    table_pad(t, end);
}

static void put_trend(table *t, const fuda_report *report, size_t row, size_t names, size_t spark)
{
    const fuda_report_table *trends = fuda_report_find(report, "trends");
    fuda_str name = report_text(trends, row, "name"), direction = report_text(trends, row, "direction");
    double q = report_real(trends, row, "q"), slope = report_real(trends, row, "slope");
    const char *arrow = is(direction, "rising") ? "↑" : is(direction, "falling") ? "↓" : "·";
    char text[96], a[32], b[32];

    table_text(t, "  ");
    table_style(t, arrow[0] == '\xe2' ? "1" : "2");
    table_text(t, arrow);
    table_style(t, NULL);
    table_text(t, " ");
    table_cut(t, name.ptr, name.len, names);
    table_pad(t, names + 5);
    put_spark(t, report, report_text(trends, row, "label"), spark);
    snprintf(text, sizeof text, " %6s → %6s", report_percent(report_real(trends, row, "first_share"), a),
             report_percent(report_real(trends, row, "last_share"), b));
    if (t->column + width_text(text, strlen(text)) <= t->width)
        table_text(t, text);
    if (isfinite(slope))
        snprintf(text, sizeof text, "  %+.2f a year", slope * 100);
    else
        text[0] = '\0';
    if (t->column + strlen(text) <= t->width)
        table_text(t, text);
    if (isfinite(q))
        snprintf(text, sizeof text, "  q %.3f", q);
    else
        snprintf(text, sizeof text, "  %s", "too few years");
    if (t->column + strlen(text) <= t->width)
        table_text(t, text);
    table_line(t);
}

static void put_trends(table *t, const fuda_report *report)
{
    enum { SHOWN = 20 };
    const fuda_report_table *trends = fuda_report_find(report, "trends");
    size_t nyear = fuda_report_find(report, "years")->nrow, names = name_width(t, trends, "name");
    char head[128];

    if (trends->nrow == 0)
        return;
    names = least(names, t->width / 3);
    snprintf(head, sizeof head, "shares %lld–%lld, slope in points a year, q (Mann–Kendall)",
             (long long)report_int(trends, 0, "first_year"), (long long)report_int(trends, 0, "last_year"));
    report_heading(t, "What changed most", head);
    for (size_t i = 0; i < trends->nrow && i < SHOWN; i++)
        put_trend(t, report, i, names, least(nyear, 16));
    if (trends->nrow > SHOWN) {
        snprintf(head, sizeof head, "  … %zu more: --table trends", trends->nrow - SHOWN);
        table_text(t, head);
        table_line(t);
    }
}

/* ---- values ------------------------------------------------------------------------------------ */

static void put_values(table *t, const fuda_report *report, const char *which, const char *column, size_t most)
{
    const fuda_report_table *from = fuda_report_find(report, which);
    bool years = strcmp(which, "years") == 0;
    size_t names = years ? 4 : name_width(t, from, column), bar, shown = least(from->nrow, most);
    int64_t largest = 1;
    char text[32], more[64];

    if (from->nrow == 0)
        return;
    for (size_t i = 0; i < from->nrow; i++)
        largest = report_int(from, i, "documents") > largest ? report_int(from, i, "documents") : largest;
    report_heading(t, from->title, "documents, of them tagged");
    bar = t->width > names + 28 ? least(t->width - names - 24, 40) : 0;
    for (size_t i = 0; i < shown; i++) {
        table_text(t, "  ");
        if (years) {
            snprintf(text, sizeof text, "%lld", (long long)report_int(from, i, column));
            table_text(t, text);
        } else {
            table_cut(t, report_text(from, i, column).ptr, report_text(from, i, column).len, names);
        }
        table_pad(t, names + 3);
        report_bar(t, (double)report_int(from, i, "documents") / (double)largest, bar);
        table_right(t, report_count(report_int(from, i, "documents"), text), names + bar + 12);
        table_style(t, "2");
        table_right(t, report_count(report_int(from, i, "tagged"), text), names + bar + 21);
        table_style(t, NULL);
        table_line(t);
    }
    if (shown < from->nrow) {
        snprintf(more, sizeof more, "  … %zu more: --table %s", from->nrow - shown, which);
        table_text(t, more);
        table_line(t);
    }
}

static void put_limits(table *t, const fuda_report *report)
{
    const fuda_report_table *limits = fuda_report_find(report, "limits");

    report_heading(t, limits->title, NULL);
    for (size_t i = 0; i < limits->nrow; i++) {
        fuda_str text = report_text(limits, i, "limit");
        table_text(t, "  · ");
        t->indent = 4;
        table_flow(t, text.ptr, text.len);
        table_line(t);
    }
}

void report_write_text(table *t, const cli_args *args, const fuda_report *report)
{
    enum { FEW = 12 };

    put_head(t, args, report);
    if (args->compare[0] != NULL) {
        report_put_compare(t, args, report);
        put_limits(t, report);
        return;
    }
    put_labels(t, report);
    put_trends(t, report);
    report_put_cross(t, report);
    report_put_pairs(t, report);
    put_values(t, report, "years", "year", 40);
    put_values(t, report, "languages", "lang", FEW);
    put_values(t, report, "genres", "genre", FEW);
    put_values(t, report, "applicants", "applicant", FEW);
    report_put_terms(t, report);
    put_limits(t, report);
}
