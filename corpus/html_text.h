/* SPDX-License-Identifier: MIT */
/*
 * A web page without what surrounds its text.  The page is cut into blocks at its block elements; navigation, footers
 * and the like go by their elements, roles and class names; of the rest a block stays by its length, by how much of
 * it is links, and by its neighbours (the shallow features of Kohlschütter, Fankhauser and Nejdl, "Boilerplate
 * Detection using Shallow Text Features", WSDM 2010, section 4, counted in characters so that Chinese and Japanese
 * fit; our own thresholds).  <main> and <article> are believed where they hold a good part of the text.
 *
 * An own scanner rather than libxml2's: that one builds a tree of the page in memory, knows HTML 4, and would be one
 * library more for what is two hundred lines here.
 */
#ifndef CORPUS_HTML_TEXT_H
#define CORPUS_HTML_TEXT_H

#include "core/memory.h"
#include <fuda/text.h>

typedef struct corpus_page {
    fuda_buf text, title;
    char date[16]; /* ISO, or empty */
    char lang[16]; /* as the page says, or empty */
} corpus_page;

void corpus_page_release(corpus_page *page);

/* html: valid UTF-8 or not, of any form.  whole: keep all text, without a choice of blocks.  False when memory ran out. */
bool corpus_html_text(const char *html, size_t len, bool whole, corpus_page *out);

#endif
