/* SPDX-License-Identifier: MIT */
/* Writing HTML and SVG.  Whatever a document, a model or a user brings goes out through html_text. */
#ifndef CORPUS_HTML_H
#define CORPUS_HTML_H

#include "corpus/report.h"

typedef struct html_page {
    const fuda_report *r;
    fuda_buf out; /* remembers a lack of memory */
} html_page;

/* Literals of fuda. */
void html_put(html_page *p, const char *markup);
__attribute__((format(printf, 2, 3))) void html_putf(html_page *p, const char *format, ...);
/* Foreign text, safe between tags and inside a quoted attribute: markup escaped, controls, marks that reorder
 * text and malformed bytes as U+FFFD; cut with "…" after `most` characters (0: never). */
void html_text(html_page *p, fuda_str text, size_t most);
void html_cstring(html_page *p, const char *text, size_t most);
/* Foreign text in its language: "<span lang=…>", or bare when that is unknown. */
void html_in(html_page *p, fuda_str lang, fuda_str text, size_t most);
/* "7,511" */
void html_count(html_page *p, double n);
/* "12.3 %", "–" for what is not known */
void html_percent(html_page *p, double share);

/* Cells of the report's tables by column. */
fuda_str html_cell_text(const html_page *p, rep_table_id id, size_t row, const char *column);
int64_t html_cell_int(const html_page *p, rep_table_id id, size_t row, const char *column);
double html_cell_real(const html_page *p, rep_table_id id, size_t row, const char *column);
size_t html_rows(const html_page *p, rep_table_id id);
bool html_same(fuda_str a, fuda_str b);
bool html_is(fuda_str text, const char *word);
/* The label's name; row of the table of labels, SIZE_MAX if it has none. */
fuda_str html_name(const html_page *p, fuda_str label);
size_t html_label_row(const html_page *p, fuda_str label);
/* True when the label's counts are corrected. */
bool html_corrected(const html_page *p);

/* <section> with a heading and a note under it (may be NULL); closed by html_put "</section>". */
void html_section(html_page *p, const char *id, const char *title, const char *note);

/* ---- the parts --------------------------------------------------------------------------------- */

enum { HTML_MOST_LABELS = 60 }; /* more are in the tables only */

extern const char *const html_style[]; /* pieces; NULL ends */
void html_labels(html_page *p);     /* report_html_labels.c   */
void html_divisions(html_page *p);
void html_compare(html_page *p);
void html_trends(html_page *p);     /* report_html_trends.c   */
void html_cross(html_page *p);      /* report_html_maps.c     */
void html_applicants(html_page *p);
void html_network(html_page *p);    /* report_html_network.c  */
void html_dossiers(html_page *p);   /* report_html_dossiers.c */
void html_group_terms(html_page *p);
void html_method(html_page *p);     /* report_html_method.c   */

#endif
