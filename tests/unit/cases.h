/* SPDX-License-Identifier: MIT */
/*
 * Tables of tests in tests/data/NAME.case: a line of input, a line of what is expected, a blank
 * line.  Lines that begin with '#' are comments.  Escapes: \n \r \t \\ \s (a blank), \xHH (a byte),
 * \uHHHH and \UHHHHHHHH (a character in UTF-8).  All rows are run; every difference is printed.
 */
#ifndef TESTS_CASES_H
#define TESTS_CASES_H

#include "prelude.h"

#include "core/file.h"
#include "core/utf8.h"

/* Appends what the tested function makes of the input to out. */
typedef void (*case_fn)(const char *input, size_t len, fuda_buf *out);

static void cases_unescape(const char *line, size_t len, fuda_buf *out)
{
    fuda_buf_clear(out);
    for (size_t i = 0; i < len; i++) {
        char digits[9] = {0}, utf8[4];
        size_t n = 0;
        if (line[i] != '\\' || i + 1 == len) {
            fuda_buf_add_char(out, line[i]);
            continue;
        }
        switch (line[++i]) {
        case 'n':
            fuda_buf_add_char(out, '\n');
            break;
        case 'r':
            fuda_buf_add_char(out, '\r');
            break;
        case 't':
            fuda_buf_add_char(out, '\t');
            break;
        case 's':
            fuda_buf_add_char(out, ' ');
            break;
        case 'x':
        case 'u':
        case 'U':
            n = line[i] == 'x' ? 2 : line[i] == 'u' ? 4 : 8;
            assert_true(i + n < len);
            memcpy(digits, line + i + 1, n);
            unsigned long c = strtoul(digits, NULL, 16);
            if (n == 2)
                fuda_buf_add_char(out, (char)c);
            else
                fuda_buf_add(out, utf8, fuda_utf8_put((uint32_t)c, utf8));
            i += n;
            break;
        default:
            fuda_buf_add_char(out, line[i]);
        }
    }
}

/* The next line that is no comment; false at the end of the file. */
static bool cases_line(const fuda_buf *file, size_t *pos, size_t *number, const char **line, size_t *len)
{
    while (*pos < file->len) {
        const char *start = file->ptr + *pos;
        const char *end = memchr(start, '\n', file->len - *pos);
        assert_non_null(end);
        *pos += (size_t)(end - start) + 1;
        ++*number;
        if (*start != '#') {
            *line = start;
            *len = (size_t)(end - start);
            return true;
        }
    }
    return false;
}

static void run_cases(const char *name, case_fn fn)
{
    char path[512];
    fuda_buf file = {0}, input = {0}, want = {0}, got = {0};
    fuda_error err;
    size_t pos = 0, number = 0, len, nrow = 0, nbad = 0;
    const char *line;

    snprintf(path, sizeof path, TEST_DATA "/%s.case", name);
    if (fuda_file_read(path, 1 << 20, &file, &err) != FUDA_OK)
        fail_msg("%s", err.text);
    while (cases_line(&file, &pos, &number, &line, &len)) {
        if (len == 0)
            continue;
        size_t at = number;
        cases_unescape(line, len, &input);
        assert_true(cases_line(&file, &pos, &number, &line, &len));
        cases_unescape(line, len, &want);
        fuda_buf_clear(&got);
        fn(input.ptr, input.len, &got);
        nrow++;
        if (got.len != want.len || (got.len != 0 && memcmp(got.ptr, want.ptr, got.len) != 0)) {
            nbad++;
            print_error("%s:%zu: %s\n  got  %s\n  want %s\n", path, at, fuda_buf_cstr(&input),
                        fuda_buf_cstr(&got), fuda_buf_cstr(&want));
        }
    }
    fuda_buf_release(&file);
    fuda_buf_release(&input);
    fuda_buf_release(&want);
    fuda_buf_release(&got);
    assert_true(nrow > 0);
    assert_int_equal(nbad, 0);
}

#endif
