/* SPDX-License-Identifier: MIT */
#include "core/memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool fuda_mul_size(size_t a, size_t b, size_t *out)
{
    return !__builtin_mul_overflow(a, b, out);
}

bool fuda_grow(void **items, size_t *cap, size_t need, size_t size)
{
    size_t want = *cap < 8 ? 8 : *cap;
    size_t bytes;
    void *grown;

    if (need <= *cap)
        return true;
    while (want < need) {
        if (want > SIZE_MAX / 2)
            return false;
        want += want / 2;
    }
    if (!fuda_mul_size(want, size, &bytes))
        return false;
    grown = realloc(*items, bytes);
    if (grown == NULL)
        return false;
    *items = grown;
    *cap = want;
    return true;
}

void fuda_buf_release(fuda_buf *buf)
{
    free(buf->ptr);
    *buf = (fuda_buf){0};
}

void fuda_buf_clear(fuda_buf *buf)
{
    buf->len = 0;
    buf->failed = false;
}

bool fuda_buf_reserve(fuda_buf *buf, size_t extra)
{
    if (buf->failed || extra > SIZE_MAX - buf->len ||
        !FUDA_GROW(buf->ptr, buf->cap, buf->len + extra)) {
        buf->failed = true;
        return false;
    }
    return true;
}

void fuda_buf_add(fuda_buf *buf, const void *bytes, size_t len)
{
    if (len != 0 && fuda_buf_reserve(buf, len)) {
        memcpy(buf->ptr + buf->len, bytes, len);
        buf->len += len;
    }
}

void fuda_buf_add_char(fuda_buf *buf, char c)
{
    fuda_buf_add(buf, &c, 1);
}

void fuda_buf_add_str(fuda_buf *buf, const char *text)
{
    fuda_buf_add(buf, text, strlen(text));
}

void fuda_buf_addf(fuda_buf *buf, const char *format, ...)
{
    va_list args;
    int len;

    va_start(args, format);
    len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (len < 0) {
        buf->failed = true; /* longer than INT_MAX, or a character that cannot be written */
        return;
    }
    if (!fuda_buf_reserve(buf, (size_t)len + 1))
        return;
    va_start(args, format);
    vsnprintf(buf->ptr + buf->len, (size_t)len + 1, format, args);
    va_end(args);
    buf->len += (size_t)len;
}

const char *fuda_buf_cstr(fuda_buf *buf)
{
    if (!fuda_buf_reserve(buf, 1))
        return NULL;
    buf->ptr[buf->len] = '\0';
    return buf->ptr;
}

struct fuda_arena_chunk {
    struct fuda_arena_chunk *next;
    size_t used;
    size_t size;
    _Alignas(16) char data[];
};

enum { ARENA_CHUNK = 64 * 1024, ARENA_CHUNK_MAX = 64 * ARENA_CHUNK };

void *fuda_arena_alloc(fuda_arena *arena, size_t size)
{
    struct fuda_arena_chunk *chunk = arena->head;
    void *result;

    if (size > SIZE_MAX / 2)
        return NULL;
    size = (size + 15) & ~(size_t)15;
    if (chunk == NULL || chunk->size - chunk->used < size) {
        size_t room = chunk == NULL ? ARENA_CHUNK : chunk->size * 2;
        if (room > ARENA_CHUNK_MAX)
            room = ARENA_CHUNK_MAX; /* also behind an outsized chunk */
        if (room < size)
            room = size;
        chunk = malloc(sizeof *chunk + room);
        if (chunk == NULL)
            return NULL;
        chunk->next = arena->head;
        chunk->used = 0;
        chunk->size = room;
        arena->head = chunk;
    }
    result = chunk->data + chunk->used;
    chunk->used += size;
    return result;
}

char *fuda_arena_copy(fuda_arena *arena, const void *bytes, size_t len)
{
    char *copy = len == SIZE_MAX ? NULL : fuda_arena_alloc(arena, len + 1);
    if (copy != NULL) {
        if (len != 0)
            memcpy(copy, bytes, len);
        copy[len] = '\0';
    }
    return copy;
}

static void free_chunks(struct fuda_arena_chunk *chunk)
{
    while (chunk != NULL) {
        struct fuda_arena_chunk *next = chunk->next;
        free(chunk);
        chunk = next;
    }
}

void fuda_arena_reset(fuda_arena *arena)
{
    /* The newest chunk is the largest of those made by growth; an outsized one is given back, so
     * that one huge document does not hold its memory for the rest of the run. */
    struct fuda_arena_chunk *head = arena->head;
    if (head == NULL)
        return;
    if (head->size > ARENA_CHUNK_MAX) {
        fuda_arena_release(arena);
        return;
    }
    free_chunks(head->next);
    head->next = NULL;
    head->used = 0;
}

void fuda_arena_release(fuda_arena *arena)
{
    free_chunks(arena->head);
    arena->head = NULL;
}

char *fuda_strndup(const char *text, size_t len)
{
    char *copy = len == SIZE_MAX ? NULL : malloc(len + 1);
    if (copy != NULL) {
        if (len != 0)
            memcpy(copy, text, len);
        copy[len] = '\0';
    }
    return copy;
}
