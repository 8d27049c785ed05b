/* SPDX-License-Identifier: MIT */
/* How `fuda eval` writes an evaluation: everything it has to say, gathered once, in three forms. */
#ifndef CLI_SCORES_H
#define CLI_SCORES_H

#include <fuda.h>

#include "cli/options.h"
#include "cli/output.h"

enum { SCORES_POINTS = 20 };

typedef struct scores {
    const cli_args *args;
    const fuda_evaluation *e;
    bool resampled;                /* intervals are known */
    fuda_confusion *cells;         /* [ncell] owned */
    size_t ncell;
    fuda_risk_point points[SCORES_POINTS];
    size_t npoint;
    double area;
    fuda_suspect *suspects;        /* [nsuspect] owned; NULL unless asked for */
    size_t nsuspect, found;        /* listed; in all */
    const fuda_comparison *versus; /* NULL: none asked for */
    const char *versus_name;
} scores;

/* Makes the intervals, too, unless --bootstrap is 0.  False after a message. */
bool scores_gather(scores *s, const cli_args *args, fuda_evaluation *evaluation);
void scores_release(scores *s);

void scores_write(output *out, const scores *s);

/* For ./scores.c */
void scores_write_json(output *out, const scores *s);
void scores_write_rows(output *out, cli_format format, const scores *s);
void scores_write_table(output *out, const scores *s);
/* The name of a label, or what stands for none. */
const char *scores_label(const scores *s, uint32_t label, const char *none);

#endif
