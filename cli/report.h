/* SPDX-License-Identifier: MIT */
/* fuda report: the parts of its output. */
#ifndef CLI_REPORT_H
#define CLI_REPORT_H

#include <fuda.h>

#include "cli/options.h"
#include "cli/output.h"
#include "cli/table.h"

/* JSON, JSON Lines, CSV, TSV; only NULL: every table. */
void report_write_data(output *out, cli_format format, const fuda_report *report, const fuda_report_table *only);
/* For people: the whole report, or one table. */
void report_write_text(table *t, const cli_args *args, const fuda_report *report);
void report_write_table(table *t, const fuda_report_table *from);

/* ---- for report_text.c and report_lists.c ------------------------------------------------------ */

/* Cells of a table by the name of a column, which must exist. */
fuda_str report_text(const fuda_report_table *from, size_t row, const char *column);
int64_t report_int(const fuda_report_table *from, size_t row, const char *column);
double report_real(const fuda_report_table *from, size_t row, const char *column);
/* The label's name in the user's language. */
fuda_str report_name(const fuda_report *report, fuda_str label);
/* A heading with a blank line before it. */
void report_heading(table *t, const char *text, const char *note);
/* A bar of at most `columns` columns for a share of the longest one; eighths of a column are drawn. */
void report_bar(table *t, double share, size_t columns);
/* "7,511" into text */
const char *report_count(int64_t n, char text[32]);
/* "12.3 %" into text; "–" when not known */
const char *report_percent(double share, char text[32]);

void report_put_cross(table *t, const fuda_report *report);
void report_put_pairs(table *t, const fuda_report *report);
void report_put_terms(table *t, const fuda_report *report);
void report_put_compare(table *t, const cli_args *args, const fuda_report *report);

#endif
