/* SPDX-License-Identifier: MIT */
#include "cli/phrases.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/message.h"

void phrases_release(phrase_list *list)
{
    free(list->items);
    free(list->text);
    *list = (phrase_list){0};
}

/* The whole file; its length, or SIZE_MAX after a message. */
static size_t read_all(phrase_list *list, const char *path)
{
    FILE *in = fopen(path, "rb");
    size_t len = 0, cap = 0, got = 1;

    if (in == NULL) {
        say_error("cannot read '%s': %s", path, strerror(errno));
        return SIZE_MAX;
    }
    while (got > 0) {
        if (cap - len < 4096)
            list->text = cli_grow(list->text, cap = cap * 2 + 65536, 1);
        got = fread(list->text + len, 1, cap - len, in);
        len += got;
    }
    bool ok = !ferror(in);
    if (!ok)
        say_error("cannot read '%s': %s", path, strerror(errno));
    fclose(in);
    return ok ? len : SIZE_MAX;
}

bool phrases_read(phrase_list *list, const char *path)
{
    size_t number = 0, cap = 0, len;

    *list = (phrase_list){0};
    len = read_all(list, path);
    if (len == SIZE_MAX)
        return false;
    for (size_t pos = 0, end; pos < len; pos = end + 1) {
        const char *line = list->text + pos, *eol = memchr(line, '\n', len - pos);
        end = eol == NULL ? len : (size_t)(eol - list->text);
        size_t n = end - pos;
        number++;
        while (n > 0 && strchr("\r \t", line[n - 1]) != NULL && line[n - 1] != '\0')
            n--;
        if (number == 1 && n >= 3 && memcmp(line, "\xEF\xBB\xBF", 3) == 0) { /* a byte order mark */
            line += 3;
            n -= 3;
        }
        if (n == 0 || line[0] == '#')
            continue;
        if (memchr(line, '\t', n) != NULL || memchr(line, '\0', n) != NULL) {
            say_error("%s:%zu: a phrase has no %s in it: write one phrase a line, and nothing else", path, number,
                      memchr(line, '\t', n) != NULL ? "tab" : "NUL byte");
            return false;
        }
        if (list->n == cap)
            list->items = cli_grow(list->items, cap = cap * 2 + 256, sizeof *list->items);
        list->items[list->n++] = (fuda_str){line, n};
    }
    return true;
}
