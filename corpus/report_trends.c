/* SPDX-License-Identifier: MIT */
/* Which labels' shares rise or fall over the years. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "corpus/report.h"

/* A year with fewer documents gives no share worth a place in a series. */
enum { FEWEST_DOCUMENTS = 5 };

typedef struct trend_row {
    uint32_t label;
    size_t n; /* years */
    double first_year, last_year, first, last;
    stats_trend trend;
    double q;
    bool corrected;
} trend_row;

/* The series of a label out of its rows [from, to) of the table of labels by year. */
static bool make_row(const fuda_report *r, size_t from, size_t to, double *x, double *y, trend_row *out)
{
    size_t year = rep_column(REP_LABEL_YEARS, "year"), share = rep_column(REP_LABEL_YEARS, "share");
    size_t documents = rep_column(REP_LABEL_YEARS, "documents"), basis = rep_column(REP_LABEL_YEARS, "basis");
    size_t raw = rep_column(REP_LABEL_YEARS, "raw");
    int64_t positive = 0;

    for (size_t i = from; i < to; i++) {
        if (rep_cell(r, REP_LABEL_YEARS, i, documents)->number < FEWEST_DOCUMENTS)
            continue;
        positive += rep_cell(r, REP_LABEL_YEARS, i, raw)->number;
        x[out->n] = (double)rep_cell(r, REP_LABEL_YEARS, i, year)->number;
        y[out->n++] = rep_cell(r, REP_LABEL_YEARS, i, share)->real;
    }
    out->corrected = strcmp(rep_cell(r, REP_LABEL_YEARS, from, basis)->text.ptr, "corrected") == 0;
    if (positive == 0)
        out->n = 0; /* never given: nothing to test, and no share in the control of false discoveries */
    if (out->n == 0)
        return true;
    out->first_year = x[0];
    out->last_year = x[out->n - 1];
    out->first = y[0];
    out->last = y[out->n - 1];
    return stats_trend_test(x, y, out->n, &out->trend);
}

/* The surest first, among equals the steepest. */
static int by_q(const void *a, const void *b)
{
    const trend_row *x = a, *y = b;
    double qx = isnan(x->q) ? 2 : x->q, qy = isnan(y->q) ? 2 : y->q;
    double sx = isnan(x->trend.slope) ? 0 : fabs(x->trend.slope), sy = isnan(y->trend.slope) ? 0 : fabs(y->trend.slope);

    if (qx != qy)
        return qx < qy ? -1 : 1;
    if (sx != sy)
        return sx > sy ? -1 : 1;
    return (x->label > y->label) - (x->label < y->label);
}

static void put_row(fuda_report *r, const trend_row *row)
{
    const stats_trend *t = &row->trend;
    bool sure = row->q < 0.05;

    rep_put(r, REP_TRENDS, r->labels[row->label].id);
    rep_put(r, REP_TRENDS, r->labels[row->label].name);
    rep_put_int(r, REP_TRENDS, (int64_t)row->n);
    rep_put_int(r, REP_TRENDS, (int64_t)row->first_year);
    rep_put_int(r, REP_TRENDS, (int64_t)row->last_year);
    rep_put_real(r, REP_TRENDS, row->first);
    rep_put_real(r, REP_TRENDS, row->last);
    rep_put_real(r, REP_TRENDS, t->slope);
    rep_put_real(r, REP_TRENDS, t->slope_interval.low);
    rep_put_real(r, REP_TRENDS, t->slope_interval.high);
    rep_put_int(r, REP_TRENDS, (int64_t)t->s);
    rep_put_real(r, REP_TRENDS, t->p);
    rep_put_real(r, REP_TRENDS, row->q);
    rep_put(r, REP_TRENDS, isnan(t->p) ? "too few years" : !sure ? "unclear" : t->s > 0 ? "rising" : "falling");
    rep_put(r, REP_TRENDS, row->corrected ? "corrected" : "uncorrected");
}

static fuda_status adjust(trend_row *rows, size_t n, fuda_error *err)
{
    double *p = calloc(n + 1, sizeof *p);
    size_t *order = calloc(n + 1, sizeof *order);
    bool ok = p != NULL && order != NULL;

    for (size_t i = 0; i < n && ok; i++)
        p[i] = rows[i].trend.p;
    if (ok)
        stats_benjamini_hochberg(p, n, order);
    for (size_t i = 0; i < n && ok; i++)
        rows[i].q = p[i];
    free(p);
    free(order);
    return ok ? FUDA_OK : fuda_fail_nomem(err);
}

fuda_status rep_make_trends(fuda_report *r, fuda_error *err)
{
    size_t nyear = r->tables[REP_YEARS].table.nrow, n = 0;
    trend_row *rows = calloc(r->nlabel + 1, sizeof *rows);
    double *x = calloc(nyear + 1, sizeof *x), *y = calloc(nyear + 1, sizeof *y);
    fuda_status st = rows == NULL || x == NULL || y == NULL ? fuda_fail_nomem(err) : FUDA_OK;

    /* Without a year in it the table of labels by year has no rows, and there is no trend. */
    for (size_t l = 0; l < r->nlabel && nyear > 0 && st == FUDA_OK; l++) {
        trend_row row = {.label = (uint32_t)l};
        if (!make_row(r, l * nyear, (l + 1) * nyear, x, y, &row))
            st = fuda_fail_nomem(err);
        if (row.n > 0)
            rows[n++] = row;
    }
    if (st == FUDA_OK)
        st = adjust(rows, n, err);
    if (st == FUDA_OK && n > 1)
        qsort(rows, n, sizeof *rows, by_q);
    for (size_t i = 0; i < n && st == FUDA_OK; i++)
        put_row(r, &rows[i]);
    free(rows);
    free(x);
    free(y);
    return st;
}
