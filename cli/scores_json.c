/* SPDX-License-Identifier: MIT */
/* The object of `fuda eval -f json`. */
#include <string.h>

#include "cli/message.h"
#include "cli/scores.h"

static void put_real(fuda_json *json, const char *key, double value)
{
    fuda_json_key(json, key);
    fuda_json_real(json, value, 6);
}

static void put_int(fuda_json *json, const char *key, size_t value)
{
    fuda_json_key(json, key);
    fuda_json_int(json, (int64_t)value);
}

static void open_object(fuda_json *json, const char *key)
{
    fuda_json_key(json, key);
    fuda_json_object(json);
}

static void put_score(fuda_json *json, const fuda_score *s)
{
    put_real(json, "precision", s->precision);
    put_real(json, "recall", s->recall);
    put_real(json, "f1", s->f1);
    put_int(json, "support", s->support);
}

static void put_interval(fuda_json *json, const scores *s, const char *key, fuda_interval i)
{
    if (!s->resampled)
        return;
    fuda_json_key(json, key);
    fuda_json_array(json);
    fuda_json_real(json, i.low, 6);
    fuda_json_real(json, i.high, 6);
    fuda_json_array_end(json);
}

static void put_labels(fuda_json *json, const scores *s)
{
    open_object(json, "labels");
    for (size_t i = 0; i < fuda_evaluation_label_count(s->e); i++) {
        const fuda_score score = fuda_evaluation_label_score(s->e, i);
        const fuda_counts counts = fuda_evaluation_label_counts(s->e, i);
        open_object(json, fuda_evaluation_label(s->e, i));
        put_score(json, &score);
        put_int(json, "hit", counts.hit);
        put_int(json, "wrong", counts.wrong);
        put_int(json, "missed", counts.missed);
        put_interval(json, s, "f1_interval", fuda_evaluation_label_interval(s->e, i));
        fuda_json_object_end(json);
    }
    fuda_json_object_end(json);
}

static void put_languages(fuda_json *json, const scores *s)
{
    open_object(json, "languages");
    for (size_t i = 0; i < fuda_evaluation_language_count(s->e); i++) {
        const fuda_score score = fuda_evaluation_language_score(s->e, i);
        open_object(json, fuda_evaluation_language(s->e, i));
        put_int(json, "documents", fuda_evaluation_language_documents(s->e, i));
        put_score(json, &score);
        put_interval(json, s, "f1_interval", fuda_evaluation_language_interval(s->e, i));
        open_object(json, "labels");
        for (size_t k = 0; k < fuda_evaluation_label_count(s->e); k++) {
            const fuda_score part = fuda_evaluation_language_label_score(s->e, i, k);
            if (part.support == 0 && fuda_evaluation_label_score(s->e, k).support > 0)
                continue; /* no document of the label in this language */
            open_object(json, fuda_evaluation_label(s->e, k));
            put_score(json, &part);
            fuda_json_object_end(json);
        }
        fuda_json_object_end(json);
        fuda_json_object_end(json);
    }
    fuda_json_object_end(json);
}

static void put_confusion(fuda_json *json, const scores *s)
{
    open_object(json, "confusion");
    for (size_t i = 0; i < s->ncell; i++) {
        if (i == 0 || s->cells[i].gold != s->cells[i - 1].gold)
            open_object(json, scores_label(s, s->cells[i].gold, ""));
        put_int(json, scores_label(s, s->cells[i].given, ""), s->cells[i].n);
        if (i + 1 == s->ncell || s->cells[i + 1].gold != s->cells[i].gold)
            fuda_json_object_end(json);
    }
    fuda_json_object_end(json);
}

static void put_reliability(fuda_json *json, const scores *s, const char *key, const char *ece, bool given)
{
    fuda_reliability r;

    fuda_evaluation_reliability(s->e, given, &r);
    put_real(json, ece, r.ece);
    fuda_json_key(json, key);
    fuda_json_array(json);
    for (int b = 0; b < FUDA_NBIN; b++) {
        fuda_json_object(json);
        put_real(json, "to", (b + 1) / (double)FUDA_NBIN);
        put_int(json, "n", r.bins[b].n);
        put_real(json, "p", r.bins[b].p);
        put_real(json, "share", r.bins[b].share);
        fuda_json_object_end(json);
    }
    fuda_json_array_end(json);
}

static void put_curves(fuda_json *json, const scores *s)
{
    fuda_level levels[FUDA_NLEVEL];

    open_object(json, "risk_coverage");
    put_real(json, "area", s->area);
    fuda_json_key(json, "points");
    fuda_json_array(json);
    for (size_t i = 0; i < s->npoint; i++) {
        fuda_json_object(json);
        put_real(json, "coverage", s->points[i].coverage);
        put_real(json, "level", s->points[i].level);
        put_real(json, "risk", s->points[i].risk);
        put_real(json, "micro_f1", s->points[i].micro.f1);
        fuda_json_object_end(json);
    }
    fuda_json_array_end(json);
    fuda_json_object_end(json);
    fuda_evaluation_levels(s->e, levels);
    fuda_json_key(json, "levels");
    fuda_json_array(json);
    for (int l = 0; l < FUDA_NLEVEL; l++) {
        fuda_json_object(json);
        put_real(json, "min_p", levels[l].min_p);
        put_real(json, "coverage", levels[l].coverage);
        put_real(json, "precision", levels[l].micro.precision);
        put_real(json, "recall", levels[l].micro.recall);
        put_real(json, "f1", levels[l].micro.f1);
        fuda_json_object_end(json);
    }
    fuda_json_array_end(json);
}

