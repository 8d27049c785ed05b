/* SPDX-License-Identifier: MIT */
/* Data sets that go out of a corpus and come back the same. */
#include "store_fixture.h"

/* ---- export -------------------------------------------------------------------------------- */

static void test_export(void **state)
{
    fuda_corpus *corpus = open_corpus("export.db");
    fuda_export_options options = {.format = FUDA_EXPORT_JSONL};
    fuda_classify_options plain = {.jobs = 1};
    fuda_buf out = {0};
    fuda_error err;
    fuda_export_counts n;

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
        .format = FUDA_EXPORT_JSONL, .labels = FUDA_EXPORT_PREDICTED, .min_p = 0.9999999};
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
    options.format = (fuda_export_format)99;
    assert_int_equal(fuda_corpus_export(corpus, &options, path_of("x"), false, &n, &err), FUDA_E_ARG);

    classify(corpus, single_model, plain);
    options = (fuda_export_options){.format = FUDA_EXPORT_JSONL};
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
    fuda_export_options options = {.format = FUDA_EXPORT_CSV, .bom = true};
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
    options = (fuda_export_options){.format = FUDA_EXPORT_TSV};
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
        fuda_export_format format;
    } ways[] = {{"trip.jsonl", "trip-j.db", FUDA_EXPORT_JSONL}, {"trip.csv", "trip-c.db", FUDA_EXPORT_CSV}};
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_export),
        cmocka_unit_test(test_csv),
        cmocka_unit_test(test_round_trip),
    };
    int status = cmocka_run_group_tests(tests, make_all, drop_all);
    sql("", NULL);
    return status;
}
