/* SPDX-License-Identifier: MIT */
/* Terms in company: sentences, keys, and what a document with and without an anchor gives. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "models/company.h"
#include "models/features.h"

static void sentences(void **state)
{
    static const char text[] = "One. Two 3.5 three!\nFour\xE3\x80\x82" "Five";
    static const uint32_t expected[] = {4, 19, 20, 27};
    uint32_t *ends = NULL;
    size_t cap = 0, n;

    (void)state;
    assert_true(mdl_sentence_ends(text, sizeof text - 1, &ends, &cap, &n));
    assert_int_equal(n, 4);
    assert_memory_equal(ends, expected, sizeof expected);
    assert_int_equal(mdl_sentence_of(ends, n, 0), 0);
    assert_int_equal(mdl_sentence_of(ends, n, 3), 0);
    assert_int_equal(mdl_sentence_of(ends, n, 4), 1); /* the blank belongs to what follows */
    assert_int_equal(mdl_sentence_of(ends, n, 26), 3);
    assert_int_equal(mdl_sentence_of(ends, n, 27), 4);
    free(ends);
}

static void keys(void **state)
{
    static const char *const list[] = {"weplain", "1eneedi", "4zother", "5etitl", "Aeanchor", "Deanchor", "ii"};
    fuda_strtab vocabulary = {0};
    mdl_company c;

    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof list[0]; i++)
        assert_int_equal(fuda_strtab_add(&vocabulary, list[i], strlen(list[i])), i);
    assert_true(mdl_company_of(&vocabulary, &c));
    assert_int_equal(mdl_company_bits(&c, "weplain", 7), 0);
    assert_int_equal(mdl_company_bits(&c, "weneedi", 7), MDL_NEEDS);
    assert_int_equal(mdl_company_bits(&c, "wzother", 7), MDL_NEEDS << 3);
    assert_int_equal(mdl_company_bits(&c, "wetitl", 6), MDL_IN_TITLE);
    assert_int_equal(mdl_company_bits(&c, "weanchor", 8), MDL_IS_ANCHOR | MDL_IS_ANCHOR << 3);
    assert_true(mdl_is_anchor_key("Aeanchor", 8));
    assert_false(mdl_is_anchor_key("1eneedi", 7));
    mdl_company_release(&c);
    fuda_strtab_release(&vocabulary);
}

/* How often a key is counted in an extracted document. */
static uint32_t count_of(const mdl_extractor *x, const char *key)
{
    for (size_t i = 0; i < x->nitem; i++) {
        size_t len;
        const char *k = mdl_item_key(x, &x->items[i], &len);
        if (len == strlen(key) && memcmp(k, key, len) == 0)
            return x->items[i].count;
    }
    return 0;
}

static void extraction(void **state)
{
    static const char title[] = "Robots in hospitals",
                      text[] = "The patient waits. A robot lifts the patient. Robots rest; the patient sleeps.";
    fuda_tokenizer_options options = {.settings = fuda_text_settings_default()};
    fuda_document d = {.title = {title, sizeof title - 1}, .text = {text, sizeof text - 1}, .lang = {"en", 2}};
    fuda_tokenizer *tokenizer;
    mdl_company c = {0};
    mdl_extractor x;
    fuda_error err;

    (void)state;
    assert_int_equal(fuda_tokenizer_new(&options, &tokenizer, &err), FUDA_OK);
    assert_true(mdl_company_add(&c, "1epatient", 9));
    assert_true(mdl_company_add(&c, "Aerobot", 7));
    assert_true(mdl_company_add(&c, "5erobot", 7));
    assert_int_equal(mdl_extractor_init(&x, tokenizer, &err), FUDA_OK);
    for (int round = 0; round < 3; round++) {
        bool with = round != 1;
        x.company = with ? &c : NULL;
        assert_int_equal(mdl_extract(&x, &d, FUDA_LANG_EN, true, &err), FUDA_OK);
        assert_int_equal(count_of(&x, "wepatient"), 3);
        assert_int_equal(count_of(&x, "werobot"), 3);
        /* Of three patients one has a robot in the sentence; the title's robot is none of the text's. */
        assert_int_equal(count_of(&x, "1epatient"), with ? 1 : 0);
        assert_int_equal(count_of(&x, "5erobot"), with ? 1 : 0);
        assert_int_equal(count_of(&x, "Aerobot"), 0);
        for (size_t u = 0; u < x.nuse; u++) {
            size_t len;
            const char *key = mdl_item_key(&x, &x.items[x.uses[u].item], &len);
            if (key[0] == '1')
                assert_memory_equal(text + x.uses[u].start, "patient", 7);
        }
    }
    mdl_extractor_release(&x);
    mdl_company_release(&c);
    fuda_tokenizer_free(tokenizer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sentences),
        cmocka_unit_test(keys),
        cmocka_unit_test(extraction),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
