/* SPDX-License-Identifier: MIT */
#include "core/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/utf8.h"
#include "fuda_config.h"

const char *fuda_status_text(fuda_status status)
{
    switch (status) {
#define FUDA_X(name, value, text) \
    case FUDA_##name:             \
        return text;
        FUDA_STATUS_MAP(FUDA_X)
#undef FUDA_X
    }
    return "unknown status";
}

const char *fuda_version(void)
{
    return FUDA_VERSION;
}

/* A text that was cut to fit must not end in half a character. */
static void cut_character(char text[])
{
    size_t len = strlen(text), at = len;

    while (at > 0 && len - at < 4 && ((unsigned char)text[at - 1] & 0xC0) == 0x80)
        at--;
    if (at > 0 && fuda_utf8_check(text + at - 1, len - at + 1) != len - at + 1)
        text[at - 1] = '\0';
}

static fuda_status fill(fuda_error *err, fuda_status status, size_t line, size_t byte,
                        const char *format, va_list args)
{
    if (err != NULL) {
        err->status = status;
        err->line = line;
        err->byte = byte;
        int len = vsnprintf(err->text, sizeof err->text, format, args);
        if (len >= (int)sizeof err->text)
            cut_character(err->text);
    }
    return status;
}

fuda_status fuda_fail(fuda_error *err, fuda_status status, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fill(err, status, 0, 0, format, args);
    va_end(args);
    return status;
}

fuda_status fuda_fail_at(fuda_error *err, fuda_status status, size_t line, size_t byte,
                         const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fill(err, status, line, byte, format, args);
    va_end(args);
    return status;
}

fuda_status fuda_fail_nomem(fuda_error *err)
{
    return fuda_fail(err, FUDA_E_NOMEM, "out of memory");
}

fuda_status fuda_fail_errno(fuda_error *err, const char *what, const char *path)
{
    char reason[128];
    int code = errno;
    /* strerror_r has two incompatible types; strerror is only unsafe when another thread asks
     * for an unknown code at the same moment, so copy at once. */
    snprintf(reason, sizeof reason, "%s", strerror(code));
    return fuda_fail(err, FUDA_E_IO, "cannot %s '%s': %s", what, path, reason);
}
