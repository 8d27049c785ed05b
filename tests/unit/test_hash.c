/* SPDX-License-Identifier: MIT */
/* String table and integer map against the simplest twin there is: a list searched from its start. */
#include "prelude.h"

#include "core/hash.h"
#include "core/random.h"

enum { MAX_STRINGS = 3000, MAX_LEN = 12 };

typedef struct naive {
    char bytes[MAX_STRINGS][MAX_LEN];
    size_t len[MAX_STRINGS];
    uint32_t count;
} naive;

static uint32_t naive_find(const naive *list, const char *bytes, size_t len)
{
    for (uint32_t i = 0; i < list->count; i++) {
        if (list->len[i] == len && memcmp(list->bytes[i], bytes, len) == 0)
            return i;
    }
    return FUDA_NO_ID;
}

/* Few symbols, NUL among them, so that strings repeat and differ in a NUL or in length only. */
static size_t random_string(fuda_rng *rng, char *out)
{
    size_t len = fuda_rng_below(rng, MAX_LEN);
    for (size_t i = 0; i < len; i++)
        out[i] = "\0ab\xE5"[fuda_rng_below(rng, 4)];
    if (fuda_rng_below(rng, 3) == 0)
        len = len < 4 ? len : 4;
    return len;
}

static void strtab_equals_a_list(void **state)
{
    static naive list;
    fuda_strtab tab = {0};
    fuda_rng rng = {20};
    (void)state;
    assert_int_equal(fuda_strtab_find(&tab, "", 0), FUDA_NO_ID);
    assert_int_equal(fuda_strtab_find(&tab, "x", 1), FUDA_NO_ID);
    for (int round = 0; round < 3; round++) {
        list.count = 0;
        while (list.count < MAX_STRINGS) {
            char s[MAX_LEN];
            size_t len = random_string(&rng, s);
            uint32_t want = naive_find(&list, s, len);
            assert_int_equal(fuda_strtab_find(&tab, s, len), want);
            uint32_t got = fuda_strtab_add(&tab, s, len);
            if (want == FUDA_NO_ID) {
                memcpy(list.bytes[list.count], s, len);
                list.len[list.count] = len;
                want = list.count++;
            }
            assert_int_equal(got, want);
            assert_int_equal(tab.count, list.count);
        }
        for (uint32_t id = 0; id < list.count; id++) {
            assert_int_equal(fuda_strtab_len(&tab, id), list.len[id]);
            assert_memory_equal(fuda_strtab_bytes(&tab, id), list.bytes[id], list.len[id]);
            assert_int_equal(fuda_strtab_find(&tab, list.bytes[id], list.len[id]), id);
        }
        size_t nslot = tab.nslot, pool_cap = tab.pool_cap;
        fuda_strtab_clear(&tab);
        assert_int_equal(tab.count, 0);
        assert_int_equal(tab.nslot, nslot); /* memory is kept */
        assert_int_equal(tab.pool_cap, pool_cap);
        for (uint32_t id = 0; id < list.count; id++)
            assert_int_equal(fuda_strtab_find(&tab, list.bytes[id], list.len[id]), FUDA_NO_ID);
    }
    fuda_strtab_release(&tab);
    assert_null(tab.pool);
    assert_int_equal(fuda_strtab_add(&tab, "new", 3), 0); /* a released table is an empty one */
    fuda_strtab_release(&tab);
}

static void strtab_holds_empty_and_long_strings(void **state)
{
    fuda_strtab tab = {0};
    char *long_one = malloc(1 << 20);
    (void)state;
    assert_non_null(long_one);
    memset(long_one, 'x', 1 << 20);
    assert_int_equal(fuda_strtab_add(&tab, NULL, 0), 0);
    assert_int_equal(fuda_strtab_add(&tab, "", 0), 0);
    assert_int_equal(fuda_strtab_add(&tab, "\0", 1), 1);
    assert_int_equal(fuda_strtab_add(&tab, "\0\0", 2), 2);
    assert_int_equal(fuda_strtab_add(&tab, long_one, 1 << 20), 3);
    assert_int_equal(fuda_strtab_add(&tab, long_one, (1 << 20) - 1), 4);
    assert_int_equal(fuda_strtab_find(&tab, long_one, 1 << 20), 3);
    assert_int_equal(fuda_strtab_len(&tab, 0), 0);
    assert_int_equal(fuda_strtab_len(&tab, 3), 1 << 20);
    fuda_strtab_clear(&tab);
    assert_int_equal(fuda_strtab_find(&tab, "", 0), FUDA_NO_ID);
    fuda_strtab_release(&tab);
    free(long_one);
}

