/* SPDX-License-Identifier: MIT */
#include "cli/scores.h"

#include <math.h>
#include <stdlib.h>

#include "cli/message.h"
#include "cli/rows.h"
#include "cli/table.h"

bool scores_gather(scores *s, const cli_args *args, fuda_evaluation *evaluation)
{
    const fuda_bootstrap_options bootstrap = {(size_t)args->bootstrap, (uint64_t)args->seed, (int)args->jobs};
    double coverages[SCORES_POINTS];
    fuda_error err = {0};
    fuda_status st;

    s->args = args;
    s->e = evaluation;
    s->resampled = args->bootstrap > 0;
    for (int i = 0; i < SCORES_POINTS; i++)
        coverages[i] = (i + 1) / (double)SCORES_POINTS;
    st = fuda_evaluation_confusion(evaluation, &s->cells, &s->ncell, &err);
    if (st == FUDA_OK)
        st = fuda_evaluation_risk_coverage(evaluation, coverages, SCORES_POINTS, s->points, &s->npoint, &s->area,
                                           &err);
    if (st == FUDA_OK && args->suspects > 0) {
        st = fuda_evaluation_suspects(evaluation, &s->suspects, &s->found, &err);
        s->nsuspect = s->found < (size_t)args->suspects ? s->found : (size_t)args->suspects;
    }
    if (st == FUDA_OK && s->resampled)
        st = fuda_evaluation_bootstrap(evaluation, &bootstrap, &err);
    if (st != FUDA_OK)
        say_error("%s", err.text);
    return st == FUDA_OK;
}

void scores_release(scores *s)
{
    free(s->cells);
    free(s->suspects);
    *s = (scores){0};
}

const char *scores_label(const scores *s, uint32_t label, const char *none)
{
    return label == UINT32_MAX ? none : fuda_evaluation_label(s->e, label);
}

/* ---- rows ----------------------------------------------------------------------------------- */

/* Empty cells. */
static void skip(rows *r, int n)
{
    while (n-- > 0)
        rows_text(r, NULL);
}

static void row(rows *r, const char *kind, const char *name, const fuda_score *s, fuda_interval f1)
{
    rows_text(r, kind);
    rows_text(r, name);
    rows_real(r, s->precision);
    rows_real(r, s->recall);
    rows_real(r, s->f1);
    rows_int(r, s->support);
    skip(r, 1);
    rows_real(r, f1.low);
    rows_real(r, f1.high);
    skip(r, 2);
    rows_end(r);
}

static void average_row(rows *r, const scores *s, const char *name, fuda_figure first)
{
    const fuda_score score = {fuda_evaluation_figure(s->e, first),
                              fuda_evaluation_figure(s->e, (fuda_figure)(first + 1)),
                              fuda_evaluation_figure(s->e, (fuda_figure)(first + 2)),
                              fuda_evaluation_micro(s->e).support};
    row(r, name, NULL, &score, fuda_evaluation_interval(s->e, (fuda_figure)(first + 2)));
}

static void figure_row(rows *r, const char *name, double value, fuda_interval interval)
{
    rows_text(r, "figure");
    rows_text(r, name);
    skip(r, 4);
    rows_real(r, value);
    rows_real(r, interval.low);
    rows_real(r, interval.high);
    skip(r, 2);
    rows_end(r);
}

static void confusion_rows(rows *r, const scores *s)
{
    for (size_t i = 0; i < s->ncell; i++) {
        rows_text(r, "confusion");
        skip(r, 5);
        rows_int(r, s->cells[i].n);
        skip(r, 2);
        rows_text(r, scores_label(s, s->cells[i].gold, NULL));
        rows_text(r, scores_label(s, s->cells[i].given, NULL));
        rows_end(r);
    }
}

static void suspect_rows(rows *r, const scores *s)
{
    for (size_t i = 0; i < s->nsuspect; i++) {
        rows_text(r, "suspect");
        rows_cell(r, s->suspects[i].id.ptr, s->suspects[i].id.len);
        skip(r, 4);
        rows_real(r, s->suspects[i].doubt);
        skip(r, 2);
        rows_text(r, scores_label(s, s->suspects[i].gold, NULL));
        rows_text(r, scores_label(s, s->suspects[i].other, NULL));
        rows_end(r);
    }
}

void scores_write_rows(output *out, cli_format format, const scores *s)
{
    static const char *const names[] = {"kind",  "name", "precision", "recall", "f1",   "support",
                                        "value", "low",  "high",      "gold",   "given"};
    static const fuda_figure figures[] = {FUDA_FIGURE_ACCURACY, FUDA_FIGURE_BRIER, FUDA_FIGURE_LOG_LOSS};
    rows r = {.out = out, .format = format};
    fuda_reliability reliability;
    fuda_score score;

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        rows_text(&r, names[i]);
    rows_end(&r);
    average_row(&r, s, "micro", FUDA_FIGURE_MICRO_PRECISION);
    average_row(&r, s, "macro", FUDA_FIGURE_MACRO_PRECISION);
    average_row(&r, s, "weighted", FUDA_FIGURE_WEIGHTED_PRECISION);
    average_row(&r, s, "samples", FUDA_FIGURE_SAMPLES_PRECISION);
    for (size_t i = 0; i < fuda_evaluation_label_count(s->e); i++) {
        score = fuda_evaluation_label_score(s->e, i);
        row(&r, "label", fuda_evaluation_label(s->e, i), &score, fuda_evaluation_label_interval(s->e, i));
    }
    for (size_t i = 0; i < fuda_evaluation_language_count(s->e); i++) {
        score = fuda_evaluation_language_score(s->e, i);
        row(&r, "language", fuda_evaluation_language(s->e, i), &score,
            fuda_evaluation_language_interval(s->e, i));
    }
    for (size_t i = 0; i < sizeof figures / sizeof figures[0]; i++)
        figure_row(&r, fuda_figure_name(figures[i]), fuda_evaluation_figure(s->e, figures[i]),
                   fuda_evaluation_interval(s->e, figures[i]));
    fuda_evaluation_reliability(s->e, false, &reliability);
    figure_row(&r, "ece", reliability.ece, (fuda_interval){NAN, NAN});
    confusion_rows(&r, s);
    suspect_rows(&r, s);
}

void scores_write(output *out, const scores *s)
{
    cli_format format = table_format(out, s->args);

    if (format == CLI_TABLE)
        scores_write_table(out, s);
    else if (format == CLI_CSV || format == CLI_TSV)
        scores_write_rows(out, format, s);
    else
        scores_write_json(out, s);
}
