/* SPDX-License-Identifier: MIT */
#include "classifier/calibrate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"

/* Offsets are believed to lie within about 0.7 of each other before data is seen. */
#define OFFSET_PENALTY 2.0
#define SLOPE_PENALTY 0.01
enum { MAX_SLOPES = 8, NEWTON_STEPS = 50 };

/* Solves A x = b for a small symmetric positive matrix, in place (Cholesky). */
static void solve(double A[MAX_SLOPES + 1][MAX_SLOPES + 1], double *b, size_t n)
{
    for (size_t j = 0; j < n; j++) {
        for (size_t i = 0; i < j; i++)
            A[j][j] -= A[j][i] * A[j][i];
        A[j][j] = sqrt(A[j][j] > 1e-12 ? A[j][j] : 1e-12);
        for (size_t i = j + 1; i < n; i++) {
            for (size_t k = 0; k < j; k++)
                A[i][j] -= A[i][k] * A[j][k];
            A[i][j] /= A[j][j];
        }
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < i; k++)
            b[i] -= A[i][k] * b[k];
        b[i] /= A[i][i];
    }
    for (size_t i = n; i-- > 0;) {
        for (size_t k = i + 1; k < n; k++)
            b[i] -= A[k][i] * b[k];
        b[i] /= A[i][i];
    }
}

/* log(1 + e^x) without overflow. */
static double softplus(double x)
{
    return x > 0 ? x + log1p(exp(-x)) : log1p(exp(x));
}

typedef struct problem {
    const double *input;
    const uint8_t *truth;
    size_t n, K, M;
    bool off[MAX_SLOPES]; /* inputs whose slope stays 0 */
} problem;

static double loss(const problem *p, const double *a, double c0, const double *d)
{
    double sum = 0;

    for (size_t i = 0; i < p->n; i++) {
        for (size_t k = 0; k < p->K; k++) {
            const double *u = p->input + (i * p->K + k) * p->M;
            double z = c0 + d[k];
            if (p->truth[i * p->K + k] == CLF_LEFT_OUT)
                continue;
            for (size_t m = 0; m < p->M; m++)
                z += a[m] * u[m];
            sum += softplus(p->truth[i * p->K + k] ? -z : z);
        }
    }
    for (size_t k = 0; k < p->K; k++)
        sum += OFFSET_PENALTY / 2 * d[k] * d[k];
    for (size_t m = 0; m < p->M; m++)
        sum += SLOPE_PENALTY / 2 * a[m] * a[m];
    return sum;
}

/*
 * One Newton step.  Unknowns: a[M] and c0 (dense), d[K] (diagonal): the Hessian is an arrow, solved by
 * eliminating d.  step_d [K], step [M + 1].
 */
static void newton(const problem *p, const double *a, double c0, const double *d, double *diag,
                   double *cross, double *grad_d, double *step, double *step_d)
{
    size_t D = p->M + 1;
    double H[MAX_SLOPES + 1][MAX_SLOPES + 1] = {{0}}, u1[MAX_SLOPES + 1];

    memset(step, 0, D * sizeof *step);
    for (size_t k = 0; k < p->K; k++) {
        diag[k] = OFFSET_PENALTY;
        grad_d[k] = OFFSET_PENALTY * d[k];
        memset(cross + k * D, 0, D * sizeof *cross);
    }
    for (size_t i = 0; i < p->n; i++) {
        for (size_t k = 0; k < p->K; k++) {
            const double *u = p->input + (i * p->K + k) * p->M;
            double z = c0 + d[k];
            if (p->truth[i * p->K + k] == CLF_LEFT_OUT)
                continue;
            for (size_t m = 0; m < p->M; m++) {
                z += a[m] * u[m];
                u1[m] = p->off[m] ? 0 : u[m];
            }
            u1[p->M] = 1;
            double q = 1 / (1 + exp(-z));
            double g = q - p->truth[i * p->K + k], h = q * (1 - q);
            for (size_t m = 0; m < D; m++) {
                step[m] += g * u1[m];
                cross[k * D + m] += h * u1[m];
                for (size_t l = 0; l <= m; l++)
                    H[m][l] += h * u1[m] * u1[l];
            }
            diag[k] += h;
            grad_d[k] += g;
        }
    }
    for (size_t m = 0; m < p->M; m++) {
        H[m][m] += SLOPE_PENALTY;
        step[m] += SLOPE_PENALTY * a[m];
    }
    H[p->M][p->M] += 1e-9;
    for (size_t k = 0; k < p->K; k++) {
        for (size_t m = 0; m < D; m++) {
            step[m] -= cross[k * D + m] / diag[k] * grad_d[k];
            for (size_t l = 0; l <= m; l++)
                H[m][l] -= cross[k * D + m] * cross[k * D + l] / diag[k];
        }
    }
    solve(H, step, D);
    for (size_t k = 0; k < p->K; k++) {
        double s = grad_d[k];
        for (size_t m = 0; m < D; m++)
            s -= cross[k * D + m] * step[m];
        step_d[k] = s / diag[k];
    }
}

