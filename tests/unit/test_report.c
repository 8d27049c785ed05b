/* SPDX-License-Identifier: MIT */
/* The report through the library: options left out, one label a document, files that somebody damaged, and random
 * conditions, which run, or with a mistake in them are refused. */
#include "store_fixture.h"

#include "core/random.h"
#include "corpus/where.h"
#include <fuda/report.h>

static const char DOCUMENTS[] =
    "{\"id\":\"a\",\"text\":\"neural network training on a language model\",\"date\":\"2020-05\",\"genre\":\"news\","
    "\"applicants\":[\"X\",\"Y\"]}\n"
    "{\"id\":\"b\",\"text\":\"the football team won the match with a late goal\",\"year\":2021,\"assignee\":\"X; Z\"}\n"
    "{\"id\":\"c\",\"text\":\"the neural network decided the football match\",\"date\":\"bad\",\"codes\":[\"G06N 3/08\"]}\n"
    "{\"id\":\"d\",\"text\":\"language model data\",\"label\":\"ai\"}\n";

static fuda_corpus *make(const char *name, const fuda_model *with)
{
    fuda_corpus *corpus = open_corpus(name);
    import_text(corpus, DOCUMENTS, NULL);
    classify(corpus, with, (fuda_classify_options){.jobs = 1});
    return corpus;
}

static int64_t number(const fuda_report *report, const char *table, const char *key, const char *column)
{
    const fuda_report_table *t = fuda_report_find(report, table);
    for (size_t row = 0; row < t->nrow; row++) {
        const fuda_cell *cells = &t->cells[row * t->ncolumn];
        if (cells[0].text.len != strlen(key) || memcmp(cells[0].text.ptr, key, cells[0].text.len) != 0)
            continue;
        for (size_t c = 0; c < t->ncolumn; c++) {
            if (strcmp(t->columns[c].name, column) == 0)
                return cells[c].number;
        }
    }
    return -1;
}

static void without_options(void **state)
{
    fuda_corpus *corpus = make("plain.db", model);
    fuda_report *report;
    fuda_error err = {0};
    (void)state;

    if (fuda_report_new(corpus, NULL, &report, &err) != FUDA_OK)
        fail_msg("%s", err.text);
    assert_int_equal(number(report, "summary", "counted", "documents"), 4);
    assert_int_equal(number(report, "labels", "ai", "gold"), 1);
    assert_int_equal(number(report, "applicants", "X", "documents"), 2);
    assert_int_equal(number(report, "applicants", "Z", "documents"), 1);
    assert_int_equal(fuda_report_find(report, "years")->nrow, 2);
    assert_null(fuda_report_find(report, "nothing"));
    assert_null(fuda_report_get(report, fuda_report_table_count()));
    for (size_t i = 0; i < fuda_report_table_count(); i++) {
        assert_string_equal(fuda_report_get(report, i)->name, fuda_report_table_name(i));
        assert_ptr_equal(fuda_report_find(report, fuda_report_table_name(i)), fuda_report_get(report, i));
    }
    fuda_corpus_free(corpus); /* the report does not need it any more */
    assert_int_equal(fuda_report_html(report, path_of("plain.html"), false, &err), FUDA_OK);
    assert_int_equal(fuda_report_html(report, path_of("plain.html"), false, &err), FUDA_E_EXISTS);
    assert_int_equal(fuda_report_html(report, path_of("no/plain.html"), false, &err), FUDA_E_IO);
    fuda_report_free(report);
    fuda_report_free(NULL);
}

static void one_label_a_document(void **state)
{
    fuda_corpus *corpus = make("single.db", single_model);
    const fuda_report_options options = {.model = single_model, .compare = {"label = 'ai'", "X"}};
    fuda_report *report;
    fuda_error err = {0};
    (void)state;

    if (fuda_report_new(corpus, &options, &report, &err) != FUDA_OK)
        fail_msg("%s", err.text);
    assert_int_equal(number(report, "labels", "ai", "raw") + number(report, "labels", "sport", "raw"), 4);
    assert_int_equal(fuda_report_find(report, "cooccurrence")->nrow, 0);
    assert_int_equal(fuda_report_find(report, "compare")->nrow, 2);
    assert_int_equal(fuda_report_html(report, path_of("single.html"), false, &err), FUDA_OK);
    fuda_report_free(report);
    fuda_corpus_free(corpus);
}

