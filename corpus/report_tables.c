/* SPDX-License-Identifier: MIT */
/* The tables of a report: their names and columns (docs/report.md explains each), and filling them. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "corpus/report.h"

/* clang-format off */
#define TEXT(name) {name, FUDA_CELL_TEXT, 0}
#define INT(name) {name, FUDA_CELL_INT, 0}
#define REAL(name, decimals) {name, FUDA_CELL_REAL, decimals}
/* What is known about a number of documents with a label. */
#define ESTIMATE INT("documents"), INT("raw"), REAL("corrected", 1), REAL("low", 1), REAL("high", 1), \
    REAL("share", 4), REAL("share_low", 4), REAL("share_high", 4), TEXT("basis")
#define KEYNESS INT("documents"), INT("of"), INT("rest_documents"), INT("rest_of"), REAL("g2", 2), REAL("p", 6), \
    REAL("log_ratio", 3), REAL("z", 2)

static const fuda_report_column
    summary[] = {TEXT("item"), INT("documents")},
    labels[] = {TEXT("label"), TEXT("name"), TEXT("axis"), INT("gold"), ESTIMATE, REAL("em", 1)},
    trends[] = {TEXT("label"), TEXT("name"), INT("years"), INT("first_year"), INT("last_year"), REAL("first_share", 4),
                REAL("last_share", 4), REAL("slope", 5), REAL("slope_low", 5), REAL("slope_high", 5), INT("s"),
                REAL("p", 6), REAL("q", 6), TEXT("direction"), TEXT("basis")},
    years[] = {INT("year"), INT("documents"), INT("tagged")},
    languages[] = {TEXT("lang"), INT("documents"), INT("tagged")},
    genres[] = {TEXT("genre"), INT("documents"), INT("tagged")},
    applicants[] = {TEXT("applicant"), INT("documents"), INT("tagged")},
    label_years[] = {TEXT("label"), INT("year"), ESTIMATE},
    label_languages[] = {TEXT("label"), TEXT("lang"), ESTIMATE},
    label_genres[] = {TEXT("label"), TEXT("genre"), ESTIMATE},
    label_applicants[] = {TEXT("label"), TEXT("applicant"), ESTIMATE},
    cross[] = {TEXT("field"), TEXT("driver"), INT("documents"), REAL("share_of_field", 4), REAL("share_of_driver", 4)},
    cooccurrence[] = {TEXT("a"), TEXT("b"), INT("both"), REAL("expected", 2), REAL("pmi", 3), REAL("odds_ratio", 3),
                      REAL("low", 3), REAL("high", 3), REAL("g2", 2), REAL("p", 6), REAL("q", 6)},
    terms[] = {TEXT("axis"), TEXT("value"), TEXT("lang"), INT("rank"), TEXT("term"), TEXT("form"), KEYNESS},
    contexts[] = {TEXT("axis"), TEXT("value"), TEXT("lang"), TEXT("term"), TEXT("id"), TEXT("left"), TEXT("keyword"),
                  TEXT("right")},
    documents[] = {TEXT("label"), INT("rank"), TEXT("id"), TEXT("title"), TEXT("lang"), TEXT("date"), REAL("p", 4),
                   TEXT("passage"), TEXT("marks")},
    compare[] = {TEXT("label"), TEXT("name"), INT("a_documents"), INT("a_raw"), REAL("a_share", 4), REAL("a_low", 4),
                 REAL("a_high", 4), INT("b_documents"), INT("b_raw"), REAL("b_share", 4), REAL("b_low", 4),
                 REAL("b_high", 4), REAL("difference", 4), REAL("low", 4), REAL("high", 4), REAL("p", 6), REAL("q", 6),
                 TEXT("basis")},
    compare_terms[] = {TEXT("side"), TEXT("lang"), INT("rank"), TEXT("term"), TEXT("form"), KEYNESS},
    rates[] = {TEXT("label"), TEXT("lang"), INT("tp"), INT("fp"), INT("fn"), INT("tn"), REAL("recall", 4),
               REAL("recall_low", 4), REAL("recall_high", 4), REAL("false_alarm", 4), REAL("false_alarm_low", 4),
               REAL("false_alarm_high", 4)},
    provenance[] = {TEXT("item"), TEXT("value")},
    limits[] = {TEXT("limit")};

