/* SPDX-License-Identifier: MIT */
#include "corpus/decode.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/error.h"
#include "core/utf8.h"
#include "nlp/encoding.h"
#include <fuda/text.h>

enum { HEAD = 4096, /* bytes in which a declaration may stand */
       CONTEXT = 16 };

struct corpus_decode {
    corpus_stream base;
    corpus_input below;
    nlp_decoder *decoder; /* NULL: bytes pass as they are */
    const char *name;     /* of a decided encoding that is not UTF-8 */
    char name_room[48], declared_room[48];
    const char *declared; /* by XML or HTML; NULL */
    bool guess, decided, ended;
    fuda_buf out; /* converted, from `at` on not yet taken */
    size_t at;
};

/* ---- what the text says about itself --------------------------------------------------------- */

static const char *find(const char *text, size_t len, const char *what)
{
    size_t n = strlen(what);

    for (size_t i = 0; i + n <= len; i++)
        if (strncasecmp(text + i, what, n) == 0)
            return text + i;
    return NULL;
}

/* The value behind `key=`, with or without quotes. */
static fuda_str value_behind(const char *text, size_t len, const char *key)
{
    const char *at = find(text, len, key);
    size_t n = 0;

    if (at == NULL)
        return (fuda_str){0};
    at += strlen(key);
    len -= (size_t)(at - text);
    while (len > 0 && strchr(" =\t\"'", *at) != NULL && *at != '\0') {
        at++;
        len--;
    }
    while (n < len && n < 40 && strchr("\"'> ;/?", at[n]) == NULL)
        n++;
    return (fuda_str){at, n};
}

static const char *declared_encoding(const char *text, size_t len, char room[48])
{
    const char *end;
    fuda_str name = {0};

    len = len < HEAD ? len : HEAD;
    if (len > 5 && memcmp(text, "<?xml", 5) == 0) {
        end = find(text, len, "?>");
        if (end != NULL)
            name = value_behind(text, (size_t)(end - text), "encoding");
    }
    if (name.len == 0 && (end = find(text, len, "<meta")) != NULL)
        name = value_behind(end, len - (size_t)(end - text), "charset");
    return name.len == 0 ? NULL : nlp_encoding_named(name.ptr, name.len, room);
}

/* ---- deciding -------------------------------------------------------------------------------- */

static fuda_status convert_from(corpus_decode *d, const char *name, fuda_error *err)
{
    d->decided = true;
    if (strcmp(name, "UTF-8") == 0)
        return FUDA_OK;
    d->name = name;
    return nlp_decoder_new(name, &d->decoder, err);
}

/* UTF-8, unless it is whole up to a sequence that the end of the bytes cuts. */
static bool is_utf8(const char *text, size_t len, bool whole)
{
    size_t bad = fuda_utf8_check(text, len);

    if (bad == len)
        return true;
    if (whole || len - bad > 3)
        return false;
    unsigned char lead = (unsigned char)text[bad];
    size_t need = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0;
    for (size_t i = bad + 1; i < len; i++)
        if (((unsigned char)text[i] & 0xC0) != 0x80)
            return false;
    return need > len - bad;
}

static fuda_status decide(corpus_decode *d, fuda_error *err)
{
    fuda_status st = corpus_input_peek(&d->below, err);
    const char *text = d->below.buf + d->below.pos, *name;
    size_t len = d->below.len - d->below.pos;

    if (st != FUDA_OK)
        return st;
    if (memchr(text, 0x1B, len) == NULL && memchr(text, 0, len) == NULL && is_utf8(text, len, d->below.eof))
        return convert_from(d, "UTF-8", err);
    /* A declared UTF-8 that is not is not believed. */
    if (d->declared != NULL && strcmp(d->declared, "UTF-8") != 0 && strncmp(d->declared, "UTF-16", 6) != 0)
        return convert_from(d, d->declared, err);
    name = d->guess ? nlp_encoding_guess(text, len) : NULL;
    return convert_from(d, name == NULL ? "UTF-8" : name, err);
}