static void refused(void **state)
{
    fuda_corpus *corpus = make("refused.db", model);
    fuda_report *report = (fuda_report *)1;
    fuda_error err = {0};
    fuda_report_options options = {.compare = {"2020", NULL}};
    (void)state;

    assert_int_equal(fuda_report_new(corpus, &options, &report, &err), FUDA_E_ARG);
    assert_null(report);
    options = (fuda_report_options){.compare = {"2020", "year = x"}};
    assert_int_equal(fuda_report_new(corpus, &options, &report, &err), FUDA_E_ARG);
    assert_int_equal(err.line, 3);
    assert_int_equal(err.byte, 7);
    options = (fuda_report_options){.where = "lang = \xff"};
    assert_int_equal(fuda_report_new(corpus, &options, &report, &err), FUDA_E_ARG);
    assert_int_equal(err.byte, 7);
    options = (fuda_report_options){.run = 99};
    assert_int_equal(fuda_report_new(corpus, &options, &report, &err), FUDA_E_ARG);
    fuda_corpus_free(corpus);
}

/* What somebody did to the file, and what the report says to it. */
static void damaged(void **state)
{
    static const struct {
        const char *sql;
        fuda_status status;
    } rows[] = {
        {"UPDATE documents SET fields = '{bad'; SELECT 1", FUDA_OK},
        {"UPDATE documents SET fields = '[1,2]', codes = '{', date = char(0) || '2020'", FUDA_OK},
        {"UPDATE documents SET fields = '{\"applicants\":[1,null,{}],\"genre\":[],\"year\":\"x\"}'", FUDA_OK},
        {"UPDATE documents SET fields = '{\"applicants\":\"[\",\"year\":1e300}'", FUDA_OK},
        {"UPDATE predictions SET p = 9e999", FUDA_OK},
        {"UPDATE predictions SET p = -1, decided = 1", FUDA_OK},
        {"UPDATE labels SET label = char(27) || '<b>/' || char(8238) WHERE label = 'ai'", FUDA_OK},
        {"UPDATE documents SET title = CAST(x'ff00fe3c' AS TEXT), text = CAST(x'c3' AS TEXT)", FUDA_OK},
        {"CREATE TABLE run_rates (run, label_no, lang, tp, fp, fn, tn);"
         "INSERT INTO run_rates SELECT 1, label_no, '', -5, 1, 1, 1 FROM labels",
         FUDA_E_CORRUPT},
        {"CREATE TABLE run_rates (run, label_no, lang, tp, fp, fn, tn);"
         "INSERT INTO run_rates SELECT 1, label_no, '', 0, 0, 0, 0 FROM labels",
         FUDA_OK},
        {"CREATE TABLE run_rates (run)", FUDA_E_CORRUPT},
        {"CREATE VIEW run_rates AS SELECT 1", FUDA_OK},
        {"UPDATE results SET lang = 'l' || doc", FUDA_OK},
        {"WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 30) INSERT INTO documents (doc, id, hash,"
         " record, version, labelling, title, text) SELECT i, 'n' || i, 'h', 'r', 1, 0, '', '' FROM n;"
         "INSERT INTO results SELECT 1, doc, 'h', 'x' || doc, 'x', NULL, 1 FROM documents WHERE doc > 9",
         FUDA_E_CORRUPT},
    };
    char name[32];
    (void)state;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        fuda_report *report = NULL;
        fuda_error err = {0};
        snprintf(name, sizeof name, "damaged-%zu.db", i);
        fuda_corpus *corpus = make(name, model);
        sql(name, rows[i].sql);
        const fuda_report_options options = {.model = model};
        if (fuda_report_new(corpus, &options, &report, &err) != rows[i].status)
            fail_msg("%s: %d %s", rows[i].sql, (int)err.status, err.text);
        if (report != NULL) {
            assert_int_equal(fuda_report_html(report, path_of("damaged.html"), true, &err), FUDA_OK);
            fuda_report_free(report);
        }
        fuda_corpus_free(corpus);
    }
}

static const char *pick(fuda_rng *rng, const char *const *words, size_t n)
{
    return words[fuda_rng_below(rng, n)];
}

