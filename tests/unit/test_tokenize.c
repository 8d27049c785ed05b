/* SPDX-License-Identifier: MIT */
/* Tokens and their terms in three languages and mixed documents; parts of speech; settings; hints. */
#include "cases.h"
#include "nlp_fixture.h"

#include "nlp/tokenizer.h"

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

/* "TAG: tokens" */
static void tag_and_tokens(const char *input, size_t len, fuda_buf *out)
{
    const fuda_tokens *tokens;
    assert_int_equal(fuda_tokenize(f.scratch, input, len, FUDA_LANG_UND, &tokens, NULL), FUDA_OK);
    fuda_buf_addf(out, "%s: ", tokens->tag);
    show_tokens(f.scratch, input, len, FUDA_LANG_UND, out);
}

static void table_of_texts(void **state)
{
    (void)state;
    run_cases("tokenize", tag_and_tokens);
    run_cases("forms", tag_and_tokens);
}

static void parts_of_speech(void **state)
{
    static const char text[] = "モデルが速く学習した。 AI";
    static const struct {
        const char *surface, *pos;
        fuda_lang lang;
    } want[] = {
        {"モデル", "名詞-一般", FUDA_LANG_JA},
        {"が", "助詞-格助詞", FUDA_LANG_JA},
        {"速く", "形容詞-自立", FUDA_LANG_JA},
        {"学習", "名詞-サ変接続", FUDA_LANG_JA},
        {"し", "動詞-自立", FUDA_LANG_JA},
        {"た", "助動詞", FUDA_LANG_JA},
        {"AI", "", FUDA_LANG_EN},
    };
    const fuda_tokens *tokens;
    (void)state;
    assert_int_equal(fuda_tokenize(f.scratch, text, sizeof text - 1, FUDA_LANG_UND, &tokens, NULL), FUDA_OK);
    assert_int_equal(tokens->ntoken, COUNT(want));
    for (size_t i = 0; i < COUNT(want); i++) {
        const fuda_token *t = &tokens->tokens[i];
        assert_int_equal(t->end - t->start, strlen(want[i].surface));
        assert_memory_equal(text + t->start, want[i].surface, t->end - t->start);
        assert_string_equal(t->pos, want[i].pos);
        assert_int_equal(t->lang, want[i].lang);
    }
    /* Chinese and other alphabets. */
    assert_int_equal(fuda_tokenize(f.scratch, "研究", 6, FUDA_LANG_ZH, &tokens, NULL), FUDA_OK);
    assert_int_equal(tokens->tokens[0].lang, FUDA_LANG_ZH);
    assert_string_equal(tokens->tokens[0].pos, "");
    assert_int_equal(fuda_tokenize(f.scratch, "машина", 12, FUDA_LANG_UND, &tokens, NULL), FUDA_OK);
    assert_int_equal(tokens->tokens[0].lang, FUDA_LANG_OTHER);
}

/* A heading without kana takes the language of its document. */
static void kanji_only_heading_follows_its_document(void **state)
{
    static const struct {
        const char *text;
        fuda_lang heading;
    } rows[] = {
        {"科学技術白書\nこれは日本の白書です。研究の振興について述べています。", FUDA_LANG_JA},
        {"科学技術白書\n这是中国的白皮书。本文介绍研究的发展情况。", FUDA_LANG_ZH},
        {"科学技術白書\n這是台灣的白皮書。本文介紹研究的發展情況。", FUDA_LANG_ZH},
        {"これは日本の白書です。研究の振興について述べています。\n科学技術白書", FUDA_LANG_JA},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const fuda_tokens *tokens;
        size_t at = (size_t)(strstr(rows[i].text, "科学技術白書") - rows[i].text), seen = 0;
        assert_int_equal(
            fuda_tokenize(f.scratch, rows[i].text, strlen(rows[i].text), FUDA_LANG_UND, &tokens, NULL),
            FUDA_OK);
        for (size_t k = 0; k < tokens->ntoken; k++) {
            if (tokens->tokens[k].start < at || tokens->tokens[k].start >= at + 18)
                continue;
            assert_int_equal(tokens->tokens[k].lang, rows[i].heading);
            seen++;
        }
        assert_true(seen >= 3);
    }
}

/* Each sentence of a mixed document goes to its own segmenter. */
static void mixed_document(void **state)
{
    static const char text[] = "強化学習で歩行を学ばせた。\n"
                               "与此同时，机器人企业也在寻找替代方案。\n"
                               "Across the Pacific, the officials are not sure.\n";
    const fuda_tokens *tokens;
    (void)state;
    assert_int_equal(fuda_tokenize(f.scratch, text, sizeof text - 1, FUDA_LANG_UND, &tokens, NULL), FUDA_OK);
    size_t line_end[3], at = 0, count[3] = {0};
    for (int i = 0; i < 3; i++)
        line_end[i] = at = (size_t)(strchr(text + at, '\n') - text) + 1;
    for (size_t i = 0; i < tokens->ntoken; i++) {
        static const fuda_lang want[] = {FUDA_LANG_JA, FUDA_LANG_ZH, FUDA_LANG_EN};
        size_t line = 0;
        while (tokens->tokens[i].start >= line_end[line])
            line++;
        assert_int_equal(tokens->tokens[i].lang, want[line]);
        count[line]++;
    }
    assert_true(count[0] >= 6 && count[1] >= 8 && count[2] == 8);
}

