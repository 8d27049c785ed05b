/* SPDX-License-Identifier: MIT */
/* The tables of `fuda eval` for people. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/scores.h"
#include "cli/table.h"
#include "cli/width.h"

enum { CONFUSIONS = 10 };

/* ---- scores --------------------------------------------------------------------------------- */

static void cell(table *t, double value, size_t column)
{
    char text[32];

    snprintf(text, sizeof text, "%.3f", value);
    table_right(t, isfinite(value) ? text : "-", column);
}

static void count_cell(table *t, size_t value, size_t column)
{
    char text[32];

    snprintf(text, sizeof text, "%zu", value);
    table_right(t, text, column);
}

static void interval_cell(table *t, fuda_interval i, size_t column)
{
    char text[48];

    if (isnan(i.low))
        return;
    snprintf(text, sizeof text, "%.3f-%.3f", i.low, i.high);
    table_style(t, "2");
    table_right(t, text, column);
    table_style(t, NULL);
}

static void score_row(table *t, const char *name, size_t w, const fuda_score *s, fuda_interval f1,
                      bool has_support)
{
    table_cut(t, name, strlen(name), w);
    cell(t, s->precision, w + 11);
    cell(t, s->recall, w + 19);
    cell(t, s->f1, w + 27);
    if (has_support)
        count_cell(t, s->support, w + 37);
    interval_cell(t, f1, w + 52);
    table_line(t);
}

static void heading(table *t, const scores *s, const char *name, size_t w)
{
    table_style(t, "1");
    table_text(t, name);
    table_right(t, "precision", w + 11);
    table_right(t, "recall", w + 19);
    table_right(t, "F1", w + 27);
    table_right(t, "support", w + 37);
    if (s->resampled)
        table_right(t, "F1 95%", w + 52);
    table_style(t, NULL);
    table_line(t);
}

static void average_row(table *t, const scores *s, const char *name, size_t w, fuda_figure first)
{
    const fuda_score score = {fuda_evaluation_figure(s->e, first),
                              fuda_evaluation_figure(s->e, (fuda_figure)(first + 1)),
                              fuda_evaluation_figure(s->e, (fuda_figure)(first + 2)), 0};
    score_row(t, name, w, &score, fuda_evaluation_interval(s->e, (fuda_figure)(first + 2)), false);
}

static void put_scores(table *t, const scores *s, size_t w)
{
    fuda_score score;

    heading(t, s, "label", w);
    for (size_t i = 0; i < fuda_evaluation_label_count(s->e); i++) {
        score = fuda_evaluation_label_score(s->e, i);
        score_row(t, fuda_evaluation_label(s->e, i), w, &score, fuda_evaluation_label_interval(s->e, i), true);
    }
    table_line(t);
    heading(t, s, "language", w);
    for (size_t i = 0; i < fuda_evaluation_language_count(s->e); i++) {
        score = fuda_evaluation_language_score(s->e, i);
        score_row(t, fuda_evaluation_language(s->e, i), w, &score, fuda_evaluation_language_interval(s->e, i),
                  true);
    }
    table_line(t);
    heading(t, s, "all", w);
    average_row(t, s, "micro", w, FUDA_FIGURE_MICRO_PRECISION);
    average_row(t, s, "macro", w, FUDA_FIGURE_MACRO_PRECISION);
    average_row(t, s, "weighted", w, FUDA_FIGURE_WEIGHTED_PRECISION);
    average_row(t, s, "samples", w, FUDA_FIGURE_SAMPLES_PRECISION);
    table_line(t);
}

static void put_summary(table *t, const scores *s)
{
    const fuda_interval i = fuda_evaluation_interval(s->e, FUDA_FIGURE_ACCURACY);
    const size_t answered = fuda_evaluation_abstained(s->e, FUDA_ANSWERED);
    const size_t documents = fuda_evaluation_documents(s->e);

    output_format(t->out, "%zu documents, %.1f%% with exactly the right label%s", documents,
                  100 * fuda_evaluation_accuracy(s->e), fuda_evaluation_single(s->e) ? "" : "s");
    if (!isnan(i.low))
        output_format(t->out, " (95%%: %.1f-%.1f%%)", 100 * i.low, 100 * i.high);
    output_text(t->out, "\n");
    if (!fuda_evaluation_single(s->e)) {
        size_t empty = 0, silent = 0;
        fuda_evaluation_silence(s->e, &empty, &silent);
        if (empty > 0)
            output_format(t->out, "%zu documents have no label; %zu of them got none\n", empty, silent);
    }
    if (answered < documents)
        output_format(t->out, "%zu documents without an answer: %zu empty, %zu in other languages, %zu without evidence\n",
                      documents - answered, fuda_evaluation_abstained(s->e, FUDA_ABSTAIN_EMPTY),
                      fuda_evaluation_abstained(s->e, FUDA_ABSTAIN_LANGUAGE),
                      fuda_evaluation_abstained(s->e, FUDA_ABSTAIN_NO_EVIDENCE));
}