/* Appends a condition that is one, of random tests. */
static void add_condition(fuda_rng *rng, fuda_buf *out, int depth)
{
    static const char *const texts[] = {"lang", "title", "date", "label", "applicant", "code", "gold", "genre", "fields.genre", "ID"};
    static const char *const numbers[] = {"year", "tokens", "fields.year", "fields.a.b"};
    static const char *const strings[] = {"'en'", "''", "'%x''y'", "'2020'", "'ai'", "'日本'"};
    static const char *const values[] = {"2020", "-1.5", "0", "99999999999999999999"};
    static const char *const tests[] = {"= %s", "!= %s", "< %s", ">= %s", "in (%s)", "not in (%s)", "between %s and %s",
                                        "not between %s and %s", "is null", "is not null", "like %s", "not like %s"};
    uint64_t kind = fuda_rng_below(rng, 10);

    if (depth < 4 && kind < 5) {
        fuda_buf_add_str(out, kind == 0 ? "not (" : kind == 1 ? "not " : "(");
        add_condition(rng, out, depth + 1);
        fuda_buf_add_str(out, kind == 1 ? "" : kind == 3 ? " and " : kind == 4 ? " or " : ")");
        if (kind >= 3) {
            add_condition(rng, out, depth + 1);
            fuda_buf_add_str(out, ")");
        }
        return;
    }
    bool number = fuda_rng_below(rng, 3) == 0;
    const char *value = number ? pick(rng, values, 4) : pick(rng, strings, 6);
    fuda_buf_addf(out, "%s ", number ? pick(rng, numbers, 4) : pick(rng, texts, 10));
    const char *test = tests[fuda_rng_below(rng, number ? 10 : 12)];
    for (; *test != '\0'; test++) {
        if (*test != '%') {
            fuda_buf_add_char(out, *test);
            continue;
        }
        fuda_buf_add_str(out, value);
        test++;
    }
}

/* Random conditions run; with a piece cut out or put in they run or are refused with a place inside them. */
static void random_conditions(void **state)
{
    enum { TURNS = 2000 };
    static const char *const pieces[] = {"'", "(", ")", " and ", "not", ",", "=", "''", "\"", ";", "--", "?1", "\xff", "null", "7"};
    fuda_corpus *corpus = make("random.db", model);
    fuda_rng rng = {3};
    size_t ran = 0, refused_ones = 0;
    fuda_buf text = {0};
    (void)state;

    for (int turn = 0; turn < TURNS; turn++) {
        bool whole = turn % 2 == 0;
        fuda_buf_clear(&text);
        add_condition(&rng, &text, 0);
        assert_non_null(fuda_buf_cstr(&text));
        if (!whole) {
            fuda_buf changed = {0};
            size_t at = (size_t)fuda_rng_below(&rng, text.len), skip = (size_t)fuda_rng_below(&rng, text.len - at);
            fuda_buf_add(&changed, text.ptr, at);
            fuda_buf_add_str(&changed, pick(&rng, pieces, sizeof pieces / sizeof pieces[0]));
            fuda_buf_add(&changed, text.ptr + at + skip % 6, text.len - at - skip % 6);
            fuda_buf_release(&text);
            text = changed;
        }
        fuda_report *report = NULL;
        fuda_error err = {0};
        const fuda_report_options options = {.where = fuda_buf_cstr(&text), .counts_only = true, .jobs = 1};
        fuda_status st = fuda_report_new(corpus, &options, &report, &err);
        ran += st == FUDA_OK;
        refused_ones += st != FUDA_OK;
        if (st != FUDA_OK && (whole || st != FUDA_E_ARG || err.line != 1 || err.byte > text.len || strstr(err.text, "SQL") != NULL))
            fail_msg("%s: %d %s", text.ptr, (int)st, err.text);
        fuda_report_free(report);
    }
    assert_true(ran > TURNS / 2 && refused_ones > TURNS / 4);
    fuda_buf_release(&text);
    fuda_corpus_free(corpus);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(without_options), cmocka_unit_test(one_label_a_document),
                                       cmocka_unit_test(refused), cmocka_unit_test(damaged),
                                       cmocka_unit_test(random_conditions)};
    return cmocka_run_group_tests(tests, make_all, drop_all);
}
