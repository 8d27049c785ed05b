/* SPDX-License-Identifier: MIT */
/* Documents into the corpus: what is new, what has changed, what is refused. */
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/memory.h"
#include "core/utf8.h"
#include "corpus/jsonl.h"
#include "corpus/store.h"

/* Labels of one document; they are compared each with each. */
enum { MAX_LABELS = 10000 };
/* Of one field: what SQLite holds in a row, with room to spare. */
#define MAX_BYTES ((size_t)250 * 1000 * 1000)

/* What one call works with. */
typedef struct import {
    fuda_corpus *corpus;
    fuda_json *codes; /* the codes of the present document, as JSON */
    fuda_import_counts counts;
} import;

/* Two fingerprints: of what a model sees, and with the metadata of all but the labels. */
typedef struct fingerprints {
    char hash[33], record[33];
} fingerprints;

static void add_part(fuda_digest *digest, fuda_str part)
{
    /* With its length, so that no two lists of parts give the same bytes; low byte first, the same
     * on every machine. */
    unsigned char len[8];
    for (int i = 0; i < 8; i++)
        len[i] = (unsigned char)((uint64_t)part.len >> (8 * i));
    fuda_digest_add(digest, len, sizeof len);
    if (part.len != 0)
        fuda_digest_add(digest, part.ptr, part.len);
}

static bool fingerprint(const fuda_document *doc, fuda_str codes, fingerprints *out)
{
    fuda_digest *digest = fuda_digest_new();

    if (digest == NULL)
        return false;
    add_part(digest, doc->title);
    add_part(digest, doc->text);
    add_part(digest, doc->lang);
    add_part(digest, codes);
    fuda_digest_hex(digest, out->hash);
    add_part(digest, doc->group);
    add_part(digest, doc->date);
    add_part(digest, doc->fields);
    fuda_digest_hex(digest, out->record);
    fuda_digest_free(digest);
    return true;
}

/* ---- what is refused ------------------------------------------------------------------------- */

static bool is_name(fuda_str s)
{
    return s.len != 0 && memchr(s.ptr, '\0', s.len) == NULL && fuda_utf8_check(s.ptr, s.len) == s.len;
}

static bool are_names(const fuda_str *items, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!is_name(items[i]))
            return false;
    }
    return true;
}

/* Readers give sound documents; programs may give anything. */
static fuda_status check_document(const fuda_document *doc, fuda_error *err)
{
    const struct {
        const char *name;
        fuda_str value;
    } texts[] = {
        {"title", doc->title}, {"text", doc->text}, {"lang", doc->lang},
        {"group", doc->group}, {"date", doc->date},
    };

    if (doc->id.len == 0)
        return fuda_fail(err, FUDA_E_ARG, "the document has no id");
    if (!is_name(doc->id))
        return fuda_fail(err, FUDA_E_ARG, "the document's id is not UTF-8 without NUL");
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        size_t bad = fuda_utf8_check(texts[i].value.ptr, texts[i].value.len);
        if (bad < texts[i].value.len)
            return fuda_fail(err, FUDA_E_FORMAT, "invalid UTF-8 at byte %zu of field '%s'", bad,
                             texts[i].name);
    }
    if (doc->title.len > MAX_BYTES || doc->text.len > MAX_BYTES || doc->fields.len > MAX_BYTES)
        return fuda_fail(err, FUDA_E_ARG, "the document is longer than %zu bytes", MAX_BYTES);
    if (!are_names(doc->labels, doc->nlabel) || !are_names(doc->maybe, doc->nmaybe) ||
        !are_names(doc->codes, doc->ncode))
        return fuda_fail(err, FUDA_E_ARG, "a label or code is empty or not UTF-8 without NUL");
    if (doc->nlabel > MAX_LABELS || doc->nmaybe > MAX_LABELS)
        return fuda_fail(err, FUDA_E_ARG, "the document has more than %d labels", MAX_LABELS);
    if (doc->labelling == FUDA_ONE_LABEL ? doc->nlabel != 1
                                         : doc->labelling == FUDA_UNLABELLED && doc->nlabel != 0)
        return fuda_fail(err, FUDA_E_ARG,
                         "the document has %zu labels, which is not what its kind of "
                         "labelling says",
                         doc->nlabel);
    if (doc->fields.len != 0 && !corpus_json_is_object(doc->fields.ptr, doc->fields.len))
        return fuda_fail(err, FUDA_E_FORMAT, "the document's other fields are not one JSON object");
    return FUDA_OK;
}

