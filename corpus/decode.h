/* SPDX-License-Identifier: MIT */
/*
 * A stream of UTF-8 over bytes in any encoding.  What is pure ASCII passes as it is; the encoding is decided at the
 * first byte that is not, on what can be seen behind it: UTF-8 where that is valid, then what the text declares
 * (byte order mark, XML declaration, HTML meta), then a guess.
 */
#ifndef CORPUS_DECODE_H
#define CORPUS_DECODE_H

#include "corpus/input.h"

typedef struct corpus_decode corpus_decode;

/*
 * Takes the input `below` (emptied), on failure too; its first bytes should be in its buffer.  encoding: what the
 * user says, or NULL.  guess: whether bytes without any sign may be guessed at (JSON is UTF-8 by its standard).
 * The stream belongs to whoever takes it; `out` stays valid as long.  Fails with E_ARG, E_NOMEM.
 */
fuda_status corpus_decode_open(corpus_input *below, const char *encoding, bool guess, corpus_decode **out,
                               corpus_stream **stream, fuda_error *err);
/* The encoding decided on when it is not UTF-8, else NULL. */
const char *corpus_decode_name(const corpus_decode *decode);

#endif
