/* SPDX-License-Identifier: MIT */
#include "corpus/store_rows.h"

#include <stdlib.h>

#include "core/error.h"

static bool copy(store_rows *x, fuda_str from, fuda_str *to)
{
    *to = (fuda_str){fuda_arena_copy(&x->arena, from.ptr, from.len), from.len};
    return to->ptr != NULL;
}

/* Gold labels if wanted, arguable ones in any case. */
static fuda_status load_gold(store_rows *x, int64_t no, bool wanted, export_row *out, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    fuda_document *doc = &out->document;
    bool row = true;
    fuda_status st = store_prepare(x->corpus, STORE_GOLD_LIST, &stmt, err);

    if (st != FUDA_OK)
        return st;
    store_bind_int(stmt, 1, no);
    while (st == FUDA_OK) {
        st = store_row(x->corpus, stmt, &row, err);
        if (st != FUDA_OK || !row)
            break;
        bool maybe = store_int(stmt, 1) != 0;
        if (!maybe && !wanted)
            continue;
        if (maybe ? !FUDA_GROW(x->maybe, x->maybe_cap, doc->nmaybe + 1) ||
                        !copy(x, store_text(stmt, 0), &x->maybe[doc->nmaybe++])
                  : !FUDA_GROW(x->labels, x->labels_cap, doc->nlabel + 1) ||
                        !copy(x, store_text(stmt, 0), &x->labels[doc->nlabel++]))
            st = fuda_fail_nomem(err);
    }
    store_reset(stmt);
    return st;
}

static fuda_status load_predictions(store_rows *x, int64_t no, fuda_str **labels, size_t *labels_cap, double **p,
                                    size_t *p_cap, size_t *n, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    bool row = true;
    fuda_status st = store_prepare(x->corpus, STORE_PREDICTION_LIST, &stmt, err);

    *n = 0;
    if (st != FUDA_OK)
        return st;
    store_bind_int(stmt, 1, x->run);
    store_bind_int(stmt, 2, no);
    store_bind_real(stmt, 3, x->options->min_p);
    while (st == FUDA_OK && !(x->single && *n == 1)) {
        st = store_row(x->corpus, stmt, &row, err);
        if (st != FUDA_OK || !row)
            break;
        if (!FUDA_GROW(*labels, *labels_cap, *n + 1) || !FUDA_GROW(*p, *p_cap, *n + 1) ||
            !copy(x, store_text(stmt, 0), &(*labels)[*n])) {
            st = fuda_fail_nomem(err);
            break;
        }
        (*p)[(*n)++] = store_real(stmt, 1);
    }
    store_reset(stmt);
    return st;
}

fuda_status store_rows_labels(store_rows *x, int64_t no, store_state state, export_row *out, fuda_error *err)
{
    fuda_document *doc = &out->document;
    bool use_gold = state.gold != FUDA_UNLABELLED && x->options->labels != FUDA_EXPORT_PREDICTED;
    fuda_status st;

    fuda_arena_reset(&x->arena);
    st = load_gold(x, no, use_gold, out, err);
    if (st != FUDA_OK)
        return st;
    if (use_gold) {
        out->source = EXPORT_GOLD;
        out->single = state.gold == FUDA_ONE_LABEL;
        doc->labelling = state.gold;
        if (x->both && state.classified && !state.abstained)
            st = load_predictions(x, no, &x->extra, &x->extra_cap, &x->extra_p, &x->extra_p_cap, &out->nboth, err);
    } else if (state.classified && x->options->labels != FUDA_EXPORT_GOLD) {
        out->single = x->single;
        if (!state.abstained)
            st = load_predictions(x, no, &x->labels, &x->labels_cap, &x->p, &x->p_cap, &doc->nlabel, err);
        /* One label that is not probable enough is no answer; an empty set is one. */
        bool silent = state.abstained || (x->single && doc->nlabel == 0);
        out->source = silent ? EXPORT_ABSTAINED : EXPORT_PREDICTED;
        doc->labelling = silent ? FUDA_UNLABELLED : x->single ? FUDA_ONE_LABEL : FUDA_LABEL_SET;
    } else {
        out->single = x->run != 0 ? x->single : x->has_one;
    }
    doc->labels = x->labels;
    doc->maybe = x->maybe;
    out->p = x->p;
    out->both = x->extra;
    out->both_p = x->extra_p;
    return st;
}

void store_rows_release(store_rows *x)
{
    fuda_arena_release(&x->arena);
    free(x->labels);
    free(x->maybe);
    free(x->extra);
    free(x->p);
    free(x->extra_p);
}
