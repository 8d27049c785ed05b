/* SPDX-License-Identifier: MIT */
/* What a tokenizer and a scratch consist of, for the files of this folder. */
#ifndef NLP_SCRATCH_H
#define NLP_SCRATCH_H

#include "core/hash.h"
#include "nlp/lexicon.h"
#include "nlp/mecab.h"
#include "nlp/phrases.h"
#include "nlp/scan.h"
#include "nlp/segment.h"
#include "nlp/tokenizer.h"

struct fuda_tokenizer {
    fuda_text_settings settings;
    nlp_mecab *mecab;  /* NULL: no words of Japanese and Chinese are asked for */
    nlp_phrases phrases;
    nlp_stop_lists stop;
};

struct fuda_scratch {
    const fuda_tokenizer *tokenizer;
    nlp_segmenter segmenter;
    nlp_lexicon lexicon;
    nlp_scan scan;
    nlp_marks marks;
    fuda_map64 joined;  /* word or pair << 32 | word → pair or triple */
    fuda_buf both;      /* work space */
    fuda_map64 grams;   /* language, 1 or 2 characters → term */
    nlp_use *uses;
    size_t uses_cap;
    uint32_t generation;
    bool held;
    fuda_token *tokens;
    size_t tokens_cap;
    fuda_phrase *found; /* phrases of the public view */
    size_t found_cap;
    fuda_tokens view;
    fuda_run *runs;
    size_t runs_cap;
    fuda_detection detection;
};

/* Adds the phrases of the options to the tokenizer's trie, found with the same normal forms and stems as
 * any text. */
fuda_status nlp_add_phrases(fuda_tokenizer *tokenizer, const fuda_tokenizer_options *options,
                            fuda_error *err);

#endif
