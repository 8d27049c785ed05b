/* SPDX-License-Identifier: MIT */
/* One sentence to its words, by the segmenter of its language. */
#ifndef NLP_SEGMENT_H
#define NLP_SEGMENT_H

#include "nlp/han.h"
#include "nlp/lexicon.h"
#include "nlp/markup.h"
#include "nlp/mecab.h"
#include "nlp/scan.h"
#include "nlp/unicode.h"
#include "nlp/words.h"

/* A word in the text: where it stands and what the lexicon knows of it. */
typedef struct nlp_piece {
    uint32_t start, end; /* bytes                                        */
    uint32_t entry;      /* index in the lexicon's table                 */
    uint32_t sentence;   /* its sentence's number                        */
    enum nlp_table table;
} nlp_piece;

typedef struct nlp_segmenter {
    nlp_mecab_parser *mecab;
    nlp_breaker *breaker;
    const nlp_han *han;   /* of the process; NULL, as the two above, without a dictionary */
    uint16_t *units;      /* CJK runs of a sentence in UTF-16, runs apart by a line feed, owned */
    uint32_t *offsets;    /* [units] byte offset of each unit, owned                            */
    size_t units_cap, offsets_cap;
    uint32_t *ends, *costs; /* of the words in a run, owned                                      */
    size_t ends_cap, costs_cap;
    fuda_buf composed;    /* a Japanese sentence with its kana in full width and composed, … */
    uint32_t *origin;     /* [composed.len + 1] … and where in the text each byte of it comes from, owned */
    size_t origin_cap;
    nlp_piece *pieces;    /* [npiece] words of the text so far, in order, owned                 */
    const char **features; /* [npiece] MeCab's record of each, the kind of NLP_SKIP, or NULL, owned */
    size_t npiece, pieces_cap, features_cap;
} nlp_segmenter;

/* The dictionary is borrowed.  NULL: Japanese and Chinese are not cut; of them only the words between are
 * found that are written in letters. */
fuda_status nlp_segmenter_init(nlp_segmenter *seg, const nlp_mecab *mecab, fuda_error *err);
void nlp_segmenter_release(nlp_segmenter *seg);

/* Appends the words of the sentence to seg->pieces.  Addresses and markup are words by themselves, of no term;
 * *mark is the first of them that may touch the sentence, and moved on. */
fuda_status nlp_segment_sentence(nlp_segmenter *seg, nlp_lexicon *lex, const char *text,
                                 const nlp_sentence *sentence, uint32_t number, const nlp_marks *marks, size_t *mark,
                                 fuda_error *err);

#endif
