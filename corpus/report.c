/* SPDX-License-Identifier: MIT */
#include "corpus/report.h"

#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "corpus/report_compare.h"

/* ---- the run -------------------------------------------------------------------------------- */

static fuda_status latest_run(fuda_report *r, int64_t *run, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    bool row = false;
    fuda_status st = store_prepare(r->corpus, STORE_RUN_LATEST, &stmt, err);

    if (st == FUDA_OK)
        st = store_row(r->corpus, stmt, &row, err);
    if (st != FUDA_OK)
        return st;
    if (!row)
        return fuda_fail(err, FUDA_E_ARG, "nothing has been classified in the corpus '%s' yet", r->corpus->path);
    *run = store_int(stmt, 0);
    store_reset(stmt);
    return FUDA_OK;
}

/* Checks that the run is there; *same: the report's model made it. */
static fuda_status check_run(fuda_report *r, int64_t run, bool *single, bool *same, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    bool row = false;
    fuda_status st = rep_prepare(r, "SELECT single, model_hash FROM runs WHERE run = ?1", &stmt, err);

    if (st == FUDA_OK) {
        store_bind_int(stmt, 1, run);
        st = store_row(r->corpus, stmt, &row, err);
    }
    if (st == FUDA_OK && !row)
        st = fuda_fail(err, FUDA_E_ARG, "the corpus '%s' has no run %lld", r->corpus->path, (long long)run);
    if (st == FUDA_OK && single != NULL) {
        fuda_str hash = store_text(stmt, 1);
        const char *own = r->options.model == NULL ? "" : fuda_model_describe(r->options.model)->hash;
        *single = store_int(stmt, 0) != 0;
        *same = hash.len > 0 && strlen(own) == hash.len && memcmp(own, hash.ptr, hash.len) == 0;
    }
    rep_finalize(stmt);
    return st;
}

/* ---- all of it ------------------------------------------------------------------------------ */

static fuda_status make(fuda_report *r, const where_clause *where, rep_sides *sides, fuda_error *err)
{
    int64_t run = r->options.run;
    fuda_status st = run == 0 ? latest_run(r, &run, err) : FUDA_OK;

    if (st == FUDA_OK)
        st = check_run(r, run, &r->single, &r->model_made_run, err);
    if (st == FUDA_OK)
        st = rep_sides_read(r, run, sides, err);
    for (int i = 0; i < 2 && st == FUDA_OK && sides->wanted; i++)
        st = check_run(r, sides->side[i].run, NULL, NULL, err);
    if (st == FUDA_OK)
        st = rep_load_labels(r, (const int64_t[3]){run, sides->side[0].run, sides->side[1].run}, err);
    if (st == FUDA_OK)
        st = rep_load_rates(r, run, err);
    if (st == FUDA_OK)
        st = rep_load_facts(r, run, where, &r->facts, err);
    if (st == FUDA_OK)
        st = rep_make_counts(r, err);
    if (st == FUDA_OK)
        st = rep_make_trends(r, err);
    if (st == FUDA_OK)
        rep_make_relations(r);
    if (st == FUDA_OK && sides->wanted)
        st = rep_make_compare(r, sides, err);
    if (st == FUDA_OK && !r->options.counts_only)
        st = rep_make_terms(r, err);
    if (st == FUDA_OK && !r->options.counts_only)
        st = rep_make_documents(r, err);
    if (st == FUDA_OK)
        st = rep_make_info(r, err);
    return st == FUDA_OK && r->failed ? fuda_fail_nomem(err) : st;
}

fuda_status fuda_report_new(fuda_corpus *corpus, const fuda_report_options *options, fuda_report **out,
                            fuda_error *err)
{
    static const fuda_report_options defaults = {0};
    where_clause where = {0};
    rep_sides sides = {0};
    fuda_report *r = calloc(1, sizeof *r);
    fuda_status st;

    *out = NULL;
    if (r == NULL)
        return fuda_fail_nomem(err);
    r->corpus = corpus;
    r->options = options == NULL ? defaults : *options;
    rep_tables_init(r);
    st = where_parse(r->options.where, 1, &where, err);
    if (st == FUDA_OK)
        st = store_begin_read(corpus, err); /* one view of the corpus for everything */
    if (st == FUDA_OK)
        st = make(r, &where, &sides, err);
    store_rollback(corpus);
    where_release(&where);
    rep_sides_release(&sides);
    rep_facts_release(&r->facts);
    r->corpus = NULL;
    r->options = (fuda_report_options){.names = r->options.names};
    if (st != FUDA_OK) {
        fuda_report_free(r);
        return st;
    }
    *out = r;
    return FUDA_OK;
}

void fuda_report_free(fuda_report *report)
{
    if (report == NULL)
        return;
    for (int i = 0; i < REP_NTABLE; i++)
        free(report->tables[i].cells);
    rep_facts_release(&report->facts);
    fuda_strtab_release(&report->axes);
    fuda_strtab_release(&report->langs);
    fuda_strtab_release(&report->genres);
    fuda_strtab_release(&report->applicants);
    fuda_strtab_release(&report->groups);
    fuda_arena_release(&report->arena);
    free(report->labels);
    free(report);
}
