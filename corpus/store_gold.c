/* SPDX-License-Identifier: MIT */
/* Gold labels given to documents that are there: by hand, and from files. */
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/memory.h"
#include "core/utf8.h"
#include "corpus/store.h"

typedef struct target {
    int64_t doc;
    fuda_labelling labelling;
} target;

/* The document of an id; found is false when there is none. */
static fuda_status find(fuda_corpus *corpus, fuda_str id, target *out, bool *found, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    fuda_status st = store_prepare(corpus, STORE_DOC_FIND, &stmt, err);

    *found = false;
    if (st != FUDA_OK)
        return st;
    store_bind(stmt, 1, id);
    st = store_row(corpus, stmt, found, err);
    if (st == FUDA_OK && *found)
        *out = (target){store_int(stmt, 0), (fuda_labelling)store_int(stmt, 3)};
    store_reset(stmt);
    return st;
}

static fuda_status run_pair(fuda_corpus *corpus, store_query query, int64_t a, int64_t b, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    fuda_status st = store_prepare(corpus, query, &stmt, err);

    if (st != FUDA_OK)
        return st;
    store_bind_int(stmt, 1, a);
    store_bind_int(stmt, 2, b);
    return store_run(corpus, stmt, "write to", err);
}

static fuda_status clear(fuda_corpus *corpus, int64_t doc, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    fuda_status st = store_prepare(corpus, STORE_GOLD_CLEAR, &stmt, err);

    if (st != FUDA_OK)
        return st;
    store_bind_int(stmt, 1, doc);
    return store_run(corpus, stmt, "write to", err);
}

static fuda_status set_label(fuda_corpus *corpus, int64_t doc, fuda_str label, bool maybe, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    int64_t no = 0;
    fuda_status st = store_label(corpus, label, &no, err);

    if (st == FUDA_OK)
        st = store_prepare(corpus, STORE_GOLD_PUT, &stmt, err);
    if (st != FUDA_OK)
        return st;
    store_bind_int(stmt, 1, doc);
    store_bind_int(stmt, 2, no);
    store_bind_int(stmt, 3, maybe);
    return store_run(corpus, stmt, "write to", err);
}

static fuda_status drop_label(fuda_corpus *corpus, int64_t doc, fuda_str label, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    fuda_status st = store_prepare(corpus, STORE_GOLD_DROP, &stmt, err);

    if (st != FUDA_OK)
        return st;
    store_bind_int(stmt, 1, doc);
    store_bind(stmt, 2, label);
    return store_run(corpus, stmt, "write to", err);
}

/* The labels a document has, as one line: to tell whether anything has changed. */
static fuda_status describe(fuda_corpus *corpus, int64_t doc, fuda_buf *out, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    bool row = true;
    fuda_status st = store_prepare(corpus, STORE_GOLD_LIST, &stmt, err);

    if (st != FUDA_OK)
        return st;
    store_bind_int(stmt, 1, doc);
    while (st == FUDA_OK) {
        st = store_row(corpus, stmt, &row, err);
        if (st != FUDA_OK || !row)
            break;
        fuda_str label = store_text(stmt, 0);
        fuda_buf_addf(out, "%d", store_int(stmt, 1) != 0);
        fuda_buf_add(out, label.ptr, label.len);
        fuda_buf_add_char(out, '\0');
    }
    store_reset(stmt);
    return st == FUDA_OK && out->failed ? fuda_fail_nomem(err) : st;
}

/* Writes the kind of labelling and counts the version when anything differs from `before`. */
static fuda_status finish(fuda_corpus *corpus, const target *t, fuda_labelling labelling, const fuda_buf *before,
                          bool *changed, fuda_error *err)
{
    fuda_buf after = {0};
    fuda_status st = describe(corpus, t->doc, &after, err);

    *changed = labelling != t->labelling || after.len != before->len ||
               (after.len != 0 && memcmp(after.ptr, before->ptr, after.len) != 0);
    if (st == FUDA_OK && *changed)
        st = run_pair(corpus, STORE_DOC_TOUCH, t->doc, (int64_t)labelling, err);
    fuda_buf_release(&after);
    return st;
}

/* ---- by hand -------------------------------------------------------------------------------- */

