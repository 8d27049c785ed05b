/* SPDX-License-Identifier: MIT */
/* The corpus file: importing twice, versions, views, foreign files, runs that are interrupted, and
 * data sets that go out and come back the same. */
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

static const char *path_of(const char *name)
{
    static char paths[4][512];
    static int turn;
    char *path = paths[turn++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static fuda_str str(const char *text)
{
    return (fuda_str){text, strlen(text)};
}

static void train(bool single, fuda_model **out)
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

static int make_all(void **state)
{
    (void)state;
    if (mkdtemp(folder) == NULL)
        return -1;
    train(false, &model);
    train(true, &single_model);
    return 0;
}

static int drop_all(void **state)
{
    char command[128];
    (void)state;
    fuda_model_free(model);
    fuda_model_free(single_model);
    snprintf(command, sizeof command, "chmod -R u+rwx %s; rm -r %s", folder, folder);
    return system(command);
}

/* ---- helpers -------------------------------------------------------------------------------- */

static fuda_corpus *open_corpus(const char *name)
{
    fuda_corpus *corpus = NULL;
    fuda_error err = {0};
    if (fuda_corpus_open(path_of(name), true, &corpus, &err) != FUDA_OK)
        fail_msg("%s", err.text);
    return corpus;
}

static void put_file(const char *name, const char *bytes, size_t len)
{
    FILE *out = fopen(path_of(name), "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(bytes, 1, len, out), len);
    assert_int_equal(fclose(out), 0);
}

static void get_file(const char *name, fuda_buf *out)
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
static const char *sql(const char *name, const char *text)
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
static fuda_import_counts import_file(fuda_corpus *corpus, const char *name, size_t step, fuda_buf *rejects)
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

static fuda_import_counts import_text(fuda_corpus *corpus, const char *jsonl, fuda_buf *rejects)
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

static size_t export_to(fuda_corpus *corpus, const fuda_export_options *options, const char *name,
                        fuda_buf *out)
{
    size_t n = 0;
    fuda_error err = {0};
    if (fuda_corpus_export(corpus, options, path_of(name), true, &n, &err) != FUDA_OK)
        fail_msg("%s", err.text);
    if (out != NULL)
        get_file(name, out);
    return n;
}

static fuda_classify_counts classify(fuda_corpus *corpus, const fuda_model *with,
                                     fuda_classify_options options)
{
    fuda_classify_counts counts = {0};
    fuda_error err = {0};
    if (fuda_corpus_classify(corpus, with, &options, &counts, &err) != FUDA_OK)
        fail_msg("%s", err.text);
    return counts;
}

/* ---- import --------------------------------------------------------------------------------- */

static void test_import(void **state)
{
    fuda_corpus *corpus = open_corpus("import.db");
    fuda_buf rejects = {0};

    (void)state;
    COUNTS(import_text(corpus,
                       "{\"id\":\"a\",\"text\":\"one\",\"label\":\"x\"}\n{\"id\":\"b\",\"text\":\"two\"}\n"
                       "{\"id\":\"c\",\"text\":\"three\",\"labels\":[\"x\",\"y\"],\"maybe\":[\"z\",\"x\"]}\n",
                       NULL),
           3, 0, 0);
    /* The same again; another order of labels is the same set. */
    COUNTS(import_text(corpus,
                       "{\"id\":\"a\",\"text\":\"one\",\"label\":\"x\"}\n{\"id\":\"b\",\"text\":\"two\"}\n"
                       "{\"id\":\"c\",\"text\":\"three\",\"labels\":[\"y\",\"x\"],\"maybe\":[\"z\",\"x\"]}\n",
                       NULL),
           0, 0, 3);
    /* Text, metadata, labels: each counts as a change; no labels take none away. */
    COUNTS(import_text(corpus,
                       "{\"id\":\"a\",\"text\":\"one\"}\n{\"id\":\"b\",\"text\":\"two\",\"date\":\"2024\"}\n"
                       "{\"id\":\"c\",\"text\":\"three\",\"labels\":[]}\n",
                       NULL),
           0, 2, 1);
    assert_string_equal(sql("import.db", "SELECT id, version, labelling, date FROM documents ORDER BY id"),
                        "a|1|1|-\nb|2|0|2024\nc|2|2|-\n");
    assert_string_equal(sql("import.db", "SELECT id, label, maybe FROM gold JOIN labels USING (label_no)"
                                         " JOIN documents USING (doc) ORDER BY 1, 2"),
                        "a|x|0\n");
    COUNTS(import_text(corpus, "{\"id\":\"a\",\"text\":\"other\"}\n", NULL), 0, 1, 0);
    assert_string_equal(sql("import.db", "SELECT version, labelling, text FROM documents WHERE id = 'a'"),
                        "2|1|other\n");

    /* Ids twice, across batches, too (two documents a batch). */
    COUNTS(import_text(
               corpus,
               "{\"id\":\"d\",\"text\":\"1\"}\n{\"id\":\"d\",\"text\":\"2\"}\n{\"id\":\"e\",\"text\":\"3\"}\n"
               "{\"id\":\"f\",\"text\":\"4\"}\n{\"id\":\"d\",\"text\":\"5\"}\n",
               &rejects),
           3, 0, 0);
    assert_string_equal(fuda_buf_cstr(&rejects), "9 id 'd' was already given to a document of this input\n"
                                                 "9 id 'd' was already given to a document of this input\n");
    assert_string_equal(sql("import.db", "SELECT text FROM documents WHERE id = 'd'"), "1\n");
    fuda_buf_release(&rejects);
    fuda_corpus_free(corpus);
    assert_int_not_equal(access(path_of("import.db-wal"), F_OK), 0);
}

/* What a program may hand over and no reader would. */
static void test_import_checks(void **state)
{
    static const fuda_str bad[] = {{"", 0}};
    static const fuda_document documents[] = {
        {.text = {"t", 1}},
        {.id = {"a\0b", 3}},
        {.id = {"c", 1}, .text = {"\xff", 1}},
        {.id = {"d", 1}, .labelling = FUDA_ONE_LABEL},
        {.id = {"e", 1}, .labelling = FUDA_LABEL_SET, .labels = bad, .nlabel = 1},
        {.id = {"f", 1}, .fields = {"[]", 2}},
        {.id = {"g", 1}, .fields = {"{\"a\":1,\"a\":2}", 13}},
        {.id = {"h", 1}, .text = {"a\0b", 3}, .fields = {"{}", 2}},
    };
    static const fuda_status want[] = {FUDA_E_ARG, FUDA_E_ARG,    FUDA_E_FORMAT, FUDA_E_ARG,
                                       FUDA_E_ARG, FUDA_E_FORMAT, FUDA_E_FORMAT, FUDA_OK};
    enum { N = sizeof documents / sizeof documents[0] };
    const fuda_document *list[N];
    fuda_error rejected[N], err;
    fuda_import_counts counts;
    fuda_corpus *corpus = open_corpus("checks.db");

    (void)state;
    for (size_t i = 0; i < N; i++)
        list[i] = &documents[i];
    assert_int_equal(fuda_corpus_import(corpus, list, N, &counts, rejected, &err), FUDA_OK);
    for (size_t i = 0; i < N; i++)
        assert_int_equal(rejected[i].status, want[i]);
    assert_int_equal(counts.added, 1);
    assert_string_equal(sql("checks.db", "SELECT id, hex(text) FROM documents"), "h|610062\n");
    fuda_corpus_free(corpus);
}

/* ---- opening ------------------------------------------------------------------------------- */

static void check_open(const char *name, bool create, fuda_status want, const char *text)
{
    fuda_corpus *corpus = NULL;
    fuda_error err = {0};
    fuda_status st = fuda_corpus_open(path_of(name), create, &corpus, &err);

    if (st != want || (want != FUDA_OK && strstr(err.text, text) == NULL))
        fail_msg("%s: %d %s", name, (int)st, err.text);
    assert_true((corpus == NULL) == (st != FUDA_OK));
    fuda_corpus_free(corpus);
}

static void test_open(void **state)
{
    char garbage[5000];
    fuda_buf before = {0}, after = {0};

    (void)state;
    check_open("none.db", false, FUDA_E_IO, "No such file");
    check_open("no/none.db", true, FUDA_E_IO, "No such file");
    check_open("", false, FUDA_E_IO, "directory"); /* the folder itself */
    memset(garbage, 'x', sizeof garbage);
    put_file("garbage.db", garbage, sizeof garbage);
    check_open("garbage.db", true, FUDA_E_FORMAT, "not a fuda corpus");
    put_file("short.db", "{\"id\":1}\n", 9);
    check_open("short.db", true, FUDA_E_FORMAT, "not a fuda corpus");
    put_file("byte.db", "x", 1);
    check_open("byte.db", true, FUDA_E_FORMAT, "not a fuda corpus");
    put_file("zero.db", "", 0);
    check_open("zero.db", false, FUDA_E_FORMAT, "an empty file");
    check_open("zero.db", true, FUDA_OK, "");
    check_open("zero.db", false, FUDA_OK, "");

    sql("foreign.db", "CREATE TABLE t (a); INSERT INTO t VALUES (1)");
    get_file("foreign.db", &before);
    check_open("foreign.db", true, FUDA_E_FORMAT, "another program");
    get_file("foreign.db", &after);
    assert_int_equal(before.len, after.len);
    assert_memory_equal(before.ptr, after.ptr, before.len);

    sql("zero.db", "PRAGMA user_version = 99");
    check_open("zero.db", true, FUDA_E_VERSION, "newer fuda");
    sql("zero.db", "PRAGMA user_version = 0");
    check_open("zero.db", true, FUDA_E_CORRUPT, "no format version");
    fuda_buf_release(&before);
    fuda_buf_release(&after);
}

/* A damaged corpus gives an error or an answer, never a crash. */
static void test_damaged(void **state)
{
    fuda_corpus *corpus = open_corpus("sound.db");
    fuda_buf file = {0};
    size_t n;
    fuda_error err;

    (void)state;
    for (int i = 0; i < 3; i++)
        import_text(corpus,
                    "{\"id\":\"a\",\"text\":\"one\",\"codes\":[\"G06N\"],\"x\":1}\n{\"id\":\"b\",\"text\":"
                    "\"two\",\"label\":\"l\"}\n",
                    NULL);
    fuda_corpus_free(corpus);
    sql("sound.db", "PRAGMA journal_mode = DELETE");
    get_file("sound.db", &file);
    for (size_t at = 0; at < file.len; at += at < 200 ? 1 : 97) {
        file.ptr[at] ^= 0x55;
        put_file("damaged.db", file.ptr, file.len);
        file.ptr[at] ^= 0x55;
        corpus = NULL;
        if (fuda_corpus_open(path_of("damaged.db"), false, &corpus, &err) == FUDA_OK) {
            static const fuda_export_options options = {.format = FUDA_FORMAT_JSONL};
            fuda_corpus_export(corpus, &options, path_of("damaged.jsonl"), true, &n, &err);
            fuda_classify_options plain = {.jobs = 1};
            fuda_corpus_classify(corpus, model, &plain, NULL, &err);
        }
        fuda_corpus_free(corpus);
    }
    fuda_buf_release(&file);
}

/* ---- classify and views -------------------------------------------------------------------- */

static const char documents_text[] =
    "{\"id\":\"d1\",\"title\":\"One\",\"text\":\"a neural network for language\"}\n"
    "{\"id\":\"d2\",\"text\":\"a football match and a goal\"}\n"
    "{\"id\":\"d3\",\"text\":\"\"}\n"
    "{\"id\":\"d4\",\"text\":\"neural model training data\"}\n"
    "{\"id\":\"d5\",\"text\":\"the penalty in the cup\",\"labels\":[\"sport\",\"cup\"]}\n";

typedef struct stopper {
    size_t calls, stop_at, done, total;
} stopper;

static bool count_batches(void *ctx, const fuda_progress *progress)
{
    stopper *s = ctx;
    s->calls++;
    s->done = progress->done;
    s->total = progress->total;
    return s->calls != s->stop_at;
}

/* All that a run leaves, without the times. */
static const char all_of_it[] =
    "SELECT doc, id, hash, version FROM documents ORDER BY doc; SELECT * FROM labels ORDER BY 1;"
    "SELECT run, model_hash, settings, single, used, documents, finished IS NOT NULL FROM runs ORDER BY run;"
    "SELECT * FROM results ORDER BY 1, 2; SELECT * FROM predictions ORDER BY 1, 2, 3";

static void test_classify(void **state)
{
    fuda_corpus *corpus = open_corpus("whole.db");
    fuda_classify_counts counts;
    stopper stop = {0};
    fuda_classify_options options = {
        .jobs = 1, .batch = 2, .progress = count_batches, .progress_ctx = &stop, .command = "fuda classify"};
    fuda_error err;
    char *whole;

    (void)state;
    import_text(corpus, documents_text, NULL);
    counts = classify(corpus, model, options);
    assert_int_equal(counts.run, 1);
    assert_int_equal(counts.classified, 5);
    assert_int_equal(counts.skipped, 0);
    assert_int_equal(stop.calls, 3);
    assert_int_equal(stop.done, 5);
    assert_int_equal(stop.total, 5);
    fuda_corpus_free(corpus);
    assert_string_equal(sql("whole.db", "SELECT id, title, label FROM tagged ORDER BY id"),
                        "d1|One|ai\nd2||sport\nd4||ai\nd5||sport\n");
    assert_string_equal(sql("whole.db", "SELECT * FROM label_counts"), "ai|0|2\ncup|1|0\nsport|1|2\n");
    assert_string_equal(sql("whole.db", "SELECT lang, abstain FROM results WHERE abstain IS NOT NULL"),
                        "und|empty\n");
    whole = strdup(sql("whole.db", all_of_it));

    /* Interrupted after each batch and continued with other batches: the same in the end. */
    for (size_t at = 1; at <= 2; at++) {
        char name[32];
        snprintf(name, sizeof name, "part%zu.db", at);
        corpus = open_corpus(name);
        import_text(corpus, documents_text, NULL);
        stop = (stopper){.stop_at = at};
        assert_int_equal(fuda_corpus_classify(corpus, model, &options, &counts, &err), FUDA_E_INTERRUPTED);
        assert_int_equal(counts.classified, 2 * at);
        fuda_corpus_free(corpus);
        corpus = open_corpus(name);
        fuda_classify_options again = {.jobs = 2};
        counts = classify(corpus, model, again);
        assert_int_equal(counts.classified, 5 - 2 * at);
        assert_int_equal(counts.skipped, 2 * at);
        fuda_corpus_free(corpus);
        assert_string_equal(sql(name, all_of_it), whole);
    }
    free(whole);
}

static void test_runs(void **state)
{
    fuda_corpus *corpus = open_corpus("runs.db");
    fuda_classify_options options = {.jobs = 1};
    fuda_classify_counts counts;

    (void)state;
    import_text(corpus, documents_text, NULL);
    classify(corpus, model, options);
    counts = classify(corpus, model, options);
    assert_int_equal(counts.classified, 0);
    assert_int_equal(counts.skipped, 5);

    /* A changed document counts as not done and is no longer shown until it is done again. */
    import_text(corpus, "{\"id\":\"d2\",\"text\":\"a neural network for data\"}\n", NULL);
    assert_string_equal(sql("runs.db", "SELECT id FROM tagged ORDER BY id"), "d1\nd4\nd5\n");
    counts = classify(corpus, model, options);
    assert_int_equal(counts.run, 1);
    assert_int_equal(counts.classified, 1);
    assert_string_equal(sql("runs.db", "SELECT id, label FROM tagged ORDER BY id"),
                        "d1|ai\nd2|ai\nd4|ai\nd5|sport\n");
    /* Metadata does not matter to the model. */
    import_text(corpus, "{\"id\":\"d2\",\"text\":\"a neural network for data\",\"date\":\"2024\"}\n", NULL);
    assert_int_equal(classify(corpus, model, options).classified, 0);

    /* Other settings, another model, force: another run. */
    options.tag.min_p = 0.3;
    assert_int_equal(classify(corpus, model, options).run, 2);
    assert_int_equal(classify(corpus, single_model, options).run, 3);
    assert_string_equal(sql("runs.db", "SELECT run FROM latest_run"), "3\n");
    options.force = true;
    counts = classify(corpus, single_model, options);
    assert_int_equal(counts.run, 4);
    assert_int_equal(counts.classified, 5);
    /* The one used last is the latest, though it is not the newest. */
    options = (fuda_classify_options){.jobs = 1};
    assert_int_equal(classify(corpus, model, options).run, 1);
    assert_string_equal(sql("runs.db", "SELECT run FROM latest_run"), "1\n");
    assert_string_equal(
        sql("runs.db", "SELECT run, single, documents, settings FROM runs"),
        "1|0|5|{\"lang\":\"auto\",\"min_p\":0,\"top\":0}\n2|0|5|{\"lang\":\"auto\",\"min_p\":0.3,\"top\":0}\n"
        "3|1|5|{\"lang\":\"auto\",\"min_p\":0.3,\"top\":0}\n4|1|5|{\"lang\":\"auto\",\"min_p\":0.3,\"top\":0}"
        "\n");
    assert_string_equal(sql("runs.db", "PRAGMA foreign_key_check; PRAGMA integrity_check"), "ok\n");
    fuda_corpus_free(corpus);
}

/* ---- export -------------------------------------------------------------------------------- */

static void test_export(void **state)
{
    fuda_corpus *corpus = open_corpus("export.db");
    fuda_export_options options = {.format = FUDA_FORMAT_JSONL};
    fuda_classify_options plain = {.jobs = 1};
    fuda_buf out = {0};
    fuda_error err;
    size_t n;

    (void)state;
    import_text(corpus,
                "{\"id\":\"d5\",\"text\":\"the penalty\",\"labels\":[\"sport\",\"cup\"],\"maybe\":[\"m\"]}\n"
                "{\"id\":\"d1\",\"text\":\"a neural network\",\"lang\":\"en\",\"z\":1,\"a\":\"ü\"}\n"
                "{\"id\":\"d3\",\"text\":\"\",\"date\":\"2024\",\"group\":\"g\",\"codes\":[\"G06N\"],"
                "\"source\":\"press\"}\n",
                NULL);
    assert_int_equal(export_to(corpus, &options, "out.jsonl", &out), 3);
    assert_string_equal(out.ptr,
                        "{\"id\":\"d1\",\"text\":\"a neural "
                        "network\",\"lang\":\"en\",\"labels\":null,\"source\":\"none\",\"z\":1,\"a\":\"ü\"}\n"
                        "{\"id\":\"d3\",\"text\":\"\",\"date\":\"2024\",\"group\":\"g\",\"codes\":[\"G06N\"],"
                        "\"labels\":null,\"source\":\"none\",\"fields\":{\"source\":\"press\"}}\n"
                        "{\"id\":\"d5\",\"text\":\"the "
                        "penalty\",\"labels\":[\"cup\",\"sport\"],\"maybe\":[\"m\"],\"source\":\"gold\"}\n");
    options.labels = FUDA_EXPORT_PREDICTED;
    assert_int_equal(fuda_corpus_export(corpus, &options, path_of("out.jsonl"), true, &n, &err), FUDA_E_ARG);
    assert_non_null(strstr(err.text, "nothing has been classified"));

    classify(corpus, model, plain);
    assert_int_equal(export_to(corpus, &options, "out.jsonl", &out), 3);
    assert_non_null(
        strstr(out.ptr, "\"lang\":\"en\",\"labels\":[\"ai\"],\"source\":\"predicted\",\"p\":{\"ai\":"));
    assert_non_null(strstr(out.ptr, "\"labels\":null,\"source\":\"abstained\",\"fields\""));
    assert_non_null(strstr(out.ptr, "\"labels\":[\"sport\"],\"maybe\":[\"m\"],\"source\":\"predicted\""));
    options.labels = FUDA_EXPORT_GOLD;
    options.ids_only = true;
    assert_int_equal(export_to(corpus, &options, "out.jsonl", &out), 1);
    assert_string_equal(
        out.ptr, "{\"id\":\"d5\",\"labels\":[\"cup\",\"sport\"],\"maybe\":[\"m\"],\"source\":\"gold\"}\n");
    options = (fuda_export_options){
        .format = FUDA_FORMAT_JSONL, .labels = FUDA_EXPORT_PREDICTED, .min_p = 0.9999999};
    export_to(corpus, &options, "out.jsonl", &out);
    assert_non_null(strstr(out.ptr, "\"labels\":[],\"source\":\"predicted\",\"p\":{}"));
    options.run = 7;
    assert_int_equal(fuda_corpus_export(corpus, &options, path_of("out.jsonl"), true, &n, &err), FUDA_E_ARG);
    assert_non_null(strstr(err.text, "no run 7"));

    /* An existing file stays as it is. */
    options.run = 0;
    put_file("there.jsonl", "x", 1);
    assert_int_equal(fuda_corpus_export(corpus, &options, path_of("there.jsonl"), false, &n, &err),
                     FUDA_E_EXISTS);
    get_file("there.jsonl", &out);
    assert_string_equal(out.ptr, "x");
    options.format = FUDA_FORMAT_TEXT;
    assert_int_equal(fuda_corpus_export(corpus, &options, path_of("x"), false, &n, &err), FUDA_E_ARG);

    classify(corpus, single_model, plain);
    options = (fuda_export_options){.format = FUDA_FORMAT_JSONL};
    export_to(corpus, &options, "out.jsonl", &out);
    assert_non_null(strstr(out.ptr, "\"label\":\"ai\",\"source\":\"predicted\",\"p\":{\"ai\":"));
    assert_non_null(strstr(out.ptr, "\"label\":null,\"source\":\"abstained\""));
    assert_non_null(strstr(out.ptr, "\"labels\":[\"cup\",\"sport\"],\"maybe\":[\"m\"],\"source\":\"gold\""));
    fuda_buf_release(&out);
    fuda_corpus_free(corpus);
}

static void test_csv(void **state)
{
    fuda_corpus *corpus = open_corpus("csv.db");
    fuda_export_options options = {.format = FUDA_FORMAT_CSV, .bom = true};
    fuda_buf out = {0};

    (void)state;
    import_text(corpus,
                "{\"id\":\"a\",\"title\":\"T, U\",\"text\":\"say "
                "\\\"x\\\"\\nend\",\"labels\":[\"l\",\"k\"],\"n\":[1]}\n"
                "{\"id\":\"b\",\"text\":\"\\\"q\\\"\\ttab\",\"labels\":[\"v;w\"]}\n",
                NULL);
    export_to(corpus, &options, "out.csv", &out);
    assert_string_equal(out.ptr, "\xEF\xBB\xBFid,title,text,lang,date,group,codes,labels,source,p,fields\r\n"
                                 "a,\"T, U\",\"say \"\"x\"\"\nend\",,,,,k;l,gold,,\"{\"\"n\"\":[1]}\"\r\n"
                                 "b,,\"\"\"q\"\"\ttab\",,,,,\"[\"\"v;w\"\"]\",gold,,\r\n");
    options = (fuda_export_options){.format = FUDA_FORMAT_TSV};
    export_to(corpus, &options, "out.tsv", &out);
    assert_string_equal(out.ptr, "id\ttitle\ttext\tlang\tdate\tgroup\tcodes\tlabels\tsource\tp\tfields\n"
                                 "a\tT, U\tsay \"x\" end\t\t\t\t\tk;l\tgold\t\t{\"n\":[1]}\n"
                                 "b\t\t \"q\" tab\t\t\t\t\t[\"v;w\"]\tgold\t\t\n");
    fuda_buf_release(&out);
    fuda_corpus_free(corpus);
}

/* Out and in again: every document and label as before, in JSON Lines and in CSV. */
static void test_round_trip(void **state)
{
    static const char text[] =
        "{\"id\":\"1\",\"title\":\"題名\",\"text\":\"line\\r\\nline \\\"quoted\\\", "
        "日本語\\t\",\"lang\":\"ja\",\"date\":\"2024-01-02\","
        "\"group\":\"g;1\",\"codes\":[\"G06N "
        "3/"
        "08\",\"a;b\"],\"labels\":[\"x\",\"y\"],\"maybe\":[\"z\"],\"n\":1.0,\"deep\":{\"k\":[null,true,\"é\"]"
        "}}\n"
        "{\"id\":\"2\",\"text\":\"one\",\"label\":\"x\",\"label_\":\"\"}\n"
        "{\"id\":\"3\",\"text\":\"none\",\"labels\":[]}\n"
        "{\"id\":\"4\",\"text\":\" unlabelled \"}\n"
        "{\"id\":\"5\",\"title\":\"only a title\",\"label\":\" odd;label \"}\n"
        "{\"id\":\"6\",\"text\":\"names that mean "
        "something\",\"fields\":{\"id\":\"i\",\"text\":3,\"source\":\"gold\",\"p\":0.25},\"labels\":[\"[a]\","
        "\" b\"]}\n"
        "{\"id\":\"7\",\"text\":\"=1+1\",\"labels\":[\"a;b\"],\"source\":\"a newspaper\",\"p\":1e-7}\n";
    static const char query[] = "SELECT id, hash, record, labelling, title, text, lang, date, grp, codes, "
                                "fields FROM documents ORDER BY id;"
                                "SELECT id, label, maybe FROM gold JOIN labels USING (label_no) JOIN "
                                "documents USING (doc) ORDER BY 1, 2";
    static const struct {
        const char *file, *corpus;
        fuda_format format;
    } ways[] = {{"trip.jsonl", "trip-j.db", FUDA_FORMAT_JSONL}, {"trip.csv", "trip-c.db", FUDA_FORMAT_CSV}};
    fuda_corpus *corpus = open_corpus("trip.db");
    char *want;

    (void)state;
    import_text(corpus, text, NULL);
    want = strdup(sql("trip.db", query));
    for (size_t i = 0; i < 2; i++) {
        fuda_export_options options = {.format = ways[i].format};
        fuda_corpus *copy = open_corpus(ways[i].corpus);
        assert_int_equal(export_to(corpus, &options, ways[i].file, NULL), 7);
        COUNTS(import_file(copy, ways[i].file, 100, NULL), 7, 0, 0);
        assert_string_equal(sql(ways[i].corpus, query), want);
        COUNTS(import_file(corpus, ways[i].file, 100, NULL), 0, 0, 7);
        fuda_corpus_free(copy);
    }
    free(want);
    fuda_corpus_free(corpus);
}

/* ---- a corpus that cannot be written --------------------------------------------------------- */

static void test_read_only(void **state)
{
    fuda_corpus *corpus;
    fuda_export_options options = {.format = FUDA_FORMAT_JSONL};
    fuda_classify_options plain = {.jobs = 1};
    fuda_import_counts counts;
    fuda_document document = {.id = {"x", 1}};
    const fuda_document *list = &document;
    fuda_error err;

    (void)state;
    if (geteuid() == 0)
        return; /* root may write everything */
    assert_int_equal(mkdir(path_of("shelf"), 0777), 0);
    corpus = open_corpus("shelf/c.db");
    import_text(corpus, documents_text, NULL);
    fuda_corpus_free(corpus);
    assert_int_equal(chmod(path_of("shelf/c.db"), 0444), 0);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(fuda_corpus_open(path_of("shelf/c.db"), false, &corpus, &err), FUDA_OK);
        assert_int_equal(export_to(corpus, &options, "shelf.jsonl", NULL), 5);
        assert_int_equal(fuda_corpus_import(corpus, &list, 1, &counts, NULL, &err), FUDA_E_IO);
        assert_non_null(strstr(err.text, "read-only"));
        assert_int_equal(fuda_corpus_classify(corpus, model, &plain, NULL, &err), FUDA_E_IO);
        fuda_corpus_free(corpus);
        assert_int_equal(chmod(path_of("shelf"), 0555), 0); /* and the same without room for the WAL */
    }
}

/* Another process is writing. */
static void test_busy(void **state)
{
    fuda_corpus *corpus = open_corpus("busy.db");
    fuda_document document = {.id = {"x", 1}};
    const fuda_document *list = &document;
    fuda_import_counts counts;
    fuda_error err;
    sqlite3 *other;

    (void)state;
    sqlite3_busy_timeout(corpus->db, 50);
    assert_int_equal(sqlite3_open(path_of("busy.db"), &other), SQLITE_OK);
    assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(fuda_corpus_import(corpus, &list, 1, &counts, NULL, &err), FUDA_E_BUSY);
    sqlite3_exec(other, "COMMIT", NULL, NULL, NULL);
    sqlite3_close(other);
    assert_int_equal(fuda_corpus_import(corpus, &list, 1, &counts, NULL, &err), FUDA_OK);
    assert_int_equal(counts.added, 1);
    fuda_corpus_free(corpus);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_import),     cmocka_unit_test(test_import_checks),
        cmocka_unit_test(test_open),       cmocka_unit_test(test_damaged),
        cmocka_unit_test(test_classify),   cmocka_unit_test(test_runs),
        cmocka_unit_test(test_export),     cmocka_unit_test(test_csv),
        cmocka_unit_test(test_round_trip), cmocka_unit_test(test_read_only),
        cmocka_unit_test(test_busy),
    };
    int status = cmocka_run_group_tests(tests, make_all, drop_all);
    sql("", NULL);
    return status;
}
