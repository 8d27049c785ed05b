/* SPDX-License-Identifier: MIT */
/*
 * Term weighting: from the count of a feature in a document to the value a classifier adds up.
 *
 *   raw      c                     binary   1               log   1 + ln c
 *   tfidf    (1 + ln c)(1 + ln((1 + N)/(1 + df)))           divided by the document's Euclidean length
 *   binary-l2  1, divided by the document's Euclidean length
 *
 * (Salton, Buckley 1988; smoothed idf as if one document had every feature.)  Values are whole
 * numbers of 1/unit, so that sums over documents are exact and do not depend on their order.
 */
#ifndef CLASSIFIER_WEIGHTING_H
#define CLASSIFIER_WEIGHTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum clf_weighting {
    CLF_RAW,
    CLF_BINARY,
    CLF_LOG,
    CLF_TFIDF,
    CLF_BINARY_L2,
    CLF_NWEIGHTING
} clf_weighting;

/* "raw", "binary", "log", "tfidf", "binary-l2". */
const char *clf_weighting_name(clf_weighting weighting);
/* False for a name that is none of them. */
bool clf_weighting_from_name(const char *name, clf_weighting *out);

/* Steps a value of 1 is counted in: 1 for counts, 4096 where values are fractions. */
uint32_t clf_unit(clf_weighting weighting);
/* True when values depend on how many documents have each feature. */
bool clf_uses_df(clf_weighting weighting);
/* True when a document's values are divided by its length. */
bool clf_has_length(clf_weighting weighting);
/* 1 + ln((1 + N)/(1 + df)) */
float clf_idf(uint64_t ndoc, uint32_t df);

/*
 * Σ of the squares of a row's values before division by the length; 0 for weightings without one.
 * feature [n] below the size of idf (NULL unless the weighting uses it); skip [features] or NULL: features
 * with UINT8_MAX there do not count.
 */
double clf_row_square(clf_weighting weighting, const float *idf, const uint8_t *skip,
                      const uint32_t *feature, const uint32_t *count, size_t n);
/* What all values of a row with that sum are multiplied by. */
double clf_row_scale(double square);

/* The value of one feature in units, at least 1.  count > 0. */
uint32_t clf_value(clf_weighting weighting, const float *idf, double scale, uint32_t feature,
                   uint32_t count);

#endif
