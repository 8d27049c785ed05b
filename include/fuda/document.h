/* SPDX-License-Identifier: MIT */
/*
 * Documents, and reading them from files: texts, JSON, CSV and TSV, HTML, office files and PDF, the patent XML and tables
 * of offices and databases, and archives of all of these.  docs/formats.md says what becomes of what.
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
    fuda_str file;            /* of a directory or archive: which file of it, with a NUL behind; else empty */
} fuda_record;

typedef struct fuda_batch fuda_batch;
FUDA_API fuda_batch *fuda_batch_new(void); /* NULL when memory ran out; free with _free */
FUDA_API void fuda_batch_free(fuda_batch *batch);
FUDA_API void fuda_batch_clear(fuda_batch *batch);
/* Records in the order they were read; valid until the batch is cleared, freed or read into. */
FUDA_API const fuda_record *fuda_batch_records(const fuda_batch *batch, size_t *n);

/* ---- reading -------------------------------------------------------------------------------- */

typedef enum fuda_format {
    FUDA_FORMAT_AUTO, /* by the file's name and its first bytes */
    FUDA_FORMAT_TEXT, /* one document a file */
    FUDA_FORMAT_JSONL,
    FUDA_FORMAT_CSV,
    FUDA_FORMAT_TSV,
    FUDA_FORMAT_JSON, /* an array of objects, an object with one, objects in a row */
    FUDA_FORMAT_PATENT, /* XML of patent offices */
    FUDA_FORMAT_HTML,
    FUDA_FORMAT_OFFICE, /* docx, pptx, xlsx, odt, odp, ods, epub: zips of XML */
    FUDA_FORMAT_PDF     /* through the program pdftotext */
} fuda_format;
/* False for a name that is none of auto, text, jsonl, csv, tsv, json, patent, html, office, pdf. */
FUDA_API bool fuda_format_from_name(const char *name, fuda_format *out);

typedef struct fuda_reader_options {
    fuda_format format;
    const char *id_field;    /* names of the fields; NULL: the standard name   */
    const char *title_field;
    const char *text_field;
    const char *label_field; /* NULL: `labels`, else `label`                    */
    const char *lang_field;
    size_t max_record;       /* longest record in bytes; 0: 64 MiB              */
    const char *date_field;
    const char *codes_field;
    const char *group_field;
    const char *parts;       /* of patents, joined in this order: "title,abstract" (NULL), claims, description */
    const char *part_langs;  /* preferred languages of patents; NULL: "ja,zh,en" */
    bool keep_versions;      /* other language versions go to the field `versions` */
    const char *encoding;    /* of all files; NULL: decided for each */
    const char *id_prefix;   /* before ids made from file names; NULL: none */
    double max_ratio;        /* unpacked bytes to packed ones in compressed files; 0: 250; below 0: any */
    uint64_t max_unpacked;   /* bytes one file may unpack to; 0: any */
} fuda_reader_options;

typedef struct fuda_reader fuda_reader;

/* path: a file, a directory, or "-" for standard input.  Archives are read like directories of their members.  options may be NULL; its strings are
 * borrowed until the reader is freed.  Fails with E_IO, E_FORMAT (a CSV without usable header). */
FUDA_API fuda_status fuda_reader_open(const char *path, const fuda_reader_options *options,
                                      fuda_reader **out, fuda_error *err);
FUDA_API void fuda_reader_free(fuda_reader *reader);

/* Files of directories and archives passed over so far because their names say that they hold no text: images, style
 * sheets, DTDs. */
FUDA_API size_t fuda_reader_skipped(const fuda_reader *reader);

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
