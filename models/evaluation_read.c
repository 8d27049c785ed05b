/* SPDX-License-Identifier: MIT */
/* The figures of an evaluation. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "classifier/suspects.h"
#include "core/error.h"
#include "core/parallel.h"
#include "models/evaluation.h"

_Static_assert((int)FUDA_NFIGURE == (int)CLF_NFIGURE && (int)FUDA_FIGURE_LOG_LOSS == (int)CLF_LOG_LOSS &&
                   (int)FUDA_FIGURE_SAMPLES_F1 == (int)CLF_SAMPLES_F1 && (int)FUDA_NBIN == (int)CLF_NBIN &&
                   (int)FUDA_NLEVEL == (int)CLF_NLEVEL && (int)MDL_NPART <= (int)CLF_NPART,
               "the public numbers are those of the classifier");

static fuda_score score_of(clf_tally tally)
{
    clf_ratio r = clf_ratio_of(tally);
    return (fuda_score){r.precision, r.recall, r.f1, (size_t)r.support};
}

static fuda_interval public_interval(bool known, clf_interval i)
{
    return known ? (fuda_interval){i.low, i.high} : (fuda_interval){NAN, NAN};
}

/* ---- figures --------------------------------------------------------------------------------- */

const char *fuda_figure_name(fuda_figure figure)
{
    static const char *const names[] = {
#define FUDA_X(name, text) text,
        FUDA_FIGURE_MAP(FUDA_X)
#undef FUDA_X
    };
    return (unsigned)figure < FUDA_NFIGURE ? names[figure] : NULL;
}

double fuda_evaluation_figure(const fuda_evaluation *ev, fuda_figure figure)
{
    double figures[CLF_NFIGURE];

    clf_figures(&ev->all, figures);
    return (unsigned)figure < FUDA_NFIGURE ? figures[figure] : NAN;
}

bool fuda_evaluation_single(const fuda_evaluation *ev)
{
    return ev->single;
}

size_t fuda_evaluation_documents(const fuda_evaluation *ev)
{
    return ev->judged.n;
}

size_t fuda_evaluation_abstained(const fuda_evaluation *ev, fuda_abstain reason)
{
    return (unsigned)reason < sizeof ev->abstained / sizeof ev->abstained[0] ? ev->abstained[reason] : 0;
}

double fuda_evaluation_accuracy(const fuda_evaluation *ev)
{
    return ev->judged.n == 0 ? 0 : fuda_evaluation_figure(ev, FUDA_FIGURE_ACCURACY);
}

fuda_score fuda_evaluation_micro(const fuda_evaluation *ev)
{
    return score_of(ev->all.all);
}

double fuda_evaluation_macro_f1(const fuda_evaluation *ev)
{
    return fuda_evaluation_figure(ev, FUDA_FIGURE_MACRO_F1);
}

size_t fuda_evaluation_label_count(const fuda_evaluation *ev)
{
    return ev->nlabel;
}

const char *fuda_evaluation_label(const fuda_evaluation *ev, size_t index)
{
    return ev->labels[index];
}

fuda_score fuda_evaluation_label_score(const fuda_evaluation *ev, size_t index)
{
    return score_of(ev->all.labels[index]);
}

fuda_counts fuda_evaluation_label_counts(const fuda_evaluation *ev, size_t index)
{
    const clf_tally *t = &ev->all.labels[index];
    return (fuda_counts){(size_t)t->hit, (size_t)t->false_, (size_t)t->missed};
}

size_t fuda_evaluation_language_count(const fuda_evaluation *ev)
{
    return ev->nlang;
}

const char *fuda_evaluation_language(const fuda_evaluation *ev, size_t index)
{
    return fuda_lang_name((fuda_lang)ev->langs[index]);
}

size_t fuda_evaluation_language_documents(const fuda_evaluation *ev, size_t index)
{
    return (size_t)ev->by_lang[ev->langs[index]].documents;
}

fuda_score fuda_evaluation_language_score(const fuda_evaluation *ev, size_t index)
{
    return score_of(ev->by_lang[ev->langs[index]].all);
}

