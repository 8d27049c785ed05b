/* SPDX-License-Identifier: MIT */
/* Filling fuda_error objects. */
#ifndef CORE_ERROR_H
#define CORE_ERROR_H

#include <fuda/status.h>

/* Sets `err` (may be NULL) to a formatted sentence and returns `status`, so that
 * `return fuda_fail(...)` is one line.  line and byte are set to 0. */
__attribute__((format(printf, 3, 4)))
fuda_status fuda_fail(fuda_error *err, fuda_status status, const char *format, ...);

/* The same with a position in the input. */
__attribute__((format(printf, 5, 6)))
fuda_status fuda_fail_at(fuda_error *err, fuda_status status, size_t line, size_t byte,
                         const char *format, ...);

/* E_NOMEM with its standard sentence. */
fuda_status fuda_fail_nomem(fuda_error *err);

/* E_IO: "cannot WHAT 'PATH': reason of errno". */
fuda_status fuda_fail_errno(fuda_error *err, const char *what, const char *path);

#endif
