/* SPDX-License-Identifier: MIT */
/*
 * Accuracy on public data sets, which are not part of the repository: folder FUDA_DATA, else
 * ../shared/data beside the sources.  The bars are what scikit-learn's multinomial naive Bayes
 * reaches on the same splits.
 */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <fuda/evaluation.h>

enum { BATCH = 512 };

static const char *folder(void)
{
    const char *given = getenv("FUDA_DATA");
    return given != NULL ? given : SOURCE_DIR "/../shared/data";
}

static fuda_str field(const json_t *record, const char *key)
{
    const json_t *value = json_object_get(record, key);
    return json_is_string(value) ? (fuda_str){json_string_value(value), json_string_length(value)} : (fuda_str){NULL, 0};
}

typedef void (*batch_fn)(void *ctx, const fuda_document *const *list, size_t n);

/* Hands the documents of a JSON Lines file to fn, some at a time; false: no such file. */
static bool each_batch(const char *path, batch_fn fn, void *ctx)
{
    static fuda_document docs[BATCH];
    static const fuda_document *list[BATCH];
    static fuda_str labels[BATCH];
    static json_t *records[BATCH];
    FILE *in = fopen(path, "rb");
    char *line = NULL;
    size_t cap = 0, n = 0;
    ssize_t len;

    if (in == NULL)
        return false;
    do {
        len = getline(&line, &cap, in);
        if (len > 0) {
            json_t *r = json_loadb(line, (size_t)len, 0, NULL);
            assert_non_null(r);
            records[n] = r;
            labels[n] = field(r, "label");
            docs[n] = (fuda_document){
                .id = field(r, "id"), .title = field(r, "title"), .text = field(r, "text"),
                .lang = field(r, "lang"), .labelling = FUDA_ONE_LABEL, .labels = &labels[n], .nlabel = 1,
            };
            list[n] = &docs[n];
            n++;
        }
        if (n == BATCH || (len <= 0 && n > 0)) {
            fn(ctx, list, n);
            while (n > 0)
                json_decref(records[--n]);
        }
    } while (len > 0);
    free(line);
    fclose(in);
    return true;
}

static void learn(void *ctx, const fuda_document *const *list, size_t n)
{
    fuda_error err;
    if (fuda_dataset_add(ctx, list, n, NULL, &err) != FUDA_OK)
        fail_msg("%s", err.text);
}

typedef struct test_run {
    fuda_tagger *tagger;
    fuda_evaluation *evaluation;
} test_run;

static void test(void *ctx, const fuda_document *const *list, size_t n)
{
    test_run *run = ctx;
    const fuda_result *r;
    fuda_error err;

    assert_int_equal(fuda_tagger_run(run->tagger, list, n, NULL, &r, &err), FUDA_OK);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(fuda_evaluation_add(run->evaluation, list[i], &r[i], &err), FUDA_OK);
}

/* The training part as a data set; skips the test where there is none. */
/* keep: for cross-validation. */
static fuda_dataset *dataset(const char *name, bool keep)
{
    fuda_dataset *data;
    fuda_error err;
    char path[4096];

    snprintf(path, sizeof path, "%s/%s/train.jsonl", folder(), name);
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    print_message("%s: skipped, it takes minutes with sanitizers\n", name);
    skip();
#endif
    if (access(path, R_OK) != 0) {
        print_message("%s: skipped, there is no '%s' (FUDA_DATA names the folder)\n", name, path);
        skip();
    }
    fuda_train_options options = fuda_train_options_default();
    options.keep_documents = keep;
    assert_int_equal(fuda_dataset_new(&options, &data, &err), FUDA_OK);
    assert_true(each_batch(path, learn, data));
    return data;
}

static void expect(const char *name, double bar, double accuracy)
{
    print_message("%s: accuracy %.4f, bar %.3f\n", name, accuracy, bar);
    if (accuracy < bar)
        fail_msg("%s: %.4f is below %.3f", name, accuracy, bar);
}

static void split(const char *name, double bar)
{
    fuda_dataset *data = dataset(name, false);
    fuda_model *model;
    fuda_error err;
    test_run run;
    char path[4096];

    if (fuda_train(data, &model, &err) != FUDA_OK)
        fail_msg("%s: %s", name, err.text);
    fuda_dataset_free(data);
    assert_int_equal(fuda_tagger_new(model, 0, &run.tagger, &err), FUDA_OK);
    assert_int_equal(fuda_evaluation_new(model, &run.evaluation, &err), FUDA_OK);
    snprintf(path, sizeof path, "%s/%s/test.jsonl", folder(), name);
    assert_true(each_batch(path, test, &run));
    double accuracy = fuda_evaluation_accuracy(run.evaluation);
    fuda_evaluation_free(run.evaluation);
    fuda_tagger_free(run.tagger);
    fuda_model_free(model);
    expect(name, bar, accuracy);
}

static void reuters(void **state)
{
    (void)state;
    split("reuters_r52", 0.902);
}

static void newsgroups(void **state)
{
    (void)state;
    split("20newsgroups_stripped", 0.643);
}

static void abstracts(void **state)
{
    (void)state;
    split("csl_abstracts_merged", 0.565);
}

static void japanese_news(void **state)
{
    fuda_dataset *data = dataset("livedoor", true);
    fuda_evaluation *ev;
    fuda_error err;

    (void)state;
    if (fuda_cross_validate(data, &(fuda_cv_options){.folds = 5}, &ev, &err) != FUDA_OK)
        fail_msg("%s", err.text);
    double accuracy = fuda_evaluation_accuracy(ev);
    fuda_evaluation_free(ev);
    fuda_dataset_free(data);
    expect("livedoor, 5 folds", 0.88, accuracy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reuters),
        cmocka_unit_test(newsgroups),
        cmocka_unit_test(abstracts),
        cmocka_unit_test(japanese_news),
    };
    return cmocka_run_group_tests_name("quality", tests, NULL, NULL);
}