/* ---- probabilities -------------------------------------------------------------------------- */

static void put_reliability(table *t, const scores *s, bool given, const char *title)
{
    fuda_reliability r;
    char text[128];

    fuda_evaluation_reliability(s->e, given, &r);
    if (r.n == 0)
        return;
    table_line(t);
    table_style(t, "1");
    table_text(t, title);
    table_style(t, NULL);
    snprintf(text, sizeof text, "  expected calibration error %.4f", r.ece);
    table_text(t, text);
    table_line(t);
    for (int b = 0; b < FUDA_NBIN; b++) {
        if (r.bins[b].n == 0)
            continue;
        snprintf(text, sizeof text, "  said %.3f, was %.3f", r.bins[b].p, r.bins[b].share);
        table_text(t, text);
        count_cell(t, r.bins[b].n, 34);
        table_line(t);
    }
}

static void put_probabilities(table *t, const scores *s)
{
    char text[96];

    snprintf(text, sizeof text, "Brier score %.4f, log loss %.4f",
             fuda_evaluation_figure(s->e, FUDA_FIGURE_BRIER), fuda_evaluation_figure(s->e, FUDA_FIGURE_LOG_LOSS));
    table_text(t, text);
    table_line(t);
    put_reliability(t, s, false, fuda_evaluation_single(s->e) ? "answers" : "all decisions");
    if (!fuda_evaluation_single(s->e))
        put_reliability(t, s, true, "labels given");
}

static void put_curve(table *t, const scores *s)
{
    if (s->npoint == 0)
        return;
    table_line(t);
    table_style(t, "1");
    table_text(t, "surest");
    table_right(t, "confidence", 19);
    table_right(t, "wrong", 27);
    table_right(t, "F1", 35);
    table_style(t, NULL);
    table_line(t);
    for (size_t i = 0; i < s->npoint; i++) {
        char text[32];
        if ((i + 1) % 2 != 0 && i + 1 != s->npoint)
            continue; /* every tenth of the documents */
        snprintf(text, sizeof text, "%.1f%%", 100 * s->points[i].coverage);
        table_right(t, text, 6);
        cell(t, s->points[i].level, 19);
        cell(t, s->points[i].risk, 27);
        cell(t, s->points[i].micro.f1, 35);
        table_line(t);
    }
}

static void put_levels(table *t, const scores *s)
{
    fuda_level levels[FUDA_NLEVEL];

    fuda_evaluation_levels(s->e, levels);
    table_line(t);
    table_style(t, "1");
    table_text(t, "--min-p");
    table_right(t, "answered", 19);
    table_right(t, "precision", 30);
    table_right(t, "recall", 38);
    table_right(t, "F1", 46);
    table_style(t, NULL);
    table_line(t);
    for (int l = 1; l < FUDA_NLEVEL; l += 2) {
        cell(t, levels[l].min_p, 7);
        cell(t, levels[l].coverage, 19);
        cell(t, levels[l].micro.precision, 30);
        cell(t, levels[l].micro.recall, 38);
        cell(t, levels[l].micro.f1, 46);
        table_line(t);
    }
}

/* ---- confusion ------------------------------------------------------------------------------ */

static int most_first(const void *a, const void *b)
{
    const fuda_confusion *x = a, *y = b;

    if (x->n != y->n)
        return x->n > y->n ? -1 : 1;
    if (x->gold != y->gold)
        return x->gold < y->gold ? -1 : 1;
    return (x->given > y->given) - (x->given < y->given);
}

static void put_confusion(table *t, const scores *s)
{
    fuda_confusion wrong[CONFUSIONS + 1];
    size_t n = 0, all = 0;

    for (size_t i = 0; i < s->ncell; i++) {
        if (s->cells[i].gold == s->cells[i].given)
            continue;
        all += s->cells[i].n;
        wrong[n++] = s->cells[i];
        qsort(wrong, n, sizeof *wrong, most_first);
        n = n < CONFUSIONS ? n : CONFUSIONS;
    }
    if (n == 0)
        return;
    table_line(t);
    table_style(t, "1");
    table_text(t, "most often confused");
    table_style(t, NULL);
    table_line(t);
    for (size_t i = 0; i < n; i++) {
        const char *gold = scores_label(s, wrong[i].gold, "a label the model does not know");
        const char *given = scores_label(s, wrong[i].given, "no answer");
        count_cell(t, wrong[i].n, 6);
        table_text(t, "  ");
        table_cut(t, gold, strlen(gold), 0);
        table_text(t, " → ");
        table_cut(t, given, strlen(given), 0);
        table_line(t);
    }
    char text[64];
    snprintf(text, sizeof text, "%zu wrong in all", all);
    table_text(t, text);
    table_line(t);
}

