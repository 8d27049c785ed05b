/* SPDX-License-Identifier: MIT */
/* Equality of doubles, which cmocka of Debian 12 knows for floats only.  Include after cmocka.h. */
#ifndef TESTS_ASSERT_CLOSE_H
#define TESTS_ASSERT_CLOSE_H

#include <math.h>

/* Fails when the values differ by more than eps, or either is no number. */
#define assert_close(a, b, eps)                                                                     \
    do {                                                                                            \
        double close_a = (a), close_b = (b);                                                        \
        if (!(fabs(close_a - close_b) <= (eps)))                                                    \
            fail_msg("%s = %.12g, %s = %.12g", #a, close_a, #b, close_b);                           \
    } while (0)

#endif
