/* SPDX-License-Identifier: MIT */
/* Models over a corpus: views, runs that are interrupted, runs that go on. */
#include "corpus/store_lock.h"
#include "store_fixture.h"

/* ---- classify and views -------------------------------------------------------------------- */

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

    /* Interrupted at each batch and continued with other batches: the same in the end.  The batch that was with
     * the tagger when the program wanted no more is stored, too. */
    for (size_t at = 1; at <= 3; at++) {
        options.batch = 1;
        char name[32];
        snprintf(name, sizeof name, "part%zu.db", at);
        corpus = open_corpus(name);
        import_text(corpus, documents_text, NULL);
        stop = (stopper){.stop_at = at};
        assert_int_equal(fuda_corpus_classify(corpus, model, &options, &counts, &err), FUDA_E_INTERRUPTED);
        assert_int_equal(counts.classified, at + 1);
        fuda_corpus_free(corpus);
        corpus = open_corpus(name);
        fuda_classify_options again = {.jobs = 2};
        counts = classify(corpus, model, again);
        assert_int_equal(counts.classified, 4 - at);
        assert_int_equal(counts.skipped, at + 1);
        fuda_corpus_free(corpus);
        assert_string_equal(sql(name, all_of_it), whole);
    }
    free(whole);
}

/* Whoever holds the run does it; another process with the same model is told, one with another is not. */
static void test_two_processes(void **state)
{
    fuda_corpus *corpus = open_corpus("two.db");
    fuda_classify_options options = {.jobs = 1};
    store_lock lock;
    fuda_error err;

    (void)state;
    import_text(corpus, documents_text, NULL);
    assert_int_equal(store_lock_take(&lock, corpus, "run", 1, &err), FUDA_OK);
    assert_int_equal(fuda_corpus_classify(corpus, model, &options, NULL, &err), FUDA_E_BUSY);
    assert_non_null(strstr(err.text, "another process is at this very work"));
    assert_int_equal(classify(corpus, single_model, options).classified, 5);
    store_lock_drop(&lock);
    assert_int_not_equal(access(path_of("two.db-run1"), F_OK), 0);
    /* A file left over by a process that was killed is no lock. */
    put_file("two.db-run1", "", 0);
    assert_int_equal(classify(corpus, model, options).classified, 5);
    assert_int_not_equal(access(path_of("two.db-run1"), F_OK), 0);
    fuda_corpus_free(corpus);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_classify),
        cmocka_unit_test(test_two_processes),
        cmocka_unit_test(test_runs),
    };
    int status = cmocka_run_group_tests(tests, make_all, drop_all);
    sql("", NULL);
    return status;
}
