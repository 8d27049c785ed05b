/* SPDX-License-Identifier: MIT */
/* The corpus file: importing twice, versions, foreign and damaged files, read-only ones, other writers. */
#include "store_fixture.h"

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

/* A corpus of version 1, made by the fuda that knew no other, is brought up to date where it lies. */
static void test_upgrade(void **state)
{
    static const char old_data[] = "SELECT * FROM documents; SELECT * FROM gold; SELECT * FROM results;"
                                   "SELECT * FROM predictions; SELECT run, model_hash, command FROM runs;"
                                   "SELECT * FROM label_counts; SELECT * FROM tagged";
    fuda_corpus *corpus;
    fuda_buf script = {0}, whole = {0};
    char *before;
    fuda_error err;

    (void)state;
    FILE *in = fopen(TEST_DATA "/corpus-1.sql", "rb");
    assert_non_null(in);
    assert_true(fuda_buf_reserve(&script, 65536));
    script.len = fread(script.ptr, 1, 65536, in);
    fclose(in);
    sql("old.db", fuda_buf_cstr(&script));
    before = strdup(sql("old.db", old_data));
    assert_non_null(strstr(before, "a|One|field/machine-learning"));

    /* One table is missing: refused, and the file as it was. */
    sql("broken.db", script.ptr);
    sql("broken.db", "DROP TABLE predictions");
    get_file("broken.db", &whole);
    check_open("broken.db", false, FUDA_E_CORRUPT, "'predictions' is missing");
    fuda_buf_clear(&script);
    get_file("broken.db", &script);
    assert_int_equal(whole.len, script.len);
    assert_memory_equal(whole.ptr, script.ptr, whole.len);

    if (geteuid() != 0) {
        assert_int_equal(chmod(path_of("old.db"), 0444), 0);
        check_open("old.db", false, FUDA_E_VERSION, "may not be written");
        assert_int_equal(chmod(path_of("old.db"), 0644), 0);
    }
    for (int i = 0; i < 2; i++) {
        assert_int_equal(fuda_corpus_open(path_of("old.db"), false, &corpus, &err), FUDA_OK);
        fuda_corpus_free(corpus);
        assert_string_equal(sql("old.db", "PRAGMA user_version; PRAGMA integrity_check"), "2\nok\n");
        assert_string_equal(sql("old.db", old_data), before);
        assert_string_equal(sql("old.db", "SELECT * FROM run_counts"), "1|3|2|1|0\n");
    }
    /* Nothing tells it from one that is made now. */
    fuda_corpus_free(open_corpus("new.db"));
    free(before);
    before = strdup(sql("new.db", "SELECT type, name, sql FROM sqlite_schema ORDER BY 1, 2"));
    assert_string_equal(sql("old.db", "SELECT type, name, sql FROM sqlite_schema ORDER BY 1, 2"), before);
    free(before);
    fuda_buf_release(&script);
    fuda_buf_release(&whole);
}

/* What somebody may have put in the place of fuda's own tables and views. */
static void test_foreign_schema(void **state)
{
    static const struct {
        const char *change, *says;
    } cases[] = {
        {"DROP VIEW latest_run; CREATE VIEW latest_run AS SELECT 1 AS run", "view 'latest_run' is not as fuda"},
        {"DROP VIEW tagged", "view 'tagged' is missing"},
        {"DROP TABLE gold; CREATE TABLE gold (doc, label_no, maybe)", "table 'gold' is not as fuda"},
        {"DROP TABLE search_old; CREATE VIEW search_old AS SELECT 1 AS doc, '' AS title, '' AS text",
         "table 'search_old' is not as fuda"},
        {"ALTER TABLE documents ADD COLUMN more TEXT", "table 'documents' is not as fuda"},
        {"DROP INDEX documents_id", "index 'documents_id' is missing"},
    };
    fuda_document document = {.id = {"x", 1}, .text = {"t", 1}};
    const fuda_document *list = &document;
    fuda_import_counts counts;
    fuda_corpus *corpus;
    fuda_error err;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char name[32];
        snprintf(name, sizeof name, "schema%zu.db", i);
        fuda_corpus_free(open_corpus(name));
        sql(name, cases[i].change);
        check_open(name, true, FUDA_E_CORRUPT, cases[i].says);
    }
    /* Triggers do not fire, tables of others do not matter. */
    fuda_corpus_free(open_corpus("trigger.db"));
    sql("trigger.db", "CREATE TABLE mine (a); CREATE TRIGGER t AFTER INSERT ON documents BEGIN"
                      " INSERT INTO mine VALUES (new.text); DELETE FROM documents; END");
    corpus = open_corpus("trigger.db");
    assert_int_equal(fuda_corpus_import(corpus, &list, 1, &counts, NULL, &err), FUDA_OK);
    fuda_corpus_free(corpus);
    assert_string_equal(sql("trigger.db", "SELECT count(*) FROM mine; SELECT id FROM documents"), "0\nx\n");
}