/* ---- the rest ------------------------------------------------------------------------------- */

static void put_folds(table *t, const scores *s)
{
    const fuda_leakage l = fuda_evaluation_leakage(s->e);

    output_format(t->out, "cross-validated in %d parts, decided as tagging decides\n", (int)s->args->cv);
    if (l.grouped > 0)
        output_format(t->out, "groups: %zu pairs of documents; %zu would have been parted\n", l.grouped,
                      l.grouped_parted);
    if (l.near > 0)
        output_format(t->out, "near-duplicates: %zu pairs in %zu clusters; %zu would have been parted\n", l.near,
                      l.clusters, l.near_parted);
    if (l.clashing > 0)
        output_format(t->out, "%zu clusters of near-duplicates have different labels\n", l.clashing);
}

static void put_suspects(table *t, const scores *s)
{
    table_line(t);
    table_style(t, "1");
    table_text(t, "doubtful labels");
    table_style(t, NULL);
    table_line(t);
    for (size_t i = 0; i < s->nsuspect; i++) {
        const fuda_suspect *d = &s->suspects[i];
        const char *gold = scores_label(s, d->gold, NULL), *other = scores_label(s, d->other, NULL);
        char text[48];
        cell(t, d->doubt, 6);
        table_text(t, "  ");
        table_cut(t, d->id.ptr, d->id.len, 40);
        table_text(t, ": ");
        if (gold != NULL) {
            table_cut(t, gold, strlen(gold), 0);
            snprintf(text, sizeof text, " %.0f%%", 100 * d->p_gold);
            table_text(t, text);
        }
        if (other != NULL) {
            table_text(t, gold != NULL ? " → " : "lacks ");
            table_cut(t, other, strlen(other), 0);
            snprintf(text, sizeof text, " %.0f%%", 100 * d->p_other);
            table_text(t, text);
        }
        table_line(t);
    }
    char text[64];
    snprintf(text, sizeof text, "%zu of %zu", s->nsuspect, s->found);
    table_text(t, text);
    table_line(t);
}

static void put_versus(table *t, const scores *s)
{
    table_line(t);
    table_style(t, "1");
    table_text(t, "versus ");
    table_cut(t, s->versus_name, strlen(s->versus_name), 20);
    table_right(t, "this", 38);
    table_right(t, "that", 46);
    table_right(t, "difference", 58);
    table_right(t, "p", 66);
    table_style(t, NULL);
    table_line(t);
    for (int f = 0; f < FUDA_NFIGURE; f++) {
        const char *name = fuda_figure_name((fuda_figure)f);
        char text[64];
        table_cut(t, name, strlen(name), 28);
        cell(t, s->versus->figures[f].a, 38);
        cell(t, s->versus->figures[f].b, 46);
        snprintf(text, sizeof text, "%+.4f", s->versus->figures[f].difference);
        table_right(t, text, 58);
        cell(t, s->versus->figures[f].p, 66);
        if (!isnan(s->versus->figures[f].interval.low)) {
            snprintf(text, sizeof text, "%+.4f to %+.4f", s->versus->figures[f].interval.low,
                     s->versus->figures[f].interval.high);
            table_style(t, "2");
            table_right(t, text, 86);
            table_style(t, NULL);
        }
        table_line(t);
    }
    output_format(t->out, "wholly right: both %zu, this alone %zu, that alone %zu, neither %zu; McNemar's test p = %.3g\n",
                  s->versus->both, s->versus->only_a, s->versus->only_b, s->versus->neither, s->versus->mcnemar);
}

void scores_write_table(output *out, const scores *s)
{
    table t;
    size_t w = 12, room = s->resampled ? 52 : 37;

    table_init(&t, out, s->args);
    for (size_t i = 0; i < fuda_evaluation_label_count(s->e); i++) {
        const char *label = fuda_evaluation_label(s->e, i);
        size_t n = width_text(label, strlen(label));
        w = n > w ? n : w;
    }
    if (w + room > t.width)
        w = t.width > room + 12 ? t.width - room : 12;
    put_scores(&t, s, w);
    put_summary(&t, s);
    put_probabilities(&t, s);
    put_curve(&t, s);
    put_levels(&t, s);
    if (fuda_evaluation_single(s->e))
        put_confusion(&t, s);
    if (s->args->cv > 0) {
        table_line(&t);
        put_folds(&t, s);
    }
    if (s->args->suspects > 0)
        put_suspects(&t, s);
    if (s->versus != NULL)
        put_versus(&t, s);
}
