/* SPDX-License-Identifier: MIT */
/* Error objects: texts, positions, what happens to a text that does not fit. */
#include "prelude.h"

#include <errno.h>

#include "core/error.h"
#include "core/utf8.h"

static void every_status_has_its_text(void **state)
{
    static const struct {
        int value;
        fuda_status status;
        const char *text;
    } rows[] = {
#define FUDA_X(name, value, text) {value, FUDA_##name, text},
        FUDA_STATUS_MAP(FUDA_X)
#undef FUDA_X
    };
    (void)state;
    assert_int_equal(COUNT(rows), 12);
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_int_equal(rows[i].status, rows[i].value);
        assert_int_equal(rows[i].value, i); /* pinned, without holes */
        assert_string_equal(fuda_status_text(rows[i].status), rows[i].text);
    }
    assert_string_equal(fuda_status_text(FUDA_E_EXISTS), "already there");
    assert_string_equal(fuda_status_text((fuda_status)77), "unknown status");
}

static void version_has_three_numbers(void **state)
{
    unsigned a, b, c;
    char rest;
    (void)state;
    assert_int_equal(sscanf(fuda_version(), "%u.%u.%u%c", &a, &b, &c, &rest), 3);
}

static void fail_fills_everything(void **state)
{
    fuda_error err = {.line = 9, .byte = 9};
    (void)state;
    assert_int_equal(fuda_fail(&err, FUDA_E_ARG, "%s has %d legs", "a cat", 4), FUDA_E_ARG);
    assert_int_equal(err.status, FUDA_E_ARG);
    assert_string_equal(err.text, "a cat has 4 legs");
    assert_int_equal(err.line, 0);
    assert_int_equal(err.byte, 0);

    assert_int_equal(fuda_fail_at(&err, FUDA_E_FORMAT, 7, 123, "bad"), FUDA_E_FORMAT);
    assert_int_equal(err.status, FUDA_E_FORMAT);
    assert_int_equal(err.line, 7);
    assert_int_equal(err.byte, 123);
    assert_string_equal(err.text, "bad");

    assert_int_equal(fuda_fail_nomem(&err), FUDA_E_NOMEM);
    assert_string_equal(err.text, "out of memory");
    assert_int_equal(err.line, 0);

    errno = ENOENT;
    assert_int_equal(fuda_fail_errno(&err, "open", "x.tsv"), FUDA_E_IO);
    assert_string_equal(err.text, "cannot open 'x.tsv': No such file or directory");
}

static void nobody_has_to_listen(void **state)
{
    (void)state;
    assert_int_equal(fuda_fail(NULL, FUDA_E_BUSY, "%d", 1), FUDA_E_BUSY);
    assert_int_equal(fuda_fail_at(NULL, FUDA_E_CORRUPT, 1, 2, "x"), FUDA_E_CORRUPT);
    assert_int_equal(fuda_fail_nomem(NULL), FUDA_E_NOMEM);
    assert_int_equal(fuda_fail_errno(NULL, "open", "x"), FUDA_E_IO);
}

/* A long text is cut, and never in the middle of a character. */
static void long_text_is_cut_between_characters(void **state)
{
    static const char *const characters[] = {"a", "é", "学", "𠮷"};
    char path[1000];
    fuda_error err;
    (void)state;
    for (size_t c = 0; c < COUNT(characters); c++) {
        size_t n = strlen(characters[c]);
        for (size_t shift = 0; shift < 5; shift++) {
            size_t at = 0;
            while (at < shift)
                path[at++] = 'x';
            while (at + n < sizeof path) {
                memcpy(path + at, characters[c], n);
                at += n;
            }
            path[at] = '\0';
            fuda_fail(&err, FUDA_E_IO, "cannot open '%s'", path);
            size_t len = strlen(err.text);
            assert_in_range(len, sizeof err.text - 4, sizeof err.text - 1);
            assert_int_equal(fuda_utf8_check(err.text, len), len);
            assert_memory_equal(err.text + 13, path, len - 13);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_status_has_its_text),
        cmocka_unit_test(version_has_three_numbers),
        cmocka_unit_test(fail_fills_everything),
        cmocka_unit_test(nobody_has_to_listen),
        cmocka_unit_test(long_text_is_cut_between_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