static bool ignore_difference(void *ctx, const fuda_diff_document *document)
{
    (void)ctx;
    return document->nlabel != 0;
}

static bool ignore_result(void *ctx, const fuda_search_result *result)
{
    (void)ctx;
    return result->nhit < 100;
}

/* A damaged corpus gives an error or an answer, never a crash. */
static void test_damaged(void **state)
{
    fuda_corpus *corpus = open_corpus("sound.db");
    fuda_buf file = {0};
    fuda_export_counts n;
    fuda_error err;

    (void)state;
    for (int i = 0; i < 3; i++)
        import_text(corpus,
                    "{\"id\":\"a\",\"text\":\"one\",\"codes\":[\"G06N\"],\"x\":1}\n{\"id\":\"b\",\"text\":"
                    "\"two\",\"label\":\"l\"}\n",
                    NULL);
    /* Everything a corpus can hold is in it. */
    fuda_classify_options first = {.jobs = 1}, again = {.jobs = 1, .force = true};
    fuda_export_options split = {.format = FUDA_EXPORT_JSONL, .split = "a=0.5,b=0.5"};
    assert_int_equal(fuda_corpus_classify(corpus, model, &first, NULL, &err), FUDA_OK);
    assert_int_equal(fuda_corpus_classify(corpus, model, &again, NULL, &err), FUDA_OK);
    assert_int_equal(fuda_corpus_dedup(corpus, 0, 1, NULL, NULL, NULL, &err), FUDA_OK);
    assert_int_equal(fuda_corpus_index(corpus, false, 1, NULL, NULL, &err), FUDA_OK);
    assert_int_equal(fuda_corpus_export(corpus, &split, path_of("parts"), false, NULL, &err), FUDA_OK);
    fuda_corpus_free(corpus);
    sql("sound.db", "PRAGMA journal_mode = DELETE");
    get_file("sound.db", &file);
    for (size_t at = 0; at < file.len; at += at < 100 ? 1 : 509) {
        file.ptr[at] ^= 0x55;
        put_file("damaged.db", file.ptr, file.len);
        file.ptr[at] ^= 0x55;
        corpus = NULL;
        if (fuda_corpus_open(path_of("damaged.db"), false, &corpus, &err) == FUDA_OK) {
            static const fuda_export_options options = {.format = FUDA_EXPORT_JSONL};
            fuda_corpus_export(corpus, &options, "/dev/null", true, &n, &err);
            fuda_classify_options plain = {.jobs = 1};
            fuda_label_edit edit = {'+', {"l", 1}};
            fuda_corpus_classify(corpus, model, &plain, NULL, &err);
            fuda_corpus_diff(corpus, 1, 2, NULL, ignore_difference, NULL, NULL, NULL, &err);
            fuda_corpus_label(corpus, (fuda_str){"a", 1}, &edit, 1, true, 0, NULL, &err);
            /* These cut texts, for which each needs a dictionary: not for every byte. */
            if (at % 4 == 0) {
                fuda_search_options one = {.jobs = 1};
                fuda_corpus_search(corpus, "one OR two", &one, ignore_result, NULL, NULL, &err);
                fuda_corpus_dedup(corpus, 0, 1, NULL, NULL, NULL, &err);
            }
        }
        fuda_corpus_free(corpus);
    }
    fuda_buf_release(&file);
}

/* ---- a corpus that cannot be written --------------------------------------------------------- */

static void test_read_only(void **state)
{
    fuda_corpus *corpus;
    fuda_export_options options = {.format = FUDA_EXPORT_JSONL};
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
        cmocka_unit_test(test_import),
        cmocka_unit_test(test_import_checks),
        cmocka_unit_test(test_open),
        cmocka_unit_test(test_upgrade),
        cmocka_unit_test(test_foreign_schema),
        cmocka_unit_test(test_damaged),
        cmocka_unit_test(test_read_only),
        cmocka_unit_test(test_busy),
    };
    int status = cmocka_run_group_tests(tests, make_all, drop_all);
    sql("", NULL);
    return status;
}