fuda_score fuda_evaluation_language_label_score(const fuda_evaluation *ev, size_t language, size_t label)
{
    return score_of(ev->by_lang[ev->langs[language]].labels[label]);
}

void fuda_evaluation_silence(const fuda_evaluation *ev, size_t *empty, size_t *silent)
{
    *empty = ev->empty;
    *silent = ev->silent;
}

fuda_leakage fuda_evaluation_leakage(const fuda_evaluation *ev)
{
    return ev->leakage;
}

/* ---- confusion ------------------------------------------------------------------------------- */

static int by_gold(const void *a, const void *b)
{
    const fuda_confusion *x = a, *y = b;

    if (x->gold != y->gold)
        return x->gold < y->gold ? -1 : 1;
    return (x->given > y->given) - (x->given < y->given);
}

/* A document's cell: its gold label, and of the given ones the right one or else the first. */
static fuda_confusion cell_of(const clf_judged *judged, const clf_judged_doc *doc)
{
    fuda_confusion c = {UINT32_MAX, UINT32_MAX, 1};

    for (size_t l = doc->first; l < doc->first + doc->nlabel; l++) {
        const clf_judged_label *label = &judged->labels[l];
        if (label->what & CLF_GOLD)
            c.gold = label->label;
        if ((label->what & CLF_GIVEN) && (c.given == UINT32_MAX || (label->what & CLF_GOLD)))
            c.given = label->label;
    }
    return c;
}

fuda_status fuda_evaluation_confusion(const fuda_evaluation *ev, fuda_confusion **cells, size_t *n,
                                      fuda_error *err)
{
    size_t ndoc = ev->single ? ev->judged.n : 0, kept = 0;
    fuda_confusion *all = malloc((ndoc + 1) * sizeof *all);

    if (all == NULL)
        return fuda_fail_nomem(err);
    for (size_t i = 0; i < ndoc; i++)
        all[i] = cell_of(&ev->judged, &ev->judged.docs[i]);
    if (ndoc > 1)
        qsort(all, ndoc, sizeof *all, by_gold);
    for (size_t i = 0; i < ndoc; i++) {
        if (kept > 0 && by_gold(&all[kept - 1], &all[i]) == 0)
            all[kept - 1].n++;
        else
            all[kept++] = all[i];
    }
    *cells = all;
    *n = kept;
    return FUDA_OK;
}

/* ---- probabilities --------------------------------------------------------------------------- */

void fuda_evaluation_reliability(const fuda_evaluation *ev, bool given_only, fuda_reliability *out)
{
    const clf_reliability *r = given_only ? &ev->given : &ev->sure;

    *out = (fuda_reliability){.ece = clf_ece(r)};
    for (int b = 0; b < FUDA_NBIN; b++) {
        double n = (double)r->bins[b].n;
        out->n += (size_t)r->bins[b].n;
        out->bins[b] = (fuda_bin){(size_t)r->bins[b].n, r->bins[b].sum / n, (double)r->bins[b].yes / n};
    }
}

void fuda_evaluation_levels(const fuda_evaluation *ev, fuda_level levels[FUDA_NLEVEL])
{
    for (int l = 0; l < FUDA_NLEVEL; l++)
        levels[l] = (fuda_level){(l + 1) / 20.0, score_of(ev->levels.tally[l]),
                                 (double)ev->levels.tagged[l] / (double)ev->judged.n};
}

fuda_status fuda_evaluation_risk_coverage(const fuda_evaluation *ev, const double *coverages, size_t n,
                                          fuda_risk_point *points, size_t *npoint, double *area,
                                          fuda_error *err)
{
    clf_risk_point *mine = malloc((n + 1) * sizeof *mine);
    fuda_status st = mine == NULL ? fuda_fail_nomem(err)
                                  : clf_risk_coverage(&ev->judged, coverages, n, mine, npoint, area, err);

    for (size_t i = 0; st == FUDA_OK && i < *npoint; i++)
        points[i] = (fuda_risk_point){
            mine[i].coverage, mine[i].level, mine[i].risk,
            {mine[i].micro.precision, mine[i].micro.recall, mine[i].micro.f1, (size_t)mine[i].micro.support}};
    free(mine);
    return st;
}

/* ---- chance ---------------------------------------------------------------------------------- */

