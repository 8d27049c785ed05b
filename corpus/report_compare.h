/* SPDX-License-Identifier: MIT */
/* Two sides of a corpus against each other. */
#ifndef CORPUS_REPORT_COMPARE_H
#define CORPUS_REPORT_COMPARE_H

#include "corpus/report.h"

typedef struct rep_sides {
    bool wanted;
    struct {
        const char *text; /* as the user gave it */
        int64_t run;      /* 0 in both when nothing is compared */
        bool is_run;
        rep_facts facts;
    } side[2];
} rep_sides;

/* Which runs the sides are of; conditions are read by rep_make_compare, which knows the applicants. */
fuda_status rep_sides_read(fuda_report *r, int64_t run, rep_sides *out, fuda_error *err);
void rep_sides_release(rep_sides *sides);
fuda_status rep_make_compare(fuda_report *r, rep_sides *sides, fuda_error *err);

#endif
