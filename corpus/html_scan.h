/* SPDX-License-Identifier: MIT */
/* HTML as tags and text, forgiving whatever people write. */
#ifndef CORPUS_HTML_SCAN_H
#define CORPUS_HTML_SCAN_H

#include "core/memory.h"
#include <fuda/text.h>

typedef enum html_kind { HTML_TEXT, HTML_OPEN, HTML_CLOSE, HTML_END } html_kind;

typedef struct html_token {
    html_kind kind;
    char name[16];       /* of a tag, in small letters, cut */
    fuda_str attributes; /* of an opening tag, raw */
    fuda_str text;       /* raw: with entities */
    bool empty;          /* "<br/>" */
} html_token;

typedef struct html_scan {
    const char *at, *end;
    bool no_tags; /* no '>' follows */
    char raw[16]; /* inside an element whose content is no markup: its name */
} html_scan;

html_token corpus_html_next(html_scan *scan);
/* The raw value of an attribute; ptr NULL when it is not there. */
fuda_str corpus_html_attribute(fuda_str attributes, const char *name);
/* Appends text with its entities resolved. */
void corpus_html_unescape(fuda_str text, fuda_buf *out);

#endif
