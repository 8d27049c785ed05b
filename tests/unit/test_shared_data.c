/* SPDX-License-Identifier: MIT */
/*
 * Detection and tokens on real texts, where they are at hand: the folder in the environment's
 * FUDA_DATA, or ../shared/data beside the source.  Skipped, with a word about it, where they are not.
 */
#include "nlp_fixture.h"

#include <jansson.h>
#include <pthread.h>

#include "core/hash.h"
#include "core/utf8.h"

static fixture f;

static int setup(void **state)
{
    (void)state;
    f = fixture_new(fuda_text_settings_default(), NULL);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    fixture_free(&f);
    return 0;
}

static FILE *open_data(const char *name)
{
    const char *folder = getenv("FUDA_DATA");
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder != NULL ? folder : SOURCE_DIR "/../shared/data", name);
    FILE *in = fopen(path, "rb");
    if (in == NULL)
        print_message("skipped: no file '%s'\n", path);
    return in;
}

static json_t *next_record(FILE *in)
{
    static char line[1 << 20];
    if (fgets(line, sizeof line, in) == NULL)
        return NULL;
    json_t *record = json_loads(line, 0, NULL);
    assert_non_null(record);
    return record;
}

/* Share of the sentences of each language that are recognised; Cantonese counts as Chinese. */
static void detection_is_accurate(void **state)
{
    static struct {
        const char *label, *tag;
        double least;
        unsigned right, all;
    } rows[] = {
        {"en", "en", 0.995, 0, 0},          {"ja", "ja", 0.995, 0, 0},   {"zh-Hans", "zh-Hans", 0.98, 0, 0},
        {"zh-Hant", "zh-Hant", 0.98, 0, 0}, {"yue", "zh-Hant", 0.98, 0, 0}, {"ko", "ko", 0.99, 0, 0},
        {"ru", "ru", 0.97, 0, 0},           {"de", "de", 0.98, 0, 0},    {"fr", "fr", 0.99, 0, 0},
        {"vi", "vi", 0.99, 0, 0},
    };
    unsigned foreign = 0, taken = 0;
    FILE *in = open_data("langid/ntrex.jsonl");
    json_t *record;
    (void)state;
    if (in == NULL)
        skip();
    while ((record = next_record(in)) != NULL) {
        const char *label = json_string_value(json_object_get(record, "label"));
        json_t *text = json_object_get(record, "text");
        const fuda_detection *d;
        assert_int_equal(fuda_detect(f.scratch, json_string_value(text), json_string_length(text), &d, NULL),
                         FUDA_OK);
        for (size_t i = 0; i < COUNT(rows); i++) {
            if (strcmp(label, rows[i].label) != 0)
                continue;
            rows[i].all++;
            rows[i].right += strcmp(d->tag, rows[i].tag) == 0;
            foreign += i >= 5;
            taken += i >= 5 && d->lang != FUDA_LANG_OTHER;
        }
        json_decref(record);
    }
    fclose(in);
    for (size_t i = 0; i < COUNT(rows); i++) {
        double share = rows[i].all == 0 ? 0 : (double)rows[i].right / rows[i].all;
        print_message("%-8s %u of %u, %.4f\n", rows[i].label, rows[i].right, rows[i].all, share);
    }
    for (size_t i = 0; i < COUNT(rows); i++) {
        if (rows[i].right < rows[i].least * rows[i].all || rows[i].all == 0)
            fail_msg("%s: less than %.3f", rows[i].label, rows[i].least);
    }
    print_message("of %u sentences in other languages %u were taken for en, ja or zh\n", foreign, taken);
    assert_true(taken * 100 <= foreign);
}

