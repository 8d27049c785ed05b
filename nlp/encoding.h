/* SPDX-License-Identifier: MIT */
/*
 * Encodings older than UTF-8 that Japanese, Chinese and English files come in: which one a text has, and its
 * conversion.  With nlp/unicode.c the only code that knows ICU.
 */
#ifndef NLP_ENCODING_H
#define NLP_ENCODING_H

#include <stdbool.h>
#include <stddef.h>

#include "core/memory.h"
#include <fuda/status.h>

/*
 * What encoding bytes have that are not UTF-8: UTF-16LE, UTF-16BE (by their mark or their zero bytes), ISO-2022-JP
 * (by its escapes), Shift_JIS (with Microsoft's additions), EUC-JP, GB18030, Big5, windows-1252; NULL when none is
 * likely.  Every candidate that the bytes are well-formed in is scored by how common its characters are in running
 * text: kana and the national standards' first levels speak for it, rare characters against it.  A sequence cut at
 * the end of the bytes is no fault.  The string is a constant.
 */
const char *nlp_encoding_guess(const char *bytes, size_t len);

/* The encoding that a name means, as a constant of the list above or "UTF-8"; other names that ICU knows come back
 * as they are, copied into `room`; NULL for an unknown one. */
const char *nlp_encoding_named(const char *name, size_t len, char room[48]);

typedef struct nlp_decoder nlp_decoder;
/* Fails with E_ARG for an unknown name. */
fuda_status nlp_decoder_new(const char *name, nlp_decoder **out, fuda_error *err);
void nlp_decoder_free(nlp_decoder *decoder);
/* Appends the UTF-8 of the bytes; sequences may be cut between calls, not at the `last`.  What the encoding does
 * not have becomes U+FFFD.  Fails with E_NOMEM. */
fuda_status nlp_decode(nlp_decoder *decoder, const char *bytes, size_t len, bool last, fuda_buf *out, fuda_error *err);

#endif
