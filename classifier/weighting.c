/* SPDX-License-Identifier: MIT */
#include "classifier/weighting.h"

#include <math.h>
#include <string.h>

enum { FRACTIONS = 4096 };

static const char *const names[CLF_NWEIGHTING] = {"raw", "binary", "log", "tfidf", "binary-l2"};

const char *clf_weighting_name(clf_weighting weighting)
{
    return names[weighting];
}

bool clf_weighting_from_name(const char *name, clf_weighting *out)
{
    for (int w = 0; w < CLF_NWEIGHTING; w++) {
        if (strcmp(name, names[w]) == 0) {
            *out = (clf_weighting)w;
            return true;
        }
    }
    return false;
}

uint32_t clf_unit(clf_weighting weighting)
{
    return weighting == CLF_RAW || weighting == CLF_BINARY ? 1 : FRACTIONS;
}

bool clf_uses_df(clf_weighting weighting)
{
    return weighting == CLF_TFIDF;
}

bool clf_has_length(clf_weighting weighting)
{
    return weighting == CLF_TFIDF || weighting == CLF_BINARY_L2;
}

float clf_idf(uint64_t ndoc, uint32_t df)
{
    return (float)(1 + log((1 + (double)ndoc) / (1 + (double)df)));
}

/* 1 + ln c: most counts are small. */
static double log_count(uint32_t c)
{
    static const double small[] = {0, 1, 1.6931471805599453, 2.0986122886681098, 2.3862943611198906,
                                   2.6094379124341003, 2.791759469228055, 2.9459101490553132};
    return c < sizeof small / sizeof small[0] ? small[c] : 1 + log(c);
}

static double plain(clf_weighting weighting, const float *idf, uint32_t feature, uint32_t count)
{
    switch (weighting) {
    case CLF_RAW:
        return count;
    case CLF_LOG:
        return log_count(count);
    case CLF_TFIDF:
        return log_count(count) * (double)idf[feature];
    default:
        return 1;
    }
}

double clf_row_square(clf_weighting weighting, const float *idf, const uint8_t *skip,
                      const uint32_t *feature, const uint32_t *count, size_t n)
{
    double sum = 0;

    if (!clf_has_length(weighting))
        return 0;
    for (size_t i = 0; i < n; i++) {
        if (skip != NULL && skip[feature[i]] == UINT8_MAX)
            continue;
        double v = plain(weighting, idf, feature[i], count[i]);
        sum += v * v;
    }
    return sum;
}

double clf_row_scale(double square)
{
    return square > 0 ? 1 / sqrt(square) : 1;
}

uint32_t clf_value(clf_weighting weighting, const float *idf, double scale, uint32_t feature,
                   uint32_t count)
{
    if (weighting == CLF_RAW)
        return count;
    if (weighting == CLF_BINARY)
        return 1;
    double v = plain(weighting, idf, feature, count) * scale * FRACTIONS + 0.5;
    return v < 1 ? 1 : v < 4294967295.0 ? (uint32_t)v : UINT32_MAX;
}