static void put_intervals(fuda_json *json, const scores *s)
{
    if (!s->resampled)
        return;
    open_object(json, "intervals");
    put_int(json, "draws", (size_t)s->args->bootstrap);
    put_int(json, "units", fuda_evaluation_units(s->e));
    for (int f = 0; f < FUDA_NFIGURE; f++)
        put_interval(json, s, fuda_figure_name((fuda_figure)f), fuda_evaluation_interval(s->e, (fuda_figure)f));
    fuda_json_object_end(json);
}

static void put_folds(fuda_json *json, const scores *s)
{
    const fuda_leakage l = fuda_evaluation_leakage(s->e);

    open_object(json, "cross_validation");
    put_int(json, "folds", (size_t)s->args->cv);
    put_int(json, "group_pairs", l.grouped);
    put_int(json, "group_pairs_kept_together", l.grouped_parted);
    put_int(json, "near_pairs", l.near);
    put_int(json, "near_pairs_kept_together", l.near_parted);
    put_int(json, "near_clusters", l.clusters);
    put_int(json, "near_clusters_of_different_labels", l.clashing);
    fuda_json_object_end(json);
}

static void put_label(fuda_json *json, const scores *s, const char *key, uint32_t label)
{
    fuda_json_key(json, key);
    fuda_json_cstring(json, scores_label(s, label, NULL));
}

static void put_suspects(fuda_json *json, const scores *s)
{
    put_int(json, "suspected", s->found);
    fuda_json_key(json, "suspects");
    fuda_json_array(json);
    for (size_t i = 0; i < s->nsuspect; i++) {
        fuda_json_object(json);
        fuda_json_key(json, "id");
        fuda_json_string(json, s->suspects[i].id.ptr, s->suspects[i].id.len);
        put_label(json, s, "label", s->suspects[i].gold);
        put_real(json, "p", s->suspects[i].p_gold);
        put_label(json, s, "suggested", s->suspects[i].other);
        put_real(json, "p_suggested", s->suspects[i].p_other);
        put_real(json, "doubt", s->suspects[i].doubt);
        fuda_json_object_end(json);
    }
    fuda_json_array_end(json);
}

static void put_versus(fuda_json *json, const scores *s)
{
    open_object(json, "versus");
    fuda_json_key(json, "model");
    fuda_json_cstring(json, s->versus_name);
    for (int f = 0; f < FUDA_NFIGURE; f++) {
        open_object(json, fuda_figure_name((fuda_figure)f));
        put_real(json, "a", s->versus->figures[f].a);
        put_real(json, "b", s->versus->figures[f].b);
        put_real(json, "difference", s->versus->figures[f].difference);
        put_real(json, "low", s->versus->figures[f].interval.low);
        put_real(json, "high", s->versus->figures[f].interval.high);
        put_real(json, "p", s->versus->figures[f].p);
        fuda_json_object_end(json);
    }
    open_object(json, "mcnemar");
    put_int(json, "both_right", s->versus->both);
    put_int(json, "only_a_right", s->versus->only_a);
    put_int(json, "only_b_right", s->versus->only_b);
    put_int(json, "neither_right", s->versus->neither);
    fuda_json_key(json, "p");
    fuda_json_real(json, s->versus->mcnemar, 9);
    fuda_json_object_end(json);
    fuda_json_object_end(json);
}

static void put_all(fuda_json *json, const scores *s)
{
    put_int(json, "documents", fuda_evaluation_documents(s->e));
    for (int f = 0; f < FUDA_NFIGURE; f++)
        put_real(json, fuda_figure_name((fuda_figure)f), fuda_evaluation_figure(s->e, (fuda_figure)f));
    put_labels(json, s);
    put_languages(json, s);
    if (!fuda_evaluation_single(s->e)) {
        size_t empty = 0, silent = 0;
        fuda_evaluation_silence(s->e, &empty, &silent);
        open_object(json, "silent");
        put_int(json, "empty", empty);
        put_int(json, "silent", silent);
        fuda_json_object_end(json);
    }
    open_object(json, "abstained");
    for (int a = FUDA_ABSTAIN_EMPTY; a <= FUDA_ABSTAIN_NO_EVIDENCE; a++)
        put_int(json, fuda_abstain_name((fuda_abstain)a), fuda_evaluation_abstained(s->e, (fuda_abstain)a));
    fuda_json_object_end(json);
    put_reliability(json, s, "reliability", "ece", false);
    if (fuda_evaluation_single(s->e))
        put_confusion(json, s);
    else
        put_reliability(json, s, "reliability_given", "ece_given", true);
    put_curves(json, s);
    put_intervals(json, s);
    if (s->args->cv > 0)
        put_folds(json, s);
    if (s->args->suspects > 0)
        put_suspects(json, s);
    if (s->versus != NULL)
        put_versus(json, s);
}

void scores_write_json(output *out, const scores *s)
{
    fuda_json *json = fuda_json_new();
    size_t len = 0;

    if (json == NULL)
        cli_out_of_memory();
    fuda_json_object(json);
    put_all(json, s);
    fuda_json_object_end(json);
    const char *text = fuda_json_text(json, &len);
    if (text == NULL)
        cli_out_of_memory();
    output_write(out, text, len);
    output_text(out, "\n");
    fuda_json_free(json);
}
