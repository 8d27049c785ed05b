/* SPDX-License-Identifier: MIT */
#include "classifier/resample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/hash.h"
#include "core/memory.h"
#include "core/parallel.h"
#include "core/random.h"
#include "core/stats.h"

/* Values of one draw: figures, parts, labels. */
enum { AT_PARTS = CLF_NFIGURE, AT_LABELS = CLF_NFIGURE + CLF_NPART };

typedef struct drawing {
    const clf_judged *a, *b; /* b: NULL, or figures are those of a less those of b */
    const clf_resampling *how;
    size_t width;            /* values a draw */
    double *values;          /* [draws][width] */
    uint32_t **times;        /* [workers][nunit] how often a unit was drawn */
    clf_metrics *metrics;    /* [workers] */
} drawing;

static void release(drawing *d)
{
    for (int w = 0; w < d->how->workers; w++) {
        if (d->times != NULL)
            free(d->times[w]);
        if (d->metrics != NULL)
            clf_metrics_release(&d->metrics[w]);
    }
    free(d->values);
    free(d->times);
    free(d->metrics);
}

static fuda_status make_room(drawing *d, fuda_error *err)
{
    size_t nlabel = d->b != NULL && d->b->nlabel > d->a->nlabel ? d->b->nlabel : d->a->nlabel, cells;
    bool ok = fuda_mul_size(d->how->draws, d->width, &cells) && cells < SIZE_MAX / sizeof(double) - 1;

    d->values = ok ? malloc((cells + 1) * sizeof *d->values) : NULL;
    d->times = calloc((size_t)d->how->workers, sizeof *d->times);
    d->metrics = calloc((size_t)d->how->workers, sizeof *d->metrics);
    ok = d->values != NULL && d->times != NULL && d->metrics != NULL;
    for (int w = 0; ok && w < d->how->workers; w++) {
        d->times[w] = malloc(((size_t)d->a->nunit + 1) * sizeof **d->times);
        ok = d->times[w] != NULL && clf_metrics_init(&d->metrics[w], nlabel);
    }
    return ok ? FUDA_OK : fuda_fail_nomem(err);
}

static void measure_draw(const clf_judged *judged, const uint32_t *times, clf_metrics *metrics,
                         clf_tally *parts)
{
    clf_metrics_clear(metrics);
    for (size_t i = 0; i < judged->n; i++) {
        uint32_t n = times[judged->docs[i].unit];
        clf_tally *part = &parts[judged->docs[i].part], before = metrics->all;
        if (n == 0)
            continue;
        clf_metrics_add(metrics, judged, i, n);
        part->hit += metrics->all.hit - before.hit;
        part->false_ += metrics->all.false_ - before.false_;
        part->missed += metrics->all.missed - before.missed;
    }
}

static fuda_status draw(void *ctx, size_t r, int worker, fuda_error *err)
{
    drawing *d = ctx;
    double *out = d->values + r * d->width, other[CLF_NFIGURE];
    uint32_t *times = d->times[worker], nunit = d->a->nunit;
    clf_metrics *metrics = &d->metrics[worker];
    clf_tally parts[CLF_NPART] = {{0}};
    fuda_rng rng = {fuda_mix64(d->how->seed + 1) ^ fuda_mix64(r + 1)};

    (void)err;
    memset(times, 0, nunit * sizeof *times);
    for (uint32_t i = 0; i < nunit; i++)
        times[fuda_rng_below(&rng, nunit)]++;
    measure_draw(d->a, times, metrics, parts);
    clf_figures(metrics, out);
    if (d->b != NULL) {
        measure_draw(d->b, times, metrics, parts);
        clf_figures(metrics, other);
        for (int f = 0; f < CLF_NFIGURE; f++)
            out[f] -= other[f];
        return FUDA_OK;
    }
    for (int p = 0; p < CLF_NPART; p++)
        out[AT_PARTS + p] = parts[p].hit + parts[p].false_ + parts[p].missed > 0 ? clf_ratio_of(parts[p]).f1 : NAN;
    for (size_t k = 0; k < d->a->nlabel; k++) {
        const clf_tally *t = &metrics->labels[k];
        out[AT_LABELS + k] = t->hit + t->false_ + t->missed > 0 ? clf_ratio_of(*t).f1 : NAN;
    }
    return FUDA_OK;
}

/* The values of one figure in all draws that have it, sorted, into column; how many. */
static size_t gather(const drawing *d, size_t figure, double *column)
{
    size_t n = 0;

    for (size_t r = 0; r < d->how->draws; r++) {
        double x = d->values[r * d->width + figure];
        if (!isnan(x))
            column[n++] = x;
    }
    stats_sort(column, n);
    return n;
}

