/* SPDX-License-Identifier: MIT */
/* Which language a document and each of its sentences is in. */
#ifndef NLP_DETECT_H
#define NLP_DETECT_H

#include "nlp/scan.h"

typedef struct nlp_decision {
    fuda_lang lang;       /* of the document                                        */
    const char *tag;      /* BCP 47                                                 */
    fuda_lang cjk;        /* what CJK sentences without evidence of their own are   */
    fuda_lang alpha;      /* what sentences in Latin letters are: EN or OTHER       */
    bool traditional;     /* its Chinese is in traditional characters               */
    bool sure;
} nlp_decision;

/* Decides and sets `lang` and `tag` of every sentence.  hint: UND, or what the caller knows of the document.
 * After nlp_unicode_init.  Thread-safe. */
nlp_decision nlp_detect_scan(nlp_scan *scan, const char *text, size_t len, fuda_lang hint);

#endif
