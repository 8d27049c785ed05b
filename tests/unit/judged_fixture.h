/* SPDX-License-Identifier: MIT */
/* Documents with probabilities and gold labels, drawn once at random: percentages, for the tests of figures. */
#ifndef TESTS_JUDGED_FIXTURE_H
#define TESTS_JUDGED_FIXTURE_H

#include "classifier/metrics.h"
#include "prelude.h"

enum { ONE_DOCS = 24, ONE_LABELS = 4, MANY_DOCS = 16, MANY_LABELS = 5 };

/* clang-format off */
static const uint8_t one_p[24][4] = {
    {12, 15, 6, 67},
    {15, 15, 5, 65},
    {3, 50, 23, 24},
    {23, 15, 35, 27},
    {15, 64, 11, 10},
    {16, 4, 66, 14},
    {12, 52, 12, 24},
    {45, 26, 3, 26},
    {13, 22, 9, 56},
    {53, 19, 20, 8},
    {9, 14, 9, 68},
    {27, 29, 26, 18},
    {23, 10, 44, 23},
    {13, 8, 59, 20},
    {44, 18, 28, 10},
    {46, 22, 23, 9},
    {10, 16, 24, 50},
    {5, 73, 20, 2},
    {12, 33, 48, 7},
    {22, 58, 7, 13},
    {9, 62, 28, 1},
    {9, 17, 60, 14},
    {60, 23, 11, 6},
    {44, 25, 6, 25}};
static const uint32_t one_gold[] = {3, 2, 1, 0, 1, 2, 1, 2, 3, 0, 2, 0, 2, 2, 0, 0, 3, 1, 1, 1, 1, 2, 0, 0};
static const uint8_t many_p[16][5] = {
    {75, 32, 42, 5, 16},
    {68, 38, 53, 84, 26},
    {62, 26, 31, 57, 53},
    {63, 5, 29, 54, 57},
    {32, 83, 55, 28, 64},
    {25, 5, 5, 33, 33},
    {32, 68, 27, 99, 30},
    {54, 34, 19, 42, 7},
    {41, 73, 15, 73, 52},
    {84, 84, 92, 96, 6},
    {64, 50, 12, 56, 27},
    {74, 22, 44, 38, 85},
    {61, 83, 41, 54, 68},
    {28, 84, 88, 35, 44},
    {51, 64, 10, 36, 81},
    {86, 25, 6, 51, 80}};
static const uint8_t many_gold[16][5] = {
    {1, 0, 0, 1, 0},
    {0, 0, 0, 0, 0},
    {1, 0, 1, 0, 0},
    {0, 0, 0, 0, 0},
    {1, 1, 1, 0, 0},
    {0, 0, 1, 1, 0},
    {0, 0, 0, 1, 0},
    {0, 0, 1, 0, 0},
    {1, 1, 0, 0, 0},
    {1, 1, 0, 1, 0},
    {0, 0, 0, 1, 0},
    {0, 1, 0, 1, 0},
    {0, 1, 0, 1, 0},
    {1, 1, 1, 1, 0},
    {0, 0, 1, 1, 0},
    {1, 0, 0, 1, 0}};
/* clang-format on */

/* The most probable label is given.  unit: documents of one number belong together. */
static inline clf_judged judged_one(uint32_t docs_per_unit)
{
    clf_judged all = {.mode = CLF_SINGLE, .nlabel = ONE_LABELS};

    for (uint32_t i = 0; i < ONE_DOCS; i++) {
        double p[ONE_LABELS];
        uint32_t best = 0;
        for (uint32_t k = 0; k < ONE_LABELS; k++) {
            p[k] = one_p[i][k] / 100.0;
            best = one_p[i][k] > one_p[i][best] ? k : best;
        }
        clf_judgement j = {.gold = &one_gold[i], .ngold = 1, .given = &best, .ngiven = 1, .p = p,
                           .unit = i / docs_per_unit, .part = i % 2};
        assert_true(clf_judged_add(&all, &j));
    }
    return all;
}

/* Labels of one half and more are given. */
static inline clf_judged judged_many(void)
{
    clf_judged all = {.mode = CLF_MULTI, .nlabel = MANY_LABELS};

    for (uint32_t i = 0; i < MANY_DOCS; i++) {
        uint32_t gold[MANY_LABELS], given[MANY_LABELS];
        double p[MANY_LABELS];
        clf_judgement j = {.gold = gold, .given = given, .p = p, .unit = i};
        for (uint32_t k = 0; k < MANY_LABELS; k++) {
            p[k] = many_p[i][k] / 100.0;
            if (many_gold[i][k])
                gold[j.ngold++] = k;
            if (many_p[i][k] >= 50)
                given[j.ngiven++] = k;
        }
        assert_true(clf_judged_add(&all, &j));
    }
    return all;
}

#endif