/* ---- labels -------------------------------------------------------------------------------- */

static bool has_item(const fuda_str *items, size_t n, fuda_str item)
{
    for (size_t i = 0; i < n; i++) {
        if (items[i].len == item.len && memcmp(items[i].ptr, item.ptr, item.len) == 0)
            return true;
    }
    return false;
}

/* The number of different labels in labels and maybe together. */
static bool count_labels(const fuda_document *doc, size_t *n)
{
    fuda_strtab tab = {0};
    bool ok = true;

    for (size_t i = 0; i < doc->nlabel && ok; i++)
        ok = fuda_strtab_add(&tab, doc->labels[i].ptr, doc->labels[i].len) != FUDA_NO_ID;
    for (size_t i = 0; i < doc->nmaybe && ok; i++)
        ok = fuda_strtab_add(&tab, doc->maybe[i].ptr, doc->maybe[i].len) != FUDA_NO_ID;
    *n = tab.count;
    fuda_strtab_release(&tab);
    return ok;
}

/* Compares the stored labels of a document with those it comes with. */
static fuda_status same_gold(import *im, int64_t no, const fuda_document *doc, bool *same, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    size_t n = 0, want;
    bool row = true;
    fuda_status st = store_prepare(im->corpus, STORE_GOLD_LIST, &stmt, err);

    *same = true;
    if (st != FUDA_OK)
        return st;
    if (!count_labels(doc, &want))
        return fuda_fail_nomem(err);
    store_bind_int(stmt, 1, no);
    while (st == FUDA_OK && row && *same) {
        st = store_row(im->corpus, stmt, &row, err);
        if (st != FUDA_OK || !row)
            break;
        fuda_str label = store_text(stmt, 0);
        bool given = has_item(doc->labels, doc->nlabel, label);
        *same = store_int(stmt, 1) == 0 ? given : !given && has_item(doc->maybe, doc->nmaybe, label);
        n++;
    }
    store_reset(stmt);
    *same = *same && n == want;
    return st;
}

static fuda_status add_gold(import *im, int64_t no, const fuda_str *labels, size_t n, bool maybe,
                            fuda_error *err)
{
    fuda_status st = FUDA_OK;

    for (size_t i = 0; i < n && st == FUDA_OK; i++) {
        struct sqlite3_stmt *stmt;
        int64_t label = 0;
        st = store_label(im->corpus, labels[i], &label, err);
        if (st == FUDA_OK)
            st = store_prepare(im->corpus, STORE_GOLD_ADD, &stmt, err);
        if (st == FUDA_OK) {
            store_bind_int(stmt, 1, no);
            store_bind_int(stmt, 2, label);
            store_bind_int(stmt, 3, maybe);
            st = store_run(im->corpus, stmt, "write to", err);
        }
    }
    return st;
}

static fuda_status replace_gold(import *im, int64_t no, const fuda_document *doc, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    fuda_status st = store_prepare(im->corpus, STORE_GOLD_CLEAR, &stmt, err);

    if (st == FUDA_OK) {
        store_bind_int(stmt, 1, no);
        st = store_run(im->corpus, stmt, "write to", err);
    }
    if (st == FUDA_OK)
        st = add_gold(im, no, doc->labels, doc->nlabel, false, err);
    if (st == FUDA_OK)
        st = add_gold(im, no, doc->maybe, doc->nmaybe, true, err);
    return st;
}

