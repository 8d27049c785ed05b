/* SPDX-License-Identifier: MIT */
/* What an export holds: the run, the columns, the labels, and the facts of its card. */
#include <string.h>

#include "core/error.h"
#include "corpus/store_export.h"

/* Finds the run whose predictions are wanted. */
static fuda_status choose_run(store_export *x, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    bool row = false;
    fuda_status st = FUDA_OK;
    int64_t *run = &x->rows.run;

    *run = x->options->run;
    if (*run == 0 && x->options->labels != FUDA_EXPORT_GOLD) {
        st = store_prepare(x->corpus, STORE_RUN_LATEST, &stmt, err);
        if (st == FUDA_OK)
            st = store_row(x->corpus, stmt, &row, err);
        if (st == FUDA_OK && row) {
            *run = store_int(stmt, 0);
            store_reset(stmt);
        }
    }
    if (st != FUDA_OK)
        return st;
    if (*run == 0)
        return x->options->labels == FUDA_EXPORT_PREDICTED
                   ? fuda_fail(err, FUDA_E_ARG, "nothing has been classified in the corpus '%s' yet",
                               x->corpus->path)
                   : FUDA_OK;
    st = store_prepare(x->corpus, STORE_RUN_GET, &stmt, err);
    if (st != FUDA_OK)
        return st;
    store_bind_int(stmt, 1, *run);
    st = store_row(x->corpus, stmt, &row, err);
    if (st == FUDA_OK && !row)
        return fuda_fail(err, FUDA_E_ARG, "the corpus '%s' has no run %lld", x->corpus->path, (long long)*run);
    x->rows.single = st == FUDA_OK && store_int(stmt, 0) != 0;
    for (int i = 1; i < 7 && st == FUDA_OK; i++) { /* model, settings, fuda, dictionary, taxonomy hash and version */
        fuda_str text = store_text(stmt, i);
        fuda_buf_add(&x->strings, text.ptr, text.len);
        fuda_buf_add_char(&x->strings, '\0');
    }
    store_reset(stmt);
    return st;
}

/* The strings of choose_run, which are in one buffer, as facts of the card. */
static fuda_status note_facts(store_export *x, fuda_error *err)
{
    export_facts *f = &x->facts;
    const char **strings[] = {&f->model, &f->settings, &f->fuda, &f->dictionary, &f->taxonomy, &f->taxonomy_version};
    const char *at;

    if (fuda_buf_cstr(&x->strings) == NULL)
        return fuda_fail_nomem(err);
    at = x->strings.ptr;
    for (size_t i = 0; i < sizeof strings / sizeof strings[0]; i++) {
        *strings[i] = x->rows.run == 0 ? "" : at;
        if (x->rows.run != 0)
            at += strlen(at) + 1;
    }
    f->run = x->rows.run;
    f->split = x->parts.text;
    f->quality = "";
    f->command = x->options->command;
    f->parts = x->parts.names;
    f->npart = x->parts.n;
    f->ending = x->format->ending;
    x->set.model = f->model;
    return FUDA_OK;
}

/* A figure of two decimals, whatever the locale's decimal mark. */
static void add_share(fuda_buf *out, double part, double whole)
{
    int hundredths = whole > 0 ? (int)(100 * part / whole + 0.5) : 0;
    fuda_buf_addf(out, "%d.%02d", hundredths / 100, hundredths % 100);
}