/* Byte order marks, which stand at the beginning or nowhere. */
static fuda_status look_at_mark(corpus_decode *d, fuda_error *err)
{
    corpus_input *in = &d->below;
    const char *text = in->buf + in->pos;
    size_t len = in->len - in->pos;

    if (len >= 2 && (memcmp(text, "\xFF\xFE", 2) == 0 || memcmp(text, "\xFE\xFF", 2) == 0)) {
        const char *name = text[0] == '\xFF' ? "UTF-16LE" : "UTF-16BE";
        in->pos += 2;
        return convert_from(d, name, err);
    }
    if (len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        in->pos += 3;
        return convert_from(d, "UTF-8", err);
    }
    d->declared = declared_encoding(text, len, d->declared_room);
    return FUDA_OK;
}

/* ---- the stream ------------------------------------------------------------------------------ */

/* Bytes that mean the same in every encoding of the list; an escape or a zero may not. */
static size_t plain_run(const char *text, size_t len)
{
    size_t i = 0;

    while (i < len && (unsigned char)text[i] < 0x80 && text[i] != 0x1B && text[i] != '\0')
        i++;
    return i;
}

static fuda_status convert_some(corpus_decode *d, fuda_error *err)
{
    char piece[16384];
    size_t got;
    fuda_status st = corpus_input_take(&d->below, piece, sizeof piece, &got, err);

    fuda_buf_clear(&d->out);
    d->at = 0;
    if (st != FUDA_OK)
        return st;
    d->ended = got == 0;
    return nlp_decode(d->decoder, piece, got, d->ended, &d->out, err);
}

static fuda_status decode_read(corpus_stream *stream, char *to, size_t max, size_t *got, fuda_error *err)
{
    corpus_decode *d = (corpus_decode *)stream;
    corpus_input *in = &d->below;
    fuda_status st;

    *got = 0;
    if (!d->decided) {
        if (in->pos == in->len && (st = corpus_input_fill(in, err)) != FUDA_OK)
            return st;
        size_t left = in->len - in->pos, plain = plain_run(in->buf + in->pos, left);
        /* What stands before the first byte that is to be decided on helps to decide. */
        if (plain < left)
            plain -= plain < CONTEXT ? plain : CONTEXT;
        if (plain > 0 || left == 0)
            return corpus_input_take(in, to, plain < max ? plain : max, got, err);
        if ((st = decide(d, err)) != FUDA_OK)
            return st;
    }
    if (d->decoder == NULL)
        return corpus_input_take(in, to, max, got, err);
    while (d->at == d->out.len && !d->ended)
        if ((st = convert_some(d, err)) != FUDA_OK)
            return st;
    *got = d->out.len - d->at < max ? d->out.len - d->at : max;
    if (*got > 0)
        memcpy(to, d->out.ptr + d->at, *got);
    d->at += *got;
    return FUDA_OK;
}

static void decode_close(corpus_stream *stream)
{
    corpus_decode *d = (corpus_decode *)stream;

    corpus_input_close(&d->below);
    nlp_decoder_free(d->decoder);
    fuda_buf_release(&d->out);
    free(d);
}

fuda_status corpus_decode_open(corpus_input *below, const char *encoding, bool guess, corpus_decode **out,
                               corpus_stream **stream, fuda_error *err)
{
    corpus_decode *d = calloc(1, sizeof *d);
    fuda_status st = FUDA_OK;

    *out = NULL;
    *stream = NULL;
    if (d == NULL) {
        corpus_input_close(below);
        return fuda_fail_nomem(err);
    }
    d->below = *below;
    *below = (corpus_input){0};
    d->base = (corpus_stream){.read = decode_read, .close = decode_close, .slow = d->below.stream->slow};
    d->guess = guess;
    if (encoding != NULL) {
        const char *name = nlp_encoding_named(encoding, strlen(encoding), d->name_room);
        st = name == NULL ? fuda_fail(err, FUDA_E_ARG, "unknown encoding '%.40s'", encoding)
                          : convert_from(d, name, err);
        /* A mark is no part of the text, whoever names the encoding. */
        const char *text = d->below.buf + d->below.pos;
        size_t len = d->below.len - d->below.pos;
        if (len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
            d->below.pos += 3;
        else if (len >= 2 && (memcmp(text, "\xFF\xFE", 2) == 0 || memcmp(text, "\xFE\xFF", 2) == 0))
            d->below.pos += 2;
    } else {
        st = look_at_mark(d, err);
    }
    if (st != FUDA_OK) {
        decode_close(&d->base);
        return st;
    }
    *out = d;
    *stream = &d->base;
    return FUDA_OK;
}

const char *corpus_decode_name(const corpus_decode *decode)
{
    return decode == NULL ? NULL : decode->name;
}