static fuda_status check_edits(const fuda_label_edit *edits, size_t n, fuda_error *err)
{
    for (size_t i = 0; i < n; i++) {
        fuda_str l = edits[i].label;
        if (l.len == 0 || memchr(l.ptr, '\0', l.len) != NULL || fuda_utf8_check(l.ptr, l.len) != l.len)
            return fuda_fail(err, FUDA_E_ARG, "a label is empty or not UTF-8 without NUL");
        if (strchr("+-?", edits[i].kind) == NULL || edits[i].kind == '\0')
            return fuda_fail(err, FUDA_E_ARG, "a label is given with +, taken away with -, or arguable with ?");
        for (size_t k = 0; k < i; k++) {
            if (edits[k].label.len == l.len && memcmp(edits[k].label.ptr, l.ptr, l.len) == 0)
                return fuda_fail(err, FUDA_E_ARG, "label '%.*s' is there twice", (int)(l.len < 200 ? l.len : 200), l.ptr);
        }
    }
    return FUDA_OK;
}

/* Begins with what the latest run decided. */
static fuda_status accept_run(fuda_corpus *corpus, const target *t, int64_t run, fuda_labelling *labelling,
                              fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    bool row = false;
    fuda_status st = store_prepare(corpus, STORE_GOLD_ACCEPTABLE, &stmt, err);

    if (st != FUDA_OK)
        return st;
    store_bind_int(stmt, 1, t->doc);
    store_bind_int(stmt, 2, run);
    st = store_row(corpus, stmt, &row, err);
    if (st == FUDA_OK && row) {
        run = store_int(stmt, 0);
        *labelling = store_int(stmt, 1) != 0 ? FUDA_ONE_LABEL : FUDA_LABEL_SET;
    }
    store_reset(stmt);
    if (st == FUDA_OK && !row)
        st = fuda_fail(err, FUDA_E_ARG, "no run has an answer for this document in its present version");
    if (st == FUDA_OK)
        st = clear(corpus, t->doc, err);
    return st == FUDA_OK ? run_pair(corpus, STORE_GOLD_ACCEPT, t->doc, run, err) : st;
}

/* One label that excludes the others is replaced by another, and can be taken away; a set is edited. */
static fuda_status apply(fuda_corpus *corpus, const target *t, const fuda_label_edit *edits, size_t n,
                         fuda_labelling *labelling, fuda_error *err)
{
    size_t given = 0, taken = 0;
    fuda_status st = FUDA_OK;

    for (size_t i = 0; i < n; i++) {
        given += edits[i].kind == '+';
        taken += edits[i].kind == '-';
    }
    if (*labelling == FUDA_ONE_LABEL && given > 1)
        return fuda_fail(err, FUDA_E_ARG, "the document has one label of those that exclude each other; give one");
    if (*labelling == FUDA_ONE_LABEL && given == 1)
        st = run_pair(corpus, STORE_GOLD_CLEAR_SURE, t->doc, 0, err);
    for (size_t i = 0; i < n && st == FUDA_OK; i++)
        st = edits[i].kind == '-' ? drop_label(corpus, t->doc, edits[i].label, err)
                                  : set_label(corpus, t->doc, edits[i].label, edits[i].kind == '?', err);
    if (*labelling == FUDA_ONE_LABEL && given == 0 && st == FUDA_OK) {
        struct sqlite3_stmt *stmt;
        bool row = false;
        st = store_prepare(corpus, STORE_GOLD_HAS_SURE, &stmt, err);
        if (st == FUDA_OK) {
            store_bind_int(stmt, 1, t->doc);
            st = store_row(corpus, stmt, &row, err);
            store_reset(stmt);
        }
        if (!row)
            *labelling = FUDA_UNLABELLED;
    } else if (*labelling == FUDA_UNLABELLED && given + taken != 0) {
        *labelling = FUDA_LABEL_SET;
    }
    return st;
}

