/* SPDX-License-Identifier: MIT */
/* The random numbers are those of SplitMix64, on every machine. */
#include "prelude.h"

#include "core/random.h"

static void numbers_are_the_published_ones(void **state)
{
    static const uint64_t want[] = {6457827717110365317u, 3203168211198807973u, 9817491932198370423u,
                                    4593380528125082431u, 16408922859458223821u};
    fuda_rng rng = {1234567};
    (void)state;
    for (size_t i = 0; i < COUNT(want); i++)
        assert_true(fuda_rng_next(&rng) == want[i]);
}

static void same_seed_same_numbers(void **state)
{
    fuda_rng a = {5}, b = {5}, c = {6};
    int equal = 0;
    (void)state;
    for (int i = 0; i < 1000; i++) {
        uint64_t x = fuda_rng_below(&a, 1000000);
        assert_true(x == fuda_rng_below(&b, 1000000));
        equal += x == fuda_rng_below(&c, 1000000);
    }
    assert_in_range(equal, 0, 5);
}

static void below_is_uniform(void **state)
{
    unsigned seen[7] = {0};
    fuda_rng rng = {1};
    (void)state;
    for (int i = 0; i < 70000; i++) {
        uint64_t x = fuda_rng_below(&rng, 7);
        assert_in_range(x, 0, 6);
        seen[x]++;
    }
    for (int i = 0; i < 7; i++)
        assert_in_range(seen[i], 9600, 10400); /* four standard deviations */
    for (int i = 0; i < 100; i++)
        assert_int_equal(fuda_rng_below(&rng, 1), 0);
    bool high = false;
    for (int i = 0; i < 100; i++)
        high |= fuda_rng_below(&rng, UINT64_MAX) > UINT64_MAX / 2;
    assert_true(high);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_the_published_ones),
        cmocka_unit_test(same_seed_same_numbers),
        cmocka_unit_test(below_is_uniform),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
