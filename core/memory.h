/* SPDX-License-Identifier: MIT */
/* Growing arrays, byte buffers and arenas. */
#ifndef CORE_MEMORY_H
#define CORE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* *a * *b with overflow check: false when the product does not fit. */
bool fuda_mul_size(size_t a, size_t b, size_t *out);

/*
 * Makes room for `need` elements of `size` bytes in the array *items with capacity *cap
 * (both updated; growth is geometric).  False when memory ran out: the array is unchanged.
 * Use through FUDA_GROW, which keeps the pointer's type.
 */
bool fuda_grow(void **items, size_t *cap, size_t need, size_t size);
#define FUDA_GROW(items, cap, need) \
    ((need) <= (cap) || fuda_grow((void **)&(items), &(cap), (need), sizeof *(items)))

/* A growable byte string; `ptr` is owned, not NUL-terminated unless asked. */
typedef struct fuda_buf {
    char *ptr;
    size_t len;
    size_t cap;
    bool failed; /* an append ran out of memory; further appends do nothing */
} fuda_buf;

void fuda_buf_release(fuda_buf *buf);
void fuda_buf_clear(fuda_buf *buf);                             /* keeps memory, forgets failure */
bool fuda_buf_reserve(fuda_buf *buf, size_t extra);             /* room for `extra` more bytes    */
void fuda_buf_add(fuda_buf *buf, const void *bytes, size_t len);
void fuda_buf_add_char(fuda_buf *buf, char c);
void fuda_buf_add_str(fuda_buf *buf, const char *text);         /* NUL-terminated, borrowed       */
__attribute__((format(printf, 2, 3)))
void fuda_buf_addf(fuda_buf *buf, const char *format, ...);
const char *fuda_buf_cstr(fuda_buf *buf);                       /* NUL-terminates; NULL if failed */

/* Memory that is freed together.  Blocks are 16-byte aligned. */
typedef struct fuda_arena {
    struct fuda_arena_chunk *head; /* newest chunk */
} fuda_arena;

void *fuda_arena_alloc(fuda_arena *arena, size_t size);         /* NULL when memory ran out       */
char *fuda_arena_copy(fuda_arena *arena, const void *bytes, size_t len); /* adds a NUL           */
void fuda_arena_reset(fuda_arena *arena);                       /* keeps one chunk of a usual size */
void fuda_arena_release(fuda_arena *arena);

/* strdup of len bytes with a NUL; NULL when memory ran out. */
char *fuda_strndup(const char *text, size_t len);

#endif