static clf_resampling resampling_of(const fuda_bootstrap_options *options)
{
    fuda_bootstrap_options o = options != NULL ? *options : (fuda_bootstrap_options){.seed = 1};
    return (clf_resampling){o.draws != 0 ? o.draws : 1000, o.seed, fuda_worker_count(o.jobs)};
}

fuda_status fuda_evaluation_bootstrap(fuda_evaluation *ev, const fuda_bootstrap_options *options,
                                      fuda_error *err)
{
    clf_resampling how = resampling_of(options);
    fuda_status st = FUDA_OK;

    if (ev->label_intervals == NULL)
        ev->label_intervals = calloc(ev->nlabel + 1, sizeof *ev->label_intervals);
    if (ev->label_intervals == NULL)
        return fuda_fail_nomem(err);
    st = clf_bootstrap(&ev->judged, &how, ev->intervals, ev->label_intervals, ev->lang_intervals, err);
    ev->resampled = st == FUDA_OK;
    return st;
}

size_t fuda_evaluation_units(const fuda_evaluation *ev)
{
    return ev->judged.nunit;
}

fuda_interval fuda_evaluation_interval(const fuda_evaluation *ev, fuda_figure figure)
{
    bool known = ev->resampled && (unsigned)figure < FUDA_NFIGURE;
    return public_interval(known, ev->intervals[known ? figure : 0]);
}

fuda_interval fuda_evaluation_label_interval(const fuda_evaluation *ev, size_t index)
{
    return public_interval(ev->resampled, ev->resampled ? ev->label_intervals[index] : (clf_interval){0});
}

fuda_interval fuda_evaluation_language_interval(const fuda_evaluation *ev, size_t index)
{
    return public_interval(ev->resampled, ev->lang_intervals[ev->langs[index]]);
}

fuda_status fuda_evaluation_compare(const fuda_evaluation *a, const fuda_evaluation *b,
                                    const fuda_bootstrap_options *options, fuda_comparison *out,
                                    fuda_error *err)
{
    clf_resampling how = resampling_of(options);
    clf_difference differences[CLF_NFIGURE];
    fuda_status st = clf_paired_bootstrap(&a->judged, &b->judged, &how, differences, err);

    *out = (fuda_comparison){0};
    if (st != FUDA_OK)
        return st;
    for (int f = 0; f < FUDA_NFIGURE; f++) {
        out->figures[f].a = fuda_evaluation_figure(a, (fuda_figure)f);
        out->figures[f].b = fuda_evaluation_figure(b, (fuda_figure)f);
        out->figures[f].difference = differences[f].value;
        out->figures[f].interval = public_interval(true, differences[f].interval);
        out->figures[f].p = differences[f].p;
    }
    clf_mcnemar m = clf_mcnemar_of(&a->judged, &b->judged);
    out->both = (size_t)m.both;
    out->only_a = (size_t)m.only_a;
    out->only_b = (size_t)m.only_b;
    out->neither = (size_t)m.neither;
    out->mcnemar = m.p;
    return FUDA_OK;
}

/* ---- label errors ---------------------------------------------------------------------------- */

fuda_status fuda_evaluation_suspects(const fuda_evaluation *ev, fuda_suspect **suspects, size_t *n,
                                     fuda_error *err)
{
    clf_suspect *found = NULL;
    fuda_status st;

    *n = 0;
    if (!ev->keeps)
        return fuda_fail(err, FUDA_E_ARG, "the probabilities were not kept");
    st = clf_find_suspects(&ev->judged, ev->p, &found, n, err);
    if (st != FUDA_OK)
        return st;
    *suspects = malloc((*n + 1) * sizeof **suspects);
    if (*suspects == NULL)
        st = fuda_fail_nomem(err);
    for (size_t i = 0; st == FUDA_OK && i < *n; i++) {
        const clf_suspect *s = &found[i];
        size_t at = ev->id_at[s->doc];
        (*suspects)[i] = (fuda_suspect){{ev->ids.ptr + at, ev->id_at[s->doc + 1] - at},
                                        s->gold, s->other, s->p_gold, s->p_other, s->doubt};
    }
    free(found);
    return st;
}
