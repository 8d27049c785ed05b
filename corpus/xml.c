/* SPDX-License-Identifier: MIT */
#include "corpus/xml.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "corpus/entities.h"

enum { MAX_DEPTH = 500 };

struct corpus_xml {
    corpus_xml_events events;
    void *self;
    size_t max;
    XML_Parser parser; /* NULL between documents */
    size_t begin;      /* offset of the present document in the input */
    size_t lines;      /* line ends before it */
    size_t fed;        /* bytes of it the parser has */
    size_t depth;
    bool suspended, pause, done, deep, closing;
    bool lost; /* behind a malformed document: looking for the next */
};

corpus_xml *corpus_xml_new(const corpus_xml_events *events, void *self, size_t max)
{
    corpus_xml *xml = calloc(1, sizeof *xml);

    if (xml != NULL) {
        xml->events = *events;
        xml->self = self;
        xml->max = max;
    }
    return xml;
}

static void close_document(corpus_xml *xml)
{
    if (xml->parser != NULL)
        XML_ParserFree(xml->parser);
    xml->parser = NULL;
}

void corpus_xml_reset(corpus_xml *xml)
{
    close_document(xml);
    xml->lines = 0;
    xml->lost = false;
}

void corpus_xml_free(corpus_xml *xml)
{
    if (xml == NULL)
        return;
    close_document(xml);
    free(xml);
}

void corpus_xml_pause(corpus_xml *xml)
{
    xml->pause = true;
}

size_t corpus_xml_line(const corpus_xml *xml)
{
    return xml->lines + (xml->parser == NULL ? 1 : (size_t)XML_GetCurrentLineNumber(xml->parser));
}

static const char *local_name(const char *name)
{
    const char *colon = strrchr(name, ':');
    return colon == NULL ? name : colon + 1;
}

const char *corpus_xml_attribute(const char *const *attributes, const char *name)
{
    for (; attributes[0] != NULL; attributes += 2)
        if (strcmp(local_name(attributes[0]), name) == 0)
            return attributes[1];
    return NULL;
}

/* ---- the library's events -------------------------------------------------------------------- */

static void on_start(void *self, const XML_Char *name, const XML_Char **attributes)
{
    corpus_xml *xml = self;

    if (++xml->depth > MAX_DEPTH) {
        xml->deep = true;
        XML_StopParser(xml->parser, XML_FALSE);
        return;
    }
    xml->events.start(xml->self, local_name(name), (const char *const *)attributes);
}

static void on_end(void *self, const XML_Char *name)
{
    corpus_xml *xml = self;

    xml->depth--;
    xml->events.end(xml->self, local_name(name));
    if (xml->depth == 0) {
        xml->done = true;
        XML_StopParser(xml->parser, XML_FALSE);
    } else if (xml->pause) {
        XML_StopParser(xml->parser, XML_TRUE);
    }
}

static void on_text(void *self, const XML_Char *text, int len)
{
    corpus_xml *xml = self;

    xml->events.text(xml->self, text, (size_t)len);
}

/* A name the unread DTD would have explained. */
static void on_entity(void *self, const XML_Char *name, int is_parameter)
{
    corpus_xml *xml = self;
    char text[8];
    size_t len = corpus_entity(name, strlen(name), text);

    if (is_parameter)
        return;
    if (len > 0) {
        xml->events.text(xml->self, text, len);
        return;
    }
    xml->events.text(xml->self, "&", 1); /* unknown: as it stands */
    xml->events.text(xml->self, name, strlen(name));
    xml->events.text(xml->self, ";", 1);
}

/* ---- documents ------------------------------------------------------------------------------- */

static fuda_status open_document(corpus_xml *xml, corpus_input *in, fuda_error *err)
{
    xml->parser = XML_ParserCreate("UTF-8"); /* whatever the declaration says: the input is converted */
    if (xml->parser == NULL)
        return fuda_fail_nomem(err);
    XML_SetUserData(xml->parser, xml);
    XML_SetElementHandler(xml->parser, on_start, on_end);
    XML_SetCharacterDataHandler(xml->parser, on_text);
    XML_SetSkippedEntityHandler(xml->parser, on_entity);
    /* Named characters are no error where the DTD that explains them is not even named. */
    XML_UseForeignDTD(xml->parser, XML_TRUE);
    xml->begin = corpus_input_offset(in);
    xml->fed = xml->depth = 0;
    xml->suspended = xml->pause = xml->done = xml->deep = xml->closing = false;
    return FUDA_OK;
}

