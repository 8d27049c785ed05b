/* SPDX-License-Identifier: MIT */
/* From decisions to numbers of documents, with what is uncertain about them. */
#include <math.h>
#include <string.h>

#include "core/error.h"
#include "core/parallel.h"
#include "corpus/report.h"

enum { DRAWS = 500, PER_BLOCK = 16 };
/* Fewer held-out documents of either kind say too little about a language by itself. */
enum { FEWEST = 20 };

typedef struct estimate {
    fuda_report *r;
    rep_tally *tallies;
    size_t n;
} estimate;

void rep_tally_add(const fuda_report *r, const rep_facts *f, size_t i, rep_tally *tallies)
{
    uint32_t lang = f->docs[i].lang;

    for (size_t l = 0; l < r->nlabel; l++)
        tallies[l].documents[lang]++;
    for (size_t u = f->docs[i].use; u < f->docs[i + 1].use; u++)
        tallies[f->uses[u].label].positive[lang] += f->uses[u].decided;
}

static bool usable(const stats_rates *rates, double fewest)
{
    double yes = rates->tp + rates->fn, no = rates->fp + rates->tn;
    return yes >= fewest && no >= fewest && rates->tp / yes > rates->fp / no;
}

/* A language's own rates, else those of all languages. */
static const stats_rates *rates_of(const rep_label *label, size_t lang)
{
    return usable(&label->by_lang[lang], FEWEST) ? &label->by_lang[lang] : &label->all;
}

static void estimate_one(const fuda_report *r, rep_tally *t, fuda_rng *rng)
{
    const rep_label *label = &r->labels[t->label];
    stats_stratum strata[REP_MOST_LANGS];
    double draws[DRAWS];
    size_t n = 0;

    t->raw = t->total = 0;
    for (size_t g = 0; g < REP_MOST_LANGS; g++) {
        t->raw += t->positive[g];
        t->total += t->documents[g];
        if (t->documents[g] > 0)
            strata[n++] = (stats_stratum){t->documents[g], t->positive[g], *rates_of(label, g)};
    }
    t->corrected = usable(&label->all, 1);
    if (t->corrected) {
        stats_estimate found = stats_adjusted_count(strata, n, DRAWS, rng, draws);
        t->count = found.count;
        t->around = found.interval;
        /* The point estimate, cut at 0, may lie below every draw. */
        if (t->count < t->around.low)
            t->around.low = t->count;
        if (t->count > t->around.high)
            t->around.high = t->count;
    } else {
        t->count = t->raw;
        t->around = stats_wilson(t->raw, t->total, STATS_Z95);
        t->around.low *= t->total;
        t->around.high *= t->total;
    }
    if (t->total == 0)
        t->around = (stats_interval){NAN, NAN};
}

static fuda_status estimate_block(void *ctx, size_t block, int worker, fuda_error *err)
{
    estimate *e = ctx;
    (void)worker;
    (void)err;

    for (size_t i = block * PER_BLOCK; i < (block + 1) * PER_BLOCK && i < e->n; i++) {
        /* Each tally has random numbers of its own, whoever computes it. */
        fuda_rng rng = {e->r->options.seed ^ (0x9e3779b97f4a7c15u * (i + 1))};
        estimate_one(e->r, &e->tallies[i], &rng);
    }
    return FUDA_OK;
}

fuda_status rep_estimate(fuda_report *r, rep_tally *tallies, size_t n, fuda_error *err)
{
    estimate e = {r, tallies, n};
    return fuda_parallel((n + PER_BLOCK - 1) / PER_BLOCK, fuda_worker_count(r->options.jobs), estimate_block, &e, err);
}
