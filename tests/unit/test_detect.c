/* SPDX-License-Identifier: MIT */
/* Language detection: a table of texts, the evidence, and the runs with their offsets. */
#include "cases.h"
#include "nlp_fixture.h"

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

static const fuda_detection *detect(const char *text, size_t len)
{
    const fuda_detection *d = NULL;
    assert_int_equal(fuda_detect(f.scratch, text, len, &d, NULL), FUDA_OK);
    return d;
}

/* "LANG TAG", with a question mark when unsure. */
static void verdict(const char *input, size_t len, fuda_buf *out)
{
    const fuda_detection *d = detect(input, len);
    fuda_buf_addf(out, "%s %s%s", fuda_lang_name(d->lang), d->tag, d->sure ? "" : "?");
}

static void table_of_languages(void **state)
{
    (void)state;
    run_cases("detect", verdict);
}

static void evidence_is_counted(void **state)
{
    static const char text[] = "学習データ ab1é 한국 жи 这 們 働 ﾃﾞ";
    const fuda_detection *d = detect(text, sizeof text - 1);
    (void)state;
    assert_int_equal(d->han, 5);
    assert_int_equal(d->kana, 4); /* the half-width voicing mark belongs to its letter */
    assert_int_equal(d->latin, 3);
    assert_int_equal(d->hangul, 2);
    assert_int_equal(d->other, 2);
    assert_int_equal(d->simplified, 1);  /* 这 */
    assert_int_equal(d->traditional, 2); /* 習 們 */
    assert_int_equal(d->japanese, 1);    /* 働 */
}

static void runs_follow_the_sentences(void **state)
{
    static const char ja[] = "これは日本語です。\n続きの文です。\n";
    static const char zh[] = "与此同时，机器人企业也在寻找替代方案。\n";
    static const char en[] = "And this is the English one.\n";
    static const char gap[] = "\n  \n";
    char text[400];
    (void)state;
    size_t len = (size_t)snprintf(text, sizeof text, "%s%s%s%s%s%s", gap, ja, zh, gap, en, ja);
    const fuda_detection *d = detect(text, len);
    static const fuda_lang want[] = {FUDA_LANG_JA, FUDA_LANG_ZH, FUDA_LANG_EN, FUDA_LANG_JA};
    const char *const part[] = {ja, zh, en, ja};
    assert_int_equal(d->nrun, 4);
    for (size_t i = 0, from = 0; i < 4; i++) {
        assert_int_equal(d->runs[i].lang, want[i]);
        const char *at = strstr(text + from, part[i]);
        assert_non_null(at);
        assert_true(d->runs[i].start <= (size_t)(at - text) && d->runs[i].start >= from);
        from = (size_t)(at - text) + strlen(part[i]);
        assert_true(d->runs[i].end <= from && d->runs[i].end >= from - 1);
    }
    assert_int_equal(detect("", 0)->nrun, 0);
    assert_int_equal(detect("...\n", 4)->nrun, 0);
    d = detect("one. two.\nthree", 15);
    assert_int_equal(d->nrun, 1);
    assert_int_equal(d->runs[0].start, 0);
    assert_int_equal(d->runs[0].end, 15);
}

static void documents_on_file(void **state)
{
    static const char *const rows[][2] = {
        {"blog-ja.txt", "ja"},     {"football-ja.txt", "ja"}, {"recipe-ja.txt", "ja"},
        {"football-en.txt", "en"}, {"obituary-en.txt", "en"}, {"football-zh.txt", "zh-Hans"},
        {"law-zh.txt", "zh-Hans"},
    };
    fuda_buf file = {0};
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        char path[512];
        snprintf(path, sizeof path, TEST_DATA "/%s", rows[i][0]);
        assert_int_equal(fuda_file_read(path, 1 << 20, &file, NULL), FUDA_OK);
        const fuda_detection *d = detect(file.ptr, file.len);
        if (strcmp(d->tag, rows[i][1]) != 0 || !d->sure)
            fail_msg("%s: %s", rows[i][0], d->tag);
    }
    assert_int_equal(fuda_file_read(TEST_DATA "/mixed.txt", 1 << 20, &file, NULL), FUDA_OK);
    const fuda_detection *d = detect(file.ptr, file.len);
    unsigned seen = 0;
    for (size_t i = 0; i < d->nrun; i++)
        seen |= 1u << d->runs[i].lang;
    assert_int_equal(seen, 1u << FUDA_LANG_JA | 1u << FUDA_LANG_ZH | 1u << FUDA_LANG_EN);
    fuda_buf_release(&file);
}

/* A paragraph in another language is known for what it is, whatever the rest of the document is in. */
static void paragraphs_have_their_own_language(void **state)
{
    static const char en[] = "The committee said that the new rules would apply to all of the companies that build "
                             "these machines, and that it would publish a report about them in the autumn. It has "
                             "been working on them since the spring of the last year.\n";
    static const char de[] = "Der Ausschuss hat erklärt, dass die neuen Regeln für alle Unternehmen gelten, die "
                             "solche Maschinen bauen, und dass er im Herbst einen Bericht über sie vorlegt. Er hat "
                             "seit dem Frühjahr des letzten Jahres daran gearbeitet.\n";
    static const char ko[] = "위원회는 새로운 규칙이 이 기계를 만드는 모든 회사에 적용된다고 말했다.\n";
    static const struct {
        const char *text, *tag;
        fuda_lang lang;
    } part[] = {{en, "en", FUDA_LANG_EN}, {de, "de", FUDA_LANG_OTHER}, {ko, "ko", FUDA_LANG_OTHER},
                {en, "en", FUDA_LANG_EN}};
    char text[2000];
    (void)state;
    size_t len = (size_t)snprintf(text, sizeof text, "%s%s%s%s", en, de, ko, en), from = 0;
    const fuda_detection *d = detect(text, len);
    assert_string_equal(d->tag, "en");
    assert_int_equal(d->nrun, COUNT(part));
    for (size_t i = 0; i < d->nrun; i++) {
        assert_string_equal(d->runs[i].tag, part[i].tag);
        assert_int_equal(d->runs[i].lang, part[i].lang);
        assert_int_equal(d->runs[i].start, from);
        from += strlen(part[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(table_of_languages),
        cmocka_unit_test(evidence_is_counted),
        cmocka_unit_test(runs_follow_the_sentences),
        cmocka_unit_test(paragraphs_have_their_own_language),
        cmocka_unit_test(documents_on_file),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
