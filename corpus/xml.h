/* SPDX-License-Identifier: MIT */
/*
 * XML as a stream of events from a corpus_input that holds UTF-8, one document after the other: offices deliver
 * files of many documents put together, each with its own declaration and DOCTYPE.  The only code that knows the
 * XML library.
 *
 * Nothing outside the input is ever read: external DTDs and entities are passed over, and the named characters
 * they would define come from corpus/entities.c.  Nesting, the length of a tag, the size of a DTD and the growth
 * by entities (the library's own limit) are bounded.
 */
#ifndef CORPUS_XML_H
#define CORPUS_XML_H

#include "corpus/input.h"

/* Names come without their namespace prefix.  Texts may come in pieces, cut between characters. */
typedef struct corpus_xml_events {
    void (*start)(void *self, const char *name, const char *const *attributes); /* name, value, …, NULL */
    void (*end)(void *self, const char *name);
    void (*text)(void *self, const char *bytes, size_t len);
} corpus_xml_events;

typedef enum corpus_xml_state {
    XML_AT_PAUSE,    /* as corpus_xml_pause wanted                    */
    XML_AT_DOCUMENT, /* behind the end of a document                  */
    XML_AT_END       /* of the input; no document was open            */
} corpus_xml_state;

typedef struct corpus_xml corpus_xml;

/* max: longest tag, comment or DTD in bytes.  NULL when memory ran out. */
corpus_xml *corpus_xml_new(const corpus_xml_events *events, void *self, size_t max);
void corpus_xml_free(corpus_xml *xml);
/* Forgets the input it was reading. */
void corpus_xml_reset(corpus_xml *xml);

/*
 * Reads on until there is something to say.  Fails with E_FORMAT (line and byte set) when the document is
 * malformed; the next call goes on with the next "<?xml" of the input.  Fails with E_IO, E_NOMEM.
 */
fuda_status corpus_xml_run(corpus_xml *xml, corpus_input *in, corpus_xml_state *state, fuda_error *err);

/* From an event: run returns behind it. */
void corpus_xml_pause(corpus_xml *xml);
/* From an event: its line in the input. */
size_t corpus_xml_line(const corpus_xml *xml);
/* The value of an attribute, whatever its prefix; NULL when it is not there. */
const char *corpus_xml_attribute(const char *const *attributes, const char *name);

#endif
