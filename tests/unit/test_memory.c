/* SPDX-License-Identifier: MIT */
/* Growing arrays, buffers and arenas: contents survive, overflow is refused, memory is reused. */
#include "prelude.h"

#include <wchar.h>

#include "core/memory.h"

/* Impossible sizes shall come back as NULL under AddressSanitizer too. */
__attribute__((visibility("default"))) const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "allocator_may_return_null=1";
}

static void products_are_checked(void **state)
{
    size_t out = 0;
    (void)state;
    assert_true(fuda_mul_size(0, SIZE_MAX, &out));
    assert_int_equal(out, 0);
    assert_true(fuda_mul_size(1000, 1000, &out));
    assert_int_equal(out, 1000000);
    assert_true(fuda_mul_size(SIZE_MAX, 1, &out));
    assert_true(out == SIZE_MAX);
    assert_false(fuda_mul_size(SIZE_MAX, 2, &out));
    assert_false(fuda_mul_size(SIZE_MAX / 2 + 1, 2, &out));
}

static void arrays_grow_and_keep(void **state)
{
    uint32_t *items = NULL;
    size_t cap = 0, moves = 0, none = 0;
    (void)state;
    assert_true(FUDA_GROW(items, cap, none));
    assert_null(items);
    for (size_t i = 0; i < 100000; i++) {
        size_t before = cap;
        assert_true(FUDA_GROW(items, cap, i + 1));
        assert_true(cap >= i + 1);
        moves += cap != before;
        items[i] = (uint32_t)(i * 7);
    }
    assert_in_range(moves, 5, 40); /* geometric */
    for (size_t i = 0; i < 100000; i++)
        assert_int_equal(items[i], i * 7);
    free(items);
}

static void impossible_growth_changes_nothing(void **state)
{
    static const size_t needs[] = {SIZE_MAX, SIZE_MAX / 2, SIZE_MAX / 8, SIZE_MAX / 16 + 1};
    uint64_t *items = NULL;
    size_t cap = 0;
    (void)state;
    assert_true(FUDA_GROW(items, cap, 10));
    items[9] = 42;
    uint64_t *before = items;
    size_t cap_before = cap;
    for (size_t i = 0; i < COUNT(needs); i++) {
        assert_false(FUDA_GROW(items, cap, needs[i]));
        assert_ptr_equal(items, before);
        assert_int_equal(cap, cap_before);
    }
    assert_int_equal(items[9], 42);
    free(items);
}

static void buffer_collects(void **state)
{
    fuda_buf buf = {0};
    (void)state;
    fuda_buf_add(&buf, NULL, 0);
    assert_int_equal(buf.len, 0);
    assert_string_equal(fuda_buf_cstr(&buf), "");
    fuda_buf_add(&buf, "a\0b", 3);
    fuda_buf_add_char(&buf, 'c');
    fuda_buf_add_str(&buf, "");
    fuda_buf_add_str(&buf, "de");
    fuda_buf_addf(&buf, "%d-%s", 12, "x");
    assert_int_equal(buf.len, 10);
    assert_memory_equal(fuda_buf_cstr(&buf), "a\0bcde12-x", 11);
    assert_int_equal(buf.len, 10); /* the NUL is not counted */

    char *memory = buf.ptr;
    fuda_buf_clear(&buf);
    assert_int_equal(buf.len, 0);
    assert_ptr_equal(buf.ptr, memory);

    /* A long format, and a megabyte in small steps. */
    fuda_buf_addf(&buf, "%5000d", 1);
    assert_int_equal(buf.len, 5000);
    fuda_buf_clear(&buf);
    for (int i = 0; i < 100000; i++)
        fuda_buf_addf(&buf, "%08d,", i);
    assert_int_equal(buf.len, 900000);
    assert_memory_equal(buf.ptr + 9 * 54321, "00054321,", 9);
    fuda_buf_release(&buf);
    assert_null(buf.ptr);
    assert_int_equal(buf.cap, 0);
}

static void buffer_failure_sticks_until_cleared(void **state)
{
    fuda_buf buf = {0};
    static const wchar_t no_character[] = {0x7FFFFFFF, 0};
    (void)state;
    fuda_buf_add_str(&buf, "kept");
    assert_false(fuda_buf_reserve(&buf, SIZE_MAX));
    assert_true(buf.failed);
    fuda_buf_add_str(&buf, "lost");
    fuda_buf_add_char(&buf, 'x');
    fuda_buf_addf(&buf, "%d", 1);
    assert_int_equal(buf.len, 4);
    assert_null(fuda_buf_cstr(&buf));
    assert_memory_equal(buf.ptr, "kept", 4);
    fuda_buf_clear(&buf);
    assert_false(buf.failed);
    fuda_buf_add_str(&buf, "again");
    assert_string_equal(fuda_buf_cstr(&buf), "again");

    /* What printf cannot write is a failure too, not a silent gap. */
    fuda_buf_addf(&buf, "%ls", no_character);
    assert_true(buf.failed);
    fuda_buf_release(&buf);
}

