/* SPDX-License-Identifier: MIT */
#include "classifier/family.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

typedef struct row {
    const char *name, *about;
    bool single, multi, linear, ratio;
} row;

static const row rows[CLF_NALGORITHM] = {
    [CLF_AUTO] = {"auto", "chosen by cross-validation on the training documents (the default)", true, true, false, false},
    [CLF_JOINED] = {"joined", "naive Bayes on present terms, joined with a taxonomy's terms", false, true, false, false},
    [CLF_MULTINOMIAL] = {"multinomial", "multinomial naive Bayes", true, true, false, false},
    [CLF_COMPLEMENT] = {"complement", "naive Bayes of each label's complement", true, false, false, false},
    [CLF_COMPLEMENT_NORM] = {"complement-norm", "the same, weights normalised by label", true, false, false, false},
    [CLF_BERNOULLI] = {"bernoulli", "naive Bayes of present and absent terms", true, true, false, false},
    [CLF_NB_SVM] = {"nb-svm", "support vector machine on NB-weighted terms", true, true, true, true},
    [CLF_NB_LOGISTIC] = {"nb-logistic", "logistic regression on NB-weighted terms", true, true, true, true},
    [CLF_SVM] = {"svm", "linear support vector machine", true, true, true, false},
    [CLF_LOGISTIC] = {"logistic", "logistic regression", true, true, true, false},
};

const char *clf_algorithm_name(clf_algorithm algorithm)
{
    return rows[algorithm].name;
}

const char *clf_algorithm_about(clf_algorithm algorithm)
{
    return rows[algorithm].about;
}

bool clf_algorithm_from_name(const char *name, clf_algorithm *out)
{
    for (int a = 0; a < CLF_NALGORITHM; a++) {
        if (strcmp(name, rows[a].name) == 0) {
            *out = (clf_algorithm)a;
            return true;
        }
    }
    return false;
}

bool clf_algorithm_single(clf_algorithm algorithm)
{
    return rows[algorithm].single;
}

bool clf_algorithm_multi(clf_algorithm algorithm)
{
    return rows[algorithm].multi;
}

bool clf_is_linear(clf_algorithm algorithm)
{
    return rows[algorithm].linear;
}

bool clf_has_ratio(clf_algorithm algorithm)
{
    return rows[algorithm].ratio;
}

clf_choice clf_choice_of(clf_algorithm algorithm, bool single)
{
    clf_choice c = {.algorithm = algorithm, .alpha = 0.1, .kinds = CLF_ALL_KINDS, .min_df = 1};

    if (rows[algorithm].linear) {
        c.weighting = CLF_TFIDF;
        c.alpha = 1;
        c.cost = algorithm == CLF_LOGISTIC || algorithm == CLF_NB_LOGISTIC ? 10 : rows[algorithm].ratio ? 1 : 0.5;
        c.min_df = 2;
    } else if (algorithm == CLF_COMPLEMENT || algorithm == CLF_COMPLEMENT_NORM) {
        c.weighting = CLF_TFIDF;
    } else if (algorithm == CLF_BERNOULLI || !single) {
        c.weighting = CLF_BINARY;
    }
    return c;
}

bool clf_choice_is_countable(const clf_choice *c)
{
    return !rows[c->algorithm].linear && (c->weighting == CLF_RAW || c->weighting == CLF_BINARY) && c->min_df <= 1 &&
           c->select == 0;
}

/* ---- in words -------------------------------------------------------------------------------- */

typedef struct line {
    char *out;
    size_t size, len;
} line;

__attribute__((format(printf, 2, 3))) static void add(line *l, const char *format, ...)
{
    va_list args;

    if (l->len + 1 >= l->size)
        return;
    va_start(args, format);
    int n = vsnprintf(l->out + l->len, l->size - l->len, format, args);
    va_end(args);
    l->len += n < 0 ? 0 : (size_t)n;
}

void clf_choice_text(const clf_choice *c, char *out, size_t size)
{
    static const char *const kinds[CLF_NKIND] = {"words", "segmented words", "pairs", "triples", "characters",
                                                 "pairs of characters"};
    line l = {out, size, 0};

    add(&l, "%s, %s", rows[c->algorithm].name, clf_weighting_name(c->weighting));
    if (rows[c->algorithm].linear)
        add(&l, ", C %g", c->cost);
    if (c->blend > 0)
        add(&l, ", with %g complement naive Bayes", c->blend);
    if (!rows[c->algorithm].linear || rows[c->algorithm].ratio || c->blend > 0)
        add(&l, ", alpha %g", c->alpha);
    for (int k = 0, n = 0; k < CLF_NKIND && c->kinds != CLF_ALL_KINDS; k++) {
        if ((c->kinds >> k & 1) != 0)
            add(&l, "%s%s", n++ == 0 ? ", on " : " + ", kinds[k]);
    }
    if (c->min_df > 1)
        add(&l, ", in %u documents or more", c->min_df);
    if (c->select > 0)
        add(&l, ", the best %u by chi-square", c->select);
}
