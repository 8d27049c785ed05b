/* SPDX-License-Identifier: MIT */
/* Corpora in a scratch folder, two small models, and the database as another program sees it: what the tests of the
 * store share.  Included once by each of them. */
#ifndef STORE_FIXTURE_H
#define STORE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/memory.h"
#include "corpus/store.h"
#include <fuda/corpus.h>

static char folder[] = "/tmp/fuda-store-XXXXXX";
static fuda_model *model;        /* label sets: ai, sport */
static fuda_model *single_model; /* one label             */

static inline const char *path_of(const char *name)
{
    static char paths[4][512];
    static int turn;
    char *path = paths[turn++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static inline fuda_str str(const char *text)
{
    return (fuda_str){text, strlen(text)};
}

static inline void train(bool single, fuda_model **out)
{
    static const char *const texts[2][4] = {
        {"neural network training on a large language model",
         "the language model answers with a neural network", "training data for the neural model",
         "a network learns language from data"},
        {"the goalkeeper saved the penalty in the football match", "the football team won the match",
         "a late goal decided the football cup", "the match ended without a goal"}};
    static const fuda_str names[2] = {{"ai", 2}, {"sport", 5}};
    fuda_document documents[24] = {0};
    const fuda_document *list[24];
    char ids[24][16];
    fuda_train_options options = fuda_train_options_default();
    fuda_dataset *data;
    fuda_error err = {0};

    for (int i = 0; i < 24; i++) {
        snprintf(ids[i], sizeof ids[i], "t%d", i);
        documents[i] = (fuda_document){.id = str(ids[i]),
                                       .text = str(texts[i % 2][i / 2 % 4]),
                                       .lang = str("en"),
                                       .labelling = single ? FUDA_ONE_LABEL : FUDA_LABEL_SET,
                                       .labels = &names[i % 2],
                                       .nlabel = 1};
        list[i] = &documents[i];
    }
    options.jobs = 1;
    options.alpha = 1;
    assert_int_equal(fuda_dataset_new(&options, &data, &err), FUDA_OK);
    assert_int_equal(fuda_dataset_add(data, list, 24, NULL, &err), FUDA_OK);
    if (fuda_train(data, out, &err) != FUDA_OK)
        fail_msg("%s", err.text);
    fuda_dataset_free(data);
}

static inline int make_all(void **state)
{
    (void)state;
    if (mkdtemp(folder) == NULL)
        return -1;
    train(false, &model);
    train(true, &single_model);
    return 0;
}

static inline int drop_all(void **state)
{
    char command[128];
    (void)state;
    fuda_model_free(model);
    fuda_model_free(single_model);
    snprintf(command, sizeof command, "chmod -R u+rwx %s; rm -r %s", folder, folder);
    return system(command);
}

/* ---- helpers -------------------------------------------------------------------------------- */

static inline fuda_corpus *open_corpus(const char *name)
{
    fuda_corpus *corpus = NULL;
    fuda_error err = {0};
    if (fuda_corpus_open(path_of(name), true, &corpus, &err) != FUDA_OK)
        fail_msg("%s", err.text);
    return corpus;
}

static inline void put_file(const char *name, const char *bytes, size_t len)
{
    FILE *out = fopen(path_of(name), "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(bytes, 1, len, out), len);
    assert_int_equal(fclose(out), 0);
}

static inline void get_file(const char *name, fuda_buf *out)
{
    FILE *in = fopen(path_of(name), "rb");
    size_t got = 1;
    assert_non_null(in);
    fuda_buf_clear(out);
    while (got != 0) {
        assert_true(fuda_buf_reserve(out, 65536));
        got = fread(out->ptr + out->len, 1, 65536, in);
        out->len += got;
    }
    fclose(in);
    assert_non_null(fuda_buf_cstr(out));
}

/* Runs SQL on a file as the sqlite3 shell would; rows as "a|b\n". */
static inline const char *sql(const char *name, const char *text)
{
    static fuda_buf out;
    sqlite3 *db;
    sqlite3_stmt *stmt;

    fuda_buf_clear(&out);
    if (text == NULL) {
        fuda_buf_release(&out);
        return NULL;
    }
    assert_int_equal(sqlite3_open(path_of(name), &db), SQLITE_OK);
    while (*text != '\0') {
        const char *tail;
        if (sqlite3_prepare_v2(db, text, -1, &stmt, &tail) != SQLITE_OK)
            fail_msg("%s: %s", text, sqlite3_errmsg(db));
        int code = SQLITE_DONE;
        while (stmt != NULL && (code = sqlite3_step(stmt)) == SQLITE_ROW) {
            for (int i = 0; i < sqlite3_column_count(stmt); i++) {
                const char *value = (const char *)sqlite3_column_text(stmt, i);
                fuda_buf_addf(&out, "%s%s", i == 0 ? "" : "|", value == NULL ? "-" : value);
            }
            fuda_buf_add_char(&out, '\n');
        }
        assert_int_equal(code, SQLITE_DONE);
        sqlite3_finalize(stmt);
        text = tail;
    }
    sqlite3_close(db);
    return fuda_buf_cstr(&out);
}

/* Imports a file; every rejected document's message goes to `rejects`. */
static inline fuda_import_counts import_file(fuda_corpus *corpus, const char *name, size_t step, fuda_buf *rejects)
{
    fuda_import_counts sum = {0};
    fuda_batch *batch = fuda_batch_new();
    fuda_reader *reader;
    fuda_error err = {0};
    bool more = true;

    fuda_corpus_new_input(corpus);
    if (fuda_reader_open(path_of(name), NULL, &reader, &err) != FUDA_OK)
        fail_msg("%s", err.text);
    while (more) {
        const fuda_document *list[100];
        fuda_error rejected[100];
        fuda_import_counts counts;
        size_t n;
        fuda_batch_clear(batch);
        assert_int_equal(fuda_reader_read(reader, batch, step, &more, &err), FUDA_OK);
        const fuda_record *records = fuda_batch_records(batch, &n);
        for (size_t i = 0; i < n; i++) {
            if (records[i].status != FUDA_OK)
                fail_msg("line %zu: %s", records[i].error.line, records[i].error.text);
            list[i] = &records[i].document;
        }
        if (fuda_corpus_import(corpus, list, n, &counts, rejected, &err) != FUDA_OK)
            fail_msg("%s", err.text);
        for (size_t i = 0; i < n && rejects != NULL; i++) {
            if (rejected[i].status != FUDA_OK)
                fuda_buf_addf(rejects, "%d %s\n", (int)rejected[i].status, rejected[i].text);
        }
        sum.added += counts.added;
        sum.changed += counts.changed;
        sum.unchanged += counts.unchanged;
    }
    fuda_reader_free(reader);
    fuda_batch_free(batch);
    return sum;
}

static inline fuda_import_counts import_text(fuda_corpus *corpus, const char *jsonl, fuda_buf *rejects)
{
    put_file("in.jsonl", jsonl, strlen(jsonl));
    return import_file(corpus, "in.jsonl", 2, rejects);
}

#define COUNTS(counts, a, c, u)                                                                              \
    do {                                                                                                     \
        fuda_import_counts got_ = (counts);                                                                  \
        assert_int_equal(got_.added, (a));                                                                   \
        assert_int_equal(got_.changed, (c));                                                                 \
        assert_int_equal(got_.unchanged, (u));                                                               \
    } while (0)

static inline size_t export_to(fuda_corpus *corpus, const fuda_export_options *options, const char *name,
                        fuda_buf *out)
{
    fuda_export_counts n = {0};
    fuda_error err = {0};
    if (fuda_corpus_export(corpus, options, path_of(name), true, &n, &err) != FUDA_OK)
        fail_msg("%s", err.text);
    if (out != NULL)
        get_file(name, out);
    return n.documents;
}

static inline fuda_classify_counts classify(fuda_corpus *corpus, const fuda_model *with,
                                     fuda_classify_options options)
{
    fuda_classify_counts counts = {0};
    fuda_error err = {0};
    if (fuda_corpus_classify(corpus, with, &options, &counts, &err) != FUDA_OK)
        fail_msg("%s", err.text);
    return counts;
}

__attribute__((unused)) static const char documents_text[] =
    "{\"id\":\"d1\",\"title\":\"One\",\"text\":\"a neural network for language\"}\n"
    "{\"id\":\"d2\",\"text\":\"a football match and a goal\"}\n"
    "{\"id\":\"d3\",\"text\":\"\"}\n"
    "{\"id\":\"d4\",\"text\":\"neural model training data\"}\n"
    "{\"id\":\"d5\",\"text\":\"the penalty in the cup\",\"labels\":[\"sport\",\"cup\"]}\n";

#endif
