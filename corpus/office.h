/* SPDX-License-Identifier: MIT */
/* Documents of office programs (docx, pptx, xlsx; odt, odp, ods) and e-books (epub): zips of XML. */
#ifndef CORPUS_OFFICE_H
#define CORPUS_OFFICE_H

#include "corpus/archive.h"
#include "corpus/html_text.h"

/*
 * The text of a document: paragraphs, cells with words, slides in order; title, date and language where its properties
 * name them.  Takes the input (emptied), on failure too.  Fails with E_FORMAT (damaged, encrypted, no such document, longer
 * than max), E_IO, E_NOMEM.
 */
fuda_status corpus_office_text(corpus_input *in, const corpus_budget *limits, size_t max, corpus_page *out,
                               fuda_error *err);

#endif