static void arena_blocks_are_apart_and_aligned(void **state)
{
    enum { N = 5000 };
    static unsigned char *blocks[N];
    fuda_arena arena = {0};
    (void)state;
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < N; i++) {
            blocks[i] = fuda_arena_alloc(&arena, i % 300);
            assert_non_null(blocks[i]);
            assert_int_equal((uintptr_t)blocks[i] % 16, 0);
            memset(blocks[i], (int)(i % 251), i % 300);
        }
        for (size_t i = 0; i < N; i++) {
            for (size_t k = 0; k < i % 300; k++)
                assert_int_equal(blocks[i][k], i % 251);
        }
        fuda_arena_reset(&arena);
    }
    fuda_arena_release(&arena);
    assert_null(arena.head);
    fuda_arena_release(&arena); /* harmless */
    fuda_arena_reset(&arena);
}

static void arena_reuses_memory_after_reset(void **state)
{
    fuda_arena arena = {0};
    (void)state;
    char *first = fuda_arena_alloc(&arena, 1000);
    fuda_arena_reset(&arena);
    assert_ptr_equal(fuda_arena_alloc(&arena, 1000), first);
    /* Growth to a megabyte: afterwards the same documents fit without a new chunk. */
    for (int i = 0; i < 1000; i++)
        assert_non_null(fuda_arena_alloc(&arena, 1000));
    fuda_arena_reset(&arena);
    struct fuda_arena_chunk *head = arena.head;
    for (int i = 0; i < 500; i++)
        assert_non_null(fuda_arena_alloc(&arena, 1000));
    assert_ptr_equal(arena.head, head);
    fuda_arena_release(&arena);
}

static void arena_gives_huge_blocks_back(void **state)
{
    enum { HUGE_SIZE = 40 << 20 };
    fuda_arena arena = {0};
    (void)state;
    char *huge = fuda_arena_alloc(&arena, HUGE_SIZE);
    assert_non_null(huge);
    huge[0] = huge[HUGE_SIZE - 1] = 'x';
    fuda_arena_reset(&arena);
    assert_null(arena.head); /* not kept for the rest of the run */
    assert_non_null(fuda_arena_alloc(&arena, 10));

    /* A small block behind a huge one neither doubles the huge one nor keeps it. */
    assert_non_null(fuda_arena_alloc(&arena, HUGE_SIZE));
    char *small = fuda_arena_alloc(&arena, 10);
    assert_non_null(small);
    fuda_arena_reset(&arena);
    assert_non_null(arena.head);
    assert_ptr_equal(fuda_arena_alloc(&arena, 10), small);
    fuda_arena_release(&arena);

    assert_null(fuda_arena_alloc(&arena, SIZE_MAX));
    assert_null(fuda_arena_alloc(&arena, SIZE_MAX / 2 + 1));
    assert_null(fuda_arena_copy(&arena, "x", SIZE_MAX));
}

static void copies_end_with_nul(void **state)
{
    fuda_arena arena = {0};
    (void)state;
    assert_memory_equal(fuda_arena_copy(&arena, "ab\0cd", 5), "ab\0cd", 6);
    assert_string_equal(fuda_arena_copy(&arena, NULL, 0), "");
    fuda_arena_release(&arena);

    char *copy = fuda_strndup("abcdef", 3);
    assert_string_equal(copy, "abc");
    free(copy);
    copy = fuda_strndup("a\0b", 3);
    assert_memory_equal(copy, "a\0b", 4);
    free(copy);
    copy = fuda_strndup(NULL, 0);
    assert_string_equal(copy, "");
    free(copy);
    assert_null(fuda_strndup("x", SIZE_MAX));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(products_are_checked),
        cmocka_unit_test(arrays_grow_and_keep),
        cmocka_unit_test(impossible_growth_changes_nothing),
        cmocka_unit_test(buffer_collects),
        cmocka_unit_test(buffer_failure_sticks_until_cleared),
        cmocka_unit_test(arena_blocks_are_apart_and_aligned),
        cmocka_unit_test(arena_reuses_memory_after_reset),
        cmocka_unit_test(arena_gives_huge_blocks_back),
        cmocka_unit_test(copies_end_with_nul),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
