/* SPDX-License-Identifier: MIT */
/*
 * What must hold for any bytes whatever: tokens in order, apart, inside the text, of valid UTF-8;
 * terms of valid UTF-8; the public view and the internal terms say the same.
 */
#include "nlp_fixture.h"

#include "core/file.h"
#include "core/random.h"
#include "core/utf8.h"
#include "nlp/tokenizer.h"

static const char *const phrases[] = {
    "具身智能", "大規模言語モデル", "reinforcement learning", "学習データ", "a b", "機器學習", NULL};

static fixture plain, full; /* the defaults; everything that can be counted */

static int setup(void **state)
{
    fuda_text_settings all = {
        .words = true, .phrases = true, .numbers = true, .word_ngrams = 3, .char_ngrams = 2};
    (void)state;
    plain = fixture_new(fuda_text_settings_default(), phrases);
    full = fixture_new(all, phrases);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    fixture_free(&plain);
    fixture_free(&full);
    return 0;
}

static void assert_utf8(const char *bytes, size_t len)
{
    assert_true(len > 0);
    assert_int_equal(fuda_utf8_check(bytes, len), len);
}

static void check_tokens(const char *text, size_t len, const fuda_tokens *tokens)
{
    size_t end = 0, token = 0;

    assert_string_not_equal(tokens->tag, "");
    for (size_t i = 0; i < tokens->ntoken; i++) {
        const fuda_token *t = &tokens->tokens[i];
        assert_true(end <= t->start && t->start < t->end && t->end <= len);
        end = t->end;
        assert_utf8(text + t->start, t->end - t->start);
        if (t->term.ptr != NULL)
            assert_utf8(t->term.ptr, t->term.len);
        assert_non_null(t->pos);
        assert_int_equal(fuda_utf8_check(t->pos, strlen(t->pos)), strlen(t->pos));
        assert_in_range(t->lang, FUDA_LANG_EN, FUDA_LANG_OTHER);
    }
    for (size_t i = 0; i < tokens->nphrase; i++) {
        const fuda_phrase *p = &tokens->phrases[i];
        assert_utf8(p->term.ptr, p->term.len);
        while (token < tokens->ntoken && tokens->tokens[token].start < p->start)
            token++;
        assert_true(token < tokens->ntoken);
        assert_int_equal(tokens->tokens[token].start, p->start); /* from one token's start */
        size_t last = token;
        while (last < tokens->ntoken && tokens->tokens[last].end < p->end)
            last++;
        assert_true(last < tokens->ntoken && last > token);
        assert_int_equal(tokens->tokens[last].end, p->end); /* … to a later one's end */
    }
}

static char language_byte(fuda_lang lang)
{
    return lang == FUDA_LANG_EN ? 'e' : lang == FUDA_LANG_JA ? 'j' : lang == FUDA_LANG_ZH ? 'z' : 'o';
}

static void assert_use(fuda_scratch *scratch, const nlp_use *use, size_t start, size_t end, fuda_str term,
                       char lang)
{
    size_t key_len;
    const char *key = nlp_term_key(scratch, use->term, &key_len);
    assert_int_equal(use->start, start);
    assert_int_equal(use->end, end);
    assert_int_equal(key_len, term.len + 2);
    assert_int_equal(key[0], NLP_KIND_WORD);
    if (lang != 0)
        assert_int_equal(key[1], lang);
    assert_memory_equal(key + 2, term.ptr, term.len);
}

/* The uses of the default settings are the phrases and the terms of the tokens, in order. */
static void check_agreement(fuda_scratch *scratch, const char *text, size_t len, fuda_lang lang)
{
    static fuda_token tokens[20000];
    static fuda_phrase found[2000];
    fuda_arena arena = {0};
    const fuda_tokens *view;
    nlp_terms terms;
    size_t use = 0, phrase = 0;

    assert_int_equal(fuda_tokenize(scratch, text, len, lang, &view, NULL), FUDA_OK);
    check_tokens(text, len, view);
    fuda_tokens copy = *view; /* the view ends with the next call */
    assert_true(copy.ntoken <= COUNT(tokens) && copy.nphrase <= COUNT(found));
    for (size_t i = 0; i < copy.ntoken; i++) {
        tokens[i] = copy.tokens[i];
        if (tokens[i].term.ptr != NULL)
            tokens[i].term.ptr = fuda_arena_copy(&arena, tokens[i].term.ptr, tokens[i].term.len);
    }
    for (size_t i = 0; i < copy.nphrase; i++)
        found[i] = copy.phrases[i]; /* their names live in the tokenizer */
    assert_int_equal(nlp_terms_of(scratch, text, len, lang, &terms, NULL), FUDA_OK);
    assert_int_equal(terms.lang, copy.lang);
    assert_string_equal(terms.tag, copy.tag);
    assert_int_equal(terms.ntoken, copy.ntoken);
    for (size_t i = 0; i < copy.ntoken; i++) {
        for (; phrase < copy.nphrase && found[phrase].start == tokens[i].start; phrase++) {
            assert_true(use < terms.nuse);
            assert_use(scratch, &terms.uses[use++], found[phrase].start, found[phrase].end,
                       found[phrase].term, 0);
        }
        if (tokens[i].term.ptr == NULL)
            continue;
        assert_true(use < terms.nuse);
        assert_use(scratch, &terms.uses[use++], tokens[i].start, tokens[i].end, tokens[i].term,
                   language_byte(tokens[i].lang));
    }
    assert_int_equal(use, terms.nuse);
    assert_int_equal(phrase, copy.nphrase);
    fuda_arena_release(&arena);
}

