/* SPDX-License-Identifier: MIT */
/*
 * The model file, version 3.  Little-endian; offsets in bytes from the start of the file.
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
 *
 * Only integers and text: the same training data gives the same bytes on every machine.
 */
#ifndef MODELS_FILE_H
#define MODELS_FILE_H

#include "models/model.h"

enum { MDL_FILE_VERSION = 3, MDL_DIGEST = 16, MDL_HEADER = 16, MDL_ENTRY = 24 };
#define MDL_MAGIC "FUDA\x1a\r\nM" /* 8 bytes, and a NUL that is not written */

/* Sections in the order of the table; their names are mdl_section_names. */
enum mdl_section {
    MDL_META, MDL_LABELS, MDL_LDOCS, MDL_VLEN, MDL_VKEYS, MDL_TOTAL, MDL_NCELL, MDL_CLABEL, MDL_CCOUNT,
    MDL_HINTS, MDL_PHRASES, MDL_CALIB, MDL_NSECTION
};
extern const char *const mdl_section_names[MDL_NSECTION];

/* The fingerprint of everything that counting documents gives, and of the settings it was done with.  False
 * when memory ran out. */
bool mdl_hash_counts(const fuda_model *model, char hex[33]);

/* The 16 bytes that a digest's 32 hex digits stand for. */
void mdl_digest_bytes(const char hex[33], char out[MDL_DIGEST]);

#endif
