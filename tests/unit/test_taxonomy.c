/* SPDX-License-Identifier: MIT */
/* Taxonomies from YAML: good ones, bad ones with message and place, and the one that is shipped. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <ctype.h>
#include <string.h>

#include "models/features.h"
#include "models/taxonomy.h"
#include "model_fixture.h"

static fuda_status load(const char *text, size_t len, fuda_taxonomy **tax, fuda_error *err)
{
    const char *path = temp_path("t.yaml");

    write_file(path, text, len);
    *err = (fuda_error){0};
    return fuda_taxonomy_load(path, tax, err);
}

static void good_files(void **state)
{
    static const struct {
        const char *text;
        size_t labels, terms; /* English terms of the first label */
    } table[] = {
        {"labels: [{id: a}]", 1, 0},
        {"labels:\n- id: a\n- id: b\n  name: Just one name\n", 2, 0},
        {"{labels: [{id: a, terms: {en: [x, y], ja: [z]}}]}", 1, 2},
        {"labels:\n- id: a\n  terms: {en: [x]}\n  weak: {en: [y, z]}\n", 1, 3},
        {"labels:\n- id: a\n  terms: {en: , ja: []}\n  codes:\n", 1, 0},
        {"labels:\n- id: a\n  terms: {en: ['', x]}\n", 1, 1},
        {"labels:\n- id: a\n  terms: &t {en: [x, y]}\n- id: b\n  terms: *t\n", 2, 2},
        {"labels:\n- id: a\n  terms: {en: &l [x], ja: *l}\n", 1, 1},
        {"labels:\n- id: a\n  unknown: [[[1]]]\n  description: >\n    folded\n    text\n", 1, 0},
        {"\xEF\xBB\xBFlabels:\r\n- id: a\r\n  terms: {en-GB: [x], fr: [y]}\r\n", 1, 1},
        {"%YAML 1.1\n---\nlabels: [{id: a}]\n---\nsecond: document\n", 1, 0},
        {"labels: [{id: 12}, {id: 'with space'}, {id: \"\\u9244\\u9053\"}]", 3, 0},
        {"# comment\nversion: 7\nlabels:\n  - {id: ラベル, name: {en: E, ja: J, zh: Z}}\n", 1, 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        fuda_taxonomy *tax;
        fuda_error err;
        if (load(table[i].text, strlen(table[i].text), &tax, &err) != FUDA_OK)
            fail_msg("text %zu: %s", i, err.text);
        assert_int_equal(fuda_taxonomy_label_count(tax), table[i].labels);
        assert_int_equal(fuda_taxonomy_term_count(tax, 0, FUDA_LANG_EN), table[i].terms);
        fuda_taxonomy_free(tax);
    }
}

static void content_is_kept(void **state)
{
    fuda_taxonomy *tax = topics();

    (void)state;
    assert_string_equal(tax->version, "1.5");
    assert_int_equal(strlen(tax->hash), 32);
    assert_int_equal(fuda_taxonomy_label_count(tax), 3);
    assert_string_equal(fuda_taxonomy_label(tax, 0), "railways");
    assert_string_equal(fuda_taxonomy_label(tax, 2), "football");
    const mdl_label *l = &tax->labels[0];
    assert_string_equal(l->name[0], "Railways");
    assert_string_equal(l->name[1], "鉄道");
    assert_string_equal(l->name[2], "铁路");
    assert_string_equal(tax->labels[2].name[1], "");
    assert_int_equal(l->ncode, 2);
    assert_string_equal(l->codes[1].ptr, "B61L");
    assert_int_equal(l->nterm, 3 + 3 + 2 + 3);
    assert_string_equal(l->terms[1].text.ptr, "express train");
    assert_true(l->terms[1].strong && l->terms[1].lang == FUDA_LANG_EN);
    assert_string_equal(l->terms[10].text.ptr, "车站");
    assert_true(!l->terms[10].strong && l->terms[10].lang == FUDA_LANG_ZH);
    assert_int_equal(fuda_taxonomy_term_count(tax, 0, FUDA_LANG_EN), 4);
    assert_int_equal(fuda_taxonomy_term_count(tax, 1, FUDA_LANG_JA), 2);
    assert_int_equal(fuda_taxonomy_term_count(tax, 1, FUDA_LANG_OTHER), 0);
    fuda_taxonomy_free(tax);
    fuda_taxonomy_free(NULL);
}

#define NO_LABELS "is no taxonomy: it has no list 'labels'"

