/* SPDX-License-Identifier: MIT */
/* A scratch remembers words, and never does a text's result depend on what it remembers. */
#include "nlp_fixture.h"

#include "core/parallel.h"
#include "core/random.h"
#include "nlp/lexicon.h"
#include "nlp/tokenizer.h"

static const char *const phrases[] = {"具身智能", "大規模言語モデル", "reinforcement learning", NULL};

static const char *const texts[] = {
    "機械に学習させた大規模言語モデルを使う。",
    "公司发布具身智能机器人，与两家晶圆厂签订协议。",
    "機器學習與人工智慧的產業",
    "The machines' reinforcement learning isn't new; 3.14 of it.",
    "これはreinforcement learningの話である。\n这是机器人企业的发展情况。\nAnd English.",
    "ー強化学習 ﾃﾞｰﾀ \xFF 한국어",
    "",
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

/* Tokens of all texts, and the keys of their terms. */
static void show_all(fuda_scratch *scratch, fuda_buf *out)
{
    for (size_t i = 0; i < COUNT(texts); i++) {
        nlp_terms terms;
        show_tokens(scratch, texts[i], strlen(texts[i]), FUDA_LANG_UND, out);
        assert_int_equal(nlp_terms_of(scratch, texts[i], strlen(texts[i]), FUDA_LANG_UND, &terms, NULL),
                         FUDA_OK);
        for (size_t k = 0; k < terms.nuse; k++) {
            size_t len;
            const char *key = nlp_term_key(scratch, terms.uses[k].term, &len);
            fuda_buf_addf(out, "\n%u-%u ", terms.uses[k].start, terms.uses[k].end);
            fuda_buf_add(out, key, len);
        }
        fuda_buf_add_char(out, '\n');
    }
}

static void assert_same_as_new(fuda_scratch *scratch)
{
    fuda_scratch *fresh;
    fuda_buf want = {0}, got = {0};
    assert_int_equal(fuda_scratch_new(f.tokenizer, &fresh, NULL), FUDA_OK);
    show_all(fresh, &want);
    show_all(scratch, &got);
    assert_string_equal(fuda_buf_cstr(&got), fuda_buf_cstr(&want));
    fuda_scratch_free(fresh);
    fuda_buf_release(&want);
    fuda_buf_release(&got);
}

static void tokenize(fuda_scratch *scratch, const char *text, size_t len)
{
    const fuda_tokens *tokens;
    assert_int_equal(fuda_tokenize(scratch, text, len, FUDA_LANG_UND, &tokens, NULL), FUDA_OK);
}

static void second_call_and_after_thousands(void **state)
{
    fuda_rng rng = {9};
    uint32_t count, generation = nlp_generation(f.scratch);
    (void)state;
    assert_same_as_new(f.scratch);
    count = nlp_term_count(f.scratch);
    assert_same_as_new(f.scratch);
    assert_int_equal(nlp_term_count(f.scratch), count); /* nothing was numbered twice */
    for (int i = 0; i < 5000; i++) {
        static const char *const bits[] = {"学", "習", "デ", "タ",   "の", "人", "工",
                                           "x",  "y",  " ",  "ing ", "。", "é"};
        char text[64] = "";
        for (uint64_t n = fuda_rng_below(&rng, 14); n > 0; n--)
            strcat(text, bits[fuda_rng_below(&rng, COUNT(bits))]);
        tokenize(f.scratch, text, strlen(text));
    }
    assert_true(nlp_term_count(f.scratch) > count + 100);
    assert_int_equal(nlp_generation(f.scratch), generation);
    assert_same_as_new(f.scratch);
}

/* Term numbers stay while the generation does. */
static void numbers_are_stable(void **state)
{
    nlp_terms terms;
    uint32_t numbers[32];
    size_t n;
    (void)state;
    assert_int_equal(nlp_terms_of(f.scratch, texts[3], strlen(texts[3]), FUDA_LANG_UND, &terms, NULL),
                     FUDA_OK);
    n = terms.nuse;
    assert_in_range(n, 3, 32);
    for (size_t i = 0; i < n; i++)
        numbers[i] = terms.uses[i].term;
    for (size_t i = 0; i < COUNT(texts); i++)
        tokenize(f.scratch, texts[i], strlen(texts[i]));
    assert_int_equal(nlp_terms_of(f.scratch, texts[3], strlen(texts[3]), FUDA_LANG_UND, &terms, NULL),
                     FUDA_OK);
    assert_int_equal(terms.nuse, n);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(terms.uses[i].term, numbers[i]);
}

/* A text of more different words than the tables shall hold: they are emptied before the next text. */
static void full_tables_are_emptied(void **state)
{
    enum { WORDS = (1 << 20) + 10 };
    char *text = malloc(8u * WORDS + 1);
    uint32_t generation = nlp_generation(f.scratch);
    (void)state;
    assert_non_null(text);
    for (unsigned i = 0; i < WORDS; i++) {
        unsigned rest = i;
        for (int k = 6; k >= 0; k--, rest /= 10)
            text[8 * i + (unsigned)k] = (char)('0' + rest % 10);
        text[8 * i + 7] = ' ';
    }
    nlp_hold_terms(f.scratch, true);
    tokenize(f.scratch, text, 8u * WORDS);
    free(text);
    uint32_t count = nlp_term_count(f.scratch);
    /* Held, the numbers stay. */
    assert_same_as_new(f.scratch);
    assert_int_equal(nlp_generation(f.scratch), generation);
    assert_true(nlp_term_count(f.scratch) >= count);
    nlp_hold_terms(f.scratch, false);
    assert_int_equal(nlp_generation(f.scratch), generation);
    tokenize(f.scratch, "one", 3);
    assert_int_equal(nlp_generation(f.scratch), generation + 1);
    assert_in_range(nlp_term_count(f.scratch), 0, 1);
    assert_same_as_new(f.scratch);
    assert_int_equal(nlp_generation(f.scratch), generation + 1);
}

/* The lexicon alone, emptied again and again. */
static void lexicon_clear(void **state)
{
    fuda_text_settings settings = fuda_text_settings_default();
    nlp_phrases none = {0};
    nlp_stop_lists stop = {0};
    nlp_lexicon lex;
    uint32_t index;
    (void)state;
    assert_int_equal(nlp_stop_lists_init(&stop, NULL), FUDA_OK);
    assert_int_equal(nlp_lexicon_init(&lex, &settings, &none, &stop, NULL), FUDA_OK);
    for (int round = 0; round < 3; round++) {
        const char feature[] = "動詞,自立,*,*,一段,連用形,食べる,タベ,タベ", other[] = "名詞,一般";
        assert_false(nlp_lexicon_is_full(&lex));
        assert_int_equal(nlp_lexicon_word(&lex, NLP_JA, "食べ", 6, feature, &index, NULL), FUDA_OK);
        assert_int_equal(index, 0);
        const nlp_entry *e = &lex.tables[NLP_JA].entries[0];
        assert_string_equal(e->pos, "動詞-自立");
        assert_int_equal(fuda_strtab_len(&lex.terms, e->term), 11);
        assert_memory_equal(fuda_strtab_bytes(&lex.terms, e->term), "wj食べる", 11);
        /* The same surface as another entry of the dictionary is another word. */
        assert_int_equal(nlp_lexicon_word(&lex, NLP_JA, "食べ", 6, other, &index, NULL), FUDA_OK);
        assert_int_equal(index, 1);
        assert_int_equal(nlp_lexicon_word(&lex, NLP_JA, "食べ", 6, feature, &index, NULL), FUDA_OK);
        assert_int_equal(index, 0);
        for (enum nlp_table t = NLP_EN; t <= NLP_ZH; t++) {
            assert_int_equal(nlp_lexicon_word(&lex, t, "running", 7, NULL, &index, NULL), FUDA_OK);
            assert_int_equal(index, 0);
            e = &lex.tables[t].entries[0];
            size_t len = fuda_strtab_len(&lex.terms, e->term);
            const char *key = fuda_strtab_bytes(&lex.terms, e->term);
            assert_int_equal(key[1], nlp_table_lang(t));
            assert_int_equal(len, t == NLP_EN ? 5 : 9);
        }
        assert_int_equal(lex.terms.count, 5);
        nlp_lexicon_clear(&lex);
        assert_int_equal(lex.terms.count, 0);
        for (int t = 0; t < NLP_NTABLE; t++)
            assert_int_equal(lex.tables[t].keys.count, 0);
    }
    nlp_lexicon_release(&lex);
    nlp_stop_lists_release(&stop);
}

/* One tokenizer, many threads, each with its scratch. */
typedef struct job {
    fuda_scratch *scratches[8];
    char *want;
    size_t bad;
} job;

static fuda_status compare(void *ctx, size_t block, int worker, fuda_error *err)
{
    job *j = ctx;
    fuda_buf got = {0};
    (void)block;
    (void)err;
    show_all(j->scratches[worker], &got);
    if (strcmp(fuda_buf_cstr(&got), j->want) != 0)
        __atomic_add_fetch(&j->bad, 1, __ATOMIC_SEQ_CST);
    fuda_buf_release(&got);
    return FUDA_OK;
}

static void threads_agree(void **state)
{
    job j = {0};
    fuda_buf want = {0};
    (void)state;
    for (size_t i = 0; i < COUNT(j.scratches); i++)
        assert_int_equal(fuda_scratch_new(f.tokenizer, &j.scratches[i], NULL), FUDA_OK);
    show_all(f.scratch, &want);
    assert_non_null(fuda_buf_cstr(&want));
    j.want = want.ptr;
    assert_int_equal(fuda_parallel(400, 8, compare, &j, NULL), FUDA_OK);
    assert_int_equal(j.bad, 0);
    for (size_t i = 0; i < COUNT(j.scratches); i++)
        fuda_scratch_free(j.scratches[i]);
    fuda_buf_release(&want);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(second_call_and_after_thousands),
        cmocka_unit_test(numbers_are_stable),
        cmocka_unit_test(full_tables_are_emptied),
        cmocka_unit_test(lexicon_clear),
        cmocka_unit_test(threads_agree),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
