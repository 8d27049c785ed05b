/* SPDX-License-Identifier: MIT */
/*
 * No memory is asked for per token once a scratch has seen a text: malloc and its kin are counted, by taking their
 * place.  ICU's and MeCab's are counted too.
 */
#include "nlp_fixture.h"

#include "nlp/tokenizer.h"

static size_t calls;
static bool counting;

/* The C library's own, under the names glibc gives them. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *old, size_t size);

/* Sanitizers have a malloc of their own. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) && !defined(SANITIZED)
void *malloc(size_t size)
{
    calls += counting;
    return __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
    calls += counting;
    return __libc_calloc(n, size);
}

void *realloc(void *old, size_t size)
{
    calls += counting;
    return __libc_realloc(old, size);
}
#define CAN_COUNT 1
#else
#define CAN_COUNT 0
#endif

static const char *const phrases[] = {"reinforcement learning", "強化学習", "具身智能", "芯片出口管制", NULL};

static const char *const texts[] = {
    "The robot's arm isn't moving at 100 TOPS; GPT-4o and the U.S. re-used reinforcement learning in 2024. See "
    "https://example.org/a or <b>this</b>.\nIt is one of the ways that they have found to do it with the new machine.\n",
    "新しいモデルは強化学習で訓練した。ロボットは１００台、ＧＰＴ－４ｏより速く動いた。ﾃﾞｰﾀも使う。\n研究者はこれを大規模な実験で確かめた。\n",
    "公司发布具身智能机器人，芯片出口管制与印度尼西亚的产业。\n采用Qwen2.5的模型，训练数据很多，一种新的方法及其应用。\n",
    "Die Regierung hat noch nicht entschieden, was mit dem Geld geschehen soll, und wartet auf den Bericht.\n",
};

/* A text of `copies` copies; the same words, so nothing new is learnt from the second on. */
static size_t count_calls(fuda_scratch *scratch, const char *text, size_t copies, size_t *tokens)
{
    size_t n = strlen(text);
    char *many = malloc(n * copies);
    nlp_terms terms;
    const fuda_tokens *view;

    assert_non_null(many);
    for (size_t i = 0; i < copies; i++)
        memcpy(many + i * n, text, n);
    for (int round = 0; round < 3; round++) { /* the last round counts */
        calls = 0;
        counting = round == 2;
        assert_int_equal(nlp_terms_of(scratch, many, n * copies, FUDA_LANG_UND, &terms, NULL), FUDA_OK);
        assert_int_equal(fuda_tokenize(scratch, many, n * copies, FUDA_LANG_UND, &view, NULL), FUDA_OK);
        counting = false;
    }
    *tokens = view->ntoken;
    free(many);
    return calls;
}

static void steady_state(fuda_text_settings settings)
{
    if (!CAN_COUNT)
        skip();
    fixture f = fixture_new(settings, phrases);
    for (size_t i = 0; i < COUNT(texts); i++) {
        size_t tokens;
        size_t many = count_calls(f.scratch, texts[i], 200, &tokens);
        print_message("text %zu: %zu tokens, %zu calls\n", i, tokens, many);
        assert_true(tokens > 1000);
        assert_int_equal(many, 0);
    }
    fixture_free(&f);
}

static void words_and_phrases(void **state)
{
    (void)state;
    steady_state(fuda_text_settings_default());
}

static void everything(void **state)
{
    fuda_text_settings all = {
        .words = true, .phrases = true, .numbers = true, .word_ngrams = 3, .char_ngrams = 2};
    (void)state;
    steady_state(all);
}

/* The counter counts. */
static void counter_works(void **state)
{
    (void)state;
    if (!CAN_COUNT)
        skip();
    calls = 0;
    counting = true;
    fixture f = fixture_new(fuda_text_settings_default(), phrases);
    counting = false;
    assert_true(calls > 10);
    fixture_free(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counter_works),
        cmocka_unit_test(words_and_phrases),
        cmocka_unit_test(everything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
