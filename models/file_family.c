/* SPDX-License-Identifier: MIT */
/* The model file's sections of algorithm, weights and rates. */
#include <stdlib.h>
#include <string.h>

#include "models/file.h"

enum { RATE = 4 * 8 /* bytes */, MAX_LANGUAGES = 64 };

static long long micro(double x)
{
    return (long long)(x * 1e6 + 0.5);
}

void mdl_put_choice(const clf_classifier *clf, fuda_buf *out)
{
    const clf_choice *c = &clf->choice;

    fuda_buf_addf(out, "algorithm=%s\nweighting=%s\ncost_micro=%lld\nblend_micro=%lld\n",
                  clf_algorithm_name(c->algorithm), clf_weighting_name(c->weighting), micro(c->cost), micro(c->blend));
    fuda_buf_addf(out, "kinds=%u\nmin_df=%u\nselect=%u\n", c->kinds, c->min_df, c->select);
}

void mdl_put_family(const clf_classifier *clf, enum mdl_section section, fuda_buf *out)
{
    size_t V = clf->counts.nfeature, K = clf->counts.nlabel;
    bool linear = clf_is_linear(clf->choice.algorithm);

    switch (section) {
    case MDL_DF:
        for (size_t f = 0; clf_uses_df(clf->choice.weighting) && f < V; f++)
            mdl_put32(out, clf->fit.df[f]);
        break;
    case MDL_WEIGHTS:
        for (size_t i = 0; linear && i < V * K; i++)
            mdl_put32(out, (uint32_t)clf->fit.weight[i]);
        break;
    case MDL_BIAS:
        for (size_t k = 0; linear && k < K; k++)
            mdl_put_micro(out, clf->fit.bias[k]);
        break;
    case MDL_RATES:
        for (size_t i = 0; clf->rates != NULL && i < (1 + clf->nlang) * K; i++) {
            mdl_put64(out, clf->rates[i].hit);
            mdl_put64(out, clf->rates[i].false_);
            mdl_put64(out, clf->rates[i].missed);
            mdl_put64(out, clf->rates[i].rest);
        }
        break;
    case MDL_WHY:
        if (clf->why != NULL)
            fuda_buf_add(out, clf->why, strlen(clf->why));
        break;
    default:
        break;
    }
}

static const char *read_df(clf_classifier *clf, mdl_span s, bool *nomem)
{
    size_t V = clf->counts.nfeature;

    if (s.len != (clf_uses_df(clf->choice.weighting) ? V * 4 : 0))
        return "its numbers of documents do not fit together";
    if (s.len == 0)
        return NULL;
    clf->fit.df = malloc(s.len);
    if (clf->fit.df == NULL) {
        *nomem = true;
        return NULL;
    }
    for (size_t f = 0; f < V; f++) {
        clf->fit.df[f] = mdl_get32(s.ptr + 4 * f);
        if (clf->fit.df[f] > clf->counts.ndoc)
            return "a term is in more documents than there are";
    }
    return NULL;
}

static const char *read_weights(clf_classifier *clf, mdl_span weights, mdl_span bias, bool *nomem)
{
    size_t V = clf->counts.nfeature, K = clf->counts.nlabel;

    if (!clf_is_linear(clf->choice.algorithm))
        return weights.len == 0 && bias.len == 0 ? NULL : "it has weights where none belong";
    /* K is below 2^20 and V below 2^32: the product does not overflow. */
    if (weights.len != V * K * 4 || bias.len != K * 8 || clf->counts.ptr[V] != 0)
        return "its weights do not fit together";
    clf->fit.weight = malloc(weights.len + 1);
    clf->fit.bias = malloc(bias.len + 1);
    if (clf->fit.weight == NULL || clf->fit.bias == NULL) {
        *nomem = true;
        return NULL;
    }
    for (size_t i = 0; i < V * K; i++)
        clf->fit.weight[i] = (int32_t)mdl_get32(weights.ptr + 4 * i);
    for (size_t k = 0; k < K; k++) {
        clf->fit.bias[k] = mdl_get_micro(bias.ptr + 8 * k);
        if (!(clf->fit.bias[k] > -1e6 && clf->fit.bias[k] < 1e6))
            return "a bias is impossible";
    }
    return NULL;
}

static const char *read_rates(clf_classifier *clf, mdl_span s, bool *nomem)
{
    size_t row = clf->counts.nlabel * RATE, rows = s.len / row;

    if (s.len == 0)
        return NULL;
    if (s.len % row != 0 || rows > 1 + MAX_LANGUAGES)
        return "its rates do not fit together";
    clf->rates = malloc(s.len / RATE * sizeof *clf->rates);
    if (clf->rates == NULL) {
        *nomem = true;
        return NULL;
    }
    clf->nlang = rows - 1;
    for (size_t i = 0; i < s.len / RATE; i++) {
        const char *p = s.ptr + i * RATE;
        clf_rates *r = &clf->rates[i];
        *r = (clf_rates){mdl_get64(p), mdl_get64(p + 8), mdl_get64(p + 16), mdl_get64(p + 24)};
        if (r->hit > UINT32_MAX || r->false_ > UINT32_MAX || r->missed > UINT32_MAX || r->rest > UINT32_MAX)
            return "a rate is impossible";
    }
    return NULL;
}

const char *mdl_read_family(clf_classifier *clf, const mdl_span *sections, bool *nomem)
{
    mdl_span why = sections[MDL_WHY];
    const char *wrong = read_df(clf, sections[MDL_DF], nomem);

    if (wrong == NULL && !*nomem)
        wrong = read_weights(clf, sections[MDL_WEIGHTS], sections[MDL_BIAS], nomem);
    if (wrong == NULL && !*nomem)
        wrong = read_rates(clf, sections[MDL_RATES], nomem);
    if (wrong == NULL && !*nomem && why.len > 0) {
        if (memchr(why.ptr, 0, why.len) != NULL)
            return "its reasons are not text";
        clf->why = fuda_strndup(why.ptr, why.len);
        *nomem = clf->why == NULL;
    }
    return wrong;
}
