/* SPDX-License-Identifier: MIT */
#include "classifier/linear.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "core/random.h"

void clf_solving_release(clf_solving *s)
{
    free(s->pair);
    free(s->alpha);
    free(s->diagonal);
    free(s->order);
    *s = (clf_solving){0};
}

static double row_score(const clf_values *x, size_t i, const float *pair)
{
    double sum = (double)pair[2 * x->nfeature];

    for (size_t j = x->ptr[i]; j < x->ptr[i + 1]; j++)
        sum += (double)(pair[2 * x->feature[j]] * x->value[j]);
    return sum;
}

/* w += step · r² x_i */
static void row_add(const clf_values *x, size_t i, double step, float *pair)
{
    float s = (float)step;

    pair[2 * x->nfeature] += s;
    for (size_t j = x->ptr[i]; j < x->ptr[i + 1]; j++) {
        float *p = pair + 2 * x->feature[j];
        p[0] += s * x->value[j] * p[1];
    }
}

static bool start(const clf_values *x, const float *ratio, clf_solving *s)
{
    size_t V = x->nfeature, n = x->n;

    if (!FUDA_GROW(s->pair, s->pair_cap, 2 * V + 2) || !FUDA_GROW(s->alpha, s->alpha_cap, n + 1) ||
        !FUDA_GROW(s->diagonal, s->diagonal_cap, n + 1) || !FUDA_GROW(s->order, s->order_cap, n + 1))
        return false;
    for (size_t f = 0; f < V; f++) {
        s->pair[2 * f] = 0;
        s->pair[2 * f + 1] = ratio == NULL ? 1 : ratio[f] * ratio[f];
    }
    s->pair[2 * V] = 0;
    s->pair[2 * V + 1] = 1;
    for (size_t i = 0; i < n; i++) {
        double q = 1; /* the bias */
        for (size_t j = x->ptr[i]; j < x->ptr[i + 1]; j++)
            q += (double)(x->value[j] * x->value[j] * s->pair[2 * x->feature[j] + 1]);
        s->diagonal[i] = q;
        s->alpha[i] = 0;
        s->order[i] = (uint32_t)i;
    }
    return true;
}

static void shuffle(uint32_t *order, size_t n, fuda_rng *rng)
{
    for (size_t i = n; i > 1; i--) {
        size_t j = (size_t)fuda_rng_below(rng, i);
        uint32_t t = order[i - 1];
        order[i - 1] = order[j];
        order[j] = t;
    }
}

/*
 * Squared hinge.  Rows at α = 0 whose gradient says they will stay there leave the active set (shrinking);
 * when what is left has settled all rows come back once to make sure.
 */
static void solve_hinge(const clf_values *x, const bool *positive, const clf_solver *how, clf_solving *s)
{
    size_t active = x->n;
    double spare = 0.5 / how->cost, bound = HUGE_VAL;
    fuda_rng rng = {how->seed};

    for (int round = 0; round < how->rounds; round++) {
        double most = -HUGE_VAL, least = HUGE_VAL;
        shuffle(s->order, active, &rng);
        for (size_t o = 0; o < active; o++) {
            size_t i = s->order[o];
            double y = positive[i] ? 1 : -1, alpha = s->alpha[i];
            double g = y * row_score(x, i, s->pair) - 1 + alpha * spare, projected = g;
            if (alpha <= 0) {
                if (g > bound) {
                    s->order[o--] = s->order[--active];
                    s->order[active] = (uint32_t)i;
                    continue;
                }
                projected = g < 0 ? g : 0;
            }
            most = projected > most ? projected : most;
            least = projected < least ? projected : least;
            if (fabs(projected) > 1e-12) {
                double next = alpha - g / (s->diagonal[i] + spare);
                next = next > 0 ? next : 0;
                s->alpha[i] = next;
                row_add(x, i, (next - alpha) * y, s->pair);
            }
        }
        if (most - least <= how->within) {
            if (active == x->n)
                break;
            active = x->n;
            bound = HUGE_VAL;
            continue;
        }
        bound = most > 0 ? most : HUGE_VAL;
    }
}

/*
 * Logistic loss: for each row the α in (0, C) with  ln(α/(C − α)) + q (α − α₀) + y w·x = 0.  The left side grows
 * from −∞ to ∞; Newton's steps, halved towards the end of the interval they would leave.
 */
static double logistic_step(double cost, double q, double at, double margin, double *gradient)
{
    double z = at > 0 ? at : cost * 1e-3;

    *gradient = log(z / (cost - z)) + q * (z - at) + margin;
    for (int i = 0; i < 30; i++) {
        double g = log(z / (cost - z)) + q * (z - at) + margin;
        double next = z - g / (q + cost / (z * (cost - z)));
        if (next <= 0)
            next = z / 8;
        else if (next >= cost)
            next = cost - (cost - z) / 8;
        if (fabs(next - z) <= 1e-6 * (next < cost - next ? next : cost - next))
            return next;
        z = next;
    }
    return z;
}

static void solve_logistic(const clf_values *x, const bool *positive, const clf_solver *how, clf_solving *s)
{
    fuda_rng rng = {how->seed};

    for (int round = 0; round < how->rounds; round++) {
        double most = 0;
        shuffle(s->order, x->n, &rng);
        for (size_t o = 0; o < x->n; o++) {
            size_t i = s->order[o];
            double y = positive[i] ? 1 : -1, g;
            double next = logistic_step(how->cost, s->diagonal[i], s->alpha[i],
                                        y * row_score(x, i, s->pair), &g);
            most = fabs(g) > most ? fabs(g) : most;
            row_add(x, i, (next - s->alpha[i]) * y, s->pair);
            s->alpha[i] = next;
        }
        if (most <= how->within)
            break;
    }
}

bool clf_solve(const clf_values *x, const bool *positive, const float *ratio, const clf_solver *how,
               clf_solving *s)
{
    if (!start(x, ratio, s))
        return false;
    if (how->loss == CLF_HINGE)
        solve_hinge(x, positive, how, s);
    else
        solve_logistic(x, positive, how, s);
    return true;
}

static double softplus(double x)
{
    return x > 0 ? x + log1p(exp(-x)) : log1p(exp(x));
}

void clf_objectives(const clf_values *x, const bool *positive, const clf_solver *how, const clf_solving *s,
                    double *primal, double *dual)
{
    double norm = 0, loss = 0, gain = 0, C = how->cost;

    for (size_t f = 0; f <= x->nfeature; f++) {
        double w = (double)s->pair[2 * f], r2 = (double)s->pair[2 * f + 1];
        norm += r2 > 0 ? w * w / r2 : 0;
    }
    for (size_t i = 0; i < x->n; i++) {
        double m = (positive[i] ? 1 : -1) * row_score(x, i, s->pair), a = s->alpha[i];
        if (how->loss == CLF_HINGE) {
            loss += m < 1 ? (1 - m) * (1 - m) : 0;
            gain += a - a * a / (4 * C);
        } else {
            loss += softplus(-m);
            if (a > 0 && a < C)
                gain -= a * log(a / C) + (C - a) * log(1 - a / C);
        }
    }
    *primal = norm / 2 + C * loss;
    *dual = gain - norm / 2;
}
