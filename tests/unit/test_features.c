/* SPDX-License-Identifier: MIT */
/* From documents to features: patent codes, titles beside texts, positions, languages. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "models/features.h"
#include "model_fixture.h"

static void patent_codes(void **state)
{
    /* Keys joined by '|', "" for what is no code. */
    static const struct {
        const char *code, *keys;
    } table[] = {
        {"G06N 3/092", "G06N|G06N 3|G06N 3/092"},
        {"G06N3/092", "G06N|G06N 3|G06N 3/092"},
        {"  G06N   3/092", "G06N|G06N 3|G06N 3/092"},
        {"g06n 3/0464", "G06N|G06N 3|G06N 3/0464"},
        {"G06N 3/00", "G06N|G06N 3"},
        {"G06N 20/10 20190101", "G06N|G06N 20|G06N 20/10"},
        {"G06N0003/08", "G06N|G06N 3|G06N 3/08"},
        {"G06N0003092000", "G06N|G06N 3"},
        {"G06N   3:08", "G06N|G06N 3|G06N 3/08"},
        {"H04M2215/96", "H04M|H04M 2215|H04M 2215/96"},
        {"G06F3/042,483", "G06F|G06F 3|G06F 3/042"},
        {"G06N", "G06N"},
        {"H01L", "H01L"},
        {"H01L ", "H01L"},
        {"H01L/", "H01L"},
        {"H01L 21/", "H01L|H01L 21"},
        {"H01L 21/x", "H01L|H01L 21"},
        {"H01L 00/11", "H01L"},
        {"Y10S 706/902", "Y10S|Y10S 706|Y10S 706/902"},
        {"Y10S 706/…", "Y10S|Y10S 706"},
        {"A01D  34/00\\", "A01D|A01D 34"},
        {"", ""},
        {"   ", ""},
        {"G06", ""},
        {"G0", ""},
        {"G06 N", ""},
        {"GO6N 3/08", ""},
        {"I06N 3/08", ""},
        {"X01A", ""},
        {"G06\xEF\xBC\xAE 3/08", ""}, /* a full-width N */
        {"706/902", ""},
        {"hello world", ""},
        {"\xFF\xFE\x00G", ""},
    };
    fuda_buf keys = {0};

    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        char joined[200] = "";
        fuda_buf_clear(&keys);
        mdl_code_keys(table[i].code, strlen(table[i].code), &keys);
        for (size_t at = 0; at < keys.len; at += strlen(keys.ptr + at) + 1) {
            const char *key = keys.ptr + at;
            assert_memory_equal(key, "ii", 2);
            assert_int_equal(mdl_block_of_key(key, strlen(key)), 7);
            assert_int_equal(mdl_lang_of_key(key, strlen(key)), FUDA_LANG_UND);
            if (at != 0)
                strcat(joined, "|");
            strcat(joined, key + 2);
        }
        if (strcmp(joined, table[i].keys) != 0)
            fail_msg("'%s' gives '%s', not '%s'", table[i].code, joined, table[i].keys);
    }
    /* Only the given bytes are read. */
    fuda_buf_clear(&keys);
    mdl_code_keys("G06N 3/092", 8, &keys);
    assert_memory_equal(keys.ptr, "iiG06N\0iiG06N 3\0iiG06N 3/0\0", keys.len);
    /* Any byte in any place of a code. */
    for (int place = 0; place < 10; place++) {
        for (int byte = 0; byte < 256; byte++) {
            char code[] = "G06N 3/092";
            code[place] = (char)byte;
            fuda_buf_clear(&keys);
            mdl_code_keys(code, sizeof code - 1, &keys);
            assert_true(keys.len == 0 || keys.ptr[keys.len - 1] == '\0');
        }
    }
    fuda_buf_release(&keys);
}

static void blocks_and_languages_of_keys(void **state)
{
    static const struct {
        const char *key;
        uint8_t block;
        fuda_lang lang;
    } table[] = {
        {"wetrain", 0, FUDA_LANG_EN}, {"wj駅", 1, FUDA_LANG_JA}, {"wz站", 2, FUDA_LANG_ZH},
        {"wogare", 3, FUDA_LANG_OTHER}, {"benew line", 0, FUDA_LANG_EN}, {"cj駅", 5, FUDA_LANG_JA},
        {"cz站", 6, FUDA_LANG_ZH}, {"iiG06N", 7, FUDA_LANG_UND}, {"w", 7, FUDA_LANG_UND},
    };
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        size_t len = strlen(table[i].key);
        assert_int_equal(mdl_block_of_key(table[i].key, len), table[i].block);
        assert_int_equal(mdl_lang_of_key(table[i].key, len), table[i].lang);
        assert_true(table[i].block < MDL_NBLOCK);
    }
}