static clf_interval interval_of(const double *sorted, size_t n, size_t draws)
{
    if (n == 0 || n * 2 < draws)
        return (clf_interval){NAN, NAN};
    return (clf_interval){stats_quantile(sorted, n, 0.025), stats_quantile(sorted, n, 0.975)};
}

static fuda_status draw_all(drawing *d, double **column, fuda_error *err)
{
    fuda_status st = make_room(d, err);

    *column = malloc((d->how->draws + 1) * sizeof **column);
    if (st == FUDA_OK && *column == NULL)
        st = fuda_fail_nomem(err);
    if (st == FUDA_OK)
        st = fuda_parallel(d->how->draws, d->how->workers, draw, d, err);
    return st;
}

fuda_status clf_bootstrap(const clf_judged *judged, const clf_resampling *how, clf_interval *figures,
                          clf_interval *labels, clf_interval *parts, fuda_error *err)
{
    drawing d = {.a = judged, .how = how, .width = AT_LABELS + judged->nlabel};
    double *column = NULL;
    fuda_status st = draw_all(&d, &column, err);

    for (size_t f = 0; st == FUDA_OK && f < d.width; f++) {
        clf_interval *out = f < AT_PARTS    ? &figures[f]
                            : f < AT_LABELS ? &parts[f - AT_PARTS]
                                            : &labels[f - AT_LABELS];
        *out = interval_of(column, gather(&d, f, column), how->draws);
    }
    free(column);
    release(&d);
    return st;
}

static bool same_documents(const clf_judged *a, const clf_judged *b)
{
    if (a->n != b->n || a->nunit != b->nunit)
        return false;
    for (size_t i = 0; i < a->n; i++)
        if (a->docs[i].unit != b->docs[i].unit || a->docs[i].part != b->docs[i].part)
            return false;
    return true;
}

static double share_beyond_zero(const double *sorted, size_t n, size_t draws)
{
    size_t below = 0, above = 0, least;

    for (size_t i = 0; i < n; i++) {
        below += sorted[i] <= 0;
        above += sorted[i] >= 0;
    }
    least = below < above ? below : above;
    double p = 2 * ((double)least + 1) / ((double)draws + 1);
    return n == 0 ? NAN : p < 1 ? p : 1;
}

fuda_status clf_paired_bootstrap(const clf_judged *a, const clf_judged *b, const clf_resampling *how,
                                 clf_difference *differences, fuda_error *err)
{
    drawing d = {.a = a, .b = b, .how = how, .width = CLF_NFIGURE};
    double *column = NULL, of_a[CLF_NFIGURE], of_b[CLF_NFIGURE];
    fuda_status st;

    if (!same_documents(a, b))
        return fuda_fail(err, FUDA_E_ARG, "the two were not measured on the same documents");
    st = draw_all(&d, &column, err);
    for (int side = 0; st == FUDA_OK && side < 2; side++) {
        clf_metrics_clear(&d.metrics[0]);
        clf_metrics_add_all(&d.metrics[0], side == 0 ? a : b, CLF_NPART);
        clf_figures(&d.metrics[0], side == 0 ? of_a : of_b);
    }
    for (size_t f = 0; st == FUDA_OK && f < CLF_NFIGURE; f++) {
        size_t n = gather(&d, f, column);
        differences[f] = (clf_difference){of_a[f] - of_b[f], interval_of(column, n, how->draws),
                                          share_beyond_zero(column, n, how->draws)};
    }
    free(column);
    release(&d);
    return st;
}

/* ---- McNemar --------------------------------------------------------------------------------- */

double clf_mcnemar_p(uint64_t only_a, uint64_t only_b)
{
    uint64_t n = only_a + only_b, least = only_a < only_b ? only_a : only_b;
    double p = 0;

    for (uint64_t i = 0; i <= least; i++)
        p += exp(lgamma((double)n + 1) - lgamma((double)i + 1) - lgamma((double)(n - i) + 1) -
                 (double)n * M_LN2);
    return 2 * p < 1 ? 2 * p : 1;
}

clf_mcnemar clf_mcnemar_of(const clf_judged *a, const clf_judged *b)
{
    clf_mcnemar m = {0};

    for (size_t i = 0; i < a->n && i < b->n; i++) {
        bool x = a->docs[i].right, y = b->docs[i].right;
        m.both += x && y;
        m.only_a += x && !y;
        m.only_b += !x && y;
        m.neither += !x && !y;
    }
    m.p = clf_mcnemar_p(m.only_a, m.only_b);
    return m;
}