static void gold_texts_have_sound_tokens(void **state)
{
    static const char *const names[] = {"gold/en.jsonl", "gold/ja.jsonl", "gold/zh.jsonl"};
    static const char *const langs[] = {"en", "ja", "zh"};
    (void)state;
    for (size_t n = 0; n < COUNT(names); n++) {
        FILE *in = open_data(names[n]);
        json_t *record;
        unsigned all = 0, right = 0;
        if (in == NULL)
            skip();
        while ((record = next_record(in)) != NULL) {
            json_t *value = json_object_get(record, "text");
            const char *text = json_string_value(value);
            size_t len = json_string_length(value), end = 0, nterm = 0;
            const fuda_tokens *tokens;
            assert_int_equal(fuda_tokenize(f.scratch, text, len, FUDA_LANG_UND, &tokens, NULL), FUDA_OK);
            all++;
            right += strncmp(tokens->tag, langs[n], 2) == 0;
            for (size_t i = 0; i < tokens->ntoken; i++) {
                const fuda_token *t = &tokens->tokens[i];
                assert_true(end <= t->start && t->start < t->end && t->end <= len);
                end = t->end;
                assert_int_equal(fuda_utf8_check(text + t->start, t->end - t->start), t->end - t->start);
                if (t->term.ptr == NULL)
                    continue;
                nterm++;
                assert_int_equal(fuda_utf8_check(t->term.ptr, t->term.len), t->term.len);
            }
            assert_true(nterm > 0 || len < 20);
            json_decref(record);
        }
        fclose(in);
        print_message("%s: %u of %u documents in %s\n", names[n], right, all, langs[n]);
        assert_true(all > 0 && right * 100 >= all * 97);
    }
}

/* Texts of the files, `step` records apart, at most MANY. */
enum { MANY = 600 };
static size_t sample_texts(json_t *records[MANY])
{
    static const struct {
        const char *name;
        int step;
    } files[] = {{"langid/ntrex.jsonl", 40}, {"livedoor/train.jsonl", 60}, {"csl_abstracts_merged/train.jsonl", 80},
                 {"20newsgroups_stripped/train.jsonl", 150}, {"pool/patents-zh.jsonl", 100}};
    size_t n = 0;

    for (size_t i = 0; i < COUNT(files); i++) {
        FILE *in = open_data(files[i].name);
        json_t *record;
        if (in == NULL)
            skip();
        for (int k = 0; (record = next_record(in)) != NULL; k++) {
            if (k % files[i].step == 0 && n < MANY)
                records[n++] = record;
            else
                json_decref(record);
        }
        fclose(in);
    }
    return n;
}

static void digest_of(fuda_scratch *scratch, const json_t *record, char hex[33])
{
    const json_t *text = json_object_get(record, "text");
    fuda_buf out = {0};
    show_tokens(scratch, json_string_value(text), json_string_length(text), FUDA_LANG_UND, &out);
    fuda_digest_of(out.ptr, out.len, hex);
    fuda_buf_release(&out);
}

typedef struct pass {
    json_t **records;
    size_t n;
    bool backwards;
    char (*hex)[33]; /* [n] */
} pass;

static void *run_pass(void *ctx)
{
    pass *p = ctx;
    fuda_scratch *scratch;
    assert_int_equal(fuda_scratch_new(f.tokenizer, &scratch, NULL), FUDA_OK);
    for (size_t i = 0; i < p->n; i++) {
        size_t at = p->backwards ? p->n - 1 - i : i;
        digest_of(scratch, p->records[at], p->hex[at]);
    }
    fuda_scratch_free(scratch);
    return NULL;
}

/* A scratch that is new, one that has seen all texts before, and two threads that come from both ends. */
static void tokens_do_not_depend_on_history(void **state)
{
    static json_t *records[MANY];
    static char forward[MANY][33], backward[MANY][33];
    size_t n = sample_texts(records);
    pass passes[2] = {{records, n, false, forward}, {records, n, true, backward}};
    pthread_t threads[2];
    (void)state;
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, run_pass, &passes[i]), 0);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    for (size_t i = 0; i < n; i++) {
        char hex[33];
        fuda_scratch *fresh;
        assert_string_equal(forward[i], backward[i]);
        if (i % 4 == 0) {
            assert_int_equal(fuda_scratch_new(f.tokenizer, &fresh, NULL), FUDA_OK);
            digest_of(fresh, records[i], hex);
            fuda_scratch_free(fresh);
            assert_string_equal(hex, forward[i]);
        }
        json_decref(records[i]);
    }
    print_message("%zu texts\n", n);
    assert_true(n > 400);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(detection_is_accurate),
        cmocka_unit_test(gold_texts_have_sound_tokens),
        cmocka_unit_test(tokens_do_not_depend_on_history),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
