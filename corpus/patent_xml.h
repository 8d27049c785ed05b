/* SPDX-License-Identifier: MIT */
/*
 * Patents in the offices' XML: USPTO (grants since 2001, ST.32; applications since 2001; ST.36 since 2004), EPO
 * (DOCDB exchange, OPS, EP full text), WIPO ST.36 and ST.96, CNIPA, JPO (ST.36, ST.96).  One table of paths serves them all:
 * they are dialects of few standards.
 */
#ifndef CORPUS_PATENT_XML_H
#define CORPUS_PATENT_XML_H

#include "corpus/patent.h"
#include "corpus/xml.h"

typedef struct corpus_patent_xml corpus_patent_xml;

/* parts is borrowed.  max: longest patent in bytes.  NULL when memory ran out. */
corpus_patent_xml *corpus_patent_xml_new(const corpus_parts *parts, size_t max);
void corpus_patent_xml_free(corpus_patent_xml *reader);
/* Before another input. */
void corpus_patent_xml_reset(corpus_patent_xml *reader);

/* Appends the next patent, or sets *end.  base: what an id is made of for one without a number.  What is wrong with
 * the XML becomes the record's error.  Fails with E_IO, E_NOMEM. */
fuda_status corpus_patent_xml_next(corpus_patent_xml *reader, corpus_input *in, const char *base,
                                   fuda_batch *batch, bool *end, fuda_error *err);

#endif
