/* SPDX-License-Identifier: MIT */
#include "cli/lines.h"

#include "cli/message.h"

void lines_open(lines *l, output *out, cli_format format)
{
    *l = (lines){.out = out, .json = fuda_json_new(), .array = format == CLI_JSON};
    if (l->json == NULL)
        cli_out_of_memory();
    if (l->array)
        output_text(out, "[");
}

void lines_close(lines *l)
{
    if (l->array)
        output_text(l->out, l->begun ? "\n]\n" : "]\n");
}

void lines_release(lines *l)
{
    fuda_json_free(l->json);
    l->json = NULL;
}

void lines_begin(lines *l, const fuda_str *id)
{
    fuda_json_clear(l->json);
    fuda_json_object(l->json);
    lines_str(l->json, "id", id);
}

void lines_end(lines *l, const char *members, size_t len)
{
    size_t n = 0;

    fuda_json_object_end(l->json);
    const char *text = fuda_json_text(l->json, &n);
    if (text == NULL)
        cli_out_of_memory();
    if (l->array)
        output_text(l->out, l->begun ? ",\n" : "\n");
    l->begun = true;
    if (len > 0) {
        output_write(l->out, text, n - 1); /* without the brace */
        output_text(l->out, ",");
        output_write(l->out, members, len);
        output_text(l->out, "}");
    } else {
        output_write(l->out, text, n);
    }
    if (!l->array)
        output_text(l->out, "\n");
}

void lines_error(lines *l, const fuda_record *record)
{
    lines_begin(l, &record->document.id);
    fuda_json_key(l->json, "error");
    fuda_json_cstring(l->json, record->error.text);
    lines_end(l, NULL, 0);
}

void lines_str(fuda_json *json, const char *key, const fuda_str *text)
{
    fuda_json_key(json, key);
    if (text == NULL || text->len == 0)
        fuda_json_null(json);
    else
        fuda_json_string(json, text->ptr, text->len);
}

void lines_size(fuda_json *json, const char *key, size_t value)
{
    fuda_json_key(json, key);
    fuda_json_int(json, (int64_t)value);
}

void lines_real(fuda_json *json, const char *key, double value)
{
    fuda_json_key(json, key);
    fuda_json_real(json, value, 4);
}
