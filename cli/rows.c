/* SPDX-License-Identifier: MIT */
#include "cli/rows.h"

#include <math.h>
#include <string.h>

static void next(rows *r)
{
    if (r->begun)
        output_text(r->out, r->format == CLI_CSV ? "," : "\t");
    r->begun = true;
}

void rows_cell(rows *r, const char *text, size_t len)
{
    next(r);
    if (r->format == CLI_CSV) {
        bool plain = true;
        for (size_t i = 0; i < len && plain; i++)
            plain = strchr(",\"\r\n", text[i]) == NULL || text[i] == '\0';
        if (plain) {
            output_write(r->out, text, len);
            return;
        }
        output_text(r->out, "\"");
        for (size_t i = 0, n; i < len; i += n) {
            const char *quote = memchr(text + i, '"', len - i);
            n = quote != NULL ? (size_t)(quote - text) - i + 1 : len - i;
            output_write(r->out, text + i, n);
            if (quote != NULL)
                output_text(r->out, "\"");
        }
        output_text(r->out, "\"");
        return;
    }
    for (size_t i = 0, n; i < len; i += n) {
        for (n = 0; i + n < len && text[i + n] != '\t' && text[i + n] != '\n' && text[i + n] != '\r'; n++)
            ;
        output_write(r->out, text + i, n);
        if (i + n < len) {
            output_text(r->out, " ");
            n++;
        }
    }
}

void rows_text(rows *r, const char *text)
{
    rows_cell(r, text != NULL ? text : "", text != NULL ? strlen(text) : 0);
}

void rows_real(rows *r, double value)
{
    char text[40];

    snprintf(text, sizeof text, "%.4f", value);
    rows_text(r, isfinite(value) ? text : NULL);
}

void rows_int(rows *r, size_t value)
{
    char text[24];

    snprintf(text, sizeof text, "%zu", value);
    rows_text(r, text);
}

void rows_end(rows *r)
{
    output_text(r->out, r->format == CLI_CSV ? "\r\n" : "\n");
    r->begun = false;
}
