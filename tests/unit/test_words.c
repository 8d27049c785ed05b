/* SPDX-License-Identifier: MIT */
/* The word scanner against ICU's word breaks, whose rules it implements without ICU's price. */
#include "prelude.h"

#include <unicode/ubrk.h>
#include <unicode/uversion.h>

#include "core/random.h"
#include "core/utf8.h"
#include "nlp/unicode.h"
#include "nlp/words.h"

static UBreakIterator *icu;

static int setup(void **state)
{
    UErrorCode e = U_ZERO_ERROR;
    (void)state;
    if (nlp_unicode_init(NULL) != FUDA_OK)
        return -1;
    icu = ubrk_open(UBRK_WORD, "en", NULL, 0, &e);
    return U_SUCCESS(e) ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    ubrk_close(icu);
    return 0;
}

enum { MAX_TEXT = 4096, MAX_WORDS = 2048 };

typedef struct word_list {
    size_t start[MAX_WORDS], end[MAX_WORDS], n;
} word_list;

/* ICU's segments that hold a letter, a digit or an underscore. */
static void words_by_icu(const char *text, size_t len, word_list *out)
{
    static UChar units[MAX_TEXT];
    UErrorCode e = U_ZERO_ERROR;
    int32_t from, to;

    assert_true(len <= MAX_TEXT);
    for (size_t i = 0; i < len; i++)
        units[i] = (UChar)(unsigned char)text[i];
    ubrk_setText(icu, units, (int32_t)len, &e);
    assert_true(U_SUCCESS(e));
    out->n = 0;
    for (from = ubrk_first(icu); (to = ubrk_next(icu)) != UBRK_DONE; from = to) {
        bool word = false;
        for (int32_t i = from; i < to; i++)
            word |=
                nlp_class_of(units[i]) == NLP_LATIN || nlp_class_of(units[i]) == NLP_DIGIT || units[i] == '_';
        if (word) {
            out->start[out->n] = (size_t)from;
            out->end[out->n++] = (size_t)to;
        }
    }
}

static void words_by_scanner(const char *text, size_t len, word_list *out)
{
    nlp_word w;
    out->n = 0;
    for (size_t pos = 0; nlp_next_word(text, pos, len, &w); pos = w.end) {
        assert_true(pos <= w.start && w.start < w.end && w.end <= len);
        out->start[out->n] = w.start;
        out->end[out->n++] = w.end;
    }
}

/* Many at a time, with `before` bytes ahead of the text so that blocks begin elsewhere. */
static void words_in_blocks(const char *text, size_t len, size_t before, word_list *out)
{
    static char moved[MAX_TEXT + 64];
    uint32_t bounds[2 * NLP_WORDS];
    size_t pos = before, n;

    memset(moved, 'x', before);
    memcpy(moved + before, text, len);
    out->n = 0;
    while ((n = nlp_find_words(moved, &pos, before + len, bounds)) > 0) {
        assert_true(n <= NLP_WORDS && pos <= before + len);
        for (size_t i = 0; i < n; i++) {
            out->start[out->n] = bounds[2 * i] - before;
            out->end[out->n++] = bounds[2 * i + 1] - before;
        }
    }
    assert_int_equal(nlp_find_words(moved, &pos, before + len, bounds), 0);
}

static void assert_equal_lists(const char *text, size_t len, const word_list *want, const word_list *got)
{
    bool same = want->n == got->n;
    for (size_t i = 0; same && i < want->n; i++)
        same = want->start[i] == got->start[i] && want->end[i] == got->end[i];
    if (!same)
        fail_msg("%.*s: %zu words, %zu expected", (int)len, text, got->n, want->n);
}

/* Both ways to cut, on any bytes. */
static void assert_ways_agree(const char *text, size_t len)
{
    static word_list want, got;
    words_by_scanner(text, len, &want);
    for (size_t before = 0; before < 64; before += 1 + before) {
        words_in_blocks(text, len, before, &got);
        assert_equal_lists(text, len, &want, &got);
    }
}

static void assert_same(const char *text, size_t len)
{
    static word_list want, got;
    words_by_icu(text, len, &want);
    words_by_scanner(text, len, &got);
    assert_equal_lists(text, len, &want, &got);
    assert_ways_agree(text, len);
}

/* Words in any script, malformed bytes: cut 64 bytes at a time as one by one. */
static void blocks_of_any_bytes(void **state)
{
    static const char *const bits[] = {"a",  "b",      "Z",      "7",      "0",      ".",   "'", ",",      ";", "_",
                                       " ",  "-",      "\n",     "é",      "\u0301", "学",  "ー", "’",      "·", "\xFF",
                                       "가", "\u00AD", "word ",  "text.",  "1,000 ", "don't", "U.S. ", "３", "Ａ", "я"};
    fuda_rng rng = {11};
    static char text[1024];
    (void)state;
    for (int round = 0; round < 20000; round++) {
        size_t len = 0, n = fuda_rng_below(&rng, round % 10 == 0 ? 200 : 40);
        /* Half of them are nearly ASCII. */
        for (size_t i = 0; i < n; i++) {
            size_t pick = fuda_rng_below(&rng, COUNT(bits));
            if (round % 2 == 0 && fuda_rng_below(&rng, 40) != 0)
                pick = fuda_rng_below(&rng, 12);
            const char *bit = bits[pick];
            if (len + strlen(bit) > sizeof text)
                break;
            memcpy(text + len, bit, strlen(bit));
            len += strlen(bit);
        }
        assert_ways_agree(text, len);
    }
}

