/* SPDX-License-Identifier: MIT */
/* First pass over a text: sentences and what characters they are made of. */
#ifndef NLP_SCAN_H
#define NLP_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <fuda/text.h>

/* A sentence: ends behind 。！？ or a line end, or where it would grow past NLP_SENTENCE_MAX bytes. */
typedef struct nlp_sentence {
    size_t start, end;   /* bytes                                             */
    uint32_t kana, han;  /* characters                                        */
    uint32_t alpha;      /* letters that are not CJK, and digits              */
    uint32_t hangul, other; /* … of them, Korean ones, and neither Korean nor Latin */
    uint32_t no_gb;      /* Han characters missing from GB 2312 …             */
    uint32_t no_big5;    /* … from Big5                                       */
    uint32_t no_jis;     /* … from JIS X 0208                                 */
    uint32_t rare_jis;   /* … in JIS X 0208's second level only               */
    fuda_lang lang;      /* set by detection …                                */
    const char *tag;     /* … BCP 47, static                                  */
    bool weak;           /* … from its letters more than from its words       */
} nlp_sentence;

typedef struct nlp_scan {
    nlp_sentence *items; /* [count], owned */
    size_t count, cap;
    size_t kana, han, latin, hangul, other;
    size_t marked_latin; /* Latin letters outside ASCII                       */
    size_t simplified, traditional, japanese; /* see fuda_detection           */
    uint32_t first_other; /* first letter of class NLP_LETTER, 0 if none      */
} nlp_scan;

/* MeCab's time and memory are bounded by this, and ICU's buffers. */
enum { NLP_SENTENCE_MAX = 4096 };

void nlp_scan_release(nlp_scan *scan);
/* Fills scan (memory is reused).  False when memory ran out.  After nlp_unicode_init. */
bool nlp_scan_text(nlp_scan *scan, const char *text, size_t len);

#endif
