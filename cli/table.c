/* SPDX-License-Identifier: MIT */
#include "cli/table.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/width.h"

enum { NARROWEST = 40, WIDEST = 160, UNKNOWN = 100 };

static size_t terminal_width(const output *out)
{
    struct winsize size;
    long columns = 0;

    if (isatty(fileno(out->stream)) == 1 && ioctl(fileno(out->stream), TIOCGWINSZ, &size) == 0)
        columns = size.ws_col;
    if (columns == 0) {
        const char *text = getenv("COLUMNS");
        columns = text != NULL ? strtol(text, NULL, 10) : 0;
    }
    if (columns <= 0)
        columns = UNKNOWN;
    return columns < NARROWEST ? NARROWEST : columns > WIDEST ? WIDEST : (size_t)columns;
}

static bool wants_color(const output *out, int when)
{
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

    if (when != CLI_WHEN_AUTO)
        return when == CLI_ALWAYS;
    return isatty(fileno(out->stream)) == 1 && (no == NULL || *no == '\0') && term != NULL &&
           strcmp(term, "dumb") != 0;
}

fuda_lang table_user_lang(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *value = getenv(names[i]);
        if (value == NULL || *value == '\0')
            continue;
        if (strncmp(value, "ja", 2) == 0)
            return FUDA_LANG_JA;
        return strncmp(value, "zh", 2) == 0 ? FUDA_LANG_ZH : FUDA_LANG_EN;
    }
    return FUDA_LANG_EN;
}

void table_init(table *t, output *out, const cli_args *args)
{
    *t = (table){.out = out,
                 .width = terminal_width(out),
                 .color = wants_color(out, args->color),
                 .names = table_user_lang()};
}

cli_format format_of_name(const char *path, cli_format otherwise)
{
    static const struct {
        const char *end;
        cli_format format;
    } rows[] = {{".csv", CLI_CSV}, {".tsv", CLI_TSV}, {".jsonl", CLI_JSONL}};
    size_t len = path == NULL ? 0 : strlen(path);

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        size_t n = strlen(rows[i].end);
        if (len > n && strcmp(path + len - n, rows[i].end) == 0)
            return rows[i].format;
    }
    return otherwise;
}

cli_format table_format(const output *out, const cli_args *args)
{
    if (args->format != CLI_FORMAT_AUTO)
        return (cli_format)args->format;
    return isatty(fileno(out->stream)) == 1 ? CLI_TABLE : CLI_JSONL;
}

void table_style(table *t, const char *style)
{
    if (t->color)
        output_format(t->out, "\033[%sm", style != NULL ? style : "0");
}

void table_text(table *t, const char *text)
{
    output_text(t->out, text);
    t->column += width_text(text, strlen(text));
}

void table_line(table *t)
{
    output_text(t->out, "\n");
    t->column = 0;
}

void table_pad(table *t, size_t column)
{
    while (t->column < column) {
        output_text(t->out, " ");
        t->column++;
    }
}

void table_right(table *t, const char *text, size_t column)
{
    size_t n = width_text(text, strlen(text));

    table_pad(t, column > n ? column - n : 0);
    table_text(t, text);
}

void table_wrap(table *t)
{
    if (t->column > 0)
        table_line(t);
    if (t->bar != NULL) {
        size_t n = width_text(t->bar, strlen(t->bar));
        table_pad(t, t->indent > n ? t->indent - n : 0);
        table_text(t, t->bar);
    }
    table_pad(t, t->indent);
}

static void put(table *t, uint32_t c, const char *text, size_t len)
{
    if (width_unsafe(c) || c == 0xfffd) {
        output_text(t->out, "\xef\xbf\xbd");
        t->column++;
    } else {
        output_write(t->out, text, len);
        t->column += (size_t)width_of(c);
    }
}

/* Length of text without the blanks at its end. */
static size_t trimmed(const char *text, size_t len)
{
    size_t end = 0;

    for (size_t i = 0, used; i < len; i += used) {
        uint32_t c = width_decode(text + i, len - i, &used);
        if (!width_blank(c))
            end = i + used;
    }
    return end;
}

void table_cut(table *t, const char *text, size_t len, size_t max)
{
    size_t used, first = t->column;
    bool blank = true; /* swallow leading blanks */

    if (max == 0)
        max = t->width > t->column ? t->width - t->column : 1;
    /* More than this never fits, whatever it is: no need to walk megabytes. */
    if (len > 64 * max + 64)
        len = 64 * max + 64;
    len = trimmed(text, len);
    for (size_t i = 0; i < len; i += used) {
        uint32_t c = width_decode(text + i, len - i, &used);
        bool is_blank = width_blank(c);
        if (is_blank && blank)
            continue;
        size_t w = is_blank || width_unsafe(c) ? 1 : (size_t)width_of(c);
        /* One column stays free for the ellipsis unless this is the last character. */
        size_t room = max - (t->column - first);
        if (w + (i + used < len) > room) {
            table_text(t, "…");
            return;
        }
        if (is_blank)
            put(t, ' ', " ", 1);
        else
            put(t, c, text + i, used);
        blank = is_blank;
    }
}

/* Bytes of text up to the next place where a line may end, and their columns: a word of letters that
 * take one column, or one wide character. */
static size_t unit(const char *text, size_t len, size_t *columns)
{
    size_t n = 0, used;

    *columns = 0;
    while (n < len) {
        uint32_t c = width_decode(text + n, len - n, &used);
        int w = width_unsafe(c) ? 1 : width_of(c);
        if (n > 0 && (width_blank(c) || w == 2))
            break;
        n += used;
        *columns += (size_t)w;
        if (width_blank(c) || w == 2)
            break;
    }
    return n;
}

void table_flow(table *t, const char *text, size_t len)
{
    size_t columns, used;

    for (size_t i = 0, n; i < len; i += n) {
        n = unit(text + i, len - i, &columns);
        uint32_t first = width_decode(text + i, len - i, &used);
        if (width_blank(first)) {
            if (t->column > t->indent && t->column < t->width)
                table_text(t, " ");
            continue;
        }
        if (t->column + columns > t->width && t->column > t->indent)
            table_wrap(t);
        for (size_t j = i; j < i + n; j += used) {
            uint32_t c = width_decode(text + j, i + n - j, &used);
            if (t->column >= t->width) /* a word longer than a line */
                table_wrap(t);
            put(t, c, text + j, used);
        }
    }
}
