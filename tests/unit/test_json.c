/* SPDX-License-Identifier: MIT */
/* The JSON writer: its exact text, and the same read back by another implementation. */
#include "prelude.h"

#include <float.h>
#include <jansson.h>
#include <locale.h>
#include <math.h>

#include "core/random.h"
#include "core/utf8.h"
#include <fuda/json.h>

static const char *text_of(fuda_json *json)
{
    size_t len;
    const char *text = fuda_json_text(json, &len);
    assert_non_null(text);
    assert_int_equal(strlen(text), len);
    return text;
}

static void nesting_and_commas(void **state)
{
    fuda_json *json = fuda_json_new();
    (void)state;
    assert_non_null(json);
    fuda_json_object(json);
    fuda_json_key(json, "a");
    fuda_json_int(json, 1);
    fuda_json_key(json, "b");
    fuda_json_array(json);
    fuda_json_array(json);
    fuda_json_array_end(json);
    fuda_json_object(json);
    fuda_json_object_end(json);
    fuda_json_cstring(json, "x");
    fuda_json_cstring(json, NULL);
    fuda_json_bool(json, true);
    fuda_json_bool(json, false);
    fuda_json_raw(json, "[1, 2]", 6);
    fuda_json_object(json);
    fuda_json_key(json, "k\"\n");
    fuda_json_null(json);
    fuda_json_key(json, "l");
    fuda_json_real(json, 0.5, 2);
    fuda_json_object_end(json);
    fuda_json_array_end(json);
    fuda_json_key(json, "c");
    fuda_json_string(json, "", 0);
    fuda_json_object_end(json);
    assert_string_equal(text_of(json), "{\"a\":1,\"b\":[[],{},\"x\",null,true,false,[1, 2],"
                                       "{\"k\\\"\\n\":null,\"l\":0.50}],\"c\":\"\"}");
    json_t *back = json_loads(text_of(json), 0, NULL);
    assert_non_null(back);
    assert_int_equal(json_array_size(json_object_get(back, "b")), 8);
    json_decref(back);

    fuda_json_clear(json);
    assert_string_equal(text_of(json), "");
    fuda_json_array(json);
    fuda_json_array_end(json);
    assert_string_equal(text_of(json), "[]"); /* no comma left over */
    fuda_json_free(json);
    fuda_json_free(NULL);
}

static void strings_are_escaped(void **state)
{
    static const struct {
        const char *text;
        size_t len;
        const char *want;
    } rows[] = {
        {"plain", 5, "\"plain\""},
        {"\"\\/", 3, "\"\\\"\\\\/\""},
        {"\n\r\t\b\f", 5, "\"\\n\\r\\t\\u0008\\u000c\""},
        {"a\0b", 3, "\"a\\u0000b\""},
        {"\x1F\x7F", 2, "\"\\u001f\\u007f\""},
        {"日本語 é 𠮷", 17, "\"日本語 é 𠮷\""},
        {"\xFF", 1, "\"\xEF\xBF\xBD\""},
        {"a\xE5\xADz", 4, "\"a\xEF\xBF\xBD\xEF\xBF\xBDz\""},
        {"\xED\xA0\x80", 3, "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""},
        {"\xC0\xAF", 2, "\"\xEF\xBF\xBD\xEF\xBF\xBD\""},
        {"x\xF0\xA0\xAE", 4, "\"x\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""},
    };
    fuda_json *json = fuda_json_new();
    (void)state;
    assert_non_null(json);
    for (size_t i = 0; i < COUNT(rows); i++) {
        fuda_json_clear(json);
        fuda_json_string(json, rows[i].text, rows[i].len);
        assert_string_equal(text_of(json), rows[i].want);
    }
    fuda_json_free(json);
}

/* What comes back is the text with each malformed byte replaced. */
static void random_strings_come_back(void **state)
{
    fuda_json *json = fuda_json_new();
    fuda_rng rng = {8};
    (void)state;
    assert_non_null(json);
    for (int round = 0; round < 5000; round++) {
        char text[24], want[3 * sizeof text];
        size_t len = fuda_rng_below(&rng, sizeof text + 1), n = 0;
        for (size_t i = 0; i < len; i++) {
            static const char some[] = "\"\\\n\x01日本\xF0\xA0\xAE\xB7\xFF\xC3";
            text[i] = fuda_rng_below(&rng, 2) == 0 ? (char)fuda_rng_next(&rng)
                                                   : some[fuda_rng_below(&rng, sizeof some - 1)];
        }
        for (size_t pos = 0; pos < len;) {
            uint32_t c = fuda_utf8_next(text, len, &pos);
            n += fuda_utf8_put(c == FUDA_BAD_CHAR ? 0xFFFD : c, want + n);
        }
        fuda_json_clear(json);
        fuda_json_string(json, text, len);
        json_t *back = json_loads(text_of(json), JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
        assert_non_null(back);
        assert_int_equal(json_string_length(back), n);
        assert_memory_equal(json_string_value(back), want, n);
        json_decref(back);
    }
    fuda_json_free(json);
}

static void numbers(void **state)
{
    static const struct {
        double value;
        int decimals;
        const char *want;
    } rows[] = {
        {0, 0, "0"},
        {1.0 / 3, 4, "0.3333"},
        {0.93125, 4, "0.9313"},
        {-2.5, 1, "-2.5"},
        {123456789.0, 2, "123456789.00"},
        {1e21, 0, "1000000000000000000000"},
        {0.1, 17, "0.10000000000000001"},
        {(double)NAN, 3, "null"},
        {(double)INFINITY, 3, "null"},
        {-(double)INFINITY, 0, "null"},
    };
    static const int64_t integers[] = {0, -1, INT64_MAX, INT64_MIN};
    static const char *const integer_texts[] = {"0", "-1", "9223372036854775807", "-9223372036854775808"};
    fuda_json *json = fuda_json_new();
    (void)state;
    assert_non_null(json);
    for (size_t i = 0; i < COUNT(rows); i++) {
        fuda_json_clear(json);
        fuda_json_real(json, rows[i].value, rows[i].decimals);
        assert_string_equal(text_of(json), rows[i].want);
    }
    for (size_t i = 0; i < COUNT(integers); i++) {
        fuda_json_clear(json);
        fuda_json_int(json, integers[i]);
        assert_string_equal(text_of(json), integer_texts[i]);
    }
    /* A list of numbers keeps its commas, in a locale with decimal commas too. */
    bool comma_locale = setlocale(LC_ALL, "de_DE.UTF-8") != NULL;
    fuda_json_clear(json);
    fuda_json_array(json);
    fuda_json_real(json, 1.5, 1);
    fuda_json_real(json, (double)NAN, 1);
    fuda_json_real(json, DBL_MAX, 2);
    fuda_json_int(json, 3);
    fuda_json_array_end(json);
    setlocale(LC_ALL, "C");
    if (!comma_locale)
        print_message("no German locale: the decimal comma was not tried\n");
    json_t *back = json_loads(text_of(json), 0, NULL);
    assert_non_null(back);
    assert_int_equal(json_array_size(back), 4);
    assert_true(json_real_value(json_array_get(back, 0)) > 1.49);
    assert_true(json_real_value(json_array_get(back, 2)) > DBL_MAX / 2);
    json_decref(back);
    fuda_json_free(json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nesting_and_commas),
        cmocka_unit_test(strings_are_escaped),
        cmocka_unit_test(random_strings_come_back),
        cmocka_unit_test(numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