static void bad_files(void **state)
{
    /* What the message says, its line (0: none) and byte. */
    static const struct {
        const char *text, *message;
        size_t line, byte;
    } table[] = {
        {"", NO_LABELS, 0, 0},
        {"just text", NO_LABELS, 0, 0},
        {"- a\n- b\n", NO_LABELS, 0, 0},
        {"label: []\n", NO_LABELS, 0, 0},
        {"labels: none\n", NO_LABELS, 0, 0},
        {"labels: {a: b}\n", NO_LABELS, 0, 0},
        {"labels: []\n", "has no labels", 0, 0},
        {"labels:\n- a\n", "a label is a mapping with 'id', 'name', 'terms'", 2, 10},
        {"labels:\n- [a]\n", "a label is a mapping", 2, 10},
        {"labels:\n- \n", "a label is a mapping", 2, 9},
        {"labels:\n- name: x\n", "a label without 'id'", 2, 10},
        {"labels:\n- id: a\n- ID: b\n", "a label without 'id'", 3, 18},
        {"labels:\n- id: [a]\n", "expected a plain value here, found a list or a mapping", 2, 14},
        {"labels:\n- id:\n  name: x\n", "an id has 1 to 200 bytes", 2, 13},
        {"labels:\n- id: 'a;b'\n", "an id has 1 to 200 bytes without ';', tabs or line ends", 2, 14},
        {"labels:\n- id: \"a\\nb\"\n", "an id has 1 to 200 bytes", 2, 14},
        {"labels:\n- id: \"a\\0b\"\n", "a NUL character inside a value", 2, 14},
        {"labels:\n- id: a\n- id: b\n- id: a\n", "this id was used before", 4, 30},
        {"labels:\n- id: é\n- id: 鉄\n- id: é\n", "this id was used before", 4, 33},
        {"labels:\n- &l {id: a}\n- *l\n", "this id was used before", 2, 18},
        {"labels:\n- id: a\n  name: [x]\n", "a name is a text or {en:", 3, 24},
        {"labels:\n- id: a\n  name: {ja: [x]}\n", "expected a plain value here", 3, 29},
        {"labels:\n- id: a\n  codes: G06N\n", "expected a list here", 3, 25},
        {"labels:\n- id: a\n  codes: [[G06N]]\n", "expected a plain value here", 3, 26},
        {"labels:\n- id: a\n  codes: {en: x}\n", "expected a list here", 3, 25},
        {"labels:\n- id: a\n  terms: [x, y]\n", "terms are given by language: {en: […], ja: […], zh: […]}", 3, 25},
        {"labels:\n- id: a\n  terms: x\n", "terms are given by language", 3, 25},
        {"labels:\n- id: a\n  weak: [x]\n", "terms are given by language", 3, 24},
        {"labels:\n- id: a\n  terms: {en: x}\n", "expected a list here", 3, 30},
        {"labels:\n- id: a\n  terms: {en: [{a: b}]}\n", "expected a plain value here", 3, 31},
        {"labels:\n- id: a\n  terms: {english: [x]}\n", "not a language code", 3, 26},
        {"labels:\n- id: a\n  terms:\n    en: [x]\n    e: [y]\n", "not a language code", 5, 41},
        {"labels:\n- id: a\n  terms: {[en]: [x]}\n", "expected a plain value here", 3, 26},
        {"version: [1]\nlabels: [{id: a}]\n", "expected a plain value here", 1, 9},
        {"version: \"1\\nmode=single\"\nlabels: [{id: a}]\n", "a version is one line", 1, 9},
        {"labels: &a\n- *a\n", "a label is a mapping", 1, 8},
        {"labels:\n- &a {id: *a}\n", "expected a plain value here", 2, 10},
        {"labels:\n- id: *nowhere\n", "found undefined alias", 2, 14},
        {"labels:\n- id: a\n  terms: {en: [x\n", "did not find expected ',' or ']'", 4, 33},
        {"labels:\n- id: a\n   name: x\n", "mapping values are not allowed in this context", 3, 23},
        {"labels:\n- id: a\n\tname: x\n", "found a tab character that violates indentation", 3, 16},
        {"labels:\n- id: 'a\n", "found unexpected end of stream", 3, 17},
        {"labels: @\n", "found character that cannot start any token", 1, 8},
        {"%PDF-1.4\n", "found unexpected non-alphabetical character", 1, 6},
        {"labels:\n- id: a\xFF\n", "invalid leading UTF-8 octet", 2, 15},
        {"labels:\n- id: a\n  name: \xE9\x89\n", "invalid trailing UTF-8 octet", 3, 26},
        {"labels:\n# \xED\xA0\x80\n", "invalid Unicode character", 2, 10},
        {"labels:\n- id: \x01\n", "control characters are not allowed", 2, 14},
        {"PK\x03\x04", "control characters are not allowed", 1, 2},
        {"\x7F" "ELF", "control characters are not allowed", 1, 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        fuda_taxonomy *tax;
        fuda_error err;
        assert_int_equal(load(table[i].text, strlen(table[i].text), &tax, &err), FUDA_E_FORMAT);
        assert_null(tax);
        if (strstr(err.text, table[i].message) == NULL || err.line != table[i].line ||
            (err.line != 0 && err.byte != table[i].byte))
            fail_msg("text %zu gives '%s', line %zu, byte %zu", i, err.text, err.line, err.byte);
        assert_non_null(strstr(err.text, "t.yaml'"));
        assert_int_equal(err.status, FUDA_E_FORMAT);
    }
}

static void nul_bytes(void **state)
{
    static const char text[] = "labels:\n- id: a\n  name: x\0y\n";
    fuda_taxonomy *tax;
    fuda_error err;

    (void)state;
    assert_int_equal(load(text, sizeof text - 1, &tax, &err), FUDA_E_FORMAT);
    assert_int_equal(err.line, 3);
    assert_int_equal(err.byte, 25);
    static const char zeros[100];
    assert_int_equal(load(zeros, sizeof zeros, &tax, &err), FUDA_E_FORMAT);
}

static void deep_and_large(void **state)
{
    enum { DEEP = 200000, LARGE = 20 << 20 };
    char *text = malloc(LARGE);
    fuda_taxonomy *tax;
    fuda_error err;
    size_t len;

    (void)state;
    assert_non_null(text);
    len = (size_t)sprintf(text, "labels:\n- id: a\n  x: ");
    memset(text + len, '[', DEEP);
    assert_int_equal(load(text, len + DEEP, &tax, &err), FUDA_E_FORMAT);
    assert_int_equal(err.line, 3);
    assert_non_null(strstr(err.text, "nested more than 64 deep"));
    len = (size_t)sprintf(text, "labels:\n- id: a\n  x:\n");
    for (size_t i = 0; i < 100; i++)
        len += (size_t)sprintf(text + len, "%*s- y:\n", (int)(2 * i + 2), "");
    assert_int_equal(load(text, len, &tax, &err), FUDA_E_FORMAT);
    assert_non_null(strstr(err.text, "nested more than 64 deep"));
    len = (size_t)sprintf(text, "labels:\n- id: a\n  x: [");
    for (size_t i = 0; i < 400000; i++)
        len += (size_t)sprintf(text + len, "&a%zu b, ", i);
    assert_int_equal(load(text, len, &tax, &err), FUDA_E_FORMAT);
    assert_non_null(strstr(err.text, "more than 1,000 anchors"));
    /* 20 MB: over the bound, and said so. */
    memset(text, '#', LARGE);
    assert_int_equal(load(text, LARGE, &tax, &err), FUDA_E_IO);
    assert_non_null(strstr(err.text, "is larger than 16777216 bytes"));
    /* Four thousand terms are fine, two million by aliases are not. */
    len = (size_t)sprintf(text, "labels:\n- id: a\n  terms:\n    en: &l [");
    for (size_t i = 0; i < 4000; i++)
        len += (size_t)sprintf(text + len, "term %zu, ", i);
    len += (size_t)sprintf(text + len, "]\n");
    assert_int_equal(load(text, len, &tax, &err), FUDA_OK);
    assert_int_equal(fuda_taxonomy_term_count(tax, 0, FUDA_LANG_EN), 4000);
    fuda_taxonomy_free(tax);
    for (size_t i = 0; i < 600; i++)
        len += (size_t)sprintf(text + len, "    ja: *l\n");
    assert_int_equal(load(text, len, &tax, &err), FUDA_E_FORMAT);
    assert_non_null(strstr(err.text, "more than 64 MiB of values, every alias counted"));
    /* 10,000 labels are the bound. */
    len = (size_t)sprintf(text, "labels:\n");
    for (size_t i = 0; i <= 10000; i++)
        len += (size_t)sprintf(text + len, "- id: label-%zu\n", i);
    assert_int_equal(load(text, len, &tax, &err), FUDA_E_FORMAT);
    assert_non_null(strstr(err.text, "more than 10,000 labels"));
    assert_int_equal(err.line, 10002);
    free(text);
    assert_int_equal(fuda_taxonomy_load(temp_path("none.yaml"), &tax, &err), FUDA_E_IO);
    assert_non_null(strstr(err.text, "No such file"));
    assert_int_equal(fuda_taxonomy_load("/tmp", &tax, &err), FUDA_E_IO);
}

static const char *const shipped_ids[] = {
    "field/machine-learning", "field/llm-generative", "field/reinforcement-learning", "field/language",
    "field/speech-audio", "field/vision-multimodal", "field/embodied-robotics", "field/knowledge-reasoning",
    "field/computing-architecture", "field/ai-chips", "field/trustworthy-ai", "field/ai-healthcare",
    "field/ai-transport", "field/ai-manufacturing", "field/ai-iot-bigdata", "field/ai-science",
    "field/ai-finance", "field/ai-education", "field/ai-agriculture", "field/ai-energy-environment",
    "field/ai-security-defense", "field/ai-government", "field/ai-commerce-media",
    "driver/national-strategy", "driver/funding", "driver/talent", "driver/research-institutions",
    "driver/ip-incentives", "driver/military-civil-fusion", "driver/industry-startups",
    "driver/compute-infrastructure", "driver/data-resources", "driver/domestic-market",
    "driver/export-controls", "driver/overseas-friction", "driver/global-standards-brand",
    "driver/regulation-governance", "driver/international-cooperation",
};
enum { NSHIPPED = sizeof shipped_ids / sizeof shipped_ids[0] };

static void the_shipped_taxonomy(void **state)
{
    fuda_taxonomy *tax;
    fuda_buf keys = {0};
    fuda_error err;

    (void)state;
    assert_int_equal(NSHIPPED, 38);
    if (fuda_taxonomy_load(SOURCE_DIR "/models/taxonomy.yaml", &tax, &err) != FUDA_OK)
        fail_msg("%s", err.text);
    assert_int_equal(fuda_taxonomy_label_count(tax), NSHIPPED);
    assert_true(tax->version[0] != '\0');
    for (size_t k = 0; k < NSHIPPED; k++) {
        const mdl_label *l = &tax->labels[k];
        size_t found = 0;
        for (size_t j = 0; j < NSHIPPED; j++)
            found += strcmp(fuda_taxonomy_label(tax, j), shipped_ids[k]) == 0;
        if (found != 1)
            fail_msg("%s is there %zu times", shipped_ids[k], found);
        for (int lang = 0; lang < MDL_NLANG; lang++) {
            size_t n = fuda_taxonomy_term_count(tax, k, mdl_langs[lang]);
            if (l->name[lang][0] == '\0' || n < 15)
                fail_msg("%s: name '%s', %zu terms in %s", l->id, l->name[lang], n,
                         fuda_lang_name(mdl_langs[lang]));
        }
        for (size_t c = 0; c < l->ncode; c++) {
            /* Every code is read to its last character: its most specific key is the code, but for a
             * subgroup 00. */
            const char *code = l->codes[c].ptr;
            size_t last = 0, len = strlen(code);
            fuda_buf_clear(&keys);
            mdl_code_keys(code, len, &keys);
            for (size_t at = 0; at < keys.len; at += strlen(keys.ptr + at) + 1)
                last = at;
            if (len > 3 && strcmp(code + len - 3, "/00") == 0)
                len -= 3;
            if (keys.len == 0 || strncmp(keys.ptr + last + 2, code, len) != 0 || strlen(keys.ptr + last + 2) != len)
                fail_msg("%s: code '%s'", l->id, code);
        }
        assert_true(strncmp(l->id, "field/", 6) == 0 || l->ncode == 0);
        for (size_t t = 0; t < l->nterm; t++) {
            const fuda_str *text = &l->terms[t].text;
            assert_true(!isspace((unsigned char)text->ptr[0]) && !isspace((unsigned char)text->ptr[text->len - 1]));
            for (size_t u = 0; u < t; u++) {
                if (l->terms[u].lang == l->terms[t].lang && strcmp(l->terms[u].text.ptr, text->ptr) == 0)
                    fail_msg("%s has '%s' twice", l->id, text->ptr);
            }
        }
    }
    fuda_buf_release(&keys);
    fuda_taxonomy_free(tax);
}

static int clean(void **state)
{
    static const char *const names[] = {"t.yaml", "topics.yaml"};
    (void)state;
    temp_clean(names, 2);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_files),
        cmocka_unit_test(content_is_kept),
        cmocka_unit_test(bad_files),
        cmocka_unit_test(nul_bytes),
        cmocka_unit_test(deep_and_large),
        cmocka_unit_test(the_shipped_taxonomy),
    };
    return cmocka_run_group_tests_name("taxonomy", tests, NULL, clean);
}