/* With pairs and characters: every use inside the text, its key well-formed. */
static void check_all_terms(const char *text, size_t len)
{
    nlp_terms terms;
    assert_int_equal(nlp_terms_of(full.scratch, text, len, FUDA_LANG_UND, &terms, NULL), FUDA_OK);
    for (size_t i = 0; i < terms.nuse; i++) {
        const nlp_use *u = &terms.uses[i];
        size_t key_len;
        assert_true(u->term < nlp_term_count(full.scratch));
        const char *key = nlp_term_key(full.scratch, u->term, &key_len);
        assert_true(u->start < u->end && u->end <= len);
        assert_non_null(memchr("wbtc", key[0], 4));
        assert_non_null(memchr("jzeo", key[1], 4));
        assert_utf8(key + 2, key_len - 2);
        assert_true((key[0] != NLP_KIND_PAIR && key[0] != NLP_KIND_TRIPLE) || memchr(key + 2, ' ', key_len - 2) != NULL);
    }
}

static void check_everything(const char *text, size_t len)
{
    const fuda_detection *d;
    size_t end = 0;

    for (int lang = FUDA_LANG_UND; lang <= FUDA_LANG_OTHER; lang++)
        check_agreement(plain.scratch, text, len, (fuda_lang)lang);
    check_all_terms(text, len);
    assert_int_equal(fuda_detect(plain.scratch, text, len, &d, NULL), FUDA_OK);
    for (size_t i = 0; i < d->nrun; i++) {
        assert_true(end <= d->runs[i].start && d->runs[i].start < d->runs[i].end && d->runs[i].end <= len);
        assert_true(i == 0 || strcmp(d->runs[i].tag, d->runs[i - 1].tag) != 0);
        end = d->runs[i].end;
    }
}

/* Bits of text that make trouble: joints, marks, long vowels, cut characters, controls. */
static size_t random_text(fuda_rng *rng, char *out, size_t room)
{
    static const char *const bits[] = {
        "学習",
        "データ",
        "の",
        "ー",
        "を使う",
        "具身智能",
        "机器",
        "學習",
        "们",
        "a",
        "The ",
        "learning",
        "'s",
        "’s",
        ".",
        ",",
        "3",
        "３",
        "Ａ",
        "ﾃﾞ",
        "ﾞ",
        "\u3099",
        "\u0301",
        "。",
        "、",
        "\n",
        "\r",
        " ",
        "　",
        "\t",
        "\x01",
        "\x7F",
        "\xE5",
        "\xAD",
        "\xFF",
        "\xF0\xA0",
        "𠮷",
        "😀",
        "한국",
        "дом",
        "\u200B",
        "\u200D",
        "・",
        "-",
        "々",
        "ゝ",
        "㍿",
        "\uFDFA",
        "\xED\xA0\x80",
        "_",
        "é",
        "ß",
        "İ",
        "\u0600",
        "ก็",
        "〱",
        "reinforcement ",
        "b ",
        "\u3031",
    };
    size_t len = 0;
    for (uint64_t n = fuda_rng_below(rng, 30); n > 0; n--) {
        uint64_t k = fuda_rng_below(rng, COUNT(bits) + 4);
        size_t add = k < COUNT(bits) ? strlen(bits[k]) : 1;
        if (len + add > room)
            break;
        if (k < COUNT(bits))
            memcpy(out + len, bits[k], add);
        else
            out[len] = k == COUNT(bits) ? '\0' : (char)fuda_rng_next(rng);
        len += add;
    }
    return len;
}

static void random_texts(void **state)
{
    fuda_rng rng = {2024};
    (void)state;
    for (int round = 0; round < 3000; round++) {
        char bits[400];
        size_t len = random_text(&rng, bits, sizeof bits);
        char *text = malloc(len + (len == 0)); /* ends where the block ends */
        assert_non_null(text);
        memcpy(text, bits, len);
        check_everything(text, len);
        free(text);
    }
}