static fuda_tokenizer *tokenizer;
static mdl_extractor x;

static int start(void **state)
{
    fuda_error err;
    (void)state;
    return fuda_tokenizer_new(NULL, &tokenizer, &err) != FUDA_OK ||
           mdl_extractor_init(&x, tokenizer, &err) != FUDA_OK;
}

static int stop(void **state)
{
    (void)state;
    mdl_extractor_release(&x);
    fuda_tokenizer_free(tokenizer);
    return 0;
}

/* The item of a key, or NULL. */
static const mdl_item *item(const char *key)
{
    for (size_t i = 0; i < x.nitem; i++) {
        size_t len;
        const char *k = mdl_item_key(&x, &x.items[i], &len);
        if (len == strlen(key) && memcmp(k, key, len) == 0)
            return &x.items[i];
    }
    return NULL;
}

static void extract(const char *title, const char *text, fuda_lang lang, bool positions)
{
    fuda_document d = {.title = str(title), .text = str(text)};
    fuda_error err;
    assert_int_equal(mdl_extract(&x, &d, lang, positions, &err), FUDA_OK);
}

static void title_and_text_count_together(void **state)
{
    static const char title[] = "Trains, trains", text[] = "The trains stop. A train waits; rain.";

    (void)state;
    extract(title, text, FUDA_LANG_UND, true);
    assert_int_equal(x.lang, FUDA_LANG_EN);
    assert_non_null(item("wetrain"));
    assert_int_equal(item("wetrain")->count, 4);
    assert_int_equal(item("werain")->count, 1);
    assert_null(item("wethe"));
    size_t in_title = 0, in_text = 0, total = 0;
    for (size_t i = 0; i < x.nuse; i++) {
        const mdl_use *u = &x.uses[i];
        const char *from = u->in_title ? title : text;
        assert_true(u->start < u->end && u->end <= strlen(from));
        if (&x.items[u->item] == item("wetrain")) {
            assert_memory_equal(from + u->start + (from[u->start] == 'T'), from[u->start] == 'T' ? "rain" : "train", 4);
            in_title += u->in_title;
            in_text += !u->in_title;
        }
    }
    assert_int_equal(in_title, 2);
    assert_int_equal(in_text, 2);
    for (size_t i = 0; i < x.nitem; i++)
        total += x.items[i].count;
    assert_int_equal(total, x.nuse);
    /* Without positions: the same features, no uses. */
    extract(title, text, FUDA_LANG_UND, false);
    assert_int_equal(x.nuse, 0);
    assert_int_equal(item("wetrain")->count, 4);
    /* A title alone, a text alone, nothing. */
    extract(title, NULL, FUDA_LANG_UND, false);
    assert_int_equal(item("wetrain")->count, 2);
    assert_int_equal(x.lang, FUDA_LANG_EN);
    extract(NULL, text, FUDA_LANG_UND, false);
    assert_int_equal(item("wetrain")->count, 2);
    extract(NULL, NULL, FUDA_LANG_UND, true);
    assert_int_equal(x.nitem, 0);
    assert_int_equal(x.lang, FUDA_LANG_UND);
    assert_string_equal(x.tag, "und");
}

