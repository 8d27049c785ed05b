/* SPDX-License-Identifier: MIT */
#include "corpus/store_batch.h"

#include "core/error.h"

typedef struct writing {
    fuda_corpus *corpus;
    int64_t run;
    const int64_t *labels;
} writing;

/* Deletes what an earlier version of the document got; *old: there was something. */
static fuda_status clear_result(writing *c, int64_t doc, bool *old, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    fuda_status st = FUDA_OK;
    static const store_query queries[] = {STORE_PREDICTION_CLEAR, STORE_RESULT_CLEAR};

    for (int i = 0; i < 2 && st == FUDA_OK; i++) {
        st = store_prepare(c->corpus, queries[i], &stmt, err);
        if (st != FUDA_OK)
            break;
        store_bind_int(stmt, 1, c->run);
        store_bind_int(stmt, 2, doc);
        st = store_run(c->corpus, stmt, "write to", err);
    }
    *old = st == FUDA_OK && store_changes(c->corpus) != 0;
    return st;
}

static fuda_status add_prediction(writing *c, int64_t doc, uint32_t label, double p, bool decided,
                                  fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    fuda_status st = store_prepare(c->corpus, STORE_PREDICTION_ADD, &stmt, err);

    if (st != FUDA_OK)
        return st;
    store_bind_int(stmt, 1, c->run);
    store_bind_int(stmt, 2, doc);
    store_bind_int(stmt, 3, c->labels[label]);
    store_bind_real(stmt, 4, p);
    store_bind_int(stmt, 5, decided);
    return store_run(c->corpus, stmt, "write to", err);
}

static fuda_status write_result(writing *c, const store_batch *b, const store_todo *item, bool *old, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    fuda_status st = clear_result(c, item->doc, old, err);

    if (st == FUDA_OK)
        st = store_prepare(c->corpus, STORE_RESULT_ADD, &stmt, err);
    if (st != FUDA_OK)
        return st;
    store_bind_int(stmt, 1, c->run);
    store_bind_int(stmt, 2, item->doc);
    store_bind_cstring(stmt, 3, item->hash);
    store_bind_cstring(stmt, 4, fuda_lang_name(item->lang));
    store_bind_cstring(stmt, 5, item->tag);
    store_bind_cstring(stmt, 6, item->abstain);
    store_bind_int(stmt, 7, (int64_t)item->tokens);
    st = store_run(c->corpus, stmt, "write to", err);
    for (size_t i = 0; i < item->nlabel && st == FUDA_OK; i++) {
        const store_answer *a = &b->answers[item->first + i];
        st = add_prediction(c, item->doc, a->label, a->p, a->decided, err);
    }
    return st;
}

fuda_status store_write_batch(fuda_corpus *corpus, int64_t run, const int64_t *labels, const store_batch *b,
                              fuda_error *err)
{
    writing w = {corpus, run, labels}, *c = &w;
    struct sqlite3_stmt *stmt;
    int64_t grown = 0;
    fuda_status st = store_begin(c->corpus, err);

    for (size_t i = 0; i < b->n && st == FUDA_OK; i++) {
        bool old = false;
        st = write_result(c, b, &b->items[i], &old, err);
        grown += !old;
    }
    if (st == FUDA_OK)
        st = store_prepare(c->corpus, STORE_RUN_GROW, &stmt, err);
    if (st == FUDA_OK) {
        store_bind_int(stmt, 1, c->run);
        store_bind_int(stmt, 2, grown);
        st = store_run(c->corpus, stmt, "write to", err);
    }
    if (st == FUDA_OK)
        st = store_commit(c->corpus, err);
    if (st != FUDA_OK)
        store_rollback(c->corpus);
    return st;
}
