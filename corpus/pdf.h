/* SPDX-License-Identifier: MIT */
/* PDF through the program pdftotext (poppler), where it is installed. */
#ifndef CORPUS_PDF_H
#define CORPUS_PDF_H

#include "corpus/input.h"

/*
 * The text of a PDF.  The program is found in PATH and gets the file as its standard input; it is killed after two minutes
 * or more than `max` bytes.  Fails with E_FORMAT (the program is missing or refuses the file, no text in it, too long),
 * E_IO, E_NOMEM.
 */
fuda_status corpus_pdf_text(corpus_input *in, size_t max, fuda_buf *out, fuda_error *err);

#endif
