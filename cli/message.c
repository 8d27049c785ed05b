/* SPDX-License-Identifier: MIT */
#include "cli/message.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/progress.h"

static bool quiet_mode, verbose_mode;

void message_setup(bool quiet, bool verbose)
{
    quiet_mode = quiet;
    verbose_mode = verbose;
}

/* A name or an id may hold escape sequences that would drive the terminal: C0, DEL and C1 go. */
static void neutralise(char *text)
{
    for (unsigned char *p = (unsigned char *)text; *p != 0; p++) {
        if ((*p < 0x20 && *p != '\n') || *p == 0x7f)
            *p = '?';
        else if (*p == 0xc2 && p[1] >= 0x80 && p[1] <= 0x9f)
            p[0] = p[1] = '?';
    }
}

static void say(const char *format, va_list args)
{
    char text[2048];

    vsnprintf(text, sizeof text, format, args);
    neutralise(text);
    progress_clear();
    fprintf(stderr, "fuda: %s\n", text);
}

void say_error(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    say(format, args);
    va_end(args);
}

void say_note(const char *format, ...)
{
    va_list args;

    if (quiet_mode)
        return;
    va_start(args, format);
    say(format, args);
    va_end(args);
}

void say_detail(const char *format, ...)
{
    va_list args;

    if (!verbose_mode)
        return;
    va_start(args, format);
    say(format, args);
    va_end(args);
}

void cli_out_of_memory(void)
{
    fputs("fuda: out of memory\n", stderr);
    exit(2);
}

void *cli_alloc(size_t n, size_t size)
{
    void *p = calloc(n > 0 ? n : 1, size);

    if (p == NULL)
        cli_out_of_memory();
    return p;
}

void *cli_grow(void *old, size_t n, size_t size)
{
    void *p = n <= SIZE_MAX / size ? realloc(old, n * size) : NULL;

    if (p == NULL)
        cli_out_of_memory();
    return p;
}

char *cli_strndup(const char *text, size_t n)
{
    char *copy = cli_alloc(n + 1, 1);

    memcpy(copy, text, n);
    return copy;
}