/* ---- documents ------------------------------------------------------------------------------- */

/* A stored document, as far as it is needed to tell whether it has changed. */
typedef struct known {
    bool found;
    int64_t doc;
    fuda_labelling labelling;
    char hash[33], record[33];
} known;

static fuda_status find_document(import *im, fuda_str id, known *out, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    fuda_status st = store_prepare(im->corpus, STORE_DOC_FIND, &stmt, err);

    *out = (known){0};
    if (st != FUDA_OK)
        return st;
    store_bind(stmt, 1, id);
    st = store_row(im->corpus, stmt, &out->found, err);
    if (st == FUDA_OK && out->found) {
        fuda_str hash = store_text(stmt, 1), record = store_text(stmt, 2);
        out->doc = store_int(stmt, 0);
        out->labelling = (fuda_labelling)store_int(stmt, 3);
        if (hash.len == 32)
            memcpy(out->hash, hash.ptr, 32);
        if (record.len == 32)
            memcpy(out->record, record.ptr, 32);
    }
    store_reset(stmt);
    return st;
}

static fuda_status write_document(import *im, store_query query, const fuda_document *doc,
                                  fuda_labelling labelling, fuda_str codes, const fingerprints *prints,
                                  fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    fuda_status st = store_prepare(im->corpus, query, &stmt, err);

    if (st != FUDA_OK)
        return st;
    store_bind(stmt, 1, doc->id);
    store_bind_cstring(stmt, 2, prints->hash);
    store_bind_cstring(stmt, 3, prints->record);
    store_bind_int(stmt, 4, (int64_t)labelling);
    store_bind_or_null(stmt, 5, doc->lang);
    store_bind_or_null(stmt, 6, doc->date);
    store_bind_or_null(stmt, 7, doc->group);
    store_bind_or_null(stmt, 8, codes);
    store_bind_or_null(stmt, 9, doc->fields);
    store_bind(stmt, 10, doc->title);
    store_bind(stmt, 11, doc->text);
    return store_run(im->corpus, stmt, "write to", err);
}

static fuda_status touch_document(import *im, int64_t no, fuda_labelling labelling, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    fuda_status st = store_prepare(im->corpus, STORE_DOC_TOUCH, &stmt, err);

    if (st != FUDA_OK)
        return st;
    store_bind_int(stmt, 1, no);
    store_bind_int(stmt, 2, (int64_t)labelling);
    return store_run(im->corpus, stmt, "write to", err);
}

/* The search index can forget a text only when it is given that text again. */
static fuda_status keep_indexed_text(import *im, int64_t no, fuda_error *err)
{
    struct sqlite3_stmt *stmt;
    fuda_status st = store_prepare(im->corpus, STORE_SEARCH_KEEP_OLD, &stmt, err);

    if (st != FUDA_OK)
        return st;
    store_bind_int(stmt, 1, no);
    return store_run(im->corpus, stmt, "write to", err);
}

static bool write_codes(import *im, const fuda_document *doc, fuda_str *out)
{
    fuda_json_clear(im->codes);
    fuda_json_array(im->codes);
    for (size_t i = 0; i < doc->ncode; i++)
        fuda_json_string(im->codes, doc->codes[i].ptr, doc->codes[i].len);
    fuda_json_array_end(im->codes);
    *out = (fuda_str){0};
    if (doc->ncode == 0)
        return true;
    out->ptr = fuda_json_text(im->codes, &out->len);
    return out->ptr != NULL;
}

/* *twice: this input had a document with this id before. */
static fuda_status note_document(import *im, int64_t no, bool *twice, fuda_error *err)
{
    return store_seen_add(&im->corpus->seen, no, twice) ? FUDA_OK : fuda_fail_nomem(err);
}

