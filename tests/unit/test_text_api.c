/* SPDX-License-Identifier: MIT */
/* The public face of nlp/: names, settings, versions, errors, life and death of the objects. */
#include "prelude.h"

#include <fuda/text.h>

/* MeCab 0.996 loses its own half-made dictionary when a user dictionary cannot be opened. */
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:MeCab::Tokenizer\n";
}

static void language_names(void **state)
{
    (void)state;
    assert_string_equal(fuda_lang_name(FUDA_LANG_UND), "und");
    assert_string_equal(fuda_lang_name(FUDA_LANG_EN), "en");
    assert_string_equal(fuda_lang_name(FUDA_LANG_JA), "ja");
    assert_string_equal(fuda_lang_name(FUDA_LANG_ZH), "zh");
    assert_string_equal(fuda_lang_name(FUDA_LANG_OTHER), "other");
    assert_string_equal(fuda_lang_name((fuda_lang)99), "und");
    for (int lang = FUDA_LANG_UND; lang <= FUDA_LANG_OTHER; lang++) {
        const char *name = fuda_lang_name((fuda_lang)lang);
        assert_int_equal(fuda_lang_from_name(name, strlen(name)), lang);
    }
}

static void language_tags(void **state)
{
    static const struct {
        const char *tag;
        fuda_lang want;
    } rows[] = {
        {"ja", FUDA_LANG_JA},          {"JA", FUDA_LANG_JA},        {"ja-JP", FUDA_LANG_JA},
        {"ja_JP.UTF-8", FUDA_LANG_JA}, {"zh", FUDA_LANG_ZH},        {"zh-Hans", FUDA_LANG_ZH},
        {"zh-Hant-TW", FUDA_LANG_ZH},  {"zh_TW", FUDA_LANG_ZH},     {"ZH-cn", FUDA_LANG_ZH},
        {"en", FUDA_LANG_EN},          {"en-US", FUDA_LANG_EN},     {"En_gb", FUDA_LANG_EN},
        {"de", FUDA_LANG_OTHER},       {"ko-KR", FUDA_LANG_OTHER},  {"yue", FUDA_LANG_ZH},
        {"yue-Hant", FUDA_LANG_ZH}, {"jpn", FUDA_LANG_JA}, {"jp", FUDA_LANG_JA}, {"cn", FUDA_LANG_ZH}, {"zho", FUDA_LANG_ZH}, {"eng-GB", FUDA_LANG_EN}, {"fil-PH", FUDA_LANG_OTHER}, {"other", FUDA_LANG_OTHER},
        {"und", FUDA_LANG_UND},        {"UND", FUDA_LANG_UND},      {"und-Latn", FUDA_LANG_UND},
        {"", FUDA_LANG_UND},           {"j", FUDA_LANG_UND},        {"-ja", FUDA_LANG_UND},
        {"j-a", FUDA_LANG_UND},        {"japanese", FUDA_LANG_UND}, {"english", FUDA_LANG_UND},
        {"12", FUDA_LANG_UND},         {"1", FUDA_LANG_UND},        {"??", FUDA_LANG_UND},
        {"日本語", FUDA_LANG_UND},     {"j1", FUDA_LANG_UND},       {"    ", FUDA_LANG_UND},
        {"auto", FUDA_LANG_UND},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        fuda_lang got = fuda_lang_from_name(rows[i].tag, strlen(rows[i].tag));
        if (got != rows[i].want)
            fail_msg("'%s' is %s, want %s", rows[i].tag, fuda_lang_name(got), fuda_lang_name(rows[i].want));
    }
    assert_int_equal(fuda_lang_from_name("jazz", 2), FUDA_LANG_JA); /* the length counts */
    assert_int_equal(fuda_lang_from_name(NULL, 0), FUDA_LANG_UND);
}

static void defaults(void **state)
{
    fuda_text_settings s = fuda_text_settings_default();
    (void)state;
    assert_true(s.words && s.phrases && s.stop_words);
    assert_false(s.numbers);
    assert_int_equal(s.word_ngrams, 1);
    assert_int_equal(s.char_ngrams, 0);
}

static void versions(void **state)
{
    fuda_tokenizer *a, *b;
    unsigned major, minor, entries;
    char name[64];
    (void)state;
    assert_int_equal(sscanf(fuda_icu_version(), "%u.%u", &major, &minor), 2);
    assert_true(major >= 60);
    assert_int_equal(sscanf(fuda_mecab_version(), "%u.%u", &major, &minor), 2);
    assert_int_equal(fuda_tokenizer_new(NULL, &a, NULL), FUDA_OK);
    assert_int_equal(fuda_tokenizer_new(NULL, &b, NULL), FUDA_OK);
    const char *dictionary = fuda_tokenizer_dictionary(a);
    assert_int_equal(sscanf(dictionary, "%63s %u entries,", name, &entries), 2);
    assert_true(entries > 100000);
    assert_string_equal(dictionary, fuda_tokenizer_dictionary(b)); /* the same in every process */
    fuda_tokenizer_free(a);
    fuda_tokenizer_free(b);
}