static void languages(void **state)
{
    fuda_document d = {.text = str("特急列車の駅"), .lang = str("zh-Hans")};
    fuda_error err;

    (void)state;
    /* A kanji-only title belongs to the language of its text. */
    extract("鉄道開業", "来春、新しい路線が開業し、列車が駅に停まる。", FUDA_LANG_UND, false);
    assert_int_equal(x.lang, FUDA_LANG_JA);
    assert_non_null(item("wj開業"));
    assert_int_equal(item("wj開業")->count, 2);
    for (size_t i = 0; i < x.nitem; i++) {
        size_t len;
        assert_int_equal(mdl_item_key(&x, &x.items[i], &len)[1], 'j');
    }
    /* One title, two languages: whatever it is taken for alone, the text decides. */
    static const char *const texts[2] = {"大学の試験は新年に行われる。", "新年时大学举行考试，学生们很努力。"};
    for (int zh = 0; zh < 2; zh++) {
        extract("大学新年", texts[zh], FUDA_LANG_UND, false);
        for (size_t i = 0; i < x.nitem; i++) {
            size_t len;
            assert_int_equal(mdl_item_key(&x, &x.items[i], &len)[1], zh ? 'z' : 'j');
        }
        assert_int_equal(item(zh ? "wz大学" : "wj大学")->count, 2);
    }
    extract("新线开通", "明年春天铁路新线开通，列车停靠车站。", FUDA_LANG_UND, false);
    assert_int_equal(x.lang, FUDA_LANG_ZH);
    assert_string_equal(x.tag, "zh-Hans");
    /* No letters in the text: the title decides. */
    extract("新しい駅ができた", "1234", FUDA_LANG_UND, false);
    assert_int_equal(x.lang, FUDA_LANG_JA);
    /* The document's own language goes before detection, the caller's before both. */
    assert_int_equal(mdl_extract(&x, &d, FUDA_LANG_UND, false, &err), FUDA_OK);
    assert_int_equal(x.lang, FUDA_LANG_ZH);
    assert_int_equal(mdl_extract(&x, &d, FUDA_LANG_JA, false, &err), FUDA_OK);
    assert_int_equal(x.lang, FUDA_LANG_JA);
    assert_non_null(item("wj駅"));
    d.lang = str("nonsense");
    assert_int_equal(mdl_extract(&x, &d, FUDA_LANG_UND, false, &err), FUDA_OK);
    assert_int_equal(x.lang, FUDA_LANG_JA);
}

static void codes_count_once(void **state)
{
    const fuda_str codes[] = {str("G06N 3/08"), str("G06N3/08"), str("G06N 20/00"), str("rubbish"), str("")};
    fuda_document d = {.text = str("train"), .codes = codes, .ncode = 5};
    fuda_error err;

    (void)state;
    assert_int_equal(mdl_extract(&x, &d, FUDA_LANG_UND, true, &err), FUDA_OK);
    assert_int_equal(x.nitem, 1 + 4);
    assert_int_equal(item("iiG06N")->count, 1);
    assert_int_equal(item("iiG06N 3")->count, 1);
    assert_int_equal(item("iiG06N 3/08")->count, 1);
    assert_int_equal(item("iiG06N 20")->count, 1);
    assert_int_equal(item("iiG06N")->term, FUDA_NO_ID);
    assert_int_equal(x.nuse, 1);
    /* More codes than any patent has: bounded, no failure. */
    static char text[3000][12];
    static fuda_str many[3000];
    for (size_t i = 0; i < 3000; i++) {
        snprintf(text[i], sizeof text[i], "G06N 3/%zu", 1000 + i);
        many[i] = str(text[i]);
    }
    d.codes = many;
    d.ncode = 3000;
    assert_int_equal(mdl_extract(&x, &d, FUDA_LANG_UND, true, &err), FUDA_OK);
    assert_int_equal(x.nitem, 1 + 1000);
}

/* The same document gives the same keys and counts, whatever the extractor saw before. */
static void history_does_not_matter(void **state)
{
    static corpus c;
    fuda_error err;

    (void)state;
    corpus_make(&c, false);
    for (size_t i = 0; i < c.n; i++) {
        mdl_extractor fresh;
        assert_int_equal(mdl_extractor_init(&fresh, tokenizer, &err), FUDA_OK);
        assert_int_equal(mdl_extract(&fresh, c.list[i], FUDA_LANG_UND, true, &err), FUDA_OK);
        assert_int_equal(mdl_extract(&x, c.list[i], FUDA_LANG_UND, true, &err), FUDA_OK);
        assert_int_equal(fresh.nitem, x.nitem);
        assert_int_equal(fresh.nuse, x.nuse);
        assert_int_equal(fresh.lang, x.lang);
        assert_true(x.nitem > 3);
        for (size_t j = 0; j < x.nitem; j++) {
            size_t n, m;
            const char *a = mdl_item_key(&x, &x.items[j], &n), *b = mdl_item_key(&fresh, &fresh.items[j], &m);
            assert_int_equal(n, m);
            assert_memory_equal(a, b, n);
            assert_int_equal(x.items[j].count, fresh.items[j].count);
        }
        mdl_extractor_release(&fresh);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patent_codes),
        cmocka_unit_test(blocks_and_languages_of_keys),
        cmocka_unit_test(title_and_text_count_together),
        cmocka_unit_test(languages),
        cmocka_unit_test(codes_count_once),
        cmocka_unit_test(history_does_not_matter),
    };
    return cmocka_run_group_tests_name("features", tests, start, stop);
}
