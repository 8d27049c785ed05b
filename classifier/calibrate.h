/* SPDX-License-Identifier: MIT */
/* Fitting the few numbers that turn scores into probabilities. */
#ifndef CLASSIFIER_CALIBRATE_H
#define CLASSIFIER_CALIBRATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <fuda/status.h>

/*
 * Logistic regression with common slopes and an offset per label, by Newton's method:
 *     minimise  Σ_i Σ_k log(1 + exp(−y z)) + λ/2 Σ_k (c[k] − c0)² + ε/2 Σ_m a[m]²,
 *     z = c[k] + Σ_m a[m] u[i][k][m],   y = ±1
 * input    [n][K][M]
 * truth    [n][K] 1, 0, or CLF_LEFT_OUT for a pair that does not count
 * slope    [M], offset [K] are written.  More evidence never makes a label less likely: an input
 *          whose slope would be negative gets 0.
 * Fails with E_NOMEM.
 */
enum { CLF_LEFT_OUT = 2 };
fuda_status clf_fit_joint(const double *input, const uint8_t *truth, size_t n, size_t K, size_t M,
                          double *slope, double *offset, fuda_error *err);

/* The τ in [1e-4, 1e4] that minimises −Σ log softmax(τ score[i])[truth[i]], by golden section on
 * log τ.  score [n][K]. */
double clf_fit_temperature(const double *score, const uint32_t *truth, size_t n, size_t K);

#endif
