/* SPDX-License-Identifier: MIT */
/* SHA-256 (FIPS 180-4): checksums that `sha256sum -c` verifies. */
#ifndef CORE_SHA256_H
#define CORE_SHA256_H

#include <stddef.h>
#include <stdint.h>

typedef struct fuda_sha256 {
    uint32_t state[8];
    uint64_t length; /* bytes so far */
    unsigned char block[64];
} fuda_sha256;

void fuda_sha256_begin(fuda_sha256 *sha);
void fuda_sha256_add(fuda_sha256 *sha, const void *bytes, size_t len);
void fuda_sha256_end(fuda_sha256 *sha, char hex[65]);

#endif