static void bad_options_are_refused(void **state)
{
    fuda_tokenizer_options options = {.settings = fuda_text_settings_default()};
    fuda_tokenizer *tokenizer = (fuda_tokenizer *)&options;
    fuda_error err;
    (void)state;
    options.settings.word_ngrams = 4;
    assert_int_equal(fuda_tokenizer_new(&options, &tokenizer, &err), FUDA_E_ARG);
    assert_null(tokenizer);
    assert_string_equal(err.text, "n-grams are limited to 3 words and 2 characters");
    options.settings.word_ngrams = 1;
    options.settings.char_ngrams = 3;
    assert_int_equal(fuda_tokenizer_new(&options, &tokenizer, NULL), FUDA_E_ARG);

    options.settings.char_ngrams = 0;
    options.mecab_dic = "/nonexistent/dictionary";
    assert_int_equal(fuda_tokenizer_new(&options, &tokenizer, &err), FUDA_E_ENGINE);
    assert_null(tokenizer);
    assert_non_null(strstr(err.text, "/nonexistent/dictionary"));
    assert_non_null(strstr(err.text, "mecab-ipadic-utf8"));

    options.mecab_dic = NULL;
    options.mecab_userdic = "/nonexistent/user.dic";
    assert_int_equal(fuda_tokenizer_new(&options, &tokenizer, &err), FUDA_E_ENGINE);
    assert_non_null(strstr(err.text, "cannot open the Japanese dictionary"));

    /* A user dictionary that is none. */
    options.mecab_userdic = SOURCE_DIR "/LICENSE";
    assert_int_equal(fuda_tokenizer_new(&options, &tokenizer, &err), FUDA_E_ENGINE);

    /* The next one works again. */
    options.mecab_userdic = NULL;
    assert_int_equal(fuda_tokenizer_new(&options, &tokenizer, &err), FUDA_OK);
    fuda_tokenizer_free(tokenizer);
    fuda_tokenizer_free(NULL);
    fuda_scratch_free(NULL);
}

static void texts_go_through(void **state)
{
    static const char text[] = "機械に学習させた。";
    fuda_tokenizer *tokenizer;
    fuda_scratch *scratch;
    const fuda_detection *detection;
    const fuda_tokens *tokens;
    (void)state;
    assert_int_equal(fuda_tokenizer_new(NULL, &tokenizer, NULL), FUDA_OK);
    assert_int_equal(fuda_scratch_new(tokenizer, &scratch, NULL), FUDA_OK);
    assert_int_equal(fuda_detect(scratch, text, sizeof text - 1, &detection, NULL), FUDA_OK);
    assert_string_equal(detection->tag, "ja");
    assert_int_equal(fuda_tokenize(scratch, text, sizeof text - 1, FUDA_LANG_UND, &tokens, NULL), FUDA_OK);
    assert_string_equal(tokens->tag, "ja");
    assert_int_equal(tokens->lang, FUDA_LANG_JA);
    assert_true(tokens->ntoken >= 5);

    /* No text at all. */
    assert_int_equal(fuda_detect(scratch, NULL, 0, &detection, NULL), FUDA_OK);
    assert_string_equal(detection->tag, "und");
    assert_int_equal(detection->nrun, 0);
    assert_int_equal(fuda_tokenize(scratch, NULL, 0, FUDA_LANG_UND, &tokens, NULL), FUDA_OK);
    assert_string_equal(tokens->tag, "und");
    assert_int_equal(tokens->ntoken, 0);
    assert_int_equal(tokens->nphrase, 0);
    fuda_scratch_free(scratch);
    fuda_tokenizer_free(tokenizer);
}

/* Without words no segmenter is started: an unusable dictionary does not matter, and what is written in
 * letters is still found. */
static void words_can_be_off(void **state)
{
    static const char text[] = "学習 learning";
    fuda_tokenizer_options options = {.settings = fuda_text_settings_default(),
                                      .mecab_dic = "/nonexistent/dictionary"};
    const fuda_str phrase = {"学習", 6};
    fuda_tokenizer *tokenizer;
    fuda_scratch *scratch;
    const fuda_tokens *tokens;
    (void)state;
    options.settings.words = false;
    options.settings.char_ngrams = 2;
    assert_int_equal(fuda_tokenizer_new(&options, &tokenizer, NULL), FUDA_OK);
    assert_string_equal(fuda_tokenizer_dictionary(tokenizer), "none");
    assert_int_equal(fuda_scratch_new(tokenizer, &scratch, NULL), FUDA_OK);
    assert_int_equal(fuda_tokenize(scratch, text, sizeof text - 1, FUDA_LANG_JA, &tokens, NULL), FUDA_OK);
    assert_int_equal(tokens->ntoken, 1);
    assert_int_equal(tokens->tokens[0].start, 7);
    assert_int_equal(tokens->tokens[0].lang, FUDA_LANG_EN);
    fuda_scratch_free(scratch);
    fuda_tokenizer_free(tokenizer);
    /* Phrases need the words' boundaries. */
    options.phrases = &phrase;
    options.nphrase = 1;
    assert_int_equal(fuda_tokenizer_new(&options, &tokenizer, NULL), FUDA_E_ENGINE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(language_names),
        cmocka_unit_test(language_tags),
        cmocka_unit_test(defaults),
        cmocka_unit_test(versions),
        cmocka_unit_test(bad_options_are_refused),
        cmocka_unit_test(texts_go_through),
        cmocka_unit_test(words_can_be_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