/* Consumes what is between documents; false at the end of the input. */
static fuda_status find_document(corpus_xml *xml, corpus_input *in, bool *found, fuda_error *err)
{
    static const char mark[] = "<?xml";
    size_t matched = 0;

    *found = false;
    for (;;) {
        if (in->pos == in->len) {
            fuda_status st = corpus_input_fill(in, err);
            if (st != FUDA_OK || in->pos == in->len)
                return st;
        }
        if (!xml->lost) {
            char c = in->buf[in->pos];
            if (strchr(" \t\r\n", c) == NULL || c == '\0') {
                *found = true;
                return FUDA_OK;
            }
            xml->lines += c == '\n';
            in->pos++;
            continue;
        }
        char c = in->buf[in->pos++];
        xml->lines += c == '\n';
        matched = c == mark[matched] ? matched + 1 : (c == '<' ? 1 : 0);
        if (matched == sizeof mark - 1) {
            /* Begins in the present buffer, or its first bytes are gone and are given again. */
            xml->lost = false;
            fuda_status st = open_document(xml, in, err);
            if (st != FUDA_OK)
                return st;
            xml->begin -= sizeof mark - 1;
            xml->fed = sizeof mark - 1;
            *found = true;
            return XML_Parse(xml->parser, mark, (int)(sizeof mark - 1), XML_FALSE) == XML_STATUS_ERROR
                       ? fuda_fail_nomem(err)
                       : FUDA_OK;
        }
    }
}

static fuda_status malformed(corpus_xml *xml, corpus_input *in, fuda_error *err)
{
    enum XML_Error code = XML_GetErrorCode(xml->parser);
    size_t line = corpus_xml_line(xml);
    long index = XML_GetCurrentByteIndex(xml->parser);
    size_t byte = xml->begin + (index < 0 ? xml->fed : (size_t)index);
    fuda_status st;

    if (code == XML_ERROR_NO_MEMORY)
        st = fuda_fail_nomem(err);
    else if (xml->deep)
        st = fuda_fail_at(err, FUDA_E_FORMAT, line, byte, "XML elements are nested deeper than %d", (int)MAX_DEPTH);
    else if (code == XML_ERROR_NO_ELEMENTS || code == XML_ERROR_UNCLOSED_TOKEN)
        st = fuda_fail_at(err, FUDA_E_FORMAT, line, byte, "the input ends inside an XML document (at byte %zu)",
                          byte);
    else if (code == XML_ERROR_AMPLIFICATION_LIMIT_BREACH)
        st = fuda_fail_at(err, FUDA_E_FORMAT, line, byte, "the XML's entities expand without measure");
    else
        st = fuda_fail_at(err, FUDA_E_FORMAT, line, byte, "malformed XML at byte %zu: %s", byte,
                          XML_ErrorString(code));
    /* The next document is looked for behind the fault. */
    if (byte <= xml->begin) /* at least behind the sign this one was found by */
        byte = xml->begin + 1;
    size_t back = byte < in->base ? 0 : byte - in->base;
    if (back < in->len)
        in->pos = back;
    xml->lines = line - 1;
    xml->lost = true;
    close_document(xml);
    return st;
}

/* The document's end tag has been seen: what is behind it is not the parser's. */
static void end_document(corpus_xml *xml, corpus_input *in)
{
    size_t used = (size_t)XML_GetCurrentByteIndex(xml->parser) + (size_t)XML_GetCurrentByteCount(xml->parser);

    in->pos = xml->begin + used - in->base;
    xml->lines = corpus_xml_line(xml) - 1;
    close_document(xml);
}

/* A token the parser waits for the end of is kept by it whole: it must not grow without bound. */
static bool too_long(const corpus_xml *xml)
{
    long index = XML_GetCurrentByteIndex(xml->parser);
    return index >= 0 ? xml->fed - (size_t)index > xml->max : xml->fed > xml->max;
}

static enum XML_Status feed(corpus_xml *xml, corpus_input *in)
{
    size_t len = in->len - in->pos;
    const char *from = in->buf + in->pos;

    xml->closing = len == 0;
    in->pos = in->len;
    xml->fed += len;
    return XML_Parse(xml->parser, from, (int)len, xml->closing);
}

fuda_status corpus_xml_run(corpus_xml *xml, corpus_input *in, corpus_xml_state *state, fuda_error *err)
{
    for (;;) {
        enum XML_Status status;
        fuda_status st;

        if (xml->parser == NULL) {
            bool found;
            *state = XML_AT_END;
            st = find_document(xml, in, &found, err);
            if (st != FUDA_OK || !found)
                return st;
            if (xml->parser == NULL)
                st = open_document(xml, in, err);
            if (st != FUDA_OK)
                return st;
        }
        xml->pause = false;
        if (xml->suspended) {
            xml->suspended = false;
            status = XML_ResumeParser(xml->parser);
        } else {
            if (in->pos == in->len && (st = corpus_input_fill(in, err)) != FUDA_OK)
                return st;
            status = feed(xml, in);
        }
        if (status == XML_STATUS_SUSPENDED) {
            xml->suspended = true;
            *state = XML_AT_PAUSE;
            return FUDA_OK;
        }
        if (xml->done) {
            end_document(xml, in);
            *state = XML_AT_DOCUMENT;
            return FUDA_OK;
        }
        if (status == XML_STATUS_ERROR || xml->closing)
            return malformed(xml, in, err);
        if (too_long(xml)) {
            size_t line = corpus_xml_line(xml);
            st = fuda_fail_at(err, FUDA_E_FORMAT, line, xml->begin + xml->fed,
                              "a tag, a comment or the DTD of the XML is longer than %zu bytes", xml->max);
            xml->lines = line - 1;
            xml->lost = true;
            close_document(xml);
            return st;
        }
    }
}