static void map64_equals_a_list(void **state)
{
    enum { N = 4000 };
    static uint64_t keys[N];
    static uint32_t values[N];
    fuda_map64 map = {0};
    fuda_rng rng = {21};
    (void)state;
    assert_int_equal(fuda_map64_get(&map, 0), FUDA_NO_ID);
    for (int round = 0; round < 3; round++) {
        size_t count = 0;
        for (int step = 0; step < N; step++) {
            /* Small keys repeat; some have high halves only, as pairs of ids do. */
            uint64_t key = fuda_rng_below(&rng, 1500) << (fuda_rng_below(&rng, 2) * 32);
            uint32_t value = (uint32_t)fuda_rng_below(&rng, FUDA_NO_ID);
            size_t i = 0;
            while (i < count && keys[i] != key)
                i++;
            assert_int_equal(fuda_map64_get(&map, key), i < count ? values[i] : FUDA_NO_ID);
            assert_true(fuda_map64_add(&map, key, value));
            if (i == count) {
                keys[count] = key;
                values[count++] = value;
            }
            assert_int_equal(fuda_map64_get(&map, key), values[i]); /* the first value stays */
            assert_int_equal(map.count, count);
        }
        for (size_t i = 0; i < count; i++)
            assert_int_equal(fuda_map64_get(&map, keys[i]), values[i]);
        fuda_map64_clear(&map);
        for (size_t i = 0; i < count; i++)
            assert_int_equal(fuda_map64_get(&map, keys[i]), FUDA_NO_ID);
    }
    assert_true(fuda_map64_add(&map, 0, 0)); /* zero is a key and a value */
    assert_true(fuda_map64_add(&map, UINT64_MAX, FUDA_NO_ID - 1));
    assert_int_equal(fuda_map64_get(&map, 0), 0);
    assert_int_equal(fuda_map64_get(&map, UINT64_MAX), FUDA_NO_ID - 1);
    fuda_map64_release(&map);
    assert_int_equal(fuda_map64_get(&map, 0), FUDA_NO_ID);
}

static void digest_depends_on_bytes_only(void **state)
{
    char text[1000], whole[33], parts[33], other[33];
    fuda_rng rng = {22};
    (void)state;
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)fuda_rng_next(&rng);
    fuda_digest_of(text, sizeof text, whole);
    assert_int_equal(strspn(whole, "0123456789abcdef"), 32);
    assert_int_equal(whole[32], '\0');
    for (size_t step = 1; step < 400; step += 57) {
        fuda_digest *digest = fuda_digest_new();
        assert_non_null(digest);
        for (size_t at = 0; at < sizeof text; at += step)
            fuda_digest_add(digest, text + at, at + step > sizeof text ? sizeof text - at : step);
        fuda_digest_add(digest, NULL, 0);
        fuda_digest_hex(digest, parts);
        assert_string_equal(parts, whole);
        fuda_digest_free(digest);
    }
    for (size_t i = 0; i < sizeof text; i += 99) {
        text[i] ^= 1;
        fuda_digest_of(text, sizeof text, other);
        assert_string_not_equal(other, whole);
        text[i] ^= 1;
    }
    /* The published values of XXH3 for no bytes: files made elsewhere have the same fingerprints. */
    fuda_digest_of("", 0, other);
    assert_string_equal(other, "99aa06d3014798d86001c324468d497f");
    /* The hash of tables is another one in every process, and the same within one. */
    assert_true(fuda_hash64("ab", 2) == fuda_hash64("ab", 2));
    assert_true(fuda_hash64("ab", 2) != fuda_hash64("ac", 2));
    fuda_digest_free(NULL);
}

/* Sums do not depend on order, carry over the halves, and give back what was taken. */
static void collections_have_no_order(void **state)
{
    fuda_digest *digest = fuda_digest_new();
    fuda_multihash forward = {0}, backward = {0}, zero = {0}, parsed, one;
    char hex[33], again[33];
    (void)state;

    assert_non_null(digest);
    for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < 50; i++) {
            int member = pass == 0 ? i : 49 - i;
            fuda_digest_restart(digest);
            fuda_digest_add(digest, &member, sizeof member);
            one = fuda_multihash_of(digest);
            fuda_digest_of(&member, sizeof member, hex);
            fuda_multihash_hex(&one, again);
            assert_string_equal(hex, again);
            fuda_multihash_add(pass == 0 ? &forward : &backward, &one);
        }
    }
    assert_memory_equal(&forward, &backward, sizeof forward);
    fuda_multihash_hex(&forward, hex);
    assert_true(fuda_multihash_parse(hex, &parsed));
    assert_memory_equal(&parsed, &forward, sizeof parsed);
    for (int i = 10; i < 60; i++) { /* in a third order */
        int member = i % 50;
        fuda_digest_restart(digest);
        fuda_digest_add(digest, &member, sizeof member);
        one = fuda_multihash_of(digest);
        fuda_multihash_subtract(&parsed, &one);
    }
    assert_memory_equal(&parsed, &zero, sizeof zero);
    parsed = (fuda_multihash){1, UINT64_MAX};
    one = (fuda_multihash){0, 1};
    fuda_multihash_add(&parsed, &one);
    assert_true(parsed.high == 2 && parsed.low == 0);
    fuda_multihash_subtract(&parsed, &one);
    assert_true(parsed.high == 1 && parsed.low == UINT64_MAX);
    assert_false(fuda_multihash_parse("", &parsed));
    assert_false(fuda_multihash_parse("0123456789abcdef0123456789abcde", &parsed));
    assert_false(fuda_multihash_parse("0123456789abcdef0123456789abcdefa", &parsed));
    assert_false(fuda_multihash_parse("0123456789abcdef0123456789abcdeG", &parsed));
    fuda_digest_free(digest);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strtab_equals_a_list),
        cmocka_unit_test(strtab_holds_empty_and_long_strings),
        cmocka_unit_test(map64_equals_a_list),
        cmocka_unit_test(digest_depends_on_bytes_only),
        cmocka_unit_test(collections_have_no_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
