/* SPDX-License-Identifier: MIT */
/* Normal forms, character classes, simplified forms and character sets. */
#include "cases.h"

#include "core/random.h"
#include "nlp/unicode.h"

static int init(void **state)
{
    (void)state;
    return nlp_unicode_init(NULL) == FUDA_OK ? 0 : -1;
}

static void normalize(const char *input, size_t len, fuda_buf *out)
{
    assert_int_equal(nlp_normalize(input, len, out, NULL), FUDA_OK);
}

static void table_of_normal_forms(void **state)
{
    (void)state;
    run_cases("normalize", normalize);
}

static void result_is_appended(void **state)
{
    fuda_buf out = {0};
    (void)state;
    fuda_buf_add_str(&out, "before:");
    normalize("ABC", 3, &out);
    normalize("", 0, &out);
    normalize("Ａ", 3, &out);
    assert_string_equal(fuda_buf_cstr(&out), "before:abca");
    fuda_buf_release(&out);
}

/* The fast road (plain characters) and ICU's road agree: a character that forces the slow one,
 * put behind a separator, must not change what comes before it. */
static void both_roads_agree(void **state)
{
    static const char slow[] = " \xEF\xBC\xA1"; /* full-width A */
    fuda_buf fast = {0}, icu = {0}, twice = {0};
    fuda_rng rng = {4};
    (void)state;
    for (int round = 0; round < 20000; round++) {
        char text[64];
        size_t len = 0;
        for (uint64_t n = 1 + fuda_rng_below(&rng, 8); n > 0; n--) {
            static const uint32_t from[] = {0x20, 0xA0, 0x300, 0x3040, 0x4E00, 0xAC00, 0x1100, 0xFF00};
            static const uint32_t size[] = {0x60, 0x200, 0x70, 0xC0, 0x5200, 0x100, 0x100, 0xF0};
            size_t k = fuda_rng_below(&rng, COUNT(from));
            len += fuda_utf8_put(from[k] + (uint32_t)fuda_rng_below(&rng, size[k]), text + len);
        }
        fuda_buf_clear(&fast);
        fuda_buf_clear(&icu);
        fuda_buf_clear(&twice);
        normalize(text, len, &fast);
        memcpy(text + len, slow, 4);
        normalize(text, len + 4, &icu);
        if (icu.len != fast.len + 2 || memcmp(icu.ptr, fast.ptr, fast.len) != 0)
            fail_msg("'%.*s': %.*s, with ICU %.*s", (int)len, text, (int)fast.len, fast.ptr, (int)icu.len,
                     icu.ptr);
        normalize(fast.ptr, fast.len, &twice); /* a normal form is its own normal form */
        assert_int_equal(twice.len, fast.len);
        assert_memory_equal(twice.ptr, fast.ptr, fast.len);
    }
    fuda_buf_release(&fast);
    fuda_buf_release(&icu);
    fuda_buf_release(&twice);
}

static void random_bytes_give_valid_text(void **state)
{
    fuda_buf out = {0};
    fuda_rng rng = {5};
    (void)state;
    for (int round = 0; round < 5000; round++) {
        size_t len = fuda_rng_below(&rng, 300);
        char *text = malloc(len + 1);
        assert_non_null(text);
        for (size_t i = 0; i < len; i++)
            text[i] = (char)(fuda_rng_next(&rng) >> (round % 2 == 0 ? 0 : 57));
        fuda_buf_clear(&out);
        normalize(text, len, &out);
        assert_int_equal(fuda_utf8_check(out.ptr, out.len), out.len);
        free(text);
    }
    fuda_buf_release(&out);
}