static void hints_override(void **state)
{
    static const char kanji[] = "科学技術白書";
    static const char german[] = "Die Maschinen lernen und die Modelle sind nicht klein.";
    const fuda_tokens *tokens;
    (void)state;
    assert_int_equal(fuda_tokenize(f.scratch, kanji, sizeof kanji - 1, FUDA_LANG_JA, &tokens, NULL), FUDA_OK);
    assert_string_equal(tokens->tag, "ja");
    assert_int_equal(tokens->lang, FUDA_LANG_JA);
    assert_int_equal(tokens->tokens[0].lang, FUDA_LANG_JA);
    assert_int_equal(fuda_tokenize(f.scratch, kanji, sizeof kanji - 1, FUDA_LANG_ZH, &tokens, NULL), FUDA_OK);
    assert_int_equal(tokens->lang, FUDA_LANG_ZH);
    assert_int_equal(tokens->tokens[0].lang, FUDA_LANG_ZH);
    /* Kana is Japanese whatever the hint says of the document. */
    assert_int_equal(fuda_tokenize(f.scratch, "これは本です", 18, FUDA_LANG_ZH, &tokens, NULL), FUDA_OK);
    assert_int_equal(tokens->lang, FUDA_LANG_ZH);
    assert_int_equal(tokens->tokens[0].lang, FUDA_LANG_JA);
    /* German as such is not stemmed; with the hint it is taken for English. */
    assert_shown(
        f.scratch, german, FUDA_LANG_UND,
        "Die/die Maschinen/maschinen lernen/lernen und/und die/die Modelle/modelle sind/sind nicht/nicht "
        "klein/klein");
    assert_shown(
        f.scratch, german, FUDA_LANG_EN,
        "Die/die Maschinen/maschinen lernen/lernen und/und die/die Modelle/modell sind/sind nicht/nicht "
        "klein/klein");
    /* English that the caller says is not: no stems, no stop words. */
    assert_shown(f.scratch, "The machines", FUDA_LANG_OTHER, "The/the machines/machines");
}

static void settings_change_terms(void **state)
{
    fuda_text_settings set = fuda_text_settings_default();
    (void)state;
    set.stop_words = false;
    set.numbers = true;
    fixture all = fixture_new(set, NULL);
    assert_shown(all.scratch, "The 3.14 machines", FUDA_LANG_UND, "The/the 3.14/3.14 machines/machin");
    assert_shown(f.scratch, "The 3.14 machines", FUDA_LANG_UND, "The/- 3.14/- machines/machin");
    assert_shown(all.scratch, "学習させた。", FUDA_LANG_UND, "学習/学習 さ/する せ/せる た/た");
    assert_shown(all.scratch, "我们的研究", FUDA_LANG_ZH, "我们/我们 的/的 研究/研究");
    assert_shown(f.scratch, "我们的研究", FUDA_LANG_ZH, "我们/- 的/- 研究/研究");
    fixture_free(&all);
}

/* "key" of every use, in order, the kind and language bytes before a colon. */
static void assert_uses(fuda_scratch *scratch, const char *text, const char *want)
{
    fuda_buf got = {0};
    nlp_terms terms;

    assert_int_equal(nlp_terms_of(scratch, text, strlen(text), FUDA_LANG_UND, &terms, NULL), FUDA_OK);
    for (size_t i = 0; i < terms.nuse; i++) {
        size_t len;
        const char *key = nlp_term_key(scratch, terms.uses[i].term, &len);
        fuda_buf_addf(&got, "%s%.2s:%.*s@%u-%u", i > 0 ? " " : "", key, (int)(len - 2), key + 2,
                      terms.uses[i].start, terms.uses[i].end);
    }
    assert_string_equal(fuda_buf_cstr(&got), want);
    fuda_buf_release(&got);
}

static void neighbours_become_terms(void **state)
{
    fuda_text_settings set = fuda_text_settings_default();
    (void)state;
    set.word_ngrams = 3;
    fixture three = fixture_new(set, NULL);
    /* Stop words are stepped over; sentences are not. */
    assert_uses(three.scratch, "deep is the neural\nnet of red cats",
                "we:deep@0-4 we:neural@12-18 be:deep neural@0-18 we:net@19-22 we:red@26-29 be:net red@19-29 "
                "we:cat@30-34 be:red cat@26-34 te:net red cat@19-34");
    fixture_free(&three);
    set.word_ngrams = 1;
    set.words = false;
    set.char_ngrams = 2;
    fixture fast = fixture_new(set, NULL);
    assert_uses(fast.scratch, "機器x习", "we:x@6-7 cz:机@0-3 cz:器@3-6 cz:机器@0-6 cz:习@7-10");
    assert_uses(fast.scratch, "這<b title='學'>機</b>習", "cz:这@0-3 cz:机@18-21 cz:习@25-28");
    fixture_free(&fast);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(table_of_texts),
        cmocka_unit_test(parts_of_speech),
        cmocka_unit_test(kanji_only_heading_follows_its_document),
        cmocka_unit_test(mixed_document),
        cmocka_unit_test(hints_override),
        cmocka_unit_test(settings_change_terms),
        cmocka_unit_test(neighbours_become_terms),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
