/* SPDX-License-Identifier: MIT */
/*
 * Documents, and reading them from files: plain text, JSON Lines, CSV, TSV.
 */
#ifndef FUDA_DOCUMENT_H
#define FUDA_DOCUMENT_H

#include <fuda/text.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What labels a document came with. */
typedef enum fuda_labelling {
    FUDA_UNLABELLED,
    FUDA_ONE_LABEL,  /* `label`: classes that exclude each other           */
    FUDA_LABEL_SET   /* `labels`: any number, none included                */
} fuda_labelling;

/* All strings are UTF-8; {NULL, 0} or length 0 means absent.  Memory belongs to whoever made the
 * document: with a reader, its batch. */
typedef struct fuda_document {
    fuda_str id;
    fuda_str title;
    fuda_str text;
    fuda_str lang;            /* as given: "ja", "zh-Hant" …                            */
    fuda_str group;           /* patent family or another unit that must not be split   */
    fuda_str date;            /* as given                                               */
    fuda_labelling labelling;
    const fuda_str *labels;   /* [nlabel] */
    size_t nlabel;
    const fuda_str *maybe;    /* [nmaybe] labels that are arguable: ignored by eval     */
    size_t nmaybe;
    const fuda_str *codes;    /* [ncode] IPC or CPC                                     */
    size_t ncode;
    fuda_str fields;          /* all other fields, as the text of one JSON object, or empty */
} fuda_document;

/* ---- batches -------------------------------------------------------------------------------- */

/* A document read, or the reason why there is none at its place. */
typedef struct fuda_record {
    fuda_status status;       /* OK, or what was wrong with the record        */
    fuda_error error;         /* set when status is not OK; line = input line */
    fuda_document document;   /* on error at most its id is set               */
    size_t line;              /* of the input, where it begins; 0 for a file of its own */
} fuda_record;

typedef struct fuda_batch fuda_batch;
FUDA_API fuda_batch *fuda_batch_new(void); /* NULL when memory ran out; free with _free */
FUDA_API void fuda_batch_free(fuda_batch *batch);
FUDA_API void fuda_batch_clear(fuda_batch *batch);
/* Records in the order they were read; valid until the batch is cleared, freed or read into. */
FUDA_API const fuda_record *fuda_batch_records(const fuda_batch *batch, size_t *n);

/* ---- reading -------------------------------------------------------------------------------- */

typedef enum fuda_format {
    FUDA_FORMAT_AUTO, /* by the file's name, then by its first bytes */
    FUDA_FORMAT_TEXT, /* one document a file; a directory is a tree of such files */
    FUDA_FORMAT_JSONL,
    FUDA_FORMAT_CSV,
    FUDA_FORMAT_TSV
} fuda_format;
/* False for a name that is none of auto, text, jsonl, csv, tsv. */
FUDA_API bool fuda_format_from_name(const char *name, fuda_format *out);

typedef struct fuda_reader_options {
    fuda_format format;
    const char *id_field;    /* names of the fields; NULL: the standard name   */
    const char *title_field;
    const char *text_field;
    const char *label_field; /* NULL: `labels`, else `label`                    */
    const char *lang_field;
    size_t max_record;       /* longest record in bytes; 0: 64 MiB              */
} fuda_reader_options;

typedef struct fuda_reader fuda_reader;

/* path: a file, a directory, or "-" for standard input.  options may be NULL; its strings are
 * borrowed until the reader is freed.  Fails with E_IO, E_FORMAT (a CSV without usable header). */
FUDA_API fuda_status fuda_reader_open(const char *path, const fuda_reader_options *options,
                                      fuda_reader **out, fuda_error *err);
FUDA_API void fuda_reader_free(fuda_reader *reader);

/*
 * Appends up to `max` records to the batch; stops early once the batch holds 16 MiB of text.
 * *more is false at the end of the input.  A bad record is a record with its error and reading
 * goes on; the function itself fails only when nothing more can be read (E_IO, E_NOMEM).
 * Not thread-safe.
 */
FUDA_API fuda_status fuda_reader_read(fuda_reader *reader, fuda_batch *batch, size_t max,
                                      bool *more, fuda_error *err);

#ifdef __cplusplus
}
#endif
#endif
