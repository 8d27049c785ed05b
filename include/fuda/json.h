/* SPDX-License-Identifier: MIT */
/*
 * A small JSON writer: what fuda prints and exports goes through it, and programs that embed
 * fuda may use it for the same lines.  Keys keep the order they are written in, text is raw
 * UTF-8 (only what JSON demands is escaped), numbers have a fixed number of decimals.
 */
#ifndef FUDA_JSON_H
#define FUDA_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <fuda/status.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct fuda_json fuda_json;

FUDA_API fuda_json *fuda_json_new(void); /* NULL when memory ran out; free with _free */
FUDA_API void fuda_json_free(fuda_json *json);
FUDA_API void fuda_json_clear(fuda_json *json); /* empties it, keeps its memory */

/* Values.  Inside an object each value is preceded by its key.  One thread per writer. */
FUDA_API void fuda_json_object(fuda_json *json);
FUDA_API void fuda_json_object_end(fuda_json *json);
FUDA_API void fuda_json_array(fuda_json *json);
FUDA_API void fuda_json_array_end(fuda_json *json);
FUDA_API void fuda_json_key(fuda_json *json, const char *key);
/* Bytes that are not valid UTF-8 are written as U+FFFD. */
FUDA_API void fuda_json_string(fuda_json *json, const char *text, size_t len);
FUDA_API void fuda_json_cstring(fuda_json *json, const char *text); /* NULL writes null */
FUDA_API void fuda_json_int(fuda_json *json, int64_t value);
/* Not-a-number and infinities are written as null; decimals 0 to 17. */
FUDA_API void fuda_json_real(fuda_json *json, double value, int decimals);
FUDA_API void fuda_json_bool(fuda_json *json, bool value);
FUDA_API void fuda_json_null(fuda_json *json);
/* One JSON value that is already text; the caller answers for its form. */
FUDA_API void fuda_json_raw(fuda_json *json, const char *text, size_t len);

/* What was written, without a line end; NULL when memory ran out.  Valid until the next call. */
FUDA_API const char *fuda_json_text(fuda_json *json, size_t *len);

#ifdef __cplusplus
}
#endif
#endif
