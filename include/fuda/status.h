/* SPDX-License-Identifier: MIT */
/*
 * Status codes and the error object of every fuda function.
 *
 * A function that can fail returns a fuda_status and takes, as its last parameter, a fuda_error that
 * may be NULL.  The error is filled only on failure, belongs to the caller and never allocates.
 */
#ifndef FUDA_STATUS_H
#define FUDA_STATUS_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(FUDA_STATIC) || !defined(__GNUC__)
#define FUDA_API
#else
#define FUDA_API __attribute__((visibility("default")))
#endif

/* Name, value, meaning.  Values are pinned: they are part of the ABI. */
#define FUDA_STATUS_MAP(X)                                  \
    X(OK, 0, "success")                                     \
    X(E_ARG, 1, "invalid argument")                         \
    X(E_NOMEM, 2, "out of memory")                          \
    X(E_IO, 3, "input or output failed")                    \
    X(E_FORMAT, 4, "malformed input")                       \
    X(E_VERSION, 5, "unsupported format version")           \
    X(E_CORRUPT, 6, "damaged file")                         \
    X(E_MISMATCH, 7, "parts that do not belong together")   \
    X(E_ENGINE, 8, "a library fuda is built on failed")     \
    X(E_EXISTS, 9, "already there")                         \
    X(E_INTERRUPTED, 10, "interrupted")                     \
    X(E_BUSY, 11, "in use by another process")

typedef enum fuda_status {
#define FUDA_X(name, value, text) FUDA_##name = value,
    FUDA_STATUS_MAP(FUDA_X)
#undef FUDA_X
} fuda_status;

/* Where and why a call failed. */
typedef struct fuda_error {
    fuda_status status;
    size_t line;    /* 1-based line of the input, 0 if there is none          */
    size_t byte;    /* 0-based byte offset in the input, when `line` is set    */
    char text[320]; /* a whole sentence, lower case, without a full stop       */
} fuda_error;

/* The meaning of a status as a constant English string.  Thread-safe. */
FUDA_API const char *fuda_status_text(fuda_status status);

/* The version of the library ("0.1.0").  Thread-safe. */
FUDA_API const char *fuda_version(void);

#ifdef __cplusplus
}
#endif
#endif
