/* SPDX-License-Identifier: MIT */
/* What an evaluation consists of, for the files of this folder. */
#ifndef MODELS_EVALUATION_H
#define MODELS_EVALUATION_H

#include "classifier/metrics.h"
#include "classifier/reliability.h"
#include "classifier/resample.h"
#include "core/hash.h"
#include "core/memory.h"
#include <fuda/evaluation.h>

enum { MDL_NPART = FUDA_LANG_OTHER + 1 }; /* parts of the documents: languages */

struct fuda_evaluation {
    bool single;
    char **labels;                   /* [nlabel] owned, each */
    size_t nlabel;
    const fuda_model *model;         /* borrowed; NULL in cross-validation */
    clf_judged judged;
    clf_metrics all;
    clf_metrics by_lang[MDL_NPART];  /* by fuda_lang */
    size_t langs[MDL_NPART];         /* languages met, in fuda_lang's order */
    size_t nlang;
    clf_reliability sure, given;     /* of all decisions; of the labels given */
    clf_levels levels;
    size_t abstained[4];             /* by fuda_abstain */
    size_t empty, silent;            /* documents without gold labels, and without given ones */
    fuda_strtab groups;
    uint32_t *unit_of_group;
    size_t unit_cap;
    bool keeps;                      /* ids and p are kept */
    fuda_buf ids;
    size_t *id_at;                   /* [n + 1] */
    float *p;                        /* [n][nlabel] NaN: does not count */
    size_t id_cap, p_cap;
    bool resampled;
    clf_interval intervals[CLF_NFIGURE], lang_intervals[CLF_NPART];
    clf_interval *label_intervals;   /* [nlabel] */
    uint32_t *gold, *predicted, *ignore; /* work space */
    size_t gold_cap, predicted_cap, ignore_cap;
    fuda_leakage leakage;
};

/* An empty table for these labels (copied). */
fuda_status mdl_evaluation_make(bool single, const fuda_strtab *labels, fuda_evaluation **out,
                                fuda_error *err);

/* Adds a document; `model` numbers the labels and must have those of the evaluation. */
fuda_status mdl_evaluation_add(fuda_evaluation *ev, const fuda_model *model, const fuda_document *document,
                               const fuda_result *result, fuda_error *err);

#endif
