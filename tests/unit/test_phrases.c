/* SPDX-License-Identifier: MIT */
/* Phrases over the segmenter's output, whatever it cuts them into, and never inside a token. */
#include "nlp_fixture.h"

#include "nlp/phrases.h"

static const char *const phrases[] = {
    "具身智能",
    "大規模言語モデル",
    "言語モデル",
    "reinforcement learning",
    "Deep Reinforcement Learning",
    "learning rate",
    "印度",
    "人工智",
    "工智能",
    "機器學習",
    "強化学習",
    "ﾃﾞｰﾀ基盤",
    "テ\xE3\x82\x99ータ構造",
    "database構築",
    "GPT-4",
    "state of the art",
    "AI芯片",
    "export controls",
    "",
    "。。",
    "印度",
    NULL,
};

static fixture f;

static int setup(void **state)
{
    (void)state;
    f = fixture_new(fuda_text_settings_default(), phrases);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    fixture_free(&f);
    return 0;
}

/* The phrases found, "surface=term" with a bar behind each. */
static void assert_found(const char *text, fuda_lang lang, const char *want)
{
    const fuda_tokens *tokens;
    char got[512] = "";
    size_t n = 0;

    assert_int_equal(fuda_tokenize(f.scratch, text, strlen(text), lang, &tokens, NULL), FUDA_OK);
    for (size_t i = 0; i < tokens->nphrase; i++) {
        const fuda_phrase *p = &tokens->phrases[i];
        n += (size_t)snprintf(got + n, sizeof got - n, "%.*s=%.*s|", (int)(p->end - p->start),
                              text + p->start, (int)p->term.len, p->term.ptr);
    }
    if (strcmp(got, want) != 0)
        fail_msg("%s\n  got  %s\n  want %s", text, got, want);
}

static void phrases_the_segmenter_cuts(void **state)
{
    (void)state;
    assert_shown(f.scratch, "具身智能的研究", FUDA_LANG_ZH,
                 "具/具 身/身 智能/智能 的/- 研究/研究 [具身智能=具身智能]");
    assert_found("公司发布具身智能机器人", FUDA_LANG_UND, "具身智能=具身智能|");
    assert_found("大規模言語モデルを使う", FUDA_LANG_UND,
                 "大規模言語モデル=大規模言語モデル|言語モデル=言語モデル|");
    assert_found("AI芯片的出口", FUDA_LANG_UND, "AI芯片=ai芯片|");
    assert_found("Using GPT-4 here", FUDA_LANG_UND, "GPT-4=gpt 4|");
    assert_found("a state-of-the-art model", FUDA_LANG_UND, "state-of-the-art=state of the art|");
}

static void english_phrases_bend_and_break(void **state)
{
    (void)state;
    assert_found("Reinforcement learning works", FUDA_LANG_UND, "Reinforcement learning=reinforc learn|");
    assert_found("on reinforcement\nlearning", FUDA_LANG_UND, "reinforcement\nlearning=reinforc learn|");
    assert_found("on reinforcement-\r\n  learning", FUDA_LANG_UND,
                 "reinforcement-\r\n  learning=reinforc learn|");
    assert_found("reinforcement-learned", FUDA_LANG_UND, "reinforcement-learned=reinforc learn|");
    assert_found("REINFORCEMENT\xE2\x80\x91LEARNING", FUDA_LANG_UND,
                 "REINFORCEMENT\xE2\x80\x91LEARNING=reinforc learn|");
    assert_found("the export control regime", FUDA_LANG_UND, "export control=export control|");
    assert_found("reinforcement\xC2\xA0learning", FUDA_LANG_UND,
                 "reinforcement\xC2\xA0learning=reinforc learn|");
    /* Something in between, or too far apart. */
    assert_found("reinforcement, learning", FUDA_LANG_UND, "");
    assert_found("reinforcement of learning", FUDA_LANG_UND, "");
    assert_found("reinforcement. Learning", FUDA_LANG_UND, "");
    assert_found("reinforcement            learning", FUDA_LANG_UND, "");
    assert_found("reinforcements", FUDA_LANG_UND, "");
}

/* All that begin and end at boundaries, from each start the shorter first. */
static void nested_phrases(void **state)
{
    (void)state;
    assert_found("deep reinforcement learning", FUDA_LANG_UND,
                 "deep reinforcement learning=deep reinforc learn|reinforcement learning=reinforc learn|");
    assert_found("reinforcement learning rates", FUDA_LANG_UND,
                 "reinforcement learning=reinforc learn|learning rates=learn rate|");
    assert_found("deep reinforcement", FUDA_LANG_UND, "");
}