static void classes(void **state)
{
    static const struct {
        uint32_t c;
        nlp_class want;
    } rows[] = {
        {' ', NLP_SPACE},           {'\n', NLP_SPACE},      {0x3000, NLP_SPACE},    {0xA0, NLP_SPACE},
        {'.', NLP_PUNCT},           {0, NLP_PUNCT},         {0x3002, NLP_PUNCT},    {0x30FB, NLP_PUNCT},
        {0xFF01, NLP_PUNCT},        {0x1F600, NLP_PUNCT},   {0x2460, NLP_PUNCT},    {0x200D, NLP_PUNCT},
        {FUDA_BAD_CHAR, NLP_PUNCT}, {0x110000, NLP_PUNCT},  {0xE000, NLP_PUNCT},    {'7', NLP_DIGIT},
        {0xFF17, NLP_DIGIT},        {0x0967, NLP_DIGIT},    {0x1D7D9, NLP_DIGIT},   {'a', NLP_LATIN},
        {0xE9, NLP_LATIN},          {0xFF21, NLP_LATIN},    {0x1EA1, NLP_LATIN},    {0x5B66, NLP_HAN},
        {0x3005, NLP_HAN},          {0x3006, NLP_HAN},      {0x3007, NLP_HAN},      {0x3400, NLP_HAN},
        {0xF900, NLP_HAN},          {0x20BB7, NLP_HAN},     {0x9FFF, NLP_HAN},      {0x3042, NLP_HIRAGANA},
        {0x309D, NLP_HIRAGANA},     {0x30A2, NLP_KATAKANA}, {0x30FC, NLP_KATAKANA}, {0xFF71, NLP_KATAKANA},
        {0xFF70, NLP_KATAKANA},     {0x30F6, NLP_KATAKANA}, {0x31F0, NLP_KATAKANA}, {0xAC00, NLP_HANGUL},
        {0xD7A3, NLP_HANGUL},       {0x1100, NLP_HANGUL},   {0x3131, NLP_HANGUL},   {0x0416, NLP_LETTER},
        {0x03B1, NLP_LETTER},       {0x0E01, NLP_LETTER},   {0x05D0, NLP_LETTER},   {0x3105, NLP_LETTER},
        {0x0301, NLP_MARK},         {0x3099, NLP_MARK},     {0xFF9E, NLP_MARK},     {0x093E, NLP_MARK},
        {0xFE0F, NLP_MARK},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        if (nlp_class_of(rows[i].c) != rows[i].want)
            fail_msg("U+%04X: class %d, want %d", rows[i].c, (int)nlp_class_of(rows[i].c), (int)rows[i].want);
    }
}

static uint32_t character(const char *text)
{
    size_t pos = 0;
    return fuda_utf8_next(text, strlen(text), &pos);
}

static void simplified_forms(void **state)
{
    static const char *const rows[][2] = {
        {"學", "学"}, {"習", "习"}, {"機", "机"}, {"產", "产"}, {"業", "业"}, {"與", "与"}, {"這", "这"},
        {"國", "国"}, {"體", "体"}, {"龍", "龙"}, {"網", "网"}, {"學", "学"}, {"学", "学"}, {"人", "人"},
        {"a", "a"},   {"あ", "あ"}, {"ー", "ー"}, {"𠮷", "𠮷"}, {"。", "。"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        if (nlp_simplified(character(rows[i][0])) != character(rows[i][1]))
            fail_msg("%s: U+%04X, want %s", rows[i][0], nlp_simplified(character(rows[i][0])), rows[i][1]);
    }
    assert_true(nlp_simplified(FUDA_BAD_CHAR) == FUDA_BAD_CHAR);
    /* Stays in the block that is encoded in three bytes: terms are rewritten in place. */
    size_t changed = 0;
    for (uint32_t c = 0x4E00; c < 0xA000; c++) {
        uint32_t s = nlp_simplified(c);
        changed += s != c;
        assert_in_range(s, 0x4E00, 0x9FFF);
    }
    assert_in_range(changed, 2000, 6000);
}

static void character_sets(void **state)
{
    static const struct {
        const char *c;
        unsigned sets;
    } rows[] = {
        {"人", NLP_IN_GB | NLP_IN_BIG5 | NLP_IN_JIS | NLP_IN_JIS1},
        {"习", NLP_IN_GB},
        {"这", NLP_IN_GB},
        {"這", NLP_IN_BIG5 | NLP_IN_JIS | NLP_IN_JIS1},
        {"學", NLP_IN_BIG5 | NLP_IN_JIS},
        {"学", NLP_IN_GB | NLP_IN_JIS | NLP_IN_JIS1},
        {"働", NLP_IN_JIS | NLP_IN_JIS1},
        {"庁", NLP_IN_JIS | NLP_IN_JIS1},
        {"你", NLP_IN_GB | NLP_IN_BIG5},
        {"們", NLP_IN_BIG5 | NLP_IN_JIS},
        {"峠", NLP_IN_JIS | NLP_IN_JIS1},
        {"あ", 0},
        {"a", 0},
        {"𠮷", 0},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        if (nlp_charsets(character(rows[i].c)) != rows[i].sets)
            fail_msg("%s: %u, want %u", rows[i].c, nlp_charsets(character(rows[i].c)), rows[i].sets);
    }
    size_t count[4] = {0};
    for (uint32_t c = 0x4E00; c < 0xA000; c++) {
        for (int k = 0; k < 4; k++)
            count[k] += nlp_charsets(c) >> k & 1;
    }
    assert_int_equal(count[0], 6763);        /* the sizes the standards give */
    assert_in_range(count[1], 13051, 13058); /* with the seven that ETEN added, or without */
    assert_int_equal(count[2], 6355);
    assert_int_equal(count[3], 2965);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(table_of_normal_forms),
        cmocka_unit_test(result_is_appended),
        cmocka_unit_test(both_roads_agree),
        cmocka_unit_test(random_bytes_give_valid_text),
        cmocka_unit_test(classes),
        cmocka_unit_test(simplified_forms),
        cmocka_unit_test(character_sets),
    };
    return cmocka_run_group_tests(tests, init, NULL);
}
