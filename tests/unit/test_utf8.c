/* SPDX-License-Identifier: MIT */
/* UTF-8 against the table of well-formed sequences (Unicode 15, table 3-7), byte by byte. */
#include "prelude.h"

#include "core/random.h"
#include "core/utf8.h"

/* Length of the well-formed sequence at s, 0 for none: a direct copy of the table's rows. */
static size_t table_length(const unsigned char *s, size_t len)
{
    static const struct {
        unsigned char first, last, second_from, second_to;
        size_t length;
    } rows[] = {
        {0x00, 0x7F, 0, 0, 1},       {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3},
        {0xE1, 0xEC, 0x80, 0xBF, 3}, {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3},
        {0xF0, 0xF0, 0x90, 0xBF, 4}, {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        if (s[0] < rows[i].first || s[0] > rows[i].last || rows[i].length > len)
            continue;
        if (rows[i].length > 1 && (s[1] < rows[i].second_from || s[1] > rows[i].second_to))
            return 0;
        for (size_t k = 2; k < rows[i].length; k++) {
            if (s[k] < 0x80 || s[k] > 0xBF)
                return 0;
        }
        return rows[i].length;
    }
    return 0;
}

static void every_character_goes_and_comes_back(void **state)
{
    size_t lengths[5] = {0};
    (void)state;
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        char bytes[4];
        size_t pos = 0;
        if (c >= 0xD800 && c <= 0xDFFF)
            continue;
        size_t len = fuda_utf8_put(c, bytes);
        if (fuda_utf8_next(bytes, len, &pos) != c || pos != len || fuda_utf8_check(bytes, len) != len)
            fail_msg("U+%04X", c);
        lengths[len]++;
        for (size_t cut = 1; cut < len; cut++) { /* truncated */
            pos = 0;
            if (fuda_utf8_next(bytes, cut, &pos) != FUDA_BAD_CHAR || pos != 1)
                fail_msg("U+%04X cut to %zu bytes", c, cut);
        }
    }
    assert_int_equal(lengths[1], 0x80);
    assert_int_equal(lengths[2], 0x800 - 0x80);
    assert_int_equal(lengths[3], 0x10000 - 0x800 - 0x800);
    assert_int_equal(lengths[4], 0x100000);
}

static void boundaries_and_malformed_classes(void **state)
{
    static const struct {
        const char *bytes;
        size_t len;
        uint32_t want;
    } rows[] = {
        {"\0", 1, 0},
        {"\x7F", 1, 0x7F},
        {"\xC2\x80", 2, 0x80},
        {"\xDF\xBF", 2, 0x7FF},
        {"\xE0\xA0\x80", 3, 0x800},
        {"\xED\x9F\xBF", 3, 0xD7FF},
        {"\xEE\x80\x80", 3, 0xE000},
        {"\xEF\xBF\xBF", 3, 0xFFFF},
        {"\xF0\x90\x80\x80", 4, 0x10000},
        {"\xF4\x8F\xBF\xBF", 4, 0x10FFFF},
        /* stray continuation, overlong, surrogates, above U+10FFFF, never bytes, wrong second byte */
        {"\x80", 1, FUDA_BAD_CHAR},
        {"\xBF\xBF", 2, FUDA_BAD_CHAR},
        {"\xC0\x80", 2, FUDA_BAD_CHAR},
        {"\xC1\xBF", 2, FUDA_BAD_CHAR},
        {"\xE0\x80\x80", 3, FUDA_BAD_CHAR},
        {"\xE0\x9F\xBF", 3, FUDA_BAD_CHAR},
        {"\xF0\x80\x80\x80", 4, FUDA_BAD_CHAR},
        {"\xF0\x8F\xBF\xBF", 4, FUDA_BAD_CHAR},
        {"\xED\xA0\x80", 3, FUDA_BAD_CHAR},
        {"\xED\xBF\xBF", 3, FUDA_BAD_CHAR},
        {"\xF4\x90\x80\x80", 4, FUDA_BAD_CHAR},
        {"\xF5\x80\x80\x80", 4, FUDA_BAD_CHAR},
        {"\xF8\x88\x80\x80\x80", 5, FUDA_BAD_CHAR},
        {"\xFE", 1, FUDA_BAD_CHAR},
        {"\xFF", 1, FUDA_BAD_CHAR},
        {"\xC3(", 2, FUDA_BAD_CHAR},
        {"\xE5\xAD(", 3, FUDA_BAD_CHAR},
        {"\xF0\xA0\xAE(", 4, FUDA_BAD_CHAR},
        {"\xE5\xE5\xAD\xA6", 4, FUDA_BAD_CHAR},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        size_t pos = 0;
        uint32_t c = fuda_utf8_next(rows[i].bytes, rows[i].len, &pos);
        bool bad = rows[i].want == FUDA_BAD_CHAR;
        if (c != rows[i].want || pos != (bad ? 1 : rows[i].len))
            fail_msg("row %zu: U+%04X, %zu bytes", i, c, pos);
        assert_int_equal(fuda_utf8_check(rows[i].bytes, rows[i].len), bad ? 0 : rows[i].len);
    }
}

static void random_bytes_agree_with_the_table(void **state)
{
    fuda_rng rng = {3};
    (void)state;
    for (int round = 0; round < 200000; round++) {
        /* In a heap block of its own size, so that a read past the end is seen. */
        size_t len = 1 + fuda_rng_below(&rng, 6), pos = 0, first_bad;
        unsigned char *s = malloc(len);
        assert_non_null(s);
        for (size_t i = 0; i < len; i++)
            s[i] = (unsigned char)(i == 0 || fuda_rng_below(&rng, 3) == 0 ? fuda_rng_next(&rng)
                                                                          : 0x80 | fuda_rng_below(&rng, 64));
        first_bad = len;
        while (pos < len) {
            size_t at = pos, want = table_length(s + pos, len - pos);
            uint32_t c = fuda_utf8_next((const char *)s, len, &pos);
            if ((c == FUDA_BAD_CHAR) != (want == 0) || pos - at != (want == 0 ? 1 : want))
                fail_msg("%02x at %zu of %zu: U+%04X, %zu bytes", s[at], at, len, c, pos - at);
            if (want == 0 && first_bad == len)
                first_bad = at;
        }
        assert_int_equal(fuda_utf8_check((const char *)s, len), first_bad);
        free(s);
    }
    assert_int_equal(fuda_utf8_check("", 0), 0);
    assert_int_equal(fuda_utf8_check("日本\xFFx", 8), 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_character_goes_and_comes_back),
        cmocka_unit_test(boundaries_and_malformed_classes),
        cmocka_unit_test(random_bytes_agree_with_the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
