/* SPDX-License-Identifier: MIT */
/*
 * The model file, version 4.  Little-endian; offsets in bytes from the start of the file.
 *
 *   0   magic "FUDA\x1a\r\nM"     8   u32 version, u32 number of sections S
 *   16  S × { char name[8], u64 offset, u64 size }
 *       sections, in the order of the table
 *   −16 XXH3-128 of everything before it (as its 32 hex digits decode, high half first)
 *
 *   meta     lines "key=value"              labels   per label 4 strings, each ending with NUL:
 *   ldocs    u64 [K] documents with label            id, English, Japanese, Chinese name
 *   vlen     u32 [V] length of each key     vkeys    keys, sorted by bytes
 *   total    u32 [V] t[f]                   ncell    u32 [V] cells of each feature
 *   clabel   u32 [cells] label              ccount   u32 [cells] count > 0
 *   hints    u32 [H][3] feature, label, strength
 *   phrases  strings, each ending with NUL
 *   calib    i64 millionths: τ, slopes[6], offsets[K], thresholds[K]
 *   df       u32 [V] documents with each feature; empty unless the weighting has idf
 *   weights  i32 [V][K] in 2^-20, linear algorithms; else empty
 *   bias     i64 [K] millionths, linear algorithms; else empty
 *   rates    u64 [1 + L][K][4] of documents left out of training: true positives, false positives, false
 *            negatives, true negatives, of all and of each of L languages (fuda_lang's order); or empty
 *   why      how algorithm and settings were chosen: lines of quality, tab, settings; or empty
 *
 * Only integers and text: the same training data gives the same bytes on every machine.
 */
#ifndef MODELS_FILE_H
#define MODELS_FILE_H

#include "models/model.h"

enum { MDL_FILE_VERSION = 4, MDL_DIGEST = 16, MDL_HEADER = 16, MDL_ENTRY = 24 };
#define MDL_MAGIC "FUDA\x1a\r\nM" /* 8 bytes, and a NUL that is not written */

/* Sections in the order of the table; their names are mdl_section_names. */
enum mdl_section {
    MDL_META, MDL_LABELS, MDL_LDOCS, MDL_VLEN, MDL_VKEYS, MDL_TOTAL, MDL_NCELL, MDL_CLABEL, MDL_CCOUNT,
    MDL_HINTS, MDL_PHRASES, MDL_CALIB, MDL_DF, MDL_WEIGHTS, MDL_BIAS, MDL_RATES, MDL_WHY, MDL_NSECTION
};
extern const char *const mdl_section_names[MDL_NSECTION];

/* The fingerprint of everything that counting documents gives, and of the settings it was done with.  False
 * when memory ran out. */
bool mdl_hash_counts(const fuda_model *model, char hex[33]);

/* Numbers in the file's order of bytes. */
static inline uint32_t mdl_get32(const char *p)
{
    const unsigned char *b = (const unsigned char *)p;
    return b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}
static inline uint64_t mdl_get64(const char *p)
{
    return mdl_get32(p) | (uint64_t)mdl_get32(p + 4) << 32;
}
static inline double mdl_get_micro(const char *p)
{
    return (double)(int64_t)mdl_get64(p) / 1e6;
}
void mdl_put32(fuda_buf *out, uint32_t x);
void mdl_put64(fuda_buf *out, uint64_t x);
void mdl_put_micro(fuda_buf *out, double x);

typedef struct mdl_span {
    const char *ptr;
    size_t len;
} mdl_span;

/* file_family.c: the sections of algorithm, weights and rates, when labels and vocabulary are known.  Reading returns
 * what is wrong, NULL when nothing is; *nomem says that memory ran out. */
void mdl_put_choice(const clf_classifier *clf, fuda_buf *out); /* lines of the meta section */
void mdl_put_family(const clf_classifier *clf, enum mdl_section section, fuda_buf *out);
const char *mdl_read_family(clf_classifier *clf, const mdl_span *sections, bool *nomem);

/* The 16 bytes that a digest's 32 hex digits stand for. */
void mdl_digest_bytes(const char hex[33], char out[MDL_DIGEST]);

#endif
