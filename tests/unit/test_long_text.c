/* SPDX-License-Identifier: MIT */
/* Megabytes without a break: no failure, nothing lost, and a time that grows with the length only. */
#include "nlp_fixture.h"

#include <time.h>

#include "core/utf8.h"
#include "nlp/scan.h"

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

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* `bytes` of the unit, again and again; cut at a unit's end. */
static char *repeat(const char *unit, size_t bytes, size_t *len)
{
    size_t n = strlen(unit);
    char *text = malloc(bytes);
    assert_non_null(text);
    for (*len = 0; *len + n <= bytes; *len += n)
        memcpy(text + *len, unit, n);
    return text;
}

static void one_line_of_a_megabyte(void **state)
{
    static const struct {
        const char *unit, *tag;
        size_t unit_tokens; /* at least, per unit */
        double covered;     /* share of the bytes in tokens */
    } rows[] = {
        {"機械に学習させたデータを解析する", "ja", 7, 0.99},
        {"ひらがなばかりのながいぶんしょう", "ja", 3, 0.99},
        {"人工智能产业的发展与应用研究", "zh-Hans", 5, 0.99},
        {"the machines learned nothing from it ", "en", 6, 0.80},
        {"x", "en", 0, 0.99},
        {"ー", "ja", 0, 0.90},
        {"\xE3\x82\x99", "und", 0, 0}, /* nothing but combining marks */
        {"a\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81", "en", 0, 0.90},
        {"\xFF", "und", 0, 0},
        {"1,", "und", 0, 0.90},
        {"𠮷", "zh-Hans", 0, 0.99},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        size_t len, covered = 0, end = 0;
        char *text = repeat(rows[i].unit, i < 4 ? 1 << 20 : 1 << 18, &len);
        const fuda_tokens *tokens;
        fuda_error err = {0};
        double start = seconds();
        if (fuda_tokenize(f.scratch, text, len, FUDA_LANG_UND, &tokens, &err) != FUDA_OK)
            fail_msg("%s", err.text);
        double used = seconds() - start;
        if (used > 10)
            fail_msg("row %zu took %.1f s", i, used);
        assert_string_equal(tokens->tag, rows[i].tag);
        assert_true(tokens->ntoken >= rows[i].unit_tokens * (len / strlen(rows[i].unit)) * 99 / 100);
        for (size_t k = 0; k < tokens->ntoken; k++) {
            const fuda_token *t = &tokens->tokens[k];
            assert_true(end <= t->start && t->start < t->end && t->end <= len);
            assert_int_equal(fuda_utf8_check(text + t->start, t->end - t->start), t->end - t->start);
            end = t->end;
            covered += t->end - t->start;
        }
        if ((double)covered < rows[i].covered * (double)len)
            fail_msg("row %zu: %zu of %zu bytes in tokens", i, covered, len);
        free(text);
    }
}

/* Letters without end inside a Japanese sentence, and in front of a letter that needs ICU. */
static void letters_without_end(void **state)
{
    static const struct {
        const char *before, *after;
        size_t size;
    } rows[] = {{"これは", "です", 3 << 20}, {"", "é", 34 << 20}, {"学習", "", 3 << 20}};
    char *text = malloc(34 << 20);
    (void)state;
    assert_non_null(text);
    for (size_t i = 0; i < COUNT(rows); i++) {
        size_t before = strlen(rows[i].before), after = strlen(rows[i].after), size = rows[i].size;
        const fuda_tokens *tokens;
        fuda_error err = {0};
        memset(text, 'x', size);
        memcpy(text, rows[i].before, before);
        memcpy(text + size - after, rows[i].after, after);
        if (fuda_tokenize(f.scratch, text, size, FUDA_LANG_UND, &tokens, &err) != FUDA_OK)
            fail_msg("%s", err.text);
        assert_true(tokens->ntoken >= size / (NLP_SENTENCE_MAX + 4));
    }
    free(text);
}

static void ten_megabytes_of_blanks(void **state)
{
    static const char *const units[] = {" ", "\n", "　", "\t\r\n", "\0"};
    (void)state;
    for (size_t i = 0; i < COUNT(units); i++) {
        size_t len = 10 << 20, done = 0;
        char *text = i < 4 ? repeat(units[i], len, &done) : calloc(len, 1);
        const fuda_tokens *tokens;
        const fuda_detection *d;
        assert_non_null(text);
        double start = seconds();
        assert_int_equal(fuda_tokenize(f.scratch, text, i < 4 ? done : len, FUDA_LANG_UND, &tokens, NULL),
                         FUDA_OK);
        assert_int_equal(tokens->ntoken, 0);
        assert_string_equal(tokens->tag, "und");
        assert_int_equal(fuda_detect(f.scratch, text, i < 4 ? done : len, &d, NULL), FUDA_OK);
        assert_int_equal(d->nrun, 0);
        assert_true(seconds() - start < 10);
        free(text);
    }
}

static void sentences_are_bounded(void **state)
{
    static const char *const units[] = {"学習", "データ を", "word ", "あ、", "x", "𠮷"};
    nlp_scan scan = {0};
    (void)state;
    for (size_t i = 0; i < COUNT(units); i++) {
        size_t len, end = 0, n = strlen(units[i]);
        char *text = repeat(units[i], 100000, &len);
        assert_true(nlp_scan_text(&scan, text, len));
        assert_true(scan.count >= len / (NLP_SENTENCE_MAX + 4));
        for (size_t k = 0; k < scan.count; k++) {
            const nlp_sentence *s = &scan.items[k];
            assert_int_equal(s->start, end); /* none is lost */
            assert_true(s->end - s->start < NLP_SENTENCE_MAX + 4);
            assert_int_equal(fuda_utf8_check(text + s->start, s->end - s->start), s->end - s->start);
            end = s->end;
        }
        assert_true(len - end < n + 1);
        free(text);
    }
    nlp_scan_release(&scan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_line_of_a_megabyte),
        cmocka_unit_test(letters_without_end),
        cmocka_unit_test(ten_megabytes_of_blanks),
        cmocka_unit_test(sentences_are_bounded),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
