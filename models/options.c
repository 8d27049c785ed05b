/* SPDX-License-Identifier: MIT */
/* The names in training options, read. */
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "models/dataset.h"

const char *fuda_algorithm(size_t index, const char **about)
{
    if (index >= CLF_NALGORITHM)
        return NULL;
    if (about != NULL)
        *about = clf_algorithm_about((clf_algorithm)index);
    return clf_algorithm_name((clf_algorithm)index);
}

/* "precision=0.9", "recall=0.8" */
static fuda_status read_target(const char *text, clf_settings *out, fuda_error *err)
{
    const char *value = strchr(text, '=');
    size_t len = value == NULL ? 0 : (size_t)(value - text);
    char *end = NULL;

    if (len == strlen("precision") && memcmp(text, "precision", len) == 0)
        out->goal = CLF_GOAL_PRECISION;
    else if (len == strlen("recall") && memcmp(text, "recall", len) == 0)
        out->goal = CLF_GOAL_RECALL;
    else
        return fuda_fail(err, FUDA_E_ARG, "a target is precision=X or recall=X, not '%.100s'", text);
    out->target = strtod(value + 1, &end);
    if (end == value + 1 || *end != '\0' || !(out->target > 0 && out->target <= 1))
        return fuda_fail(err, FUDA_E_ARG, "a target lies above 0 and up to 1, not at '%.100s'", value + 1);
    return FUDA_OK;
}

fuda_status mdl_read_options(const fuda_train_options *options, clf_settings *out, fuda_error *err)
{
    out->algorithm = CLF_AUTO;
    if (options->algorithm != NULL && !clf_algorithm_from_name(options->algorithm, &out->algorithm))
        return fuda_fail(err, FUDA_E_ARG, "there is no algorithm '%.100s'", options->algorithm);
    out->weighting_fixed = options->weighting != NULL && strcmp(options->weighting, "auto") != 0;
    if (out->weighting_fixed && !clf_weighting_from_name(options->weighting, &out->weighting))
        return fuda_fail(err, FUDA_E_ARG, "there is no weighting '%.100s'", options->weighting);
    out->goal = CLF_GOAL_F1;
    return options->target != NULL ? read_target(options->target, out, err) : FUDA_OK;
}