static void shorter_phrases_are_not_hidden(void **state)
{
    static const char *const list[] = {"芯片", "芯片出口管制", "出口管制", "印度", "コンピュータービジョン",
                                       "スーパーコンピュータ", "chip export control", "chip export", NULL};
    fixture g = fixture_new(fuda_text_settings_default(), list);
    (void)state;
    assert_shown(g.scratch, "芯片出口管制", FUDA_LANG_ZH,
                 "芯/芯 片/片 出口/出口 管制/管制 [芯片=芯片] [芯片出口管制=芯片出口管制] [出口管制=出口管制]");
    assert_shown(g.scratch, "chip export controls", FUDA_LANG_EN,
                 "chip/chip export/export controls/control [chip export=chip export] "
                 "[chip export controls=chip export control]");
    /* 印度 as a word of its own, but not in the name of another country. */
    assert_shown(g.scratch, "印度尼西亚", FUDA_LANG_ZH, "印度尼西亚/印度尼西亚");
    assert_shown(g.scratch, "印度尼西亞", FUDA_LANG_ZH, "印度尼西亞/印度尼西亚");
    fixture_free(&g);
}

/* A phrase begins and ends where tokens do: 人工|智能, and 印度 as part of one name. */
static void never_inside_a_token(void **state)
{
    (void)state;
    assert_shown(f.scratch, "人工智能", FUDA_LANG_ZH, "人工/人工 智能/智能");
    assert_found("印度尼西亚和印度", FUDA_LANG_ZH, "");
    assert_shown(f.scratch, "印度", FUDA_LANG_ZH, "印度/印度"); /* one token is its own term */
    assert_shown(f.scratch, "インド", FUDA_LANG_JA, "インド/インド");
}

static void both_chinese_scripts_and_japanese(void **state)
{
    (void)state;
    assert_found("機器學習的方法", FUDA_LANG_UND, "機器學習=机器学习|");
    assert_found("这是机器学习的方法", FUDA_LANG_UND, "机器学习=机器学习|");
    assert_found("これは強化学習の話です", FUDA_LANG_UND, "強化学習=強化学習|");
    assert_found("这是强化学习的方法", FUDA_LANG_UND, "强化学习=强化学习|");
    /* Words inside keep their stems when the characters are simplified. */
    assert_found("我们的databases构筑了", FUDA_LANG_UND, "databases构筑=databas构筑|");
}

static void voicing_marks_of_their_own(void **state)
{
    (void)state;
    assert_found("データ基盤を作る", FUDA_LANG_UND, "データ基盤=データ基盤|");
    assert_found("ﾃﾞｰﾀ基盤を作る", FUDA_LANG_UND, "ﾃﾞｰﾀ基盤=データ基盤|");
    assert_found("データ構造を学ぶ", FUDA_LANG_UND, "データ構造=データ構造|");
}

static void phrases_can_be_off(void **state)
{
    fuda_text_settings set = fuda_text_settings_default();
    (void)state;
    set.phrases = false;
    fixture off = fixture_new(set, phrases);
    assert_shown(off.scratch, "reinforcement learning", FUDA_LANG_EN,
                 "reinforcement/reinforc learning/learn");
    fixture_free(&off);
}

/* The trie alone. */
static void trie(void **state)
{
    nlp_phrases p = {0};
    uint32_t abc[] = {'a', 'b', 'c'}, node;
    (void)state;
    assert_int_equal(nlp_phrases_step(&p, 0, 'a'), NLP_NO_NODE);
    assert_int_equal(nlp_stem_symbol(&p, "x", 1), FUDA_NO_ID);
    assert_true(nlp_phrases_add(&p, abc, 0, "", 0)); /* no symbols: nothing */
    assert_int_equal(p.nnode, 0);
    assert_true(nlp_phrases_add(&p, abc, 3, "abc", 3));
    assert_true(nlp_phrases_add(&p, abc, 2, "ab", 2));
    assert_true(nlp_phrases_add(&p, abc, 3, "other name", 10)); /* the first name stays */
    node = nlp_phrases_step(&p, 0, 'a');
    assert_int_equal(p.phrase_of[node], FUDA_NO_ID);
    node = nlp_phrases_step(&p, node, 'b');
    assert_int_equal(p.phrase_of[node], 1);
    assert_int_equal(nlp_phrases_step(&p, node, 'd'), NLP_NO_NODE);
    node = nlp_phrases_step(&p, node, 'c');
    assert_int_equal(p.phrase_of[node], 0);
    assert_int_equal(fuda_strtab_len(&p.names, 0), 3);
    uint32_t stem = nlp_stem_symbol_add(&p, "learn", 5);
    assert_true(stem > 0x10FFFF); /* no character */
    assert_int_equal(nlp_stem_symbol(&p, "learn", 5), stem);
    assert_int_equal(nlp_stem_symbol_add(&p, "learn", 5), stem);
    assert_int_equal(nlp_char_symbol(0x5B66), 0x5B66);
    nlp_phrases_release(&p);
    assert_int_equal(p.nnode, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(phrases_the_segmenter_cuts),
        cmocka_unit_test(english_phrases_bend_and_break),
        cmocka_unit_test(nested_phrases),
        cmocka_unit_test(shorter_phrases_are_not_hidden),
        cmocka_unit_test(never_inside_a_token),
        cmocka_unit_test(both_chinese_scripts_and_japanese),
        cmocka_unit_test(voicing_marks_of_their_own),
        cmocka_unit_test(phrases_can_be_off),
        cmocka_unit_test(trie),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