static void random_bytes(void **state)
{
    fuda_rng rng = {2025};
    (void)state;
    for (int round = 0; round < 1000; round++) {
        size_t len = 1 + fuda_rng_below(&rng, 200);
        char *text = malloc(len);
        assert_non_null(text);
        for (size_t i = 0; i < len; i++)
            text[i] = (char)fuda_rng_next(&rng);
        check_everything(text, len);
        free(text);
    }
}

/* Every document on file, whole and cut at every place of its beginning. */
static void documents_on_file(void **state)
{
    static const char *const names[] = {"blog-ja.txt",     "football-ja.txt", "recipe-ja.txt",
                                        "football-en.txt", "obituary-en.txt", "football-zh.txt",
                                        "law-zh.txt",      "mixed.txt"};
    fuda_buf file = {0};
    (void)state;
    for (size_t i = 0; i < COUNT(names); i++) {
        char path[512];
        snprintf(path, sizeof path, TEST_DATA "/%s", names[i]);
        assert_int_equal(fuda_file_read(path, 1 << 20, &file, NULL), FUDA_OK);
        check_everything(file.ptr, file.len);
        for (size_t cut = 0; cut < 120 && 2 * cut < file.len; cut++) {
            char *part = malloc(cut + 1);
            assert_non_null(part);
            memcpy(part, file.ptr + cut, cut + 1);
            check_everything(part, cut + 1);
            free(part);
        }
    }
    fuda_buf_release(&file);
}

static void nul_and_controls_separate(void **state)
{
    static const char text[] = "学習\0データ\x01機械\x1F\x7Frobot\0arm\n具身智能\0研究";
    (void)state;
    check_everything(text, sizeof text - 1);
    const fuda_tokens *tokens;
    assert_int_equal(fuda_tokenize(plain.scratch, text, sizeof text - 1, FUDA_LANG_UND, &tokens, NULL),
                     FUDA_OK);
    for (size_t i = 0; i < tokens->ntoken; i++) {
        for (size_t k = tokens->tokens[i].start; k < tokens->tokens[i].end; k++)
            assert_true((unsigned char)text[k] >= 0x20 && text[k] != 0x7F);
    }
    assert_true(tokens->ntoken >= 9);
    assert_memory_equal(text + tokens->tokens[1].start, "データ", 9);
}

/* MeCab reads to a NUL when a sentence ends with blanks: there must be one, and no word of the
 * next sentence may be found before it. */
static void blanks_at_the_end_of_a_sentence(void **state)
{
    static const char *const texts[] = {"学習データ ", "学習を　", "これは\t", "の  ",
                                        "学習 \x01東京都庁舎に行く"};
    fuda_buf text = {0};
    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++) {
        size_t len = strlen(texts[i]);
        char *block = malloc(len);
        assert_non_null(block);
        memcpy(block, texts[i], len);
        check_everything(block, len);
        free(block);
    }
    /* A sentence so long that it is cut at a blank, with a word right behind. */
    for (int i = 0; i < 120; i++)
        fuda_buf_add_str(&text, "学習をするデータの");
    for (int i = 0; i < 50; i++)
        fuda_buf_add_str(&text, " 東京都庁舎国際会議場");
    check_everything(text.ptr, text.len);
    fuda_buf_release(&text);
}

static void key_of_term(void **state)
{
    static const struct {
        const char *term;
        fuda_lang lang;
        const char *key;
    } rows[] = {
        {"reinforcement learning", FUDA_LANG_EN, "wereinforc learn"},
        {"Machines", FUDA_LANG_EN, "wemachin"},
        {"機器學習", FUDA_LANG_ZH, "wz机器学习"},
        {"具身智能", FUDA_LANG_ZH, "wz具身智能"},
        {"大規模言語モデル", FUDA_LANG_JA, "wj大規模言語モデル"},
        {"学習", FUDA_LANG_JA, "wj学習"},
        {"the", FUDA_LANG_EN, ""},
        {"", FUDA_LANG_EN, ""},
        {"two separate words", FUDA_LANG_EN, ""}, /* no one term covers it */
    };
    fuda_buf key = {0};
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_int_equal(
            nlp_key_of_term(plain.scratch, rows[i].lang, rows[i].term, strlen(rows[i].term), &key, NULL),
            FUDA_OK);
        assert_string_equal(fuda_buf_cstr(&key), rows[i].key);
    }
    fuda_buf_release(&key);
    assert_true(nlp_tokenizer_settings(full.tokenizer)->numbers);
    assert_false(nlp_tokenizer_settings(plain.tokenizer)->numbers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_texts),
        cmocka_unit_test(random_bytes),
        cmocka_unit_test(documents_on_file),
        cmocka_unit_test(nul_and_controls_separate),
        cmocka_unit_test(blanks_at_the_end_of_a_sentence),
        cmocka_unit_test(key_of_term),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