static void english_texts(void **state)
{
    static const char *const texts[] = {
        "The robot's arm isn't moving; it can't, at 3.14 radians or 1,000.5 degrees.",
        "e-mail, state-of-the-art (AI/ML) U.S. Ph.D. o'clock 'quoted' rock 'n' roll 50% $9.99",
        "v1.2.3 snake_case __init__ x_1 3D 4K GPT-4o BERT2BERT 2nd 1990s '90s dogs' cats'",
        "http://example.org:8080/a?b=c&d=e#f user example.com [1] {2} <3> a|b a+b=c*d",
        "Title: subtitle. 12:30 9;5 1,2,3 a,b a.b 1.a a.1 ...end . . 'a' ''",
        "",
        "   ",
        "tab\tnew\nline\r\nreturn",
    };
    static const char *const files[] = {"football-en.txt", "obituary-en.txt"};
    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++)
        assert_same(texts[i], strlen(texts[i]));
    for (size_t i = 0; i < COUNT(files); i++) {
        char path[512], text[MAX_TEXT];
        snprintf(path, sizeof path, TEST_DATA "/%s", files[i]);
        FILE *in = fopen(path, "rb");
        assert_non_null(in);
        size_t len = fread(text, 1, sizeof text, in);
        fclose(in);
        assert_true(len > 500);
        for (size_t k = 0; k < len; k++) {
            if ((unsigned char)text[k] >= 0x80)
                text[k] = ' ';
        }
        assert_same(text, len);
    }
}

static void random_ascii(void **state)
{
    static const char symbols[] = "abZ09'.,;_- !\"/()%\n";
    fuda_rng rng = {11};
    (void)state;
    for (int round = 0; round < 50000; round++) {
        char text[16];
        size_t len = fuda_rng_below(&rng, sizeof text);
        for (size_t i = 0; i < len; i++)
            text[i] = symbols[fuda_rng_below(&rng, sizeof symbols - 1)];
        assert_same(text, len);
    }
}

/* ICU joined words across a colon until version 71. */
static void colon_separates(void **state)
{
    static const char text[] = "Title:subtitle a:b:c 12:30";
    UVersionInfo version;
    nlp_word w;
    (void)state;
    assert_true(nlp_next_word(text, 0, sizeof text - 1, &w));
    assert_int_equal(w.end, 5);
    u_getVersion(version);
    if (version[0] >= 72)
        assert_same(text, sizeof text - 1);
}

static void beyond_ascii(void **state)
{
    static const struct {
        const char *text;
        const char *want; /* words with a bar behind each; "a" ASCII only, "L" has a letter */
    } rows[] = {
        {"café naïve", "café:L|naïve:L|"},
        {"China’s l’État", "China’s:L|l’État:L|"},
        {"AI技術とGPT-4の12個", "AI:aL|GPT:aL|4:a|12:a|"},
        {"深度学习", ""},
        {"データ", ""},
        {"Ｆｕｌｌ １２３", "Ｆｕｌｌ:L|１２３:|"},
        {"машинное обучение", "машинное:L|обучение:L|"},
        {"기계 학습", "기계:L|학습:L|"},
        {"co\xC2\xADop", "co\xC2\xADop:L|"},
        {"e\xCC\x81t", "e\xCC\x81t:L|"},
        {"a\xFFz b\x01z", "a:aL|z:aL|b:aL|z:aL|"},
        {"don’t ’quoted’", "don’t:L|quoted:aL|"},
        {"l·l", "l·l:L|"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        char got[256] = "";
        size_t n = 0, len = strlen(rows[i].text);
        nlp_word w;
        for (size_t pos = 0; nlp_next_word(rows[i].text, pos, len, &w); pos = w.end)
            n += (size_t)snprintf(got + n, sizeof got - n, "%.*s:%s%s|", (int)(w.end - w.start),
                                  rows[i].text + w.start, w.ascii ? "a" : "", w.has_letter ? "L" : "");
        assert_string_equal(got, rows[i].want);
    }
}

static void random_bytes_stay_inside(void **state)
{
    fuda_rng rng = {12};
    nlp_word w;
    (void)state;
    for (int round = 0; round < 20000; round++) {
        size_t len = fuda_rng_below(&rng, 40), pos = 0;
        char *text = malloc(len + 1);
        assert_non_null(text);
        char *tail = text + 1; /* its end is the end of the block */
        for (size_t i = 0; i < len; i++)
            tail[i] =
                fuda_rng_below(&rng, 3) == 0 ? (char)fuda_rng_next(&rng) : "aé’."[fuda_rng_below(&rng, 7)];
        while (nlp_next_word(tail, pos, len, &w)) {
            assert_true(pos <= w.start && w.start < w.end && w.end <= len);
            assert_int_equal(fuda_utf8_check(tail + w.start, w.end - w.start), w.end - w.start);
            pos = w.end;
        }
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(english_texts),
        cmocka_unit_test(blocks_of_any_bytes),
        cmocka_unit_test(random_ascii),
        cmocka_unit_test(colon_separates),
        cmocka_unit_test(beyond_ascii),
        cmocka_unit_test(random_bytes_stay_inside),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