fuda_status fuda_corpus_label(fuda_corpus *corpus, fuda_str id, const fuda_label_edit *edits, size_t n, bool accept,
                              int64_t run, bool *changed, fuda_error *err)
{
    target t = {0};
    fuda_buf before = {0};
    bool found = false, differs = false;
    fuda_labelling labelling;
    fuda_status st = check_edits(edits, n, err);

    if (changed != NULL)
        *changed = false;
    if (st == FUDA_OK)
        st = store_begin(corpus, err);
    if (st == FUDA_OK)
        st = find(corpus, id, &t, &found, err);
    if (st == FUDA_OK && !found)
        st = fuda_fail(err, FUDA_E_ARG, "the corpus has no document '%.*s'", (int)(id.len < 200 ? id.len : 200), id.ptr);
    labelling = t.labelling;
    if (st == FUDA_OK)
        st = describe(corpus, t.doc, &before, err);
    if (st == FUDA_OK && accept)
        st = accept_run(corpus, &t, run, &labelling, err);
    if (st == FUDA_OK)
        st = apply(corpus, &t, edits, n, &labelling, err);
    if (st == FUDA_OK)
        st = finish(corpus, &t, labelling, &before, &differs, err);
    if (st == FUDA_OK)
        st = store_commit(corpus, err);
    if (st != FUDA_OK)
        store_rollback(corpus);
    if (changed != NULL)
        *changed = st == FUDA_OK && differs;
    fuda_buf_release(&before);
    return st;
}

/* ---- from files ----------------------------------------------------------------------------- */

/* All labels of the document are replaced by those that came. */
static fuda_status replace(fuda_corpus *corpus, const target *t, const fuda_document *doc, bool *changed,
                           fuda_error *err)
{
    fuda_buf before = {0};
    fuda_status st = describe(corpus, t->doc, &before, err);

    if (st == FUDA_OK)
        st = clear(corpus, t->doc, err);
    for (size_t i = 0; i < doc->nmaybe && st == FUDA_OK; i++)
        st = set_label(corpus, t->doc, doc->maybe[i], true, err);
    for (size_t i = 0; i < doc->nlabel && st == FUDA_OK; i++)
        st = set_label(corpus, t->doc, doc->labels[i], false, err);
    if (st == FUDA_OK)
        st = finish(corpus, t, doc->labelling, &before, changed, err);
    fuda_buf_release(&before);
    return st;
}

static fuda_status check_gold(const fuda_document *doc, fuda_error *err)
{
    for (size_t i = 0; i < doc->nlabel + doc->nmaybe; i++) {
        fuda_str l = i < doc->nlabel ? doc->labels[i] : doc->maybe[i - doc->nlabel];
        if (l.len == 0 || memchr(l.ptr, '\0', l.len) != NULL || fuda_utf8_check(l.ptr, l.len) != l.len)
            return fuda_fail(err, FUDA_E_ARG, "a label is empty or not UTF-8 without NUL");
    }
    return doc->labelling == FUDA_ONE_LABEL && doc->nlabel != 1
               ? fuda_fail(err, FUDA_E_ARG, "the document has %zu labels where there must be one", doc->nlabel)
               : FUDA_OK;
}

fuda_status fuda_corpus_gold(fuda_corpus *corpus, const fuda_document *const *documents, size_t n,
                             fuda_gold_counts *counts, fuda_error *rejected, fuda_error *err)
{
    fuda_gold_counts done = {0};
    fuda_status st = store_begin(corpus, err);

    for (size_t i = 0; i < n && st == FUDA_OK; i++) {
        const fuda_document *doc = documents[i];
        fuda_error why = {0};
        target t = {0};
        bool found = false, changed = false;
        if (doc->labelling == FUDA_UNLABELLED) {
            done.unlabelled++;
        } else if (check_gold(doc, &why) == FUDA_OK) {
            st = find(corpus, doc->id, &t, &found, err);
            if (st == FUDA_OK && found)
                st = replace(corpus, &t, doc, &changed, err);
            else if (st == FUDA_OK)
                fuda_fail(&why, FUDA_E_ARG, "the corpus has no document '%.*s'",
                          (int)(doc->id.len < 200 ? doc->id.len : 200), doc->id.ptr);
            done.changed += found && changed;
            done.unchanged += found && !changed;
        }
        if (rejected != NULL)
            rejected[i] = why;
    }
    if (st == FUDA_OK)
        st = store_commit(corpus, err);
    if (st != FUDA_OK)
        store_rollback(corpus);
    if (counts != NULL)
        *counts = st == FUDA_OK ? done : (fuda_gold_counts){0};
    return st;
}