/* What was held out when the run's model was trained, if the corpus knows it. */
static fuda_status note_quality(store_export *x, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    bool row = false;
    fuda_status st = store_prepare(x->corpus, STORE_RATES_THERE, &stmt, err);

    if (st == FUDA_OK)
        st = store_row(x->corpus, stmt, &row, err);
    if (st != FUDA_OK || !row || x->rows.run == 0)
        return st;
    store_reset(stmt);
    st = store_prepare(x->corpus, STORE_RATES_SUM, &stmt, err);
    if (st != FUDA_OK)
        return st;
    store_bind_int(stmt, 1, x->rows.run);
    st = store_row(x->corpus, stmt, &row, err);
    double labels = store_real(stmt, 0), tp = store_real(stmt, 1), fp = store_real(stmt, 2), fn = store_real(stmt, 3);
    if (st == FUDA_OK && row && labels > 0 && tp + fn > 0) {
        fuda_buf_add_str(&x->quality, "Decisions of the model on documents held out of its training, all labels together: precision ");
        add_share(&x->quality, tp, tp + fp);
        fuda_buf_add_str(&x->quality, ", recall ");
        add_share(&x->quality, tp, tp + fn);
        fuda_buf_add_str(&x->quality, ", F1 ");
        add_share(&x->quality, 2 * tp, 2 * tp + fp + fn);
        fuda_buf_addf(&x->quality, " (%.0f labels given by people). On documents of other kinds it may differ.\n", tp + fn);
        if (fuda_buf_cstr(&x->quality) == NULL)
            st = fuda_fail_nomem(err);
        x->facts.quality = x->quality.ptr;
    }
    store_reset(stmt);
    return st;
}

/* `labels` alone, unless there are single labels; `maybe` only where somebody used it. */
static fuda_status choose_columns(store_export *x, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    bool row;
    export_columns *columns = &x->set.columns;
    fuda_export_labels which = x->options->labels;
    fuda_status st = store_prepare(x->corpus, STORE_EXPORT_SHAPE, &stmt, err);

    if (st == FUDA_OK)
        st = store_row(x->corpus, stmt, &row, err);
    if (st != FUDA_OK)
        return st;
    if (which != FUDA_EXPORT_PREDICTED) {
        columns->label = store_int(stmt, 0) != 0;
        columns->labels = store_int(stmt, 1) != 0;
    }
    columns->maybe = store_int(stmt, 2) != 0;
    store_reset(stmt);
    if (which != FUDA_EXPORT_GOLD && x->rows.run != 0) {
        columns->label |= x->rows.single;
        columns->labels |= !x->rows.single;
    }
    columns->labels |= !columns->label;
    columns->text = !x->options->ids_only;
    columns->guard = x->options->guard;
    columns->separator = x->options->format == FUDA_EXPORT_TSV ? '\t' : ',';
    x->rows.has_one = columns->label && !columns->labels;
    return FUDA_OK;
}

/* All labels that rows may have, by name. */
static fuda_status list_labels(store_export *x, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    bool row = true;
    fuda_status st = store_prepare(x->corpus, STORE_EXPORT_LABELS, &stmt, err);

    if (st != FUDA_OK)
        return st;
    store_bind_int(stmt, 1, x->rows.run);
    store_bind_real(stmt, 2, x->options->min_p);
    while (st == FUDA_OK) {
        st = store_row(x->corpus, stmt, &row, err);
        if (st != FUDA_OK || !row)
            break;
        fuda_str label = store_text(stmt, 0);
        char *copy = fuda_arena_copy(&x->label_arena, label.ptr, label.len);
        if (copy == NULL || !FUDA_GROW(x->labels, x->labels_cap, x->set.nlabel + 1))
            st = fuda_fail_nomem(err);
        else
            x->labels[x->set.nlabel++] = (fuda_str){copy, label.len};
    }
    store_reset(stmt);
    x->set.labels = x->labels;
    return st;
}

fuda_status store_export_look(store_export *x, fuda_error *err)
{
    fuda_status st = choose_run(x, err);

    x->rows.both = x->options->format == FUDA_EXPORT_LABEL_STUDIO && x->options->labels == FUDA_EXPORT_BOTH;
    if (st == FUDA_OK)
        st = note_facts(x, err);
    if (st == FUDA_OK)
        st = note_quality(x, err);
    if (st == FUDA_OK)
        st = choose_columns(x, err);
    return st == FUDA_OK ? list_labels(x, err) : st;
}
