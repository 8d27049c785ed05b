/* SPDX-License-Identifier: MIT */
/* What a reader must know to judge the figures: error rates, provenance, limits. */
#include <math.h>
#include <string.h>

#include "core/error.h"
#include "corpus/report.h"

static void put_share(fuda_report *r, double k, double n)
{
    stats_interval around = stats_wilson(k, n, STATS_Z95);

    rep_put_real(r, REP_RATES, k / n);
    rep_put_real(r, REP_RATES, around.low);
    rep_put_real(r, REP_RATES, around.high);
}

static void put_rate(fuda_report *r, const rep_label *label, const char *lang, size_t len, const stats_rates *rates)
{
    if (!(rates->tp + rates->fp + rates->fn + rates->tn > 0))
        return;
    rep_put(r, REP_RATES, label->id);
    rep_put_text(r, REP_RATES, (fuda_str){lang, len});
    rep_put_int(r, REP_RATES, (int64_t)rates->tp);
    rep_put_int(r, REP_RATES, (int64_t)rates->fp);
    rep_put_int(r, REP_RATES, (int64_t)rates->fn);
    rep_put_int(r, REP_RATES, (int64_t)rates->tn);
    put_share(r, rates->tp, rates->tp + rates->fn);
    put_share(r, rates->fp, rates->fp + rates->tn);
}

static void put_rates(fuda_report *r)
{
    for (size_t l = 0; l < r->nlabel; l++) {
        put_rate(r, &r->labels[l], "all", 3, &r->labels[l].all);
        for (uint32_t g = 0; g < r->langs.count && g < REP_MOST_LANGS; g++)
            put_rate(r, &r->labels[l], fuda_strtab_bytes(&r->langs, g), fuda_strtab_len(&r->langs, g),
                     &r->labels[l].by_lang[g]);
    }
}

/* ---- provenance ----------------------------------------------------------------------------- */

static void put_item(fuda_report *r, const char *item, fuda_str value)
{
    if (value.len == 0)
        return;
    rep_put(r, REP_PROVENANCE, item);
    rep_put_text(r, REP_PROVENANCE, value);
}

static void put_words(fuda_report *r, const char *item, const char *value)
{
    if (value != NULL)
        put_item(r, item, (fuda_str){value, strlen(value)});
}

static fuda_status put_run(fuda_report *r, fuda_error *err)
{
    static const char *const items[] = {"run",        "model",         "settings",         "command",  "fuda", "ICU",
                                        "MeCab",      "dictionary",    "taxonomy",         "taxonomy version",
                                        "run begun",  "run finished"};
    struct sqlite3_stmt *stmt;
    bool row = false;
    fuda_status st = rep_prepare(r,
                                 "SELECT run, model_hash, settings, command, fuda, icu, mecab, dictionary,"
                                 " taxonomy_hash, taxonomy_version, started, finished FROM runs WHERE run = ?1",
                                 &stmt, err);

    if (st == FUDA_OK) {
        store_bind_int(stmt, 1, r->facts.run);
        st = store_row(r->corpus, stmt, &row, err);
    }
    for (int i = 0; st == FUDA_OK && row && i < (int)(sizeof items / sizeof items[0]); i++)
        put_item(r, items[i], store_text(stmt, i));
    rep_finalize(stmt);
    return st;
}

/* Where the documents come from, as far as their records say. */
static fuda_status put_sources(fuda_report *r, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    bool row = true;
    fuda_status st = rep_prepare(r,
                                 "SELECT count(*), count(DISTINCT grp), min(date), max(date) FROM documents", &stmt, err);

    if (st == FUDA_OK)
        st = store_row(r->corpus, stmt, &row, err);
    if (st == FUDA_OK && row) {
        put_item(r, "documents in the corpus", store_text(stmt, 0));
        put_item(r, "groups of documents", store_text(stmt, 1));
        put_item(r, "earliest date", store_text(stmt, 2));
        put_item(r, "latest date", store_text(stmt, 3));
    }
    rep_finalize(stmt);
    return st;
}

/* ---- limits --------------------------------------------------------------------------------- */

static void limit(fuda_report *r, const char *sentence)
{
    rep_put(r, REP_LIMITS, sentence);
}

static void put_limits(fuda_report *r)
{
    const rep_facts *f = &r->facts;

    if (r->options.rates_from_gold)
        limit(r, "Corrected counts take the model's errors from the documents people labelled in this corpus. They hold when these were "
                 "drawn at random from it and were not trained on; their 95 % intervals cover chance and nothing else.");
    else if (r->rates_known)
        limit(r, "Corrected counts assume that the model errs here as often as it did on the documents held out of its "
                 "training; on texts of another kind it may err more. Their 95 % intervals cover chance in which documents "
                 "are in the corpus and in the measured error rates, and nothing else.");
    else
        limit(r, "Uncorrected: the model's error rates are not known for this run, so that labels it gives too often or too "
                 "seldom are counted too high or too low. Intervals cover chance in the choice of documents only.");
    limit(r, "The documents are those somebody collected. A share says what is in the corpus, not what is in the world, and a "
             "trend may come from a change in what was collected.");
    limit(r, "Years without or with fewer than 5 documents have no place in a trend; the last year may be incomplete. A rising "
             "or falling label is one whose trend is below 5 % after control of the false discovery rate over all labels.");
    limit(r, "The cross-table, pairs of labels and key terms go by the labels as given, errors included.");
    if (r->groups.count > 0)
        limit(r, "Documents of one group (a patent family, say) are counted one by one and taken as independent, so that intervals "
                 "may be too narrow where groups are large.");
    if (f->abstained > 0)
        rep_putf(r, REP_LIMITS, "%zu documents are counted nowhere, because the model gave no answer (no text, another "
                                "language, or no word it knows).",
                 f->abstained);
    if (f->outdated + f->unclassified > 0)
        rep_putf(r, REP_LIMITS, "%zu documents are not counted because they changed after the run or were never part of "
                                "it; 'fuda classify' brings them up to date.",
                 f->outdated + f->unclassified);
    if (!r->options.counts_only && r->sampled < f->n)
        rep_putf(r, REP_LIMITS, "Key terms were counted in %zu of %zu documents, chosen evenly.", r->sampled, f->n);
    if (!r->model_made_run && !r->options.counts_only)
        limit(r, "The model that made the run was not at hand: passages begin where the documents begin instead of where the "
                 "evidence is.");
}

fuda_status rep_make_info(fuda_report *r, fuda_error *err)
{
    fuda_status st;

    put_rates(r);
    put_words(r, "corpus", strrchr(r->corpus->path, '/') == NULL ? r->corpus->path : strrchr(r->corpus->path, '/') + 1);
    put_words(r, "report by fuda", fuda_version());
    put_words(r, "condition", r->options.where);
    st = put_run(r, err);
    if (st == FUDA_OK)
        st = put_sources(r, err);
    if (st == FUDA_OK)
        put_limits(r);
    return st;
}