static fuda_status import_document(import *im, const fuda_document *doc, bool *twice, fuda_error *err)
{
    fingerprints prints;
    fuda_str codes;
    known old;
    bool labelled, same_content, same_labels = true;
    fuda_status st;

    if (!write_codes(im, doc, &codes) || !fingerprint(doc, codes, &prints))
        return fuda_fail_nomem(err);
    *twice = false;
    st = find_document(im, doc->id, &old, err);
    if (st == FUDA_OK && old.found)
        st = note_document(im, old.doc, twice, err);
    if (st != FUDA_OK || *twice)
        return st;
    labelled = doc->labelling != FUDA_UNLABELLED || (doc->nmaybe != 0 && old.labelling == FUDA_UNLABELLED);
    if (st == FUDA_OK && old.found && labelled) { /* who has no labels to give takes none away */
        st = same_gold(im, old.doc, doc, &same_labels, err);
        same_labels = same_labels && old.labelling == doc->labelling;
    }
    if (st != FUDA_OK)
        return st;
    fuda_labelling labelling = labelled || !old.found ? doc->labelling : old.labelling;
    same_content = old.found && strcmp(old.record, prints.record) == 0;
    if (same_content && same_labels) {
        im->counts.unchanged++;
        return FUDA_OK;
    }
    if (old.found && strcmp(old.hash, prints.hash) != 0)
        st = keep_indexed_text(im, old.doc, err);
    if (st != FUDA_OK)
        return st;
    if (same_content)
        st = touch_document(im, old.doc, labelling, err);
    else
        st = write_document(im, old.found ? STORE_DOC_CHANGE : STORE_DOC_ADD, doc, labelling, codes, &prints,
                            err);
    if (st == FUDA_OK && old.found)
        im->counts.changed++;
    else if (st == FUDA_OK)
        im->counts.added++;
    if (st == FUDA_OK && !old.found) {
        bool never;
        old.doc = store_last_number(im->corpus);
        same_labels = !labelled;
        st = note_document(im, old.doc, &never, err);
    }
    if (st == FUDA_OK && !same_labels)
        st = replace_gold(im, old.doc, doc, err);
    return st;
}

static fuda_status import_one(import *im, const fuda_document *doc, fuda_error *why, fuda_error *err)
{
    bool twice = false;
    fuda_status st = FUDA_OK;

    if (check_document(doc, why) == FUDA_OK)
        st = import_document(im, doc, &twice, err);
    if (twice)
        fuda_fail(why, FUDA_E_EXISTS, "id '%.*s' was already given to a document of this input",
                  doc->id.len > 200 ? 200 : (int)doc->id.len, doc->id.ptr);
    return st;
}

fuda_status fuda_corpus_import(fuda_corpus *corpus, const fuda_document *const *documents, size_t n,
                               fuda_import_counts *counts, fuda_error *rejected, fuda_error *err)
{
import im = {.corpus = corpus, .codes = fuda_json_new() };
    fuda_status st = im.codes == NULL ? fuda_fail_nomem(err) : store_begin(corpus, err);

    for (size_t i = 0; i < n && st == FUDA_OK; i++) {
        fuda_error why = {0};
        st = import_one(&im, documents[i], &why, err);
        if (rejected != NULL)
            rejected[i] = why;
    }
    if (st == FUDA_OK)
        st = store_commit(corpus, err);
    if (st != FUDA_OK)
        store_rollback(corpus);
    /* Only what is stored counts as seen: a failed call can be made again. */
    if (st == FUDA_OK)
        store_seen_keep(&corpus->seen);
    else
        store_seen_undo(&corpus->seen);
    if (counts != NULL)
        *counts = st == FUDA_OK ? im.counts : (fuda_import_counts){0};
    fuda_json_free(im.codes);
    return st;
}

void fuda_corpus_new_input(fuda_corpus *corpus)
{
    store_seen_clear(&corpus->seen);
}