/* Newton's method with step halving, from zero.  memory: 5 K + K (M + 1) doubles, zeroed. */
static void minimise(const problem *p, double *memory, double *slope, double *offset)
{
    size_t K = p->K, M = p->M;
    double a[MAX_SLOPES] = {0}, step[MAX_SLOPES + 1], c0 = 0;
    double *d = memory, *diag = d + K, *grad = diag + K, *step_d = grad + K, *trial = step_d + K,
           *cross = trial + K;
    double now = loss(p, a, c0, d);

    for (int iter = 0; iter < NEWTON_STEPS; iter++) {
        newton(p, a, c0, d, diag, cross, grad, step, step_d);
        double scale = 1, next = now, at[MAX_SLOPES] = {0}, c1 = c0;
        for (; scale > 1e-6; scale /= 2) {
            for (size_t m = 0; m < M; m++)
                at[m] = a[m] - scale * step[m];
            c1 = c0 - scale * step[M];
            for (size_t k = 0; k < K; k++)
                trial[k] = d[k] - scale * step_d[k];
            next = loss(p, at, c1, trial);
            if (next < now)
                break;
        }
        if (!(next < now))
            break;
        memcpy(a, at, sizeof a);
        c0 = c1;
        memcpy(d, trial, K * sizeof *d);
        double gain = now - next;
        now = next;
        if (gain < 1e-9 * (1 + now))
            break;
    }
    memcpy(slope, a, M * sizeof *slope);
    for (size_t k = 0; k < K; k++)
        offset[k] = c0 + d[k];
}

fuda_status clf_fit_joint(const double *input, const uint8_t *truth, size_t n, size_t K, size_t M,
                          double *slope, double *offset, fuda_error *err)
{
    problem p = {.input = input, .truth = truth, .n = n, .K = K, .M = M};
    size_t room = 5 * K + K * (M + 1) + 1;
    double *memory = malloc(room * sizeof *memory);
    bool again = true;

    if (memory == NULL)
        return fuda_fail_nomem(err);
    while (again) {
        memset(memory, 0, room * sizeof *memory);
        minimise(&p, memory, slope, offset);
        again = false;
        for (size_t m = 0; m < M; m++) {
            if (slope[m] < 0)
                again = p.off[m] = true;
        }
    }
    free(memory);
    return FUDA_OK;
}

static double surprise(const double *score, const uint32_t *truth, size_t n, size_t K, double tau)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++) {
        const double *s = score + i * K;
        double top = s[0], total = 0;
        for (size_t k = 1; k < K; k++)
            top = s[k] > top ? s[k] : top;
        for (size_t k = 0; k < K; k++)
            total += exp(tau * (s[k] - top));
        sum += log(total) - tau * (s[truth[i]] - top);
    }
    return sum;
}

double clf_fit_temperature(const double *score, const uint32_t *truth, size_t n, size_t K)
{
    const double ratio = 0.6180339887498949;
    double lo = log(1e-4), hi = log(1e4), a, b, fa, fb;

    if (n == 0 || K < 2)
        return 1;
    a = hi - ratio * (hi - lo);
    b = lo + ratio * (hi - lo);
    fa = surprise(score, truth, n, K, exp(a));
    fb = surprise(score, truth, n, K, exp(b));
    while (hi - lo > 1e-4) {
        if (fa <= fb) {
            hi = b;
            b = a;
            fb = fa;
            a = hi - ratio * (hi - lo);
            fa = surprise(score, truth, n, K, exp(a));
        } else {
            lo = a;
            a = b;
            fa = fb;
            b = lo + ratio * (hi - lo);
            fb = surprise(score, truth, n, K, exp(b));
        }
    }
    return exp((lo + hi) / 2);
}
