/* SPDX-License-Identifier: MIT */
/* One helper thread that does one thing at a time, while the caller does something else. */
#ifndef CORE_BACKGROUND_H
#define CORE_BACKGROUND_H

#include <fuda/status.h>

typedef fuda_status (*fuda_background_fn)(void *ctx, fuda_error *err);
typedef struct fuda_background fuda_background;

/* Fails with E_NOMEM when no thread is to be had.  The thread lives until _free, so that what a library
 * keeps per thread (OpenMP its pool) is made once. */
fuda_status fuda_background_new(fuda_background **out, fuda_error *err);
/* Waits for what is at work. */
void fuda_background_free(fuda_background *background);
/* Starts fn on the helper thread; nothing may be at work. */
void fuda_background_start(fuda_background *background, fuda_background_fn fn, void *ctx);
/* Waits for it and returns what it returned; E_ARG when nothing was started. */
fuda_status fuda_background_wait(fuda_background *background, fuda_error *err);

#endif