#define TABLE(id, table, title) [id] = {#table, title, table, sizeof table / sizeof table[0], NULL, 0}
static const fuda_report_table definitions[REP_NTABLE] = {
    TABLE(REP_SUMMARY, summary, "Documents"),
    TABLE(REP_LABELS, labels, "Labels"),
    TABLE(REP_TRENDS, trends, "What changed most"),
    TABLE(REP_YEARS, years, "Years"),
    TABLE(REP_LANGUAGES, languages, "Languages"),
    TABLE(REP_GENRES, genres, "Genres"),
    TABLE(REP_APPLICANTS, applicants, "Applicants"),
    TABLE(REP_LABEL_YEARS, label_years, "Labels by year"),
    TABLE(REP_LABEL_LANGUAGES, label_languages, "Labels by language"),
    TABLE(REP_LABEL_GENRES, label_genres, "Labels by genre"),
    TABLE(REP_LABEL_APPLICANTS, label_applicants, "Labels by applicant"),
    TABLE(REP_CROSS, cross, "Fields and drivers"),
    TABLE(REP_COOCCURRENCE, cooccurrence, "Labels that come together"),
    TABLE(REP_TERMS, terms, "Key terms"),
    TABLE(REP_CONTEXTS, contexts, "Key terms in context"),
    TABLE(REP_DOCUMENTS, documents, "Documents and their evidence"),
    TABLE(REP_COMPARE, compare, "Comparison"),
    TABLE(REP_COMPARE_TERMS, compare_terms, "Terms that set the sides apart"),
    TABLE(REP_RATES, rates, "Error rates of the model"),
    TABLE(REP_PROVENANCE, provenance, "Where this comes from"),
    TABLE(REP_LIMITS, limits, "Limits")};
/* clang-format on */

void rep_tables_init(fuda_report *r)
{
    for (int i = 0; i < REP_NTABLE; i++)
        r->tables[i].table = definitions[i];
}

size_t fuda_report_table_count(void)
{
    return REP_NTABLE;
}

const char *fuda_report_table_name(size_t index)
{
    return index < REP_NTABLE ? definitions[index].name : NULL;
}

const fuda_report_table *fuda_report_get(const fuda_report *report, size_t index)
{
    return index < REP_NTABLE ? &report->tables[index].table : NULL;
}

const fuda_report_table *fuda_report_find(const fuda_report *report, const char *name)
{
    for (int i = 0; i < REP_NTABLE; i++) {
        if (strcmp(definitions[i].name, name) == 0)
            return &report->tables[i].table;
    }
    return NULL;
}

/* ---- filling -------------------------------------------------------------------------------- */

static void put_cell(fuda_report *r, rep_table_id id, fuda_cell cell)
{
    rep_table *t = &r->tables[id];

    if (!FUDA_GROW(t->cells, t->cap, t->n + 1)) {
        r->failed = true;
        return;
    }
    t->cells[t->n++] = cell;
    t->table.cells = t->cells;
    t->table.nrow = t->n / t->table.ncolumn; /* whole rows */
}

void rep_put_text(fuda_report *r, rep_table_id id, fuda_str text)
{
    fuda_cell cell = {.text = {NULL, 0}};

    if (text.ptr != NULL) {
        cell.text = (fuda_str){fuda_arena_copy(&r->arena, text.ptr, text.len), text.len};
        r->failed |= cell.text.ptr == NULL;
    }
    put_cell(r, id, cell);
}

void rep_put(fuda_report *r, rep_table_id id, const char *text)
{
    rep_put_text(r, id, (fuda_str){text, text == NULL ? 0 : strlen(text)});
}

void rep_putf(fuda_report *r, rep_table_id id, const char *format, ...)
{
    char text[1024];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    rep_put(r, id, text);
}

void rep_put_int(fuda_report *r, rep_table_id id, int64_t number)
{
    put_cell(r, id, (fuda_cell){.number = number});
}

void rep_put_real(fuda_report *r, rep_table_id id, double value)
{
    /* No infinities leave the report: they are no numbers in JSON. */
    put_cell(r, id, (fuda_cell){.real = isfinite(value) ? value : NAN});
}

size_t rep_column(rep_table_id id, const char *name)
{
    size_t c = 0;

    while (c + 1 < definitions[id].ncolumn && strcmp(definitions[id].columns[c].name, name) != 0)
        c++;
    return c;
}

const fuda_cell *rep_cell(const fuda_report *r, rep_table_id id, size_t row, size_t column)
{
    return &r->tables[id].cells[row * definitions[id].ncolumn + column];
}

fuda_str rep_string(const fuda_strtab *tab, uint32_t id)
{
    return id == FUDA_NO_ID ? (fuda_str){0} : (fuda_str){fuda_strtab_bytes(tab, id), fuda_strtab_len(tab, id)};
}
