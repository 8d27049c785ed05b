/* SPDX-License-Identifier: MIT */
#include <fuda/json.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "core/utf8.h"

struct fuda_json {
    fuda_buf buf;
    bool comma; /* the next value or key needs one before it */
};

fuda_json *fuda_json_new(void)
{
    return calloc(1, sizeof(fuda_json));
}

void fuda_json_free(fuda_json *json)
{
    if (json != NULL) {
        fuda_buf_release(&json->buf);
        free(json);
    }
}

void fuda_json_clear(fuda_json *json)
{
    fuda_buf_clear(&json->buf);
    json->comma = false;
}

static void before(fuda_json *json)
{
    if (json->comma)
        fuda_buf_add_char(&json->buf, ',');
    json->comma = true;
}

static void open_with(fuda_json *json, char c)
{
    before(json);
    fuda_buf_add_char(&json->buf, c);
    json->comma = false;
}

static void close_with(fuda_json *json, char c)
{
    fuda_buf_add_char(&json->buf, c);
    json->comma = true;
}

void fuda_json_object(fuda_json *json) { open_with(json, '{'); }
void fuda_json_object_end(fuda_json *json) { close_with(json, '}'); }
void fuda_json_array(fuda_json *json) { open_with(json, '['); }
void fuda_json_array_end(fuda_json *json) { close_with(json, ']'); }

static void add_escaped(fuda_buf *buf, const char *text, size_t len)
{
    static const char hex[] = "0123456789abcdef";
    size_t done = 0; /* everything before it has been written */

    for (size_t i = 0; i < len;) {
        size_t at = i;
        unsigned char c = (unsigned char)text[i];
        char esc[7] = {'\\', 'u', '0', '0', 0, 0, 0};
        size_t esc_len = 0;

        if (c >= 0x80) {
            if (fuda_utf8_next(text, len, &i) != FUDA_BAD_CHAR)
                continue;
            memcpy(esc, "\xEF\xBF\xBD", 3);
            esc_len = 3;
        } else {
            i++;
            if (c == '"' || c == '\\') {
                esc[1] = (char)c;
                esc_len = 2;
            } else if (c == '\n' || c == '\t' || c == '\r') {
                esc[1] = c == '\n' ? 'n' : c == '\t' ? 't' : 'r';
                esc_len = 2;
            } else if (c < 0x20 || c == 0x7F) {
                esc[4] = hex[c >> 4];
                esc[5] = hex[c & 15];
                esc_len = 6;
            } else {
                continue;
            }
        }
        fuda_buf_add(buf, text + done, at - done);
        fuda_buf_add(buf, esc, esc_len);
        done = i;
    }
    if (done < len)
        fuda_buf_add(buf, text + done, len - done);
}

void fuda_json_string(fuda_json *json, const char *text, size_t len)
{
    before(json);
    fuda_buf_add_char(&json->buf, '"');
    add_escaped(&json->buf, text, len);
    fuda_buf_add_char(&json->buf, '"');
}

void fuda_json_cstring(fuda_json *json, const char *text)
{
    if (text == NULL)
        fuda_json_null(json);
    else
        fuda_json_string(json, text, strlen(text));
}

void fuda_json_key(fuda_json *json, const char *key)
{
    fuda_json_cstring(json, key);
    fuda_buf_add_char(&json->buf, ':');
    json->comma = false;
}

void fuda_json_int(fuda_json *json, int64_t value)
{
    before(json);
    fuda_buf_addf(&json->buf, "%lld", (long long)value);
}

void fuda_json_real(fuda_json *json, double value, int decimals)
{
    if (!isfinite(value)) {
        fuda_json_null(json);
        return;
    }
    before(json);
    size_t start = json->buf.len;
    fuda_buf_addf(&json->buf, "%.*f", decimals, value);
    /* The decimal mark follows the program's locale, JSON's does not. */
    for (size_t i = start; i < json->buf.len; i++) {
        if (json->buf.ptr[i] == ',')
            json->buf.ptr[i] = '.';
    }
}

void fuda_json_bool(fuda_json *json, bool value)
{
    before(json);
    fuda_buf_add_str(&json->buf, value ? "true" : "false");
}

void fuda_json_null(fuda_json *json)
{
    before(json);
    fuda_buf_add_str(&json->buf, "null");
}

void fuda_json_raw(fuda_json *json, const char *text, size_t len)
{
    before(json);
    fuda_buf_add(&json->buf, text, len);
}

const char *fuda_json_text(fuda_json *json, size_t *len)
{
    const char *text = fuda_buf_cstr(&json->buf);
    *len = text == NULL ? 0 : json->buf.len;
    return text;
}
